"""The days quotes were published on, and the periods these fall into."""

from __future__ import annotations

import pandas as pd

STARTS = {"day": "%Y-%m-%d", "week": "%Y-%m-%d", "month": "%Y-%m", "year": "%Y"}


def days_of(table: pd.DataFrame) -> pd.Series:
    """The day of each quote's article, in UTC."""
    if "published" not in table:
        return pd.Series(pd.NaT, index=table.index, dtype="datetime64[us]")
    stamps = pd.to_datetime(table["published"], utc=True)
    return stamps.dt.tz_localize(None).dt.normalize()


def starts_of(table: pd.DataFrame, step: str) -> pd.Series:
    """The start of each quote's period, as a name that sorts; weeks begin on Monday."""
    days = days_of(table)
    if step == "week":
        days -= pd.to_timedelta(days.dt.dayofweek, unit="D")
    return days.dt.strftime(STARTS[step]).astype("string")
