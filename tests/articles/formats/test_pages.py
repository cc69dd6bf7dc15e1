import logging
import socket

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from analystkit.articles import load_articles

pytestmark = pytest.mark.filterwarnings("ignore:not all was read")

BODY = """<article><h1>Ferry strike ends</h1>
<p>HARBOUR TOWN — Crews return on Monday, “and not a day later,” said Senator Dana Whitfield,
who chairs the transport panel and has followed the talks from their start in May.</p>
<p>The company &amp; the union declined to say more about the terms, but two officials said
that pay would rise by 4% from July. <script>alert("x")</script></p></article>"""
PAGE = f"""<!DOCTYPE html>
<html lang="en-GB"><head><meta charset="CHARSET"><title>Ferry strike ends | The Harbour Wire</title>
<meta property="og:site_name" content="The Harbour Wire"><meta name="author" content="Ana Brook">
<link rel="canonical" href="https://wire.example/ferry">HEAD</head>
<body><nav><a href="/">Home</a> <a href="/world">World</a></nav>{BODY}
<footer>All rights reserved. <a href="https://wire.example/about">About us</a></footer>
</body></html>"""


@pytest.fixture(autouse=True)
def no_network(monkeypatch):
    def refuse(*args, **kwargs):
        raise AssertionError("a connection was opened")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)


def page(head="", charset="utf-8"):
    return PAGE.replace("HEAD", head).replace("CHARSET", charset)


def load(tmp_path, content, name="ferry.html"):
    path = tmp_path / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return load_articles(path)


def test_text_and_what_the_page_says_of_itself(tmp_path):
    head = '<meta property="article:published_time" content="2021-06-28T12:30:00+03:00">'
    article = load(tmp_path, page(head)).iloc[0]
    assert "“and not a day later,” said Senator Dana Whitfield" in article["text"]
    assert "The company & the union" in article["text"]
    assert not any(word in article["text"] for word in ("alert", "rights reserved", "World"))
    assert article["article_id"] == "ferry"
    assert article["title"] == "Ferry strike ends"
    assert article["outlet"] == "The Harbour Wire"
    assert article["author"] == "Ana Brook"
    assert article["url"] == "https://wire.example/ferry"
    assert article["language"] == "en-GB"
    assert article["published"] == pd.Timestamp("2021-06-28 09:30", tz="UTC")


@pytest.mark.parametrize(
    "head",
    [
        '<meta itemprop="datePublished" content="28 June 2021 09:30">',
        '<script type="application/ld+json">{"@graph": [{"@type": "WebPage"}, '
        '{"@type": "NewsArticle", "datePublished": "2021-06-28T09:30:00Z"}]}</script>',
        '<meta property="article:published_time" content="yesterday">'
        '<script type="application/ld+json">not json</script>'
        '<script type="application/ld+json">[{"datePublished": "2021-06-28T09:30Z"}]</script>',
    ],
)
def test_the_time_is_found_where_pages_declare_it(tmp_path, head):
    assert load(tmp_path, page(head))["published"][0] == pd.Timestamp("2021-06-28 09:30", tz="UTC")


@pytest.mark.parametrize(
    ("charset", "encoding"), [("iso-8859-1", "cp1252"), ("utf-8", "cp1252"), ("utf-8", "utf-16")]
)
def test_pages_that_are_not_utf8(tmp_path, charset, encoding):
    articles = load(tmp_path, page(charset=charset).encode(encoding))
    assert "“and not a day later,” said" in articles["text"][0]
    assert "—" in articles["text"][0]


def test_the_address_a_browser_notes_when_saving(tmp_path):
    content = page().replace('<link rel="canonical" href="https://wire.example/ferry">', "")
    content = content.replace(
        "<html", "<!-- saved from url=(0028)https://wire.example/saved -->\n<html"
    )
    assert load(tmp_path, content)["url"][0] == "https://wire.example/saved"


@pytest.mark.parametrize(
    "content", ["", "https://wire.example/ferry", "<html><body></body></html>", b"\0" * 99]
)
def test_what_holds_no_article_is_noted_and_never_fetched(tmp_path, content, capfd):
    articles = load(tmp_path, content)
    assert len(articles) == 0
    assert len(articles.attrs["problems"]) == 1
    assert capfd.readouterr().err == ""
    assert logging.getLogger("trafilatura").level == logging.NOTSET


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.one_of(st.binary(), st.text("<>/ =\"'abp&;!-[]\n", max_size=80)))
def test_any_page_is_one_article_or_none(tmp_path, content):
    assert len(load(tmp_path, content)) <= 1
