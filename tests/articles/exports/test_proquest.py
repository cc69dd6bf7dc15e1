import html

import pandas as pd
import pytest
from export_files import DATA

from analystkit.articles import load_articles

pytestmark = pytest.mark.filterwarnings("ignore:not all was read")


def as_page(text):
    lines = (html.escape(line) for line in text.split("\n") if line)
    return "<html><body>" + "".join(f"<p>{line}</p>" for line in lines) + "</body></html>"


@pytest.mark.parametrize("suffix", ["txt", "html"])
def test_documents_between_rules(tmp_path, suffix):
    text = (DATA / "proquest.txt").read_text("utf-8")
    path = tmp_path / f"ProQuestDocuments.{suffix}"
    path.write_text(text if suffix == "txt" else as_page(text), "utf-8")
    articles = load_articles(path)
    assert articles["article_id"].tolist() == ["2477000001", "2477000002"]
    assert articles["title"].tolist() == ["Ferry crews return to work", "Bridge to close"]
    assert articles["outlet"].tolist() == ["Northgate Wire", "Tigris Daily"]
    assert articles["author"].tolist() == ["Quist, Marta", pd.NA]
    assert articles["published"].dt.strftime("%Y-%m-%d").tolist() == ["2021-01-12", "2021-01-09"]
    assert articles["language"].tolist() == ["en", "en"]
    assert articles["url"][0] == "https://www.proquest.example/docview/2477000001"
    assert articles["text"][0].split("\n\n")[1:] == [
        "Subject: The fare will not rise, the company added.",
        "Talks took nine hours.",
    ]
    assert articles["subject"][0] == "Strikes; Ferries"
    assert not articles["text"].str.contains("Database|Contact us").any()
    assert not len(articles.attrs["problems"])


def test_a_missing_document_is_said(tmp_path):
    text = (DATA / "proquest.txt").read_text("utf-8").replace("of 2\n", "of 7\n")
    path = tmp_path / "export.txt"
    path.write_text(text, "utf-8")
    said = load_articles(path).attrs["problems"]["problem"].tolist()
    assert said == ["ProQuest: “Document 1 of 7” says 7 documents, 2 were found"]
