"""The articles of every file, DataFrame or list: one that fails leaves a note, no more."""

from collections import Counter
from functools import partial
from importlib import import_module
from pathlib import Path
from typing import Any

import pandas as pd

from analystkit.articles.convert import Article, to_articles
from analystkit.articles.decode import NotTextError
from analystkit.articles.reading import Notes, Options, Rows
from analystkit.articles.sources import Found
from analystkit.tables import TableError, readable

Read = list[tuple[str | None, int | None, Article]]
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
}
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
    for path, name, named in bar:
        file = readable(name)
        note, noted = partial(notes.add, file), len(notes.rows)
        strict = named and len(found) == 1
        try:
            articles = _articles(path, file, options, notes, strict=strict)
        except NotTextError as error:
            note(str(error))
        except Exception as error:  # parsers fail in many ways, and no file may stop the rest
            if strict and isinstance(error, TableError):
                raise TableError(f"{file}: {error}") from None
            said = str(error).splitlines() or [type(error).__name__]
            note(f"cannot be read ({said[0][:200]}); skipped")
        else:
            if not articles and len(notes.rows) == noted:
                note("holds no articles")
            read += articles
    return read


def _articles(path: Path, file: str, options: Options, notes: Notes, *, strict: bool) -> Read:
    """The articles of one file; a workbook's sheets stand as ``file.xlsx/sheet``."""
    module, function = READERS[path.suffix.lower()].split(".")
    reader = getattr(import_module(f"analystkit.articles.formats.{module}"), function)
    made: Rows | list[Rows] = reader(path, options, partial(notes.add, file))
    tables = made if isinstance(made, list) else [made]
    read: Read = []
    for table in tables:
        where = f"{file}/{table.part}" if table.part else file
        note, alone = partial(notes.add, where), len(tables) == 1
        for row, article in to_articles(table, options, note, strict=strict and alone):
            if article.get("file") is not None:
                article["file_in_file"] = article["file"]
            read.append((where, row, {**article, "file": file}))
    return read


def from_frame(frame: pd.DataFrame, options: Options, notes: Notes) -> Read:
    """The articles of a DataFrame, numbered from 1."""
    twice = [name for name, count in Counter(frame.columns).items() if count > 1]
    if twice:
        raise TableError(f"the DataFrame has two columns {twice[0]!r}; rename one")
    records: Any = frame.to_dict("records")
    table = Rows(list(frame.columns), enumerate(records, 1))
    return from_rows(table, options, notes, what="the DataFrame")


def from_rows(table: Rows, options: Options, notes: Notes, *, what: str = "the list") -> Read:
    """The articles of numbered rows; `what` they are stands in errors."""
    try:
        articles = to_articles(table, options, partial(notes.add, None), strict=True)
    except TableError as error:
        raise TableError(f"{what}: {error}") from None
    return [(None, row, article) for row, article in articles]
