"""The registry read from its TOML file."""

import re
from pathlib import Path

from analystkit.actors.described import Descriptor
from analystkit.actors.registry import TYPES, Actor, Actors
from analystkit.registry.reading import Entry, RegistryError, read_registry

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


def _registry(file: Entry) -> Actors:
    file.check_keys("camps", "actor", "descriptor")
    return Actors(
        list(map(_actor, file.blocks("actor"))),
        camps=file.texts("camps"),
        descriptors=list(map(_descriptor, file.blocks("descriptor"))),
    )


def _actor(entry: Entry) -> Actor:
    if not (name := entry.text("name")):
        raise entry.lacks("name is")
    entry.where = f"actor {name!r}"
    entry.check_keys("name", "type", "camp", "aliases", "wikidata")
    if not (kind := entry.text("type")):
        raise RegistryError(f"{entry.where}: type is missing; one of: {', '.join(TYPES)}")
    wikidata = entry.text("wikidata")
    if wikidata and not re.fullmatch(r"Q[1-9]\d*", wikidata):
        raise RegistryError(f"{entry.where}: wikidata {wikidata!r} is not an item such as 'Q6279'")
    return Actor(name, kind, entry.text("camp"), entry.texts("aliases"), wikidata)


def _descriptor(entry: Entry) -> Descriptor:
    entry.check_keys("camp", "of", "words")
    camp, words = entry.text("camp"), entry.texts("words")
    if not camp or not words:
        raise entry.lacks("words are" if camp else "camp is")
    return Descriptor(camp, words, entry.texts("of"))
