"""Columns of a few thousand rows at a time: cleaned cell by cell or, where many, in one go."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import islice
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

SIZE = 5_000  # rows
_MANY = 500  # values from which Arrow is the faster way
_SPACE = "".join(filter(str.isspace, map(chr, range(0x10000))))
STRING = pa.large_string()

Values = Any  # a list, or an array of Arrow or numpy


class Block(NamedTuple):
    """Some articles of a file as columns, with their rows' numbers."""

    rows: Sequence[int | None] | np.ndarray
    columns: dict[str, Values]

    def __len__(self) -> int:
        return len(self.rows)


class Part(NamedTuple):
    """Articles of one table: where they stand, for notes and ids, their file, and themselves."""

    where: str | None
    file: str | None
    block: Block


def batches(rows: Iterable[Any]) -> Iterator[list[Any]]:
    """Lists of at most `SIZE` rows."""
    every = iter(rows)
    while batch := list(islice(every, SIZE)):
        yield batch


def clean(
    values: Sequence[Any],
    one: Callable[[Any], Any],
    *,
    nothing: Iterable[str],
    trimmed: bool = True,
) -> Values:
    """Each value as `one` makes it; many strings at once, those in `nothing` being null.

    What `one` does to a string must be the same: none where it holds nothing, else as it stands.
    """
    strings = as_strings(values)
    if strings is None:
        return [one(value) for value in values]
    bare = pc.utf8_trim(strings, _SPACE) if trimmed else strings
    empty = pc.is_in(bare, value_set=pa.array(list(nothing), STRING))
    return pc.if_else(empty, pa.scalar(None, STRING), strings) if pc.any(empty).as_py() else strings


def trim(values: Values) -> Values:
    """Strings of Arrow without blanks around them; a list as it is."""
    return pc.utf8_trim(values, _SPACE) if isinstance(values, pa.Array) else values


def as_strings(values: Values, *, many: int = _MANY) -> Any:
    """An array of Arrow where the values are many and all strings or None, else None."""
    if isinstance(values, pa.Array):
        return values
    if len(values) < many or not {type(value) for value in values} <= {str, type(None)}:
        return None
    try:
        return pa.array(values, STRING)
    except UnicodeEncodeError:  # halves of characters, which need mending one by one
        return None


def nulls(values: Values) -> np.ndarray:
    """Where there is no value."""
    if isinstance(values, pa.Array):
        return values.is_null().to_numpy(zero_copy_only=False)
    return np.fromiter((value is None for value in values), bool, len(values))


def listed(values: Values) -> list[Any]:
    """The values as a list."""
    return values if isinstance(values, list) else values.to_pylist()


def keep(values: Values, kept: np.ndarray) -> Values:
    """The values at these places."""
    if isinstance(values, pa.Array):
        return values.filter(pa.array(kept))
    if isinstance(values, np.ndarray):
        return values[kept]
    return [value for value, stays in zip(values, kept.tolist(), strict=True) if stays]


def strings_of(pieces: Iterable[tuple[int, Values | None]]) -> pd.api.extensions.ExtensionArray:
    """One column of text from pieces of these lengths; one string or None holds for all of it."""
    arrays: list[pa.Array] = []
    waiting: list[Any] = []
    for length, values in pieces:
        if isinstance(values, pa.Array):
            arrays += [pa.array(waiting, STRING)] if waiting else []
            waiting = []
            arrays.append(values)
        elif not isinstance(values, (str, type(None))):
            waiting += values
        elif length < _MANY:
            waiting += [values] * length
        else:
            arrays += [pa.array(waiting, STRING)] if waiting else []
            waiting = []
            arrays += _alike(values, length)
    arrays.append(pa.array(waiting, STRING))
    kind: Any = pd.StringDtype()
    return kind.__from_arrow__(pa.chunked_array(arrays, STRING))


def _alike(value: str | None, length: int) -> list[pa.Array]:
    """One value so many times, in pieces that share their memory."""
    whole, rest = divmod(length, SIZE)
    piece = _piece(value, SIZE)
    return [piece] * whole + [piece.slice(0, rest)]


@lru_cache(maxsize=16)
def _piece(value: str | None, length: int) -> pa.Array:
    return pa.repeat(pa.scalar(value, STRING), length)


def objects_of(pieces: Iterable[tuple[int, Values | None]]) -> pd.Series:
    """One further column from such pieces, in the type that its values have."""
    every = list(pieces)
    if any(isinstance(values, pa.Array) for _, values in every) and all(
        values is None or as_strings(values, many=0) is not None for _, values in every
    ):
        return pd.Series(strings_of(every))
    flat: list[Any] = []
    for length, values in every:
        if values is None:
            flat += [pd.NA] * length
        else:
            flat += values.to_pylist() if isinstance(values, pa.Array) else values
    series = pd.Series(flat, dtype=object)
    return series.astype(series.convert_dtypes().dtype)
