"""Pieces put apart and put together by what the quote marks show."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from analystkit.quotes.spans import Marks, Offsets, Quotation, kind_of

WITHOUT_CUE = {"to_cue": -1.0, "to_source": -1.0, "cue": 0.0, "source": 0.0}


def join(quotations: Sequence[Quotation], marks: Marks) -> list[Quotation]:
    """The quotations, each one whole and none mixed with another.

    A quotation without cue and source is part of the one before or after it when they
    share a chain of marks (a quotation over several paragraphs, or cut in two by the end
    of a window).  Words without marks are not part of a quotation whose other pieces all
    stand inside marks, nor of one whose reporting words stand in another paragraph.
    """
    out: list[Quotation] = []
    chains: dict[int, int] = {}
    for quotation in (part for q in quotations for part in _split(q, marks)):
        mine = {m.chain for s in quotation.spans for m in marks.overlapping(*s)}
        earlier = next((chains[c] for c in sorted(mine) if c in chains), None)
        if earlier is not None and (_orphan(quotation) or _opens(out[earlier], quotation, marks)):
            one, other = out[earlier], quotation
            whole = other if _orphan(one) else one
            spans = _union([*one.spans, *other.spans])
            out[earlier] = replace(whole, spans=spans, kind=kind_of(marks.share(spans)))
            chains.update(dict.fromkeys(mine, earlier))
            continue
        chains.update(dict.fromkeys(mine, len(out)))
        out.append(quotation)
    return out


def _orphan(quotation: Quotation) -> bool:
    return quotation.cue is None and quotation.source is None


def _opens(orphan: Quotation, quotation: Quotation, marks: Marks) -> bool:
    """Whether the words before, left without a source, belong to the same marked piece.

    The source must stand outside the piece: who is named inside it speaks in a
    quotation within the quotation.
    """
    if not _orphan(orphan) or quotation.source is None:
        return False
    shared = marks.overlapping(orphan.spans[-1][0], quotation.spans[0][1])
    inside = marks.overlapping(*quotation.source)
    return len(shared) == 1 and not inside


def _union(spans: Sequence[Offsets]) -> list[Offsets]:
    out: list[Offsets] = []
    for start, end in sorted(spans):
        if out and start <= out[-1][1]:
            out[-1] = (out[-1][0], max(end, out[-1][1]))
        else:
            out.append((start, end))
    return out


def _split(quotation: Quotation, marks: Marks) -> Iterator[Quotation]:
    shares = {span: marks.share([span]) for span in quotation.spans}
    marked = {span for span in quotation.spans if shares[span] >= 0.95}
    plain = {span for span in quotation.spans if shares[span] <= 0.05}
    strangers = plain if marked and len(marked) + len(plain) == len(shares) else set()
    if quotation.cue is not None:
        far = {s for s in plain if _apart(marks.text, s, quotation.cue)}
        strangers = strangers | far if len(far) < len(shares) else strangers
    kept = [span for span in quotation.spans if span not in strangers]
    yield replace(quotation, spans=kept, kind=kind_of(marks.share(kept)))
    for span in sorted(strangers):
        yield Quotation([span], "indirect", None, None, quotation.certainty | WITHOUT_CUE)


def _apart(text: str, one: Offsets, other: Offsets) -> bool:
    """Whether a paragraph ends between the two."""
    first, second = sorted((one, other))
    return "\n" in text[first[1] : second[0]]
