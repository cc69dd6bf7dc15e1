"""The same words in several outlets: what is found, and that nothing else is tied to it."""

import json
import random
import re
from html.parser import HTMLParser
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import analystkit as ak
from analystkit.matching import cuts, match_quotes
from analystkit.matching.alignment import words_of
from analystkit.tables import TableError, as_articles, as_quotes, empty_quotes

GOLD = Path(__file__).resolve().parents[2] / "data" / "gold" / "quotes.jsonl"

KADHIMI = (
    "We condemn the US air attack that targeted a site last night on the Iraqi-Syrian border, "
    "which represents a blatant and unacceptable violation of Iraqi sovereignty."
)
KIRBY = (
    "The United States took necessary, appropriate, and deliberate action designed to limit the "
    "risk of escalation — but also to send a clear and unambiguous deterrent message."
)
BLINKEN = (
    "We took necessary, appropriate, deliberate action that is designed to limit the risk of "
    "escalation, but also to send a clear and unambiguous deterrent message."
)


def table(*rows, **every):
    """A quotes table: texts, or mappings with a text as ``quote``; each of its own article."""
    made = []
    for i, row in enumerate(rows):
        row = {"quote": row} if isinstance(row, str) else row
        key = {"quote_id": f"a{i:03}#0", "article_id": f"a{i:03}", "kind": "direct"}
        made.append(key | {"spans": [(0, max(1, len(row["quote"])))]} | every | row)
    return as_quotes(made)


def by(speaker, quote, **more):
    return {"quote": quote, "speaker": speaker, "actor": speaker, **more}


def together(groups):
    """The groups as sets of quote ids."""
    return {frozenset(rows) for _, rows in groups.groupby("group")["quote_id"]}


def pages(quotes, outlets, days):
    return as_articles(
        {"article_id": a, "text": "…", "outlet": outlet, "published": day}
        for a, outlet, day in zip(quotes["article_id"], outlets, days, strict=True)
    )


WORD = st.sampled_from(
    "raid border strike talks vow answer militia base night people convoy risk peace law "
    "الحدود ليل Äußerung don’t U.S. 2,000".split()
)
SENTENCE = st.lists(WORD, min_size=8, max_size=40)
DRESS = st.sampled_from(["“{}”", "{}…", "[{}]", '"{}",', "… {} –", "‘{}.’"])


@given(SENTENCE, st.data())
@settings(max_examples=60, deadline=None)
def test_a_quote_is_in_a_group_with_every_cut_of_itself(words, data):
    least = data.draw(st.integers(4, 8))
    start = data.draw(st.integers(0, len(words) - least))
    end = data.draw(st.integers(start + least, len(words)))
    cut = data.draw(DRESS).format(" ".join(words[start:end]))
    cut = data.draw(st.sampled_from([str, str.upper, str.title]))(cut)
    groups = match_quotes(table(" ".join(words), cut), min_words=least)
    assert together(groups) == {frozenset({"a000#0", "a001#0"})}
    assert groups.set_index("quote_id")["words_kept"]["a000#0"] == 1


@given(st.lists(SENTENCE, max_size=14), st.randoms(use_true_random=False))
@settings(max_examples=30, deadline=None)
def test_groups_are_a_partition_whatever_the_order_of_rows(sentences, draw):
    speakers = ["Dana Whitfield", "Layth al-Samawi", pd.NA]
    rows = [by(draw.choice(speakers), " ".join(words)) for words in sentences]
    rows += [by(draw.choice(speakers), " ".join(words[2:9])) for words in sentences[::2]]
    quotes = table(*rows)
    groups = match_quotes(quotes)
    assert groups["quote_id"].is_unique
    assert set(groups["quote_id"]) <= set(quotes["quote_id"])
    assert (groups.groupby("group").size() > 1).all()
    assert sorted(groups["group"].unique()) == list(range(groups["group"].nunique()))
    assert groups["words_kept"].between(0, 1).all()
    assert (groups.groupby("group")["fullest"].sum() == 1).all()
    shuffled = quotes.sample(frac=1, random_state=draw.randrange(1000))
    pd.testing.assert_frame_equal(match_quotes(shuffled), groups)


@given(st.lists(st.text(max_size=60), max_size=8), st.sampled_from(["direct", "mixed", "indirect"]))
@settings(max_examples=40, deadline=None)
def test_any_text_gives_a_table_and_can_be_shown(texts, kind):
    groups = match_quotes(table(*texts, *texts, kind=kind))
    for group in groups["group"].unique():
        assert cuts(groups, group=group).html


@given(st.text(max_size=80))
def test_words_stand_where_they_are_said_to(text):
    words = words_of(text)
    assert len(words.plain) == len(words.places) == len(words.verbatim)
    assert all(words.plain)
    ends = [0, *(end for _, end in words.places)]
    assert all(a <= start < end for a, (start, end) in zip(ends, words.places, strict=False))


@pytest.mark.parametrize(
    "same",
    [
        "“the U.S. raid, [the] base … don’t”",
        "THE US RAID the base, don't",
        "«The US raid — the base ... don`t»".replace("`", "ʼ"),
        "the U.S. raid\u00a0the\nbase dońt",
    ],
)
def test_marks_case_brackets_and_ellipses_are_no_words(same):
    assert words_of(same).plain == ("the", "us", "raid", "the", "base", "dont")


def test_of_a_mixed_quote_the_marked_words_count():
    told = words_of("the strikes a “breach of sovereignty”, he felt", "mixed")
    assert told.said().plain == ("breach", "of", "sovereignty")
    border = "the US raids that killed fighters on the border with Syria"
    quotes = table(
        by("Kadhimi", f"as an “unacceptable violation of our sovereignty” {border}", kind="mixed"),
        by("Kadhimi", "the raids on the border with Syria", kind="indirect"),
        by("Kadhimi", "unacceptable violation of our sovereignty"),
    )
    assert together(match_quotes(quotes)) == {frozenset({"a000#0", "a002#0"})}


def test_what_is_kept_dropped_and_added():
    quotes = table(
        by("Kadhimi", KADHIMI),
        by("Kadhimi", "it “represents a blatant and unacceptable violation”", kind="mixed"),
        by("Kadhimi", "We condemn the US air attack … on the Iraqi-Syrian border"),
    )
    outlets, days = ["Wire", "Daily", "Daily"], ["2021-06-28", "2021-06-29", "2021-06-27"]
    groups = match_quotes(quotes, articles=pages(quotes, outlets, days))
    assert list(groups["quote_id"]) == ["a002#0", "a000#0", "a001#0"]
    assert list(groups["first"]) == [True, False, False]
    assert list(groups["fullest"]) == [False, True, False]
    assert set(groups["outlets"]) == {2}
    rows = groups.set_index("quote_id")
    assert rows["dropped"]["a002#0"].startswith(
        "that targeted a site last night … which represents"
    )
    assert rows["added"]["a001#0"] == "it"
    assert pd.isna(rows["dropped"]["a000#0"]) and pd.isna(rows["added"]["a002#0"])
    assert rows["words_kept"]["a001#0"] == pytest.approx(6 / 27)


def test_three_words_are_enough_for_one_speaker_and_no_other():
    said = by("Rasool", "a “breach of sovereignty”", kind="mixed")
    other = {"quote": "a breach of sovereignty", "speaker": "an official"}
    groups = match_quotes(
        table(by("Rasool", "It was a breach of sovereignty and law"), said, other)
    )
    assert together(groups) == {frozenset({"a000#0", "a001#0"})}


def test_two_people_with_one_talking_point_stay_apart():
    quotes = table(
        by("John Kirby", KIRBY),
        by("John Kirby", "to send a clear and unambiguous deterrent message"),
        by("Antony Blinken", BLINKEN),
        by("Antony Blinken", BLINKEN.removesuffix(".") + ","),
    )
    pairs = {frozenset({"a000#0", "a001#0"}), frozenset({"a002#0", "a003#0"})}
    assert together(match_quotes(quotes)) == pairs


def test_a_voice_unknown_does_not_tie_two_people_together():
    quotes = table(
        by("John Kirby", KIRBY),
        by("Antony Blinken", BLINKEN),
        {"quote": "to send a clear and unambiguous deterrent message"},
    )
    (group,) = together(match_quotes(quotes))
    assert "a002#0" in group and len(group) == 2


def test_the_same_long_words_given_to_two_are_one_group():
    groups = match_quotes(table(by("Pentagon", KIRBY), by("John Kirby", KIRBY.upper())))
    assert len(groups) == 2


def test_a_stock_phrase_does_not_tie_statements_together():
    first = "At the end of the day our soldiers came home from the border in good order"
    second = "Prices will fall at the end of the day because the harvest was better than feared"
    groups = match_quotes(table(first, first, second, second, "at the end of the day"))
    assert sorted(len(group) for group in together(groups)) == [2, 3]


def test_a_crowd_of_quotes_with_one_stock_phrase_makes_no_group():
    draw = random.Random(5)
    words = [f"word{i}" for i in range(3000)]
    rows = [
        " ".join([*draw.choices(words, k=5), "at the end of the day", *draw.choices(words, k=5)])
        for _ in range(300)
    ]
    assert match_quotes(table(*rows)).empty


def test_many_outlets_with_the_same_words_are_one_group():
    words = KADHIMI.split()
    rows = [" ".join(words[i % 7 : len(words) - i % 11]) for i in range(400)]
    assert together(match_quotes(table(*rows))) == {frozenset(f"a{i:03}#0" for i in range(400))}


def test_an_empty_table_and_one_without_likes():
    columns = list(match_quotes(table(KIRBY, KIRBY)).columns)
    for quotes in (empty_quotes(), table(KIRBY, KADHIMI), table("", "", "…", "…")):
        groups = match_quotes(quotes)
        assert groups.empty and list(groups.columns) == columns
        assert str(groups["published"].dtype) == "datetime64[us, UTC]"


def test_quotes_are_not_changed_and_outlets_may_stand_in_them():
    quotes = table(KIRBY, KIRBY).assign(outlet=["Wire", "Daily"], group="mine")
    before = quotes.copy(deep=True)
    assert set(match_quotes(quotes)["outlet"]) == {"Wire", "Daily"}
    pd.testing.assert_frame_equal(quotes, before)


def test_errors_name_what_is_wrong():
    with pytest.raises(ValueError, match="min_words=2 must be at least 4"):
        match_quotes(empty_quotes(), min_words=2)
    with pytest.raises(TableError, match="'quote' is missing"):
        match_quotes(empty_quotes().drop(columns="quote"))
    groups = match_quotes(table(KIRBY, KIRBY))
    with pytest.raises(ValueError, match="group=7 is not in the table; groups go from 0 to 0"):
        cuts(groups, group=7)
    with pytest.raises(ValueError, match="the table is empty"):
        cuts(groups.iloc[:0])
    with pytest.raises(TableError, match="'fullest' is missing"):
        cuts(groups.drop(columns="fullest"))


def test_the_statements_of_the_sample_are_found_again():
    """Marked quotes of one speaker with a long stretch in common share a group; and no others."""
    rows = [json.loads(line) for line in GOLD.read_text(encoding="utf-8").splitlines()]
    quotes = as_quotes(
        {
            "quote_id": f"{row['doc']}#{i}",
            "article_id": row["doc"],
            "kind": row["kind"],
            "quote": " … ".join(row["words"]),
            "spans": row["content"],
            "speaker": row["speaker"],
        }
        for i, row in enumerate(rows)
    )
    groups = match_quotes(quotes, articles=ak.load_articles(GOLD.parents[1] / "coverage"))
    of = groups.set_index("quote_id")["group"].to_dict()

    def having(words):
        found = quotes[quotes["quote"].str.contains(words, regex=False)]
        return {of.get(quote_id) for quote_id in found["quote_id"]}

    for words in (
        "undermines the authority of Iraqi institutions",
        "ready to take further measures",
        "avoiding escalation in all its forms",
        "everyone says they have taken revenge",
    ):
        assert len(having(words)) == 1 and None not in having(words), words
    assert having("combat mission").isdisjoint(having("legal right to respond"))
    assert groups["outlets"].max() == 6


class _Plain(HTMLParser):
    def __init__(self):
        super().__init__()
        self.tags, self.text = [], []

    def handle_starttag(self, tag, attrs):
        self.tags += [tag, *(name for name, _ in attrs)]

    def handle_data(self, data):
        self.text.append(data)


def test_cuts_show_every_wording_and_outlets_that_cut_alike_once():
    quotes = table(
        by("Kadhimi", KADHIMI),
        by("Kadhimi", "We condemn the US air attack that targeted a site last night"),
        by("Kadhimi", "“We condemn the US air attack that targeted a site last night”"),
    )
    outlets, days = ["Wire", "Daily", "Courier"], ["2021-06-28"] * 3
    shown = cuts(match_quotes(quotes, articles=pages(quotes, outlets, days)))
    assert shown.html.count('role="listitem"') == 2
    assert "3 quotes of 3 outlets" in shown.html
    assert "<del>on the Iraqi-Syrian border" in shown.html
    assert "100%  Wire" in repr(shown) and "[on the Iraqi-Syrian border" in repr(shown)
    assert shown._repr_html_().startswith("<style>")


def test_cuts_escape_what_stands_in_the_table():
    hostile = '<script>alert(1)</script> & "said" <img src=x onerror=alert(2)>'
    long = f"{hostile} we will not be drawn into this quarrel now or later"
    quotes = table(by(hostile, long), by(hostile, long[5:-3] + " <b>added</b>"), by("", long))
    articles = pages(quotes, [hostile] * 3, [None] * 3)
    shown = cuts(match_quotes(quotes, articles=articles))
    seen = _Plain()
    seen.feed(shown.html)
    assert set(seen.tags) <= set(
        "div class p b bdi br span del ins svg viewbox preserveaspectratio role aria-label "
        "rect x width height small dir".split()
    )
    assert re.search(r"<script>.*not be drawn", " ".join(seen.text), re.DOTALL)


def test_without_the_fullest_wording_the_longest_there_is_is_laid_beneath():
    text = "We will not be drawn into this quarrel now or later"
    quotes = table(by("Ann", text), by("Ann", text[:39]), by("Ann", text[:32]))
    groups = match_quotes(quotes)
    shares = [
        line.split("%")[0] for line in repr(cuts(groups[~groups["fullest"]])).splitlines()[1:]
    ]
    assert shares[0] == "100" and int(shares[1]) < 100


def test_a_group_is_told_in_lines():
    said = ["We will not be drawn in, now or later.", "will not be drawn in"]
    quotes = as_quotes(
        {"quote_id": f"{a}#0", "article_id": a, "kind": "direct", "quote": q}
        | {"spans": [(0, len(q))], "speaker": "Dana Whitfield"}
        for a, q in zip("ab", said, strict=True)
    )
    assert repr(cuts(match_quotes(quotes))).splitlines() == [
        "Dana Whitfield: the same words in 2 quotes",
        "100%  a  We will not be drawn in, now or later",
        " 56%  b  [We] will not be drawn in [now or later]",
    ]


def test_of_a_mixed_quote_the_words_between_marks_are_verbatim():
    words = words_of('it was "an open war", he felt', "mixed")
    assert words.verbatim[:5] == (False, False, True, True, True)
