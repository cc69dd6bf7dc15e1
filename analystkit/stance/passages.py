"""The words a quotation's stance is read from: the sentences around a mention, with the source."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from typing import Any, NamedTuple

import pandas as pd

from analystkit.stance.marks import Span, gap, overlap
from analystkit.text.sentences import Sentences

FAR = 400  # characters between source and mention beyond which they are not read together


class Passage(NamedTuple):
    """A part of an article, ``start`` to ``end``, with the places of target and holder in it.

    The places count from ``start``; ``holder`` is None where the source stands elsewhere.
    """

    start: int
    end: int
    target: Span
    holder: Span | None


def passage(row: Mapping[Hashable, Any], mention: Span, text: str, sentences: Sentences) -> Passage:
    """The sentence that holds the mention, from or up to the source where it is near."""
    low, high = _sentence(sentences, mention)
    source = _place(row, "source")
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


def _place(row: Mapping[Hashable, Any], name: str) -> Span | None:
    start, end = row.get(f"{name}_start"), row.get(f"{name}_end")
    return None if pd.isna(start) or pd.isna(end) else (int(start), int(end))  # type: ignore[arg-type]
