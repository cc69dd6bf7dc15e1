"""What the layout tells: turns of a transcript, signed quotations, headlines."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

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
_NO_NAMES = frozenset("he she they it we i the a an".split())
_INITIAL = 3  # "Jr." and "B." keep their full stop
_LEAST = 3  # words: a scare quote before a dash is none
CERTAIN = {"words": 2.0, "content": 0.0, "begin": 0.0, "end": 0.0}
HEADLINE, CROSSHEAD = 25, 12  # words at most
_PULL_QUOTE = re.compile(r"[\"”’»'](?:\s*[–—―-]{1,2}\s*)\S")
_CLOSING = "\"'”’»)]"


def take_turns(quotations: Sequence[Quotation], marks: Marks) -> list[Quotation]:
    """The quotations, a transcript's lines each given whole to the speaker who opens it.

    A label counts when it opens two lines or more, and somewhere two labels take turns:
    "WATCH:" and a dateline do not.
    """
    found = list(_labelled(marks.text))
    times = Counter(label for _, label, _ in found)
    turns = [turn for turn in found if times[turn[1]] > 1]
    talk = any(
        number + 1 == following and label != other
        for (number, label, _), (following, other, _) in pairwise(turns)
    )
    return _with_certain(quotations, [turn for _, _, turn in turns]) if talk else list(quotations)


def _labelled(text: str) -> Iterator[tuple[int, str, Quotation]]:
    """Each paragraph that a label opens: its number, the label, and what is said there."""
    for number, (start, end) in enumerate(paragraphs(text)):
        label = _LABEL.match(text, start, end)
        if label is None:
            continue
        while end > label.end() and text[end - 1] in _TURN_CLOSING:
            end -= 1
        if any(map(str.isalnum, text[label.end() : end])):
            spans, colon, speaker = [(label.end(), end)], label.span(2), label.span(1)
            yield number, label[1], Quotation(spans, colon, speaker, CERTAIN)


def sign(quotations: Sequence[Quotation], marks: Marks) -> list[Quotation]:
    """The quotations, those that a dash and a name sign given to that name.

    The name must end its line, as under a pull-quote or a reader's answer.
    """
    signed = (_signed(m, marks.text) for m in marks.marked)
    return _with_certain(quotations, [q for q in signed if q])


def _with_certain(quotations: Sequence[Quotation], certain: list[Quotation]) -> list[Quotation]:
    """The quotations, the `certain` ones in place of the pieces that share words with them."""
    taken, kept = [q.spans[0] for q in certain], list(certain)
    for q in quotations:
        spans = [s for s in q.spans if not any(low < s[1] and s[0] < high for low, high in taken)]
        if spans:
            kept.append(replace(q, spans=spans))
    return sorted(kept, key=lambda q: q.spans)


def _signed(marked: MarkedPiece, text: str) -> Quotation | None:
    found = _SIGNATURE.match(text, marked.end)
    if found is None or len(text[slice(*marked.inner)].split()) < _LEAST:
        return None
    name, (start, end) = found.group(2), found.span(2)
    alone = marked.start == 0 or text[marked.start - 1] in "\r\n"
    if alone and name.endswith("."):  # a line of its own may end with a full stop
        end -= len(name.split()[-1]) > _INITIAL
        name = name[:-1]
    first, *rest = name.partition(",")[0].split()
    is_name = (  # every word up to a comma has a capital: no sentence goes on here
        first[0].isupper()
        and first.lower() not in _NO_NAMES
        and not name.endswith(".")
        and all(w[0].isupper() or w[:3] in _PARTICLES or w in _PARTICLES for w in rest)
    )
    return Quotation([marked.inner], found.span(1), (start, end), CERTAIN) if is_name else None


def headlines(text: str) -> list[Offsets]:
    """Offsets of short lines without an end to their sentence, above a blank line and more text.

    A quotation with a dash and a name is none.
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
