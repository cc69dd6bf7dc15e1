import pytest
from hypothesis import given
from hypothesis import strategies as st

from analystkit.evaluation.stances import macro_f1, read_stance_labels
from analystkit.reviewing import krippendorff_alpha

LABELS = st.lists(st.tuples(st.sampled_from("abc"), st.sampled_from("abc")), min_size=2)


def test_alpha_of_a_worked_example():
    # by hand: 10 units, 20 values (14 zeros, 6 ones), 4 units apart:
    # observed 8/20, expected 2 * 14 * 6 / (20 * 19), alpha 1 - .4 / .4421
    one = [0, 1, 0, 0, 0, 0, 0, 0, 1, 0]
    other = [1, 1, 1, 0, 0, 1, 0, 0, 0, 0]
    assert krippendorff_alpha(one, other) == pytest.approx(0.095, abs=0.001)


@given(LABELS)
def test_alpha_is_one_only_for_full_agreement_and_symmetric(pairs):
    one, other = zip(*pairs, strict=True)
    alpha = krippendorff_alpha(one, other)
    assert alpha == pytest.approx(krippendorff_alpha(other, one))
    assert (alpha == 1) == (one == other)


def test_missing_readings_are_left_out():
    assert krippendorff_alpha(["a", None, "b"], ["a", "b", "b"]) == 1
    with pytest.raises(ValueError, match="no label has two"):
        krippendorff_alpha([None], ["a"])
    with pytest.raises(ValueError, match="2 and 1"):
        krippendorff_alpha(["a", "b"], ["a"])


def test_f1_is_the_mean_over_the_sides():
    import pandas as pd

    gold = pd.Series(["for", "for", "against", "neutral"])
    assert macro_f1(gold, gold) == 1
    assert macro_f1(gold, pd.Series(["for"] * 4)) == pytest.approx(2 / 3 / 3)


@pytest.mark.parametrize("line", ['{"quote_id": "a#0"}', "nothing", "[1]", "null"])
def test_a_line_that_is_no_label_is_named(tmp_path, line):
    path = tmp_path / "stance.jsonl"
    path.write_text('{"quote_id": "a", "target": "t", "label": "for"}\n' + line, "utf-8")
    with pytest.raises(ValueError, match="line 2"):
        read_stance_labels(path)


def test_a_side_that_is_none_is_named(tmp_path):
    path = tmp_path / "stance.jsonl"
    path.write_text('{"quote_id": "a", "target": "t", "label": "pro"}', "utf-8")
    with pytest.raises(ValueError, match=r"line 1: label 'pro'.*against, neutral, for"):
        read_stance_labels(path)
