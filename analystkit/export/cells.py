"""Cells of a table as files can hold them; for programs, the table unchanged."""

import datetime as dt
import json
import math
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pandas as pd

from analystkit.tables import readable

# What a spreadsheet takes for a formula, full-width forms among them.
FORMULA = re.compile(r"[\t\r\n ]*[=+\-@＝＋－＠]|[\t\r]")
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


def rows(table: pd.DataFrame) -> Iterator[tuple[Any, ...]]:
    """The values of each row, whole numbers beside missing ones still whole."""
    return zip(*(table[name].tolist() for name in table.columns), strict=True)


def legible(value: Any) -> Any:
    """A cell for people: spans as ``0:14; 20:31``, other lists and dicts as JSON."""
    value = plain(value, times=False)
    if isinstance(value, list):
        pairs = [item for item in value if isinstance(item, list) and len(item) == 2]
        if value and len(pairs) == len(value) and all(isinstance(n, int) for p in pairs for n in p):
            return "; ".join(f"{start}:{end}" for start, end in pairs)
    if isinstance(value, (list, dict)):
        return json.dumps(plain(value), ensure_ascii=False)
    return value


def plain(value: Any, *, times: bool = True) -> Any:
    """A value in Python's own types, missing ones as None; with `times`, times as text."""
    if isinstance(value, str):
        return readable(value)
    if isinstance(value, dict):
        return {readable(str(key)): plain(item, times=times) for key, item in value.items()}
    if hasattr(value, "tolist") and not hasattr(value, "isoformat"):  # numpy's
        return plain(value.tolist(), times=times)
    if isinstance(value, (list, tuple, set, frozenset)):
        return [plain(item, times=times) for item in value]
    if value is None or value is pd.NA or value is pd.NaT:
        return None
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if isinstance(value, dt.datetime):
        value = value.to_pydatetime(warn=False) if isinstance(value, pd.Timestamp) else value
        return iso(value) if times else value
    if isinstance(value, (bool, int)):
        return value
    return readable(str(value))


def iso(value: dt.datetime) -> str:
    """A time as ISO 8601, in UTC where it has a zone."""
    if value.tzinfo is None:
        return value.isoformat()
    return value.astimezone(dt.UTC).isoformat().replace("+00:00", "Z")


def without_controls(text: str) -> str:
    """`text` without the control characters that spreadsheets cannot hold."""
    return _CONTROL.sub("", text)


def write_json_lines(table: pd.DataFrame, path: Path) -> None:
    """One object a row."""
    with path.open("w", encoding="utf-8", newline="\n") as file:
        for row in rows(table):
            entry = {name: plain(value) for name, value in zip(table.columns, row, strict=True)}
            file.write(json.dumps(entry, ensure_ascii=False) + "\n")


def write_parquet(table: pd.DataFrame, path: Path) -> None:
    """Types kept, as far as Parquet has them."""
    import pyarrow.parquet as pq

    pq.write_table(as_arrow(table), path)


def as_arrow(table: pd.DataFrame) -> Any:
    """The table as Arrow has it: columns of mixed types as text, spans as such without rows too."""
    import pyarrow as pa

    table = table.copy()
    for name in table.columns:
        if table[name].dtype == object:
            table[name] = pd.Series([plain(v, times=False) for v in table[name]], dtype=object)
            try:
                pa.array(table[name], from_pandas=True)
            except (pa.ArrowException, TypeError, ValueError, OverflowError):
                text = [None if v is None else str(legible(v)) for v in table[name]]
                table[name] = pd.array(text, dtype="string")
    table.attrs = {}  # Arrow would try to store it
    arrow = pa.Table.from_pandas(table, preserve_index=False)
    if "spans" in arrow.column_names and not len(arrow):
        pairs = pa.array([], pa.list_(pa.list_(pa.int64())))
        arrow = arrow.set_column(arrow.column_names.index("spans"), "spans", pairs)
    return arrow
