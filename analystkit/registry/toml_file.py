"""A TOML file changed in one place, its layout kept, and put in place whole once it is checked."""

import os
import tempfile
import tomllib
from collections.abc import Callable, Mapping
from contextlib import suppress
from copy import deepcopy
from difflib import SequenceMatcher
from io import StringIO
from pathlib import Path
from shutil import copymode
from typing import Any, TypeVar

import tomlkit
from tomlkit.items import AoT, Comment, Table, Whitespace

from analystkit.registry.blocks import MANY, blocks, key_of, parsed
from analystkit.registry.reading import RegistryError

Change = Callable[[Any, int], None]  # of a document or plain data, near its n-th entry
Registry = TypeVar("Registry")
_MARK = b"\xef\xbb\xbf"
_WIDTH = 100


def changed(before: bytes, change: Change, *, key: str, at: int) -> bytes | None:
    """The content with a change that keeps its layout; None where more or less came of it.

    The change is made at the entry of `key` that stands there, or after it; at is -1 where
    there is none.
    """
    mark = _MARK if before.startswith(_MARK) else b""
    old = before.removeprefix(mark).decode("utf-8")
    plain = old.replace("\r\n", "\n")
    plain += "\n" if plain and not plain.endswith("\n") else ""
    data = {k: list(v) if isinstance(v, list) else v for k, v in parsed(plain).items()}
    if at >= 0:
        data[key][at] = deepcopy(data[key][at])
    change(data, at)
    for edit in (_changed_block, _changed_whole):
        with suppress(tomllib.TOMLDecodeError):
            new = edit(plain, change, key, at)
            if new is not None and parsed(new) == data:
                return mark + _endings(old, new).encode("utf-8")
    return None


def _changed_whole(plain: str, change: Change, key: str, at: int) -> str | None:
    document = tomlkit.parse(plain)
    if document.as_string() != plain:
        return None  # entries of two kinds by turns, which tomlkit would sort apart
    change(document, at)
    return document.as_string()


def _changed_block(plain: str, change: Change, key: str, at: int) -> str | None:
    """The same of a large file, of which only the head and one block are parsed and changed."""
    parts = blocks(plain)
    if parts is None or len(parts) <= MANY:
        return None
    own = [n for n, part in enumerate(parts) if n and key_of(part) == key]
    place = own[at] if own else len(parts) - 1
    document = tomlkit.parse(parts[0] + parts[place])
    if document.as_string() != parts[0] + parts[place]:
        return None
    change(document, 0 if own else -1)
    if (new := blocks(document.as_string())) is None:
        return None
    parted = len(new) > 2 and place + 1 < len(parts) and not new[-1].endswith("\n\n")
    last = "\n" if parted else ""
    return "".join([new[0], *parts[1:place], *new[1:], last, *parts[place + 1 :]])


def _endings(old: str, new: str) -> str:
    """`new` with the line endings of `old`; each kept line keeps its own."""
    if "\r\n" not in old:
        return new
    if old.count("\n") == old.count("\r\n"):
        return new.replace("\n", "\r\n")
    end = "\r\n" if old.count("\r\n") * 2 > old.count("\n") else "\n"
    lines, given = list(StringIO(old)), list(StringIO(new))  # parted at \n alone
    kept = [line.replace("\r\n", "\n") for line in lines]
    same = next((n for n, (a, b) in enumerate(zip(kept, given, strict=False)) if a != b), 0)
    parts, lines, kept, given = lines[:same], lines[same:], kept[same:], given[same:]
    for tag, a, b, c, d in SequenceMatcher(None, kept, given, autojunk=False).get_opcodes():
        parts += lines[a:b] if tag == "equal" else [x.replace("\n", end) for x in given[c:d]]
    return "".join(parts)


def replace(
    path: Path, content: bytes, expected: bytes, *, load: Callable[[str], Registry]
) -> Registry:
    """Put `content` in place of the file at once, if `load` can read it; the registry it is."""
    handle, name = tempfile.mkstemp(prefix=f".{path.name}.", suffix=".toml", dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        try:
            registry = load(name)
        except RegistryError as error:
            raise RegistryError(str(error).replace(name, str(path))) from None
        if path.read_bytes() != expected:
            raise RegistryError(f"{path}: was changed by somebody else just now; try again")
        copymode(path, name)
        Path(name).replace(path)
    finally:
        Path(name).unlink(missing_ok=True)
    return registry


def append_text(table: Any, key: str, text: str) -> None:
    """Add `text` to the list at `key`, made where it is missing, of a document or plain data."""
    if type(table) is dict:
        table.setdefault(key, []).append(text)
        return
    if key in table:
        _append(table[key], text)
        return
    values = tomlkit.array()
    values.append(text)
    if isinstance(table, Table):
        rest = _cut(table)
        table.append(key, values)
        table.value.body.extend(rest)
    else:
        table[key] = values


def insert_entry(document: Any, key: str, entry: Mapping[str, Any], place: int) -> None:
    """Put a ``[[key]]`` at this place; comments over the next entries' section stay over it."""
    if type(document) is dict:
        document.setdefault(key, []).insert(place, entry)
        return
    held = document.get(key)
    if held is not None and not isinstance(held, AoT):
        inline = tomlkit.inline_table()
        inline.update(entry)
        held.insert(place, inline)
        return
    table = tomlkit.table()
    for name, value in entry.items():
        table.append(name, value)
    if held is None:
        held = tomlkit.aot()
        held.append(table)
        text = document.as_string()
        if text and not text.endswith("\n\n"):
            document.add(tomlkit.nl())
        document.append(key, held)
        return
    rest: list[Any] = []
    if place:
        rest = _cut(held[place - 1])
        held[place - 1].value.body.append((None, Whitespace("\n")))
    held.insert(place, table)
    if any(isinstance(item, (Whitespace, Comment)) for _, item in rest):
        table.value.body.extend(rest)


def _append(values: Any, text: str) -> None:
    lines = values.as_string().split("\n")
    last = lines[-2] if len(lines) > 2 else ""
    full = len(last.rstrip()) + len(text) + 4 > _WIDTH and "#" not in last
    if full and last.rstrip().endswith(","):
        indent = last[: len(last) - len(last.lstrip())]
        values.add_line(text, indent=indent)
    else:
        values.append(text)


def _cut(table: Any) -> list[Any]:
    """Take off what follows the table's last key: from the first blank line on, or all comments."""
    body = table.value.body
    last = max((at for at, (key, _) in enumerate(body) if key is not None), default=-1)
    cut = next(
        (
            at
            for at in range(last + 1, len(body))
            if isinstance(body[at][1], Whitespace) and "\n" in body[at][1].s
        ),
        last + 1 if any(isinstance(item, Comment) for _, item in body[last + 1 :]) else len(body),
    )
    rest = body[cut:]
    del body[cut:]
    return rest
