"""Values of a table's columns as the contract's types."""

import re
from collections.abc import Mapping
from typing import Any

import pandas as pd

from analystkit.tables.columns import Column

_SURROGATE = re.compile("[\ud800-\udfff]")
_SPAN_TEXT = re.compile(r"[\[\]()\d:;,\s]+")


def readable(text: str) -> str:
    """`text` at the same length, lone surrogates (halves of an emoji) replaced."""
    return _SURROGATE.sub("\ufffd", text)


def place_of(row: Mapping[Any, Any], name: str) -> tuple[int, int] | None:
    """Where a row's cue, source or mention starts and ends, or None where that is not known."""
    start, end = row.get(f"{name}_start"), row.get(f"{name}_end")
    return None if pd.isna(start) or pd.isna(end) else (int(start), int(end))


def cast(values: pd.Series, column: Column) -> pd.Series:
    """The values as the column's type; a `ValueError` or `TypeError` where they cannot be."""
    match column.type:
        case "timestamp":
            stamps = pd.to_datetime(values, utc=True, format="ISO8601")
            return stamps.astype("datetime64[us, UTC]")
        case "category":
            return values.where(values.isna(), values.astype("string")).astype(object)
        case "spans":
            return values.map(_span_list).astype(object)
        case "string":
            return _text(values)
        case _:
            return values.astype(column.type)  # type: ignore[call-overload]


def _text(values: pd.Series) -> pd.Series:
    try:
        text = values.astype("string")
    except UnicodeEncodeError:
        text = None
    if text is not None and getattr(text.dtype, "storage", "") != "python":
        return text
    return values.map(storable).astype("string")


def storable(value: Any) -> Any:
    """`value` as a table can hold it, at the same length."""
    # pyarrow refuses halves of an emoji; what differs after a null is the same to pandas 2
    return readable(value).replace("\0", "\ufffd") if isinstance(value, str) else value


def _span_list(value: Any) -> Any:
    if isinstance(value, str) and _SPAN_TEXT.fullmatch(value):
        value = re.findall(r"(\d+)\s*[:,]\s*(\d+)", value)  # as CSV and Excel hold them
    if isinstance(value, str) or not hasattr(value, "__iter__"):
        return value
    return [(int(start), int(end)) for start, end in value]
