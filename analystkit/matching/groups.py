"""Pairs joined to groups, with a guard against chains through stock phrases."""

from __future__ import annotations

from collections.abc import Sequence

from analystkit.matching.pairs import LONG, Pair, Wording


def components(wordings: Sequence[Wording], found: Sequence[Pair]) -> list[int]:
    """The group of each wording, named by one of its members.

    A long common stretch, or being nearly alike, joins two groups for good.  A short common
    stretch only brings the shorter wording in, while it is alone or among fragments like itself:
    so a phrase that stands in two statements goes to the one it fits best and does not tie them
    together.  A group holds
    two people that the registry tells apart only where the same long words, from end to end, are
    given to both.
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
        if one == other or (at_odds and not pair.twins):
            continue
        if not (pair.firm or loose(one)):
            continue
        root[other] = one
        size[one] += size[other]
        longest[one] = max(longest[one], longest[other])
        people[one] |= people[other]
    return [find(one) for one in range(len(wordings))]


def _best_first(pair: Pair) -> tuple[object, ...]:
    ranks = (pair.firm, pair.same, pair.verbatim, pair.share, pair.shared, pair.alike)
    return (*(-rank for rank in ranks), pair.one, pair.other)
