"""A TOML file put in place of another at once: checked before, its line endings kept."""

from __future__ import annotations

import os
import tempfile
import tomllib
from collections.abc import Callable
from difflib import SequenceMatcher
from pathlib import Path
from shutil import copymode
from typing import Any

import tomlkit

from analystkit.actors.entries import RegistryError
from analystkit.actors.loading import load_actors
from analystkit.actors.registry import Actors

Change = Callable[[Any], None]
_MARK = b"\xef\xbb\xbf"


def changed(before: bytes, layout: Change, meaning: Change) -> bytes | None:
    """The file's content changed by its layout; None where not just that meaning came of it."""
    mark = _MARK if before.startswith(_MARK) else b""
    old = before.removeprefix(mark).decode("utf-8")
    plain = old.replace("\r\n", "\n")
    plain += "\n" if plain and not plain.endswith("\n") else ""
    document, data = tomlkit.parse(plain), tomllib.loads(plain)
    if document.as_string() != plain:
        return None  # entries of two kinds by turns, which tomlkit would sort apart
    layout(document)
    meaning(data)
    new = document.as_string()
    try:
        if tomllib.loads(new) == data:
            return mark + _endings(old, new).encode("utf-8")
    except tomllib.TOMLDecodeError:
        pass
    return None


def _endings(old: str, new: str) -> str:
    """`new` with the line endings of `old`; each kept line keeps its own."""
    lines = old.splitlines(keepends=True) if "\r\n" in old else []
    if not lines:
        return new
    if old.count("\n") == old.count("\r\n"):
        return new.replace("\n", "\r\n")
    end = "\r\n" if old.count("\r\n") * 2 > old.count("\n") else "\n"
    lines = _split(old)
    kept = [line.replace("\r\n", "\n") for line in lines]
    given = _split(new)
    parts: list[str] = []
    for tag, a, b, c, d in SequenceMatcher(None, kept, given, autojunk=False).get_opcodes():
        parts += lines[a:b] if tag == "equal" else [x.replace("\n", end) for x in given[c:d]]
    return "".join(parts)


def _split(text: str) -> list[str]:
    parts = text.split("\n")
    return [part + "\n" for part in parts[:-1]] + parts[-1:]


def replace(path: Path, content: bytes, expected: bytes) -> Actors:
    """Put `content` in place of the file at once, if it can be loaded; the registry it is."""
    handle, name = tempfile.mkstemp(prefix=f".{path.name}.", suffix=".toml", dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        try:
            actors = load_actors(name)
        except RegistryError as error:
            raise RegistryError(str(error).replace(name, str(path))) from None
        if path.read_bytes() != expected:
            raise RegistryError(f"{path}: was changed by somebody else just now; try again")
        copymode(path, name)
        Path(name).replace(path)
    finally:
        Path(name).unlink(missing_ok=True)
    return actors
