"""RIS files, as Zotero, EndNote and library databases export them: a record, an article."""

import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from analystkit.articles.decode import decode
from analystkit.articles.reading import Note, Options, Row, Rows

_FIELD = re.compile(r"([A-Z][A-Z0-9])  ?- ?(.*)")
_BEGINS = re.compile(rb"(?:\xef\xbb\xbf)?\s*TY  - [A-Z]{3,}")
# The first of these that a record has is the column; what is left keeps its two letters.
_COLUMNS = {
    "title": ("TI", "T1", "CT"),
    "outlet": ("T2", "JO", "JF", "JA", "J2", "BT", "PB"),
    "published": ("DA", "Y1", "PY"),
    "url": ("UR", "L2", "LK"),
    "language": ("LA",),
}
_AUTHORS = ("AU", "A1")
_TEXTS = ("AB", "N2", "N1")
_MANY = {"AU", "A1", "A2", "KW", "N1", "UR"}


def is_ris(head: bytes, path: Path) -> bool:
    """Whether the file begins with a record's type, as ``TY  - NEWS``."""
    return _BEGINS.match(head) is not None


def read_ris(path: Path, options: Options, note: Note) -> Rows:
    """The records of the file; the longer of abstract and notes is the text."""
    text, doubt = decode(path.read_bytes(), options.encoding)
    if doubt:
        note(doubt)
    rows: list[Row] = [
        (number, _article(record)) for number, record in enumerate(_records(text, note), 1)
    ]
    return Rows(None, rows, loose=True)


def _records(text: str, note: Note) -> Iterator[dict[str, list[str]]]:
    """The fields of each record; lines without a tag go on with the field before them."""
    record: dict[str, list[str]] = {}
    last, before = "", 0
    for line in text.splitlines():
        match = _FIELD.fullmatch(line.strip("\ufeff").rstrip())
        if match is None:
            if last:
                record[last][-1] += "\n" + line.rstrip()
            elif line.strip():
                before += 1
            continue
        tag, value = match[1], match[2]
        if tag in ("TY", "ER") and record:
            yield record
            record = {}
        last = "" if tag == "ER" else tag
        if last:
            record.setdefault(tag, []).append(value)
    if record:
        yield record
    if before:
        note(f"{before} lines outside any record; left out")


def _article(record: dict[str, list[str]]) -> dict[str, Any]:
    fields = {tag: [v.strip() for v in values if v.strip()] for tag, values in record.items()}
    article: dict[str, Any] = {}
    texts = {tag: "\n\n".join(fields.pop(tag)) for tag in _TEXTS if fields.get(tag)}
    if texts:
        longest = max(texts, key=lambda tag: len(texts[tag]))
        article["text"] = texts.pop(longest)
        article.update({"notes" if t == "N1" else "abstract": value for t, value in texts.items()})
    for column, tags in _COLUMNS.items():
        for tag in tags:
            if fields.get(tag):
                article[column] = fields[tag].pop(0)
                break
    if "published" in article:
        article["published"] = _date(article["published"])
    article["author"] = ", ".join(_names(fields.pop(_AUTHORS[0], fields.pop(_AUTHORS[1], []))))
    article["type"] = next(iter(fields.pop("TY", [])), None)
    for tag, values in fields.items():
        if values:
            article[tag] = values if tag in _MANY else "; ".join(values)
    return article


def _names(authors: Iterable[str]) -> Iterator[str]:
    """``Orsk, Lena`` as ``Lena Orsk``."""
    for author in authors:
        parts = [part.strip() for part in author.split(",")]
        yield " ".join(filter(None, (*parts[1:2], parts[0], *parts[2:])))


def _date(value: str) -> str:
    """``2021/06/28/Morning`` without what RIS lets stand behind the third stroke."""
    return "-".join(filter(None, (part.strip() for part in value.split("/")[:3])))
