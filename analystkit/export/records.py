"""Files for programs: the table unchanged."""

from __future__ import annotations

import json
from pathlib import Path

import pandas as pd

from analystkit.export.cells import plain, readable, rows


def write_json_lines(table: pd.DataFrame, path: Path) -> None:
    """One object a row."""
    with path.open("w", encoding="utf-8", newline="\n") as file:
        for row in rows(table):
            entry = {name: plain(value) for name, value in zip(table.columns, row, strict=True)}
            file.write(json.dumps(entry, ensure_ascii=False) + "\n")


def write_parquet(table: pd.DataFrame, path: Path) -> None:
    """Types kept; a column of mixed types, which Parquet has not, as text."""
    import pyarrow as pa

    table = table.copy()
    for name in table.columns:
        if table[name].dtype == object:
            table[name] = pd.Series([plain(v, times=False) for v in table[name]], dtype=object)
            try:
                pa.array(table[name], from_pandas=True)
            except (pa.ArrowException, TypeError, ValueError, OverflowError):
                text = [None if v is None else str(readable(v)) for v in table[name]]
                table[name] = pd.array(text, dtype="string")
    table.to_parquet(path, index=False)
