"""The figures behind the chart of who quotes whom."""

from __future__ import annotations

from typing import Any

import pandas as pd

from analystkit.charts._interval import wilson
from analystkit.charts._tables import group_column, with_articles
from analystkit.tables import TableError

_COLUMNS = ["outlet", "quotes", "share", "low", "high", "outlet_quotes", "quote_ids"]


def quoted_shares(
    quotes: pd.DataFrame, *, articles: pd.DataFrame | None, by: str = "camp"
) -> pd.DataFrame:
    """Whom each outlet quotes: its quotes of each group, and their share.

    Parameters
    ----------
    quotes : DataFrame
        A quotes table.
    articles : DataFrame or None
        The articles, which have the outlets; None where the quotes have them.
    by : str
        The column to count by: ``camp``, ``speaker``, ``actor``, ``speaker_type`` …

    Returns
    -------
    DataFrame
        One row an outlet and group that have quotes, outlets and groups with most quotes first:
        ``outlet``, the group under the name of `by`, ``quotes``, ``share`` (of the outlet's quotes
        that have a group), ``low`` and ``high`` (its 95 % interval by Wilson, which takes quotes as
        independent although those of one article are not: read it as a lower bound of the doubt),
        ``outlet_quotes`` (all of the outlet's), and ``quote_ids`` (a list). Quotes without a group
        are a row of their outlet with a missing group, their share of all its quotes, without
        interval. Quotes without an outlet stand last.

    Raises
    ------
    TableError
        When `by` is not a column to count by, or the tables break the contract.

    Examples
    --------
    >>> from analystkit import tables
    >>> cells = quoted_shares(tables.empty_quotes(), articles=tables.empty_articles())
    >>> list(cells.columns)[:4]
    ['outlet', 'camp', 'quotes', 'share']
    """
    frame = outlet_rows(with_articles(quotes, articles), by, chart="quoted_shares")
    found = frame.groupby(["outlet", "group"], sort=False, dropna=False)["quote_id"]
    cells = found.agg(quotes="size", quote_ids=list).reset_index()
    has = cells["group"].notna()
    every = cells.groupby("outlet", dropna=False)["quotes"].transform("sum")
    base = cells["quotes"].where(has, 0).groupby(cells["outlet"], dropna=False).transform("sum")
    pairs: Any = zip(cells["quotes"], base.where(has, every), has, strict=True)
    ends = (pd.NA, pd.NA)
    figures = [(n / of, *(wilson(n, of) if inside else ends)) for n, of, inside in pairs]
    for i, key in enumerate(("share", "low", "high")):
        cells[key] = pd.array([figure[i] for figure in figures], dtype="Float64")
    cells["outlet_quotes"] = every
    size = cells.groupby("group", dropna=False)["quotes"].transform("sum")
    order = cells.assign(_no_outlet=cells["outlet"].isna(), _no_group=~has, _size=size).sort_values(
        ["_no_outlet", "outlet_quotes", "outlet", "_no_group", "_size", "group"],
        ascending=[True, False, True, True, False, True],
    )
    types = {"outlet": "string", "group": "string", "quotes": "Int64", "outlet_quotes": "Int64"}
    cells = order[["outlet", "group", *_COLUMNS[1:]]].astype(types).reset_index(drop=True)
    return cells.rename(columns={"group": by})


def outlet_rows(table: pd.DataFrame, by: str, *, chart: str) -> pd.DataFrame:
    """One row a quote: ``outlet``, ``group``, ``quote_id`` and ``article``."""
    if by in _COLUMNS:
        why = "already the rows" if by == "outlet" else "a column of the result"
        raise TableError(f"{chart}: by={by!r} is {why}; count by another column")
    if "outlet" not in table:
        raise TableError(f"{chart}: neither quotes nor articles have a column 'outlet'")
    groups = {
        "group": group_column(table, by, chart=chart),
        "outlet": group_column(table, "outlet", chart=chart),
    }
    frame = {**groups, "quote_id": table["quote_id"], "article": table["article_id"]}
    return pd.DataFrame(frame).reset_index(drop=True)
