"""The head of the dashboard: what the coverage is."""

from __future__ import annotations

from html import escape

import pandas as pd

from analystkit.charts._style import plural


def head_html(
    title: str, quotes: pd.DataFrame, articles: pd.DataFrame, *, problems: pd.DataFrame | None
) -> str:
    """The heading, and what the coverage is: how much, of whom, from when to when.

    Parameters
    ----------
    title : str
        Plain text.
    quotes, articles : DataFrame
        The tables.
    problems : DataFrame or None
        What `load_articles` could not read: ``file, row, problem``.
    """
    facts = [plural(len(articles), "article")]
    if "outlet" in articles and articles["outlet"].notna().any():
        facts.append(plural(articles["outlet"].nunique(), "outlet"))
    if days := _days(articles):
        facts.append(days)
    facts.append(plural(len(quotes), "quote"))
    if "speaker" in quotes:
        facts.append(plural(quotes["speaker"].nunique(), "speaker"))
    told = "".join(f"<span>{escape(fact)}</span>" for fact in facts)
    return (
        f'<header class="ak-head"><h1>{escape(title)}</h1><p class="ak-facts">{told}</p>'
        f"{_problems(problems)}</header>"
    )


def _days(articles: pd.DataFrame) -> str:
    """From when to when: "27 June to 27 July 2021"."""
    if "published" not in articles:
        return ""
    known = pd.to_datetime(articles["published"], utc=True).dropna()
    if known.empty:
        return ""
    first, last = known.min(), known.max()
    until = f"{last.day} {last:%B %Y}"
    if first.date() == last.date():
        return until
    if first.year != last.year:
        return f"{first.day} {first:%B %Y} to {until}"
    return f"{first.day} {first:%B} to {until}" if first.month != last.month else (
        f"{first.day} to {until}"
    )  # fmt: skip


def _problems(problems: pd.DataFrame | None, *, most: int = 50) -> str:
    if problems is None or problems.empty:
        return ""
    rows = []
    for file, row, problem in (
        problems[["file", "row", "problem"]].head(most).itertuples(index=False)
    ):
        where = [] if pd.isna(file) else [str(file)]
        where += [] if pd.isna(row) else [f"row {row}"]
        rows.append(f"<li>{escape(', '.join(where))}: {escape(str(problem))}</li>")
    if len(problems) > most:
        rows.append(f"<li>and {len(problems) - most:,} more</li>")
    return (
        f"<details><summary>{plural(len(problems), 'problem')} in reading the coverage</summary>"
        f"<ul>{''.join(rows)}</ul></details>"
    )
