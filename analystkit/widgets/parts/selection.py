"""What an explorer's selection may hold, and the quotes it keeps."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from numbers import Number
from typing import Any

import pandas as pd

from analystkit.tables import hint
from analystkit.widgets.parts.facet_index import Index, folded_cue

FACETS = {
    "camp": "Camp", "speaker": "Speaker", "outlet": "Outlet", "kind": "Kind",
    "speaker_type": "Speaker type", "cue": "Reporting words", "target": "Target",
    "stance": "Stance",
}  # fmt: skip
DIRECTIONS = ("ascending", "descending")
UNSORTED = ["", "ascending"]
FILTERS = (*FACETS, "from", "to", "min_confidence", "words")


def valid_filters(
    selection: Mapping[str, Any], index: Index, *, of: str = "selection"
) -> dict[str, Any]:
    """The filters of a selection in plain form, those that keep all left out; errors name `of`."""
    check_keys(selection, FILTERS)
    filters: dict[str, Any] = {}
    for key in FACETS:
        if key in selection and (values := _options(selection[key], key, index, of)):
            filters[key] = values
    first, last = (day(selection.get(key), of) for key in ("from", "to"))
    if first and last and first > last:
        raise ValueError(f"From ({first}) is after To ({last}): choose an earlier first day")
    filters |= {key: str(value) for key, value in (("from", first), ("to", last)) if value}
    if words := " ".join(str(selection.get("words") or "").split()):
        filters["words"] = words
    if least := _share(selection.get("min_confidence"), of):
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
    check_choice("selection: sort ", key, columns)
    check_choice("selection: sort ", direction, DIRECTIONS)
    return [key, direction]


def check_keys(selection: Mapping[str, Any], valid: Sequence[str]) -> None:
    """Raise ValueError for a filter that there is not."""
    if not isinstance(selection, Mapping):
        raise ValueError(f"selection: expected a dict, not {type(selection).__name__}")
    for key in selection:
        check_choice("selection: ", key, valid)


def check_choice(what: str, value: Any, valid: Collection[str]) -> None:
    """Raise ValueError, opening as given, for a value that is not one of these."""
    if value not in valid:
        raise ValueError(f"{what}{value!r} is not one of: {', '.join(valid)}{hint(value, valid)}")


def day(value: Any, of: str) -> date | None:
    """A day from a date, a timestamp or text such as 2021-06-28; None stays None."""
    if value is None or value == "":
        return None
    wrong = f"{of}: {value!r} is not a day such as 2021-06-28"
    if isinstance(value, Number):
        raise ValueError(wrong)  # pandas would count it in nanoseconds
    try:
        stamp = pd.Timestamp(value)
    except (ValueError, TypeError) as error:
        raise ValueError(wrong) from error
    if pd.isna(stamp):
        raise ValueError(wrong)
    return (stamp if stamp.tzinfo is None else stamp.tz_convert("UTC")).date()


def _options(given: Any, key: str, index: Index, of: str) -> list[str | None]:
    facet = index.facets.get(key)
    named = "label" if (key, of) == ("stance", "filter_quotes") else key
    if facet is None:
        needs = "a stance table (stance=)" if key in ("target", "stance") else f"a column {key!r}"
        raise ValueError(f"{of}: {named!r} needs {needs}, which was not given")
    values = list(given) if pd.api.types.is_list_like(given) else [given]
    wanted: list[str | None] = []
    for value in values:
        name = None if value is None or value is pd.NA else str(value)
        name = folded_cue(name) if name and key == "cue" else name
        if name not in facet.code or (name is None and not facet.lacking and index.size):
            raise ValueError(f"{of}: {not_there(named, name, facet.names)}")
        wanted.append(name)
    return list(dict.fromkeys(wanted))


def not_there(key: str, value: str | None, valid: list[str], *, where: str = "quotes") -> str:
    """That a value is not among these, of which the first are named."""
    shown = ", ".join(valid[:12]) + (" …" if len(valid) > 12 else "")
    near = "" if value is None else hint(value, valid[:3000])
    return f"{key} {value!r} is not in the {where}{near}; they have: {shown or 'none'}"


def _share(value: Any, of: str) -> float:
    if value is None or value == "":
        return 0.0
    try:
        share = float(value)
    except (ValueError, TypeError):
        share = float("nan")
    if not 0 <= share <= 1:
        raise ValueError(f"{of}: min_confidence {value!r} is not a number between 0 and 1")
    return share
