"""The filter bar of an explorer, and the filtering itself."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from typing import Any

import ipywidgets as w
import numpy as np
import pandas as pd
import traitlets

from analystkit.tables import hint

FIELDS = {"camp": "Camp", "speaker": "Speaker", "outlet": "Outlet", "kind": "Kind"}
KEYS = (*FIELDS, "from", "to", "words")
_ALL = object()


def filter_quotes(table: pd.DataFrame, selection: Mapping[str, Any]) -> pd.DataFrame:
    """The rows of a joined quotes table that a selection keeps.

    Parameters
    ----------
    table : DataFrame
        Quotes with their articles' ``outlet`` and ``published``.
    selection : mapping
        Any of ``camp``, ``speaker``, ``outlet``, ``kind`` (a value, or None for the quotes that
        have none), ``from`` and ``to`` (days as ``2021-06-28``, both included, in UTC; quotes
        without a date are then left out) and ``words`` (each must stand in the quote, upper and
        lower case alike).

    Raises
    ------
    ValueError
        When a key or day is not one of these, or the first day is after the last.

    Examples
    --------
    >>> table = pd.DataFrame({"quote": ["We will answer.", "No."], "camp": ["A", pd.NA]})
    >>> list(filter_quotes(table, {"camp": None})["quote"])
    ['No.']
    >>> list(filter_quotes(table, {"words": "ANSWER we"})["quote"])
    ['We will answer.']
    """
    check_keys(selection, KEYS)
    keep = np.ones(len(table), dtype=bool)
    for column in FIELDS:
        if column in selection and column in table:
            values, wanted = table[column].astype("string"), selection[column]
            match = values.isna() if wanted is None else values.eq(str(wanted)).fillna(False)
            keep &= match.to_numpy(dtype=bool)
    first, last = day(selection.get("from")), day(selection.get("to"))
    if first and last and first > last:
        raise ValueError(f"From ({first}) is after To ({last}): choose an earlier first day")
    if first or last:
        days = table["published"].dt.date
        within = [pd.notna(on) and (first or on) <= on <= (last or on) for on in days]
        keep &= np.array(within, dtype=bool)
    if words := str(selection.get("words") or "").casefold().split():
        folded = (quote.casefold() for quote in table["quote"])
        keep &= np.array([all(word in quote for word in words) for quote in folded], dtype=bool)
    return table[keep]


def check_keys(selection: Mapping[str, Any], valid: tuple[str, ...]) -> None:
    """Raise ValueError for a filter that there is not."""
    for key in selection:
        if key not in valid:
            raise ValueError(
                f"selection: {key!r} is not one of: {', '.join(valid)}{hint(key, valid)}"
            )


def day(value: Any) -> date | None:
    """A day from a date, a timestamp or text such as 2021-06-28; None stays None."""
    if value is None or value == "":
        return None
    try:
        stamp = pd.Timestamp(value)
    except (ValueError, TypeError) as error:
        raise ValueError(f"selection: {value!r} is not a day such as 2021-06-28") from error
    if pd.isna(stamp):
        raise ValueError(f"selection: {value!r} is not a day such as 2021-06-28")
    return stamp.date()


class FilterBar(w.GridBox):
    """Labelled controls over a quotes table; ``selection`` holds the filters that are set."""

    selection = traitlets.Dict()

    def __init__(self, table: pd.DataFrame) -> None:
        self._busy = False
        self._choices = {name: _dropdown(table, name) for name in FIELDS}
        first, last = _range(table)
        days = {"min": first, "max": last, "disabled": first is None}
        self._from = w.DatePicker(description="From:", **days)
        self._to = w.DatePicker(description="To:", **days)
        self._words = w.Text(
            description="Words:", placeholder="in the quote, then Enter", continuous_update=False
        )
        self._reset = w.Button(
            description="Reset", icon="undo", tooltip="Show all quotes again", disabled=True
        )
        self._reset.on_click(lambda _: self.apply({}))
        self._inputs = [*self._choices.values(), self._from, self._to, self._words]
        for control in self._inputs:
            control.observe(self._changed, names="value")
        super().__init__([*self._inputs, self._reset])
        self.add_class("ak-filters")

    def apply(self, selection: Mapping[str, Any]) -> None:
        """Set every control from a selection at once; filters it does not name are cleared."""
        check_keys(selection, KEYS)
        values = {name: self._option(name, selection) for name in FIELDS}
        first, last = day(selection.get("from")), day(selection.get("to"))
        with self._at_once():
            for name, value in values.items():
                self._choices[name].value = value
            self._from.value, self._to.value = first, last
            self._words.value = str(selection.get("words") or "")

    def _option(self, name: str, selection: Mapping[str, Any]) -> Any:
        if name not in selection:
            return _ALL
        options = {value for _, value in self._choices[name].options}
        value = selection[name]
        if value not in options:
            valid = sorted(option for option in options if isinstance(option, str))
            shown = ", ".join(valid[:12]) + (" …" if len(valid) > 12 else "")
            raise ValueError(
                f"selection: {name} {value!r} is not in the quotes{hint(value, valid)}; "
                f"they have: {shown or 'none'}"
            )
        return value

    @contextmanager
    def _at_once(self) -> Iterator[None]:
        self._busy = True
        try:
            yield
        finally:
            self._busy = False
            self._changed(None)

    def _changed(self, _: Any) -> None:
        if self._busy:
            return
        chosen: dict[str, Any] = {
            name: box.value for name, box in self._choices.items() if box.value is not _ALL
        }
        for key, picker in (("from", self._from), ("to", self._to)):
            if picker.value is not None:
                chosen[key] = picker.value.isoformat()
        if words := " ".join(self._words.value.split()):
            chosen["words"] = words
        self._reset.disabled = not chosen
        self.selection = chosen


def _dropdown(table: pd.DataFrame, name: str) -> w.Dropdown:
    values = table[name].astype("string") if name in table else pd.Series(dtype="string")
    found = list(values.dropna().unique())
    order = [kind for kind in ("direct", "mixed", "indirect") if kind in found]
    names = order if name == "kind" else sorted(found, key=str.casefold)
    options: list[tuple[str, Any]] = [("All", _ALL)]
    options += [(_short(value), str(value)) for value in names]
    if values.isna().any():
        options.append((f"(no {name} given)", None))
    return w.Dropdown(description=f"{FIELDS[name]}:", options=options, value=_ALL)


def _short(value: str) -> str:
    text = " ".join(value.split()) or "(blank)"
    return text if len(text) <= 70 else text[:69].rstrip() + "…"


def _range(table: pd.DataFrame) -> tuple[date | None, date | None]:
    days = table["published"].dropna() if "published" in table else pd.Series(dtype=object)
    return (None, None) if days.empty else (days.min().date(), days.max().date())
