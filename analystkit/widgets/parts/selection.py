"""What an explorer's selection may hold, and the quotes it keeps."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from math import isfinite
from numbers import Number
from typing import Any

import pandas as pd

from analystkit.tables import hint
from analystkit.widgets.parts.facet_index import Index, folded_cue

FACETS = {
    "camp": "Camp",
    "speaker": "Speaker",
    "outlet": "Outlet",
    "kind": "Kind",
    "speaker_type": "Speaker type",
    "cue": "Reporting words",
    "target": "Target",
    "stance": "Stance",
}
DIRECTIONS = ("ascending", "descending")
UNSORTED = ["", "ascending"]
FILTERS = (*FACETS, "from", "to", "min_confidence", "words")


def valid_filters(selection: Mapping[str, Any], index: Index) -> dict[str, Any]:
    """The filters of a selection in their one plain form, those that keep every quote left out.

    Raises
    ------
    ValueError
        When a key, a value or a day is not one there is, or the first day is after the last.
    """
    check_keys(selection, FILTERS)
    filters: dict[str, Any] = {}
    for key in FACETS:
        if key in selection and (values := _options(selection[key], key, index)):
            filters[key] = values
    days = {key: day(selection.get(key)) for key in ("from", "to")}
    if days["from"] and days["to"] and days["from"] > days["to"]:
        raise ValueError(
            f"From ({days['from']}) is after To ({days['to']}): choose an earlier first day"
        )
    filters |= {key: value.isoformat() for key, value in days.items() if value}
    if words := " ".join(str(selection.get("words") or "").split()):
        filters["words"] = words
    if least := _share(selection.get("min_confidence")):
        filters["min_confidence"] = least
    return filters


def valid_sort(given: Any, columns: Sequence[str]) -> list[str]:
    """A column and a direction from a pair of them or a column; None is the table's own order."""
    if given is not None and not isinstance(given, (str, list, tuple)):
        raise ValueError(f"selection: sort {given!r} is not a column, nor a column and a direction")
    if given is None or list(given) == UNSORTED:
        return list(UNSORTED)
    key, direction = (given, "") if isinstance(given, str) else (*given, "", "")[:2]
    direction = direction or DIRECTIONS[0]
    for value, valid in ((key, columns), (direction, DIRECTIONS)):
        if value not in valid:
            raise ValueError(
                f"selection: sort {value!r} is not one of: {', '.join(valid)}{hint(value, valid)}"
            )
    return [key, direction]


def check_keys(selection: Mapping[str, Any], valid: Sequence[str]) -> None:
    """Raise ValueError for a filter that there is not."""
    if not isinstance(selection, Mapping):
        raise ValueError(f"selection: expected a dict, not {type(selection).__name__}")
    for key in selection:
        if key not in valid:
            raise ValueError(
                f"selection: {key!r} is not one of: {', '.join(valid)}{hint(key, valid)}"
            )


def day(value: Any) -> date | None:
    """A day from a date, a timestamp or text such as 2021-06-28; None stays None."""
    if value is None or value == "":
        return None
    wrong = f"selection: {value!r} is not a day such as 2021-06-28"
    if isinstance(value, Number):
        raise ValueError(wrong)  # pandas would count it in nanoseconds
    try:
        stamp = pd.Timestamp(value)
    except (ValueError, TypeError) as error:
        raise ValueError(wrong) from error
    if pd.isna(stamp):
        raise ValueError(wrong)
    return (stamp if stamp.tzinfo is None else stamp.tz_convert("UTC")).date()


def _options(given: Any, key: str, index: Index) -> list[str | None]:
    facet = index.facets.get(key)
    if facet is None:
        needs = "a stance table (stance=)" if key in ("target", "stance") else f"a column {key!r}"
        raise ValueError(f"selection: {key!r} needs {needs}, which was not given")
    values = list(given) if pd.api.types.is_list_like(given) else [given]
    wanted: list[str | None] = []
    for value in values:
        name = None if value is None or value is pd.NA else str(value)
        name = folded_cue(name) if name and key == "cue" else name
        if name not in facet.code or (name is None and not facet.lacking and index.size):
            raise ValueError(_unknown(key, name, facet.names))
        if name not in wanted:
            wanted.append(name)
    return wanted


def _unknown(key: str, value: str | None, valid: list[str]) -> str:
    shown = ", ".join(valid[:12]) + (" …" if len(valid) > 12 else "")
    near = "" if value is None else hint(value, valid[:3000])
    return f"selection: {key} {value!r} is not in the quotes{near}; they have: {shown or 'none'}"


def _share(value: Any) -> float:
    if value is None or value == "":
        return 0.0
    try:
        share = float(value)
    except (ValueError, TypeError):
        share = float("nan")
    if not (isfinite(share) and 0 <= share <= 1):
        raise ValueError(f"selection: min_confidence {value!r} is not a number between 0 and 1")
    return share


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
