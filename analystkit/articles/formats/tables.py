"""Tables: values parted by commas or the like, Excel workbooks, Parquet files."""

import csv
import io
import re
import sys
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from itertools import chain
from pathlib import Path
from typing import Any

from analystkit.articles.columns import choose, unique_names
from analystkit.articles.convert import is_missing
from analystkit.articles.decode import decode
from analystkit.articles.reading import Note, Options, Row, Rows

_EXCEL_SAYS = re.compile(r"sep=(.)[ \t]*(?:\r\n|\r|\n)")
_HEADER_SAMPLE = 100_000
_HEADER_WITHIN = 20
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")


def read_csv(path: Path, options: Options, note: Note) -> Rows:
    """The rows of a .csv or .tsv file, numbered as a spreadsheet shows them."""
    text, doubt = decode(path.read_bytes(), options.encoding)
    if doubt:
        note(doubt)
    says = _EXCEL_SAYS.match(text)
    text = text[says.end() :] if says else text
    mark = says[1] if says else _separator(text)
    with _long_fields():
        every = enumerate(csv.reader(io.StringIO(text, newline=""), delimiter=mark), 1)
        lines = [(number, cells) for number, cells in every if any(cells)]
    if not lines:
        return Rows([], [])
    names = unique_names(lines[0][1])
    return Rows(names, list(_delimited_rows(names, lines[1:], note)))


def _delimited_rows(
    names: list[str], lines: list[tuple[int, list[str]]], note: Note
) -> Iterator[Row]:
    for number, cells in lines:
        if len(cells) != len(names):
            why = "; a quote mark that is never closed?" * (cells[-1].count("\n") > 1)
            if over := cells[len(names) :]:
                why = f"; left out: {', '.join(over)[:80]!r}"
            note(f"{len(cells)} fields where the header has {len(names)}{why}", row=number)
        yield number, dict(zip(names, cells, strict=False))


def _separator(text: str) -> str:
    """The mark that parts the header into most fields."""

    def fields(mark: str) -> int:
        sample = io.StringIO(text[:_HEADER_SAMPLE], newline="")
        return len(next(csv.reader(sample, delimiter=mark), []))

    with _long_fields():
        return max(",\t;|", key=fields)


@contextmanager
def _long_fields() -> Iterator[None]:
    """Let a field be longer than the csv module's 131,072 characters, here only."""
    before = csv.field_size_limit(min(sys.maxsize, 2**31 - 1))
    try:
        yield
    finally:
        csv.field_size_limit(before)


def read_xlsx(path: Path, options: Options, note: Note) -> list[Rows]:
    """The rows of the sheets with the first one's text column, numbered as Excel shows them."""
    import openpyxl

    with closing(openpyxl.load_workbook(path, read_only=True, data_only=True)) as book:
        tables = [_table(sheet, options.columns) for sheet in book.worksheets]
    found = [(table, choose(table.names or [], options.columns).get("text")) for table in tables]
    column = next((name for _, name in found if name is not None), None)
    if column is None:
        first = next((table for table in tables if table.names), Rows([], []))
        return [first._replace(part="")]
    same = [table for table, name in found if name == column]
    for table, name in found:
        if name not in (None, column):
            note(f"sheet {table.part!r}: its text column is {name!r}, not {column!r}; skipped")
    return [same[0]._replace(part="")] if len(same) == 1 else list(map(_with_sheet, same))


def _with_sheet(table: Rows) -> Rows:
    names = unique_names([*(table.names or []), "sheet"])
    rows = [(number, {**values, names[-1]: table.part}) for number, values in table.rows]
    return table._replace(names=names, rows=rows)


def _table(sheet: Any, columns: Mapping[str, str]) -> Rows:
    sheet.reset_dimensions()  # some programs write a wrong size, and rows would be missing
    lines = [
        (number, [_cell(cell) for cell in cells])
        for number, cells in enumerate(sheet.iter_rows(values_only=True), 1)
        if not all(map(is_missing, cells))
    ]
    if not lines:
        return Rows([], [])
    heads = [unique_names(cells) for _, cells in lines[:_HEADER_WITHIN]]
    header = next((n for n, head in enumerate(heads) if "text" in choose(head, columns)), 0)
    names = heads[header]
    blank = dict.fromkeys(names)  # a line ends at its last cell that holds anything
    rows: list[Row] = [
        (number, {**blank, **dict(zip(names, cells, strict=False))})
        for number, cells in lines[header + 1 :]
    ]
    return Rows(names, rows, part=sheet.title)


def _cell(value: Any) -> Any:
    """A cell's value; Excel stores a carriage return and its like as ``_x000D_``."""
    if isinstance(value, str) and "_x" in value:
        return _ESCAPED.sub(lambda match: chr(int(match[1], 16)), value)
    return value


def read_parquet(path: Path, options: Options, note: Note) -> Rows:
    """The rows of a Parquet file, numbered from 1."""
    import pyarrow.parquet as pq

    with pq.ParquetFile(path) as file:
        names = [name for name in file.schema_arrow.names if not name.startswith("__index_level_")]
        batches = file.iter_batches(columns=names)
        return Rows(names, list(enumerate(chain.from_iterable(b.to_pylist() for b in batches), 1)))
