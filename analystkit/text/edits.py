"""A text with stretches of it replaced, and where offsets of the one stand in the other."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from itertools import accumulate

from analystkit.text.paragraphs import Offsets

Edit = tuple[int, int, str]  # what takes the place of the characters between two offsets


class Edited:
    """A text after some edits, none of which overlap.

    >>> edited = Edited("a<b>c", [(1, 4, " ")])
    >>> edited.text, edited.moved((4, 5)), edited.back((2, 3))
    ('a c', (2, 3), (4, 5))
    """

    def __init__(self, text: str, edits: Iterable[Edit]) -> None:
        self.original, self._edits = text, sorted(edits)
        parts, at = [], 0
        for start, end, new in self._edits:
            parts += [text[at:start], new]
            at = end
        self.text = "".join([*parts, text[at:]])
        grown = (len(new) - (end - start) for start, end, new in self._edits)
        self._shifts = [0, *accumulate(grown)]
        self._before = [end for _, end, _ in self._edits]
        # what is put in right behind a span is no part of it, nor what is taken out there
        self._after = [end + (start == end) / 2 for start, end, _ in self._edits]
        pairs = [*zip(self._edits, self._shifts, strict=False)]
        self._starts = [start + shift for (start, _, _), shift in pairs]
        self._ends = [start + shift + len(new) for (start, _, new), shift in pairs]

    def moved(self, span: Offsets) -> Offsets:
        """Where a span of the text as it was stands in the edited one."""
        start, end = span
        return (
            start + self._shifts[bisect_right(self._before, start)],
            end + self._shifts[bisect_right(self._after, end)],
        )

    def back(self, span: Offsets) -> Offsets:
        """Where a span of the edited text stands in the text as it was."""
        start, end = span
        i, j = bisect_right(self._ends, start), bisect_left(self._starts, end)
        # inside what was put in: from its begin, and up to its end
        if i < len(self._edits) and self._starts[i] <= start:
            start = self._edits[i][0]
        else:
            start -= self._shifts[i]
        if j and self._ends[j - 1] > end:
            return start, self._edits[j - 1][1]
        return start, end - self._shifts[j]
