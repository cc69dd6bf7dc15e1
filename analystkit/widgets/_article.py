"""One article as a page of HTML: heading, key of the camps, text with its quotes marked."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape
from typing import Any

import pandas as pd

from analystkit.palette import MISSING, camp_colours
from analystkit.tables import TableError, hint
from analystkit.widgets._markup import article_html, given


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
