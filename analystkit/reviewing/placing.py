"""Which quote of this table was a decision about, and where in the text are its words now?

Numbers of rows change with every model and offsets with every comma, so a decision is brought back
to its quote by article and words.
"""

import re
from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import pandas as pd

_WORD = re.compile(r"\w+")
_LEAST = 0.6  # of the longer quote that the shorter one is, to be taken for the same
_GAP = " … "
Span = tuple[int, int]


@dataclass
class Place:
    """The quote a decision was about, as it stands in the table now."""

    row: int
    exact: bool  # the same words, be it with other marks
    spans: list[Span]
    known: list[Span]  # where the quote was when it was decided about
    before: list[int] = field(default_factory=list)  # ends of its words then, in order
    after: list[int] = field(default_factory=list)  # and now

    def moved(self, spans: Iterable[Sequence[int]]) -> list[Span]:
        """Where these places are now: as far moved as the nearest word of the quote is."""
        spans = [(int(start), int(end)) for start, end in spans]
        if self.exact and spans == self.known:
            return self.spans
        return [(self._moved(start), self._moved(end)) for start, end in spans]

    def _moved(self, at: int) -> int:
        if not self.before:
            return at
        i = bisect_left(self.before, at)
        near = min((j for j in (i - 1, i) if 0 <= j < len(self.before)),
                   key=lambda j: abs(self.before[j] - at))  # fmt: skip
        return at + self.after[near] - self.before[near]


class Quotes:
    """The quotes of a table by article and words."""

    def __init__(self, quotes: pd.DataFrame) -> None:
        self._rows: dict[str, list[tuple[int, str, list[str], list[Span]]]] = {}
        self._ids = {str(name): i for i, name in enumerate(quotes["quote_id"])}
        columns = zip(quotes["article_id"], quotes["quote"], quotes["spans"], strict=True)
        for row, (article, quote, spans) in enumerate(columns):
            own = self._rows.setdefault(str(article), [])
            own.append((row, str(quote), words_of(str(quote)), spans))

    def place(
        self, article: str, quote_id: str, words: str | None, spans: Sequence[Sequence[int]] | None
    ) -> Place | str:
        """The quote with these words, or why there is none."""
        rows = self._rows.get(article)
        if not rows:
            return "no quote of this article is in the table"
        known = [(int(start), int(end)) for start, end in spans or []]
        if words is None:  # without words only the name can tell
            found = [row for row in rows if row[0] == self._ids.get(quote_id)]
            return self._at(found[0], None, known) if found else "no quote has this id"
        tokens = words_of(words)
        same = [row for row in rows if row[2] == tokens]
        if len(same) > 1:
            same = _nearest(same, known)
            if not same:
                return "its words stand more than once in the article"
        if same:
            return self._at(same[0], words, known)
        alike = [row for row in rows if _alike(row[2], tokens)]
        if len(alike) == 1:
            return self._at(alike[0], words, known)
        return "its words are in no quote of the article" if not alike else (
            "its words are in more than one quote of the article"
        )  # fmt: skip

    def _at(
        self, row: tuple[int, str, list[str], list[Span]], words: str | None, known: list[Span]
    ) -> Place:
        number, quote, tokens, spans = row
        place = Place(number, words is None or words_of(words) == tokens, spans, known or spans)
        if words is None or not known:
            return place
        then, now = _ends(words, known), _ends(quote, spans)
        if then is None or now is None:
            return place
        old, new = words_of(words), tokens
        first = _inside(old, new) if len(old) <= len(new) else _inside(new, old)
        at_old, at_new = (0, first) if len(old) <= len(new) else (first, 0)
        for i in range(min(len(old), len(new))):
            place.before += then[at_old + i]
            place.after += now[at_new + i]
        return place


def words_of(text: str) -> list[str]:
    """The words of a text without its marks, which change between editions.

    >>> words_of("“We’ll go,” he said")
    ['we', 'll', 'go', 'he', 'said']
    """
    return _WORD.findall(text.casefold())


def find_words(text: str, words: str, near: int) -> Span | None:
    """Where these words stand in a text, whatever marks are between them; the nearest place."""
    tokens = [re.escape(word) for word in _WORD.findall(words)]
    if not tokens:
        return None
    pattern = re.compile(r"\b" + r"\W+".join(tokens) + r"\b", re.IGNORECASE)
    found = [match.span() for match in pattern.finditer(text)]
    return min(found, key=lambda span: abs(span[0] - near), default=None)


def at_words(text: str, span: Span) -> bool:
    """Whether a place is inside the text and cuts no word in two."""
    start, end = span
    if not 0 <= start < end <= len(text) or text[start:end].isspace():
        return False
    whole = [
        not (text[at - 1].isalnum() and text[at].isalnum()) for at in span if 0 < at < len(text)
    ]
    return all(whole)


def _nearest(
    rows: list[tuple[int, str, list[str], list[Span]]], known: list[Span]
) -> list[tuple[int, str, list[str], list[Span]]]:
    """The row at the place known, or by far the nearest to it."""
    if not known:
        return []
    away = sorted(((abs(row[3][0][0] - known[0][0]), row) for row in rows), key=lambda p: p[0])
    return [away[0][1]] if 2 * away[0][0] < away[1][0] else []


def _alike(one: list[str], other: list[str]) -> bool:
    """Whether one is the other with a little more at its ends."""
    short, long = sorted((one, other), key=len)
    return bool(short) and len(short) >= _LEAST * len(long) and _inside(short, long) >= 0


def _inside(short: list[str], long: list[str]) -> int:
    """From which word on the shorter one stands in the longer, or -1."""
    at = f"\0{chr(0).join(long)}\0".find(f"\0{chr(0).join(short)}\0")
    return -1 if at < 0 else f"\0{chr(0).join(long)}\0"[: at + 1].count("\0") - 1


def _ends(words: str, spans: Sequence[Span]) -> list[Span] | None:
    """Start and end in the article of each word of a quote."""
    ends, at = [], 0
    for start, end in spans:
        piece = words[at : at + end - start]
        if len(piece) != end - start:
            return None
        ends += [(start + m.start(), start + m.end()) for m in _WORD.finditer(piece)]
        at += len(piece) + len(_GAP)
    return ends if len(ends) == len(words_of(words)) else None


def unplaced_row(row: Mapping[str, Any], reason: str) -> dict[str, Any]:
    """A decision that could not be put to use, and why."""
    kept = ("id", "quote_id", "article_id", "field", "value", "words", "reviewer")
    return {**{key: row.get(key) for key in kept}, "reason": reason}
