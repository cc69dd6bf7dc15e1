"""What `analystkit.estimate` found of the groups of a chart."""

from typing import Any, NamedTuple

import pandas as pd

from analystkit.tables import TableError, require

MENDED = ("ppi", "dsl", "labels only")  # the first of these that there is
_NEEDED = ("way", "estimate", "low", "high", "labels")


class Mended(NamedTuple):
    """A figure corrected by reviewed quotes, and its 95 % interval."""

    value: float
    low: float
    high: float
    labels: int


def mended(
    estimate: pd.DataFrame | None, by: str, of: str, *, chart: str
) -> dict[tuple[str, ...], Mended]:
    """By group (and target), the corrected figure; an error where these are others' figures."""
    if estimate is None:
        return {}
    keys = [by, "target"] if of == "stance" else [by]
    require(estimate, [*keys, *_NEEDED], name=f"{chart}: estimate")
    if (given := estimate.attrs.get("of", of)) != of:
        raise TableError(f"{chart}: estimate: its figures are of {given!r}, not of {of!r}")
    rows = estimate.dropna(subset=[*keys, "estimate", "low", "high"])
    if "minus" in rows:
        rows = rows[rows["minus"].isna()]
    way = next((name for name in MENDED if (estimate["way"] == name).any()), None)
    if way is None:
        raise TableError(f"{chart}: estimate: no row's way is one of: {', '.join(MENDED)}")
    found = {}
    marks: Any = rows[rows["way"] == way].to_dict("records")
    for row in marks:
        value, low, high = (float(row[name]) for name in ("estimate", "low", "high"))
        key = tuple(str(row[key]) for key in keys)
        found[key] = Mended(value, low, high, int(row["labels"]))
    return found
