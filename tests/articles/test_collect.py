from importlib import import_module

import pytest

from analystkit.articles import load_articles
from analystkit.articles.collect import BY_CONTENT, READERS

NAMES = [f"formats.{name}" for name in READERS.values()] + [n for pair in BY_CONTENT for n in pair]


@pytest.mark.parametrize("name", sorted(set(NAMES)))
def test_every_reader_that_is_named_is_there(name):
    module, function = name.rsplit(".", 1)
    assert callable(getattr(import_module(f"analystkit.articles.{module}"), function))


@pytest.mark.filterwarnings("ignore:not all was read")
def test_xml_that_no_reader_knows_says_what_to_do(tmp_path):
    (tmp_path / "a.xml").write_text("<?xml version='1.0'?><settings><a/></settings>")
    articles = load_articles(tmp_path)
    assert not len(articles)
    assert "export it as" in articles.attrs["problems"]["problem"][0]
