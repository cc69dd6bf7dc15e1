"""The columns of the four tables: their types, which are required, what they may hold.

`analystkit.tables` checks them and gives them out.
"""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

KINDS = ("direct", "mixed", "indirect")
SPEAKER_TYPES = ("person", "organisation", "unnamed", "document")
STANCES = ("against", "neutral", "for", "unclear")


@dataclass(frozen=True)
class Column:
    """One column: its type, whether a table may lack it, and the values it may hold."""

    type: str  # string, Int64, Float64, timestamp, spans, or category
    required: bool = False
    nullable: bool = True
    unique: bool = False
    allowed: tuple[str, ...] = ()
    between: tuple[float, float] | None = None


def _text(*, key: bool = False, required: bool = False, unique: bool = False) -> Column:
    return Column("string", required=key or required, nullable=not (key or required), unique=unique)


ARTICLES = {
    "article_id": _text(key=True, unique=True),
    "text": _text(required=True),
    "title": _text(),
    "outlet": _text(),
    "published": Column("timestamp"),
    "author": _text(),
    "url": _text(),
    "language": _text(),
    "file": _text(),
}
_OFFSET = Column("Int64", between=(0, float("inf")))
_SHARE = Column("Float64", between=(0, 1))
QUOTES = {
    "quote_id": _text(key=True, unique=True),
    "article_id": _text(key=True),
    "kind": Column("category", required=True, nullable=False, allowed=KINDS),
    "quote": _text(required=True),
    "spans": Column("spans", required=True, nullable=False),
    "cue": _text(),
    "cue_start": _OFFSET,
    "cue_end": _OFFSET,
    "source": _text(),
    "source_start": _OFFSET,
    "source_end": _OFFSET,
    "speaker": _text(),
    "speaker_type": Column("category", allowed=SPEAKER_TYPES),
    "actor": _text(),
    "camp": _text(),
    "paragraph": _OFFSET,
    "position": _SHARE,
    "confidence": _SHARE,
}
STANCE = {
    "quote_id": _text(key=True),
    "target": _text(key=True),
    "score": Column("Float64", between=(-1, 1)),
    "label": Column("category", required=True, nullable=False, allowed=STANCES),
    "confidence": _SHARE,
    "mention_start": _OFFSET,
    "mention_end": _OFFSET,
}
LABELS = {
    "quote_id": _text(key=True),
    "field": _text(key=True),
    "value": _text(),
    "reviewer": _text(key=True),
    "at": Column("timestamp"),
}


class SideTable(pd.DataFrame):
    """A table that can stand in another's ``attrs``, such as what was skipped and why.

    pandas compares ``attrs`` whenever tables are merged or concatenated, and fails on
    plain tables in them; ``==`` between two of these is true when they hold the same.

    Examples
    --------
    >>> one, two = SideTable({"file": ["a.txt"]}), SideTable({"file": ["b.txt"]})
    >>> one == one.copy(), one == two
    (True, False)
    """

    @property
    def _constructor(self) -> type[SideTable]:
        return SideTable

    def __eq__(self, other: object) -> bool:  # type: ignore[override]
        return isinstance(other, pd.DataFrame) and self.equals(other)

    __hash__ = None  # type: ignore[assignment]
