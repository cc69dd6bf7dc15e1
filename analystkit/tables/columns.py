"""The columns of the four tables: their types, which are required, what they may hold."""

from dataclasses import dataclass

import pandas as pd

KINDS = ("direct", "mixed", "indirect")
SPEAKER_TYPES = ("person", "organisation", "unnamed", "document")
CAMP_FROM = ("registry", "role")
STANCES = ("against", "neutral", "for", "unclear")


@dataclass(frozen=True)
class Column:
    """One column: its type, whether table and rows must have it, and the values it may hold."""

    type: str  # string, Int64, Float64, timestamp, spans, or category
    required: bool = False
    unique: bool = False
    allowed: tuple[str, ...] = ()
    between: tuple[float, float] | None = None


_TEXT = Column("string")
_KEY = Column("string", required=True)  # and other text that no row lacks
_UNIQUE = Column("string", required=True, unique=True)
_OFFSET = Column("Int64", between=(0, float("inf")))
_SHARE = Column("Float64", between=(0, 1))
ARTICLES = {
    "article_id": _UNIQUE,
    "text": _KEY,
    "title": _TEXT,
    "outlet": _TEXT,
    "published": Column("timestamp"),
    "author": _TEXT,
    "url": _TEXT,
    "language": _TEXT,
    "file": _TEXT,
}
QUOTES = {
    "quote_id": _UNIQUE,
    "article_id": _KEY,
    "kind": Column("category", required=True, allowed=KINDS),
    "quote": _KEY,
    "spans": Column("spans", required=True),
    "cue": _TEXT,
    "cue_start": _OFFSET,
    "cue_end": _OFFSET,
    "source": _TEXT,
    "source_start": _OFFSET,
    "source_end": _OFFSET,
    "speaker": _TEXT,
    "speaker_type": Column("category", allowed=SPEAKER_TYPES),
    "role": _TEXT,
    "actor": _TEXT,
    "camp": _TEXT,
    "camp_from": Column("category", allowed=CAMP_FROM),
    "paragraph": _OFFSET,
    "position": _SHARE,
    "confidence": _SHARE,
}
STANCE = {
    "quote_id": _KEY,
    "target": _KEY,
    "score": Column("Float64", between=(-1, 1)),
    "label": Column("category", required=True, allowed=STANCES),
    "confidence": _SHARE,
    "mention_start": _OFFSET,
    "mention_end": _OFFSET,
}
LABELS = {
    "quote_id": _KEY,
    "field": _KEY,
    "value": _TEXT,
    "reviewer": _KEY,
    "at": Column("timestamp"),
}


class SideTable(pd.DataFrame):
    """A table that can stand in another's ``attrs``, which pandas compares when it merges tables.

    >>> SideTable({"file": ["a.txt"]}) == SideTable({"file": ["b.txt"]})
    False
    """

    @property
    def _constructor(self) -> type[pd.DataFrame]:
        return SideTable

    def __eq__(self, other: object) -> bool:  # type: ignore[override]
        return isinstance(other, pd.DataFrame) and self.equals(other)

    def __deepcopy__(self, memo: object) -> "SideTable":
        """Itself: pandas copies ``attrs`` with every step, and nothing writes to a side table."""
        return self

    __hash__ = None  # type: ignore[assignment]
