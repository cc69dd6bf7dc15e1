"""Quotation marks: where marked text begins and ends, apostrophes told from marks.

All styles are read paragraph by paragraph, so an odd mark spoils one at most; a quotation that
opens each of its paragraphs and closes once comes out as one chain of marked pieces.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from analystkit.text.paragraphs import paragraphs

_MARK = re.compile(r"''|``|[“”„‟«»‘’‚‛‹›\"'＂]")
_FAMILY = {
    **dict.fromkeys(("“", "”", "„", "‟"), "double"),
    **dict.fromkeys(("''", "``"), "doubled"),
    **dict.fromkeys(('"', "＂"), "straight"),
    **dict.fromkeys(("«", "»"), "guillemet"),
    **dict.fromkeys(("‹", "›"), "angle"),
    **dict.fromkeys(("‘", "’", "‚", "‛"), "single"),
    "'": "plain",
}
_OPENS = frozenset(("“", "„", "``", "«", "‘", "‚", "‛", "‹"))
_CLIPPED = re.compile(
    r"(?:\d\d(?:s|\b)|(?:tis|twas|em|cause|til|bout|round|n|cos|twill|nuff)\b)", re.IGNORECASE
)


@dataclass(frozen=True)
class MarkedPiece:
    """One marked piece of text: its place with the marks, and that of the words in them."""

    start: int
    end: int
    inner: tuple[int, int]
    chain: int  # shared by the paragraphs of one quotation
    closed: bool  # with its closing mark, not going on in the next paragraph


class _Open(NamedTuple):
    start: int
    after: int
    family: str
    chain: int


def find_marked(text: str) -> list[MarkedPiece]:
    """The marked pieces of `text`, outermost only, one left open ends its paragraph."""
    found: list[MarkedPiece] = []
    carried: _Open | None = None
    chains = 0
    for start, end in paragraphs(text):
        line = _Line(text, start, end)
        open_: _Open | None = None
        leftover, carried = carried, None
        for at, after in line.marks:
            family = _FAMILY[text[at:after]]
            role = line.role(at, after, open_)
            if role == "open":
                if open_ is not None and open_.family != family:
                    continue
                if open_ is not None:
                    found.append(_piece(text, open_, at, at, closed=False))
                gap = text[start:at].strip("> \t\xa0–—-•*")
                if leftover and leftover.family == family and not gap:
                    chain = leftover.chain
                else:
                    chain, chains = chains, chains + 1
                open_, leftover = _Open(at, after, family, chain), None
            elif role == "close" and open_ is not None and open_.family == family:
                found.append(_piece(text, open_, at, after, closed=True))
                open_ = None
        if open_ is not None:
            found.append(_piece(text, open_, end, end, closed=False))
            carried = open_
    return [m for m in found if m.inner[0] < m.inner[1]]


def uniform(text: str, marked: Sequence[MarkedPiece]) -> str:
    """`text` at the same length, rare marks around the pieces made the common “ and ”."""
    parts, at = [], 0
    for m in marked:
        opening, closing = text[m.start : m.inner[0]], text[m.inner[1] : m.end]
        if opening[:1] in '“"':
            continue
        parts += [text[at : m.start], _in_place(opening, "“"), text[slice(*m.inner)]]
        parts.append(_in_place(closing, "”"))
        at = m.end
    return "".join([*parts, text[at:]])


def _in_place(marks: str, mark: str) -> str:
    bare = marks.strip()
    return marks.replace(bare, mark.ljust(len(bare)), 1) if bare else marks


def _piece(text: str, open_: _Open, inner_end: int, end: int, *, closed: bool) -> MarkedPiece:
    low, high = open_.after, inner_end
    while low < high and text[low].isspace():
        low += 1
    while high > low and text[high - 1].isspace():
        high -= 1
    return MarkedPiece(open_.start, end if closed else high, (low, high), open_.chain, closed)


class _Line:
    """A paragraph whose marks are told apart: opening, closing, or apostrophes."""

    def __init__(self, text: str, start: int, end: int) -> None:
        self.text, self.start, self.end = text, start, end
        self.marks = [m.span() for m in _MARK.finditer(text, start, end)]
        # the last place where each single mark could close
        self.last_closer = {
            _FAMILY[text[at]]: at
            for at, after in self.marks
            if text[at:after] in ("'", "’") and self._ends_word(at, after)
        }

    def _before(self, at: int) -> str:
        return self.text[at - 1] if at > self.start else " "

    def _behind(self, after: int) -> str:
        return self.text[after] if after < self.end else " "

    def _ends_word(self, at: int, after: int) -> bool:
        return not self._before(at).isspace() and not self._behind(after).isalnum()

    def role(self, at: int, after: int, open_: _Open | None) -> str | None:
        """Whether a mark opens or closes, None for neither."""
        mark, family = self.text[at:after], _FAMILY[self.text[at:after]]
        before, behind = self._before(at), self._behind(after)
        is_open = open_ is not None and open_.family == family
        if family in ("single", "plain"):
            return self._single_role(at, after, is_open)
        if family in ("double", "guillemet", "angle") and is_open:
            # “ closes German „…“, » closes «…» and « closes »…«
            assert open_ is not None
            opened = self.text[open_.start : open_.after]
            if mark in _OPENS and mark != opened and not before.isspace():
                return "close"
            return "open" if mark == opened and mark in _OPENS else "close"
        starts_word = not behind.isspace() and (before.isspace() or before in "([{—–-/…‘'“\"")
        if mark in _OPENS:
            return "open" if not behind.isspace() or before.isspace() else None
        if is_open:
            return "open" if starts_word and before.isspace() else "close"
        if family in ("straight", "doubled") and before.isdigit() and not starts_word:
            return None  # inches or seconds
        if starts_word:
            return "open"
        # a straight mark with space on both sides opens, any other lone closer says nothing
        return "open" if family in ("straight", "doubled") and before.isspace() else None

    def _single_role(self, at: int, after: int, is_open: bool) -> str | None:
        mark, before, behind = self.text[at:after], self._before(at), self._behind(after)
        if before.isalnum() and behind.isalnum():
            return None
        if mark in "'’" and is_open and self._ends_word(at, after):
            possessive = before in "sS" and behind == " " and self.last_closer[_FAMILY[mark]] > at
            return None if possessive and self.text[after + 1 : after + 2].islower() else "close"
        opens = mark in _OPENS or mark == "'"
        if not opens or behind.isspace() or before.isalnum() or _CLIPPED.match(self.text, after):
            return None
        if is_open or (mark == "'" and self.last_closer.get("plain", -1) <= at):
            return None
        return "open"
