"""The filter bar of an explorer: facets with counts, days, confidence, words, saved views."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import anywidget
import traitlets

from analystkit.widgets.parts.base import Guarded, script
from analystkit.widgets.parts.facet_index import Index
from analystkit.widgets.parts.selection import FACETS, valid_filters


class FilterBar(Guarded, anywidget.AnyWidget):
    """Controls over an index; ``selection`` holds the filters that are set.

    Python answers each choice with one ``state``: the filters and the open facet's best options.
    ``act`` is called with an action (save, restore, delete) and the name of a saved view.
    """

    _esm = script("filters.js")

    facets: traitlets.List[Any] = traitlets.List().tag(sync=True)
    limits: traitlets.Dict[str, Any] = traitlets.Dict().tag(sync=True)
    state: traitlets.Dict[str, Any] = traitlets.Dict().tag(sync=True)
    ready: traitlets.Dict[str, Any] = traitlets.Dict().tag(sync=True)
    views: traitlets.List[Any] = traitlets.List().tag(sync=True)
    selection: traitlets.Dict[str, Any] = traitlets.Dict()

    def __init__(
        self, index: Index, *, colours: dict[str, str] | None = None,
        names: dict[str, str] | None = None, act: Callable[[str, str], None] | None = None,
    ) -> None:  # fmt: skip
        self._index, self._act = index, act
        self._open, self._typed, self._seen = "", "", 0
        super().__init__()
        own = {"camp": {"colours": colours or {}}, "target": {"names": names or {}}}
        self.facets = [
            {"key": key, "label": label, "many": len(index.facets[key].names) > 8,
             "colours": {}, "names": {}, **own.get(key, {})}
            for key, label in FACETS.items()
            if key in index.facets and index.facets[key].names
        ]  # fmt: skip
        self.limits = {"days": [str(day) for day in index.days or ()], "confidence": index.sure}
        self._answer()
        self.on_msg(self._heard)

    def apply(self, selection: Mapping[str, Any]) -> None:
        """Set the filters from a selection; those it does not name are cleared."""
        self.selection = valid_filters(selection, self._index)
        self.set_failure("filters", "")
        self._answer()

    def _heard(self, _: Any, content: Mapping[str, Any], __: Any) -> None:
        if "open" in content:
            self._open, self._typed = str(content["open"] or ""), str(content.get("typed") or "")
        if "filters" in content or "view" in content:
            self.guard("filters", lambda: self._change(content))
        self._seen = int(content.get("seen", self._seen))
        self._answer()

    def _change(self, content: Mapping[str, Any]) -> None:
        if "filters" in content:
            self.selection = valid_filters(content["filters"], self._index)
        if "view" in content and self._act is not None:
            self._act(*map(str, content["view"]))

    def _answer(self) -> None:
        state: dict[str, Any] = {"seen": self._seen, "filters": self.selection}
        if self._open in self._index.facets:
            state["open"] = self._options(self._open, self._typed)
        self.state = state

    def prepare(self) -> None:
        """Send the options of every facet beforehand, so that each opens at once."""
        options = {facet["key"]: self._options(facet["key"]) for facet in self.facets}
        self.ready = {"filters": self.selection, "options": options}

    def _options(self, key: str, typed: str = "") -> dict[str, Any]:
        facet, chosen = self._index.facets[key], self.selection.get(key, [])
        counts = self._index.counts(self.selection, key)
        options, found = facet.best(counts, typed, chosen=chosen)
        listed = [[value, int(counts[facet.code[value]])] for value in options]
        return {"key": key, "options": listed, "found": found}
