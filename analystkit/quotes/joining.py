"""Pieces put apart and put together by what the quote marks show."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from analystkit.quotes.spans import Marks, Quotation, kind_of

WITHOUT_CUE = {"to_cue": -1.0, "to_source": -1.0, "cue": 0.0, "source": 0.0}


def join(quotations: Sequence[Quotation], marks: Marks) -> list[Quotation]:
    """The quotations, each one whole and none mixed with another.

    A quotation without cue and source is part of the one before it when they share a
    chain of marks (a quotation over several paragraphs).  Words without marks are not
    part of a quotation whose other pieces all stand inside marks.
    """
    out: list[Quotation] = []
    chains: dict[int, int] = {}
    for quotation in (part for q in quotations for part in _split(q, marks)):
        mine = {m.chain for s in quotation.spans for m in marks.overlapping(*s)}
        earlier = next((chains[c] for c in sorted(mine) if c in chains), None)
        if earlier is not None and quotation.cue is None and quotation.source is None:
            whole = out[earlier]
            spans = sorted([*whole.spans, *quotation.spans])
            out[earlier] = replace(whole, spans=spans, kind=kind_of(marks.share(spans)))
            chains.update(dict.fromkeys(mine, earlier))
            continue
        chains.update(dict.fromkeys(mine, len(out)))
        out.append(quotation)
    return out


def _split(quotation: Quotation, marks: Marks) -> Iterator[Quotation]:
    shares = {span: marks.share([span]) for span in quotation.spans}
    marked = [span for span in quotation.spans if shares[span] >= 0.95]
    plain = [span for span in quotation.spans if shares[span] <= 0.05]
    if not marked or not plain or len(marked) + len(plain) < len(quotation.spans):
        yield quotation
        return
    yield replace(quotation, spans=marked, kind="direct")
    yield Quotation(plain, "indirect", None, None, quotation.certainty | WITHOUT_CUE)
