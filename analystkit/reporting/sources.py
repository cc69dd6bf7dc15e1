"""The articles, with the passages that hold their quotes, and what could not be read."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import Any

import pandas as pd

from analystkit.charts._style import plural
from analystkit.reporting.dates import day
from analystkit.reporting.markup import Html, join, missing, name_of, tag, web_address, words
from analystkit.reporting.material import Material, Row
from analystkit.reporting.passages import Mark, passages
from analystkit.reporting.people import outlets_of, table

_CELL = 400  # characters of a problem that are shown


def articles_list(material: Material, marks: Mapping[str, list[Mark]]) -> Iterator[Html]:
    """Every article by outlet: title, date, author, address, its quotes, its passages."""
    quotes = defaultdict(list)
    for row in material.rows:
        quotes[row["article_id"]].append(row["number"])
    for number, (outlet, pages) in enumerate(outlets_of(material).items(), start=1):
        pages = sorted(pages, key=_when)
        yield tag(
            "section",
            tag("h3", name_of(outlet, absent="No outlet given")),
            *[_article(page, quotes, marks.get(page["article_id"], [])) for page in pages],
            id=f"o{number}",
        )


def _when(page: Row) -> tuple[bool, Any, str]:
    date = page["published"]
    return (True, 0, page["article_id"]) if pd.isna(date) else (False, date, "")


def _article(page: Row, quotes: Mapping[str, list[int]], marks: list[Mark]) -> Html:
    numbers, address = sorted(quotes[page["article_id"]]), web_address(page["url"])
    facts = [
        words(day(page["published"])),
        name_of(page["author"], absent=""),
        tag("a", "online ↗", href=address, class_="web") if address else None,
        _unlinked(page["url"]) if not address else None,
        join(["quotes ", join((number_link(n) for n in numbers), ", ")])
        if numbers
        else "no quotes",
    ]
    shown = passages(page["text"], marks) if marks else None
    folded = tag("details", tag("summary", "The passages"), shown) if shown else None
    title = name_of(page["title"], absent="") or name_of(page["article_id"], absent="")
    return tag(
        "div",
        tag("h4", title),
        tag("p", join(facts, " · "), class_="about"),
        folded,
        id=page["anchor"],
        class_="article",
    )


def _unlinked(url: Any) -> Html | None:
    """An address that is not of the web, as text."""
    return None if missing(url) else tag("span", tag("bdi", _cut(url)), class_="address")


def number_link(number: int) -> Html:
    """The number of a quote, linked to it."""
    return tag("a", str(number), href=f"#q{number}")


def problems_of(quotes: pd.DataFrame, articles: pd.DataFrame) -> dict[str, pd.DataFrame]:
    """The tables of what could not be read, those with rows."""
    found = {
        "What was skipped while loading": articles.attrs.get("problems"),
        "Articles that could not be searched for quotes": quotes.attrs.get("problems"),
    }
    return {
        name: problems
        for name, problems in found.items()
        if isinstance(problems, pd.DataFrame) and len(problems)
    }


def problems_list(problems: Mapping[str, pd.DataFrame]) -> Iterator[Html]:
    """Each table of problems, whole."""
    for name, found in problems.items():
        head = [str(column) for column in found.columns]
        rows = [
            tag(
                "tr",
                *[tag("td", name_of(cell, absent="") and tag("bdi", _cut(cell))) for cell in row],
            )
            for row in found.itertuples(index=False, name=None)
        ]
        yield table(head, rows, caption=f"{name}: {plural(len(found), 'row')}", numbers=0)


def _cut(value: Any) -> str:
    text = str(value)
    return text if len(text) <= _CELL else text[: _CELL - 1] + "…"
