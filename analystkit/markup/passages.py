"""A quote in its sentence, and the passages of an article that hold its quotes."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import pandas as pd

from analystkit.markup.html import Html, join, tag, words
from analystkit.palette import MISSING
from analystkit.text.sentences import Sentences

_REACH = 320  # characters shown before and after a quote at most
_AROUND = 700  # and in a passage


@dataclass(frozen=True)
class Mark:
    """A stretch of the text: words quoted, reporting words, or the words that name who speaks."""

    start: int
    end: int
    role: str
    number: int
    colour: str


def marks_of(row: Mapping[Any, Any], text: str, colour: str) -> list[Mark]:
    """The quote's places in its article; none where the words there are not the quote's."""
    spans = [(int(start), int(end)) for start, end in row["spans"]]
    if " … ".join(text[start:end] for start, end in spans) != row["quote"]:
        return []
    marks = [Mark(start, end, "quote", row["number"], colour) for start, end in spans]
    for role in ("cue", "source"):
        start, end = row[f"{role}_start"], row[f"{role}_end"]
        if not pd.isna(start) and not pd.isna(end) and 0 <= start < end <= len(text):
            marks.append(Mark(int(start), int(end), role, row["number"], colour))
    return marks


def in_sentence(text: str, sentences: Sentences, marks: list[Mark]) -> Html:
    """The quote in its sentence, with the words around it that say who speaks."""
    spans = [mark for mark in marks if mark.role == "quote"]
    low, high = min(mark.start for mark in spans), max(mark.end for mark in spans)
    near = [m for m in marks if m.end > low - _REACH and m.start < high + _REACH]
    first = sentences.at(min(mark.start for mark in near))
    last = sentences.at(max(mark.end for mark in near) - 1)
    start = max(sentences.bounds[first][0], low - _REACH)
    end = min(sentences.bounds[last][1], high + _REACH)
    start, end = _whole_words(text, start, end)
    end -= len(text[start:end]) - len(text[start:end].rstrip())
    before = "… " if start > sentences.bounds[first][0] else ""
    after = " …" if text[end : sentences.bounds[last][1]].strip() else ""
    return join([before, marked(text, start, end, near), after])


def passages(text: str, marks: Iterable[Mark]) -> Html:
    """The paragraphs that hold quotes, a gap where others lie between, quotes with their number."""
    ordered = sorted(marks, key=lambda mark: mark.start)
    parts, done, at = [], 0, 0
    carried: list[Mark] = []
    seen: set[int] = set()
    for start, end in _windows(text, [m for m in ordered if m.role == "quote"]):
        if text[done:start].strip():
            parts.append(tag("p", "[…]", class_="gap"))
        while at < len(ordered) and ordered[at].start < end:
            carried.append(ordered[at])
            at += 1
        carried = [mark for mark in carried if mark.end > start]
        parts.append(tag("p", marked(text, start, end, carried, seen=seen), dir="auto"))
        done = end
    if parts and text[done:].strip():
        parts.append(tag("p", "[…]", class_="gap"))
    return join(parts)


def marked(
    text: str, low: int, high: int, marks: Sequence[Mark], *, seen: set[int] | None = None
) -> Html:
    """A stretch of the text with its marks, the last begun giving the colour where they overlap.

    With `seen`, a quote that is not in it gets its number in front, and is added.
    """
    coming = sorted((m for m in marks if m.start < high and m.end > low), key=lambda m: -m.start)
    cuts = {low, high} | {at for m in coming for at in (m.start, m.end) if low < at < high}
    over: list[Mark] = []
    parts = []
    for start, end in pairwise(sorted(cuts)):
        over = [mark for mark in over if mark.end > start]
        while coming and coming[-1].start <= start:
            over.append(coming.pop())
            number = over[-1].number
            if seen is not None and over[-1].role == "quote" and number not in seen:
                seen.add(number)
                link = tag("a", str(number), class_="no", href=f"#q{number}", id=f"p{number}")
                parts.append(link)
        parts.append(_piece(text[start:end], over))
    return join(parts)


def _piece(text: str, over: list[Mark]) -> Html:
    inside = [mark for mark in over if mark.role == "quote"]
    roles = sorted({mark.role for mark in over} - {"quote"})
    inner = tag("span", text, class_=" ".join(roles)) if roles else words(text)
    if not inside:
        return inner
    colour = inside[-1].colour
    if colour == MISSING:
        return tag("mark", inner, class_="unknown")
    return tag("mark", inner, style=f"--camp:{colour}")


def _windows(text: str, quotes: list[Mark]) -> Iterator[tuple[int, int]]:
    """The paragraphs of these quotes, cut short where they are long."""
    starts = [0, *(match.end() for match in re.finditer(r"[\r\n]+", text))]
    place, spans = 0, sorted((mark.start, mark.end) for mark in quotes)
    last: tuple[int, int] | None = None
    for low, high in spans:
        while place + 1 < len(starts) and starts[place + 1] <= low:
            place += 1
        end = re.compile(r"[\r\n]|\Z").search(text, high)
        start = max(starts[place], low - _AROUND)
        stop = min(end.start() if end else len(text), high + _AROUND)
        start, stop = _whole_words(text, start, stop)
        if last and start <= last[1]:
            last = (last[0], max(last[1], stop))
            continue
        if last:
            yield last
        last = (start, stop)
    if last:
        yield last


def _whole_words(text: str, start: int, end: int) -> tuple[int, int]:
    """The stretch without the halves of words that a cut leaves at its ends."""
    if start and text[start - 1 : start + 1].isalnum():
        space = re.compile(r"\s").search(text, start, min(end, start + 40))
        start = space.end() if space else start
    if end < len(text) and text[end - 1 : end + 1].isalnum():
        back = text.rfind(" ", max(start, end - 40), end)
        end = back if back > start else end
    return start, end
