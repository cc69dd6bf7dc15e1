"""The tagger's labels and the best legal sequence of them."""

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
    """The highest-scoring tag sequence in which every inside tag continues its span."""
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
        s, c, t = (total[tag] for tag in continued)
        best = (top, top, s, top, c, top, t)
        total = [before + score for before, score in zip(best, row, strict=True)]
    path = [total.index(max(total))]
    for other, continued in reversed(back):
        tag = path[-1]
        path.append(continued[tag // 2 - 1] if tag and tag % 2 == 0 else other)
    return path[::-1]


def spans_of(tags: list[int]) -> list[TaggedSpan]:
    """The spans of a legal tag sequence, in order."""
    spans: list[TaggedSpan] = []
    for i, tag in enumerate(tags):
        if tag and tag % 2:
            spans.append(TaggedSpan((tag - 1) // 2, i, i + 1))
        elif tag:
            spans[-1] = spans[-1]._replace(end=i + 1)
    return spans


def log_softmax(scores: Floats) -> Floats:
    """The scores of each row as log-probabilities."""
    scores = scores - scores.max(axis=-1, keepdims=True)
    return scores - np.log(np.exp(scores).sum(axis=-1, keepdims=True))
