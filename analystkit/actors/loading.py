"""The registry read from its TOML file."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from analystkit.actors.described import Descriptor
from analystkit.actors.entries import Actor, RegistryError
from analystkit.actors.registry import Actors
from analystkit.tables import hint

_TOP = ("camps", "actor", "descriptor")
_ACTOR = ("name", "type", "camp", "aliases", "wikidata")
_DESCRIPTOR = ("camp", "of", "words")
_EXPECTED = "a TOML file with a list `camps` and [[actor]] entries (name, type, camp, aliases)"


def load_actors(path: str | Path) -> Actors:
    """The registry of people and groups in a TOML file.

    Parameters
    ----------
    path : str or Path
        A file with ``camps = […]``; one ``[[actor]]`` an actor with ``name``, ``type``
        (person, organisation or document) and, if wanted, ``camp``, ``aliases`` and
        ``wikidata``; and one ``[[descriptor]]`` a set of phrases for unnamed sources
        with ``camp``, ``words`` and, if wanted, ``of`` (see `Descriptor`).

    Returns
    -------
    Actors
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
    >>> load_actors("people.toml")
    Traceback (most recent call last):
    ...
    FileNotFoundError: people.toml: no such file; expected a TOML file with a list `camps` ...
    """
    path = Path(path)
    if not path.exists():
        raise FileNotFoundError(f"{path}: no such file; expected {_EXPECTED}")
    if path.is_dir():
        raise RegistryError(f"{path}: is a folder; expected {_EXPECTED}")
    try:
        return _registry(tomllib.loads(path.read_bytes().decode("utf-8-sig").replace("\r\n", "\n")))
    except UnicodeDecodeError as error:
        raise RegistryError(f"{path}: is not UTF-8 text (byte {error.start})") from None
    except tomllib.TOMLDecodeError as error:
        raise RegistryError(f"{path}: is not valid TOML: {error}") from None
    except RegistryError as error:
        raise RegistryError(f"{path}: {error}") from None


def _registry(data: Mapping[str, Any]) -> Actors:
    _known(data, _TOP, "the file")
    actors = [_actor(entry, n) for n, entry in enumerate(_entries(data, "actor"), 1)]
    descriptors = [_descriptor(entry, n) for n, entry in enumerate(_entries(data, "descriptor"), 1)]
    return Actors(actors, camps=_texts(data, "camps", "the file"), descriptors=descriptors)


def _entries(data: Mapping[str, Any], key: str) -> list[Mapping[str, Any]]:
    entries = data.get(key, [])
    if not isinstance(entries, list) or not all(isinstance(e, dict) for e in entries):
        raise RegistryError(f"{key!r} must be written as [[{key}]], one block an entry")
    return entries


def _actor(entry: Mapping[str, Any], number: int) -> Actor:
    where = f"actor {number}"
    if not (name := _text(entry, "name", where)):
        raise RegistryError(f"{where}: name is missing; the entry has: {_short(entry)}")
    where = f"actor {name!r}"
    _known(entry, _ACTOR, where)
    if not (kind := _text(entry, "type", where)):
        raise RegistryError(f"{where}: type is missing; one of: person, organisation, document")
    wikidata = _text(entry, "wikidata", where)
    if wikidata and not re.fullmatch(r"Q[1-9]\d*", wikidata):
        raise RegistryError(f"{where}: wikidata {wikidata!r} is not an item such as 'Q6279'")
    camp = _text(entry, "camp", where)
    return Actor(name, kind, camp, _texts(entry, "aliases", where), wikidata)


def _descriptor(entry: Mapping[str, Any], number: int) -> Descriptor:
    where = f"descriptor {number}"
    _known(entry, _DESCRIPTOR, where)
    camp, words = _text(entry, "camp", where), _texts(entry, "words", where)
    if not camp or not words:
        missing = "words are" if camp else "camp is"
        raise RegistryError(f"{where}: {missing} missing; the entry has: {_short(entry)}")
    return Descriptor(camp, words, _texts(entry, "of", where))


def _known(entry: Mapping[str, Any], keys: tuple[str, ...], where: str) -> None:
    for key in entry:
        if key not in keys:
            raise RegistryError(
                f"{where}: unknown key {key!r}{hint(key, keys)}; the keys are: {', '.join(keys)}"
            )


def _text(entry: Mapping[str, Any], key: str, where: str) -> str | None:
    value = entry.get(key)
    if value is None:
        return None
    if not isinstance(value, str):
        raise RegistryError(f"{where}: {key} must be text in quotes, not {value!r}")
    return value.strip() or None


def _texts(entry: Mapping[str, Any], key: str, where: str) -> tuple[str, ...]:
    values = entry.get(key, [])
    if not isinstance(values, list) or not all(isinstance(v, str) for v in values):
        raise RegistryError(f"{where}: {key} must be a list of texts, not {values!r}")
    return tuple(values)


def _short(entry: Mapping[str, Any]) -> str:
    text = ", ".join(f"{key} = {value!r}" for key, value in entry.items()) or "nothing"
    return text if len(text) <= 100 else f"{text[:99]}…"
