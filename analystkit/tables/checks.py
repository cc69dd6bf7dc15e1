"""Rows as typed tables, tables checked against the contract, and tables without rows."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

import pandas as pd

from analystkit.tables.casting import cast
from analystkit.tables.columns import ARTICLES, LABELS, QUOTES, STANCE, Column
from analystkit.tables.errors import TableError, hint, require

if TYPE_CHECKING:
    import pandera.pandas as pa


class Checked(pd.DataFrame):
    """A table that the ``check_*`` functions let pass; what is made of it is a plain one again."""

    _metadata = ["kind"]  # noqa: RUF012 - as pandas has it
    kind: str

    @property
    def _constructor(self) -> type[pd.DataFrame]:
        return pd.DataFrame

    @classmethod
    def of(cls, kind: str, table: pd.DataFrame) -> Checked:
        """The table as one of this kind: ``articles``, ``quotes`` or ``stance``."""
        known = cls(table)
        known.kind, known.attrs = kind, dict(table.attrs)
        return known


def empty_articles() -> pd.DataFrame:
    """An articles table without rows."""
    return as_articles([])


def empty_quotes() -> pd.DataFrame:
    """A quotes table without rows."""
    return as_quotes([])


def empty_stance() -> pd.DataFrame:
    """A stance table without rows."""
    return as_stance([])


def empty_labels() -> pd.DataFrame:
    """A labels table without rows."""
    return _typed([], LABELS, "labels")


def as_articles(rows: Iterable[Mapping[str, Any]]) -> pd.DataFrame:
    """The articles table of these rows, all of the contract's columns present."""
    return _typed(rows, ARTICLES, "articles")


def as_quotes(rows: Iterable[Mapping[str, Any]]) -> pd.DataFrame:
    """The quotes table of these rows, all of the contract's columns present."""
    return _typed(rows, QUOTES, "quotes")


def as_stance(rows: Iterable[Mapping[str, Any]]) -> pd.DataFrame:
    """The stance table of these rows, all of the contract's columns present."""
    return _typed(rows, STANCE, "stance")


def check_articles(articles: pd.DataFrame) -> pd.DataFrame:
    """A typed copy of an articles table, or a `TableError` that names column and row.

    >>> check_articles(pd.DataFrame({"article_id": ["a"], "body": ["…"]}))
    Traceback (most recent call last):
    analystkit.tables.errors.TableError: articles: column 'text' is missing; the table has: ...
    """
    return _check(articles, ARTICLES, "articles")


def check_quotes(quotes: pd.DataFrame) -> pd.DataFrame:
    """A typed copy of a quotes table; raises `TableError` as `check_articles` does."""
    return _check(quotes, QUOTES, "quotes")


def check_stance(stance: pd.DataFrame) -> pd.DataFrame:
    """A typed copy of a stance table; raises `TableError` as `check_articles` does."""
    return _check(stance, STANCE, "stance")


def check_labels(labels: pd.DataFrame) -> pd.DataFrame:
    """A typed copy of a labels table; raises `TableError` as `check_articles` does."""
    return _check(labels, LABELS, "labels")


def _typed(
    rows: Iterable[Mapping[str, Any]], columns: Mapping[str, Column], name: str
) -> pd.DataFrame:
    table = pd.DataFrame.from_records([dict(row) for row in rows])
    extra = [column for column in table if column not in columns]
    return _check(table.reindex(columns=[*columns, *extra]), columns, name)


def _uncastable(values: pd.Series, column: Column, name: str, key: str) -> str:
    needs = {
        "timestamp": "a date or time such as 2021-06-28T09:30:00Z",
        "Int64": "a whole number",
        "Float64": "a number",
        "spans": "a list of (start, end) offsets",
    }.get(column.type, "text")
    for row, value in values.items():
        try:
            cast(pd.Series([value], dtype=object), column)
        except (ValueError, TypeError):
            return f"{name}: column {key!r}, row {row}: {value!r} is not {needs}"
    return f"{name}: column {key!r} is not {needs}"


def _check(table: pd.DataFrame, columns: Mapping[str, Column], name: str) -> pd.DataFrame:
    import pandera.errors

    if isinstance(table, Checked) and table.kind == name:
        return table.copy(deep=False)
    require(table, [key for key, column in columns.items() if column.required], name=name)
    attrs, table = dict(table.attrs), table.copy()
    present = {key: column for key, column in columns.items() if key in table.columns}
    for key, column in present.items():
        try:
            table[key] = cast(table[key], column)
        except (ValueError, TypeError) as error:
            raise TableError(_uncastable(table[key], column, name, key)) from error
    try:
        _schema(present).validate(table, lazy=True)
    except pandera.errors.SchemaErrors as error:
        raise TableError(_explain(error.failure_cases, columns, name)) from None
    for key, column in present.items():
        if column.type == "category":
            table[key] = pd.Categorical(table[key], categories=list(column.allowed))
    table.attrs.update(attrs)
    return table


def _schema(columns: Mapping[str, Column]) -> pa.DataFrameSchema:
    import pandera.pandas as pa

    def checks(column: Column) -> list[pa.Check]:
        if column.allowed:
            return [pa.Check.isin(column.allowed)]
        if column.between:
            return [pa.Check.in_range(*column.between)]
        if column.type == "spans":
            return [pa.Check(_good_spans, element_wise=True, name="spans")]
        return []

    return pa.DataFrameSchema(
        {
            key: pa.Column(
                checks=checks(column), nullable=not column.required, unique=column.unique
            )
            for key, column in columns.items()
        }
    )


def _good_spans(value: Any) -> bool:
    return isinstance(value, list) and bool(value) and all(0 <= s < e for s, e in value)


def _explain(failures: pd.DataFrame, columns: Mapping[str, Column], name: str) -> str:
    first = failures.iloc[0]
    key, value = str(first["column"]), first["failure_case"]
    value = value.item() if hasattr(value, "item") else value
    column = columns[key]
    if first["check"] == "not_nullable":
        problem = "is empty; every row needs a value"
    elif first["check"] == "field_uniqueness":
        problem = f"{value!r} stands more than once; it must be unique"
    elif column.allowed:
        valid = ", ".join(column.allowed)
        problem = f"{value!r} is not one of: {valid}{hint(value, column.allowed)}"
    elif column.between:
        low, high = column.between
        problem = f"{value!r} must be at least {low}"
        if high != float("inf"):
            problem = f"{value!r} is not between {low} and {high}"
    else:
        problem = f"{value!r} is not a list of (start, end) offsets with start < end"
    more = f" (and {len(failures) - 1} more)" if len(failures) > 1 else ""
    return f"{name}: column {key!r}, row {first['index']}: {problem}{more}"
