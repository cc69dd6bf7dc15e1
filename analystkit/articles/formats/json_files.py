"""JSON and JSON Lines."""

import json
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

from analystkit.articles.columns import choose
from analystkit.articles.decode import NotTextError, decode
from analystkit.articles.formats.items import known_shape
from analystkit.articles.reading import Note, Options, Row, Rows

_LISTS = ("articles", "items", "results", "data", "documents", "docs", "entries", "hits")


def read_json_lines(path: Path, options: Options, note: Note) -> Rows:
    """One object a line, numbered by line; a line that cannot be read is noted."""
    return _rows(_values(_lines(path, options), options, note), note)


def _lines(path: Path, options: Options) -> Iterator[Any]:
    with path.open("rb") as file:
        start = file.read(4)
        file.seek(0)
        # UTF-16 and UTF-32 cannot be parted into lines before they are decoded.
        if b"\0" in start or start.startswith((b"\xff\xfe", b"\xfe\xff")):
            yield from decode(file.read(), options.encoding)[0].split("\n")
        else:
            yield from file


def read_json(path: Path, options: Options, note: Note) -> Rows:
    """A list of objects, a single one, or a list or table of them inside an object."""
    text, doubt = decode(path.read_bytes(), options.encoding)
    if doubt:
        note(doubt)
    if not text.strip():
        return Rows(None, [])
    try:
        content = json.loads(text)
    except RecursionError:
        raise NotTextError("is nested too deeply; skipped") from None
    except ValueError as error:
        lines = text.split("\n") if "\n" in text.strip() else []  # JSON Lines under the wrong name
        read = _values(lines, options, lambda *_, **__: None)
        if not any(isinstance(value, dict) for _, value in read):
            raise NotTextError(f"is not JSON: {error}; skipped") from None
        return _rows(_values(lines, options, note), note)
    if isinstance(content, dict):
        content = _inside(content, options)
    if not isinstance(content, list):
        raise NotTextError(f"holds no list of objects but {_kind(content)}; skipped")
    return _rows(enumerate(content, 1), note)


def _values(lines: Iterable[Any], options: Options, note: Note) -> Iterator[tuple[int, Any]]:
    for number, line in enumerate(lines, 1):
        try:
            text = line if isinstance(line, str) else _decoded(line, options.encoding)
            if not text.strip():
                continue
            value = json.loads(text)
        except (NotTextError, ValueError, RecursionError) as error:
            note(f"not JSON: {str(error)[:200]}; skipped", row=number)
        else:
            yield number, value


def _decoded(line: bytes, encoding: str | None) -> str:
    if encoding is None:
        with suppress(UnicodeDecodeError):  # JSON itself refuses what is no text
            return line.decode("utf-8").removeprefix("\ufeff")
    return decode(line, encoding)[0]


def _rows(values: Iterable[tuple[int, Any]], note: Note) -> Rows:
    """The objects among numbered values; what is none is noted."""
    return Rows(None, _objects(values, note))


def _objects(values: Iterable[tuple[int, Any]], note: Note) -> Iterator[Row]:
    for number, value in values:
        if isinstance(value, dict):
            yield number, known_shape(value)
        else:
            note(f"not an object but {_kind(value)}; skipped", row=number)


def _inside(content: Mapping[str, Any], options: Options) -> list[Any]:
    lists = {
        name: value
        for name, value in content.items()
        if isinstance(value, list) and any(isinstance(item, dict) for item in value)
    }
    if usual := [name for name in _LISTS if name in lists]:
        return lists[usual[0]]
    known = known_shape(content)
    if known is not content or "text" in choose(content, options.columns):
        return [content]
    if len(lists) == 1:
        return next(iter(lists.values()))
    if content and all(isinstance(value, dict) for value in content.values()):
        return [{"article_id": name, **value} for name, value in content.items()]
    return [content]


def _kind(value: Any) -> str:
    names = {dict: "an object", list: "a list", str: "a string", bool: "true or false"}
    return names.get(type(value), "null" if value is None else "a number")
