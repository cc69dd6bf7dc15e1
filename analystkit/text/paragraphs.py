"""Offsets in a text, and those of its paragraphs."""

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache

Offsets = tuple[int, int]  # half-open, in characters
_PARAGRAPH = re.compile(r"[^\r\n\u2028\u2029\x0b\x0c\x85]+")


@lru_cache(maxsize=64)  # every stage of reading an article asks for them
def paragraphs(text: str) -> tuple[Offsets, ...]:
    r"""The offsets of the lines that are not blank.

    >>> paragraphs("One.\n\nTwo.")
    ((0, 4), (6, 10))
    """
    return tuple(m.span() for m in _PARAGRAPH.finditer(text) if not m.group().isspace())


def cut_at_spaces(
    text: str, start: int, end: int, *, most: int, least: int = 1
) -> Iterator[Offsets]:
    """A stretch of text in parts of at most `most` characters, where it can be cut at spaces."""
    while end - start > most:
        cut = text.rfind(" ", start + least, start + most)
        cut = cut if cut > 0 else start + most
        yield start, cut
        start = cut
    yield start, end


def union(spans: Iterable[Offsets]) -> list[Offsets]:
    """The spans in order, those that touch or overlap made one.

    >>> union([(4, 9), (0, 4), (12, 15), (5, 7)])
    [(0, 9), (12, 15)]
    """
    merged: list[Offsets] = []
    for start, end in sorted(spans):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged
