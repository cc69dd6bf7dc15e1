"""Days in words, the same in every locale."""

from collections.abc import Iterable
from typing import Any

import pandas as pd


def day(value: Any) -> str:
    """``28 June 2021`` (UTC), or nothing where there is no date.

    >>> day(pd.Timestamp("2021-06-28T23:30Z")), day(pd.NaT)
    ('28 June 2021', '')
    """
    if value is None or pd.isna(value):
        return ""
    return f"{value.day} {value.month_name()} {value.year}"


def period(values: Iterable[Any]) -> str:
    """The first to the last day, what both share said once; nothing without dates.

    >>> period([pd.Timestamp("2021-07-02"), pd.Timestamp("2021-06-27")])
    '27 June to 2 July 2021'
    """
    dates = [value for value in values if not pd.isna(value)]
    if not dates:
        return ""
    first, last = min(dates), max(dates)
    if day(first) == day(last):
        return day(first)
    start = day(first).split()
    if first.year == last.year:
        start.pop()
        if first.month == last.month:
            start.pop()
    return f"{' '.join(start)} to {day(last)}"
