"""The article reader: one article typeset for reading, with who says what in it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from html import escape
from pathlib import Path
from typing import Any

import pandas as pd

from analystkit.palette import MISSING, camp_colours
from analystkit.tables import TableError, check_quotes, hint
from analystkit.widgets._markup import article_html


@dataclass(frozen=True)
class Reading:
    """An article ready to be shown: as HTML in a notebook, as one line elsewhere."""

    html: str
    summary: str

    def _repr_html_(self) -> str:
        return f"<style>{stylesheet('reader.css')}</style>{self.html}"

    def __repr__(self) -> str:
        return self.summary


def read_article(
    article: pd.DataFrame | pd.Series | Mapping[str, Any],
    quotes: pd.DataFrame,
    *,
    focus: str | None = None,
    colours: Mapping[str, str] | None = None,
) -> Reading:
    """The article with its quotes in their camps' colours, cues and sources underlined.

    Parameters
    ----------
    article : DataFrame of one row, Series or mapping
        With ``article_id`` and ``text``; ``title``, ``outlet``, ``author`` and ``published`` are
        shown where given.
    quotes : DataFrame
        A quotes table; those of other articles are left out.
    focus : str, optional
        The ``quote_id`` of a quote to set off.
    colours : mapping, optional
        Camp to colour where it should not be the usual one.

    Returns
    -------
    Reading
        Displays itself in a notebook; ``.html`` is the page without its style sheet.

    Raises
    ------
    TableError
        When the article is not one article, lacks its text, or `focus` is not one of its quotes.

    Examples
    --------
    >>> from analystkit import tables
    >>> read_article({"article_id": "a1", "text": "Fire & smoke."}, tables.empty_quotes())
    Article a1: 0 quotes
    """
    page = _one(article)
    table = check_quotes(quotes)
    table = table[table["article_id"] == str(page["article_id"])]
    known = list(table["quote_id"])
    if focus is not None and focus not in known:
        raise TableError(
            f"read_article: focus={focus!r} is not a quote of article {page['article_id']!r}, "
            f"which has: {', '.join(known) or 'none'}{hint(focus, known)}"
        )
    body = article_html(str(page["text"]), table, focus=focus, colours=colours)
    html = (
        f'<article class="ak-reader">{_head(page)}{_legend(table, colours)}'
        f'<div class="ak-text" dir="auto">{body}</div></article>'
    )
    name = _given(page, "title") or str(page["article_id"])
    n = len(table)
    return Reading(html, f"Article {name}: {n} quote{'' if n == 1 else 's'}")


def stylesheet(name: str) -> str:
    """A style sheet that stands beside this module."""
    return Path(__file__).with_name(name).read_text(encoding="utf-8")


def _one(article: Any) -> Mapping[Any, Any]:
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


def _given(page: Mapping[Any, Any], column: str) -> str:
    value = page.get(column)
    return "" if value is None or pd.isna(value) else str(value).strip()


def _head(page: Mapping[Any, Any]) -> str:
    facts = [_given(page, "outlet"), _given(page, "author"), _date(page.get("published"))]
    line = " · ".join(f"<bdi>{escape(fact)}</bdi>" for fact in facts if fact)
    title = _given(page, "title")
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
