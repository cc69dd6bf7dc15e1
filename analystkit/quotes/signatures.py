"""Signed quotations: marked words, a dash, and the name of who said them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from analystkit.quotes.spans import Marks, Offsets, Quotation

_SIGNATURE = re.compile(
    r"[ \t\xa0]*\n?[ \t\xa0]*([―—–]|--?)[ \t\xa0]*"
    r"([^\W\d_][\w.'’-]*(?:,?[ \xa0][\w.'’-]+){0,9})[ \t\xa0]*(?=[\r\n]|$)"
)
_LEAST = 3  # words: a scare quote before a dash is none
CERTAIN = {"words": 2.0, "content": 0.0, "begin": 0.0, "end": 0.0}


def sign(quotations: Sequence[Quotation], marks: Marks) -> list[Quotation]:
    """The quotations, those that a dash and a name sign given to that name.

    The name must end its line, as under a pull-quote or a reader's answer.
    """
    signed = [q for m in marks.marked if (q := _signed(m.start, m.end, m.inner, marks.text))]
    taken = [q.spans[0] for q in signed]
    rest = [r for q in quotations if (r := _less(q, taken))]
    return sorted([*signed, *rest], key=lambda q: q.spans)


def _signed(start: int, end: int, inner: Offsets, text: str) -> Quotation | None:
    if len(text[slice(*inner)].split()) < _LEAST:
        return None
    found = _SIGNATURE.match(text, end)
    if found is None or not found.group(2)[0].isupper():
        return None
    return Quotation([inner], "direct", found.span(1), found.span(2), CERTAIN)


def _less(quotation: Quotation, taken: list[Offsets]) -> Quotation | None:
    spans = [
        (start, end)
        for start, end in quotation.spans
        if not any(low < end and start < high for low, high in taken)
    ]
    return replace(quotation, spans=spans) if spans else None
