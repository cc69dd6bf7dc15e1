"""The error of tables that break the contract, and its hint at what was meant."""

from collections.abc import Iterable
from difflib import get_close_matches

import pandas as pd


class TableError(ValueError):
    """A table that breaks the contract; the message names column, row and remedy."""


def hint(value: object, valid: Iterable[str]) -> str:
    """`` (did you mean 'direct'?)`` where a valid value is close, else nothing."""
    near = get_close_matches(str(value), list(valid), n=1)
    return f" (did you mean {near[0]!r}?)" if near else ""


def require(table: pd.DataFrame, columns: Iterable[str], *, name: str) -> None:
    """Raise `TableError` when `table` is no table, or lacks one of `columns` or has it twice."""
    if not isinstance(table, pd.DataFrame):
        raise TableError(f"{name}: expected a pandas DataFrame, not {type(table).__name__}")
    for column in columns:
        if list(table.columns).count(column) > 1:
            raise TableError(f"{name}: column {column!r} is there twice; rename one")
        if column not in table.columns:
            have = [str(c) for c in table.columns]
            raise TableError(
                f"{name}: column {column!r} is missing{hint(column, have)}; "
                f"the table has: {', '.join(have) or 'no columns'}"
            )
