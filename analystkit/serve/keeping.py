"""Tables that a served page need not make again each time it is loaded."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable
from importlib.metadata import version
from pathlib import Path

import pandas as pd

FOLDER = "ANALYSTKIT_KEPT"


def kept(make: Callable[[], pd.DataFrame], *made_of: pd.DataFrame | str | Path) -> pd.DataFrame:
    """The table that `make` gives, made once as long as what it is made of stays the same.

    Tables are kept while the server runs, in the folder that the environment's
    ``ANALYSTKIT_KEPT`` names; without that variable the table is simply made.

    Parameters
    ----------
    make : callable
        Makes the table.
    *made_of : DataFrame, str or Path
        The tables and files it depends on: when one of them changes, it is made anew.

    Returns
    -------
    DataFrame

    Examples
    --------
    >>> kept(lambda: pd.DataFrame({"a": [1]}), pd.DataFrame())["a"].item()
    1
    """
    folder = os.environ.get(FOLDER)
    if not folder:
        return make()
    path = Path(folder) / f"{_key(make, made_of)}.pkl"
    if path.exists():
        return pd.read_pickle(path)
    table = make()
    # Two pages may load at once: each writes a file of its own, and the last takes the place.
    part = path.with_suffix(f".{os.getpid()}")
    table.to_pickle(part)
    part.replace(path)
    return table


def _key(make: Callable[[], pd.DataFrame], made_of: tuple[pd.DataFrame | str | Path, ...]) -> str:
    named = getattr(make, "func", make)
    digest = hashlib.sha256(f"{version('analystkit')} {named.__qualname__}".encode())
    for part in made_of:
        content = _content(part)
        digest.update(f" {len(content)} ".encode() + content)
    return digest.hexdigest()


def _content(part: pd.DataFrame | str | Path) -> bytes:
    if isinstance(part, pd.DataFrame):
        return (part.to_json(orient="split", date_unit="us") or "").encode()
    return Path(part).read_bytes()
