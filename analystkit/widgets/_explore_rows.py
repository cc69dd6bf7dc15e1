"""The rows an explorer works on: quotes with their articles' columns and their stances."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from analystkit.charts._style import plural
from analystkit.charts._tables import with_articles
from analystkit.widgets._index import Index

if TYPE_CHECKING:
    from analystkit.targets import Targets


def joined(quotes: pd.DataFrame, articles: pd.DataFrame) -> pd.DataFrame:
    """The quotes with their articles' columns, and empty ones where a column is missing."""
    table = with_articles(quotes, articles)
    for column in ("speaker", "camp", "outlet", "published"):
        if column not in table:
            table[column] = pd.Series(pd.NA, index=table.index, dtype="string")
    table["published"] = pd.to_datetime(table["published"], utc=True)
    return table


def target_names(stance: pd.DataFrame | None, targets: Targets | None) -> dict[str, str]:
    """The name of each target of a stance table: the registry's, or its id with spaces."""
    ids = [] if stance is None else [str(target) for target in stance["target"].unique()]
    known = {target.id: target.name for target in targets or ()}
    return {target: known.get(target) or target.replace("-", " ") for target in ids}


def with_stances(
    table: pd.DataFrame, stance: pd.DataFrame | None, names: Mapping[str, str]
) -> pd.DataFrame:
    """With a column of text, a line a quote: "for troop withdrawal; against airstrikes"."""
    table = table.drop(columns="stance", errors="ignore")
    if stance is None or stance.empty:
        return table
    words = stance["label"].astype("string") + " " + stance["target"].map(dict(names))
    lines = words.groupby(stance["quote_id"], sort=False).agg("; ".join).rename("stance")
    return table.join(lines.astype("string"), on="quote_id")


def counts_html(index: Index, kept: np.ndarray, *, articles: int) -> str:
    """How many quotes, articles and speakers the quotes at these places are.

    `articles` are all there are, those known from their quotes alone among them.
    """
    speakers = int((index.facets["speaker"].tally(kept) > 0)[:-1].sum())
    facts = [
        f"<b>{len(kept):,}</b> of {plural(index.size, 'quote')}",
        f"<b>{len(np.unique(index.articles[kept])):,}</b> of {plural(articles, 'article')}",
        f"<b>{speakers:,}</b> speaker{'' if speakers == 1 else 's'}",
    ]
    return f'<div role="status">{"".join(f"<span>{fact}</span>" for fact in facts)}</div>'
