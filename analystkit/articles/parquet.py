"""Parquet files."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from analystkit.articles.reading import Note, Options, Row, Rows


def read_parquet(path: Path, options: Options, note: Note) -> Rows:
    """The rows of a Parquet file, numbered from 1."""
    import pyarrow.parquet as pq

    file = pq.ParquetFile(path)
    try:
        names = [name for name in file.schema_arrow.names if not name.startswith("__index_level_")]
        return Rows(names, list(_rows(file, names)))
    finally:
        file.close()


def _rows(file: object, names: list[str]) -> Iterator[Row]:
    number = 0
    for batch in file.iter_batches(columns=names):  # type: ignore[attr-defined]
        for values in batch.to_pylist():
            number += 1
            yield number, values
