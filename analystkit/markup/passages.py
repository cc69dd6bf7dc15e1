"""A quote in its sentence, and the passages of an article that hold its quotes."""

import re
from collections.abc import Iterator

from analystkit.markup.marks import Mark, Piece, Sweep
from analystkit.text.sentences import Sentences

_REACH = 320  # characters shown before and after a quote at most
_AROUND = 700  # and in a passage


def in_sentence(
    text: str, sentences: Sentences, marks: list[Mark]
) -> tuple[bool, list[Piece], bool]:
    """The quote and who speaks in their sentence; around it, whether the sentence goes on."""
    spans = [mark for mark in marks if mark.role == "quote"]
    low, high = min(mark.start for mark in spans), max(mark.end for mark in spans)
    near = [m for m in marks if m.end > low - _REACH and m.start < high + _REACH]
    first = sentences.at(min(mark.start for mark in near))
    last = sentences.at(max(mark.end for mark in near) - 1)
    start = max(sentences.bounds[first][0], low - _REACH)
    end = min(sentences.bounds[last][1], high + _REACH)
    start, end = _whole_words(text, start, end)
    end -= len(text[start:end]) - len(text[start:end].rstrip())
    after = bool(text[end : sentences.bounds[last][1]].strip())
    return start > sentences.bounds[first][0], Sweep(text, near).pieces(start, end), after


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
    starts = [0, *(match.end() for match in re.finditer(r"[\r\n]+", text))]
    place, spans = 0, sorted((mark.start, mark.end) for mark in quotes)
    found: list[tuple[int, int]] = []
    for low, high in spans:
        while place + 1 < len(starts) and starts[place + 1] <= low:
            place += 1
        end = re.compile(r"[\r\n]|\Z").search(text, high)
        start = max(starts[place], low - _AROUND)
        stop = min(end.start() if end else len(text), high + _AROUND)
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
