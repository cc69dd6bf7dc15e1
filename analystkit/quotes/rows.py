"""The quotes table's rows of one article."""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from analystkit.quotes.confidence import confidence
from analystkit.quotes.entities import Name
from analystkit.quotes.spans.quotation import Quotation
from analystkit.quotes.speakers.history import Speaker
from analystkit.quotes.speakers.resolve import resolve_speakers
from analystkit.text.edits import Edited
from analystkit.text.paragraphs import Offsets, paragraphs

# a source that the words around tell, of words whose marks make them sure
_INFERRED = {"to_cue": -0.2, "to_source": -0.2, "content": -0.1, "weakest": -0.2}
Rows = list[dict[str, Any]]


def with_speakers(
    read: Edited,
    quotations: Sequence[Quotation],
    names: list[Name],
    *,
    author: str | None = None,
) -> list[tuple[Quotation, Speaker]]:
    """The quotations with their speakers, and with the sources that the words around tell."""
    speakers = resolve_speakers(
        read.text,
        [q.source for q in quotations],
        names=names,
        content=[q.spans for q in quotations],
        cues=[q.cue for q in quotations],
        author=author,
    )
    return [
        (replace(q, source=s.source, certainty=q.certainty | _INFERRED) if s.source else q, s)
        for q, s in zip(quotations, speakers, strict=True)
    ]


def article_rows(
    article_id: str,
    read: Edited,
    quotations: Sequence[Quotation],
    names: list[Name],
    *,
    author: str | None = None,
) -> Rows:
    """The quotes table's rows of one article, found in its text as it was read."""
    text = read.original
    starts = [start for start, _ in paragraphs(text)]
    rows = []
    found = with_speakers(read, quotations, names, author=author)
    for number, (quotation, speaker) in enumerate(found):
        spans = [read.back(span) for span in quotation.spans]
        begin = spans[0][0]
        rows.append(
            {
                "quote_id": f"{article_id}#{number}",
                "article_id": article_id,
                "kind": quotation.kind,
                "quote": " … ".join(text[start:end] for start, end in spans),
                "spans": spans,
                **_mention("cue", quotation.cue, read),
                **_mention("source", quotation.source, read),
                "speaker": speaker.name,
                "speaker_type": speaker.type,
                "role": speaker.role,
                "paragraph": bisect_right(starts, begin) - 1,
                "position": begin / len(text),
                "confidence": confidence(quotation, speaker, read.text),
            }
        )
    return rows


def _mention(name: str, span: Offsets | None, read: Edited) -> dict[str, Any]:
    start, end = read.back(span) if span else (None, None)
    said = read.original[start:end] if span else None
    return {name: said, f"{name}_start": start, f"{name}_end": end}
