"""Rows of one file, in its own columns, to rows of the articles table, cell by cell."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import replace
from functools import lru_cache, partial
from typing import Any

import pandas as pd

from analystkit.articles.columns import check_present, choose
from analystkit.articles.dates import UnreadableDateError, day_comes_first, read_date
from analystkit.articles.reading import Note, Options, Row, Rows
from analystkit.tables import ARTICLES, TableError, readable

Article = dict[str, Any]
_NAMES = [name for name in ARTICLES if name not in ("text", "published")]
# What pandas, Excel and JSON write for nothing; in this case only, since people are
# called Null and None too.
_NOTHING = {"", "nan", "NaN", "NaT", "None", "null", "<NA>", "#N/A", "N/A", "n/a"}


def to_articles(
    table: Rows, options: Options, note: Note, *, strict: bool = False
) -> list[tuple[int | None, Article]]:
    """The articles among a file's rows, by row number; what is left out is noted."""
    rows = [row for row in table.rows if not all(map(is_missing, row[1].values()))]
    names = table.names
    if names is None:
        names = list(dict.fromkeys(name for _, values in rows for name in values))
    if table.loose:
        columns = {name: column for name, column in options.columns.items() if name != "text"}
        options = replace(options, columns=columns)
    elif rows or names:
        try:
            check_present(names, options.columns)
        except TableError as error:
            if strict:
                raise
            note(f"{error}; skipped")
            return []
    return list(_articles(rows, options, note))


def _articles(
    rows: list[Row], options: Options, note: Note
) -> Iterable[tuple[int | None, Article]]:
    layouts = [tuple(values) for _, values in rows]
    chosen = {names: choose(names, options.columns) for names in set(layouts)}
    columns = [chosen[names] for names in layouts]
    dates = [
        values[column["published"]] if "published" in column else None
        for (_, values), column in zip(rows, columns, strict=True)
    ]
    day_first = options.day_first if options.day_first is not None else day_comes_first(dates)
    read = partial(_read, day_first=day_first)
    # tables repeat dates; only text and numbers take work, and only they are sure to hash
    read_again = lru_cache(maxsize=None, typed=True)(read)
    textless: Counter[tuple[str, ...]] = Counter()
    for (row, values), column, date in zip(rows, columns, dates, strict=True):
        if "text" not in column:
            textless[tuple(values)] += 1
            continue
        text = as_text(values[column["text"]])
        if text is None:
            note("no text; skipped", row=row)
            continue
        if isinstance(values[column["text"]], str) and text != values[column["text"]]:
            note("the text holds halves of characters, which read as \ufffd", row=row)
        article: Article = {n: as_name(values[column[n]]) for n in _NAMES if n in column}
        article["text"] = text
        found = (read_again if isinstance(date, (str, int, float)) else read)(date)
        if isinstance(found, UnreadableDateError):
            either_way = "; say day_first=True or False" if "either way" in str(found) else ""
            note(f"published {str(date)[:80]!r}: {found}{either_way}; left empty", row=row)
            found = None
        article["published"] = found
        used = set(column.values())
        for name, value in values.items():
            extra = as_extra(value)
            if name in used or (name in ARTICLES and extra is None):
                continue
            article[f"{name}_in_file" if name in ARTICLES else name] = extra
        yield row, article
    for names, count in textless.items():
        note(f"{count} entries without text; they have: {', '.join(map(str, names))}; skipped")


def _read(date: Any, *, day_first: bool | None) -> pd.Timestamp | UnreadableDateError | None:
    try:
        return read_date(date, day_first=day_first)
    except UnreadableDateError as error:
        return error


def is_missing(value: Any) -> bool:
    """Whether a cell is empty or holds a spelled-out nothing."""
    if isinstance(value, str):
        return value.strip() in _NOTHING
    if value is None:
        return True
    return bool(pd.api.types.is_scalar(value) and pd.isna(value))


def as_text(value: Any) -> str | None:
    """The article's text as it stands in the cell; paragraphs of a list part with blank lines."""
    if is_missing(value):
        return None
    if isinstance(value, (list, tuple)) and all(isinstance(part, str) for part in value):
        value = "\n\n".join(value)
    if isinstance(value, Mapping):
        return None
    text = readable(value if isinstance(value, str) else _written(value))
    return text if text.strip() else None


def as_name(value: Any) -> str | None:
    """A title, name, address or id as one trimmed string."""
    if isinstance(value, Mapping):  # {"id": …, "name": "The Daily"} as news interfaces give it
        value = value.get("name")
    if isinstance(value, (list, tuple)):
        value = ", ".join(name for part in value if (name := as_name(part)))
    if is_missing(value):
        return None
    return readable(_written(value)).strip() or None


def as_extra(value: Any) -> Any:
    """A further column's value, as it is where it is not empty."""
    if isinstance(value, str):
        return readable(value) or None
    return None if is_missing(value) else value


def _written(value: Any) -> str:
    if isinstance(value, float) and value.is_integer():  # 17.0: a number beside empty cells
        return str(int(value))
    if isinstance(value, bytes):
        return value.decode("utf-8", errors="replace")
    return str(value)
