import pandas as pd
import pytest
from export_files import DATA, REAL, docx, paragraph

from analystkit.articles import load_articles

pytestmark = pytest.mark.filterwarnings("ignore:not all was read")
real = pytest.mark.skipif(not REAL.is_dir(), reason="needs ../shared/samples/exports")
IDS = ["NGWIRE0020210112eh1c00001", "TIGDLY0020210109eh1900003"]


def problems(articles):
    return articles.attrs["problems"]["problem"].tolist()


@pytest.mark.parametrize(
    "name", ["factiva_codes.txt", "factiva_codes.rtf", "factiva_no_codes.rtf", "factiva.xml"]
)
def test_the_same_two_documents_in_every_shape(name):
    articles = load_articles(DATA / name)
    assert articles["article_id"].tolist() == IDS
    assert articles["title"].str.split(" for ").str[0].tolist() == [
        *("Ferry crews return to work", "Bridge to close")
    ]
    assert articles["outlet"].tolist() == ["Northgate Wire", "Tigris Daily"]
    assert articles["author"].str.split(" and ").str[0].tolist() == ["Marta Quist", pd.NA]
    assert articles["published"].dt.strftime("%Y-%m-%d").tolist() == ["2021-01-12", "2021-01-09"]
    assert articles["language"][0] == "en"
    assert "We have a promise in writing," in articles["text"][0]
    assert articles["text"].str.contains("Document|NGWIRE|words|Northgate Press").sum() == 0
    assert not problems(articles)


def test_words_in_capitals_within_the_text_are_no_fields():
    articles = load_articles(DATA / "factiva_codes.txt")
    assert articles["text"][0].split("\n\n")[1] == "IN London, the owners declined to comment."
    assert articles["industry"].tolist() == ["i72 : Shipping", pd.NA]
    assert articles["published"][0] == pd.Timestamp("2021-01-12 09:41", tz="UTC")


@pytest.mark.parametrize("gap", [" ", "\t", "\n", "   "])
def test_what_parts_a_code_from_its_value(tmp_path, gap):
    fields = ["HD", "Pier sold", "WC", "9 words", "PD", "9 mars 2021", "SN", "La Rive", "LA",
              "Français", "LP", "« Vendu », dit le maire.", "AN",
              "Document LARIVE0020210309eh3900001"]  # fmt: skip
    pairs = zip(fields[::2], fields[1::2], strict=True)
    path = tmp_path / "copied.txt"
    path.write_text("\n".join(f"{code}{gap}{value}" for code, value in pairs) + "\n", "utf-8")
    article = load_articles(path).iloc[0]
    assert article["article_id"] == "LARIVE0020210309eh3900001"
    assert (article["title"], article["outlet"], article["language"]) == (
        *("Pier sold", "La Rive", "fr"),
    )
    assert article["published"] == pd.Timestamp("2021-03-09", tz="UTC")
    assert article["text"] == "« Vendu », dit le maire."


def test_a_page_without_codes():
    articles = load_articles(DATA / "factiva_no_codes.html")
    assert articles["title"].tolist() == ["Fähren fahren wieder", "Bridge to close for repairs"]
    assert articles["outlet"].tolist() == ["Der Hafenbote", "Tigris Daily"]
    assert articles["language"].tolist() == ["de", "en"]
    assert articles["section"].tolist() == ["Wirtschaft", pd.NA]
    assert articles["page"].tolist() == ["7", pd.NA]
    assert articles["text"].tolist() == [
        "Die Besatzungen kehren am Montag an Bord zurück.\n\n"
        "„Wir haben es schriftlich“, sagte Lena Orsk.",
        'Shopkeepers are furious. "They never asked us," said Ida Brun.',
    ]


def test_a_name_that_may_be_author_or_subtitle_is_kept_apart(tmp_path):
    path = tmp_path / "copied.txt"
    path.write_text(
        "Bridge to close\nIda Brun\n20 words\n9 January 2021\nTigris Daily\nTIGDLY\nEnglish\n"
        "Copyright 2021 T\n\nShops are closed.\n\nDocument TIGDLY0020210109eh1900003\n"
    )
    article = load_articles(path).iloc[0]
    assert article["title"] == "Bridge to close"
    assert pd.isna(article["author"])
    assert article["head"] == "Ida Brun"
    assert article["text"] == "Shops are closed."


def test_what_stands_on_printed_pages_is_left_out(tmp_path):
    path = tmp_path / "printed.txt"
    path.write_text(
        "DOW JONES\nFactiva\nBridge to close\n20 words\n9 January 2021\nTigris Daily\nTIGDLY\n"
        "English\nCopyright 2021 T\n\nShops are closed.\n\n"
        "Page 1 of 2 © 2021 Factiva, Inc. All rights reserved.\n\n"
        "Nobody asked.\n\nDocument TIGDLY0020210109eh1900003\n\nSearch Summary\nText\tbridge\n",
        "utf-8",
    )
    articles = load_articles(path)
    assert articles["title"].tolist() == ["Bridge to close"]
    assert articles["text"].tolist() == ["Shops are closed.\n\nNobody asked."]


def test_a_word_file_with_codes_in_a_table(tmp_path):
    def row(code, *values):
        cells = (paragraph(code), "".join(map(paragraph, values)))
        return "<w:tr>" + "".join(f"<w:tc>{cell}</w:tc>" for cell in cells) + "</w:tr>"

    body = "<w:tbl>" + row("HD", "Pier sold") + row("PD", "9 March 2021") + row("SN", "The Bank")
    body += row("LP", "One.", "Two.") + row("TD", "Three.")
    body += row("AN", "Document THBANK0020210309eh3900001") + "</w:tbl>"
    article = load_articles(docx(tmp_path / "export.docx", body)).iloc[0]
    assert (article["title"], article["outlet"]) == ("Pier sold", "The Bank")
    assert article["text"] == "One.\n\nTwo.\n\nThree."


def test_repeated_codes_that_cannot_be_split_are_a_problem(tmp_path):
    path = tmp_path / "many.txt"
    path.write_text("\n".join(f"HD Title {n}\nwords\nAN X{n}" for n in range(3)))
    assert "looks like 3 documents" in problems(load_articles(path))[0]
    page = tmp_path / "hd.html"
    page.write_text("<html><body><article><h1>Sets</h1><p>They were compared for a week."
                    "</p><ul><li>HD 720</li><li>HD 1080</li></ul></article>")  # fmt: skip
    assert len(load_articles(page)) == 1


def test_xml_that_declares_entities_is_refused(tmp_path):
    path = tmp_path / "export.xml"
    path.write_text(
        '<?xml version="1.0"?><!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/hostname">]>'
        "<ppsArticleResponse><article><headline>&x;</headline></article></ppsArticleResponse>"
    )
    articles = load_articles(path)
    assert not len(articles)
    assert "declares a DTD" in problems(articles)[0]


@real
def test_real_page():
    articles = load_articles(REAL / "factiva_test.html")
    assert articles["article_id"].tolist() == [
        *("TESTFR0020111229e7ct0001r", "TESTFR0020111229e7ct0015j")
    ]
    assert articles["title"].tolist() == ["Test 1", "Test 2"]
    assert articles["outlet"].tolist() == ["Test newspaper", "Ouest France"]
    assert articles["published"][0] == pd.Timestamp("2011-12-29 15:32", tz="UTC")
    assert articles["language"].tolist() == ["fr", "fr"]
    assert articles["text"][0].split("\n\n")[0] == (
        "First head paragraph, with a few non-ASCII characters: à la française."
    )
    assert articles["text"].str.count("\n\n").tolist() == [3, 1]
    assert not problems(articles)


@real
def test_real_xml_counts_one_document_more_than_it_has():
    articles = load_articles(REAL / "factiva_reuters21578.xml")
    assert len(articles) == 19
    assert problems(articles) == ["Factiva: its count= says 20 documents, 19 were found"]
    assert articles["article_id"][0] == "REUT00019870226-0001"
    assert articles["text"][0].startswith("Diamond Shamrock Corp said that effective today it had")
    assert not articles["text"].str.contains(r"[^\n]\n[^\n]").any()
