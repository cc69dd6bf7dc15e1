"""A distinct ``article_id`` for every article."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from pathlib import PurePosixPath
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
from pandas.util import hash_array

from analystkit.articles.blocks import Block, Part, as_strings, listed, nulls, strings_of
from analystkit.articles.reading import Notes


class Origin(NamedTuple):
    """Where an article stands and the id its file gives it."""

    file: str | None
    row: int | None
    given: str | None


def ids_of(parts: Sequence[Part], notes: Notes) -> Any:
    """A column of ids for the articles of these parts, as `make_ids` gives them."""
    pieces = [(len(part.block), _wanted(part)) for part in parts]
    if _distinct(values for _, values in pieces):
        return strings_of(pieces)  # none has to give way
    origins = (
        Origin(part.where, None if row is None else int(row), given)
        for part in parts
        for row, given in zip(part.block.rows, _given(part.block), strict=True)
    )
    return pd.array(make_ids(list(origins), notes), dtype="string")


def _distinct(pieces: Iterable[Any]) -> bool:
    """Whether all ids are surely distinct: by their hashes, which take an eighth of the memory."""
    hashes = [hash_array(np.array(listed(ids), dtype=object), categorize=False) for ids in pieces]
    every = np.concatenate([np.empty(0, np.uint64), *hashes])
    every.sort()
    return not (every[1:] == every[:-1]).any()


def _given(block: Block) -> list[str | None]:
    given = block.columns.get("article_id")
    if given is None:
        return [None] * len(block)
    return listed(given)


def _wanted(part: Part) -> Any:
    """The ids of a part's articles before any gives way to another."""
    given = part.block.columns.get("article_id")
    if given is not None and not nulls(given).any():
        return given
    stem = _stem(part.where)
    rows = part.block.rows
    wanted = [
        given or _with_row(stem, row) for row, given in zip(rows, _given(part.block), strict=True)
    ]
    return wanted if (many := as_strings(wanted)) is None else many


def make_ids(origins: Sequence[Origin], notes: Notes) -> list[str]:
    """Ids in order: those given, else the stem (and ``#row``), or the path where two share one."""
    stems = Counter(_from_stem(origin) for origin in origins if origin.given is None)
    names: dict[str, int] = {}  # to the place of their article
    again: defaultdict[str, int] = defaultdict(lambda: 1)
    for place, origin in sorted(enumerate(origins), key=lambda pair: pair[1].given is None):
        name = wanted = _from_stem(origin) if origin.given is None else origin.given
        if origin.given is None and (stems[name] > 1 or name in names):
            name = wanted = _with_row(origin.file or "row", origin.row)
        while name in names:
            again[wanted] += 1
            name = f"{wanted}-{again[wanted]}"
        names[name] = place
        if origin.given not in (None, name):
            said = f"article_id {wanted!r} stands more than once; this one is now {name!r}"
            notes.add(origin.file, said, row=origin.row)
    return sorted(names, key=names.__getitem__)


def _from_stem(origin: Origin) -> str:
    return _with_row(_stem(origin.file), origin.row)


def _stem(file: str | None) -> str:
    path = PurePosixPath(file or "row")
    path = path.with_suffix("") if path.suffix.lower() in (".gz", ".bz2", ".xz") else path
    return path.stem or "article"


def _with_row(name: str, row: int | None) -> str:
    return name if row is None else f"{name}#{row}"
