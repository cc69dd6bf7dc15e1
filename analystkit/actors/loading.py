"""The registry read from its TOML file."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from analystkit.actors.described import Descriptor
from analystkit.actors.registry import Actor, Actors
from analystkit.registry.reading import (
    RegistryError,
    check_keys,
    entries_at,
    in_short,
    read_registry,
    text_at,
    texts_at,
)

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
    return read_registry(path, _registry, expected=_EXPECTED)


def _registry(data: Mapping[str, Any]) -> Actors:
    check_keys(data, _TOP, "the file")
    return Actors(
        [_actor(entry, n) for n, entry in enumerate(entries_at(data, "actor"), 1)],
        camps=texts_at(data, "camps", "the file"),
        descriptors=[_descriptor(e, n) for n, e in enumerate(entries_at(data, "descriptor"), 1)],
    )


def _actor(entry: Mapping[str, Any], number: int) -> Actor:
    where = f"actor {number}"
    if not (name := text_at(entry, "name", where)):
        raise RegistryError(f"{where}: name is missing; the entry has: {in_short(entry)}")
    where = f"actor {name!r}"
    check_keys(entry, _ACTOR, where)
    if not (kind := text_at(entry, "type", where)):
        raise RegistryError(f"{where}: type is missing; one of: person, organisation, document")
    wikidata = text_at(entry, "wikidata", where)
    if wikidata and not re.fullmatch(r"Q[1-9]\d*", wikidata):
        raise RegistryError(f"{where}: wikidata {wikidata!r} is not an item such as 'Q6279'")
    camp = text_at(entry, "camp", where)
    return Actor(name, kind, camp, texts_at(entry, "aliases", where), wikidata)


def _descriptor(entry: Mapping[str, Any], number: int) -> Descriptor:
    where = f"descriptor {number}"
    check_keys(entry, _DESCRIPTOR, where)
    camp, words = text_at(entry, "camp", where), texts_at(entry, "words", where)
    if not camp or not words:
        missing = "words are" if camp else "camp is"
        raise RegistryError(f"{where}: {missing} missing; the entry has: {in_short(entry)}")
    return Descriptor(camp, words, texts_at(entry, "of", where))
