"""What is a share or mean, and how unsure, where the machine read all and people a sample?

Every figure is a ratio: quotes that count (said by this camp, said directly, a score) over quotes
that it is a part of.  The machine's ratio is off by its mistakes, that of the sample is unsure; the
two corrected ones take the machine's and mend it by what the sample says of it.
"""

from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from math import atan, exp, lgamma, pi, sqrt

import numpy as np

WAYS = ("naive", "labels only", "ppi", "dsl")
_FOLDS = 5
_ALIKE, _APART = 0.5, 0.2  # of a quote where machine and person agree, and where they do not


@dataclass(frozen=True)
class Sample:
    """All quotes, and how the labelled ones among them stand for the rest."""

    article: np.ndarray  # of each quote, a number from 0
    labelled: np.ndarray  # places of the labelled quotes
    weight: np.ndarray  # of the labelled: how many quotes each stands for; adds up to all
    stratum: np.ndarray  # of the labelled: quotes that were drawn against one another
    strata: np.ndarray | None = None  # of every quote, where it is known
    confidence: np.ndarray | None = None  # of every quote

    @cached_property
    def places(self) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Each label's stratum by number; the quotes of each stratum; what few labels lack."""
        _, place = np.unique(self.stratum, return_inverse=True)
        size = np.bincount(place)
        return (
            place,
            np.bincount(place, self.weight),
            np.sqrt(size / np.maximum(1, size - 1))[place],
        )

    @cached_property
    def places_of_all(self) -> np.ndarray | None:
        """Of each quote the number of its stratum, -1 where none of it is labelled."""
        if self.strata is None:
            return None
        kinds = np.unique(self.stratum)
        near = np.minimum(np.searchsorted(kinds, self.strata), len(kinds) - 1)
        return np.where(kinds[near] == self.strata, near, -1)


@dataclass(frozen=True)
class Figure:
    """A ratio as the machine has it for all quotes, and as people have it for those labelled."""

    part: np.ndarray
    whole: np.ndarray
    true_part: np.ndarray
    true_whole: np.ndarray
    bounds: tuple[float, float] = (0.0, 1.0)  # of a quote's value, and so of the ratio


@dataclass(frozen=True)
class Estimate:
    """A value with its interval, and what differences between two of them need."""

    value: float
    low: float
    high: float
    tuning: float  # how much of the machine is in it
    middle: float  # of the interval
    variance: float
    freedom: float
    pull: np.ndarray  # of each article on the value
    doubt: float  # what of the variance stands for mistakes too rare to be in the sample


def estimate_ratio(figure: Figure, sample: Sample, way: str) -> Estimate:
    """The ratio one of the `WAYS`."""
    if way == "naive":
        return _naive(figure, sample)
    part, whole = figure.part.astype(float), figure.whole.astype(float)
    if way == "dsl":
        part, whole = _supervised(figure, sample).T
    tuning = 0.0 if way == "labels only" else 1.0
    found = replace(figure, part=part, whole=whole)
    if way == "ppi":
        start = _solved(found, sample, 1.0)
        start = start if start == start else _solved(found, sample, 0.0)
        tuning = _power(found, sample, start) if start == start else 1.0
    slope = tuning if way != "dsl" else _slope(found, figure, sample)
    return _interval(found, sample, tuning, slope)


def difference(one: Estimate, other: Estimate) -> Estimate:
    """One minus the other, which were found in the same articles."""
    pull = one.pull - other.pull
    doubt = one.doubt + other.doubt
    freedom = min(one.freedom, other.freedom)
    variance = _clustered(pull) + doubt
    middle = one.middle - other.middle
    half = t_quantile(freedom) * sqrt(variance)
    value = one.value - other.value
    span = np.nan if np.isnan(value) else half
    return Estimate(
        value, middle - span, middle + span, np.nan, middle, variance, freedom, pull, doubt
    )


def label_part(figure: Figure, sample: Sample, found: Estimate) -> tuple[float, float]:
    """The variance of an estimate that comes of the articles, and that which labels take away."""
    fixed = _naive(figure, sample).variance
    if np.isnan(found.variance) or np.isnan(fixed):
        return np.nan, np.nan
    at, weight, n = sample.labelled, sample.weight, len(sample.article)
    true = figure.true_part - found.value * figure.true_whole
    apart = true - found.tuning * (figure.part - found.value * figure.whole)[at]
    apart = apart - weight @ apart / n
    whole = found.tuning * figure.whole.sum()
    whole += weight @ (figure.true_whole - found.tuning * figure.whole[at])
    spread = float((weight * (weight - 1)) @ apart**2) / whole**2
    return fixed, spread + found.doubt


def _solved(figure: Figure, sample: Sample, tuning: float) -> float:
    """The ratio at which machine and its mending come out even."""
    at, weight = sample.labelled, sample.weight
    part = tuning * figure.part.sum() + weight @ (figure.true_part - tuning * figure.part[at])
    whole = tuning * figure.whole.sum() + weight @ (figure.true_whole - tuning * figure.whole[at])
    return float(part / whole) if whole > 1e-9 else np.nan


def _pulls(figure: Figure, sample: Sample, value: float, tuning: float) -> np.ndarray:
    """What every quote adds to the sum that is zero at this value (the influence function)."""
    at, n = sample.labelled, len(sample.article)
    machine = tuning * (figure.part - value * figure.whole)
    apart = (figure.true_part - value * figure.true_whole) - machine[at]
    # Within a stratum the sample can be off by the spread around its mean only.
    place, total, grown = sample.places
    mean, everywhere = np.bincount(place, sample.weight * apart) / total, sample.weight @ apart / n
    pulls: np.ndarray = machine + (
        everywhere
        if sample.places_of_all is None
        else np.append(mean, everywhere)[sample.places_of_all]
    )
    pulls -= pulls.mean()
    pulls[at] += sample.weight * (apart - mean[place]) * grown
    return pulls


def _power(figure: Figure, sample: Sample, value: float) -> float:
    """The share of the machine that makes the variance least (PPI++)."""
    none = _by_article(_pulls(figure, sample, value, 0.0), sample)
    slope = _by_article(_pulls(figure, sample, value, 1.0), sample) - none
    spread = float(slope @ slope)
    return float(np.clip(-(none @ slope) / spread, 0, 1)) if spread > 0 else 1.0


def _interval(figure: Figure, sample: Sample, tuning: float, slope: float) -> Estimate:
    """The estimate with a cluster-robust interval that also counts mistakes not yet seen."""
    value = _solved(figure, sample, tuning)
    at, n = sample.labelled, len(sample.article)
    touched = (figure.true_whole != 0) | (np.abs(figure.whole[at]) > 0.02)
    articles = len(np.unique(sample.article[at[touched]]))
    low, high = figure.bounds
    if np.isnan(value):
        nan = np.nan
        return Estimate(nan, nan, nan, tuning, nan, nan, 1.0, np.zeros(n), nan)
    value = float(np.clip(value, low, high))
    whole = (
        tuning * figure.whole.sum()
        + sample.weight @ (figure.true_whole - tuning * figure.whole[at])
    ) / n
    pull = _by_article(_pulls(figure, sample, value, tuning), sample) / (n * whole)
    # Mistakes are rare, and a sample without one does not say that there are none: so a little of
    # a quote is added in each cell of machine against person (Agresti and Min, Statistics in
    # Medicine 24, 2005; without the machine it is Agresti and Caffo's interval of 2000).
    each = sample.weight[touched].mean() if touched.any() else n / max(1, len(at))
    labels = n * whole / each  # in the whole
    added = [
        (_ALIKE if y == m else _APART, (1 - slope) * (y - value) + slope * (y - m) / (high - low))
        for y in figure.bounds
        for m in figure.bounds
    ]
    more = labels + sum(count for count, _ in added)
    shrunk = labels / more
    middle = value + sum(count * apart for count, apart in added) / more
    doubt = sum(count * apart**2 for count, apart in added) / more**2
    pull = pull * shrunk
    variance = _clustered(pull) + doubt
    freedom = max(1.0, articles - 1.0)
    half = t_quantile(freedom) * sqrt(variance)
    return Estimate(
        value, min(value, max(low, middle - half)), max(value, min(high, middle + half)),
        tuning, middle, variance, freedom, pull, doubt,
    )  # fmt: skip


def _naive(figure: Figure, sample: Sample) -> Estimate:
    """The machine's ratio, as if it were never wrong."""
    total = figure.whole.sum()
    low, high = figure.bounds
    if not total:
        nan = np.nan
        return Estimate(nan, nan, nan, 1.0, nan, nan, 1.0, np.zeros(len(sample.article)), 0.0)
    value = float(figure.part.sum() / total)
    pull = _by_article(figure.part - value * figure.whole, sample) / total
    freedom = max(1.0, len(np.unique(sample.article[figure.whole != 0])) - 1.0)
    variance = _clustered(pull)
    half = t_quantile(freedom) * sqrt(variance)
    return Estimate(
        value, max(low, value - half), min(high, value + half), 1.0, value, variance, freedom,
        pull, 0.0,
    )  # fmt: skip


def _supervised(figure: Figure, sample: Sample) -> np.ndarray:
    """What people would say of every quote, learned from the labels of other articles."""
    columns = [np.ones(len(figure.part)), figure.part, figure.whole]
    if sample.confidence is not None:
        centred = sample.confidence - sample.confidence.mean()
        columns += [figure.part * centred, figure.whole * centred]
    facts, at = np.column_stack(columns).astype(float), sample.labelled
    true = np.column_stack([figure.true_part, figure.true_whole])
    fold = (sample.article * 7919) % _FOLDS
    learned, small = np.zeros((_FOLDS, facts.shape[1], 2)), 1e-3 * np.eye(facts.shape[1])
    for k in range(_FOLDS):
        kept = fold[at] != k
        weight = sample.weight[kept]
        rows = facts[at[kept]]
        weighted = (rows * (weight / weight.sum())[:, None]).T if len(weight) else rows.T
        learned[k] = np.linalg.solve(weighted @ rows + small, weighted @ true[kept])
    guess: np.ndarray = np.einsum("ij,ijk->ik", facts, learned[fold])
    return guess


def _slope(guess: Figure, figure: Figure, sample: Sample) -> float:
    """How far what was learned goes with the machine."""
    value = _solved(guess, sample, 1.0)
    if np.isnan(value):
        return 1.0
    learned, machine = guess.part - value * guess.whole, figure.part - value * figure.whole
    spread = float(np.var(machine))
    both = float(np.mean((learned - learned.mean()) * (machine - machine.mean())))
    return float(np.clip(both / spread, 0, 1)) if spread else 0.0


def _by_article(pulls: np.ndarray, sample: Sample) -> np.ndarray:
    return np.bincount(sample.article, pulls)


def _clustered(pull: np.ndarray) -> float:
    """The variance of the sum of articles that were drawn independently of one another."""
    n = len(pull)
    centred = pull - pull.mean()
    return float(centred @ centred) * n / max(1, n - 1)


@lru_cache
def _nodes() -> tuple[np.ndarray, np.ndarray]:
    """Where a smooth function is looked at, and with what weight, to be integrated (Gauss)."""
    return np.polynomial.legendre.leggauss(64)


@lru_cache(maxsize=4096)
def t_quantile(freedom: float, level: float = 0.95) -> float:
    """How many standard errors hold so much of Student's distribution, to either side.

    >>> round(t_quantile(4), 3), round(t_quantile(1e6), 3)
    (2.776, 1.96)
    """
    nodes, weights = _nodes()
    constant = exp(lgamma((freedom + 1) / 2) - lgamma(freedom / 2)) * 2 / sqrt(pi)

    def within(t: float) -> float:
        # With x = sqrt(freedom) tan(angle) the density is a power of the cosine.
        top = atan(t / sqrt(freedom))
        angles = top * (nodes + 1) / 2
        return float(constant * (weights @ np.cos(angles) ** (freedom - 1)) * top / 2)

    low, high = 0.0, 1.0
    while within(high) < level:
        high *= 2
    for _ in range(60):
        middle = (low + high) / 2
        low, high = (middle, high) if within(middle) < level else (low, middle)
    return (low + high) / 2
