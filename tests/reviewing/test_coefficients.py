"""Kappa and alpha against figures that were worked out elsewhere."""

from functools import partial

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analystkit.reviewing import krippendorff_alpha
from analystkit.reviewing.coefficients import alphas, interval, kappas
from analystkit.reviewing.inference import t_quantile


def test_kappa_of_the_textbook_table():
    # Two doctors, 50 patients: 20 both yes, 15 both no (Cohen's coefficient is .4)
    assert kappas(np.array([[[20, 5], [10, 15]]]))[0] == pytest.approx(0.4)


def test_ordinal_alpha_counts_a_near_miss_less_than_a_far_one():
    order = ["against", "neutral", "for"]
    one = ["against", "against", "neutral", "neutral", "for", "for"]
    near = ["against", "neutral", "neutral", "neutral", "for", "for"]
    far = ["against", "for", "neutral", "neutral", "for", "for"]
    assert krippendorff_alpha(one, near, order=order) > krippendorff_alpha(one, far, order=order)
    assert krippendorff_alpha(one, near, order=order) > krippendorff_alpha(one, near)


def test_ordinal_alpha_is_what_the_definition_says():
    # worked out by the sum over all pairs of values, as the book writes it
    one, other = [1, 2, 3, 3, 2, 1, 1, 2], [1, 2, 3, 2, 2, 1, 2, 3]
    values = one + other
    times = {v: values.count(v) for v in (1, 2, 3)}

    def apart(a: int, b: int) -> float:
        low, high = sorted((a, b))
        return (sum(times[v] for v in range(low, high + 1)) - (times[a] + times[b]) / 2) ** 2

    seen = sum(apart(a, b) for a, b in zip(one, other, strict=True)) / len(one)
    n = len(values)
    chance = sum(apart(a, b) * times[a] * times[b] for a in times for b in times) / (n * (n - 1))
    assert krippendorff_alpha(one, other, order=[1, 2, 3]) == pytest.approx(1 - seen / chance)


@given(st.lists(st.tuples(st.sampled_from("abc"), st.sampled_from("abc")), min_size=2, max_size=30))
def test_neither_coefficient_knows_which_reading_comes_first(pairs):
    one, other = zip(*pairs, strict=True)
    counts = np.zeros((1, 3, 3))
    for a, b in pairs:
        counts[0, "abc".index(a), "abc".index(b)] += 1
    turned = counts.transpose(0, 2, 1)
    for coefficient in (kappas, alphas, partial(alphas, ordinal=True)):
        assert coefficient(counts)[0] == pytest.approx(coefficient(turned)[0], nan_ok=True)
        assert not coefficient(counts)[0] > 1 + 1e-9
    if len(set(one + other)) > 1:
        assert krippendorff_alpha(one, other) == pytest.approx(alphas(counts)[0])


def test_the_interval_holds_the_value_and_is_narrower_with_more_articles():
    draw = np.random.default_rng(3)
    wide = []
    for articles in (12, 200):
        counts = np.zeros((articles, 2, 2))
        ones, others = draw.integers(0, 2, (2, articles))
        counts[np.arange(articles), ones, others] = 1
        counts[:, 0, 0] += 1
        counts[:, 1, 1] += 1
        value, low, high = interval(counts, kappas, draws=500, seed=0)
        assert low < value < high
        wide.append(high - low)
    assert wide[1] < wide[0] / 2


QUANTILES = [(1, 12.7062), (5, 2.5706), (30, 2.0423), (300, 1.9679)]


@pytest.mark.parametrize(("freedom", "value"), QUANTILES)
def test_students_quantiles_are_those_of_the_tables(freedom, value):
    assert t_quantile(freedom) == pytest.approx(value, abs=1e-4)
