"""A table to the file that a path names."""

import os
from collections.abc import Callable
from pathlib import Path

import pandas as pd

from analystkit.export.cells import write_json_lines, write_parquet
from analystkit.export.spreadsheets import write_csv, write_xlsx
from analystkit.tables import TableError, hint, readable, require
from analystkit.tables.files import replacing
from analystkit.tables.joins import join_articles

_WRITERS: dict[str, Callable[[pd.DataFrame, Path], None]] = {
    ".csv": write_csv, ".xlsx": write_xlsx, ".jsonl": write_json_lines, ".parquet": write_parquet,
}  # fmt: skip
_ABOUT = ("title", "outlet", "published", "url")


def export(
    table: pd.DataFrame, path: str | os.PathLike[str], *, articles: pd.DataFrame | None = None
) -> Path:
    """Write a table to a file, in the form its extension names.

    Parameters
    ----------
    table : DataFrame
        Quotes, articles, stance, labels or any other table.  The index is not written.
    path : path
        Where to write; folders are made, a file already there is replaced.

        ``.csv``
            UTF-8 with a byte order mark, so that Excel shows accents and quote marks; times
            as ISO 8601 in UTC, spans as ``0:14; 20:31``.  A cell that a spreadsheet would
            run as a formula gets an apostrophe in front.
        ``.xlsx``
            For reading in Excel: header frozen, all text as text (never a formula), times in
            UTC without a zone, as Excel has none, spans as in ``.csv``.  Characters that Excel
            cannot hold are left out and cells cut at 32,767 characters.
        ``.jsonl``, ``.parquet``
            Nothing changed, so that the table can be read back whole; in ``.jsonl`` times are
            ISO 8601 and missing values ``null``.
    articles : DataFrame, optional
        The articles table.  With it each row also gets its article's ``title``, ``outlet``,
        ``published`` and ``url``, as far as known and not there already.

    Returns
    -------
    Path
        The file written.

    Raises
    ------
    ValueError
        When the extension is none of these.
    TableError
        When `table` is no DataFrame, has two columns of one name or, with `articles`, lacks
        ``article_id``; or when it has more rows than an Excel sheet.

    Examples
    --------
    >>> from tempfile import TemporaryDirectory
    >>> from analystkit.tables import empty_quotes
    >>> with TemporaryDirectory() as folder:
    ...     export(empty_quotes(), Path(folder) / "quotes.csv").name
    'quotes.csv'
    """
    target = Path(path).expanduser()
    write = _WRITERS.get(target.suffix.lower())
    if write is None:
        kind = f"{target.suffix!r} files" if target.suffix else "a file without an extension"
        wrong = f"{target.name}: cannot write {kind}{hint(target.suffix, _WRITERS)}"
        raise ValueError(f"{wrong}; the extensions are: {', '.join(_WRITERS)}")
    table = _checked(table)
    if articles is not None:
        require(table, ["article_id"], name="export with articles")
        about = [name for name in _ABOUT if name not in table.columns]
        table = join_articles(table, _checked(articles), *about)
    target.parent.mkdir(parents=True, exist_ok=True)
    with replacing(target) as part:
        write(table, part)
    return target


def _checked(table: pd.DataFrame) -> pd.DataFrame:
    if not isinstance(table, pd.DataFrame):
        raise TableError(f"export: expected a pandas DataFrame, not {type(table).__name__}")
    names = table.columns.map(str)
    if len(twice := names[names.duplicated()]):
        raise TableError(f"export: two columns are named {twice[0]!r}; rename one")
    table = table.reset_index(drop=True)
    table.columns = pd.Index([readable(name) for name in names])
    table.attrs = {}  # Parquet would try to store it, and it is about the reading
    return table
