"""A quote in its sentence, and the passages of an article that hold its quotes."""

import re
from bisect import bisect_right
from collections.abc import Iterator

from analystkit.markup.marks import Mark, Piece, Sweep
from analystkit.text.sentences import Sentences

_REACH = 320  # characters shown before and after a quote at most
_AROUND = 700  # and in a passage


def in_sentence(
    text: str, sentences: Sentences, marks: list[Mark]
) -> tuple[bool, list[Piece], bool]:
    """The quote and who speaks in their sentence; around it, whether the sentence goes on."""
    low = min(mark.start for mark in marks if mark.role == "quote")
    high = max(mark.end for mark in marks if mark.role == "quote")
    near = [m for m in marks if m.end > low - _REACH and m.start < high + _REACH]
    first = sentences.at(min(mark.start for mark in near))
    last = sentences.at(max(mark.end for mark in near) - 1)
    begin, stop = sentences.bounds[first][0], sentences.bounds[last][1]
    start, end = _whole_words(text, max(begin, low - _REACH), min(stop, high + _REACH))
    end = start + len(text[start:end].rstrip())
    pieces = Sweep(text, near).pieces(start, end)
    return start > begin, pieces, bool(text[end:stop].strip())


def passages(text: str, marks: list[Mark]) -> Iterator[list[Piece]]:
    """The pieces of paragraphs that hold quotes; an empty list where others lie between."""
    sweep, done = Sweep(text, marks), 0
    for start, end in _windows(text, [mark for mark in marks if mark.role == "quote"]):
        if text[done:start].strip():
            yield []
        yield sweep.pieces(start, end)
        done = end
    if done and text[done:].strip():
        yield []


def _windows(text: str, quotes: list[Mark]) -> list[tuple[int, int]]:
    """The paragraphs of these quotes, cut short where they are long."""
    breaks = list(re.finditer(r"[\r\n]+", text))
    starts = [0, *(found.end() for found in breaks)]
    ends = [*(found.start() for found in breaks), len(text)]
    found: list[tuple[int, int]] = []
    for low, high in sorted((mark.start, mark.end) for mark in quotes):
        end = ends[min(bisect_right(starts, high) - 1, len(ends) - 1)]
        start = max(starts[bisect_right(starts, low) - 1], low - _AROUND)
        stop = min(max(end, high), high + _AROUND)
        start, stop = _whole_words(text, start, stop)
        if found and start <= found[-1][1]:
            start, before = found.pop()
            stop = max(before, stop)
        found.append((start, stop))
    return found


def _whole_words(text: str, start: int, end: int) -> tuple[int, int]:
    """The stretch without the halves of words that a cut leaves at its ends."""
    if start and text[start - 1 : start + 1].isalnum():
        space = re.compile(r"\s").search(text, start, min(end, start + 40))
        start = space.end() if space else start
    if end < len(text) and text[end - 1 : end + 1].isalnum():
        back = text.rfind(" ", max(start, end - 40), end)
        end = back if back > start else end
    return start, end
