"""Which quotes stand no more where they stood, their article's text having changed, and where now.

A quote is its own fingerprint: its words stand at its ``spans`` in the text it was found in.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Mapping
from typing import Any, NamedTuple

import pandas as pd

from analystkit.tables.casting import place_of, storable

_JOINT = " … "
_PLACES = ("spans", "cue_start", "cue_end", "source_start", "source_end")
_LISTED = 5
Span = tuple[int, int]
Row = Mapping[Any, Any]


class Standing(NamedTuple):
    """Quotes at the places where they stand now.

    ``lost`` are the ids of those that stand nowhere any more, their places left as they were;
    ``moved`` says of each changed article how many were found again, and how many not.
    """

    quotes: pd.DataFrame
    lost: frozenset[str]
    moved: dict[str, tuple[int, int]]

    @property
    def notice(self) -> str:
        """What to say of it in a sentence or two; nothing where all stand as they stood."""
        if not self.moved:
            return ""
        ids = list(self.moved)
        names = ", ".join(map(repr, ids[:_LISTED])) + (" …" if len(ids) > _LISTED else "")
        again, lost = (sum(counts) for counts in zip(*self.moved.values(), strict=True))
        of = "1 article" if len(ids) == 1 else f"{len(ids):,} articles"
        return (
            f"The text of {of} ({names}) is not the one its quotes were extracted from: "
            f"{found_again(again, lost)}. Extract the quotes of the changed text again."
        )


def found_again(again: int, lost: int) -> str:
    """How many quotes were found again, and how many not, in words."""
    stand, are = ("stands", "is") if lost == 1 else ("stand", "are")
    parts = [f"{again:,} found again elsewhere in it"] * bool(again)
    parts += [f"{lost:,} {stand} nowhere in it any more and {are} left out there"] * bool(lost)
    return " and ".join(parts)


def standing(quotes: pd.DataFrame, articles: pd.DataFrame) -> Standing:
    """Where the quotes of a checked table stand in these articles; those of others are left as is.

    >>> from analystkit.tables import as_quotes
    >>> quotes = as_quotes([{"quote_id": "a#0", "article_id": "a", "kind": "direct",
    ...     "quote": "We stay", "spans": [(1, 8)], "cue": "said", "cue_start": 10, "cue_end": 14}])
    >>> now = pd.DataFrame({"article_id": ["a"], "text": ["ROME: “We stay” said Ann."]})
    >>> found = standing(quotes, now)
    >>> found.quotes["spans"][0], found.moved
    ([(7, 14)], {'a': (1, 0)})
    """
    pairs = zip(articles["article_id"], articles["text"], strict=True)
    texts = {str(article): text for article, text in pairs if isinstance(text, str)}
    columns = (quotes["article_id"], quotes["spans"], quotes["quote"])
    changed = {
        article
        for article, spans, words in zip(*columns, strict=True)
        if article in texts and not _stands(words, spans, texts[article])
    }
    if not changed:
        return Standing(quotes, frozenset(), {})
    rows: dict[str, list[Row]] = defaultdict(list)
    for row in quotes[quotes["article_id"].isin(changed)].to_dict("records"):
        rows[row["article_id"]].append(row)
    places: dict[str, dict[str, Any] | None] = {}
    moved = {}
    for article, own in rows.items():
        found = _found(own, storable(texts[article]))
        lacking = list(found.values()).count(None)
        places |= found
        moved[article] = (len(found) - lacking, lacking)
    lost = frozenset(key for key, place in places.items() if place is None)
    return Standing(_moved(quotes, places), lost, moved)


def _stands(words: str, spans: list[Span], text: str) -> bool:
    said = _JOINT.join([text[start:end] for start, end in spans])
    # files may have other line ends, and no halves of an emoji
    return said == words or storable(said).split() == storable(words).split()


def _found(rows: list[Row], text: str) -> dict[str, dict[str, Any] | None]:
    """New places of an article's rows that stand no more where they stood, or None.

    Words that stand once are found wherever they are; others only as far on as their
    neighbours, or where the cue or source beside them has moved with them.
    """
    sure: list[tuple[int, int]] = []  # where a quote stood, and how far on it stands now
    found: dict[str, dict[str, Any] | None] = {}
    left: list[tuple[Row, list[str]]] = []
    for row in rows:
        if _stands(row["quote"], row["spans"], text):
            sure.append((row["spans"][0][0], 0))
            continue
        found[row["quote_id"]] = None
        pieces = _pieces(row)
        longest = max(range(len(pieces)), key=lambda n: len(pieces[n]), default=-1)
        at = text.find(pieces[longest]) if pieces else -1
        if at >= 0 and text.find(pieces[longest], at + 1) < 0:
            shift = at - row["spans"][longest][0]
            if spans := _placed(pieces, row["spans"], shift, text):
                sure.append((row["spans"][0][0], spans[0][0] - row["spans"][0][0]))
                found[row["quote_id"]] = _beside(row, spans, text)
        elif at >= 0:
            left.append((row, pieces))
    sure.sort()
    for row, pieces in left:
        start = row["spans"][0][0]
        shift = _shift_near(sure, start)
        spans = _placed(pieces, row["spans"], shift or 0, text)
        if not spans:
            continue
        place = _beside(row, spans, text)
        beside = [name for name in ("cue", "source") if isinstance(row.get(name), str)]
        confirmed = any(place[f"{name}_start"] is not None for name in beside)
        if confirmed or spans[0][0] - start == shift:
            found[row["quote_id"]] = place
    return found


def _pieces(row: Row) -> list[str]:
    """The words of each span; nothing where the quote is not as long as its spans."""
    pieces, at, words = [], 0, storable(row["quote"])
    for start, end in row["spans"]:
        pieces.append(words[at : at + end - start])
        at += end - start + len(_JOINT)
    return pieces if _JOINT.join(pieces) == words and all(pieces) else []


def _placed(pieces: list[str], spans: list[Span], shift: int, text: str) -> list[Span]:
    """The pieces in order, each nearest to where it would be; nothing where one is not there."""
    placed: list[Span] = []
    low = 0
    for piece, (start, _) in zip(pieces, spans, strict=True):
        at = max(start + shift, low)
        after, before = text.find(piece, at), text.rfind(piece, low, at + len(piece) - 1)
        if after < 0 and before < 0:
            return []
        nearer = before if after < 0 or (before >= 0 and at - before < after - at) else after
        low, shift = nearer + len(piece), nearer - start
        placed.append((nearer, low))
    return placed


def _shift_near(sure: list[tuple[int, int]], start: int) -> int | None:
    """How far the nearest quote that is sure has moved."""
    at = bisect_left(sure, (start, 0))
    near = sure[max(at - 1, 0) : at + 1]
    return min(near, key=lambda one: abs(one[0] - start))[1] if near else None


def _beside(row: Row, spans: list[Span], text: str) -> dict[str, Any]:
    """The new places of a row: cue and source moved as its words have, where they stand there."""
    place: dict[str, Any] = {"spans": spans}
    shifts = {new[0] - old[0]: None for new, old in zip(spans, row["spans"], strict=True)}
    for name in ("cue", "source"):
        place |= {f"{name}_start": None, f"{name}_end": None}
        if (old := place_of(row, name)) is None:
            continue
        words = row.get(name)
        for shift in shifts:
            start, end = old[0] + shift, old[1] + shift
            stands = text[max(start, 0) : end] == words
            if stands if isinstance(words, str) else len(shifts) == 1 and 0 <= start < len(text):
                place |= {f"{name}_start": start, f"{name}_end": end}
                break
    return place


def _moved(quotes: pd.DataFrame, places: dict[str, dict[str, Any] | None]) -> pd.DataFrame:
    table = quotes.copy()
    ids = table["quote_id"].tolist()
    for column in _PLACES:
        if column in table:
            values = [
                place[column] if (place := places.get(key)) else value
                for key, value in zip(ids, table[column].tolist(), strict=True)
            ]
            dtype: Any = object if column == "spans" else "Int64"
            table[column] = pd.Series(values, index=table.index, dtype=dtype)
    return table
