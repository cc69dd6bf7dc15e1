"""Which wordings may be one statement, found in near linear time, and joined to groups."""

from collections import defaultdict
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

Numbers = np.ndarray[Any, np.dtype[np.integer[Any]]]
RUN = 3  # words: a shared stretch counts from this length
SEED = 4  # words: pairs are looked at only where they share a stretch as long
LONG = 8  # words: two speakers rarely hit on as long a run by chance
CROWD = 100  # wordings: a stretch that stands in more of them is a stock phrase
LONGEST = 8  # of the crowd, with which the others are still compared


@dataclass(frozen=True, order=True)
class Wording:
    """Words that one or more quotations have, and who is said to have spoken them."""

    words: tuple[str, ...]
    speaker: str  # empty where nobody is known
    named: bool  # in the registry, so that two different ones are two people
    verbatim: bool


@dataclass(frozen=True)
class Pair:
    """Two wordings, by number, and how many words stand in common stretches."""

    one: int
    other: int
    shared: int
    run: int  # the longest stretch
    share: float  # of the words of the one, which has fewer
    alike: float  # of the other's
    same: bool  # one known speaker
    verbatim: bool  # both, as the outlets give them

    @property
    def firm(self) -> bool:
        """Whether chance and stock phrases are no explanation."""
        return self.run >= LONG or self.alike >= 0.5

    @property
    def twins(self) -> bool:
        """Whether both are long and the same from end to end, whoever is named as speaker."""
        return self.shared >= LONG and self.alike >= 0.9


def pairs(wordings: Sequence[Wording], *, least: int) -> list[Pair]:
    """The pairs of wordings that share `least` words, or `RUN` by one known speaker."""
    found = []
    windows = [set(_windows(w.words, RUN)) for w in wordings]
    for both in _candidates(wordings):
        one, other = sorted(both, key=lambda number: len(wordings[number].words))
        pair = _compare(one, other, wordings[one], wordings[other], windows[other])
        if pair.shared >= (RUN if pair.same else least) and pair.share >= 0.5:
            found.append(pair)
    return found


def _compare(one: int, other: int, a: Wording, b: Wording, windows: set[tuple[str, ...]]) -> Pair:
    covered = [False] * len(a.words)
    run = stretch = 0
    for i, window in enumerate(_windows(a.words, RUN)):
        stretch = stretch + 1 if window in windows else 0
        if stretch:
            covered[i : i + RUN] = [True] * RUN
            run = max(run, stretch + RUN - 1)
    shared = sum(covered)
    same, verbatim = bool(a.speaker) and a.speaker == b.speaker, a.verbatim and b.verbatim
    share, alike = shared / len(a.words), shared / len(b.words)
    return Pair(one, other, shared, run, share, alike, same, verbatim)


def _windows(words: Sequence[str], size: int) -> Iterable[tuple[str, ...]]:
    return zip(*(words[i:] for i in range(size)), strict=False)


def _candidates(wordings: Sequence[Wording]) -> Iterable[tuple[int, int]]:
    """Each pair once that shares a stretch of `SEED` words, or all of a shorter quotation."""
    seeds: dict[Hashable, list[int]] = defaultdict(list)
    # Three words alone are told to be the same ones by their speaker.
    brief = {(w.speaker, w.words) for w in wordings if w.verbatim and len(w.words) == RUN}
    for number, wording in enumerate(wordings):
        for window in set(_windows(wording.words, SEED)):
            seeds[window].append(number)
        if wording.speaker:
            keys = {(wording.speaker, window) for window in _windows(wording.words, RUN)}
            for key in keys & brief:
                seeds[key].append(number)
    lengths = np.array([len(w.words) for w in wordings])
    groups = {tuple(standing) for standing in seeds.values() if len(standing) > 1}
    codes = [_paired(np.array(group), lengths) for group in sorted(groups)]
    if not codes:
        return
    # One number a pair, so that the many pairs found several times are told apart fast.
    for code in np.unique(np.concatenate(codes)).tolist():
        yield divmod(code, len(wordings))


def _paired(group: Numbers, lengths: Numbers) -> Numbers:
    """All pairs of a group of wordings; in a crowd, each with the longest few alone."""
    if len(group) <= CROWD:
        one, other = np.triu_indices(len(group), 1)
        low, high = group[one], group[other]
    else:
        longest = group[np.argsort(-lengths[group], kind="stable")[:LONGEST]]
        low, high = (side.ravel() for side in np.meshgrid(longest, group))
        low, high = np.minimum(low, high), np.maximum(low, high)
        low, high = low[low < high], high[low < high]
    return low.astype(np.int64) * len(lengths) + high


def components(wordings: Sequence[Wording], found: Sequence[Pair]) -> list[int]:
    """The group of each wording, named by one of its members.

    A long stretch, or being nearly alike, joins for good; a short one brings in a shorter wording
    that is alone or among fragments, so that a phrase of two statements does not tie them.
    """
    root = list(range(len(wordings)))
    size = [1] * len(wordings)
    longest = [len(wording.words) for wording in wordings]
    people = [{w.speaker} if w.named else set() for w in wordings]

    def find(one: int) -> int:
        while root[one] != one:
            root[one] = root[root[one]]
            one = root[one]
        return one

    def loose(one: int) -> bool:
        return size[one] == 1 or longest[one] < LONG

    for pair in sorted(found, key=_best_first):
        one, other = find(pair.one), find(pair.other)  # the shorter wording's is the first
        at_odds = people[one] - people[other] and people[other] - people[one]
        if one == other or (at_odds and not pair.twins) or not (pair.firm or loose(one)):
            continue
        root[other] = one
        size[one] += size[other]
        longest[one] = max(longest[one], longest[other])
        people[one] |= people[other]
    return [find(one) for one in range(len(wordings))]


def _best_first(pair: Pair) -> tuple[object, ...]:
    ranks = (pair.firm, pair.same, pair.verbatim, pair.share, pair.shared, pair.alike)
    return (*(-rank for rank in ranks), pair.one, pair.other)
