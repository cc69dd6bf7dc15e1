import re

import pytest

from analystkit import read_article, tables

HOSTILE = "<img src=x onerror=hacked()>"


@pytest.mark.parametrize("form", ["series", "frame", "mapping"])
def test_an_article_may_be_a_row_a_table_of_one_or_a_mapping(articles, quotes, form):
    row = articles.iloc[0]
    article = {"series": row, "frame": articles.head(1), "mapping": row.to_dict()}[form]
    reading = read_article(article, quotes)
    assert repr(reading) == "Article Convoy struck near the border, day 1: 4 quotes"
    assert "Northgate Wire" in reading.html and "27 June 2021" in reading.html


def test_the_legend_counts_the_quotes_of_this_article_by_camp(articles, quotes):
    own = quotes[quotes["article_id"] == "a000"]
    html = read_article(articles.iloc[0], quotes).html
    found = dict(re.findall(r"<bdi>([^<]+)</bdi> <b>(\d+)</b>", html))
    expected = own["camp"].fillna("no camp given").value_counts().astype(str).to_dict()
    assert found == expected


def test_the_style_sheet_comes_along_once(articles, quotes):
    shown = read_article(articles.iloc[0], quotes)._repr_html_()
    assert shown.count("<style>") == 1
    assert "http" not in shown


@pytest.mark.parametrize("column", ["title", "outlet", "author", "text", "published"])
def test_every_field_is_escaped(column):
    article = {"article_id": "a", "text": "No.", column: HOSTILE}
    html = read_article(article, tables.empty_quotes()).html
    assert "<img" not in html and "&lt;img" in html


def test_an_article_without_quotes_or_facts_says_so():
    reading = read_article({"article_id": "a", "text": ""}, tables.empty_quotes())
    assert "No quotes were found" in reading.html
    assert "ak-title" not in reading.html and "ak-facts" not in reading.html


def test_what_is_not_one_article_is_refused_by_name(articles, quotes):
    with pytest.raises(tables.TableError, match="a table of 12 rows"):
        read_article(articles, quotes)
    with pytest.raises(tables.TableError, match=r"'text'.*it has: article_id, body"):
        read_article({"article_id": "a", "body": "No."}, quotes)
    with pytest.raises(tables.TableError, match="not str"):
        read_article("No.", quotes)


def test_an_unknown_focus_is_refused_with_the_nearest(articles, quotes):
    with pytest.raises(tables.TableError, match=r"'a000#9'.*did you mean 'a000#"):
        read_article(articles.iloc[0], quotes, focus="a000#9")


def test_the_tables_are_left_as_they_were(articles, quotes):
    before = quotes.copy(deep=True)
    read_article(articles.iloc[0], quotes, focus="a000#0")
    assert quotes.equals(before)
