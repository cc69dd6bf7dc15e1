import warnings

import pandas as pd
import pytest
from export_files import DATA, REAL, SECTION, cover, docx, nexis_uni

from analystkit.articles import load_articles

pytestmark = pytest.mark.filterwarnings("ignore:not all was read")
real = pytest.mark.skipif(not REAL.is_dir(), reason="needs ../shared/samples/exports")


def day(*ymd):
    return pd.Timestamp(*ymd, tz="UTC")


def problems(articles):
    return articles.attrs["problems"]["problem"].tolist()


def test_the_older_layout_as_text():
    articles = load_articles(DATA / "lexisnexis_en.txt")
    assert articles["article_id"].tolist() == [f"lexisnexis_en#{n}" for n in (1, 2, 3)]
    assert articles["title"].tolist() == [
        "Ferry strike ends after nine hours of talks between the crews and the owners of the line",
        "BRIDGE: council votes to close it",
        "A season of storms",
    ]
    assert articles["outlet"].tolist() == [
        *("The Northgate Wire", "Tigris Daily (Baghdad)", "The Quarterly of Ports")
    ]
    assert articles["published"].tolist()[:2] == [day(2021, 1, 11), day(2021, 1, 9)]
    assert articles["language"].tolist() == ["en", "en", "en"]
    first = articles.iloc[0]
    assert first["author"] == "Marta Quist"
    assert first["edition"] == "Edition 2; Island Edition"
    assert first["section"] == "NEWS; Pg. 4"
    assert first["load_date"] == "January 12, 2021"
    assert first["graphic"] == "Crews at the quay, photographed by Jan Ode."
    assert first["copyright"] == "Copyright 2021 Northgate Press All Rights Reserved"


def test_hard_wrapped_lines_are_joined_and_the_text_is_the_body_alone():
    text = load_articles(DATA / "lexisnexis_en.txt")["text"][0]
    paragraphs = text.split("\n\n")
    assert len(paragraphs) == 4
    assert not any("\n" in paragraph for paragraph in paragraphs)
    assert paragraphs[0].startswith("HARBOUR TOWN — Ferry crews will return to work on Monday, the")
    assert "the well-known night route" in paragraphs[1]
    assert paragraphs[2:] == [
        "QUESTION: What changed?",
        "ANSWER: The tone. Nobody shouted on the last day.",
    ]


def test_a_date_that_names_no_day_is_left_empty_and_never_the_date_of_loading():
    articles = load_articles(DATA / "lexisnexis_en.txt")
    assert pd.isna(articles["published"][2])
    noted = articles.attrs["problems"]
    assert noted["row"].tolist() == [3]
    assert "'Winter 2020': not a date with day, month and year" in noted["problem"][0]


def test_german_labels_months_and_encoding():
    articles = load_articles(DATA / "lexisnexis_de.txt")
    assert articles["title"].tolist() == ["Fähren fahren wieder", "Brücke bleibt zu"]
    assert articles["outlet"].tolist() == ["Der Hafenbote", "Abendblatt am Sund"]
    assert articles["published"].tolist() == [day(2021, 1, 11), day(2021, 3, 9)]
    assert articles["language"].tolist() == ["de", "de"]
    assert articles["load_date"].tolist() == ["12. Januar 2021", "10. März 2021"]
    assert articles["length"].tolist() == ["52 Wörter", "8 Wörter"]
    assert articles["text"][0].endswith("Die Reederei bestätigte die Einigung.")
    assert not problems(articles)


def test_headline_and_body_by_label_and_the_copyright_before_the_outlet():
    articles = load_articles(DATA / "lexisnexis_1999.txt")
    assert articles["title"].tolist() == ["Old Pier to Be Sold", "Mayor Answers Critics"]
    assert articles["outlet"].tolist() == ["The Sound Gazette"] * 2
    assert articles["author"].tolist() == ["OLAV STRAND", pd.NA]
    assert articles["published"].tolist() == [day(1999, 5, 3), day(1999, 5, 4)]
    assert articles["text"][1] == '"Let them buy it," he said.'
    assert articles["dateline"][0] == "HARBOUR TOWN, May 2"


def test_rich_text_of_nexis_uni_with_cover_contents_and_labels_inside_the_text():
    articles = load_articles(DATA / "nexis_uni.rtf")
    assert articles["title"].tolist() == [
        "Ferry crews return to work; The owners give in",
        "Bridge to close",
    ]
    assert articles["outlet"].tolist() == ["Northgate Wire", "Tigris Daily"]
    assert articles["published"].tolist() == [
        pd.Timestamp("2021-01-12 09:41", tz="UTC"),
        day(2021, 1, 9),
    ]
    assert articles["text"][0].split("\n\n") == [
        "Crews will return on Monday. “We have a promise in writing,” Lena Orsk said.",
        "Update: sailings resume at six.",
        "Copyright was not the matter, she said.",
    ]
    assert articles["highlight"][0] == "Nine hours of talks end in an agreement."
    assert articles["load_date"].tolist() == ["January 13, 2021", "January 10, 2021"]
    assert articles["subject"][0] == "STRIKES (90%); FERRIES (88%)"
    assert not problems(articles)


@pytest.mark.parametrize("pages", [True, False])
def test_word_file_of_nexis_uni_whatever_its_name(tmp_path, pages):
    body = cover("Ferry crews return", "Bridge to close")
    body += SECTION * pages + nexis_uni(
        "Ferry crews return", "Northgate Wire", "12. Januar 2021 Dienstag", "One.", "Two."
    )
    body += SECTION * pages + nexis_uni(
        "Bridge to close", "Tigris Daily", "9 janvier 2021 samedi 10:11 AM GMT", "Three."
    )
    path = docx(tmp_path / "export.docx", body)
    articles = load_articles(path)
    assert articles["title"].tolist() == ["Ferry crews return", "Bridge to close"]
    assert articles["outlet"].tolist() == ["Northgate Wire", "Tigris Daily"]
    assert articles["published"].tolist() == [
        day(2021, 1, 12),
        pd.Timestamp("2021-01-09 10:11", tz="UTC"),
    ]
    assert articles["text"].tolist() == ["One.\n\nTwo.", "Three."]
    assert not problems(articles)
    renamed = path.rename(tmp_path / "export.txt")
    assert load_articles(renamed)["text"].tolist() == articles["text"].tolist()


def test_what_cover_and_contents_count_is_checked(tmp_path):
    body = cover("One story", "Another", count=5) + SECTION
    body += nexis_uni("One story", "Northgate Wire", "January 9, 2021", "One.")
    said = problems(load_articles(docx(tmp_path / "export.docx", body)))
    assert said == [
        "Nexis Uni: “Documents (5)” says 5 documents, 1 were found",
        "Nexis Uni: the table of contents says 2 documents, 1 were found",
    ]


def test_marks_that_skip_a_number_or_count_more_are_said(tmp_path):
    text = (DATA / "lexisnexis_en.txt").read_text("utf-8")
    start, end = text.index("2 of 3 DOCUMENTS"), text.index("3 of 3 DOCUMENTS")
    path = tmp_path / "cut.txt"
    path.write_text(text[:start].rstrip() + "\n\n" + text[end:], "utf-8")
    articles = load_articles(path)
    assert articles["outlet"].tolist() == ["The Northgate Wire", "The Quarterly of Ports"]
    said = problems(articles)
    assert "the documents numbered 2 are not in the file" in said
    assert "Nexis: “1 of 3 DOCUMENTS” says 3 documents, 2 were found" in said
    assert "Nexis: “Download Request: Selected Items: 1-3” says 3 documents, 2 were found" in said


def test_a_file_cut_short_is_said(tmp_path):
    body = nexis_uni("One story", "Northgate Wire", "January 9, 2021", "One.")
    body += nexis_uni("Another", "Tigris Daily", "January 9, 2021", "Two.").rsplit("<w:p>", 3)[0]
    articles = load_articles(docx(tmp_path / "export.docx", body))
    assert articles["text"].tolist() == ["One.", "Two."]
    assert "no “End of Document”" in problems(articles)[0]


def test_missing_parts_of_a_head(tmp_path):
    body = nexis_uni("Only a title", "January 9, 2021", "", "One.", tail="")
    body += nexis_uni("No Headline In Original", "Northgate Wire", "March 2021", "Two.")
    body += nexis_uni("Untroubled", "Tigris Daily", "January 9, 2021", "Three.", labels="")
    articles = load_articles(docx(tmp_path / "export.docx", body))
    assert articles["title"].tolist() == ["Only a title", pd.NA, "Untroubled"]
    assert articles["outlet"].tolist() == [pd.NA, "Northgate Wire", "Tigris Daily"]
    assert articles["published"].tolist() == [day(2021, 1, 9), pd.NaT, day(2021, 1, 9)]
    assert len(problems(articles)) == 1


@pytest.mark.parametrize("mark", ["Document {} of 3", "{} of 3 DOCUMENTS", "End of Document"])
def test_many_documents_that_cannot_be_told_apart_are_a_problem_and_no_article(tmp_path, mark):
    path = tmp_path / "many.txt"
    parts = (f"{mark.format(n)}\n\nWords without a head.\n\nMore of them." for n in (1, 2, 3))
    path.write_text("\n\n".join(parts))
    articles = load_articles(path)
    assert not len(articles)
    assert "looks like 3 documents in one file" in problems(articles)[0]


def test_a_text_that_ends_with_end_of_document_is_one_article(tmp_path):
    path = tmp_path / "note.txt"
    path.write_text("A plan.\n\nIt was agreed.\n\nEnd of Document\n")
    assert load_articles(path)["text"].tolist() == [path.read_text()]


@real
def test_real_word_file():
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        articles = load_articles(REAL / "nexis_uni_sample.docx")
    assert len(articles) == 10
    assert articles["outlet"].unique().tolist() == ["The Guardian(London)"]
    assert articles["published"].dt.strftime("%m-%d %H:%M").tolist() == [
        *("07-01 09:20", "07-02 09:33", "07-04 13:04", "07-03 19:53", "07-04 09:10"),
        *("07-02 07:00", "07-03 18:18", "07-03 00:02", "07-03 11:11", "07-02 11:27"),
    ]
    assert articles["author"][0] == "Mattha Busby (now), Andrew Sparrow (earlier)"
    assert not articles["text"].str.contains("Body|Classification|End of Document|Length:").any()
    single = load_articles(REAL / "nexis_uni_small.docx")
    assert single["text"].tolist() == ["LexisNexis Uni Test"]


@real
def test_real_text_file():
    articles = load_articles(REAL / "lexisnexis_old_sample.txt")
    assert len(articles) == 10
    assert articles["published"].notna().all()
    assert articles["edition"][2] == "Edition 1; Scotland"
    assert articles["title"][5].endswith("Etiam lacinia elementum sapien, eget aliquet")
    assert problems(articles) == ["“8 of 383 DOCUMENTS”, where other documents are of 10"]
    kept = "LOAD-DATE|PUBLICATION-TYPE|LENGTH:|Copyright 2010|All Rights Reserved"
    assert not articles["text"].str.contains(kept).any()


@real
def test_real_pages():
    articles = load_articles(REAL / "lexisnexis_test_fr.html")
    assert articles["title"].tolist() == [
        *("Title of first article", "Another title, with accents: éà", '" A quoted title "')
    ]
    assert articles["published"].dt.strftime("%Y-%m-%d").tolist() == [
        *("2013-04-12", "2013-10-14", "2013-03-10")
    ]
    assert articles["author"].tolist() == [pd.NA, "Author 2", pd.NA]
    assert articles["text"][0].split("\n\n") == [
        "First paragraph. Some accentuated characters: éùàê.",
        "Second paragraph. Including spurious line breaks to remove.",
    ]
    odd = load_articles(REAL / "lexisnexis_odd_copyright.html")
    assert odd["outlet"].tolist() == ["The Daily Planet"]
    assert odd["title"].isna().all()
    assert odd["text"][0].startswith("Rank Bank City")
    assert "the service says “We are sorry" in problems(odd)[0]
