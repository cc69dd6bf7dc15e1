"""What the files of actors and of targets share: entries checked, and their error."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from analystkit.tables import hint


class RegistryError(ValueError):
    """A registry that cannot be used; the message names the entry and the remedy."""


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
