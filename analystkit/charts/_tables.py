"""What charts ask of a quotes table: its columns, and the articles' columns beside them."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from analystkit.palette import camp_colours
from analystkit.tables import QUOTES, TableError, check_articles, check_quotes, hint

_NOT_GROUPS = {"quote_id", "quote", "spans", "title", "published", "text", "url"}
_NOT_GROUPS |= {key for key, column in QUOTES.items() if column.type in ("Int64", "Float64")}


def with_articles(quotes: pd.DataFrame, articles: pd.DataFrame | None) -> pd.DataFrame:
    """A checked quotes table with the articles' ``outlet``, ``title`` and ``published``.

    A quote whose article is not in the table keeps what it had, or has missing values.
    """
    table = check_quotes(quotes)
    if articles is None:
        return table
    known = check_articles(articles).set_index("article_id")
    for column in ("outlet", "title", "published"):
        if column in known:
            found = known[column].reindex(table["article_id"]).set_axis(table.index)
            own = table.get(column, found)
            table[column] = found.where(found.notna(), own)
    return table


def group_column(table: pd.DataFrame, by: str, *, chart: str) -> pd.Series:
    """The text column to count by; an error that names the valid ones otherwise."""
    valid = [
        str(column)
        for column in table.columns
        if column not in _NOT_GROUPS
        and not pd.api.types.is_numeric_dtype(table[column])
        and not pd.api.types.is_datetime64_any_dtype(table[column])
    ]
    if by not in valid:
        where = ""
        if by in ("outlet", "author", "language"):
            where = "; give the articles too (articles=) to count by outlet"
        raise TableError(
            f"{chart}: by={by!r} is not one of: {', '.join(valid)}{hint(by, valid)}{where}"
        )
    values = table[by].astype("string")
    return values.mask(values.str.strip() == "")


def group_colours(
    table: pd.DataFrame, by: str, colours: Mapping[str, str] | None
) -> dict[str, str]:
    """A colour a group: its own camp's, or that of the camp most of its quotes have."""
    if "camp" not in table:
        return {}
    palette = {**camp_colours(table["camp"]), **(colours or {})}
    if by == "camp":
        return palette
    if by not in ("speaker", "actor", "source"):
        return {}
    pairs = table[[by, "camp"]].dropna().astype("string")
    usual = pairs.groupby(by, sort=False)["camp"].agg(lambda camps: camps.value_counts().index[0])
    return {str(name): palette[str(camp)] for name, camp in usual.items()}
