"""Quotes beside their articles, and the columns to count them by."""

import pandas as pd

from analystkit.tables.checks import Checked, check_articles, check_quotes
from analystkit.tables.columns import QUOTES
from analystkit.tables.errors import TableError, hint

_ABOUT = ("outlet", "title", "published")
_NOT_GROUPS = {"quote_id", "quote", "spans", "title", "published", "text", "url"}
_NOT_GROUPS |= {key for key, column in QUOTES.items() if column.type in ("Int64", "Float64")}


def with_articles(quotes: pd.DataFrame, articles: pd.DataFrame | None) -> pd.DataFrame:
    """A checked quotes table with the articles' ``outlet``, ``title`` and ``published``."""
    table = check_quotes(quotes)
    return table if articles is None else join_articles(table, articles, *_ABOUT)


def with_all_about(quotes: pd.DataFrame, articles: pd.DataFrame) -> pd.DataFrame:
    """A checked quotes table with all that the articles know beside their text and author."""
    table, known = check_quotes(quotes), check_articles(articles)
    further = [str(name) for name in known if name not in {*table, "text", "author"}]
    return join_articles(table, Checked.of("articles", known), *further)


def join_articles(table: pd.DataFrame, articles: pd.DataFrame, *columns: str) -> pd.DataFrame:
    """The table with these columns of its rows' articles; where those say nothing, as it was."""
    known = check_articles(articles).set_index("article_id")
    ids = table["article_id"].astype("string")
    found = known[[name for name in columns if name in known]].reindex(ids).set_axis(table.index)
    return table.assign(
        **{
            str(name): values.where(values.notna(), table[name]) if name in table else values
            for name, values in found.items()
        }
    )


def group_column(table: pd.DataFrame, by: str, *, chart: str) -> pd.Series:
    """The text column to count by; an error that names the valid ones otherwise."""
    kept = table.select_dtypes(exclude=["number", "bool", "boolean", "datetime", "datetimetz"])
    valid = [str(column) for column in kept if column not in _NOT_GROUPS]
    if by not in valid:
        where = "; give the articles too (articles=) to count by outlet" * (by == "outlet")
        raise TableError(
            f"{chart}: by={by!r} is not one of: {', '.join(valid)}{hint(by, valid)}{where}"
        )
    return tidy_names(table[by])


def tidy_names(values: pd.Series) -> pd.Series:
    """Names without the space around them; blank ones are missing."""
    names = values.astype("string").str.strip()
    return names.mask(names == "")


def group_camps(table: pd.DataFrame, by: str) -> dict[str, str]:
    """The camp of each group that has one: its own, or the one most of its quotes have."""
    if "camp" not in table or by not in ("camp", "speaker", "actor", "source"):
        return {}
    pairs = pd.DataFrame({"group": tidy_names(table[by]), "camp": tidy_names(table["camp"])})
    camps = pairs.dropna().groupby("group", sort=False)["camp"]
    usual = camps.agg(lambda camps: camps.value_counts().index[0])
    return {str(name): str(camp) for name, camp in usual.items()}
