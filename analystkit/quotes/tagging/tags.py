"""The tagger's labels and the best legal sequence of them."""

from __future__ import annotations

from math import inf
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

SOURCE, CUE, CONTENT = 0, 1, 2
TAGS = ("O", "B-source", "I-source", "B-cue", "I-cue", "B-content", "I-content")
Floats = npt.NDArray[np.float32]


class TaggedSpan(NamedTuple):
    """A run of words ``[begin, end)`` with its role."""

    role: int
    begin: int
    end: int


def begin_tag(role: int) -> int:
    """The tag of a span's first word."""
    return 1 + 2 * role


def inside_tag(role: int) -> int:
    """The tag of a span's further words."""
    return 2 + 2 * role


def best_tags(scores: Floats) -> list[int]:
    """The highest-scoring tag sequence in which every inside tag continues its span.

    Examples
    --------
    >>> best_tags(np.log([[0.6, 0.1, 0.1, 0.05, 0.05, 0.05, 0.05],
    ...                   [0.1, 0.3, 0.4, 0.05, 0.05, 0.05, 0.05]]))
    [0, 1]
    """
    if len(scores) == 0:
        return []
    rows = scores.tolist()  # plain floats: on seven tags a word they beat arrays
    total = [-inf if tag and tag % 2 == 0 else score for tag, score in enumerate(rows[0])]
    back: list[tuple[int, list[int]]] = []
    for row in rows[1:]:
        top = max(total)
        continued = [
            begin if total[begin] >= total[begin + 1] else begin + 1 for begin in (1, 3, 5)
        ]
        back.append((total.index(top), continued))
        s, c, t = continued
        total = [
            top + row[0],
            top + row[1],
            total[s] + row[2],
            top + row[3],
            total[c] + row[4],
            top + row[5],
            total[t] + row[6],
        ]
    path = [total.index(max(total))]
    for best, continued in reversed(back):
        tag = path[-1]
        path.append(continued[tag // 2 - 1] if tag and tag % 2 == 0 else best)
    return path[::-1]


def spans_of(tags: list[int]) -> list[TaggedSpan]:
    """The spans of a legal tag sequence, in order.

    Examples
    --------
    >>> spans_of([1, 2, 2, 5, 6, 6, 0])
    [TaggedSpan(role=0, begin=0, end=3), TaggedSpan(role=2, begin=3, end=6)]
    """
    spans: list[TaggedSpan] = []
    for i, tag in enumerate(tags):
        if tag and tag % 2:
            spans.append(TaggedSpan((tag - 1) // 2, i, i + 1))
        elif tag:
            role, begin, _ = spans[-1]
            spans[-1] = TaggedSpan(role, begin, i + 1)
    return spans
