"""Tables that a served page need not make again each time it is loaded."""

import hashlib
import os
from collections.abc import Callable, Iterable
from importlib.metadata import version
from pathlib import Path
from typing import Any

import pandas as pd

FOLDER = "ANALYSTKIT_KEPT"


def kept(
    step: Callable[..., pd.DataFrame],
    *given: Any,
    files: Iterable[str | Path] = (),
    **keywords: Any,
) -> pd.DataFrame:
    """``step(*given, **keywords)``, done once as long as what it is made of stays the same.

    Tables are kept while the server runs, in the folder that the environment's
    ``ANALYSTKIT_KEPT`` names; without that variable the step is simply done.

    Parameters
    ----------
    step : callable
        A function of a module that gives a table; one without a name is a `TypeError`.
    *given, **keywords
        What it is given. Tables, text and numbers are compared by their content.
    files : iterable of path
        The files behind everything else it is given, such as registries.

    Examples
    --------
    >>> kept(pd.DataFrame, {"a": [1]})["a"].item()
    1
    """
    if not (folder := os.environ.get(FOLDER)):
        return step(*given, **keywords)
    path = Path(folder) / f"{_key(step, [*given, *sorted(keywords.items())], files)}.pkl"
    if path.exists():
        return pd.read_pickle(path)
    table = step(*given, **keywords)
    # Two pages may load at once: each writes a file of its own, and the last takes the place.
    part = path.with_suffix(f".{os.getpid()}")
    table.to_pickle(part)
    part.replace(path)
    return table


def _key(step: Callable[..., pd.DataFrame], given: list[Any], files: Iterable[str | Path]) -> str:
    name = getattr(step, "__qualname__", "<")
    if "<" in name:
        raise TypeError(
            f"kept: {step!r} has no name to keep its table by; give a module's function"
        )
    digest = hashlib.sha256(f"{version('analystkit')} {step.__module__} {name}".encode())
    for content in [*map(_content, given), *(Path(file).read_bytes() for file in files)]:
        digest.update(f" {len(content)} ".encode() + content)
    return digest.hexdigest()


def _content(value: Any) -> bytes:
    if isinstance(value, pd.DataFrame):
        return (value.to_json(orient="split", date_unit="us") or "").encode()
    if isinstance(value, tuple):
        return b" ".join(map(_content, value))
    plain = value is None or isinstance(value, (str, int, float, Path))
    return repr(value if plain else type(value)).encode()
