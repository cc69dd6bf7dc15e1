"""The registry of targets read from its TOML file."""

from os import PathLike
from pathlib import Path

from analystkit.actors import Actors, actors_of, load_actors
from analystkit.registry.reading import Entry, read_registry
from analystkit.targets.registry import Target, Targets

_KEYS = ("id", "name", "phrases", "tied", "near", "except", "actors", "against")
_EXPECTED = f"a TOML file with [[target]] entries ({', '.join(_KEYS)})"


def load_targets(
    path: str | PathLike[str], actors: Actors | str | PathLike[str] | None = None
) -> Targets:
    """The registry of stance targets in a TOML file.

    Parameters
    ----------
    path : str or Path
        A file with one ``[[target]]`` a target: ``id``, ``name`` and at least one of
        ``phrases``, ``tied`` (with ``near``) and ``actors``; if wanted ``except``.
        `Target` says what each means.
    actors : Actors or path, optional
        The registry of people and groups, from `load_actors`, or its file.  Where a target names
        actors and none is given, the ``actors.toml`` in the same folder is used.

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
    actors = None if actors is None else actors_of(actors)
    beside = Path(path).with_name("actors.toml")
    return read_registry(path, lambda text: _targets(text, actors, beside), expected=_EXPECTED)


def targets_of(given: object) -> Targets:
    """The registry given as what `load_targets` returns, or as its file."""
    if isinstance(given, Targets):
        return given
    if isinstance(given, (str, Path)):
        return load_targets(given)
    raise TypeError(
        "targets must be what ak.load_targets(path) gives, or the path of its TOML file, "
        f"not {type(given).__name__}"
    )


def _targets(text: str, actors: Actors | None, beside: Path) -> Targets:
    targets = read_targets(text)
    if actors is None and any(target.actors for target in targets) and beside.is_file():
        actors = load_actors(beside)
    return Targets(targets, actors=actors)


def read_targets(text: str) -> list[Target]:
    """The targets that a file's text names."""
    file = Entry.of(text)
    file.check_keys("target")
    return list(map(_target, file.blocks("target")))


def _target(entry: Entry) -> Target:
    if isinstance(target_id := entry.data.get("id"), str):
        entry.where = f"target {target_id!r}"
    entry.check_keys(*_KEYS)
    for key in _KEYS[:2]:
        if key not in entry.data:
            raise entry.lacks(f"{key} is")
    target_id, name = (entry.text(key) or "" for key in _KEYS[:2])
    return Target(target_id, name, *map(entry.texts, _KEYS[2:]))
