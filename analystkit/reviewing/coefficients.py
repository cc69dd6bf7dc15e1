"""How far do two readings agree beyond chance?

Both coefficients hang on nothing but how often each pair of values met, so they are worked out of
counts: one table of them an article, added up anew for each draw of a bootstrap.
"""

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd


def krippendorff_alpha(
    one: Sequence[Any], other: Sequence[Any], *, order: Sequence[Any] | None = None
) -> float:
    """Agreement of two readings beyond chance (Krippendorff, "Content Analysis", 2004, ch. 11).

    With `order`, the values from lowest to highest, near misses count less (ordinal).

    >>> krippendorff_alpha(["a", "a", "b", "b"], ["a", "b", "b", "b"])
    0.5333333333333333
    """
    if len(one) != len(other):
        raise ValueError(f"the readings have {len(one)} and {len(other)} labels")
    pairs = [(a, b) for a, b in zip(one, other, strict=True) if not (pd.isna(a) or pd.isna(b))]
    if not pairs:
        raise ValueError("no label has two readings")
    values = list(order or dict.fromkeys(value for pair in pairs for value in pair))
    counts = np.zeros((1, len(values), len(values)))
    place = {value: i for i, value in enumerate(values)}
    for a, b in pairs:
        counts[0, place[a], place[b]] += 1
    alpha = float(alphas(counts, ordinal=order is not None)[0])
    return 1.0 if np.isnan(alpha) else alpha


def alphas(counts: np.ndarray, *, ordinal: bool = False) -> np.ndarray:
    """Krippendorff's alpha of tables of counts (draw, value of one, value of the other)."""
    met = counts + counts.transpose(0, 2, 1)
    times = met.sum(axis=2)
    n = times.sum(axis=1)
    if ordinal:
        # half of either end and all between: the ranks that lie between two values
        upto = times.cumsum(axis=1) - times / 2
        apart = (upto[:, :, None] - upto[:, None, :]) ** 2
    else:
        apart = np.broadcast_to(1.0 - np.eye(met.shape[1]), met.shape)
    seen = (met * apart).sum(axis=(1, 2)) / n
    chance = (times[:, :, None] * times[:, None, :] * apart).sum(axis=(1, 2)) / (n * (n - 1))
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(chance > 0, 1 - seen / chance, np.nan)


def kappas(counts: np.ndarray) -> np.ndarray:
    """Cohen's kappa (1960) of tables of counts (draw, value of one, value of the other)."""
    n = counts.sum(axis=(1, 2))
    seen = np.trace(counts, axis1=1, axis2=2) / n
    chance = (counts.sum(axis=2) * counts.sum(axis=1)).sum(axis=1) / n**2
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(chance < 1, (seen - chance) / (1 - chance), np.nan)


def interval(
    counts: np.ndarray, coefficient: Any, *, draws: int, seed: int
) -> tuple[float, float, float]:
    """The coefficient of articles' counts, and its 95 % interval: a bootstrap over articles."""
    value = float(coefficient(counts.sum(axis=0, keepdims=True))[0])
    if len(counts) < 2 or np.isnan(value):
        return value, np.nan, np.nan
    chance = np.random.default_rng(seed)
    times = chance.multinomial(len(counts), np.full(len(counts), 1 / len(counts)), draws)
    flat = times @ counts.reshape(len(counts), -1)
    drawn = coefficient(flat.reshape(draws, *counts.shape[1:]))
    drawn = drawn[~np.isnan(drawn)]
    if not len(drawn):
        return value, np.nan, np.nan
    low, high = np.quantile(drawn, [0.025, 0.975])
    return value, float(low), float(high)
