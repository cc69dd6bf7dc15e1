"""From words to characters: quote marks repair the edges, put pieces apart and join them."""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import replace

from analystkit.quotes.spans.clauses import orphaned
from analystkit.quotes.spans.quotation import Marks, Quotation, kind_of, letters_in
from analystkit.quotes.tagging.linking import LinkedSpans
from analystkit.quotes.tagging.tags import TaggedSpan
from analystkit.quotes.tagging.windows import Words
from analystkit.text.paragraphs import Offsets, union

_DATELINE = re.compile(
    r"[A-Z][A-Z.'’ /-]+(?:,[ \xa0]\w[\w. ]*)*(?:[ \xa0]?\([^()\n]{1,40}\))?"
    r"[ \xa0]*[–—-]{1,2}[ \xa0]+"
)
_HANGING = re.compile(r"\s+(?:by|of|from|for|at|along)(?:\s+the)?$")
_NAMED = re.compile(r"\s+(?:the\s+)?[A-Z][\w’'-]*(?:\s+(?:of\s+(?:the\s+)?)?[A-Z][\w’'-]*){0,5}")
_SMALL = frozenset("a an and as at by for from in of on or that the to with".split())
_EDGE = " \t\r\n\xa0\u2009\u202f\u200b\ufeff"


def place(attributions: Sequence[LinkedSpans], words: Words, marks: Marks) -> list[Quotation]:
    """The attributions with character offsets, their edges mended by the marks."""
    named = [span for a in attributions for span in (a.cue, a.source) if span]
    taken = sorted(_characters(words, span) for span in named)
    found = []
    for a in attributions:
        pieces = [_mend(_characters(words, c), marks, taken) for c in a.contents]
        spans = [_undated(marks.text, *span) for span in _merged(marks.text, pieces)]
        if spans:
            cue, source = (span and _characters(words, span) for span in (a.cue, a.source))
            source = source and _ended(marks.text, *_undated(marks.text, *source))
            found.append(Quotation(spans, cue, source, a.certainty))
    return found


def finish(quotation: Quotation, marks: Marks) -> Quotation:
    """The quotation with its kind, without the marks around it; a direct one by paragraphs."""
    kind = quotation.kind or kind_of(marks.share(quotation.spans))
    if kind == "direct":
        spans = [s for start, end in quotation.spans for s in _inside(start, end, marks)]
    else:
        spans = [_unwrapped(start, end, marks) for start, end in quotation.spans]
    spans = [t for s in spans if (t := _trimmed(marks.text, *s))]
    return replace(quotation, spans=spans or quotation.spans, kind=kind)


def _undated(text: str, start: int, end: int) -> Offsets:
    """A source or a content without the dateline that opens its paragraph."""
    opens = start == 0 or text[start - 1] in "\r\n"
    found = _DATELINE.match(text, start, end) if opens else None
    return (found.end(), end) if found and found.end() < end else (start, end)


def _ended(text: str, start: int, end: int) -> Offsets:
    """A source that stops at a preposition with the name behind it, or without the preposition."""
    hanging = _HANGING.search(text, start, end)
    if hanging is None:
        return start, end
    name = _NAMED.match(text, end)
    return (start, name.end()) if name else (start, hanging.start())


def _characters(words: Words, span: TaggedSpan) -> Offsets:
    return words.starts[span.begin], words.ends[span.end - 1]


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
    """Trimmed pieces in order, those joined that only space parts, those with telling words."""
    out: list[Offsets] = []
    trimmed = [t for s in spans if (t := _trimmed(text, *s))]
    for start, end in sorted(t for t in trimmed if letters_in(text, *t)):
        if out and not text[out[-1][1] : start].strip():
            out[-1] = (out[-1][0], max(end, out[-1][1]))
        else:
            out.append((start, end))
    return [s for s in out if not _SMALL.issuperset(text[slice(*s)].lower().split())] or out


def _trimmed(text: str, start: int, end: int) -> Offsets | None:
    while start < end and text[start] in _EDGE:
        start += 1
    while end > start and text[end - 1] in _EDGE:
        end -= 1
    return (start, end) if start < end else None


def _inside(start: int, end: int, marks: Marks) -> list[Offsets]:
    """The parts of a piece inside marks, if nothing but marks and space is left out."""
    parts = [(max(start, m.inner[0]), min(end, m.inner[1])) for m in marks.overlapping(start, end)]
    kept = sum(letters_in(marks.text, *part) for part in parts)
    return parts if kept == letters_in(marks.text, start, end) else [(start, end)]


def _unwrapped(start: int, end: int, marks: Marks) -> Offsets:
    """A piece less one pair of marks around the whole of it, or a lone mark at an edge."""
    around = marks.overlapping(start, end)
    if around and around[0].start < start <= around[0].inner[0]:
        start = around[0].start
    if around and around[-1].inner[1] <= end < around[-1].end:
        end = around[-1].end
    whole = len(around) == 1 and (start, end) == (around[0].start, around[0].end)
    return around[0].inner if whole else (start, end)


def join(quotations: Sequence[Quotation], marks: Marks) -> list[Quotation]:
    """The quotations, each one whole and none mixed with another.

    Without cue and source it is part of the one before or after it with which it shares a chain
    of marks: a quotation over several paragraphs, or cut in two by the end of a window.
    """
    out: list[Quotation] = []
    chains: dict[int, int] = {}
    for quotation in (part for q in quotations for part in _split(q, marks)):
        mine = {m.chain for s in quotation.spans for m in marks.overlapping(*s)}
        earlier = next((chains[c] for c in sorted(mine) if c in chains), None)
        if earlier is not None and (
            quotation.cue is quotation.source is None or _opens(out[earlier], quotation, marks)
        ):
            one, other = out[earlier], quotation
            whole = other if one.source is None else one
            out[earlier] = replace(whole, spans=union([*one.spans, *other.spans]))
            chains.update(dict.fromkeys(mine, earlier))
            continue
        if earlier is not None and _begun(out[earlier], quotation, marks):
            *others, begun = out[earlier].spans
            out[earlier] = replace(out[earlier], spans=others)
            spans = _merged(marks.text, [begun, *quotation.spans])
            quotation = replace(quotation, spans=spans)
        chains.update(dict.fromkeys(mine, len(out)))
        out.append(quotation)
    return out


def _opens(orphan: Quotation, quotation: Quotation, marks: Marks) -> bool:
    """Whether the words before, left without a source, belong to the same marked piece."""
    if orphan.source is not None or quotation.source is None:
        return False
    shared = marks.overlapping(orphan.spans[-1][0], quotation.spans[0][1])
    # who is named inside the piece speaks in a quotation within the quotation
    return len({m.chain for m in shared}) == 1 and not marks.overlapping(*quotation.source)


def _begun(other: Quotation, quotation: Quotation, marks: Marks) -> bool:
    """Whether the last words of a quotation open the marked piece that a clause behind reports.

    `“A,” Mona said. “B. C,” said Kirov`, where a window ends behind B.
    """
    pieces = marks.overlapping(*quotation.spans[0])
    if len(pieces) != 1 or quotation.source is None or other.source is None:
        return False
    (piece,), begun = pieces, other.spans[-1]
    clause = min(span[0] for span in (quotation.cue, quotation.source) if span)
    behind = clause >= piece.end and not marks.text[piece.end : clause].strip()
    before = max(other.spans[0][0], other.source[0]) < piece.start <= begun[0]
    return behind and before and begun[1] <= piece.end and len(other.spans) > 1


def _split(quotation: Quotation, marks: Marks) -> Iterator[Quotation]:
    """The quotation less its strangers, unmarked or of other paragraphs, and each of these."""
    shares = {span: marks.share([span]) for span in quotation.spans}
    marked = {span for span in quotation.spans if shares[span] >= 0.95}
    plain = {span for span in quotation.spans if shares[span] <= 0.05}
    strangers = plain if marked and len(marked) + len(plain) == len(shares) else set()
    if quotation.cue is not None:
        pairs = ((s, sorted((s, quotation.cue))) for s in plain)
        far = {s for s, (one, other) in pairs if "\n" in marks.text[one[1] : other[0]]}
        strangers = strangers | far if len(far) < len(shares) else strangers
    kept = [span for span in quotation.spans if span not in strangers]
    yield replace(quotation, spans=kept)
    for span in sorted(strangers):
        yield orphaned(quotation, [span])
