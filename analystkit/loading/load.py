"""Quotes in: what `export` wrote, and data sets of quotations."""

import bz2
import gzip
import json
import lzma
import os
import warnings
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import partial
from pathlib import Path
from typing import Any

import pandas as pd

from analystkit.articles.reading import Note, Notes
from analystkit.articles.sources import Found, find_files
from analystkit.loading.back import from_rows, read_back
from analystkit.loading.datasets import reader_of
from analystkit.tables import SideTable, TableError, as_articles, as_quotes, check_quotes, readable

_PACKED: dict[str, Callable[..., Any]] = {".gz": gzip.open, ".bz2": bz2.open, ".xz": lzma.open}
_BROKEN = (EOFError, zlib.error, lzma.LZMAError)
_LINES = (".jsonl", ".ndjson", ".json", *_PACKED)
_KINDS = (*_LINES, ".csv", ".xlsx", ".parquet")
_BLOCK = 10_000  # rows
_LONGEST = 64 * 2**20  # bytes of a line

Keep = Callable[[Mapping[str, Any]], bool]


def load_quotes(
    source: str | os.PathLike[str] | Iterable[str | os.PathLike[str]],
    *,
    keep: Keep | None = None,
) -> pd.DataFrame:
    """Read quotes that `export` wrote, or the quotations of a published data set.

    Parameters
    ----------
    source : path, pattern or list of paths
        A file, a folder, a pattern such as ``"gqg/*.gz"``, or a list of those; what each file
        is shows in its content.

        ``.csv``, ``.xlsx``, ``.jsonl``, ``.parquet`` of `export`
            The quotes table as it was, further columns included.  What a format cannot hold it
            cannot give back: see `export`; in ``.csv`` and ``.xlsx`` empty text is missing text,
            and lists in further columns stay text; in ``.xlsx`` numbers have 15 digits, and a
            further column of 1.0 and 2.0 is one of whole numbers.
        JSON lines of GDELT's Global Quotation Graph (``.gqg.json.gz``)
            Quotations of the web's news with the words around them; who speaks is not told.
        JSON lines of Quotebank (``quotebank-2020.json.bz2``, ``quotes-2020.json.bz2``)
            Quotations with the likeliest speaker, who is a person, and as ``confidence`` the
            probability that Quotebank gives: by article and in their context, or each once, at
            its first occurrence.  Further columns: ``quotebank_id``, ``occurrences``, and of the
            second kind ``qids`` (Wikidata's) and ``urls``.
    keep : function, optional
        Called with each quotation of a data set, a dict of its row and of its article's
        ``title``, ``outlet``, ``published``, ``url`` and ``language``; those for which it is
        false are not taken.  Data sets are read line by line, so only what is taken takes memory.

    Returns
    -------
    DataFrame
        The quotes table.  ``attrs["articles"]`` is, for data sets, the articles table to give
        wherever articles are asked for: since the text itself is not in them, ``text`` is made of
        each quotation in quote marks with its context, a paragraph each, and places count in
        that; ``outlet`` is the site.  ``attrs["problems"]`` is a table ``file, row, problem`` of
        all that was skipped or is doubtful, as that of `load_articles`.

    Raises
    ------
    FileNotFoundError
        When a file or folder does not exist or a pattern matches nothing.
    ValueError
        When a file named directly is of a kind not read.
    TableError
        When the one file holds no quotes.

    Examples
    --------
    >>> import json
    >>> from tempfile import TemporaryDirectory
    >>> line = {"date": "2021-06-28T09:30:00Z", "url": "https://www.wire.example/1", "lang": "en",
    ...     "title": "Ferry", "quotes": [{"pre": "She said:", "quote": "We sail", "post": ""}]}
    >>> with TemporaryDirectory() as folder:
    ...     path = Path(folder) / "one.gqg.json"
    ...     _ = path.write_text(json.dumps(line))
    ...     quotes = load_quotes(path)
    >>> quotes["quote"][0], quotes.attrs["articles"]["text"][0]
    ('We sail', 'She said: “We sail”')
    """
    notes = Notes()
    items = [source] if isinstance(source, (str, os.PathLike)) else list(source)
    found = find_files([os.fsdecode(item) for item in items], suffixes=_KINDS, notes=notes)
    blocks, articles = [], []
    taken: set[str] = set()
    for file in found:
        alone = len(found) == 1
        for quotes, about in _from_file(file, keep, taken, notes, strict=alone and file.named):
            blocks += [quotes] if len(quotes) else []
            articles += [about] if about is not None else []
    if len(blocks) > 1:
        blocks = [check_quotes(pd.concat(blocks, ignore_index=True))]
    table = blocks[0] if blocks else as_quotes([])
    table.attrs = {"problems": notes.table()}
    if articles:
        table.attrs["articles"] = SideTable(pd.concat(articles, ignore_index=True))
    if notes.rows:
        more = f" and {len(notes.rows) - 1} more" if len(notes.rows) > 1 else ""
        warnings.warn(
            f"not all was read, or not for certain: {notes.first()}{more}; "
            "see quotes.attrs['problems']",
            stacklevel=2,
        )
    return table


Block = tuple[pd.DataFrame, pd.DataFrame | None]


def _from_file(
    found: Found, keep: Keep | None, taken: set[str], notes: Notes, *, strict: bool
) -> Iterator[Block]:
    """The quotes of one file, block by block, or a note why there are none or no more."""
    note, noted = partial(notes.add, found.file), len(notes.rows)
    number = 0
    try:
        for block in _blocks(found, keep, taken, note):
            number += len(block[0])
            yield block
    except Exception as error:  # parsers fail in many ways, and no file may stop the rest
        if strict and isinstance(error, TableError):
            raise TableError(f"{found.file}: {error}") from None
        said = readable((str(error).splitlines() or [type(error).__name__])[0][:200])
        rest = f" after {number} quotes; the rest is" if number else ";"
        note(f"cannot be read ({said}){rest} skipped")
    else:
        if not number and len(notes.rows) == noted and keep is None:
            note("holds no quotes")


def _blocks(found: Found, keep: Keep | None, taken: set[str], note: Note) -> Iterator[Block]:
    if found.path.suffix.lower() not in _LINES:
        yield read_back(found.path, note, taken), None
        return
    exported: list[tuple[int, dict[str, Any]]] = []
    yield from _made(found, keep, taken, note, exported)
    if exported:
        yield from_rows(exported, note, taken), None


def _made(
    found: Found, keep: Keep | None, taken: set[str], note: Note, exported: list[Any]
) -> Iterator[Block]:
    """The quotations of a data set; rows of `export` go to `exported`."""
    stem = found.path.name
    while (suffix := Path(stem).suffix).lower() in _LINES:
        stem = stem.removesuffix(suffix)
    stem = found.file if f"{stem}#" in taken else stem  # of several files with one name
    taken.add(f"{stem}#")
    articles: list[dict[str, Any]] = []
    rows: list[dict[str, Any]] = []
    unread: set[str] = set()
    for number, entry in _entries(found.path, note):
        if "quote_id" in entry:
            exported.append((number, entry))
            continue
        if (read := reader_of(entry)) is None:
            fields = ", ".join(map(str, list(entry)[:8])) or "none"
            note(
                f"no quotation of a kind that is known (its fields: {fields}); skipped", row=number
            )
            continue
        made = read(entry, readable(f"{stem}#{number}"), partial(note, row=number), unread)
        name = made.article["article_id"]
        about = {k: v for k, v in made.article.items() if k not in ("article_id", "text")}
        own = [row for row in made.quotes if keep is None or keep({**about, **row})]
        if not own:
            continue
        if name in taken:
            note(f"{name!r} was read before; skipped", row=number)
            continue
        taken.add(name)
        articles.append({**made.article, "file": found.file})
        rows += own
        if len(rows) >= _BLOCK:
            yield as_quotes(rows), as_articles(articles)
            rows, articles = [], []
    if unread:
        note(f"fields that are not read: {', '.join(sorted(map(str, unread)))}")
    if rows:
        yield as_quotes(rows), as_articles(articles)


def _entries(path: Path, note: Note) -> Iterator[tuple[int, dict[str, Any]]]:
    """The objects of a file of JSON lines, packed or not; a line that is none is noted."""
    number = 0
    with _PACKED.get(path.suffix.lower(), open)(path, "rb") as file:
        while True:
            try:
                line = _line(file)
            except (*_BROKEN, OSError) as error:
                note(f"breaks off after line {number} ({error}); the rest is skipped")
                return
            if not line:
                return
            number += 1
            try:
                if len(line) > _LONGEST:
                    raise ValueError(f"it is longer than {_LONGEST // 2**20} MB")
                text = line.decode("utf-8").removeprefix("\ufeff")
                entry = json.loads(text) if text.strip() else None
            except (ValueError, RecursionError) as error:
                note(f"not JSON: {str(error)[:200]}; skipped", row=number)
                continue
            if isinstance(entry, dict):
                yield number, entry
            elif text.strip():
                note(f"not an object but {text.strip()[:40]!r}; skipped", row=number)


def _line(file: Any) -> bytes:
    """The next line; of one that is too long no more than shows that it is."""
    line: bytes = file.readline(_LONGEST + 1)
    while len(line) > _LONGEST and (rest := file.readline(_LONGEST)):
        if rest.endswith(b"\n"):
            break
    return line
