"""Transcripts: lines that open with who speaks, in capitals, and a colon."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from analystkit.quotes.signatures import CERTAIN, without
from analystkit.quotes.spans import Marks, Offsets, Quotation, kind_of
from analystkit.quotes.windows import paragraphs

_LABEL = re.compile(
    r"[ \t\xa0]*[\"“]?([A-Z][A-Z.'’-]*(?:[ \xa0][A-Z][A-Z.'’-]*){0,3})[ \xa0]?(:)[ \t\xa0]+(?=\S)"
)
_CLOSING = '"” \t\xa0'


class _Turn(NamedTuple):
    paragraph: int
    label: str
    speaker: Offsets
    colon: Offsets
    words: Offsets


def take_turns(quotations: Sequence[Quotation], marks: Marks) -> list[Quotation]:
    """The quotations, a transcript's lines each given whole to the speaker who opens it.

    A label counts when it opens two lines or more, and somewhere two labels take turns:
    "WATCH:" and a dateline do not.
    """
    turns = [
        Quotation([t.words], kind_of(marks.share([t.words])), t.colon, t.speaker, CERTAIN)
        for t in _turns(marks.text)
    ]
    if not turns:
        return list(quotations)
    rest = without(quotations, [t.spans[0] for t in turns], marks)
    return sorted([*turns, *rest], key=lambda q: q.spans)


def _turns(text: str) -> list[_Turn]:
    found = list(_labelled(text))
    often = {label for label, times in Counter(t.label for t in found).items() if times > 1}
    turns = [t for t in found if t.label in often]
    talk = any(
        one.paragraph + 1 == other.paragraph and one.label != other.label
        for one, other in pairwise(turns)
    )
    return turns if talk else []


def _labelled(text: str) -> Iterator[_Turn]:
    for number, (start, end) in enumerate(paragraphs(text)):
        label = _LABEL.match(text, start, end)
        if label is None:
            continue
        while end > label.end() and text[end - 1] in _CLOSING:
            end -= 1
        if any(map(str.isalnum, text[label.end() : end])):
            yield _Turn(number, label[1], label.span(1), label.span(2), (label.end(), end))
