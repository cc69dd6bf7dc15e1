"""Charts in a widget, in the colours of its page: those of an explorer among them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import TYPE_CHECKING, Any

import anywidget
import pandas as pd
import traitlets

from analystkit import charts
from analystkit.charts.scaffold.svg import page_figure
from analystkit.tables import empty_stance
from analystkit.tables.checks import Checked
from analystkit.widgets.parts.base import script
from analystkit.widgets.parts.coverage import Coverage

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_INCH = 96  # of a browser's pixels
_NEEDED = ["quote_id", "article_id", "kind", "quote", "spans", "speaker", "camp", "published"]


class ChartPane(anywidget.AnyWidget):
    """A chart as SVG; ``width`` is that of its place in the browser."""

    _esm = script("chart.js")

    svg = traitlets.Unicode("").tag(sync=True)
    alt = traitlets.Unicode("")
    label = traitlets.Unicode("").tag(sync=True)
    width = traitlets.Int(432).tag(sync=True)

    def draw(self, chart: Callable[..., Axes]) -> None:
        """Draw at the width there is."""
        width = max(280, self.width) / _INCH
        drawn = page_figure(chart, name="chart", size=(width, 3.3))
        self.svg, self.alt = drawn.svg, drawn.words


class LinkedCharts:
    """Three panes that draw the quotes shown; the third only where there is a stance table."""

    def __init__(self, coverage: Coverage) -> None:
        slim = coverage.articles.filter(["article_id", "text", "published"])
        self._articles, self._coverage = Checked.of("articles", slim), coverage
        labels = {"voices": "Who speaks", "timeline": "When they speak"}
        labels |= {} if coverage.stance is None else {"stance": "Who stands where"}
        self.panes = {name: ChartPane(label=label) for name, label in labels.items()}
        self._shown, self._stances = pd.DataFrame(), empty_stance()
        self._selection: dict[str, Any] = {}

    def set(
        self, shown: pd.DataFrame, stances: pd.DataFrame | None, selection: Mapping[str, Any]
    ) -> None:
        """What to draw the next time: rows of tables that were checked."""
        self._shown = Checked.of("quotes", shown.filter(_NEEDED))
        self._stances = Checked.of("stance", empty_stance() if stances is None else stances)
        self._selection = dict(selection)

    def draw(self, name: str) -> None:
        """Draw one of the charts."""
        self.panes[name].draw(self._chart(name))

    def _chart(self, name: str) -> Callable[..., Axes]:
        shown, stances, colours = self._shown, self._stances, self._coverage.colours
        # Within one camp its own bar would say nothing.
        by = "speaker" if len(self._selection.get("camp", [])) == 1 else "camp"
        if name == "voices":
            return partial(charts.voices, shown, by=by, top=7, colours=colours)
        if name == "timeline":
            return partial(charts.timeline, shown, articles=self._articles, colours=colours)
        stance = partial(charts.stance_matrix, stances, by=by, top=6)
        targets = [target for target in self._selection.get("target", []) if target is not None]
        if len(targets) == 1 and len(stances):
            chart, target = charts.stance_dots, targets[0]
            stance = partial(chart, stances, target=target, top=8, colours=colours)
        return partial(stance, quotes=shown, names=self._coverage.names)
