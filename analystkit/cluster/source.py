"""Which partitions a data set has, and the articles of one of them."""

from __future__ import annotations

import os
import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator
from functools import partial
from pathlib import Path, PurePosixPath
from typing import Any, BinaryIO, NamedTuple

import pandas as pd

from analystkit.articles.blocks import SIZE, Part, listed
from analystkit.articles.columns import choose
from analystkit.articles.convert import to_articles
from analystkit.articles.formats.json_files import read_json_lines
from analystkit.articles.formats.tables import read_csv, read_parquet, records
from analystkit.articles.load import table_of
from analystkit.articles.reading import Columns, Notes, Options, Row, Rows

_READERS = {
    ".parquet": read_parquet, ".jsonl": read_json_lines, ".ndjson": read_json_lines,
    ".csv": read_csv, ".tsv": read_csv,
}  # fmt: skip
_PACKED = (".gz", ".bz2", ".xz")
_STAMPS = ("ETag", "etag", "md5Hash", "mtime", "LastModified", "created")  # as stores call it
_HEAD = 4096
_MARKED = (b"\xff\xfe", b"\xfe\xff")  # UTF-16, whose bytes are not its characters


class File(NamedTuple):
    """A file of the data set: where, its name there, and what tells whether it has changed."""

    path: str
    name: str
    size: int
    stamp: str


class Partition(NamedTuple):
    """A stretch of a file: rows of Parquet, else bytes; `stop` is None where it is the whole."""

    number: int
    path: str
    name: str
    start: int
    stop: int | None
    head: int  # bytes of the header, to be put before
    before: int  # rows that stand before it in the file
    rows: int | None
    size: int
    shared: bool  # whether another file has the same stem, so that ids need the path


def needed() -> None:
    """Raise what to install where the extra is not."""
    try:
        import distributed  # noqa: F401
        import fsspec  # noqa: F401
    except ImportError as error:
        raise ImportError(
            f'ak.cluster needs {error.name}; install it with: pip install "analystkit[cluster]"'
        ) from None


def opened_at(address: str | os.PathLike[str]) -> tuple[Any, str]:
    """The file system of an address, and the path there."""
    from fsspec.core import url_to_fs

    return url_to_fs(os.path.expanduser(os.fspath(address)))  # noqa: PTH111 - also s3://


def find(source: str | os.PathLike[str]) -> tuple[list[File], list[str]]:
    """The files of a data set in order, and the names of those in its folder that are not read."""
    system, path = opened_at(source)
    system.invalidate_cache()
    if any(mark in path for mark in "*?["):
        found = {at: at for at in system.glob(path) if system.isfile(at)}
    elif system.isdir(path):
        found = {at: at[len(path) :].lstrip("/") for at in system.find(path)}
    else:
        found = {path: os.fspath(source)} if system.exists(path) else {}
    if not found:
        raise FileNotFoundError(f"no file, folder or pattern {os.fspath(source)!r}")
    # Spark and others keep notes of their own in files such as _SUCCESS
    seen = {
        at: name
        for at, name in found.items()
        if not any(part.startswith((".", "_")) for part in PurePosixPath(name).parts)
    }
    files = [_file(system, at, seen[at]) for at in sorted(seen) if _kind(at) in _READERS]
    if not files:
        read = " ".join(_READERS)
        raise ValueError(f"{os.fspath(source)!r} holds none of the files that are read: {read}")
    return files, sorted(name for at, name in seen.items() if _kind(at) not in _READERS)


def _file(system: Any, path: str, name: str) -> File:
    info = system.info(path)
    stamp = next((info[key] for key in _STAMPS if info.get(key)), "")
    return File(path, name, int(info["size"]), str(stamp))


def _kind(path: str) -> str:
    """The extension that says how a file is read, without that of its packing."""
    pure = PurePosixPath(path.lower())
    packed = pure.suffix in _PACKED and PurePosixPath(pure.stem).suffix != ".parquet"
    return PurePosixPath(pure.stem).suffix if packed else pure.suffix


def _stem(file: File) -> str:
    path = PurePosixPath(file.name)
    return (path.with_suffix("") if path.suffix.lower() in _PACKED else path).stem


def plan(system: Any, files: Iterable[File], size: int) -> list[Partition]:
    """The partitions of these files, each of some `size` bytes or one row."""
    stems = Counter(map(_stem, files))
    made: list[Partition] = []
    for file in files:
        shared = stems[_stem(file)] > 1
        with system.open(file.path, "rb", compression="infer") as opened:
            # of an empty file the whole, so that it is said that it holds nothing
            for stretch in _stretches(opened, file, size) or [_whole(file)]:
                made.append(Partition(len(made), file.path, file.name, *stretch, shared))
    return made


_Stretch = tuple[int, int | None, int, int, int | None, int]


def _whole(file: File) -> _Stretch:
    return 0, None, 0, 0, None, file.size


def _stretches(opened: BinaryIO, file: File, size: int) -> list[_Stretch]:
    kind = _kind(file.path)
    try:
        if kind == ".parquet":
            return list(_of_parquet(opened, size))
        head = opened.read(_HEAD)
        opened.seek(0)
        lines = kind in (".jsonl", ".ndjson")
        if b"\0" in head or head.startswith(_MARKED) or (not lines and b"sep=" in head[:8]):
            return [_whole(file)]
        return list(_of_records(_lines(opened) if lines else records(opened), size, lines))
    except Exception:  # the task that reads it says what is wrong with it
        return [_whole(file)]


def _of_parquet(opened: BinaryIO, size: int) -> Iterator[_Stretch]:
    import pyarrow.parquet as pq

    with pq.ParquetFile(opened) as file:
        groups = [file.metadata.row_group(n) for n in range(file.num_row_groups)]
        rows, length = sum(g.num_rows for g in groups), sum(g.total_byte_size for g in groups)
    each = max(1, rows * size // max(1, length))
    for start in range(0, rows, each):
        stop = min(rows, start + each)
        yield start, stop, 0, start, stop - start, length * (stop - start) // rows


def _lines(opened: BinaryIO) -> Iterator[tuple[int, int]]:
    end = 0
    for number, line in enumerate(opened, 1):
        end += len(line)
        yield number, end


def _of_records(ends: Iterable[tuple[int, int]], size: int, lines: bool) -> Iterator[_Stretch]:
    """Stretches of records, given by their numbers and ends; of a table the header is the first."""
    every = iter(ends)
    first, head = (0, 0) if lines else next(every, (0, 0))
    begin, start, rows, number, end = first, head, 0, first, head
    for number, end in every:
        rows += 1
        if end - start >= size:
            yield start, end, head, begin - first, rows, end - start
            begin, start, rows = number, end, 0
    if rows:
        yield start, end, head, begin - first, rows, end - start


def read(part: Partition, system: Any, options: Options) -> pd.DataFrame:
    """The articles of a partition, as `load_articles` reads them from the whole file."""
    notes, kind = Notes(), _kind(part.path)

    def note(problem: str, *, row: int | None = None) -> None:
        notes.add(part.name, problem, row=None if row is None else row + part.before)

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"part{kind}"
        with system.open(part.path, "rb", compression="infer") as opened:
            if kind == ".parquet" and part.stop is not None:
                _copy_rows(opened, part.start, part.stop, path)
            else:
                _copy_bytes(opened, part, path)
        table = _READERS[kind](path, options, note)
        moved = _moved(table, part.before)
        blocks = to_articles(moved, options, partial(notes.add, part.name))
    for block in blocks if part.shared else ():
        given = listed(block.columns.get("article_id", [None] * len(block)))
        ids = [i or f"{part.name}#{row}" for i, row in zip(given, block.rows, strict=True)]
        block.columns["article_id"] = ids
    articles = table_of([Part(part.name, part.name, block) for block in blocks], notes)
    for key, value in _told(part.name).items():
        if key not in articles or articles[key].isna().all():
            articles[key] = pd.Series(value, articles.index, dtype="string")
    if part.stop is None and articles.empty and not notes.rows:
        notes.add(part.name, "holds no articles")
    articles.attrs["problems"] = notes.table()
    return articles


def _copy_rows(opened: BinaryIO, start: int, stop: int, path: Path) -> None:
    """The rows from `start` to `stop` of a Parquet file as one of their own."""
    import pyarrow.parquet as pq

    with pq.ParquetFile(opened) as file:
        at = first = 0
        groups: list[int] = []
        for number in range(file.num_row_groups):
            end = at + file.metadata.row_group(number).num_rows
            if at < stop and end > start:
                first = first if groups else at
                groups.append(number)
            at = end
        with pq.ParquetWriter(path, file.schema_arrow) as writer:
            for batch in file.iter_batches(batch_size=SIZE, row_groups=groups):
                low, high = max(start - first, 0), min(stop - first, len(batch))
                if low < high:
                    writer.write_batch(batch.slice(low, high - low))
                first += len(batch)
                if first >= stop:
                    return


def _copy_bytes(opened: BinaryIO, part: Partition, path: Path) -> None:
    with path.open("wb") as file:
        file.write(opened.read(part.head))
        opened.seek(part.start)
        file.write(opened.read(-1 if part.stop is None else part.stop - part.start))


def _moved(table: Rows, by: int) -> Rows:
    """The same rows numbered as in the whole file."""

    def rows() -> Iterator[Row]:
        yield from ((None if n is None else n + by, values) for n, values in table.rows)

    def columns() -> Iterator[Columns]:
        for some in table.columns:
            yield some._replace(numbers=[None if n is None else n + by for n in some.numbers])

    return table._replace(rows=rows(), columns=columns())


def _told(name: str) -> dict[str, str]:
    """What the folders of a file's name say of its rows, such as ``outlet=Gulf Lens``."""
    pairs = [part.partition("=") for part in PurePosixPath(name).parts[:-1] if "=" in part]
    told = {key: value for key, _, value in pairs if value != "__HIVE_DEFAULT_PARTITION__"}
    usual = {column: name for name, column in choose(told, {}).items()}
    return {usual.get(key, key): value for key, value in told.items()}
