"""Signed quotations: marked words, a dash, and the name of who said them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from analystkit.quotes.marks import Marked
from analystkit.quotes.spans import Marks, Offsets, Quotation, kind_of

_SIGNATURE = re.compile(
    r"[ \t\xa0]*(?:\r?\n)?[ \t\xa0]*([―—–]|--?)[ \t\xa0]*"
    r"([^\W\d_][\w.'’-]*(?:[ \xa0][\w.'’-]+){0,5}(?:,[ \xa0][\w.'’ \xa0-]{1,60})?)"
    r"[ \t\xa0]*(?=[\r\n]|$)"
)
_PARTICLES = frozenset("al- bin ibn de la le van von der den of the and".split())
_INITIAL = 3  # "Jr." and "B." keep their full stop
_LEAST = 3  # words: a scare quote before a dash is none
CERTAIN = {"words": 2.0, "content": 0.0, "begin": 0.0, "end": 0.0}


def sign(quotations: Sequence[Quotation], marks: Marks) -> list[Quotation]:
    """The quotations, those that a dash and a name sign given to that name.

    The name must end its line, as under a pull-quote or a reader's answer.
    """
    signed = [q for m in marks.marked if (q := _signed(m, marks.text))]
    rest = without(quotations, [q.spans[0] for q in signed], marks)
    return sorted([*signed, *rest], key=lambda q: q.spans)


def without(quotations: Sequence[Quotation], taken: list[Offsets], marks: Marks) -> list[Quotation]:
    """The quotations less their pieces that share words with `taken`, which is in order."""
    return [r for q in quotations if (r := _less(q, taken, marks))]


def _signed(marked: Marked, text: str) -> Quotation | None:
    if len(text[slice(*marked.inner)].split()) < _LEAST:
        return None
    found = _SIGNATURE.match(text, marked.end)
    if found is None:
        return None
    name, (start, end) = found.group(2), found.span(2)
    alone = marked.start == 0 or text[marked.start - 1] in "\r\n"
    if alone and name.endswith("."):  # a line of its own may end with a full stop
        end -= len(name.split()[-1]) > _INITIAL
        name = name[:-1]
    if not _is_name(name):
        return None
    return Quotation([marked.inner], "direct", found.span(1), (start, end), CERTAIN)


def _is_name(words: str) -> bool:
    """Whether every word up to a comma has a capital: no sentence goes on here."""
    first, *rest = words.partition(",")[0].split()
    return (
        first[0].isupper()
        and first.lower() not in ("he", "she", "they", "it", "we", "i", "the", "a", "an")
        and not words.endswith(".")
        and all(w[0].isupper() or w[:3] in _PARTICLES or w in _PARTICLES for w in rest)
    )


def _less(quotation: Quotation, taken: list[Offsets], marks: Marks) -> Quotation | None:
    spans = [
        (start, end)
        for start, end in quotation.spans
        if not any(low < end and start < high for low, high in taken)
    ]
    if len(spans) == len(quotation.spans):
        return quotation
    return replace(quotation, spans=spans, kind=kind_of(marks.share(spans))) if spans else None
