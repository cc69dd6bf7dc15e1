"""What the layout tells: turns of a transcript, signed quotations, headlines."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import NamedTuple

from analystkit.quotes.spans.marks import MarkedPiece
from analystkit.quotes.spans.quotation import Marks, Quotation
from analystkit.text.paragraphs import Offsets, paragraphs

_LABEL = re.compile(
    r"[ \t\xa0]*[\"“]?([A-Z][A-Z.'’-]*(?:[ \xa0][A-Z][A-Z.'’-]*){0,3})[ \xa0]?(:)[ \t\xa0]+(?=\S)"
)
_TURN_CLOSING = '"” \t\xa0'
_SIGNATURE = re.compile(
    r"[ \t\xa0]*(?:\r?\n)?[ \t\xa0]*([―—–]|--?)[ \t\xa0]*"
    r"([^\W\d_][\w.'’-]*(?:[ \xa0][\w.'’-]+){0,5}(?:,[ \xa0][\w.'’ \xa0-]{1,60})?)"
    r"[ \t\xa0]*(?=[\r\n]|$)"
)
_PARTICLES = frozenset("al- bin ibn de la le van von der den of the and".split())
_INITIAL = 3  # "Jr." and "B." keep their full stop
_LEAST = 3  # words: a scare quote before a dash is none
CERTAIN = {"words": 2.0, "content": 0.0, "begin": 0.0, "end": 0.0}
HEADLINE, CROSSHEAD = 25, 12  # words at most
_PULL_QUOTE = re.compile(r"[\"”’»'](?:\s*[–—―-]{1,2}\s*)\S")
_CLOSING = "\"'”’»)]"


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
    turns = [Quotation([t.words], t.colon, t.speaker, CERTAIN) for t in _turns(marks.text)]
    if not turns:
        return list(quotations)
    rest = without(quotations, [t.spans[0] for t in turns])
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
        while end > label.end() and text[end - 1] in _TURN_CLOSING:
            end -= 1
        if any(map(str.isalnum, text[label.end() : end])):
            yield _Turn(number, label[1], label.span(1), label.span(2), (label.end(), end))


def sign(quotations: Sequence[Quotation], marks: Marks) -> list[Quotation]:
    """The quotations, those that a dash and a name sign given to that name.

    The name must end its line, as under a pull-quote or a reader's answer.
    """
    signed = [q for m in marks.marked if (q := _signed(m, marks.text))]
    rest = without(quotations, [q.spans[0] for q in signed])
    return sorted([*signed, *rest], key=lambda q: q.spans)


def without(quotations: Sequence[Quotation], taken: list[Offsets]) -> list[Quotation]:
    """The quotations less their pieces that share words with `taken`."""
    kept = []
    for q in quotations:
        spans = [s for s in q.spans if not any(low < s[1] and s[0] < high for low, high in taken)]
        if spans:
            kept.append(replace(q, spans=spans))
    return kept


def _signed(marked: MarkedPiece, text: str) -> Quotation | None:
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
    return Quotation([marked.inner], found.span(1), (start, end), CERTAIN)


def _is_name(words: str) -> bool:
    """Whether every word up to a comma has a capital: no sentence goes on here."""
    first, *rest = words.partition(",")[0].split()
    return (
        first[0].isupper()
        and first.lower() not in ("he", "she", "they", "it", "we", "i", "the", "a", "an")
        and not words.endswith(".")
        and all(w[0].isupper() or w[:3] in _PARTICLES or w in _PARTICLES for w in rest)
    )


def headlines(text: str) -> list[Offsets]:
    r"""Offsets of the lines that stand as headline or crosshead.

    A short line without an end to its sentence, above a blank line and more text; a
    quotation with a dash and a name is none.

    Examples
    --------
    >>> text = "Freedonia slams ‘reckless’ raid\n\nThe raid came at night.\n\nAll was quiet."
    >>> [text[start:end] for start, end in headlines(text)]
    ['Freedonia slams ‘reckless’ raid']
    """
    lines = paragraphs(text)
    return [
        (start, end)
        for number, ((start, end), (after, _)) in enumerate(pairwise(lines))
        if end - start <= 400
        and text.count("\n", end, after) > 1  # a wrapped line is none
        and _heads(text[start:end], HEADLINE if number == 0 else CROSSHEAD)
    ]


def _heads(line: str, most: int) -> bool:
    bare = line.strip().strip("#*_ \t\xa0").rstrip(_CLOSING)
    if not bare or len(bare.split()) > most or _PULL_QUOTE.search(line):
        return False
    return bare[-1].isalnum() or bare[-1] == "?"


def without_headlines(quotations: Sequence[Quotation], text: str) -> list[Quotation]:
    """The quotations less those that stand in a headline."""
    heads = headlines(text)
    return [
        q
        for q in quotations
        if not any(start <= q.spans[0][0] and q.spans[-1][1] <= end for start, end in heads)
    ]
