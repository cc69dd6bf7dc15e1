"""The quotes table's rows of one article."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from analystkit.quotes.confidence import confidence
from analystkit.quotes.entities import Name
from analystkit.quotes.spans.quotation import Quotation
from analystkit.quotes.speakers.resolve import resolve_speakers
from analystkit.text.paragraphs import paragraphs

_INFERRED = {"to_cue": -0.4, "to_source": -0.4}  # a source that the words around tell
Rows = list[dict[str, Any]]


def article_rows(
    article_id: str,
    text: str,
    quotations: Sequence[Quotation],
    names: list[Name],
    *,
    author: str | None = None,
) -> Rows:
    """The quotes table's rows of one article."""
    speakers = resolve_speakers(
        text,
        [q.source for q in quotations],
        names=names,
        content=[q.spans for q in quotations],
        cues=[q.cue for q in quotations],
        author=author,
    )
    starts = [start for start, _ in paragraphs(text)]
    rows = []
    for number, (quotation, speaker) in enumerate(zip(quotations, speakers, strict=True)):
        begin = quotation.spans[0][0]
        if speaker.source:
            certainty = quotation.certainty | _INFERRED
            quotation = replace(quotation, source=speaker.source, certainty=certainty)
        rows.append(
            {
                "quote_id": f"{article_id}#{number}",
                "article_id": article_id,
                "kind": quotation.kind,
                "quote": " … ".join(text[start:end] for start, end in quotation.spans),
                "spans": quotation.spans,
                **_mention("cue", quotation.cue, text),
                **_mention("source", quotation.source, text),
                "speaker": speaker.name,
                "speaker_type": speaker.type,
                "paragraph": bisect_right(starts, begin) - 1,
                "position": begin / len(text),
                "confidence": confidence(quotation),
            }
        )
    return rows


def _mention(name: str, span: tuple[int, int] | None, text: str) -> dict[str, Any]:
    start, end = span or (None, None)
    return {name: text[start:end] if span else None, f"{name}_start": start, f"{name}_end": end}
