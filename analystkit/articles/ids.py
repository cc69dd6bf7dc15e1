"""A distinct ``article_id`` for every article."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from pathlib import PurePosixPath
from typing import NamedTuple

from analystkit.articles.reading import Notes


class Origin(NamedTuple):
    """Where an article stands and the id its file gives it."""

    file: str | None
    row: int | None
    given: str | None


def make_ids(origins: Sequence[Origin], notes: Notes) -> list[str]:
    """Ids in order: those given, else the stem (and ``#row``), or the path where two share one."""
    stems = Counter(_from_stem(origin) for origin in origins if origin.given is None)
    taken: set[str] = set()
    ids: list[str | None] = [None] * len(origins)
    for place, origin in enumerate(origins):
        if origin.given is not None:
            name = ids[place] = _free(origin.given, taken)
            if name != origin.given:
                said = (
                    f"article_id {origin.given!r} stands more than once; this one is now {name!r}"
                )
                notes.add(origin.file, said, row=origin.row)
            taken.add(name)
    for place, origin in enumerate(origins):
        if origin.given is None:
            name = _from_stem(origin)
            if stems[name] > 1 or name in taken:
                name = _with_row(origin.file or "row", origin.row)
            name = ids[place] = _free(name, taken)
            taken.add(name)
    return [str(name) for name in ids]


def _from_stem(origin: Origin) -> str:
    return _with_row(PurePosixPath(origin.file or "row").stem or "article", origin.row)


def _with_row(name: str, row: int | None) -> str:
    return name if row is None else f"{name}#{row}"


def _free(name: str, taken: set[str]) -> str:
    free, number = name, 2
    while free in taken:
        free, number = f"{name}-{number}", number + 1
    return free
