"""A paged, sortable table of quotes: only the page in view goes to the browser."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import anywidget
import pandas as pd
import traitlets

from analystkit.palette import MISSING

COLUMNS = {
    "speaker": "Speaker",
    "camp": "Camp",
    "kind": "Kind",
    "quote": "Quote",
    "outlet": "Outlet",
    "published": "Date",
    "stance": "Stance",
}


class QuoteTable(anywidget.AnyWidget):
    """Rows of quotes; ``selected`` is the ``quote_id`` of the row the reader chose, or ""."""

    _esm = Path(__file__).with_name("table.js")

    columns: traitlets.List[Any] = traitlets.List().tag(sync=True)
    rows: traitlets.List[Any] = traitlets.List().tag(sync=True)
    total = traitlets.Int(0).tag(sync=True)
    page = traitlets.Int(0).tag(sync=True)
    pages = traitlets.Int(1).tag(sync=True)
    first = traitlets.Int(0).tag(sync=True)
    sort = traitlets.List(["", "ascending"]).tag(sync=True)
    selected = traitlets.Unicode("").tag(sync=True)

    def __init__(self, *, size: int = 10, colours: dict[str, str] | None = None) -> None:
        super().__init__()
        self._size, self._colours = size, colours or {}
        self._table, self._order = pd.DataFrame(), pd.DataFrame()
        self.observe(self._turn, names="page")
        self.observe(self._sorted, names="sort")

    def show(self, table: pd.DataFrame) -> None:
        """Show these quotes, from the first page; the selected row stays if it is among them."""
        self._table = table
        with self.hold_sync():
            self.columns = [[key, COLUMNS[key]] for key in COLUMNS if key in table]
            if self.selected and self.selected not in set(table["quote_id"]):
                self.selected = ""
            self._sorted(None)

    def reveal(self, quote_id: str) -> None:
        """Select a quote and turn to its page; nothing is selected if it is not shown."""
        found = (self._order["quote_id"] == quote_id).to_numpy().nonzero()[0]
        with self.hold_sync():
            self.selected = quote_id if len(found) else ""
            if len(found):
                self.page = int(found[0]) // self._size

    def _sorted(self, _: Any) -> None:
        key, direction = (*self.sort, "", "")[:2]
        self._order = self._table
        if key in self._table and key in COLUMNS:
            self._order = self._table.sort_values(
                key, ascending=direction != "descending", kind="stable", na_position="last",
                key=_folded,
            )  # fmt: skip
        with self.hold_sync():
            self.total = len(self._order)
            self.pages = max(1, -(-self.total // self._size))
            if self.page == 0:
                self._turn(None)
            else:
                self.page = 0

    def _turn(self, _: Any) -> None:
        page = min(max(self.page, 0), self.pages - 1)
        if page != self.page:
            self.page = page
            return
        with self.hold_sync():
            self.first = page * self._size
            part = self._order.iloc[self.first : self.first + self._size]
            self.rows = [self._row(quote) for quote in part.to_dict("records")]

    def _row(self, quote: dict[Any, Any]) -> dict[str, Any]:
        camp = quote.get("camp")
        colour = MISSING if camp is None or pd.isna(camp) else self._colours.get(str(camp), MISSING)
        cells = [_cell(quote[key]) for key, _ in self.columns]
        return {"id": str(quote["quote_id"]), "colour": colour, "cells": cells}


def _cell(value: Any) -> str:
    if value is None or pd.isna(value):
        return ""
    return f"{value:%Y-%m-%d}" if hasattr(value, "strftime") else str(value)


def _folded(values: pd.Series) -> pd.Series:
    if pd.api.types.is_datetime64_any_dtype(values) or isinstance(
        values.dtype, pd.CategoricalDtype
    ):
        return values
    return values.astype("string").str.casefold()
