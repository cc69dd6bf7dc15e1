"""An article's text as HTML with its quotes marked: strings in, a string out."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from html import escape
from itertools import pairwise
from typing import Any

import pandas as pd

from analystkit.palette import MISSING, camp_colours

_PARAGRAPH = re.compile(r"[^\r\n]+")


@dataclass(frozen=True)
class Mark:
    """A stretch of the text: what it is, whose quote it belongs to, how it is coloured."""

    start: int
    end: int
    role: str  # quote, cue or source
    quote_id: str
    colour: str
    words: str


def article_html(
    text: str,
    quotes: pd.DataFrame,
    *,
    focus: str | None = None,
    colours: Mapping[str, str] | None = None,
) -> str:
    """The text in paragraphs, with quotes, cues and sources marked.

    Overlapping marks are split at one another's ends, so that the result nests whatever the
    offsets are; where quotes overlap the shorter one gives the colour and all are named in the
    hover title. Offsets beyond the text are cut off at its end.

    Parameters
    ----------
    text : str
        The article's text, in which the offsets count.
    quotes : DataFrame
        The quotes of this article, and no other's.
    focus : str, optional
        The ``quote_id`` to set off from the others.
    colours : mapping, optional
        Camp to colour where it should not be the usual one.

    Returns
    -------
    str
        HTML whose every character of text is escaped. Without its tags it is the text again,
        character for character.

    Examples
    --------
    >>> from analystkit import tables
    >>> article_html("Fire & smoke", tables.empty_quotes())
    '<p>Fire &amp; smoke</p>'
    """
    marks = list(_marks(quotes, len(text), focus, colours))
    parts, done = [], 0
    for paragraph in _PARAGRAPH.finditer(text):
        parts.append(_escaped(text[done : paragraph.start()]))
        inner = "".join(_segments(text, paragraph.start(), paragraph.end(), marks, focus))
        parts.append(f"<p>{inner}</p>")
        done = paragraph.end()
    return "".join([*parts, _escaped(text[done:])])


def quote_words(quote: Mapping[Any, Any]) -> str:
    """Speaker, camp, kind and confidence of a quote on a few lines, for a hover title."""

    def given(column: str) -> str:
        value = quote.get(column)
        return "" if value is None or pd.isna(value) else str(value).strip()

    lines = [f"Speaker: {given('speaker') or 'not found'}"]
    if given("actor") and given("actor") != given("speaker"):
        lines.append(f"Actor: {given('actor')}")
    lines.append(f"Camp: {given('camp') or 'none given'}")
    lines.append(f"Kind: {given('kind')}")
    if given("confidence"):
        lines.append(f"Confidence: {float(quote['confidence']):.2f}")
    return "\n".join(lines)


def _marks(
    quotes: pd.DataFrame, length: int, focus: str | None, colours: Mapping[str, str] | None
) -> Iterator[Mark]:
    palette = {**camp_colours(quotes.get("camp", [])), **(colours or {})}
    for quote in quotes.to_dict("records"):
        camp = quote.get("camp")
        colour = MISSING if camp is None or pd.isna(camp) else palette[str(camp)]
        key, words = str(quote["quote_id"]), quote_words(quote)
        spans: list[tuple[Any, Any, str]] = [(*span, "quote") for span in quote["spans"]]
        for role in ("cue", "source"):
            spans.append((quote.get(f"{role}_start"), quote.get(f"{role}_end"), role))
        for start, end, role in spans:
            if start is None or end is None or pd.isna(start) or pd.isna(end):
                continue
            low, high = max(0, int(start)), min(length, int(end))
            if low < high:
                yield Mark(low, high, role, key, colour, words)


def _segments(
    text: str, start: int, end: int, marks: Iterable[Mark], focus: str | None
) -> Iterator[str]:
    """A paragraph cut wherever a mark begins or ends."""
    here = [mark for mark in marks if mark.start < end and mark.end > start]
    cuts = {start, end}
    cuts |= {at for mark in here for at in (mark.start, mark.end) if start < at < end}
    edges = sorted(cuts)
    for low, high in pairwise(edges):
        over = [mark for mark in here if mark.start <= low and mark.end >= high]
        yield _span(_escaped(text[low:high]), over, focus)


def _span(words: str, over: list[Mark], focus: str | None) -> str:
    if not over:
        return words
    # The focused quote first, then the innermost: the shortest mark decides colour and order.
    over = sorted(over, key=lambda mark: (mark.quote_id != focus, mark.end - mark.start))
    inside = [mark for mark in over if mark.role == "quote"]
    classes = sorted({f"ak-{mark.role}" for mark in over})
    if any(mark.quote_id == focus for mark in over):
        classes.append("ak-focus")
    colour = (inside or over)[0].colour
    if colour == MISSING:
        classes.append("ak-unknown")
    title = "\n\n".join(dict.fromkeys(mark.words for mark in over))
    tag = "mark" if inside else "span"
    return (
        f'<{tag} class="{" ".join(classes)}" style="--ak-camp:{escape(colour)}" '
        f'title="{_escaped(title)}">{words}</{tag}>'
    )


def _escaped(text: str) -> str:
    # A bare carriage return would come back from an HTML parser as a line feed.
    return escape(text, quote=True).replace("\r", "&#13;")
