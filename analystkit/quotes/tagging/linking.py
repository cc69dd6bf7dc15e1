"""From tags and pointers to attributions: which source and cue belong to which content."""

from dataclasses import dataclass, field

import numpy as np

from analystkit.quotes.tagging.tagger import Tagged
from analystkit.quotes.tagging.tags import (
    CONTENT,
    CUE,
    SOURCE,
    Floats,
    TaggedSpan,
    begin_tag,
    best_tags,
    inside_tag,
    log_softmax,
    spans_of,
)

POINTER = 64
FLOOR = 1e-4


@dataclass(frozen=True)
class LinkedSpans:
    """One quotation, in words: its pieces, cue and source, and what the confidence is made of."""

    contents: list[TaggedSpan]
    cue: TaggedSpan | None
    source: TaggedSpan | None
    certainty: dict[str, float] = field(default_factory=dict)


def link(tagged: Tagged) -> list[LinkedSpans]:
    """The attributions the tagger sees, in reading order of their first content."""
    spans = spans_of(best_tags(tagged.scores))
    found: list[LinkedSpans] = []
    at = 0
    for number, window in enumerate(tagged.windows):
        inside = []
        while at < len(spans) and spans[at].begin < window.end:
            inside.append(spans[at])
            at += 1
        found += _link_window(tagged, number, inside)
    return sorted(found, key=lambda a: a.contents[0].begin)


def _link_window(tagged: Tagged, number: int, spans: list[TaggedSpan]) -> list[LinkedSpans]:
    contents, cues, sources = ([s for s in spans if s.role == r] for r in (CONTENT, CUE, SOURCE))
    opening = tagged.openings[number]
    to_cue = _pointers(tagged, contents, cues, opening, 0)
    by_content = _pointers(tagged, contents, sources, opening, 2)
    by_cue = _pointers(tagged, cues, sources, opening, 2)
    groups: dict[int, list[int]] = {}
    for i in range(len(contents)):
        best = int(to_cue[i].argmax())
        groups.setdefault(best if best else -1 - i, []).append(i)
    found = []
    for choice, members in groups.items():
        votes = by_content[members].sum(axis=0)
        if choice > 0:
            votes = votes + by_cue[choice - 1]
        chosen = int(votes.argmax())
        pieces = [contents[i] for i in members]
        cue = cues[choice - 1] if choice > 0 else None
        source = sources[chosen - 1] if chosen else None
        certainty = _certainty(tagged, pieces, cue, source, to_cue[members], votes)
        found.append(LinkedSpans(pieces, cue, source, certainty))
    return found


def _pointers(
    tagged: Tagged, from_: list[TaggedSpan], to: list[TaggedSpan], opening: Floats, offset: int
) -> Floats:
    """Log-probabilities of each span pointing at none (column 0) or at a span."""
    a, b = offset * POINTER, (offset + 1) * POINTER
    query = tagged.links[[s.begin for s in from_], a:b]
    key = np.vstack([opening[None], tagged.links[[s.begin for s in to]]])[:, b : b + POINTER]
    return log_softmax(query @ key.T / POINTER**0.5)


def _certainty(
    tagged: Tagged,
    pieces: list[TaggedSpan],
    cue: TaggedSpan | None,
    source: TaggedSpan | None,
    to_cue: Floats,
    votes: Floats,
) -> dict[str, float]:
    parts = [_sureness(tagged, piece) for piece in pieces]
    probabilities = np.exp(votes - votes.max())
    return {
        "words": float(np.log(sum(p.end - p.begin for p in pieces))),
        "content": float(np.mean([p["mean"] for p in parts])),
        "weakest": float(min(p["least"] for p in parts)),
        "begin": float(np.mean([p["begin"] for p in parts])),
        "end": float(np.mean([p["end"] for p in parts])),
        "to_cue": float(to_cue.max(axis=1).mean()),
        "to_source": float(np.log(probabilities.max() / probabilities.sum())),
        "cue": _sureness(tagged, cue)["mean"] if cue else 0.0,
        "source": _sureness(tagged, source)["mean"] if source else 0.0,
    }


def _sureness(tagged: Tagged, span: TaggedSpan) -> dict[str, float]:
    """Log-probabilities: of the span's role on its words, and of its two edges."""
    begin, inside = begin_tag(span.role), inside_tag(span.role)
    role = np.exp(tagged.scores[span.begin : span.end, [begin, inside]]).sum(axis=1)
    role = np.log(np.maximum(role, FLOOR))
    goes_on = 0.0
    if span.end < len(tagged.scores):
        goes_on = float(np.exp(tagged.scores[span.end, inside]))
    return {
        "mean": float(role.mean()),
        "least": float(role.min()),
        "begin": float(max(tagged.scores[span.begin, begin], np.log(FLOOR))),
        "end": float(np.log(max(1 - goes_on, FLOOR))),
    }
