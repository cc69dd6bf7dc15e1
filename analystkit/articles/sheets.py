"""Excel workbooks."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from itertools import islice
from pathlib import Path
from typing import Any

from analystkit.articles.columns import choose, unique_names
from analystkit.articles.reading import Note, Options, Row, Rows
from analystkit.articles.values import is_missing

_HEADER_WITHIN = 20
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")


def read_xlsx(path: Path, options: Options, note: Note) -> Rows:
    """The rows of the first sheet with a text column, numbered as Excel shows them.

    The header may stand below other lines, as it does in many archives' exports.
    """
    import openpyxl

    book = openpyxl.load_workbook(path, read_only=True, data_only=True)
    first = Rows([], [])
    try:
        for sheet in book.worksheets:
            table = _table(sheet, options.columns)
            if "text" in choose(table.names or [], options.columns):
                return table
            first = first if first.names else table
    finally:
        book.close()
    return first


def _table(sheet: Any, columns: Mapping[str, str]) -> Rows:
    sheet.reset_dimensions()  # some programs write a wrong size, and rows would be missing
    lines = [
        (number, [_cell(cell) for cell in cells])
        for number, cells in enumerate(sheet.iter_rows(values_only=True), 1)
        if not all(map(is_missing, cells))
    ]
    if not lines:
        return Rows([], [])
    header = next(
        (
            place
            for place, (_, cells) in enumerate(islice(lines, _HEADER_WITHIN))
            if "text" in choose(unique_names(cells), columns)
        ),
        0,
    )
    names = unique_names(lines[header][1])
    return Rows(names, _rows(names, lines[header + 1 :]))


def _rows(names: list[str], lines: Iterable[tuple[int, list[Any]]]) -> list[Row]:
    return [(number, dict(zip(names, cells, strict=False))) for number, cells in lines]


def _cell(value: Any) -> Any:
    """A cell's value; Excel stores a carriage return and its like as ``_x000D_``."""
    if isinstance(value, str) and "_x" in value:
        return _ESCAPED.sub(lambda match: chr(int(match[1], 16)), value)
    return value
