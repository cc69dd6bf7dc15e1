"""An article's text as HTML with its quotes marked: for the reader."""

import re
from collections.abc import Collection, Iterator, Mapping
from pathlib import Path
from typing import Any

import pandas as pd

from analystkit.markup.html import environment
from analystkit.markup.marks import Mark, Piece, Sweep, marks_of
from analystkit.palette import MISSING, camp_colours
from analystkit.tables import Standing, TableError, hint, readable, standing
from analystkit.text.dates import day

_HERE = Path(__file__).parent
_PARAGRAPH = re.compile(r"[^\r\n]+")


def article_html(
    text: str,
    quotes: pd.DataFrame,
    *,
    focus: str | None = None,
    colours: Mapping[str, str] | None = None,
    titles: bool = True,
) -> str:
    """The text in paragraphs, with quotes, cues and sources marked; `colours` overrides camps' own.

    Every character of text is escaped; without its tags the result is the text again. Overlapping
    marks are split at one another's ends, and offsets beyond the text cut off. Each mark says in
    ``data-quote`` which rows of `quotes` it belongs to, counted from 0, the innermost, which gives
    the colour, first; of more than 16 the innermost 16 count, so that the work stays linear.

    >>> from analystkit import tables
    >>> article_html("Fire & smoke", tables.empty_quotes())
    '<p>Fire &amp; smoke</p>'
    """
    marked = environment(_HERE).get_template("marked.html").module
    return str(marked.paragraphs(_parts(text, quotes, focus, colours, titles)))


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


def _parts(
    text: str, quotes: pd.DataFrame, focus: str | None, colours: Mapping[str, str] | None,
    titles: bool, lost: Collection[str] = (),
) -> Iterator[tuple[str, list[Piece] | None]]:  # fmt: skip
    """What stands before each paragraph, and the paragraph's pieces; the end without any."""
    palette = {**camp_colours(quotes.get("camp", [])), **(colours or {})}
    marks: list[Mark] = []
    for number, quote in enumerate(quotes.to_dict("records")):
        if quote["quote_id"] in lost:
            continue
        colour = palette[str(quote["camp"])] if given(quote, "camp") else MISSING
        words, focused = quote_words(quote) if titles else "", str(quote["quote_id"]) == focus
        marks += marks_of(quote, len(text), number, colour, words=words, focused=focused)
    sweep, done = Sweep(text, marks), 0
    for paragraph in _PARAGRAPH.finditer(text):
        start, end = paragraph.span()
        yield text[done:start], sweep.pieces(start, end)
        done = end
    yield text[done:], None


def one_article(article: Any) -> Mapping[Any, Any]:
    """A table of one row, a row or a mapping as a mapping with ``article_id`` and ``text``."""
    if isinstance(article, pd.DataFrame):
        if len(article) != 1:
            many = f"read_article: expected one article, not a table of {len(article)} rows"
            raise TableError(f"{many}; choose one, for instance articles.iloc[0]")
        article = article.iloc[0]
    if isinstance(article, pd.Series):
        article = article.to_dict()
    if not isinstance(article, Mapping):
        kind = type(article).__name__
        raise TableError(
            f"read_article: expected a row of the articles table or a mapping, not {kind}"
        )
    for column in ("article_id", "text"):
        if column not in article or pd.isna(article[column]):
            have = [str(key) for key in article]
            lacking = f"read_article: the article has no {column!r}{hint(column, have)}"
            raise TableError(f"{lacking}; it has: {', '.join(have) or 'nothing'}")
    return article


def page_html(
    page: Mapping[Any, Any], table: pd.DataFrame, *, focus: str | None = None,
    colours: Mapping[str, str] | None = None, titles: bool = True,
) -> str:  # fmt: skip
    """The page of an article and its own quotes, every field of it escaped.

    Quotes whose words do not stand at their place are marked where they stand now, and it says so;
    of a table without the words, as a desk has that corrects them, the places count as they are.
    """
    text = str(page["text"])
    home = pd.DataFrame({"article_id": [str(page["article_id"])], "text": [readable(text)]})
    found = standing(table, home) if "quote" in table else Standing(table, frozenset(), {})
    facts = [given(page, "outlet"), given(page, "author"), _date(page.get("published"))]
    return environment(_HERE).get_template("article.html").render(
        title=given(page, "title"), facts=[fact for fact in facts if fact],
        legend=_legend(table, colours),
        moved=found.notice,
        parts=_parts(text, found.quotes, focus, colours, titles, found.lost),
    )  # fmt: skip


def _date(value: Any) -> str:
    try:
        return day(pd.to_datetime(value, utc=True))
    except (ValueError, TypeError):
        return str(value)


def _legend(table: pd.DataFrame, colours: Mapping[str, str] | None) -> list[tuple[str, str, int]]:
    """Camp, colour and number of quotes."""
    camps = table.get("camp", pd.Series(pd.NA, index=table.index)).astype("string")
    palette = {**camp_colours(camps), **(colours or {})}
    keys = [(str(camp), palette[str(camp)], int(n)) for camp, n in camps.value_counts().items()]
    unknown = int(camps.isna().sum())
    return [*keys, ("no camp given", MISSING, unknown)] if unknown else keys
