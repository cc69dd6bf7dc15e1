"""Two columns counted against one another, cut to what a chart has room for."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

# No name in running text begins so. Not with a null character: before version 3 pandas takes all
# strings that begin with one for the same.
OTHERS, MISSING = "\1others", "\1missing"


def by_size(values: pd.Series) -> list[str]:
    """The values, commonest first."""
    sizes = values.value_counts()
    return sorted(map(str, sizes.index), key=lambda value: (-sizes[value], value))


def commonest(values: pd.Series, top: int | None) -> list[str]:
    """The `top` commonest values; one more where that is all there is."""
    order = by_size(values)
    return order if top is None or len(order) <= top + 1 else order[:top]


def crossed(
    rows: pd.Series, columns: pd.Series, *, keep: tuple[Sequence[str], Sequence[str]]
) -> pd.DataFrame:
    """How often each value of one meets each of the other.

    The values to keep, in their order; then all others as `OTHERS` and the missing as `MISSING`,
    where there are any.
    """
    names = [_named(values, kept) for values, kept in zip((rows, columns), keep, strict=True)]
    table = pd.crosstab(names[0].to_numpy(), names[1].to_numpy())
    orders = [
        [*kept, *(rest for rest in (OTHERS, MISSING) if (values == rest).any())]
        for values, kept in zip(names, keep, strict=True)
    ]
    return table.reindex(index=orders[0], columns=orders[1], fill_value=0)


def _named(values: pd.Series, kept: Sequence[str]) -> pd.Series:
    names = values.astype(object).where(values.isna() | values.isin(list(kept)), OTHERS)
    return names.where(values.notna(), MISSING)
