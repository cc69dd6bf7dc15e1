"""For how many quotes of the table does each reviewed one stand?

A sample says something of the rest only when it is known how it was drawn.
"""

import re
from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd

_STRATIFIED = re.compile(r"stratified by (.+)")
_FEW = 2  # below so many labels a stratum says nothing of its spread
Draw = tuple[str, float | None]  # design and probability


def weights_of(
    table: pd.DataFrame, places: Sequence[int], draws: Sequence[Draw]
) -> tuple[np.ndarray, np.ndarray, np.ndarray | None]:
    """The weight and stratum of the quotes at these places, and the stratum of every quote.

    Samples drawn in different ways are each taken for the whole table, and count by their size.
    Strata are None where it is not known of every quote in which it would be.
    """
    designs = [design for design, _ in draws]
    kinds = list(dict.fromkeys(designs))
    weight, stratum = np.zeros(len(places)), np.zeros(len(places), dtype=int)
    every: np.ndarray | None = None
    first = 0
    for design in kinds:
        own = np.array([i for i, one in enumerate(designs) if one == design])
        at = np.asarray(places)[own]
        chances = np.array([draws[i][1] for i in own], dtype=float)
        weights, strata, known = _one(table, at, design, chances)
        weight[own] = weights * len(own) / len(places)
        stratum[own] = strata + first
        every = known
        first += int(strata.max(initial=0)) + 1
    return weight, stratum, every if len(kinds) == 1 else None


def _one(
    table: pd.DataFrame, at: np.ndarray, design: str, chances: np.ndarray
) -> tuple[np.ndarray, np.ndarray, np.ndarray | None]:
    """The same for one way to draw; the weights add up to all quotes."""
    n = len(table)
    if design == "random":  # also where the reviewer stopped early or drew again
        return np.full(len(at), n / len(at)), np.zeros(len(at), int), np.zeros(n, int)
    if found := _STRATIFIED.fullmatch(design):
        return _by_stratum(table, at, found[1].split(", "))
    weights = 1 / chances
    return weights * n / weights.sum(), np.zeros(len(at), int), None


def _by_stratum(
    table: pd.DataFrame, at: np.ndarray, columns: list[str]
) -> tuple[np.ndarray, np.ndarray, np.ndarray | None]:
    """Each label stands for its part of the stratum; strata without enough are one together."""
    if lacking := [column for column in columns if column not in table]:
        where = "; give the articles too (articles=)" * ("outlet" in lacking)
        raise ValueError(
            f"estimate: the labels were drawn by {', '.join(columns)}, but there is no "
            f"{lacking[0]!r} in the quotes{where}"
        )
    keys = table[columns].astype("string").fillna("").agg("\0".join, axis=1)
    number = pd.factorize(keys)[0]
    size, drawn = np.bincount(number), np.bincount(number[at], minlength=number.max() + 1)
    few = drawn < _FEW
    weight = size[number[at]] / np.maximum(1, drawn[number[at]])
    rest = few[number[at]]
    if rest.any():  # those among them without a label are shared out
        weight[rest] *= size[few].sum() / weight[rest].sum()
    elif few.any():
        weight *= len(table) / weight.sum()
    joined = np.where(few, len(size), np.arange(len(size)))
    # numbers without gaps, the joined one last
    order = np.unique(joined[number[at]])
    every = np.searchsorted(order, joined[number])
    every = np.where(np.isin(joined[number], order), every, -1)
    return weight, np.searchsorted(order, joined[number[at]]), every


def usable(draws: Mapping[str, Draw], names: Sequence[str]) -> tuple[list[str], dict[str, int]]:
    """Those of the quotes whose chance to be drawn is known, and how many were drawn without."""
    good, bad = [], dict[str, int]()
    for name in names:
        design, chance = draws.get(name, ("", None))
        if chance is None:
            bad[design] = bad.get(design, 0) + 1
        else:
            good.append(name)
    return good, bad
