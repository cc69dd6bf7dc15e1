"""The tagger's labels and the best legal sequence of them."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

SOURCE, CUE, CONTENT = 0, 1, 2
TAGS = ("O", "B-source", "I-source", "B-cue", "I-cue", "B-content", "I-content")

Floats = npt.NDArray[np.float32]


class Span(NamedTuple):
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

    Parameters
    ----------
    scores : array, words x tags
        Log-probabilities (or logits) of each tag.

    Examples
    --------
    >>> best_tags(np.log([[0.6, 0.1, 0.1, 0.05, 0.05, 0.05, 0.05],
    ...                   [0.1, 0.3, 0.4, 0.05, 0.05, 0.05, 0.05]]))
    [0, 1]
    """
    count = len(scores)
    if count == 0:
        return []
    total = np.full(len(TAGS), -np.inf)
    total[[0, 1, 3, 5]] = scores[0, [0, 1, 3, 5]]
    back = np.zeros((count, len(TAGS)), dtype=np.int8)
    for i in range(1, count):
        best = int(total.argmax())
        new = np.full(len(TAGS), total[best])
        back[i] = best
        for role in range(3):
            begin, inside = begin_tag(role), inside_tag(role)
            previous = begin if total[begin] >= total[inside] else inside
            new[inside] = total[previous]
            back[i, inside] = previous
        total = new + scores[i]
    path = [int(total.argmax())]
    for i in range(count - 1, 0, -1):
        path.append(int(back[i, path[-1]]))
    return path[::-1]


def spans_of(tags: list[int]) -> list[Span]:
    """The spans of a legal tag sequence, in order.

    Examples
    --------
    >>> spans_of([1, 2, 3, 5, 6, 6, 0])
    [Span(role=0, begin=0, end=2), Span(role=1, begin=2, end=3), Span(role=2, begin=3, end=6)]
    """
    spans: list[Span] = []
    for i, tag in enumerate(tags):
        if tag and tag % 2:
            spans.append(Span((tag - 1) // 2, i, i + 1))
        elif tag:
            role, begin, _ = spans[-1]
            spans[-1] = Span(role, begin, i + 1)
    return spans
