"""Tables as text: values parted by commas, semicolons, tabs or bars."""

from __future__ import annotations

import csv
import io
import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from analystkit.articles.columns import unique_names
from analystkit.articles.decode import decode
from analystkit.articles.reading import Note, Options, Row, Rows

_EXCEL_SAYS = re.compile(r"sep=(.)[ \t]*(?:\r\n|\r|\n)")
_HEADER_SAMPLE = 100_000


def read_csv(path: Path, options: Options, note: Note) -> Rows:
    """The rows of a .csv or .tsv file, numbered as a spreadsheet shows them."""
    text, doubt = decode(path.read_bytes(), options.encoding)
    if doubt:
        note(doubt)
    says = _EXCEL_SAYS.match(text)
    text = text[says.end() :] if says else text
    mark = says[1] if says else _separator(text)
    with _long_fields():
        lines = list(_lines(text, mark))
    if not lines:
        return Rows([], [])
    names = unique_names(lines[0][1])
    return Rows(names, list(_rows(names, lines[1:], note)))


def _lines(text: str, mark: str) -> Iterator[tuple[int, list[str]]]:
    for number, cells in enumerate(csv.reader(io.StringIO(text, newline=""), delimiter=mark), 1):
        if any(cells):
            yield number, cells


def _rows(names: list[str], lines: list[tuple[int, list[str]]], note: Note) -> Iterator[Row]:
    for number, cells in lines:
        if len(cells) != len(names):
            swallowed = cells[-1].count("\n") > 1 and len(cells) < len(names)
            why = "; a quote mark that is never closed?" if swallowed else ""
            over = f"; left out: {', '.join(cells[len(names) :])[:80]!r}"
            why = over if len(cells) > len(names) else why
            note(f"{len(cells)} fields where the header has {len(names)}{why}", row=number)
        yield number, dict(zip(names, cells, strict=False))


def _separator(text: str) -> str:
    """The mark that parts the header into most fields."""

    def fields(mark: str) -> int:
        with _long_fields():
            header = next(
                csv.reader(io.StringIO(text[:_HEADER_SAMPLE], newline=""), delimiter=mark), []
            )
        return len(header)

    return max(",\t;|", key=fields)


@contextmanager
def _long_fields() -> Iterator[None]:
    """Let a field be longer than the csv module's 131,072 characters, here only."""
    before = csv.field_size_limit(min(sys.maxsize, 2**31 - 1))
    try:
        yield
    finally:
        csv.field_size_limit(before)
