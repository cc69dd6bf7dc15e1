"""The figures behind a chart of voices."""

from __future__ import annotations

import pandas as pd

from analystkit.charts._interval import wilson
from analystkit.charts._tables import group_column, with_articles
from analystkit.tables import TableError

_COLUMNS = ("quotes", "articles", "share", "low", "high", "others")


def voice_shares(
    quotes: pd.DataFrame, *, by: str = "camp", articles: pd.DataFrame | None = None
) -> pd.DataFrame:
    """How many quotes each group has, and its share with a 95 % interval.

    Parameters
    ----------
    quotes : DataFrame
        A quotes table.
    by : str
        The column to count by: ``camp``, ``speaker``, ``actor``, ``kind``, ``outlet`` …
    articles : DataFrame, optional
        Needed for columns that articles have and quotes have not (``outlet``).

    Returns
    -------
    DataFrame
        One row a group, largest first: the group under the name of `by`, ``quotes`` (count),
        ``articles`` (in how many), ``share`` of the quotes that have a group, ``low`` and ``high``
        (Wilson's interval, which takes quotes as independent although those of one article are
        not: read it as a lower bound of the doubt). A last row with a missing group counts the
        quotes without one; its share is of all quotes, without interval.

    Raises
    ------
    TableError
        When `by` is not a column to count by, or the tables break the contract.

    Examples
    --------
    >>> from analystkit import tables
    >>> list(voice_shares(tables.empty_quotes()).columns)
    ['camp', 'quotes', 'articles', 'share', 'low', 'high']
    """
    return count(with_articles(quotes, articles), by)


def count(table: pd.DataFrame, by: str) -> pd.DataFrame:
    """`voice_shares` of a table that is already joined and checked."""
    groups = group_column(table, by, chart="voices")
    if by in _COLUMNS:
        raise TableError(f"voices: by={by!r} is a column of the result; rename it in the quotes")
    frame = pd.DataFrame({"group": groups, "article": table["article_id"]})
    grouped = frame.groupby("group", sort=False, dropna=False)["article"].agg(["size", "nunique"])
    counts = grouped.reset_index().set_axis(["group", "quotes", "articles"], axis=1)
    counts["group"] = counts["group"].astype("string")
    absent = counts["group"].isna()
    total = int(counts.loc[~absent, "quotes"].sum())
    limits = [wilson(min(int(n), total), total) for n in counts["quotes"]]
    counts["share"] = counts["quotes"] / total if total else 0.0
    counts["low"] = pd.Series([low for low, _ in limits], index=counts.index, dtype="Float64")
    counts["high"] = pd.Series([high for _, high in limits], index=counts.index, dtype="Float64")
    counts.loc[absent, ["low", "high"]] = pd.NA
    counts.loc[absent, "share"] = counts.loc[absent, "quotes"] / max(len(table), 1)
    counts["_last"] = absent
    order = ["_last", "quotes", "group"]
    counts = counts.sort_values(order, ascending=[True, False, True])
    return counts.drop(columns="_last").reset_index(drop=True).rename(columns={"group": by})
