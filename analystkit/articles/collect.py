"""The articles of every file, DataFrame or list: one that fails leaves a note, no more."""

from collections import Counter
from functools import partial
from importlib import import_module
from pathlib import Path
from typing import Any

import pandas as pd

from analystkit.articles.blocks import SIZE, Part, nulls
from analystkit.articles.convert import to_articles
from analystkit.articles.decode import NotTextError
from analystkit.articles.reading import Columns, Note, Notes, Options, Rows
from analystkit.articles.sources import Found
from analystkit.articles.unpack import members
from analystkit.tables import TableError, readable

Read = list[Part]
# What a file is by its content, before its name: who recognises it by its first bytes or its
# path, and who reads it; a reader gives None for a file that is none of its kind after all.
BY_CONTENT = [
    ("formats.rtf.is_rtf", "formats.rtf.read_rtf"),
    ("formats.docx.is_docx", "formats.docx.read_docx"),
    ("exports.is_export", "exports.read_export"),
    ("formats.pdf.is_pdf", "formats.pdf.read_pdf"),
    ("formats.ris.is_ris", "formats.ris.read_ris"),
    ("formats.feeds.is_feed", "formats.feeds.read_feed"),
]
READERS = {
    ".txt": "text.read_text",
    ".md": "text.read_text",
    ".csv": "tables.read_csv",
    ".tsv": "tables.read_csv",
    ".xlsx": "tables.read_xlsx",
    ".jsonl": "json_files.read_json_lines",
    ".ndjson": "json_files.read_json_lines",
    ".json": "json_files.read_json",
    ".parquet": "tables.read_parquet",
    ".html": "pages.read_html",
    ".htm": "pages.read_html",
    ".docx": "docx.read_docx",
    ".rtf": "rtf.read_rtf",
    ".doc": "rtf.read_doc",
    ".xml": "feeds.read_feed",
    ".rss": "feeds.read_feed",
    ".atom": "feeds.read_feed",
    ".ris": "ris.read_ris",
    ".eml": "mail.read_mail",
    ".pdf": "pdf.read_pdf",
}
_HEAD = 4_096  # bytes
_BAR_AFTER = 2  # seconds


def from_files(
    found: list[Found], options: Options, notes: Notes, *, progress: bool | None = None
) -> Read:
    """The articles of these files, in their order."""
    from tqdm.auto import tqdm

    read: Read = []
    hidden = progress is False or (progress is None and len(found) == 1)
    bar = tqdm(
        found, desc="Reading articles", unit="file", disable=hidden,
        delay=0 if progress else _BAR_AFTER,
    )  # fmt: skip
    for outer in bar:
        for path, name, named in members(outer, notes, list(READERS)):
            strict = named and len(found) == 1
            read += _from_file(path, readable(name), options, notes, strict=strict)
    return read


def _from_file(path: Path, file: str, options: Options, notes: Notes, *, strict: bool) -> Read:
    """The articles of one file, or a note why there are none."""
    note, noted = partial(notes.add, file), len(notes.rows)
    read: Read = []
    try:
        read = _articles(path, file, options, notes, strict=strict)
    except NotTextError as error:
        note(str(error))
    except Exception as error:  # parsers fail in many ways, and no file may stop the rest
        if strict and isinstance(error, TableError):
            raise TableError(f"{file}: {error}") from None
        said = str(error).splitlines() or [type(error).__name__]
        note(f"cannot be read ({said[0][:200]}); skipped")
    else:
        if not read and len(notes.rows) == noted:
            note("holds no articles")
    return read


def _articles(path: Path, file: str, options: Options, notes: Notes, *, strict: bool) -> Read:
    """The articles of one file; a workbook's sheets stand as ``file.xlsx/sheet``."""
    made = _rows(path, options, partial(notes.add, file))
    tables = made if isinstance(made, list) else [made]
    read: Read = []
    for table in tables:
        where = f"{file}/{table.part}" if table.part else file
        note, alone = partial(notes.add, where), len(tables) == 1
        for block in to_articles(table, options, note, strict=strict and alone):
            said = block.columns.pop("file", None)
            if said is not None and not nulls(said).all():
                block.columns["file_in_file"] = said
            read.append(Part(where, file, block))
    return read


def _rows(path: Path, options: Options, note: Note) -> Rows | list[Rows]:
    """What a file holds, read as what its content shows it to be, else as what its name says."""
    with path.open("rb") as opened:
        head = opened.read(_HEAD)
    for recognise, read in BY_CONTENT:
        if (
            _named(recognise)(head, path)
            and (made := _named(read)(path, options, note)) is not None
        ):
            return made
    return _named(f"formats.{READERS[path.suffix.lower()]}")(path, options, note)


def _named(name: str) -> Any:
    """The function of this name, its module imported now."""
    module, function = name.rsplit(".", 1)
    return getattr(import_module(f"analystkit.articles.{module}"), function)


def from_frame(frame: pd.DataFrame, options: Options, notes: Notes) -> Read:
    """The articles of a DataFrame, numbered from 1."""
    twice = [name for name, count in Counter(frame.columns).items() if count > 1]
    if twice:
        raise TableError(f"the DataFrame has two columns {twice[0]!r}; rename one")
    names = list(frame.columns)
    starts = range(0, len(frame), SIZE)
    some: Any = (frame.iloc[start : start + SIZE].to_dict("list") for start in starts)
    columns = (
        Columns(range(start + 1, start + 1 + SIZE)[: len(frame) - start], names, list(of.values()))
        for start, of in zip(starts, some, strict=True)
    )
    table = Rows(names, columns=columns)
    return from_rows(table, options, notes, what="the DataFrame")


def from_rows(table: Rows, options: Options, notes: Notes, *, what: str = "the list") -> Read:
    """The articles of numbered rows; `what` they are stands in errors."""
    try:
        blocks = to_articles(table, options, partial(notes.add, None), strict=True)
    except TableError as error:
        raise TableError(f"{what}: {error}") from None
    return [Part(None, None, block) for block in blocks]
