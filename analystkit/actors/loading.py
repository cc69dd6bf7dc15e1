"""The registry read from its TOML file."""

import re
from functools import lru_cache
from os import PathLike

from analystkit.actors.described import Descriptor
from analystkit.actors.registry import TYPES, Actor, Actors
from analystkit.registry.reading import Entry, RegistryError, read_registry

_EXPECTED = "a TOML file with a list `camps` and [[actor]] entries (name, type, camp, aliases)"


def load_actors(path: str | PathLike[str]) -> Actors:
    """The registry of people and groups in a TOML file.

    Parameters
    ----------
    path : str or path
        A file with ``camps = […]``; one ``[[actor]]`` an actor with ``name``, ``type``
        (person, organisation or document) and, if wanted, ``camp``, ``aliases``,
        ``wikidata``, and ``tied`` with ``near``: names that are common words and count only
        where a word of ``near`` stands in the same article; and one ``[[descriptor]]`` a set
        of phrases for unnamed sources with ``camp``, ``words`` and, if wanted, ``of`` (see
        `Descriptor`).

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
    return read_registry(path, read_actors, expected=_EXPECTED)


def actors_of(given: object) -> Actors:
    """The registry given as what `load_actors` returns, or as its file."""
    if isinstance(given, Actors):
        return given
    if isinstance(given, (str, PathLike)):
        return load_actors(given)
    raise TypeError(
        "actors must be what ak.load_actors(path) gives, or the path of its TOML file, "
        f"not {type(given).__name__}"
    )


@lru_cache(maxsize=2)  # an edit asks for the registry before it and the one that came of it
def read_actors(text: str) -> Actors:
    """The registry that a file's text is."""
    file = Entry.of(text)
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
    entry.check_keys("name", "type", "camp", "aliases", "tied", "near", "wikidata")
    if not (kind := entry.text("type")):
        raise RegistryError(f"{entry.where}: type is missing; one of: {', '.join(TYPES)}")
    wikidata = entry.text("wikidata")
    if wikidata and not re.fullmatch(r"Q[1-9]\d*", wikidata):
        raise RegistryError(f"{entry.where}: wikidata {wikidata!r} is not an item such as 'Q6279'")
    aliases, tied, near = map(entry.texts, ("aliases", "tied", "near"))
    return _made(name, kind, entry.text("camp"), aliases, wikidata, tied, near)


_made = lru_cache(maxsize=65536)(Actor)  # an edited file gives all but one of its actors again


def _descriptor(entry: Entry) -> Descriptor:
    entry.check_keys("camp", "of", "words")
    camp, words = entry.text("camp"), entry.texts("words")
    if not camp or not words:
        raise entry.lacks("words are" if camp else "camp is")
    return Descriptor(camp, words, entry.texts("of"))
