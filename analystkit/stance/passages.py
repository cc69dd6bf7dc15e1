"""The words a quotation's stance is read from: the sentences around a mention, with the source."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from typing import Any, NamedTuple

from analystkit.stance.marks import Span, gap, overlap
from analystkit.tables import place_of
from analystkit.text.sentences import Sentences

FAR = 400  # characters between source and mention beyond which they are not read together


class Passage(NamedTuple):
    """A part of an article, and the places of target and holder (None: elsewhere) in it."""

    start: int
    end: int
    target: Span
    holder: Span | None


def passage(row: Mapping[Hashable, Any], mention: Span, text: str, sentences: Sentences) -> Passage:
    """The sentence that holds the mention, from or up to the source where it is near."""
    low, high = _sentence(sentences, mention)
    source = place_of(row, "source")
    if source is not None and overlap(source, mention):
        source = None
    if source is not None:
        first, last = _sentence(sentences, source)
        whole = min(low, first), max(high, last)
        together = "\n" not in text[whole[0] : whole[1]].strip()
        if together and (max(low, first) < min(high, last) or gap(source, mention) <= FAR):
            low, high = whole
        else:
            source = None
    while high > low and text[high - 1].isspace():
        high -= 1
    high = max(high, mention[1], source[1] if source else 0)
    return Passage(
        low,
        high,
        (mention[0] - low, mention[1] - low),
        source and (source[0] - low, source[1] - low),
    )


def _sentence(sentences: Sentences, span: Span) -> Span:
    first, last = sentences.at(span[0]), sentences.at(max(span[0], span[1] - 1))
    return sentences.bounds[first][0], sentences.bounds[last][1]
