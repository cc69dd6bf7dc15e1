"""The registry of targets read from its TOML file."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from analystkit.actors import Actors
from analystkit.registry.reading import RegistryError, check_keys, entries_at, in_short, texts_at
from analystkit.targets.registry import Target, Targets

_KEYS = ("id", "name", "phrases", "tied", "near", "except", "actors", "against")
_EXPECTED = (
    "a TOML file with [[target]] entries (id, name, phrases, tied, near, except, actors, against)"
)


def load_targets(path: str | Path, actors: Actors | None = None) -> Targets:
    """The registry of stance targets in a TOML file.

    Parameters
    ----------
    path : str or Path
        A file with one ``[[target]]`` a target: ``id``, ``name`` and at least one of
        ``phrases``, ``tied`` (with ``near``) and ``actors``; if wanted ``except``.
        `Target` says what each means.
    actors : Actors, optional
        The registry of people and groups, from `load_actors`; needed where a target
        names actors.

    Returns
    -------
    Targets
        Empty where the file has no entries.

    Raises
    ------
    FileNotFoundError
        When there is no such file.
    RegistryError
        When the file is not valid TOML (with the line) or an entry cannot be used: the
        message names the file and the entry.

    Examples
    --------
    >>> load_targets("targets.toml")
    Traceback (most recent call last):
    ...
    FileNotFoundError: targets.toml: no such file; expected a TOML file with [[target]] ...
    """
    path = Path(path)
    if not path.exists():
        raise FileNotFoundError(f"{path}: no such file; expected {_EXPECTED}")
    if path.is_dir():
        raise RegistryError(f"{path}: is a folder; expected {_EXPECTED}")
    try:
        text = path.read_bytes().decode("utf-8-sig").replace("\r\n", "\n")
        return _registry(tomllib.loads(text), actors)
    except UnicodeDecodeError as error:
        raise RegistryError(f"{path}: is not UTF-8 text (byte {error.start})") from None
    except tomllib.TOMLDecodeError as error:
        raise RegistryError(f"{path}: is not valid TOML: {error}") from None
    except RegistryError as error:
        raise RegistryError(f"{path}: {error}") from None


def _registry(data: Mapping[str, Any], actors: Actors | None) -> Targets:
    check_keys(data, ("target",), "the file")
    entries = enumerate(entries_at(data, "target"), 1)
    return Targets([_target(entry, n) for n, entry in entries], actors=actors)


def _target(entry: Mapping[str, Any], number: int) -> Target:
    where = f"target {entry['id']!r}" if isinstance(entry.get("id"), str) else f"target {number}"
    check_keys(entry, _KEYS, where)
    for key in ("id", "name"):
        if key not in entry:
            raise RegistryError(f"{where}: {key} is missing; the entry has: {in_short(entry)}")
        if not isinstance(entry[key], str):
            raise RegistryError(f"{where}: {key} must be text in quotes, not {entry[key]!r}")
    lists = [texts_at(entry, key, where) for key in _KEYS[2:]]
    return Target(entry["id"].strip(), entry["name"].strip(), *lists)
