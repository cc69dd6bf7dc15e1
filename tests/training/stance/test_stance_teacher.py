from pathlib import Path

import numpy as np
import pytest

pytest.importorskip("torch", reason="training needs the extra [train]")
from analystkit.stance.network import load_tokenizer
from analystkit.training.stance.data import Encoded, Labelled, read_sources
from analystkit.training.stance.teacher import mean_answers, probabilities, taught, unlabelled

CORPORA = Path(__file__).parents[3].parent / "shared" / "corpora"
TOKENIZER, SPECIAL = load_tokenizer()
TEXT = "Smith endorsed Jones."


def ready(holder: tuple[int, int] | None) -> Encoded:
    return Encoded.of(Labelled("0", TEXT, (15, 20), holder, 1), TOKENIZER)


def test_a_mentions_answer_is_against_neutral_for_and_a_pairs_its_five_classes():
    rows = [ready(holder).marked(SPECIAL) for holder in (None, (0, 5))]
    against = np.array([[0.0, 0.0, -1e4, 9.0, -1e4], [0.0, 0.0, 0.0, 9.0, 0.0]])
    mention, pair = probabilities(against, rows)
    assert mention.argmax() == 0 and mention[3:].sum() == 0
    assert pair.argmax() == 3
    np.testing.assert_allclose([mention.sum(), pair.sum()], 1, rtol=1e-5)


def test_answers_belong_to_their_questions():
    rows = taught([ready((0, 5))] * 2, np.full((2, 5), 0.2))
    assert rows[0].aim == pytest.approx((0.2,) * 5)
    with pytest.raises(ValueError, match="5 answers to 2 questions"):
        taught([ready((0, 5))] * 2, np.eye(5))


def test_of_several_networks_the_mean_is_learnt(tmp_path):
    files = [tmp_path / name for name in ("one.npz", "two.npz", "three.npz")]
    for file, answers in zip(files, (np.eye(5), np.full((5, 5), 0.2), np.eye(4)), strict=True):
        np.savez_compressed(file, unlabelled=answers)
    np.testing.assert_allclose(mean_answers(files[:2]), np.eye(5) / 2 + 0.1)
    with pytest.raises(ValueError, match=r"three\.npz answers 4 questions, .*one\.npz 5"):
        mean_answers(files)


def test_sentences_without_labels_are_the_same_each_time_and_none_is_held_out():
    if not (CORPORA / "polnear").exists():
        pytest.skip("the public corpora are not at hand")
    sources = read_sources(CORPORA)
    rows = unlabelled(CORPORA, sources, count=600)
    assert rows == unlabelled(CORPORA, sources, count=600)
    held = {row.text for row in sources.held_newsmtsc + sources.held_dse}
    asked = {(row.text, row.target) for row in sources.newsmtsc}
    assert len(rows) == 600
    for row in rows:
        assert row.text not in held and (row.text, row.target) not in asked
        assert Encoded.of(row, TOKENIZER).target
        if row.holder:
            low, high = sorted((row.target, row.holder))
            assert low[1] <= high[0]
    kinds = [row.id.split(":")[0] for row in rows]
    assert kinds.count("pair") == kinds.count("other") == 150
