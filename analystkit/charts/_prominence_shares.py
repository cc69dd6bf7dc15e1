"""The figures behind a chart of prominence."""

from __future__ import annotations

import pandas as pd

from analystkit.charts._interval import wilson
from analystkit.charts._tables import group_column, with_articles
from analystkit.tables import TableError

REST = "\0others"  # no name in running text begins with a null character
_NAMED = {1 / 3: "third", 1 / 4: "quarter", 1 / 2: "half", 1 / 5: "fifth", 1 / 10: "tenth"}
_COLUMNS = [
    "quotes", "articles", "opens", "median", "early", "share", "low", "high", "unplaced",
]  # fmt: skip


def prominence_shares(
    quotes: pd.DataFrame,
    *,
    by: str = "camp",
    articles: pd.DataFrame | None = None,
    within: float = 1 / 3,
) -> pd.DataFrame:
    """Who gets the top of the story: the share of each group's quotes that stand early.

    Parameters
    ----------
    quotes : DataFrame
        A quotes table with ``position``: how far into its article a quote starts, 0 to 1.
    by : str
        The column to count by: ``camp``, ``speaker``, ``actor``, ``kind``, ``outlet`` …
    articles : DataFrame, optional
        Needed for columns that articles have and quotes have not (``outlet``).
    within : float
        How much of the article is its top. A quote that starts at it or before is early.

    Returns
    -------
    DataFrame
        One row a group, those with most quotes first: the group under the name of `by`,
        ``quotes`` (with a position), ``articles`` (in how many), ``opens`` (in how many of these
        the article's first quote is the group's), ``median`` position, ``early`` (quotes),
        ``share`` (of the group's quotes that are early), ``low`` and ``high`` (Wilson's 95 %
        interval, which takes quotes as independent although those of one article are not: read it
        as a lower bound of the doubt), and ``unplaced`` (quotes without a position, counted
        nowhere else). A last row with a missing group holds the quotes without one. Without a
        placed quote ``median``, ``share`` and the interval are missing.

    Raises
    ------
    TableError
        When `by` is not a column to count by, ``position`` is missing, or the tables break the
        contract.
    ValueError
        When `within` is not above 0 and below 1.

    Examples
    --------
    >>> from analystkit import tables
    >>> list(prominence_shares(tables.empty_quotes()).columns)[:6]
    ['camp', 'quotes', 'articles', 'opens', 'median', 'early']
    """
    chart = "prominence_shares"
    if by in _COLUMNS:
        raise TableError(f"{chart}: by={by!r} is a column of the result; rename it in the quotes")
    return early(places(quotes, by=by, articles=articles, within=within, chart=chart), by, within)


def places(
    quotes: pd.DataFrame, *, by: str, articles: pd.DataFrame | None, within: float, chart: str
) -> pd.DataFrame:
    """One row a quote: ``group``, ``article``, ``at`` (its position), ``opens``, and ``camp``."""
    if not 0 < within < 1:
        raise ValueError(f"{chart}: within={within!r} must be above 0 and below 1")
    table = with_articles(quotes, articles)
    if "position" not in table:
        raise TableError(f"{chart}: quotes have no column 'position' (0 to 1, into the article)")
    frame = pd.DataFrame(
        {
            "group": group_column(table, by, chart=chart),
            "article": table["article_id"],
            "at": table["position"].astype("Float64").astype(float),
            "camp": table.get("camp", pd.Series(pd.NA, index=table.index, dtype="string")),
        }
    ).reset_index(drop=True)
    first = frame.dropna(subset="at").sort_values("at", kind="stable")
    frame["opens"] = frame.index.isin(first.drop_duplicates("article").index)
    frame.attrs = {}
    return frame


def early(frame: pd.DataFrame, by: str, within: float) -> pd.DataFrame:
    """`prominence_shares` of `places`."""
    placed = frame["at"].notna()
    marks = frame.assign(
        placed=placed, unplaced=~placed, early=frame["at"] <= within,
        article=frame["article"].where(placed),
    )  # fmt: skip
    rows = (
        marks.groupby("group", sort=False, dropna=False)
        .agg(
            quotes=("placed", "sum"), articles=("article", "nunique"), opens=("opens", "sum"),
            median=("at", "median"), early=("early", "sum"), unplaced=("unplaced", "sum"),
        )
        .reset_index()
    )  # fmt: skip
    counted = {key: "Int64" for key in ("quotes", "articles", "opens", "early", "unplaced")}
    rows = rows.astype({"group": "string", "median": "Float64", **counted})
    pairs = [(int(n), int(all_)) for n, all_ in zip(rows["early"], rows["quotes"], strict=True)]
    nothing = (pd.NA, pd.NA, pd.NA)
    limits = [(n / all_, *wilson(n, all_)) if all_ else nothing for n, all_ in pairs]
    for i, key in enumerate(("share", "low", "high")):
        rows[key] = pd.array([limit[i] for limit in limits], dtype="Float64")
    rows["_last"] = rows["group"].isna()
    rows = rows.sort_values(["_last", "quotes", "group"], ascending=[True, False, True])
    return rows[["group", *_COLUMNS]].reset_index(drop=True).rename(columns={"group": by})


def part_words(within: float) -> str:
    """``first third``, or ``first 15%`` where there is no word for it."""
    near = [name for part, name in _NAMED.items() if abs(part - within) < 1e-6]
    return f"first {near[0] if near else f'{100 * within:.3g}%'}"


def shortened(
    named: pd.DataFrame, frame: pd.DataFrame, top: int | None
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The groups to show, those with the largest share first, and the others as one more."""
    rows, frame = named.assign(others=0), frame.assign(row=frame["group"])
    order = ["share", "median", "group"]
    if top is None or len(named) <= top + 1:
        return rows.sort_values(order, ascending=[False, True, True]), frame
    kept, rest = rows.iloc[:top], rows.iloc[top:]
    kept = kept.sort_values(order, ascending=[False, True, True])
    inside = frame["group"].isin(rest["group"])
    n, of = int(rest["early"].sum()), int(rest["quotes"].sum())
    low, high = wilson(n, of)
    others = {"group": f"{len(rest)} others", "quotes": of, "opens": int(rest["opens"].sum())}
    others |= {"median": frame.loc[inside, "at"].median(), "share": n / of, "low": low}
    others |= {"high": high, "others": len(rest)}
    frame.loc[inside, "row"] = REST
    return pd.concat([kept, pd.DataFrame([others])], ignore_index=True), frame
