"""The registry of targets read from its TOML file."""

from pathlib import Path

from analystkit.actors import Actors
from analystkit.registry.reading import Entry, read_registry
from analystkit.targets.registry import Target, Targets

_KEYS = ("id", "name", "phrases", "tied", "near", "except", "actors", "against")
_EXPECTED = f"a TOML file with [[target]] entries ({', '.join(_KEYS)})"


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
    return read_registry(path, lambda file: _targets(file, actors), expected=_EXPECTED)


def _targets(file: Entry, actors: Actors | None) -> Targets:
    file.check_keys("target")
    return Targets(map(_target, file.blocks("target")), actors=actors)


def _target(entry: Entry) -> Target:
    if isinstance(target_id := entry.data.get("id"), str):
        entry.where = f"target {target_id!r}"
    entry.check_keys(*_KEYS)
    for key in _KEYS[:2]:
        if key not in entry.data:
            raise entry.lacks(f"{key} is")
    target_id, name = (entry.text(key) or "" for key in _KEYS[:2])
    return Target(target_id, name, *map(entry.texts, _KEYS[2:]))
