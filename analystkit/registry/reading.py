"""What the files of actors and of targets share: entries checked, and their error."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from os import PathLike
from pathlib import Path
from typing import Any, TypeVar

from analystkit.registry.blocks import parsed
from analystkit.tables import hint

Registry = TypeVar("Registry")


class RegistryError(ValueError):
    """A registry that cannot be used; the message names the entry and the remedy."""


@dataclass(slots=True)
class Entry:
    """A part of a registry's file, and what errors call it."""

    data: Mapping[str, Any]
    where: str = "the file"

    @classmethod
    def of(cls, text: str) -> Entry:
        """All that is in a file."""
        return cls(parsed(text))

    def blocks(self, key: str) -> Iterator[Entry]:
        """The ``[[key]]`` blocks."""
        entries = self.data.get(key, [])
        if not isinstance(entries, list) or not all(isinstance(e, dict) for e in entries):
            raise RegistryError(f"{key!r} must be written as [[{key}]], one block an entry")
        for number, data in enumerate(entries, 1):
            yield Entry(data, f"{key} {number}")

    def check_keys(self, *keys: str) -> None:
        """Raise `RegistryError` when there is a key that is not one of `keys`."""
        for key in self.data:
            if key not in keys:
                known = f"{hint(key, keys)}; the keys are: {', '.join(keys)}"
                raise RegistryError(f"{self.where}: unknown key {key!r}{known}")

    def text(self, key: str) -> str | None:
        """The text at `key`, or None where there is none."""
        value = self.data.get(key)
        if value is not None and not isinstance(value, str):
            raise RegistryError(f"{self.where}: {key} must be text in quotes, not {value!r}")
        return (value or "").strip() or None

    def texts(self, key: str) -> tuple[str, ...]:
        """The list of texts at `key`, empty where there is none."""
        values = self.data.get(key, [])
        if not isinstance(values, list) or not all(isinstance(v, str) for v in values):
            raise RegistryError(f"{self.where}: {key} must be a list of texts, not {values!r}")
        return tuple(values)

    def lacks(self, what: str) -> RegistryError:
        """The error of an entry in which something is missing."""
        has = ", ".join(f"{key} = {value!r}" for key, value in self.data.items()) or "nothing"
        has = has if len(has) <= 100 else f"{has[:99]}…"
        return RegistryError(f"{self.where}: {what} missing; the entry has: {has}")


def read_registry(
    path: str | PathLike[str], make: Callable[[str], Registry], *, expected: str
) -> Registry:
    """What `make` gives of a TOML file's text; errors name the file."""
    path = Path(path)
    if not path.exists():
        raise FileNotFoundError(f"{path}: no such file; expected {expected}")
    if path.is_dir():
        raise RegistryError(f"{path}: is a folder; expected {expected}")
    try:
        return make(path.read_bytes().decode("utf-8-sig").replace("\r\n", "\n"))
    except UnicodeDecodeError as error:
        raise RegistryError(f"{path}: is not UTF-8 text (byte {error.start})") from None
    except tomllib.TOMLDecodeError as error:
        raise RegistryError(f"{path}: is not valid TOML: {error}") from None
    except RecursionError:
        raise RegistryError(
            f"{path}: holds lists or tables nested too deeply; expected {expected}"
        ) from None
    except RegistryError as error:
        raise RegistryError(f"{path}: {error}") from None
