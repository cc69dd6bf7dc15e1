"""The registry of targets read from its TOML file."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from analystkit.actors import Actors
from analystkit.registry.reading import (
    RegistryError,
    check_keys,
    entries_at,
    in_short,
    read_registry,
    text_at,
    texts_at,
)
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

    def make(data: Mapping[str, Any]) -> Targets:
        check_keys(data, ("target",), "the file")
        entries = enumerate(entries_at(data, "target"), 1)
        return Targets([_target(entry, n) for n, entry in entries], actors=actors)

    return read_registry(path, make, expected=_EXPECTED)


def _target(entry: Mapping[str, Any], number: int) -> Target:
    where = f"target {entry['id']!r}" if isinstance(entry.get("id"), str) else f"target {number}"
    check_keys(entry, _KEYS, where)
    names = []
    for key in _KEYS[:2]:
        if key not in entry:
            raise RegistryError(f"{where}: {key} is missing; the entry has: {in_short(entry)}")
        names.append(text_at(entry, key, where) or "")
    target_id, name = names
    return Target(target_id, name, *(texts_at(entry, key, where) for key in _KEYS[2:]))
