"""What the reader's card tells of a quote, as plain values that the browser sets as text."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import pandas as pd

from analystkit.palette import MISSING, STANCES, camp_colours
from analystkit.widgets._markup import given

_EXCERPT = 70  # characters of a quote in the list of quotes
_KINDS = {
    "direct": "direct: word for word",
    "mixed": "mixed: partly word for word",
    "indirect": "indirect: in the article's words",
}
_SURE = ((0.9, "very likely right"), (0.75, "likely right"), (0.5, "more likely right than wrong"))


def quote_facts(
    table: pd.DataFrame,
    stance: pd.DataFrame,
    *,
    colours: Mapping[str, str] | None = None,
    names: Mapping[str, str] | None = None,
) -> list[dict[str, Any]]:
    """One dict a quote, in the table's order.

    Each has ``id``, ``speaker`` ("" where none was found), ``colour`` of its camp, ``excerpt``,
    ``rows`` (label and value) and ``stances`` (``target``, ``label``, ``colour``, ``words``).
    """
    palette = {**camp_colours(table.get("camp", [])), **(colours or {})}
    sides: dict[str, list[dict[str, str]]] = {}
    for row in stance.to_dict("records"):
        sides.setdefault(str(row["quote_id"]), []).append(_side(row, names or {}))
    return [
        {
            "id": str(quote["quote_id"]),
            "speaker": given(quote, "speaker"),
            "colour": palette.get(str(quote.get("camp")), MISSING),
            "excerpt": _excerpt(given(quote, "quote")),
            "rows": [list(row) for row in _rows(quote)],
            "stances": sides.get(str(quote["quote_id"]), []),
        }
        for quote in table.to_dict("records")
    ]


def sureness(confidence: float) -> str:
    """A calibrated confidence in words and as a figure.

    Examples
    --------
    >>> sureness(0.93), sureness(0.2)
    ('very likely right (0.93)', 'may well be wrong (0.20)')
    """
    words = next((words for least, words in _SURE if confidence >= least), "may well be wrong")
    return f"{words} ({confidence:.2f})"


def _rows(quote: Mapping[Any, Any]) -> Iterator[tuple[str, str]]:
    actor, source = given(quote, "actor"), given(quote, "source")
    if actor and actor != given(quote, "speaker"):
        yield "Actor", actor
    yield "Camp", given(quote, "camp") or "none given"
    if given(quote, "speaker_type"):
        yield "Type", given(quote, "speaker_type")
    yield "Kind", _KINDS.get(given(quote, "kind"), given(quote, "kind"))
    if source and source != given(quote, "speaker"):
        yield "Named as", f"“{source}”"
    yield "Reported by", f"“{given(quote, 'cue')}”" if given(quote, "cue") else "no reporting words"
    if given(quote, "confidence"):
        yield "Confidence", sureness(float(quote["confidence"]))


def _side(row: Mapping[Any, Any], names: Mapping[str, str]) -> dict[str, str]:
    label, target = given(row, "label"), given(row, "target")
    words = []
    if given(row, "score"):
        words.append(f"score {float(row['score']):+.2f}".replace("-", "−"))
    if given(row, "confidence"):
        words.append(f"confidence {float(row['confidence']):.2f}")
    return {
        "target": names.get(target, target),
        "label": label,
        "colour": STANCES.get(label, MISSING),
        "words": ", ".join(words),
    }


def _excerpt(words: str) -> str:
    words = " ".join(words[: 2 * _EXCERPT].split())
    return words if len(words) <= _EXCERPT else words[: _EXCERPT - 1].rstrip() + "…"
