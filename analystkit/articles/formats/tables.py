"""Tables: values parted by commas or the like, Excel workbooks, Parquet files."""

import csv
import io
import re
import sys
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any, BinaryIO, TextIO

from analystkit.articles.blocks import SIZE, STRING, batches
from analystkit.articles.columns import choose, unique_names
from analystkit.articles.convert import is_missing
from analystkit.articles.decode import opened
from analystkit.articles.reading import Columns, Note, Options, Row, Rows
from analystkit.articles.unpack import check_office

_EXCEL_SAYS = re.compile(r"sep=(.)[ \t]*(?:\r\n|\r|\n)")
_HEADER_SAMPLE = 100_000
_HEADER_WITHIN = 20
_CHUNK = 2**20
_BLOCK = 2**18  # bytes, of which Arrow reads several ahead
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")


def read_csv(path: Path, options: Options, note: Note) -> Rows:
    """The rows of a .csv or .tsv file, numbered as a spreadsheet shows them."""
    stream, doubt = opened(path, options.encoding)
    if doubt:
        note(doubt)
    head = stream.read(_HEADER_SAMPLE)
    says = _EXCEL_SAYS.match(head)
    skipped = says.end() if says else 0
    mark = says[1] if says else _separator(head)
    stream.seek(0)
    stream.read(skipped)
    lines = _lines(stream, mark)
    first = next(lines, None)
    if first is None:
        return Rows([], [])
    number, cells = first
    names = unique_names(cells)
    # Arrow is many times as fast on what is plainly regular, and says where it is not.
    plain = isinstance(stream, io.TextIOWrapper) and number == 1 and not skipped
    if plain and not any("\n" in cell or "\r" in cell for cell in cells):
        return Rows(names, columns=_regular(path, names, mark, lines, note))
    return Rows(names, columns=_delimited(names, lines, note))


def _regular(
    path: Path, names: list[str], mark: str, lines: Iterator[tuple[int, list[str]]], note: Note
) -> Iterator[Columns]:
    """The rows as Arrow reads them, from where it cannot on as the csv module does."""
    import pyarrow as pa
    from pyarrow import csv as arrow

    done = 1
    try:
        with arrow.open_csv(
            path,
            arrow.ReadOptions(
                column_names=names, skip_rows=1, block_size=_BLOCK, use_threads=False
            ),
            arrow.ParseOptions(delimiter=mark, newlines_in_values=True, ignore_empty_lines=False),
            arrow.ConvertOptions(column_types=dict.fromkeys(names, STRING)),
        ) as reader:
            for batch in reader:
                if batch.num_rows:
                    numbers = range(done + 1, done + 1 + batch.num_rows)
                    done += batch.num_rows
                    yield Columns(numbers, names, batch.columns)
    except pa.ArrowInvalid:
        pass
    else:
        lines.close()  # type: ignore[attr-defined]
        return
    rest = (line for line in lines if line[0] > done)
    yield from _delimited(names, rest, note)


def _lines(stream: TextIO, mark: str) -> Iterator[tuple[int, list[str]]]:
    """The lines that hold anything, with their numbers."""
    with stream, _long_fields():
        for number, cells in enumerate(csv.reader(stream, delimiter=mark), 1):
            if any(cells):
                yield number, cells


def records(file: BinaryIO) -> Iterator[tuple[int, int]]:
    """The number of each record that holds anything, and the byte at which it ends.

    Of a file whose bytes are its characters, as in UTF-8; the first of them is the header.
    """
    mark = _separator(file.read(_HEADER_SAMPLE).decode("latin-1").removeprefix("ï»¿"))
    file.seek(0)
    end = 0

    def lines() -> Iterator[str]:
        nonlocal end
        for line in file:
            end += len(line)
            yield line.decode("latin-1").removeprefix("ï»¿")  # a character a byte

    with _long_fields():
        for number, cells in enumerate(csv.reader(lines(), delimiter=mark), 1):
            if any(cells):
                yield number, end


def _delimited(
    names: list[str], lines: Iterable[tuple[int, list[str]]], note: Note
) -> Iterator[Columns]:
    for batch in batches(lines):
        numbers, cells = zip(*batch, strict=True)
        if any(len(row) != len(names) for row in cells):
            cells = tuple(_fitted(row, len(names), number, note) for number, row in batch)
        yield Columns(numbers, names, list(zip(*cells, strict=True)))


def _fitted(cells: list[str], length: int, number: int, note: Note) -> list[str]:
    """The cells of a row as many as the header's; what does not fit is noted."""
    if len(cells) != length:
        why = "; a quote mark that is never closed?" * (cells[-1].count("\n") > 1)
        if over := cells[length:]:
            why = f"; left out: {', '.join(over)[:80]!r}"
        note(f"{len(cells)} fields where the header has {length}{why}", row=number)
    return [*cells[:length], *[""] * (length - len(cells))]


def _separator(text: str) -> str:
    """The mark that parts the header into most fields."""

    def fields(mark: str) -> int:
        sample = io.StringIO(text, newline="")
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

    check_office(path)
    with closing(openpyxl.load_workbook(path, read_only=True, data_only=True)) as book:
        tables = [_table(sheet, options.columns) for sheet in book.worksheets]
    if _has_formulas(path) and (uncounted := _uncounted(path, tables, options.columns)):
        note(uncounted)
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


def _has_formulas(path: Path) -> bool:
    with zipfile.ZipFile(path) as book:
        for name in book.namelist():
            if name.startswith("xl/worksheets/") and name.endswith(".xml"):
                with book.open(name) as sheet:
                    before = b""
                    while chunk := sheet.read(_CHUNK):
                        if re.search(rb"<f[ >/]", before + chunk):
                            return True
                        before = chunk[-2:]
    return False


def _uncounted(path: Path, tables: list[Rows], columns: Mapping[str, str]) -> str | None:
    """What to do where texts are formulas whose values were never stored in the workbook."""
    import openpyxl

    texts = {table.part: choose(table.names or [], columns).get("text") for table in tables}
    count, first = 0, ""
    with closing(openpyxl.load_workbook(path, read_only=True)) as book:
        for table, sheet in zip(tables, book.worksheets, strict=True):
            sheet.reset_dimensions()
            place = (table.names or []).index(texts[table.part]) if texts[table.part] else None
            stored = {number: list(values.values()) for number, values in table.rows}
            for number, cells in enumerate(sheet.iter_rows(), 1):
                values = stored.get(number, [])
                for at, cell in enumerate(cells):
                    empty = at >= len(values) or values[at] is None
                    if cell.data_type == "f" and empty and place in (None, at):
                        count, first = count + 1, first or f"{sheet.title}!{cell.coordinate}"
    if not count:
        return None
    return (
        f"{count} cells hold formulas without their values (the first is {first}); open the file "
        "in Excel or LibreOffice and save it there, which works them out, or paste as values"
    )


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
        return Rows([], [], part=sheet.title)
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
    return Rows(names, columns=_parquet(path, names))


def _parquet(path: Path, names: list[str]) -> Iterator[Columns]:
    import pyarrow.parquet as pq

    start = 1
    with pq.ParquetFile(path) as file:
        for batch in file.iter_batches(batch_size=SIZE, columns=names):
            numbers = range(start, start + len(batch))
            yield Columns(numbers, names, [column.to_pylist() for column in batch.columns])
            start += len(batch)
