import random
import sys
from pathlib import Path

import pytest

pytest.importorskip("torch", reason="training needs the extra [train]")
from analystkit.stance.marks import OPEN_TARGET
from analystkit.stance.network import load_tokenizer
from analystkit.training.stance.data import (
    Encoded,
    Labelled,
    Row,
    batches,
    is_held_out,
    read_sources,
    without_copies,
)
from analystkit.training.stance.written import read_written

SENTENCES = Path(__file__).parents[3] / "data" / "stance_sentences"
SHARED = Path(__file__).parents[3].parent / "shared"
TOKENIZER, SPECIAL = load_tokenizer()


@pytest.fixture(scope="module")
def sources():
    if not (SHARED / "corpora" / "newsmtsc").exists():
        pytest.skip("the public corpora are not at hand")
    return read_sources(SHARED / "corpora")


def test_the_hold_out_is_a_tenth_and_depends_on_the_words_alone():
    texts = [f"{a} {b} met {c}." for a in "abcdefghijk" for b in "lmnopqrs" for c in "tuvwxyz"]
    share = sum(map(is_held_out, texts)) / len(texts)
    assert 0.06 < share < 0.14
    assert [is_held_out(t) for t in texts] == [is_held_out(t.upper() + " 42!") for t in texts]


def test_no_sentence_is_on_both_sides(sources):
    held = {q.text for q in sources.held_newsmtsc + sources.held_dse}
    trained = {q.text for q in sources.newsmtsc + sources.dse}
    assert not held & trained
    assert 800 < len(sources.held_newsmtsc) < 1000


def test_the_questions_are_the_scorers(sources):
    sys.path.insert(0, str(SHARED / "benchmarks"))
    scorer = pytest.importorskip("score_stance")
    asked = {q["id"]: q for q in scorer.load_newsmtsc(SHARED / "corpora/newsmtsc/train.jsonl")}
    for ours in sources.held_newsmtsc:
        theirs = asked[ours.id]
        assert (theirs["text"], theirs["target"]) == (ours.text, ours.target)
        assert theirs["gold"] == ours.label - 1
    pairs = scorer.load_dse(SHARED / "corpora/dse/valid.txt")[::2]
    assert [(q["text"], q["holder"], q["target"]) for q in pairs] == [
        (q.text, q.holder, q.target) for q in sources.held_dse
    ]


def test_near_copies_are_left_out():
    text = "The ministry said on Monday that the harbour would stay closed until the end of May."
    held = [Labelled("0", text, (4, 12), None, 1)]
    copy = text.replace("Monday", "Tuesday") + " (AP)"
    other = "The harbour opened to the first ships of the year on a cold and windy morning."
    rows = [Labelled("1", copy, (4, 12), None, 1), Labelled("2", other, (4, 11), None, 1)]
    assert [r.id for r in without_copies(rows, held)] == ["2"]


def test_turning_a_pair_round_twice_gives_it_back():
    text = "Smith endorsed Jones."
    pair = Encoded.of(Labelled("0", text, (15, 20), (0, 5), 1), TOKENIZER)
    assert pair.swapped().label == 2
    assert pair.swapped().swapped() == pair
    assert Encoded.of(Labelled("0", text, (15, 20), (0, 5), 4), TOKENIZER).swapped().label == 3


def test_batches_hold_every_question_once():
    rows = [Encoded.of(q, TOKENIZER) for q in read_written(SENTENCES)[:80]]
    marked = [Row(r.marked(SPECIAL), r.aim) for r in rows]
    found = list(batches(marked, size=16, rng=random.Random(0)))
    assert sum(len(b["aim"]) for b in found) == len(rows)
    for batch in found:
        opened = [int(o[t]) for o, t in zip(batch["order"], batch["target"], strict=True)]
        assert set(opened) == {~OPEN_TARGET}


def test_what_is_asked_of_a_passage_is_learnt_together():
    rows = [Row(Encoded.of(q, TOKENIZER).marked(SPECIAL)) for q in read_written(SENTENCES)[:400]]
    found = list(batches(rows, size=64, rng=random.Random(0)))
    passages = sum(len({asked.ids for asked in batch["asked"]}) for batch in found)
    assert passages < len({row.asked.ids for row in rows}) + len(found)
