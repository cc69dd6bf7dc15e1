"""The registry's file changed in one place, its comments and layout kept, and changed back."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from analystkit.actors.loading import load_actors
from analystkit.actors.registry import Actors
from analystkit.registry.locking import locked
from analystkit.registry.reading import RegistryError
from analystkit.registry.toml_file import Change, append_text, changed, insert_entry, replace
from analystkit.tables import hint, readable
from analystkit.text.names import tokens


@dataclass(frozen=True)
class Edit:
    """A change made to a registry's file: what it was, and the registry that came of it."""

    path: Path
    what: str
    actors: Actors = field(repr=False)
    before: bytes = field(repr=False)
    after: bytes = field(repr=False)


def add_alias(path: str | Path, actor: str, alias: str) -> Edit:
    """Write another name of an actor into the registry's file; after an error it is as it was."""
    alias = _line(alias)

    def change(file: Any, at: int) -> None:
        append_text(file["actor"][at], "aliases", alias)

    with locked(path):
        before, known = _read(path)
        listed = [entry.name for entry in known]
        if actor not in listed:
            raise RegistryError(f"{path}: there is no actor {actor!r}{hint(actor, listed)}")
        _free(known, alias, path)
        what, at = f"“{alias}” is an alias of {actor}", listed.index(actor)
        return _write(path, before, what, change, "actor", at)


def add_actor(
    path: str | Path,
    name: str,
    *,
    type: str,
    camp: str | None = None,
    aliases: Iterable[str] = (),
    new_camp: bool = False,
) -> Edit:
    """Write a new actor into the registry's file, after the last of its camp, which may be new."""
    name, camp = _line(name), _line(camp or "") or None
    others = [alias for alias in map(_line, aliases) if tokens(alias) != tokens(name)]
    entry: dict[str, Any] = {"name": name, "type": type}
    entry |= {"camp": camp} if camp else {}
    entry |= {"aliases": others} if others else {}
    where = f" in the camp {camp}" if camp else ""
    what = f"“{name}” is a new {type}{where}"
    with locked(path):
        before, known = _read(path)
        for each in (name, *others):
            _free(known, each, path)
        beside = [at for at, actor in enumerate(known) if actor.camp == camp]
        after = beside[-1] if beside else len(known) - 1
        opened = camp if new_camp and camp not in known.camps else None
        return _insert(path, before, what, "actor", entry, after, opened)


def add_descriptor(path: str | Path, words: str, *, camp: str, new_camp: bool = False) -> Edit:
    """Write a phrase for unnamed sources ("port worker") and the camp that they speak for."""
    words, camp = _line(words), _line(camp)
    what, entry = f"“{words}” speaks for the camp {camp}", {"camp": camp, "words": [words]}
    with locked(path):
        before, known = _read(path)
        if not tokens(words) or not camp:
            lacking = "words are" if camp else "camp is"
            raise RegistryError(f"{path}: the new descriptor's {lacking} empty")
        opened = camp if new_camp and camp not in known.camps else None
        return _insert(path, before, what, "descriptor", entry, known.described - 1, opened)


def undo(edit: Edit) -> Actors:
    """Put the file back, byte for byte, as it was before an edit; gives that registry."""
    path = edit.path
    with locked(path):
        if not path.exists() or path.read_bytes() != edit.after:
            raise RegistryError(
                f"{path}: was changed by somebody else since, so undoing “{edit.what}” would lose "
                "that change; edit the file by hand"
            )
        return replace(path, edit.before, edit.after, load=load_actors)


def _line(text: str) -> str:
    if not isinstance(text, str):
        raise RegistryError(f"a name must be text, not {text!r}")
    return " ".join(readable(text).split())


def _free(known: Actors, name: str, path: str | Path) -> None:
    if not name:
        raise RegistryError(f"{path}: the new name is empty")
    if actor := known.bearer(name):
        raise RegistryError(f"{path}: the name {name!r} stands at {actor.name!r} already")


def _read(path: str | Path) -> tuple[bytes, Actors]:
    """The file, and the registry that is in it."""
    before = Path(path).read_bytes() if Path(path).is_file() else b""
    known = load_actors(path)
    if Path(path).read_bytes() != before:
        raise RegistryError(f"{path}: was changed by somebody else just now; try again")
    return before, known


def _insert(
    path: str | Path,
    before: bytes,
    what: str,
    key: str,
    entry: dict[str, Any],
    after: int,
    new_camp: str | None,
) -> Edit:
    """Put an entry after another, the first after -1, and its camp among the camps if new."""

    def change(file: Any, at: int) -> None:
        if new_camp:
            append_text(file, "camps", new_camp)
        insert_entry(file, key, entry, at + 1)

    return _write(path, before, what, change, key, after)


def _write(path: str | Path, before: bytes, what: str, change: Change, key: str, at: int) -> Edit:
    path = Path(path).resolve()
    after = changed(before, change, key=key, at=at)
    if after is None:
        raise RegistryError(f"{path}: cannot be changed by machine so that {what}; edit by hand")
    actors = replace(path, after, before, load=load_actors)
    return Edit(path, what, actors, before, after)
