"""From words to characters: quote marks repair the edges, join pieces and give the kind."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from analystkit.quotes.linking import Attribution
from analystkit.quotes.marks import Marked
from analystkit.quotes.tags import Span
from analystkit.quotes.windows import Words

Offsets = tuple[int, int]
_DATELINE = re.compile(
    r"[A-Z][A-Z.'’ /-]+(?:,[ \xa0]\w[\w. ]*)*(?:[ \xa0]?\([^()\n]{1,40}\))?"
    r"[ \xa0]*[–—-]{1,2}[ \xa0]+"
)
_SMALL = frozenset("a an and as at by for from in of on or that the to with".split())
_EDGE = " \t\r\n\xa0\u2009\u202f\u200b\ufeff"


@dataclass(frozen=True)
class Quotation:
    """One quotation in character offsets; ``kind`` is direct, mixed or indirect."""

    spans: list[Offsets]
    kind: str
    cue: Offsets | None
    source: Offsets | None
    certainty: dict[str, float]


class Marks:
    """The marked pieces of a text, looked up by place."""

    def __init__(self, text: str, marked: Sequence[Marked]) -> None:
        self.text = text
        self.marked = list(marked)
        self._starts = [m.start for m in self.marked]

    def overlapping(self, start: int, end: int) -> list[Marked]:
        """The marked pieces whose inside shares a character with ``[start, end)``."""
        low = bisect_right(self._starts, start) - 1
        high = bisect_left(self._starts, end)
        near = self.marked[max(low, 0) : high]
        return [m for m in near if m.inner[0] < end and m.inner[1] > start]

    def share(self, spans: Iterable[Offsets]) -> float:
        """How much of the letters and digits in `spans` stands inside marks, 0 to 1."""
        inside = total = 0
        for start, end in spans:
            total += _letters(self.text, start, end)
            for m in self.overlapping(start, end):
                inside += _letters(self.text, max(start, m.inner[0]), min(end, m.inner[1]))
        return inside / total if total else 0.0


def kind_of(share: float) -> str:
    """The kind of a quotation with this share of its words inside quote marks.

    Examples
    --------
    >>> kind_of(1.0), kind_of(0.3), kind_of(0.0)
    ('direct', 'mixed', 'indirect')
    """
    return "direct" if share >= 0.95 else "indirect" if share <= 0.05 else "mixed"


def place(attributions: Sequence[Attribution], words: Words, marks: Marks) -> list[Quotation]:
    """The attributions with character offsets, their edges mended by the marks."""
    taken = sorted(
        offsets
        for a in attributions
        for span in (a.cue, a.source)
        if span is not None
        for offsets in [_characters(words, span)]
    )
    found = []
    for a in attributions:
        spans = [_mend(_characters(words, c), marks, taken) for c in a.contents]
        spans = _telling(marks.text, _merged(marks.text, spans))
        if spans:
            found.append(
                Quotation(
                    spans,
                    kind_of(marks.share(spans)),
                    a.cue and _characters(words, a.cue),
                    a.source and _undated(marks.text, *_characters(words, a.source)),
                    a.certainty,
                )
            )
    return found


def finish(quotation: Quotation, marks: Marks) -> Quotation:
    """The quotation without the marks around it; a direct one in a piece a paragraph."""
    if quotation.kind == "direct":
        spans = [s for start, end in quotation.spans for s in _inside(start, end, marks)]
    else:
        spans = [_unwrapped(start, end, marks) for start, end in quotation.spans]
    spans = [t for s in spans if (t := _trimmed(marks.text, *s))]
    return replace(quotation, spans=spans or quotation.spans)


def _undated(text: str, start: int, end: int) -> Offsets:
    """A source without the dateline that opens its paragraph."""
    opens = start == 0 or text[start - 1] in "\r\n"
    found = _DATELINE.match(text, start, end) if opens else None
    return (found.end(), end) if found and found.end() < end else (start, end)


def _characters(words: Words, span: Span) -> Offsets:
    return words.starts[span.begin], words.ends[span.end - 1]


def _letters(text: str, start: int, end: int) -> int:
    return sum(map(str.isalnum, text[start:end]))


def _mend(span: Offsets, marks: Marks, taken: list[Offsets]) -> Offsets:
    """Extend a piece to the whole of a marked piece it mostly covers."""
    start, end = span
    for m in marks.overlapping(start, end):
        low, high = m.inner
        covered = min(end, high) - max(start, low)
        if covered * 2 < high - low or not m.closed:
            continue
        i = bisect_left(taken, (low, low))
        if i < len(taken) and taken[i][0] < high:
            continue  # somebody is named inside the marks: the piece's own edge stands
        start, end = min(start, m.start), max(end, m.end)
    return start, end


def _merged(text: str, spans: list[Offsets]) -> list[Offsets]:
    """Trimmed pieces that hold a word, in order; those that only space parts are joined."""
    out: list[Offsets] = []
    trimmed = [t for s in spans if (t := _trimmed(text, *s))]
    for start, end in sorted(t for t in trimmed if _letters(text, *t)):
        if out and not text[out[-1][1] : start].strip():
            out[-1] = (out[-1][0], max(end, out[-1][1]))
        else:
            out.append((start, end))
    return out


def _telling(text: str, spans: list[Offsets]) -> list[Offsets]:
    """The pieces less those of small words alone, if any other is left."""
    kept = [s for s in spans if not _SMALL.issuperset(text[slice(*s)].lower().split())]
    return kept or spans


def _trimmed(text: str, start: int, end: int) -> Offsets | None:
    while start < end and text[start] in _EDGE:
        start += 1
    while end > start and text[end - 1] in _EDGE:
        end -= 1
    return (start, end) if start < end else None


def _inside(start: int, end: int, marks: Marks) -> list[Offsets]:
    """The parts of a piece inside marks, if nothing but marks and space is left out."""
    parts = [(max(start, m.inner[0]), min(end, m.inner[1])) for m in marks.overlapping(start, end)]
    kept = sum(_letters(marks.text, *part) for part in parts)
    return parts if kept == _letters(marks.text, start, end) else [(start, end)]


def _unwrapped(start: int, end: int, marks: Marks) -> Offsets:
    """A piece less one pair of marks around the whole of it, or a lone mark at an edge."""
    around = marks.overlapping(start, end)
    if around and around[0].start < start <= around[0].inner[0]:
        start = around[0].start
    if around and around[-1].inner[1] <= end < around[-1].end:
        end = around[-1].end
    if len(around) == 1 and around[0].start >= start and around[0].end <= end:
        m = around[0]
        if start == m.start and end == m.end:
            return m.inner
    return start, end
