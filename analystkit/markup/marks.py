"""A text cut where the marks over it begin and end."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping
from functools import lru_cache
from heapq import nsmallest
from itertools import pairwise
from typing import Any, NamedTuple

import pandas as pd
from markupsafe import Markup

from analystkit.palette import MISSING

_DEEPEST = 16  # marks over one another that are told apart


class Mark(NamedTuple):
    """A stretch of the text: what it is, whose quote it belongs to, how it is coloured."""

    start: int
    end: int
    role: str  # quote, cue or source
    number: int  # of the quote
    colour: str
    words: str = ""  # of its hover title
    focused: bool = False


class Piece(NamedTuple):
    """Words with the same marks over them, of which the innermost quote gives the colour."""

    text: str
    begun: tuple[int, ...]  # the quotes that begin here
    element: str = ""
    opening: str = ""  # the element's tag, still open
    numbers: str = ""  # the quotes they belong to, innermost first
    title: str = ""


def marks_of(
    quote: Mapping[Any, Any], length: int, number: int, colour: str, *, words: str = "",
    focused: bool = False,
) -> Iterator[Mark]:  # fmt: skip
    """A quote's words, cue and source, cut off at the end of a text so long."""
    spans: list[tuple[Any, Any, str]] = [(*span, "quote") for span in quote["spans"]]
    ends = [(quote.get(f"{x}_start"), quote.get(f"{x}_end"), x) for x in ("cue", "source")]
    for start, end, role in [*spans, *ends]:
        if start is None or end is None or pd.isna(start) or pd.isna(end):
            continue
        low, high = max(0, int(start)), min(length, int(end))
        if low < high:
            yield Mark(low, high, role, number, colour, words, focused)


class Sweep:
    """Goes through the text once, with the marks that lie over the place it has reached."""

    def __init__(self, text: str, marks: list[Mark]) -> None:
        self._text = text
        self._coming = sorted(marks, key=lambda mark: mark.start, reverse=True)
        self._edges = sorted({at for mark in marks for at in (mark.start, mark.end)})
        self._over: list[Mark] = []
        self._seen: set[int] = set()

    def pieces(self, start: int, end: int) -> list[Piece]:
        """A stretch cut wherever a mark begins or ends; stretches are asked for in order."""
        cuts = self._edges[bisect_right(self._edges, start) : bisect_left(self._edges, end)]
        return [self._piece(low, high) for low, high in pairwise([start, *cuts, end])]

    def _piece(self, low: int, high: int) -> Piece:
        self._over = [mark for mark in self._over if mark.end > low]
        begun = []
        while self._coming and self._coming[-1].start <= low:
            mark = self._coming.pop()
            if mark.end > low:
                self._over.append(mark)
                if mark.role == "quote" and mark.number not in self._seen:
                    self._seen.add(mark.number)
                    begun.append(mark.number)
        if not self._over:
            return Piece(self._text[low:high], tuple(begun))
        # The focused quote first, then the innermost.
        over = nsmallest(_DEEPEST, self._over, key=lambda m: (not m.focused, m.end - m.start))
        quoted = [mark for mark in over if mark.role == "quote"]
        colour = (quoted or over)[0].colour
        element = "mark" if quoted else "span"
        classes = sorted({f"ak-{mark.role}" for mark in over})
        classes += ["ak-focus"] * over[0].focused + ["ak-unknown"] * (colour == MISSING)
        opening = _opening(element, " ".join(classes), colour)
        numbers = " ".join(dict.fromkeys(str(mark.number) for mark in [*quoted, *over]))
        title = "\n\n".join(dict.fromkeys(mark.words for mark in over if mark.words))
        return Piece(self._text[low:high], tuple(begun), element, opening, numbers, title)


@lru_cache(maxsize=512)
def _opening(element: str, classes: str, colour: str) -> Markup:
    """A tag as far as many pieces share it, as a large report has tens of thousands."""
    return Markup('<{} class="{}" style="--ak-camp:{}"').format(element, classes, colour)
