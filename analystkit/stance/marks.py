"""A stance question as the network reads it: the passage's pieces, and holder and target marked.

The lower half of the network reads the passage's pieces alone, once for all that is asked of it;
the upper half reads on with marks put around holder and target.  Marks are no pieces, so no text
can spell one.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from analystkit.tables import readable

if TYPE_CHECKING:
    from tokenizers import Tokenizer

OPEN_HOLDER, CLOSE_HOLDER, OPEN_TARGET, CLOSE_TARGET, A_HOLDER, A_TARGET = MARKS = range(6)
SIZE = 128
LONGEST_MENTION = 24
Span = tuple[int, int]


def overlap(one: Span, other: Span) -> bool:
    """Whether two places share a character."""
    return one[0] < other[1] and other[0] < one[1]


def gap(one: Span, other: Span) -> int:
    """The characters between two places that do not overlap."""
    return max(one[0], other[0]) - min(one[1], other[1])


@dataclass(frozen=True)
class Pieces:
    """A text's word pieces: numbers, character offsets, and the word each belongs to."""

    ids: list[int]
    offsets: list[Span]
    words: list[int | None]

    @classmethod
    def of(cls, text: str, tokenizer: Tokenizer) -> Pieces:
        """The pieces of a text; the tokenizer must take special pieces for plain text."""
        encoding = tokenizer.encode(readable(text), add_special_tokens=False)
        return cls(encoding.ids, encoding.offsets, encoding.word_ids)

    def within(self, span: Span) -> Span:
        """The pieces of the whole words that a span of characters touches, or a `ValueError`."""
        start, end = span
        at = [n for n, (a, b) in enumerate(self.offsets) if a < end and b > start and a < b]
        if not at:
            raise ValueError(f"there is no word at {span}")
        first, last = at[0], at[-1]
        while first and self._joined(first):
            first -= 1
        while last + 1 < len(self.ids) and self._joined(last + 1):
            last += 1
        return first, last + 1

    def _joined(self, n: int) -> bool:
        return self.words[n] is not None and self.words[n] == self.words[n - 1]


@dataclass(frozen=True, order=True)
class Marked:
    """A passage's piece numbers, and the order in which they are read on, ``~mark`` being a mark.

    ``target`` and ``holder`` are the places of the opening marks in that order (0: no holder).
    """

    ids: tuple[int, ...]
    order: tuple[int, ...]
    target: int
    holder: int


def mark(
    pieces: Pieces,
    special: tuple[int, int],
    *,
    target: Span,
    holder: Span | None = None,
    hide: tuple[bool, bool] = (False, False),
    size: int = SIZE,
) -> Marked:
    """Mark holder and target, given as piece numbers; of a hidden one only the role is shown."""
    roles = [(_short(target), OPEN_TARGET, A_TARGET if hide[0] else None)]
    if holder is not None:
        roles.append((_short(holder), OPEN_HOLDER, A_HOLDER if hide[1] else None))
    roles.sort()
    opening, separator = special
    room = size - 2 - 2 * len(roles)
    ids, order, at = [opening], [0], {}
    for n, (start, end) in enumerate(_kept(len(pieces.ids), [r[0] for r in roles], room)):
        if n:
            order.append(len(ids))
            ids.append(separator)
        here, place = len(ids) - start, start
        for span, opens, hidden in roles:
            if not start <= span[0] < end:
                continue
            first = max(span[0], place)
            order += range(here + place, here + first)
            at[opens] = len(order)
            shown = range(here + first, here + span[1]) if hidden is None else [~hidden]
            order += [~opens, *shown, ~(opens + 1)]
            place = max(place, span[1])
        order += range(here + place, here + end)
        ids += pieces.ids[start:end]
    order.append(len(ids))
    ids.append(separator)
    return Marked(tuple(ids), tuple(order), at[OPEN_TARGET], at.get(OPEN_HOLDER, 0))


def _short(span: Span) -> Span:
    return span[0], min(span[1], span[0] + LONGEST_MENTION)


def _kept(n: int, spans: list[Span], room: int) -> list[Span]:
    """The stretches to read: one around all mentions if they fit, or one around each."""
    low, high = spans[0][0], max(s[1] for s in spans)
    if high - low <= room:
        return [_around(n, low, high, room)]
    half = (room - 1) // 2  # a separator stands between
    first = _around(n, *spans[0], half)
    second = _around(n, *spans[-1], half)
    return [first, (max(first[1], second[0]), second[1])]


def _around(n: int, low: int, high: int, room: int) -> Span:
    spare = room - (high - low)
    before = min(low, max(spare // 2, spare - (n - high)))
    return low - before, min(n, high + spare - before)
