"""One facet of a quotes table: its options, as codes, and the best of them for a typed text."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np
import pandas as pd

NONE = "(none given)"


class Facet:
    """The values of a column as codes; the last code is for rows without a value.

    Options are ordered by how many rows have them, or as `order` gives them. `rows` are the
    places in another table that these values belong to, where there may be several to a place or,
    at -1, none.

    Examples
    --------
    >>> facet = Facet(pd.Series(["b", "a", "b", None], dtype="string"))
    >>> facet.names, facet.tally(np.array([True, True, False, True])).tolist()
    (['b', 'a'], [1, 1, 1])
    >>> facet.best(facet.tally(np.ones(4, dtype=bool)), "A")
    (['a'], 1)
    """

    def __init__(
        self, values: pd.Series, *, order: Sequence[str] = (), rows: np.ndarray | None = None
    ) -> None:
        codes, found = pd.factorize(values)
        names = [str(name) for name in found]
        totals = np.bincount(codes[codes >= 0], minlength=len(names))
        place = {name: i for i, name in enumerate(order)}
        ranked = sorted(
            range(len(names)),
            key=lambda i: (place.get(names[i], len(place)), -totals[i], names[i].casefold()),
        )
        self.names = [names[i] for i in ranked]
        self.codes = _renumbered(codes, ranked)
        self.rows = np.arange(len(values)) if rows is None else rows
        self.fixed = bool(order)
        self.code: dict[str | None, int] = {name: i for i, name in enumerate(self.names)}
        self.code[None] = len(self.names)
        self.lacking = bool((self.codes == len(self.names)).any())
        self._folded = [name.casefold() for name in self.names]
        self._by_code: np.ndarray | None = None

    def match(self, wanted: Iterable[str | None]) -> np.ndarray:
        """True for each row that has one of these values, which must be options."""
        chosen = np.zeros(len(self.names) + 1, dtype=bool)
        chosen[[self.code[value] for value in wanted]] = True
        return chosen[self.codes]

    def tally(self, keep: np.ndarray, *, once: bool = False) -> np.ndarray:
        """How many kept rows each option has, counting each place only once if so asked."""
        if not once:
            return np.bincount(self.codes[keep], minlength=len(self.names) + 1)
        if self._by_code is None:
            self._by_code = np.lexsort((self.rows, self.codes))
        order = self._by_code[keep[self._by_code]]
        codes, rows = self.codes[order], self.rows[order]
        new = np.ones(len(order), dtype=bool)
        new[1:] = (codes[1:] != codes[:-1]) | (rows[1:] != rows[:-1])
        return np.bincount(codes[new], minlength=len(self.names) + 1)

    def best(
        self,
        counts: np.ndarray,
        typed: str = "",
        *,
        chosen: Iterable[str | None] = (),
        most: int = 100,
    ) -> tuple[list[str | None], int]:
        """The options to offer for a typed text, and how many contain it.

        Those where a word begins with it come first, then those with most quotes; the chosen ones
        are always among them, and none given is the last.
        """
        words = typed.casefold().split()
        places = [
            i for i, name in enumerate(self._folded) if all(word in name for word in words)
        ] if words else range(len(self.names))  # fmt: skip
        found = np.fromiter(places, dtype=np.int64)
        if not self.fixed:
            start = " ".join(words)
            late = [f" {start}" not in f" {self._folded[i]}" for i in found] if words else 0
            found = found[np.lexsort((found, -counts[found], np.broadcast_to(late, found.shape)))]
        options: list[str | None] = [self.names[i] for i in found[:most]]
        if len(found) > most:
            options += [value for value in chosen if value and value not in options]
        nameless = self.lacking and all(word in NONE for word in words)
        return options + [None] * nameless, len(found) + nameless


def _renumbered(codes: np.ndarray, ranked: list[int]) -> np.ndarray:
    """Codes that count in another order, missing ones as the last."""
    new = np.empty(len(ranked) + 1, dtype=np.int32)
    new[ranked] = np.arange(len(ranked))
    new[-1] = len(ranked)  # where factorize's -1 points to
    return new[codes]
