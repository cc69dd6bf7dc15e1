"""What the files of actors and of targets share: entries checked, and their error."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, TypeVar

from analystkit.tables import hint

Registry = TypeVar("Registry")


class RegistryError(ValueError):
    """A registry that cannot be used; the message names the entry and the remedy."""


def read_registry(
    path: str | Path, make: Callable[[Mapping[str, Any]], Registry], *, expected: str
) -> Registry:
    """What `make` gives of a TOML file; errors name the file."""
    path = Path(path)
    if not path.exists():
        raise FileNotFoundError(f"{path}: no such file; expected {expected}")
    if path.is_dir():
        raise RegistryError(f"{path}: is a folder; expected {expected}")
    try:
        return make(tomllib.loads(path.read_bytes().decode("utf-8-sig").replace("\r\n", "\n")))
    except UnicodeDecodeError as error:
        raise RegistryError(f"{path}: is not UTF-8 text (byte {error.start})") from None
    except tomllib.TOMLDecodeError as error:
        raise RegistryError(f"{path}: is not valid TOML: {error}") from None
    except RegistryError as error:
        raise RegistryError(f"{path}: {error}") from None


def entries_at(data: Mapping[str, Any], key: str) -> list[Mapping[str, Any]]:
    """The ``[[key]]`` blocks of a file."""
    entries = data.get(key, [])
    if not isinstance(entries, list) or not all(isinstance(e, dict) for e in entries):
        raise RegistryError(f"{key!r} must be written as [[{key}]], one block an entry")
    return entries


def check_keys(entry: Mapping[str, Any], keys: tuple[str, ...], where: str) -> None:
    """Raise `RegistryError` when an entry has a key that is not one of `keys`."""
    for key in entry:
        if key not in keys:
            raise RegistryError(
                f"{where}: unknown key {key!r}{hint(key, keys)}; the keys are: {', '.join(keys)}"
            )


def text_at(entry: Mapping[str, Any], key: str, where: str) -> str | None:
    """The text at `key`, or None where there is none."""
    value = entry.get(key)
    if value is None:
        return None
    if not isinstance(value, str):
        raise RegistryError(f"{where}: {key} must be text in quotes, not {value!r}")
    return value.strip() or None


def texts_at(entry: Mapping[str, Any], key: str, where: str) -> tuple[str, ...]:
    """The list of texts at `key`, empty where there is none."""
    values = entry.get(key, [])
    if not isinstance(values, list) or not all(isinstance(v, str) for v in values):
        raise RegistryError(f"{where}: {key} must be a list of texts, not {values!r}")
    return tuple(values)


def in_short(entry: Mapping[str, Any]) -> str:
    """What an entry holds, for a message."""
    text = ", ".join(f"{key} = {value!r}" for key, value in entry.items()) or "nothing"
    return text if len(text) <= 100 else f"{text[:99]}…"
