"""Coverage in, articles table out."""

import codecs
import os
import warnings
from collections.abc import Iterable, Mapping
from typing import Any

import numpy as np
import pandas as pd

from analystkit.articles.blocks import Block, listed, nulls, objects_of, strings_of
from analystkit.articles.collect import READERS, Read, from_files, from_frame, from_rows
from analystkit.articles.columns import check_mapping
from analystkit.articles.ids import ids_of
from analystkit.articles.reading import Notes, Options, Rows
from analystkit.articles.sources import find_files
from analystkit.articles.unpack import ARCHIVES
from analystkit.tables import ARTICLES, hint
from analystkit.text.language import language_of, tells_no_language

_NO_TIMES = np.empty(0, dtype="datetime64[us]")
_READ = "a path, a pattern, a list of paths or of dicts, or a DataFrame"


def load_articles(
    source: str
    | os.PathLike[str]
    | pd.DataFrame
    | Iterable[str | os.PathLike[str]]
    | Iterable[Mapping[str, Any]],
    *,
    columns: Mapping[str, str] | None = None,
    encoding: str | None = None,
    day_first: bool | None = None,
    progress: bool | None = None,
) -> pd.DataFrame:
    """Read articles from files, folders or rows into the articles table.

    Text is kept as published: every offset that other functions give counts in it.  A
    ``.txt`` or ``.md`` file is taken whole but for a byte order mark; where it opens with front
    matter (``key: value`` lines between two ``---`` lines), or with two lines or more such as
    ``Outlet: Quay Post`` and an empty one, the text is what follows, without blank lines around
    it.  A saved web page gives the article's text without menus and the like.
    What Nexis, Factiva, Europresse and ProQuest export is known by its content and split into its
    documents: the text is the body alone, a blank line between paragraphs and hard-wrapped lines
    joined; the fields around it become columns.  Where a file does not say its ``language``, that
    is told from the text if it is sure (`py3langid`'s code), else left empty.  Nothing is ever
    fetched from the network; `fetch` does that.

    Parameters
    ----------
    source : path, pattern, DataFrame, list of paths or list of dicts
        A folder (read with its subfolders, sorted), a file, a pattern such as
        ``"data/2021-*.txt"``, a list of those, or the rows themselves.  Read are .txt, .md,
        .csv, .tsv, .xlsx, .jsonl, .ndjson, .json, .parquet, .html, .htm, .docx, .rtf; what
        Nexis, Factiva, Europresse and ProQuest export (also as .doc and .xml), split into its
        articles; .rss, .atom and .xml (feeds), .ris, CSL .json (Zotero), .eml, .pdf (with the
        extra ``analystkit[pdf]``); and any of these in a .zip or .tar (.tar.gz …), or packed
        alone as .gz, .bz2 or .xz.
    columns : mapping of str to str, optional
        Column of the articles table to column of the files, ``{"text": "body"}``.  Columns
        not named are found by their usual names (body, headline, newspaper, byline, date …).
    encoding : str, optional
        The files' encoding, else it is told from the bytes.
    day_first : bool, optional
        Whether "03/07/2021" is the third of July.  Without it the other dates of the same
        file decide; where they do not, the date is left empty and noted.
    progress : bool, optional
        Whether to show a progress bar; by default where reading takes longer than two seconds.

    Returns
    -------
    DataFrame
        The articles table: ``article_id`` (the one given, else the file's stem, with
        ``#row`` for tables and exports), ``text``, ``title``, ``outlet``, ``published`` (UTC),
        ``author``, ``url``, ``language``, ``file`` (in an archive ``news.zip/june/a.txt``), then
        any further columns of the files, among them ``sheet`` where a workbook has articles on
        several.
        ``attrs["problems"]`` is a table ``file, row, problem`` of all that was skipped or
        is doubtful; a warning says when it is not empty.  Rows are numbered as a
        spreadsheet does, the header being 1; lines of .jsonl and other entries from 1.

    Raises
    ------
    FileNotFoundError
        When a file or folder does not exist or a pattern matches nothing.
    ValueError
        When a file named directly is of a kind not read, `encoding` is unknown, or the
        source is a web address.
    TableError
        When `columns` names a column that is not there, or the one source has no text.

    Examples
    --------
    >>> articles = load_articles([{"headline": "Ferry strike ends", "body": "Crews return."}])
    >>> articles[["article_id", "title", "text"]]
      article_id              title           text
    0      row#1  Ferry strike ends  Crews return.
    """
    options, notes = Options(check_mapping(columns), _known(encoding), day_first), Notes()
    if isinstance(source, pd.DataFrame):
        articles = table_of(read := from_frame(source, options, notes), notes)
        places = [row - 1 for part in read for row in part.block.rows if row is not None]
        # Further columns have the values and types of `source`.
        for column in articles.columns.difference(list(ARTICLES)).intersection(source.columns):
            articles[column] = source[column].iloc[places].array
    elif (items := _items(source)) and all(isinstance(item, Mapping) for item in items):
        articles = table_of(from_rows(Rows(None, enumerate(items, 1)), options, notes), notes)
    else:
        found = find_files(list(map(_path, items)), suffixes=[*READERS, *ARCHIVES], notes=notes)
        articles = table_of(from_files(found, options, notes, progress=progress), notes)
    articles.attrs["problems"] = problems = notes.table()
    if len(problems):
        others = f" and {len(problems) - 1} more" if len(problems) > 1 else ""
        warnings.warn(
            f"not all was read, or not for certain: {notes.first()}{others}; "
            "see articles.attrs['problems']",
            stacklevel=2,
        )
    return articles


def _known(encoding: str | None) -> str | None:
    if encoding is not None:
        try:
            codecs.lookup(encoding)
        except LookupError:
            near = hint(encoding, ["utf-8", "utf-16", "cp1252", "latin-1", "cp1256", "mac_roman"])
            raise ValueError(f"encoding: {encoding!r} is not known{near}") from None
    return encoding


def _items(source: Any) -> list[Any]:
    if isinstance(source, (str, os.PathLike)):
        return [source]
    if isinstance(source, (Mapping, bytes)) or not isinstance(source, Iterable):
        inside = "; put it into a list" if isinstance(source, Mapping) else ""
        raise TypeError(f"load_articles reads {_READ}, not a {type(source).__name__}{inside}")
    return list(source)


def _path(item: Any) -> str:
    if isinstance(item, (str, os.PathLike)):
        return os.fsdecode(item)
    raise TypeError(f"load_articles reads {_READ}; in the list stands {str(item)[:80]!r}")


def table_of(read: Read, notes: Notes) -> pd.DataFrame:
    """The articles table of what the files give, an id and a language told for each."""
    blocks = [part.block for part in read]
    columns: dict[str, Any] = {"article_id": ids_of(read, notes)}
    for name in ARTICLES:
        pieces = [(len(block), block.columns.get(name)) for block in blocks]
        if name == "published":
            times = [block.columns[name] for block in blocks]
            columns[name] = pd.Series(np.concatenate([_NO_TIMES, *times])).dt.tz_localize("UTC")
        elif name == "file" and any(part.file for part in read):
            columns[name] = strings_of((len(part.block), part.file) for part in read)
        elif name == "language":
            columns[name] = strings_of((len(block), _languages(block)) for block in blocks)
        elif name != "article_id":
            columns[name] = strings_of(pieces)
    further = dict.fromkeys(n for block in blocks for n in block.columns if n not in ARTICLES)
    for name in further:
        columns[name] = objects_of([(len(block), block.columns.get(name)) for block in blocks])
    return pd.DataFrame(columns)


def _languages(block: Block) -> Any:
    """The languages of these articles: as their file says, else as their text tells."""
    said, texts = block.columns.get("language"), block.columns["text"]
    unsaid = np.ones(len(block), bool) if said is None else nulls(said)
    if not isinstance(texts, list):
        unsaid &= ~tells_no_language(texts)
    if not unsaid.any():
        return said
    languages = [None] * len(block) if said is None else listed(said)
    for place in np.flatnonzero(unsaid).tolist():
        languages[place] = language_of(str(texts[place]))
    return languages
