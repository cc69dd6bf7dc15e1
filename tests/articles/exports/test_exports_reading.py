import shutil

import pandas as pd
import pytest
from export_files import DATA
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from analystkit.articles import load_articles
from analystkit.articles.decode import NotTextError
from analystkit.articles.exports import split_export
from analystkit.articles.exports.documents import from_text, unwrap
from analystkit.quotes import extract_quotes
from analystkit.tables import check_articles

pytestmark = pytest.mark.filterwarnings("ignore:not all was read")
SAMPLES = sorted(DATA.iterdir())
# Pieces of which the services' files are made, true and broken.
PIECES = [
    *("1 of 3 DOCUMENTS", "2 of 3 DOCUMENTS", "Dokument 1 von 2", "End of Document", "Body"),
    *("January 9, 2021", "9 janvier 2021", "Winter 2020", "BYLINE: X", "LENGTH: 9 words"),
    *("Length:\xa09 words", "Classification", "Load-Date: January 9, 2021", "LOAD-DATE: x"),
    *("HD", "HD  Title", "HD\tTitle", "PD  9 March 2021", "SN  Outlet", "LP", "TD", "WC 9 words"),
    *("AN  Document NGWIRE0020210112eh1c00001", "Document NGWIRE0020210112eh1c00001", "English"),
    *("_" * 60, "Full text: words", "Title: T", "ProQuest document ID: 1", "Document 1 of 2"),
    *("Copyright 2021 X", "A sentence of some words.", "   ", "", "\f", "Documents (3)", "1. T"),
]


def test_a_folder_of_exports_meets_the_contract(tmp_path):
    for path in SAMPLES:
        shutil.copy(path, tmp_path)
    (tmp_path / "story.txt").write_text("A story that no service exported.")
    articles = load_articles(tmp_path)
    pd.testing.assert_frame_equal(check_articles(articles), articles)
    counts = articles.groupby("file").size()
    assert counts.drop(["lexisnexis_en.txt", "story.txt"]).unique().tolist() == [2]
    assert counts[["lexisnexis_en.txt", "story.txt"]].tolist() == [3, 1]
    assert articles["article_id"].is_unique
    assert articles["text"].notna().all()


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.name)
def test_what_stands_around_the_text_is_kept_in_columns_and_not_in_the_text(path):
    articles = load_articles(path)
    assert not articles["text"].str.contains(r"(?i)all rights reserved|load-date|^\s|\s$").any()
    assert not articles["text"].str.contains("\n\n\n").any()


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-le"])
def test_an_export_in_any_encoding(tmp_path, encoding):
    path = tmp_path / "export.txt"
    path.write_bytes((DATA / "lexisnexis_en.txt").read_text("utf-8-sig").encode(encoding))
    expected = load_articles(DATA / "lexisnexis_en.txt")["text"].tolist()
    assert load_articles(path)["text"].tolist() == expected


@pytest.mark.parametrize("name", ["export.doc", "export.docx", "export.htm", "export.txt"])
def test_a_page_is_known_by_its_content(tmp_path, name):
    shutil.copy(DATA / "factiva_no_codes.html", tmp_path / name)
    assert load_articles(tmp_path / name)["outlet"].tolist() == ["Der Hafenbote", "Tigris Daily"]


def test_quotes_are_found_in_the_text_of_an_export():
    articles = load_articles(DATA / "lexisnexis_en.txt")
    quotes = extract_quotes(articles)
    said = dict(zip(quotes["quote"], quotes["speaker"], strict=True))
    assert said["We have a promise in writing, and we will hold the company to it,"] == "Lena Orsk"
    assert said["They never asked us,"] == "Ida Brun"


def test_the_same_document_in_two_exports_is_said():
    articles = load_articles([str(DATA / "factiva.xml"), str(DATA / "factiva_codes.rtf")])
    assert len(articles) == 4
    assert articles.attrs["problems"]["problem"].str.contains("stands more than once").sum() == 2


@pytest.mark.parametrize(
    "text",
    [
        "Headline\n\nA text of one paragraph that is long and not wrapped. " + "Words. " * 40,
        "The 1 of 3 documents that we saw was short.\n\nHD is a format.",
        "Full text: none.\n\nTitle: unknown.",
    ],
)
def test_other_texts_stay_as_they_are(tmp_path, text):
    path = tmp_path / "story.txt"
    path.write_text(text)
    assert load_articles(path)["text"].tolist() == [text]


def test_lines_are_joined_only_where_the_next_word_would_not_have_fitted():
    verse = "Roses are red\nViolets are blue"
    prose = "\n".join(["The crews of the ferries that cross the sound will return to work"] * 3)
    paras = [para.text for para in from_text(f"{verse}\n\n{prose} on\nMonday.\n\nEnd.")]
    assert paras[0] == verse
    assert "\n" not in paras[1].split(" on")[0]
    assert unwrap("One\nline.\n\nTwo.\n  Three.") == ["One line.", "Two.", "Three."]


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.lists(st.sampled_from(PIECES) | st.text(max_size=20), max_size=25),
    st.sampled_from(["\n", "\n\n"]),
)
def test_any_mixture_of_pieces_is_split_or_refused(pieces, between):
    noted = []
    try:
        rows = split_export(from_text(between.join(pieces)), lambda *a, **k: noted.append((a, k)))
    except NotTextError as error:
        assert "cannot be told apart" in str(error)
        return
    for _, document in rows.rows if rows is not None else []:
        assert document["text"] is None or document["text"].strip()
