"""Quotes of an article whose text has changed stand where their words stand now, or nowhere."""

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from samples import coverage

import analystkit as ak
from analystkit import tables
from analystkit.stance import score
from analystkit.stance.toward import Stance
from analystkit.tables import standing
from analystkit.targets import Target, Targets, quote_targets

ARTICLES, QUOTES = coverage()
PLACED = ["cue", "source"]


def changed(change):
    return ARTICLES.assign(text=ARTICLES["text"].map(change).astype("string"))


def check(found, articles):
    """Every quote that is not lost stands at its place, its cue and source too."""
    texts = dict(zip(articles["article_id"], articles["text"], strict=True))
    for row in found.quotes.to_dict("records"):
        if row["quote_id"] in found.lost:
            continue
        text = texts[row["article_id"]]
        assert " … ".join(text[s:e] for s, e in row["spans"]) == row["quote"]
        for name in PLACED:
            if (place := tables.place_of(row, name)) is not None:
                assert text[slice(*place)] == row[name]
    tables.check_quotes(found.quotes)


def test_what_stands_is_left_alone():
    found = standing(QUOTES, ARTICLES)
    assert found.quotes is QUOTES and not found.lost and not found.moved and found.notice == ""
    some = ARTICLES.head(3)
    assert standing(QUOTES, some).quotes is QUOTES  # articles that are not there say nothing


@pytest.mark.parametrize("words", ["ROME: ", "Corrected on Tuesday.\n\n", "“", "x" * 500])
def test_words_before_the_text_move_every_quote_by_as_much(words):
    articles = changed(lambda text: words + text)
    found = standing(QUOTES, articles)
    check(found, articles)
    assert not found.lost
    assert set(found.moved) == set(QUOTES["article_id"])
    by = len(words)
    assert found.quotes["spans"].tolist() == [
        [(s + by, e + by) for s, e in spans] for spans in QUOTES["spans"]
    ]
    for name in PLACED:
        for end in ("start", "end"):
            column = f"{name}_{end}"
            pd.testing.assert_series_equal(found.quotes[column], QUOTES[column] + by)


@given(st.data())
def test_any_edit_leaves_no_quote_at_wrong_words(data):
    text = ARTICLES["text"].iloc[0]
    low = data.draw(st.integers(0, len(text)))
    high = data.draw(st.integers(low, min(len(text), low + 60)))
    new = text[:low] + data.draw(st.text(max_size=20)) + text[high:]
    articles = ARTICLES.head(1).assign(text=pd.Series([new], dtype="string"))
    own = QUOTES[QUOTES["article_id"] == ARTICLES["article_id"].iloc[0]]
    check(standing(own, articles), articles)


def test_words_that_stand_twice_are_found_beside_their_neighbours_or_not_at_all():
    text = "“No,” Ann said. “We will vote on Monday,” Bob said. “No,” Cyril said."
    at = text.rindex("No,")
    row = {"article_id": "a", "kind": "direct"}
    second = row | {"quote_id": "a#1", "quote": "No,", "spans": [(at, at + 3)]}
    vote = row | {"quote_id": "a#0", "quote": "We will vote on Monday,", "spans": [(17, 40)]}
    now = tables.as_articles([{"article_id": "a", "text": "Late. " * 5 + text}])
    both = standing(tables.as_quotes([vote, second]), now)
    assert both.quotes["spans"].tolist() == [[(47, 70)], [(at + 30, at + 33)]]
    alone = standing(tables.as_quotes([second]), now)
    assert alone.lost == {"a#1"}  # either may be meant
    told = second | {"source": "Cyril", "source_start": at + 5, "source_end": at + 10}
    near = tables.as_articles([{"article_id": "a", "text": text[:-20] + "Hm. " + text[-20:]}])
    assert standing(tables.as_quotes([told]), near).quotes["spans"].tolist() == [[(at + 4, at + 7)]]


def test_words_that_are_gone_are_said():
    gone = QUOTES["quote"].iloc[0].split(" … ")[0]
    articles = changed(lambda text: text.replace(gone, "[struck out]"))
    found = standing(QUOTES, articles)
    check(found, articles)
    assert QUOTES["quote_id"].iloc[0] in found.lost
    assert QUOTES["article_id"].iloc[0] in found.moved
    assert "left out" in found.notice and repr(QUOTES["article_id"].iloc[0]) in found.notice


def test_reader_explorer_report_and_stance_say_so_and_mark_the_words_that_were_said(tmp_path):
    articles = changed(lambda text: "ROME: " + text)
    one, own = articles.iloc[0], QUOTES[QUOTES["article_id"] == ARTICLES["article_id"].iloc[0]]
    reader = ak.read_article(one, own)
    assert "is not the one its quotes were extracted from" in reader.html
    for words in own["quote"].iloc[0].split(" … "):
        assert f">{words[:20]}" in reader.html.replace("&#39;", "'")
    notes = [part.value for part in ak.explore(QUOTES, articles).children if hasattr(part, "value")]
    assert any("12 articles" in str(note) for note in notes)
    page = ak.report(QUOTES, articles, path=tmp_path / "memo.html").read_text("utf-8")
    assert "text is not the one their quotes were extracted from" in page
    assert "its words do not stand there" not in page
    targets = Targets([Target("convoy", "The convoy", ("convoy", "raid", "aircraft"))])
    with pytest.warns(UserWarning, match="12 articles .* found again"):
        pairs = quote_targets(QUOTES, articles, targets)
    before = quote_targets(QUOTES, ARTICLES, targets)
    assert len(pairs) == len(before) > 0
    assert (pairs["mention_start"] - before["mention_start"]).unique().tolist() == [6]
    assert "extracted from" not in ak.read_article(ARTICLES.iloc[0], own).html


def test_stance_of_moved_quotes_is_asked_the_same_and_lost_ones_are_listed(monkeypatch):
    asked = []

    def of_quotations(questions):
        asked.extend((q.text, q.target, q.holder) for q in questions)
        return [Stance(0.5, "for", 0.7, 0.1, 0.2, 0.7, "for") for _ in questions]

    monkeypatch.setattr(score, "of_quotations", of_quotations)
    targets = Targets([Target("aircraft", "The aircraft", ("aircraft",))])
    articles = ARTICLES.head(3)
    own = QUOTES[QUOTES["article_id"].isin(articles["article_id"])]
    before = ak.score_stance(own, articles, targets)
    assert before.attrs["problems"].empty
    first, asked[:] = asked[:], []
    later = changed(lambda text: "ROME:\n\n" + text).head(3)
    with pytest.warns(UserWarning, match="3 articles"):
        after = ak.score_stance(own, later, targets)
    assert asked == first != []
    assert after["quote_id"].tolist() == before["quote_id"].tolist()
    later.loc[0, "text"] = "Struck out."
    with pytest.warns(UserWarning, match="3 articles"):
        lost = ak.score_stance(own, later, targets)
    gone = own.loc[own["article_id"] == "a000", "quote_id"].tolist()
    assert lost.attrs["problems"]["quote_id"].tolist() == sorted(gone)
    assert not set(lost["quote_id"]) & set(gone)
