"""A stance question as the network reads it: the text with its holder and target marked.

Holder and target each stand between an opening and a closing mark of their own.  The
marks are pieces that no text can spell, so a text that holds "[unused1]" changes nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from analystkit.tables import readable

if TYPE_CHECKING:
    from tokenizers import Tokenizer

MARKS = ("[unused1]", "[unused2]", "[unused3]", "[unused4]", "[unused5]", "[unused6]")
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
class Special:
    """The numbers of the pieces that are no text."""

    opening: int
    separator: int
    open_holder: int
    close_holder: int
    open_target: int
    close_target: int
    a_holder: int
    a_target: int

    @classmethod
    def of(cls, tokenizer: Tokenizer) -> Special:
        """Looked up by name; a `ValueError` names the first that is not there."""
        numbers = []
        for piece in ("[CLS]", "[SEP]", *MARKS):
            number = tokenizer.token_to_id(piece)
            if number is None:
                raise ValueError(f"the tokenizer lacks {piece}: it is not the stance model's")
            numbers.append(number)
        return cls(*numbers)


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


@dataclass(frozen=True)
class Marked:
    """Piece numbers with marks, and the places of the opening marks (0: no holder)."""

    ids: list[int]
    target: int
    holder: int


def mark(
    pieces: Pieces,
    special: Special,
    *,
    target: Span,
    holder: Span | None = None,
    hide: tuple[bool, bool] = (False, False),
    size: int = SIZE,
) -> Marked:
    """Mark holder and target, given as piece numbers; of a hidden one only the role is shown."""
    roles = [(_short(target), special.open_target, special.close_target)]
    hidden = {_short(target): special.a_target} if hide[0] else {}
    if holder is not None:
        roles.append((_short(holder), special.open_holder, special.close_holder))
        if hide[1]:
            hidden[_short(holder)] = special.a_holder
    roles.sort()
    room = size - 2 - 2 * len(roles)
    ids, at = [special.opening], {}
    for n, (start, end) in enumerate(_kept(len(pieces.ids), [r[0] for r in roles], room)):
        if n:
            ids.append(special.separator)
        place = start
        for span, opening, closing in roles:
            if not start <= span[0] < end:
                continue
            first = max(span[0], place)
            ids += pieces.ids[place:first]
            at[opening] = len(ids)
            shown = [hidden[span]] if span in hidden else pieces.ids[first : span[1]]
            ids += [opening, *shown, closing]
            place = max(place, span[1])
        ids += pieces.ids[place:end]
    ids.append(special.separator)
    return Marked(ids, at[special.open_target], at.get(special.open_holder, 0))


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
