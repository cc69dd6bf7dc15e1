"""The figures behind a chart of verbatim and paraphrase."""

from __future__ import annotations

import pandas as pd

from analystkit.charts._interval import wilson
from analystkit.charts._tables import group_column, with_articles
from analystkit.tables import KINDS, TableError

_COLUMNS = ["quotes", "articles", *KINDS, "share", "low", "high"]


def verbatim_shares(
    quotes: pd.DataFrame, *, by: str = "outlet", articles: pd.DataFrame | None = None
) -> pd.DataFrame:
    """How many quotes of each group are direct, mixed and indirect.

    Parameters
    ----------
    quotes : DataFrame
        A quotes table.
    by : str
        The column to count by: ``outlet``, ``camp``, ``speaker``, ``actor`` …
    articles : DataFrame, optional
        Needed for columns that articles have and quotes have not (``outlet``).

    Returns
    -------
    DataFrame
        One row a group, those with most quotes first: the group under the name of `by`,
        ``quotes``, ``articles`` (in how many), how many quotes are ``direct``, ``mixed`` and
        ``indirect``, ``share`` (of quotes with words between marks: direct and mixed), ``low`` and
        ``high`` (its 95 % interval by Wilson, which takes quotes as independent although those of
        one article are not: read it as a lower bound of the doubt). A last row with a missing
        group holds the quotes without one.

    Raises
    ------
    TableError
        When `by` is not a column to count by, or the tables break the contract.

    Examples
    --------
    >>> from analystkit import tables
    >>> list(verbatim_shares(tables.empty_quotes(), by="camp").columns)[:6]
    ['camp', 'quotes', 'articles', 'direct', 'mixed', 'indirect']
    """
    table = with_articles(quotes, articles)
    return kinds_of(kind_rows(table, by, chart="verbatim_shares")).rename(columns={"group": by})


def kind_rows(table: pd.DataFrame, by: str, *, chart: str) -> pd.DataFrame:
    """One row a quote: ``group``, ``article`` and ``kind``."""
    if by in _COLUMNS or by == "kind":
        why = "what is counted" if by == "kind" else "a column of the result"
        raise TableError(f"{chart}: by={by!r} is {why}; count by another column")
    groups = group_column(table, by, chart=chart)
    frame = {"group": groups, "article": table["article_id"], "kind": table["kind"].astype(object)}
    return pd.DataFrame(frame).reset_index(drop=True)


def kinds_of(frame: pd.DataFrame) -> pd.DataFrame:
    """`verbatim_shares` of `kind_rows`."""
    marks = frame.assign(**{kind: frame["kind"] == kind for kind in KINDS})
    rows = (
        marks.groupby("group", sort=False, dropna=False)
        .agg(
            quotes=("kind", "size"),
            articles=("article", "nunique"),
            **{kind: (kind, "sum") for kind in KINDS},
        )
        .reset_index()
        .astype({"group": "string", **{key: "Int64" for key in _COLUMNS[:5]}})
    )
    pairs = zip(rows["direct"] + rows["mixed"], rows["quotes"], strict=True)
    figures = [(n / total, *wilson(int(n), int(total))) for n, total in pairs]
    for i, key in enumerate(("share", "low", "high")):
        rows[key] = pd.array([figure[i] for figure in figures], dtype="Float64")
    rows["_last"] = rows["group"].isna()
    rows = rows.sort_values(["_last", "quotes", "group"], ascending=[True, False, True])
    return rows[["group", *_COLUMNS]].reset_index(drop=True)
