"""Long and hostile articles: they finish, offsets hold, and the work grows with the text.

The full sizes are in ``tests/benchmarks/long.py``; here are the same texts, smaller.
"""

import sys
from pathlib import Path

import pandas as pd
import pytest
from benchmarks.long import TEXTS

from analystkit import tables
from analystkit.quotes import extract_quotes
from analystkit.quotes.entities import load_language, names_in
from analystkit.quotes.find import quotations_of
from analystkit.quotes.rows import article_rows
from analystkit.quotes.spans.marks import uniform
from analystkit.quotes.spans.quotation import Marks
from analystkit.quotes.tagging.tagger import tag
from analystkit.text.edits import Edited
from analystkit.text.spacy_model import MODEL

PART = 32


def pieces_and_steps(text):
    """Word pieces the tagger reads, and function calls of all that is not a model."""
    marks, calls = counted(lambda: Marks(text))
    tagged = tag(uniform(text, marks.marked))
    found, more = counted(lambda: quotations_of(tagged, marks))
    names = names_in([text], load_language(MODEL))[0]
    rows, most = counted(lambda: article_rows("a", Edited(text, ()), found, names))
    assert rows
    return sum(len(w.ids) for w in tagged.windows), calls + more + most


def counted(work):
    """What `work` gives, and how many functions it called: the same on every run."""
    calls = 0

    def count(_frame, event, _what):
        nonlocal calls
        calls += event in ("call", "c_call")

    before = sys.getprofile()
    sys.setprofile(count)
    try:
        done = work()
    finally:
        sys.setprofile(before)
    return done, calls


@pytest.mark.parametrize("kind", TEXTS)
def test_long_articles_are_read_whole(kind):
    make, full = TEXTS[kind]
    text = make(full // PART)
    quotes = tables.check_quotes(
        extract_quotes(pd.DataFrame({"article_id": ["a"], "text": [text]}), min_confidence=0)
    )
    assert quotes.attrs["problems"].empty
    assert quotes["position"].min() < 0.05
    assert quotes["position"].max() > 0.95
    for row in quotes.itertuples():
        assert row.quote == " … ".join(text[start:end] for start, end in row.spans)
        for name in ("source", "cue"):
            start, end = getattr(row, f"{name}_start"), getattr(row, f"{name}_end")
            assert pd.isna(start) or getattr(row, name) == text[start:end]


@pytest.mark.parametrize("kind", TEXTS)
def test_twice_the_text_is_twice_the_work(kind):
    make, full = TEXTS[kind]
    pieces, steps = pieces_and_steps(make(full // PART // 2))
    twice_the_pieces, twice_the_steps = pieces_and_steps(make(full // PART))
    assert twice_the_pieces / pieces < 2.1
    assert twice_the_steps / steps < 2.2


@pytest.mark.parametrize("before", range(7, 11))
def test_a_marked_piece_that_a_window_cuts_goes_to_one_speaker(before):
    plain = "The council met for two hours and did not vote. "
    said = (
        "“The water tower failed twice,” Mary Stone said on Monday. “The ferry needs another look. "
        "The market hall was closed without a word to the people who live there,” Piet Vos said. "
    )
    text = plain * before + said + plain * 8
    quotes = extract_quotes(pd.DataFrame({"article_id": ["a"], "text": [text]}))
    assert quotes[["speaker", "quote"]].to_numpy().tolist() == [
        ["Mary Stone", "The water tower failed twice,"],
        [
            "Piet Vos",
            "The ferry needs another look. The market hall was closed without a word to the people "
            "who live there,",
        ],
    ]


@pytest.mark.parametrize("between", ["\n\n", " "])
def test_an_article_ten_times_over_has_ten_times_its_quotations(between):
    folder = Path(__file__).parents[2] / "data" / "coverage"
    once = (folder / "2021-07-27_continental-courier_handshake.txt").read_text("utf-8")
    once = once if "\n" in between else " ".join(once.split())
    texts = [once, between.join([once] * 10)]
    quotes = extract_quotes(pd.DataFrame({"article_id": ["once", "ten times"], "text": texts}))
    found = quotes["article_id"].value_counts()
    assert found["ten times"] == 10 * found["once"]
