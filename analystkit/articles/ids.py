"""A distinct ``article_id`` for every article."""

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
    names: dict[str, int] = {}  # to the place of their article
    for place, origin in sorted(enumerate(origins), key=lambda pair: pair[1].given is None):
        name = wanted = _from_stem(origin) if origin.given is None else origin.given
        if origin.given is None and (stems[name] > 1 or name in names):
            name = wanted = _with_row(origin.file or "row", origin.row)
        again = 1
        while name in names:
            again += 1
            name = f"{wanted}-{again}"
        names[name] = place
        if origin.given not in (None, name):
            said = f"article_id {wanted!r} stands more than once; this one is now {name!r}"
            notes.add(origin.file, said, row=origin.row)
    return sorted(names, key=names.__getitem__)


def _from_stem(origin: Origin) -> str:
    return _with_row(PurePosixPath(origin.file or "row").stem or "article", origin.row)


def _with_row(name: str, row: int | None) -> str:
    return name if row is None else f"{name}#{row}"
