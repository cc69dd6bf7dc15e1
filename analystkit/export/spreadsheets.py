"""Files for spreadsheets: what people read, and nothing that runs."""

import csv
import datetime as dt
import re
from pathlib import Path
from typing import Any

import pandas as pd

from analystkit.export.cells import FORMULA, iso, legible, rows, without_controls
from analystkit.tables import TableError

_EXCEL_ESCAPE = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
_CELL, _SHEET_ROWS, _EXCEL_DIGITS = 32_767, 1_048_575, 10**15
_WIDEST, _WIDTH_SAMPLE = 60, 200


def write_csv(table: pd.DataFrame, path: Path) -> None:
    """UTF-8 with a byte order mark, no cell a formula."""
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow([_harmless(name) for name in table.columns])
        for row in rows(table):
            writer.writerow([_csv_cell(value) for value in row])


def write_xlsx(table: pd.DataFrame, path: Path) -> None:
    """One sheet, its header frozen, no cell a formula."""
    import openpyxl
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.styles import Font
    from openpyxl.utils import get_column_letter

    if len(table) > _SHEET_ROWS:
        full = f"{len(table):,} rows, and an Excel sheet holds {_SHEET_ROWS:,}"
        raise TableError(f"export: {full}; write .csv or .parquet")
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet("table")
    sheet.freeze_panes = "A2"
    for place, name in enumerate(table.columns, 1):
        shown = [name, *(str(legible(v)) for v in table[name].head(_WIDTH_SAMPLE))]
        width = min(_WIDEST, max(map(len, shown)) + 2)
        sheet.column_dimensions[get_column_letter(place)].width = width

    def cell(value: Any, *, bold: bool = False) -> Any:
        value = _excel_value(legible(value))
        made = WriteOnlyCell(sheet, value=None if isinstance(value, str) else value)
        if isinstance(value, str):
            made.value, made.data_type = value, "s"  # or "=…" would become a formula
            made.quotePrefix = bool(FORMULA.match(value))  # and stay none once edited
        elif isinstance(value, dt.datetime):
            made.number_format = "yyyy-mm-dd hh:mm"
        if bold:
            made.font = Font(bold=True)
        return made

    sheet.append([cell(name, bold=True) for name in table.columns])
    for row in rows(table):
        sheet.append([cell(value) for value in row])
    book.save(path)


def _csv_cell(value: Any) -> Any:
    value = legible(value)
    if isinstance(value, dt.datetime):
        return iso(value)
    return _harmless(value) if isinstance(value, str) else value


def _harmless(text: str) -> str:
    text = without_controls(text)
    # one that has the apostrophe already gets another, so that reading can take one away
    return f"'{text}" if FORMULA.match(text.lstrip("'")) else text


def _excel_value(value: Any) -> Any:
    if isinstance(value, dt.datetime):
        if value.year < 1900:
            return iso(value)
        return value if value.tzinfo is None else value.astimezone(dt.UTC).replace(tzinfo=None)
    if isinstance(value, int) and abs(value) >= _EXCEL_DIGITS:
        return str(value)
    if isinstance(value, str):
        text = _EXCEL_ESCAPE.sub("_x005F_", without_controls(value))
        return text.encode("utf-16-le")[: 2 * _CELL].decode("utf-16-le", errors="ignore")
    return value
