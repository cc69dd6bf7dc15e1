"""What `export` wrote as a quotes table again: types told, and each row that is none noted."""

import re
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

import pandas as pd

from analystkit.articles.formats.tables import read_csv
from analystkit.articles.reading import Note, Options
from analystkit.articles.unpack import check_office
from analystkit.export.cells import FORMULA
from analystkit.tables import ARTICLES, QUOTES, TableError, check_quotes, require

_NEEDED = [name for name, column in QUOTES.items() if column.required]
_WHOLE, _DIGITS = re.compile(r"0|-?[1-9]\d{0,17}"), re.compile(r"-?\d.*")
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")


def read_back(path: Path, note: Note, taken: set[str]) -> pd.DataFrame:
    """The quotes of a .csv, .xlsx or .parquet file."""
    suffix = path.suffix.lower()
    if suffix == ".parquet":
        table = pd.read_parquet(path)
        return _quotes(table.set_axis(range(1, len(table) + 1)), note, taken)
    table = _from_csv(path, note) if suffix == ".csv" else _from_xlsx(path)
    return _quotes(_typed(table, note), note, taken)


def from_rows(rows: Iterable[tuple[int, dict[str, Any]]], note: Note, taken: set[str]) -> Any:
    """The quotes of numbered rows, as .jsonl has them."""
    numbers, entries = zip(*rows, strict=True)
    names = dict.fromkeys(name for entry in entries for name in entry)
    columns = {str(name): [entry.get(name) for entry in entries] for name in names}
    return _quotes(_typed(_objects(columns, numbers), note), note, taken)


def _objects(columns: dict[str, list[Any]], numbers: Sequence[Any]) -> pd.DataFrame:
    return pd.DataFrame(columns, index=list(numbers), dtype=object)


def _from_csv(path: Path, note: Note) -> pd.DataFrame:
    read = read_csv(path, Options(), note)
    names = [_bare(name) for name in read.names or []]
    numbers: list[Any] = []
    columns: list[list[Any]] = [[] for _ in names]
    for some in read.columns:
        numbers += some.numbers
        for values, more in zip(columns, some.columns, strict=True):
            values += more.to_pylist() if hasattr(more, "to_pylist") else more
    cells = {
        name: (_bared if name in QUOTES or name in ARTICLES else _told)([v or None for v in values])
        for name, values in zip(names, columns, strict=True)
    }
    return _objects(cells, numbers)


def _bared(cells: list[str | None]) -> list[str | None]:
    return [cell and _bare(cell) for cell in cells]


def _told(cells: list[str | None]) -> list[Any]:
    """A further column's cells as the numbers or truth values that all of them write."""
    known = {cell for cell in cells if cell is not None}
    if known <= {"True", "False"}:
        return [cell and cell == "True" for cell in cells]
    if all(map(_WHOLE.fullmatch, known)):
        return [cell and int(cell) for cell in cells]
    if all(map(_is_float, known)):
        return [cell and float(cell) for cell in cells]
    return _bared(cells)


def _is_float(cell: str) -> bool:
    """Whether a cell is a number as Python writes it, so that none of its digits is lost."""
    try:
        return bool(_DIGITS.fullmatch(cell)) and repr(float(cell)) == cell
    except ValueError:
        return False


def _bare(cell: str) -> str:
    """A cell without the apostrophe that keeps spreadsheets from running it."""
    return cell[1:] if cell.startswith("'") and FORMULA.match(cell.lstrip("'")) else cell


def _from_xlsx(path: Path) -> pd.DataFrame:
    import openpyxl

    check_office(path)
    with closing(openpyxl.load_workbook(path, read_only=True, data_only=True)) as book:
        sheet = book.worksheets[0]
        sheet.reset_dimensions()
        names, *rows = [[_cell(cell) for cell in cells] for cells in sheet.iter_rows(
            values_only=True)] or [[]]  # fmt: skip
    full = {n: row for n, row in enumerate(rows, 2) if any(cell is not None for cell in row)}
    columns = {
        str(name): [row[place] if place < len(row) else None for row in full.values()]
        for place, name in enumerate(names)
    }
    return _objects(columns, list(full))


def _cell(value: Any) -> Any:
    if isinstance(value, str) and "_x" in value:
        return _ESCAPED.sub(lambda match: chr(int(match[1], 16)), value)
    return value


def _typed(table: pd.DataFrame, note: Note) -> pd.DataFrame:
    """The table with further columns as the types of their values; those of quotes come later."""
    for name in table.columns.difference(list(QUOTES)):
        if name == "published":
            table[name] = _times(table[name], note)
        elif (dtype := "string" if name in ARTICLES else _type_of(table[name])) is not None:
            table[name] = table[name].astype(dtype)
    return table


def _type_of(values: pd.Series) -> Any:
    kinds = {type(value) for value in values if value is not None}
    if kinds == {bool}:
        return "boolean"
    if kinds and kinds <= {int, float}:
        return "Int64" if kinds == {int} else "Float64"
    return "string" if kinds <= {str} else None


def _times(values: pd.Series, note: Note) -> pd.Series:
    times = pd.to_datetime(values, utc=True, format="ISO8601", errors="coerce")
    for number, value in values[times.isna() & values.notna()].items():
        note(f"published: {str(value)[:40]!r} is no time; left empty", row=number)
    return times.astype("datetime64[us, UTC]")


def _quotes(table: pd.DataFrame, note: Note, taken: set[str]) -> pd.DataFrame:
    """The rows that are quotes; what is wrong with the others is noted."""
    require(table, _NEEDED, name="quotes")
    again = table["quote_id"].duplicated() | table["quote_id"].isin(taken)
    for number, key in table["quote_id"][again].items():
        note(f"quote_id {key!r} stands more than once; skipped", row=number)
    parts = list(_good(table[~again], note))
    whole = pd.concat([part for part in parts if len(part)] or parts[:1])
    taken.update(whole["quote_id"])
    return whole.reset_index(drop=True)


def _good(table: pd.DataFrame, note: Note) -> Iterator[pd.DataFrame]:
    """The rows that the contract lets pass, in parts; a row that it does not is noted."""
    try:
        yield check_quotes(table)
    except TableError as error:
        if len(table) == 1:
            said = str(error).removeprefix("quotes: ").replace(f", row {table.index[0]}", "")
            note(f"{said}; skipped", row=int(table.index[0]))
            yield check_quotes(table[:0])
        else:
            half = len(table) // 2
            yield from _good(table[:half], note)
            yield from _good(table[half:], note)
