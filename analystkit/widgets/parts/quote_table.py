"""A paged, sortable table of quotes: only the page in view goes to the browser."""

from typing import Any

import anywidget
import numpy as np
import pandas as pd
import traitlets

from analystkit.palette import MISSING
from analystkit.tables import hint
from analystkit.widgets.parts.base import script
from analystkit.widgets.parts.selection import UNSORTED

COLUMNS = {
    "speaker": "Speaker", "camp": "Camp", "kind": "Kind", "quote": "Quote", "outlet": "Outlet",
    "published": "Date", "stance": "Stance", "confidence": "Confidence",
    "checked": "Checked",
}  # fmt: skip


class QuoteTable(anywidget.AnyWidget):
    """Rows of a table of quotes; ``selected`` is the ``quote_id`` of the chosen row, or ""."""

    _esm = script("table.js")

    columns: traitlets.List[Any] = traitlets.List().tag(sync=True)
    rows: traitlets.List[Any] = traitlets.List().tag(sync=True)
    total = traitlets.Int(0).tag(sync=True)
    page = traitlets.Int(0).tag(sync=True)
    pages = traitlets.Int(1).tag(sync=True)
    size = traitlets.Int(10).tag(sync=True)
    sort = traitlets.List(UNSORTED).tag(sync=True)
    words: traitlets.List[Any] = traitlets.List().tag(sync=True)
    selected = traitlets.Unicode("").tag(sync=True)

    def __init__(
        self, table: pd.DataFrame, *, size: int = 10, colours: dict[str, str] | None = None
    ) -> None:
        super().__init__()
        keys = [key for key in COLUMNS if key in table]
        self._table, self._colours = table[["quote_id", *keys]], colours or {}
        self._place = {str(name): i for i, name in enumerate(table["quote_id"])}
        self._ranks: dict[str, np.ndarray] = {}
        self._kept = self._order = np.arange(len(table))
        self.columns, self.size = [[key, COLUMNS[key]] for key in keys], size
        self.show(self._kept)
        self.observe(self._turn, names="page")
        self.observe(self._sorted, names=["sort", "size"])

    def show(self, kept: np.ndarray, *, words: str = "") -> None:
        """Show the quotes at these places, from the first page; a selected row among them stays."""
        self._kept = kept
        with self.hold_sync():
            self.words = words.split()
            if self.selected and not self.holds(self.selected):
                self.selected = ""
            self._sorted(None)

    def put(self, column: str, values: pd.Series) -> None:
        """Other values in a column of the whole table; page and sorting stay as they are."""
        self._table = self._table.assign(**{column: values})
        self._ranks.pop(column, None)
        self._turn(None)

    def place(self, quote_id: str) -> int:
        """Where a quote stands in the whole table; ValueError where it does not."""
        if quote_id not in self._place:
            near = hint(quote_id, list(self._place)[:3000])
            raise ValueError(f"selection: there is no quote {quote_id!r}{near}")
        return self._place[quote_id]

    def holds(self, quote_id: str) -> bool:
        """Whether a quote is among those shown, on whichever page."""
        return bool((self._kept == self._place.get(quote_id, -1)).any())

    def reveal(self, quote_id: str) -> None:
        """Select a quote and turn to its page; nothing is selected if it is not shown."""
        found = (self._order == self._place.get(quote_id, -1)).nonzero()[0]
        with self.hold_sync():
            self.selected = quote_id if len(found) else ""
            if len(found):
                self.page = int(found[0]) // self.size

    def _sorted(self, _: Any) -> None:
        key, direction = (*self.sort, "", "")[:2]
        self._order = self._kept
        if key in dict(self.columns):
            ranks = self._rank(key)[self._kept]
            signed = -ranks if direction == "descending" else ranks
            order = np.argsort(np.where(ranks < 0, len(self._table), signed), kind="stable")
            self._order = self._kept[order]
        with self.hold_sync():
            self.size = min(max(self.size, 1), 200)
            self.total = len(self._order)
            self.pages = max(1, -(-self.total // self.size))
            if self.page:
                self.page = 0
            else:
                self._turn(None)

    def _rank(self, key: str) -> np.ndarray:
        """The place of each row's value among all values of a column, -1 where it is missing."""
        if key not in self._ranks:
            values = self._table[key]
            folded = values.str.casefold() if values.dtype == "string" else values
            self._ranks[key] = pd.factorize(folded, sort=True)[0]
        return self._ranks[key]

    def _turn(self, _: Any) -> None:
        page = min(max(self.page, 0), self.pages - 1)
        if page != self.page:
            self.page = page
            return
        with self.hold_sync():
            first = page * self.size
            part = self._table.iloc[self._order[first : first + self.size]]
            self.rows = [
                {"id": str(quote["quote_id"]),
                 "colour": self._colours.get(str(quote.get("camp")), MISSING),
                 "cells": [_cell(quote[key]) for key, _ in self.columns]}
                for quote in part.to_dict("records")
            ]  # fmt: skip


def _cell(value: Any) -> str:
    if value is None or pd.isna(value):
        return ""
    if hasattr(value, "strftime"):
        return f"{value:%Y-%m-%d}"
    return f"{value:.2f}" if isinstance(value, float) else str(value)
