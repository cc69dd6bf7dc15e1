"""Rows of one file, in its own columns, to blocks of the articles table."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import chain
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
import pyarrow as pa

from analystkit.articles.blocks import Block, as_strings, batches, clean, keep, nulls, trim
from analystkit.articles.columns import check_present, choose
from analystkit.articles.dates import UnreadableDateError, day_comes_first, read_date
from analystkit.articles.reading import Columns, Note, Options, Row, Rows
from analystkit.tables import ARTICLES, TableError, readable

_NAMES = [name for name in ARTICLES if name not in ("text", "published")]
# What pandas, Excel and JSON write for nothing; in this case only, since people are
# called Null and None too.
_NOTHING = {"", "nan", "NaN", "NaT", "None", "null", "<NA>", "#N/A", "N/A", "n/a"}
_DEPTH = 3
_FURTHER = 2_000  # columns
_ABSENT = object()
_PLACE = "  place"  # of a row among all of its file; no column of a file has such a name
_NEVER = np.datetime64("NaT", "us")


def to_articles(table: Rows, options: Options, note: Note, *, strict: bool = False) -> list[Block]:
    """The articles among a file's rows, block by block; what is left out is noted."""
    names = table.names
    if table.loose:
        columns = {name: column for name, column in options.columns.items() if name != "text"}
        options = replace(options, columns=columns)
    read = _Reading(options)
    try:
        if names and not table.loose:
            check_present(names, options.columns)
        tables = chain(map(read.of_rows, batches(table.rows)), map(read.of_columns, table.columns))
        blocks = [block for one in tables if (block := read.block(one))]
        if names is None and not table.loose and read.layouts:
            met = dict.fromkeys(name for layout in read.layouts for name in layout)
            check_present(met, options.columns)
    except TableError as error:
        if strict:
            raise
        note(f"{error}; skipped")
        return []
    blocks = read.dated(blocks)
    # in the order of the rows, as they were met
    for _, row, problem in sorted(read.problems, key=lambda problem: problem[0]):
        note(problem, row=row)
    for layout, count in read.textless.items():
        note(f"{count} entries without text; they have: {', '.join(map(str, layout))}; skipped")
    if read.left_out:
        note(f"more than {_FURTHER:,} different fields; {len(read.left_out):,} are left out")
    return blocks


class _Table(NamedTuple):
    """Some rows by the columns of the articles table, those of the file besides, and as rows."""

    numbers: Sequence[int | None]
    known: Mapping[str, Sequence[Any]]
    further: Callable[[np.ndarray], Mapping[Any, Sequence[Any]]]  # of these rows, or `_ABSENT`
    row: Callable[[int], Mapping[Any, Any]]


class _Reading:
    """One file's rows as they are read: the layouts met, and what there is to say of them."""

    def __init__(self, options: Options) -> None:
        self.options = options
        self.chosen: dict[tuple[Any, ...], dict[str, Any]] = {}  # by layout: its column of each
        self.layouts: dict[tuple[Any, ...], None] = {}  # those with rows that hold anything
        self.textless: Counter[tuple[Any, ...]] = Counter()
        self.problems: list[tuple[int, int | None, str]] = []
        self.further: set[Any] = set()
        self.left_out: set[Any] = set()
        self.read = 0

    def _choose(self, layout: tuple[Any, ...]) -> dict[str, Any]:
        if layout not in self.chosen:
            self.chosen[layout] = choose(layout, self.options.columns)
        return self.chosen[layout]

    def of_columns(self, some: Columns) -> _Table:
        """Rows of one layout by the columns of the articles table."""
        layout = tuple(some.names)
        chosen = self._choose(layout)
        if layout not in self.layouts and any(
            not all(map(is_missing, some.row(place).values())) for place in range(len(some.numbers))
        ):
            self.layouts[layout] = None
        values = dict(zip(some.names, some.columns, strict=True))
        known = {name: values.pop(column) for name, column in chosen.items()}

        def further(kept: np.ndarray) -> dict[Any, Sequence[Any]]:
            return values if kept.all() else {name: keep(v, kept) for name, v in values.items()}

        return _Table(some.numbers, known, further, some.row)

    def of_rows(self, batch: list[Row]) -> _Table:
        """Rows of any layouts by the columns of the articles table."""
        numbers, rows = [number for number, _ in batch], [values for _, values in batch]
        layouts = [tuple(values) for values in rows]
        kinds = list(dict.fromkeys(layouts))
        if len(kinds) == 1:
            names = kinds[0]
            lists = [[values[name] for values in rows] for name in names]
            return self.of_columns(Columns(numbers, names, lists))
        for layout, values in zip(layouts, rows, strict=True):
            if layout not in self.layouts and not all(map(is_missing, values.values())):
                self.layouts[layout] = None
        chosen = [self._choose(layout) for layout in layouts]
        known = {}
        for name in ARTICLES:
            if any(name in self.chosen[layout] for layout in kinds):
                known[name] = [
                    values[its[name]] if name in its else None
                    for values, its in zip(rows, chosen, strict=True)
                ]

        def further(kept: np.ndarray) -> dict[Any, Sequence[Any]]:
            used = [frozenset(its.values()) for its in keep(chosen, kept)]
            some = keep(rows, kept)
            met = dict.fromkeys(keep(layouts, kept))
            columns: dict[Any, Sequence[Any]] = {}
            for name in self._allowed(dict.fromkeys(name for layout in met for name in layout)):
                every = [
                    values[name] if name in values and name not in its else _ABSENT
                    for values, its in zip(some, used, strict=True)
                ]
                if any(value is not _ABSENT for value in every):
                    columns[name] = every
            return columns

        return _Table(numbers, known, further, rows.__getitem__)

    def _allowed(self, names: Iterable[Any]) -> Iterator[Any]:
        """The names, so long as they are not too many for a table."""
        for name in names:
            if name in self.further or len(self.further) < _FURTHER:
                self.further.add(name)
                yield name
            else:
                self.left_out.add(name)

    def block(self, table: _Table) -> Block | None:
        """The articles of these rows, dates still as they are written."""
        first, length = self.read, len(table.numbers)
        self.read += length
        written = table.known.get("text", [])
        texts = clean(written, as_text, nothing=_NOTHING)
        missing = nulls(texts) if len(texts) else np.ones(length, bool)
        for place in np.flatnonzero(missing).tolist():
            self._note_textless(first + place, table.numbers[place], table.row(place))
        if missing.all():
            return None
        places = np.flatnonzero(~missing)

        def kept(values: Sequence[Any]) -> Sequence[Any]:
            return values if len(places) == length else keep(values, ~missing)

        texts, numbers = kept(texts), kept(table.numbers)
        if isinstance(texts, list):
            for text, value, number, place in zip(
                texts, kept(written), numbers, (first + places).tolist(), strict=True
            ):
                if isinstance(value, str) and value != text:
                    said = "the text holds halves of characters, which read as \ufffd"
                    self.problems.append((place, number, said))
        columns: dict[str, Any] = {"text": texts}
        for name in _NAMES:
            if name in table.known:
                columns[name] = trim(clean(kept(table.known[name]), as_name, nothing=_NOTHING))
        dates = kept(table.known.get("published", [None] * length))
        columns["published"] = dates if (many := as_strings(dates)) is None else many
        further = table.further(~missing)  # not what only rows have that are left out
        for name in self._allowed(further):
            values = clean(further[name], _as_further, nothing=[""], trimmed=False)
            if name not in ARTICLES:
                columns[name] = values
            elif not all(map(is_missing, values)):
                columns[f"{name}_in_file"] = values
        columns[_PLACE] = first + places
        as_they_are = isinstance(numbers, range) or None in numbers  # a range takes no room
        return Block(numbers if as_they_are else np.array(numbers, dtype=np.int64), columns)

    def _note_textless(self, place: int, number: int | None, values: Mapping[Any, Any]) -> None:
        """Say of a row without text what is wrong, unless it holds nothing at all."""
        if all(map(is_missing, values.values())):
            return
        layout = tuple(values)
        if "text" in self.chosen[layout]:
            self.problems.append((place, number, "no text; skipped"))
        else:
            self.textless[layout] += 1

    def dated(self, blocks: list[Block]) -> list[Block]:
        """The blocks with their dates read, day or month first as most tell."""
        day_first = self.options.day_first
        if day_first is None:
            day_first = day_comes_first(date for block in blocks for date in _distinct(block))
        known: dict[Any, np.datetime64 | str] = {}
        return [self._dated(block, day_first, known) for block in blocks]

    def _dated(self, block: Block, day_first: bool | None, known: dict[Any, Any]) -> Block:
        dates, places = block.columns["published"], block.columns.pop(_PLACE)
        codes: Any = range(len(block))
        if isinstance(dates, pa.Array):
            encoded = dates.dictionary_encode()
            dates = [*encoded.dictionary.to_pylist(), None]
            codes = encoded.indices.fill_null(len(dates) - 1).to_numpy()
        stamps: list[np.datetime64 | str] = []
        for date in dates:
            # only text and numbers are sure to hash, and 1 is neither 1.0 nor True
            key = (type(date), date) if isinstance(date, (str, int, float)) else None
            stamp = known.get(key) if key else None
            if stamp is None:
                stamp = _stamp(date, day_first)
                if key:
                    known[key] = stamp
            stamps.append(stamp)
        if bad := {code for code, stamp in enumerate(stamps) if isinstance(stamp, str)}:
            for at, code in enumerate(codes):
                if code in bad:
                    said = str(stamps[code])
                    self.problems.append((int(places[at]), block.rows[at], said))
        times = [_NEVER if code in bad else stamp for code, stamp in enumerate(stamps)]
        found = np.array(times, dtype="datetime64[us]")
        block.columns["published"] = found[np.asarray(codes)]
        return block


def _distinct(block: Block) -> Iterable[Any]:
    dates = block.columns["published"]
    every = dates.unique().to_pylist() if isinstance(dates, pa.Array) else dates
    return {date for date in every if isinstance(date, str)}


def _stamp(date: Any, day_first: bool | None) -> np.datetime64 | str:
    """The point in time, or what is wrong with the date."""
    try:
        found = read_date(date, day_first=day_first)
    except UnreadableDateError as error:
        either_way = "; say day_first=True or False" if "either way" in str(error) else ""
        return f"published {str(date)[:80]!r}: {error}{either_way}; left empty"
    return _NEVER if found is None else found.tz_convert(None).to_datetime64().astype("M8[us]")


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


def as_name(value: Any, *, depth: int = 0) -> str | None:
    """A title, name, address or id as one trimmed string; what is nested deeply is none."""
    if isinstance(value, Mapping):  # {"id": …, "name": "The Daily"} as news interfaces give it
        value = value.get("name")
    if isinstance(value, (list, tuple)) and depth < _DEPTH:
        value = ", ".join(name for part in value if (name := as_name(part, depth=depth + 1)))
    if is_missing(value) or isinstance(value, (list, tuple, Mapping)):
        return None
    return readable(_written(value)).strip() or None


def _as_further(value: Any) -> Any:
    return pd.NA if value is _ABSENT else as_extra(value)


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
