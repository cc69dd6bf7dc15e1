"""Each format's sample in ``tests/data/formats``, as articles."""

import json
from pathlib import Path

import pandas as pd
import pytest

from analystkit.articles import load_articles

pytestmark = pytest.mark.filterwarnings("ignore:not all was read")
SAMPLES = Path(__file__).parents[2] / "data" / "formats"
FERRY = "Crews return on Monday, “and not a day later,” said Senator Dana Whitfield."


def load(name):
    articles = load_articles(SAMPLES / name)
    return articles, articles.attrs["problems"]["problem"].tolist()


def test_ris():
    articles, problems = load("library.ris")
    assert articles["text"].tolist() == [
        FERRY,
        "The company declined to say more about the terms.\n"
        "Two officials said that pay would rise by 4% from July.",
    ]
    assert articles["title"].tolist() == ["Ferry strike ends after nine weeks", "Talks go on"]
    assert articles["outlet"].tolist() == ["The Harbour Wire", "Gulf Lens"]
    assert articles["author"].tolist() == ["Ana Brook, Li Wei", "Harbour Union"]
    assert articles["published"].dt.strftime("%F").tolist() == ["2021-06-28", "2021-07-03"]
    assert articles["notes"][0] == "Read by two coders."
    assert articles["abstract"][1] == "The company declined."
    assert articles["KW"][0] == ["ferries", "strikes"]
    assert len(problems) == 1 and problems[0].startswith("1 entries without text")


def test_csl_json():
    articles, problems = load("zotero.json")
    assert articles["text"].tolist() == [
        FERRY,
        "Two officials said that pay would rise by 4% from July.",
    ]
    assert articles["outlet"].tolist() == ["The Harbour Wire", "Gulf Lens"]
    assert articles["author"].tolist() == ["Ana Brook, Harbour Union", "Jan van der Meer"]
    assert articles["published"].tolist() == [pd.Timestamp("2021-06-28", tz="UTC"), pd.NaT]
    assert articles["url"][0] == "https://wire.example/ferry"
    assert problems[0].startswith("published '2021-07'")
    assert problems[1].startswith("1 entries without text")


def test_media_cloud():
    articles, problems = load("mediacloud.csv")
    assert articles["outlet"].tolist() == ["harbourwire.example", "gulflens.example"]
    assert articles["published"].dt.strftime("%F").tolist() == ["2021-06-28", "2021-06-29"]
    assert articles["article_id"].tolist() == ["5f1a", "5f1b"]
    assert not problems


def test_rss():
    articles, problems = load("wire.rss")
    assert articles["text"].tolist() == [
        "Crews return on Monday, “and not a day later,” said Senator Dana\xa0Whitfield.\n\n"
        "The company & the union declined to say more.\nTalks go on.",
        "Two officials said that pay would rise.",
    ]
    first = articles.iloc[0]
    assert first["title"] == "Ferry strike ends & crews return"
    assert (first["outlet"], first["author"]) == ("The Harbour Wire", "Ana Brook")
    assert first["published"] == pd.Timestamp("2021-06-28 09:30", tz="UTC")
    assert (first["article_id"], first["language"]) == ("wire-17", "en-GB")
    assert first["tags"] == ["Ferries"]
    assert problems == ["1 of 2 entries hold a summary only, which is taken as the text"]


@pytest.mark.parametrize("broken", ["<html>", "<html><head></head>"])
def test_an_item_whose_page_has_no_body_leaves_the_others(tmp_path, broken):
    pages = ["<p>Crews return.</p>", broken, "<html><body>Talks go on.</body></html>"]
    items = [{"uri": f"urn:{n}", "body_xhtml": page} for n, page in enumerate(pages)]
    (tmp_path / "a.json").write_text(json.dumps(items))
    (tmp_path / "a.eml").write_text(f"Subject: T\nContent-Type: text/html\n\n{broken}\n")
    articles = load_articles(tmp_path)
    assert articles["text"].tolist() == ["Crews return.", "Talks go on."]
    assert articles.attrs["problems"]["problem"].str.contains("no text").tolist() == [True, True]


def test_an_item_of_two_bodies_keeps_both(tmp_path):
    page = "<html><body>Crews return.</body><body>Talks go on.</body></html>"
    (tmp_path / "a.json").write_text(json.dumps([{"uri": "urn:1", "body_xhtml": page}]))
    assert load_articles(tmp_path)["text"].item() == "Crews return.\n\nTalks go on."


def test_atom_under_the_ending_of_any_xml():
    articles, problems = load("lens.xml")
    assert articles["text"].tolist() == [
        "“We will answer,” the ministry said.\n\nOne\n\nTwo",
        "Pay is 5 < 7 and no more, he said.",
    ]
    assert articles["title"].tolist() == ["Talks & more", "Without a day"]
    assert articles["url"].tolist() == ["https://lens.example/talks", pd.NA]
    assert problems == ["published 'soon': not a date; left empty"]


def test_mail():
    articles, problems = load("letter.eml")
    assert articles["text"].tolist() == [f"{FERRY}\n\nThe company declined to say more."]
    assert articles["title"][0] == "Morning letter: the ferry strike “ends”"
    assert articles["author"][0] == "Ana Brook — The Harbour Wire"
    assert articles["published"][0] == pd.Timestamp("2021-06-28 09:30", tz="UTC")
    assert problems == ["attachments are not read: pay.csv; save and load them"]


def test_mail_that_is_a_page():
    articles, problems = load("web.eml")
    assert articles["text"][0] == "Two officials said\nthat pay would rise.\n\nTalks go on."
    assert problems == ["published 'soon': not a date; left empty"]


def test_ninjs():
    articles, problems = load("ninjs.json")
    assert articles["text"].tolist() == [
        "Crews return on Monday,\n\n“and not a day later,” said Senator Dana Whitfield.",
        "Two officials said that pay would rise.",
    ]
    assert articles["title"].tolist() == ["Ferry strike ends", "Talks go on"]
    assert articles["outlet"].tolist() == ["The Harbour Wire", "Gulf Lens"]
    assert articles["author"].tolist() == ["Ana Brook", "Li Wei"]
    assert articles["published"].dt.day.tolist() == [28, 29]
    assert articles["url"].tolist() == ["https://newswire.example/items/1", pd.NA]
    assert not problems


@pytest.mark.parametrize(
    ("name", "outlet", "author"),
    [
        ("newspaper3k.json", "wire.example", "Ana Brook, Li Wei"),
        ("trafilatura.json", "The Harbour Wire", "Ana Brook; Li Wei"),
        ("newsplease.jsonl", "wire.example", "Ana Brook"),
    ],
)
def test_what_scrapers_write(name, outlet, author):
    articles, problems = load(name)
    assert articles["text"].tolist() == ["Crews return on Monday, said Senator Dana Whitfield."]
    assert (articles["outlet"][0], articles["author"][0]) == (outlet, author)
    assert articles["published"].dt.strftime("%F").tolist() == ["2021-06-28"]
    assert articles["url"][0] == "https://wire.example/ferry"
    assert articles["title"][0] == "Ferry strike ends"
    assert not problems


def test_all_of_them_in_one_folder():
    articles = load_articles(SAMPLES)
    assert set(articles["file"]) == {path.name for path in SAMPLES.iterdir()}
