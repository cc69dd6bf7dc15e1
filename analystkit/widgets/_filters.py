"""Filtering a quotes table by a selection, as the explorer does."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from analystkit.widgets._index import Index
from analystkit.widgets._selection import FACETS, FILTERS, check_keys, day, valid_filters

__all__ = ["FACETS", "FILTERS", "check_keys", "day", "filter_quotes"]


def filter_quotes(
    table: pd.DataFrame, selection: Mapping[str, Any], *, stance: pd.DataFrame | None = None
) -> pd.DataFrame:
    """The rows of a joined quotes table that a selection keeps.

    Parameters
    ----------
    table : DataFrame
        Quotes with their articles' ``outlet`` and ``published``.
    selection : mapping
        Any of ``camp``, ``speaker``, ``outlet``, ``kind``, ``speaker_type``, ``cue`` (in lower
        case), ``target`` and ``stance`` (a value or a list of them; None stands for the quotes
        that have none), ``from`` and ``to`` (days as ``2021-06-28``, both included, in UTC;
        quotes without a date are then left out), ``min_confidence`` (0 to 1; quotes without a
        confidence are then left out) and ``words`` (each must stand in the quote, upper and lower
        case alike). Target and stance must hold for one and the same row of the stance table.
    stance : DataFrame, optional
        A stance table, for ``target`` and ``stance``.

    Raises
    ------
    ValueError
        When a key, value or day is not one of these, or the first day is after the last.

    Examples
    --------
    >>> table = pd.DataFrame({"quote": ["We will answer.", "No."], "camp": ["A", pd.NA]})
    >>> list(filter_quotes(table, {"camp": None})["quote"])
    ['No.']
    >>> list(filter_quotes(table, {"camp": ["A"], "words": "ANSWER we"})["quote"])
    ['We will answer.']
    """
    index = Index(table, stance)
    return table[index.where(valid_filters(selection, index))]
