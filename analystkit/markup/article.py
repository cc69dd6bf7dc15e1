"""An article's text as HTML with its quotes marked: strings in, a string out."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from heapq import nsmallest
from html import escape
from itertools import pairwise
from typing import Any

import pandas as pd

from analystkit.palette import MISSING, camp_colours
from analystkit.tables import TableError, hint

_PARAGRAPH = re.compile(r"[^\r\n]+")
_DEEPEST = 16  # marks over one another that are told apart


@dataclass(frozen=True)
class Mark:
    """A stretch of the text: what it is, whose quote it belongs to, how it is coloured."""

    start: int
    end: int
    role: str  # quote, cue or source
    number: int  # of the quote's row in its table
    colour: str
    words: str
    focused: bool


def article_html(
    text: str,
    quotes: pd.DataFrame,
    *,
    focus: str | None = None,
    colours: Mapping[str, str] | None = None,
    titles: bool = True,
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
    titles : bool, default True
        Whether speaker, camp, kind and confidence come as hover titles.

    Returns
    -------
    str
        HTML whose every character of text is escaped. Without its tags it is the text again,
        character for character. Each mark says in ``data-quote`` which rows of `quotes` it
        belongs to, counted from 0, innermost first.

    Notes
    -----
    Where more than 16 marks lie over one another the innermost 16 count, so that the work grows
    with the text and the number of quotes, not with their product.

    Examples
    --------
    >>> from analystkit import tables
    >>> article_html("Fire & smoke", tables.empty_quotes())
    '<p>Fire &amp; smoke</p>'
    """
    sweep = _Sweep(text, list(_marks(quotes, len(text), focus, colours)), titles=titles)
    parts, done = [], 0
    for paragraph in _PARAGRAPH.finditer(text):
        parts.append(_escaped(text[done : paragraph.start()]))
        parts.append(f"<p>{sweep.html(paragraph.start(), paragraph.end())}</p>")
        done = paragraph.end()
    return "".join([*parts, _escaped(text[done:])])


def quote_words(quote: Mapping[Any, Any]) -> str:
    """Speaker, camp, kind and confidence of a quote on a few lines, for a hover title."""
    lines = [f"Speaker: {given(quote, 'speaker') or 'not found'}"]
    if given(quote, "actor") and given(quote, "actor") != given(quote, "speaker"):
        lines.append(f"Actor: {given(quote, 'actor')}")
    lines.append(f"Camp: {given(quote, 'camp') or 'none given'}")
    lines.append(f"Kind: {given(quote, 'kind')}")
    if given(quote, "confidence"):
        lines.append(f"Confidence: {float(quote['confidence']):.2f}")
    return "\n".join(lines)


def given(row: Mapping[Any, Any], column: str) -> str:
    """A value of a row as text without outer space; nothing where it is missing."""
    value = row.get(column)
    return "" if value is None or pd.isna(value) else str(value).strip()


def _marks(
    quotes: pd.DataFrame, length: int, focus: str | None, colours: Mapping[str, str] | None
) -> Iterator[Mark]:
    palette = {**camp_colours(quotes.get("camp", [])), **(colours or {})}
    for number, quote in enumerate(quotes.to_dict("records")):
        camp = quote.get("camp")
        colour = MISSING if camp is None or pd.isna(camp) else palette[str(camp)]
        words, focused = quote_words(quote), str(quote["quote_id"]) == focus
        spans: list[tuple[Any, Any, str]] = [(*span, "quote") for span in quote["spans"]]
        for role in ("cue", "source"):
            spans.append((quote.get(f"{role}_start"), quote.get(f"{role}_end"), role))
        for start, end, role in spans:
            if start is None or end is None or pd.isna(start) or pd.isna(end):
                continue
            low, high = max(0, int(start)), min(length, int(end))
            if low < high:
                yield Mark(low, high, role, number, colour, words, focused)


class _Sweep:
    """Goes through the text once, with the marks that lie over the place it has reached."""

    def __init__(self, text: str, marks: list[Mark], *, titles: bool) -> None:
        self._text, self._titles = text, titles
        self._coming = sorted(marks, key=lambda mark: mark.start, reverse=True)
        self._edges = sorted({at for mark in marks for at in (mark.start, mark.end)})
        self._over: list[Mark] = []
        self._next = 0

    def html(self, start: int, end: int) -> str:
        """A paragraph cut wherever a mark begins or ends; paragraphs are asked for in order."""
        return "".join(self._span(low, high) for low, high in pairwise(self._cuts(start, end)))

    def _cuts(self, start: int, end: int) -> list[int]:
        cuts = [start]
        while self._next < len(self._edges) and self._edges[self._next] < end:
            if self._edges[self._next] > start:
                cuts.append(self._edges[self._next])
            self._next += 1
        return [*cuts, end]

    def _span(self, low: int, high: int) -> str:
        self._over = [mark for mark in self._over if mark.end > low]
        while self._coming and self._coming[-1].start <= low:
            mark = self._coming.pop()
            if mark.end > low:
                self._over.append(mark)
        words = _escaped(self._text[low:high])
        # The focused quote first, then the innermost: the shortest mark decides colour and order.
        over = nsmallest(_DEEPEST, self._over, key=lambda m: (not m.focused, m.end - m.start))
        return _marked(words, over, titles=self._titles) if over else words


def _marked(words: str, over: list[Mark], *, titles: bool) -> str:
    inside = [mark for mark in over if mark.role == "quote"]
    classes = sorted({f"ak-{mark.role}" for mark in over})
    if over[0].focused:
        classes.append("ak-focus")
    colour = (inside or over)[0].colour
    if colour == MISSING:
        classes.append("ak-unknown")
    tag = "mark" if inside else "span"
    numbers = " ".join(dict.fromkeys(str(mark.number) for mark in [*inside, *over]))
    title = "\n\n".join(dict.fromkeys(mark.words for mark in over)) if titles else ""
    return (
        f'<{tag} class="{" ".join(classes)}" style="--ak-camp:{escape(colour)}" '
        f'data-quote="{numbers}"'
        + (f' title="{_escaped(title)}"' if titles else "")
        + f">{words}</{tag}>"
    )


def _escaped(text: str) -> str:
    # A bare carriage return would come back from an HTML parser as a line feed.
    return escape(text, quote=True).replace("\r", "&#13;")


def one_article(article: Any) -> Mapping[Any, Any]:
    """A table of one row, a row or a mapping as a mapping with ``article_id`` and ``text``."""
    if isinstance(article, pd.DataFrame):
        if len(article) != 1:
            raise TableError(
                f"read_article: expected one article, not a table of {len(article)} rows; "
                "choose one, for instance articles.iloc[0]"
            )
        article = article.iloc[0]
    if isinstance(article, pd.Series):
        article = article.to_dict()
    if not isinstance(article, Mapping):
        raise TableError(
            "read_article: expected a row of the articles table or a mapping, "
            f"not {type(article).__name__}"
        )
    for column in ("article_id", "text"):
        if column not in article or pd.isna(article[column]):
            have = [str(key) for key in article]
            raise TableError(
                f"read_article: the article has no {column!r}{hint(column, have)}; "
                f"it has: {', '.join(have) or 'nothing'}"
            )
    return article


def page_html(
    page: Mapping[Any, Any],
    table: pd.DataFrame,
    *,
    focus: str | None = None,
    colours: Mapping[str, str] | None = None,
    titles: bool = True,
) -> str:
    """The page of an article and its own quotes, every field of it escaped."""
    body = article_html(str(page["text"]), table, focus=focus, colours=colours, titles=titles)
    return (
        f'<article class="ak-reader">{_head(page)}{_legend(table, colours)}'
        f'<div class="ak-text" dir="auto">{body}</div></article>'
    )


def _head(page: Mapping[Any, Any]) -> str:
    facts = [given(page, "outlet"), given(page, "author"), _date(page.get("published"))]
    line = " · ".join(f"<bdi>{escape(fact)}</bdi>" for fact in facts if fact)
    title = given(page, "title")
    # The title often opens the text too; the text is shown as it was published all the same.
    return (
        (f'<div class="ak-title" role="heading" aria-level="3" dir="auto">{escape(title)}</div>')
        if title
        else ""
    ) + (f'<div class="ak-facts">{line}</div>' if line else "")


def _date(value: Any) -> str:
    if value is None or pd.isna(value):
        return ""
    try:
        day = pd.to_datetime(value, utc=True)
    except (ValueError, TypeError):
        return str(value)
    return f"{day.day} {day:%B %Y}"


def _legend(table: pd.DataFrame, colours: Mapping[str, str] | None) -> str:
    if table.empty:
        return '<div class="ak-legend">No quotes were found in this article.</div>'
    camps = table["camp"] if "camp" in table else pd.Series(pd.NA, index=table.index)
    palette = {**camp_colours(camps), **(colours or {})}
    counts = camps.astype("string").value_counts()
    keys = [(str(camp), palette[str(camp)], n) for camp, n in counts.items()]
    if camps.isna().any():
        keys.append(("no camp given", MISSING, int(camps.isna().sum())))
    items = [
        f'<span class="ak-key" style="--ak-camp:{escape(colour)}"><i></i><bdi>{escape(camp)}'
        f"</bdi> <b>{n}</b></span>"
        for camp, colour, n in keys
    ]
    items.append('<span class="ak-key"><span class="ak-source">who</span></span>')
    items.append('<span class="ak-key"><span class="ak-cue">reporting words</span></span>')
    return f'<div class="ak-legend">{"".join(items)}</div>'
