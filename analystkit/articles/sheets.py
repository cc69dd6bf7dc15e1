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


def read_xlsx(path: Path, options: Options, note: Note) -> list[Rows]:
    """The rows of the sheets with a text column, numbered as Excel shows them.

    The header may stand below other lines, as it does in many archives' exports.  The first
    such sheet sets the text column's name; one where it is called otherwise, as in a
    codebook, is noted and left out.
    """
    import openpyxl

    book = openpyxl.load_workbook(path, read_only=True, data_only=True)
    try:
        tables = [_table(sheet, options.columns) for sheet in book.worksheets]
    finally:
        book.close()
    found = [(table, _text_column(table, options.columns)) for table in tables]
    column = next((name for _, name in found if name is not None), None)
    if column is None:
        first = next((table for table in tables if table.names), Rows([], []))
        return [first._replace(part="")]
    same = [table for table, name in found if name == column]
    for table, name in found:
        if name not in (None, column):
            note(f"sheet {table.part!r}: its text column is {name!r}, not {column!r}; skipped")
    return [same[0]._replace(part="")] if len(same) == 1 else list(map(_with_sheet, same))


def _text_column(table: Rows, columns: Mapping[str, str]) -> str | None:
    return choose(table.names or [], columns).get("text")


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
    header = next(
        (
            place
            for place, (_, cells) in enumerate(islice(lines, _HEADER_WITHIN))
            if "text" in choose(unique_names(cells), columns)
        ),
        0,
    )
    names = unique_names(lines[header][1])
    return Rows(names, _rows(names, lines[header + 1 :]), part=sheet.title)


def _rows(names: list[str], lines: Iterable[tuple[int, list[Any]]]) -> list[Row]:
    blank = dict.fromkeys(names)  # a line ends at its last cell that holds anything
    return [(number, {**blank, **dict(zip(names, cells, strict=False))}) for number, cells in lines]


def _cell(value: Any) -> Any:
    """A cell's value; Excel stores a carriage return and its like as ``_x000D_``."""
    if isinstance(value, str) and "_x" in value:
        return _ESCAPED.sub(lambda match: chr(int(match[1], 16)), value)
    return value
