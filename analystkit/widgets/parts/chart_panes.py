"""Charts as images in a widget, in a light and a dark ink: those of an explorer among them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import TYPE_CHECKING, Any

import anywidget
import pandas as pd
import traitlets

from analystkit import charts
from analystkit.charts.scaffold.style import INK, MUTED, RULE
from analystkit.charts.scaffold.svg import figure_svg
from analystkit.tables import empty_stance
from analystkit.tables.checks import checked
from analystkit.widgets.parts.base import stylesheet

if TYPE_CHECKING:
    from matplotlib.axes import Axes

# On a dark page: light ink for dark, and the page's own colour for the white between bars.
_DARK = {INK: "#e8eaed", MUTED: "#a9b1b9", RULE: "#3b4249", "#ffffff": "#15181b"}
_INCH = 96  # of a browser's pixels
_NEEDED = ("quote_id", "article_id", "kind", "quote", "spans", "speaker", "camp", "published")


class ChartPane(anywidget.AnyWidget):
    """A chart as an SVG image with alt text; ``width`` is that of its place in the browser.

    The image changes when the next one is ready to be painted, so that nothing flickers.
    """

    _esm = stylesheet("dom.js") + stylesheet("chart.js")

    svg = traitlets.Unicode("").tag(sync=True)
    alt = traitlets.Unicode("").tag(sync=True)
    label = traitlets.Unicode("").tag(sync=True)
    dark = traitlets.Dict(_DARK).tag(sync=True)
    width = traitlets.Int(432).tag(sync=True)

    def draw(self, chart: Callable[[Axes], Axes], *, height: float = 3.3) -> None:
        """Draw at the width there is, `height` in inches."""
        svg, alt = figure_svg(chart, width=max(280, self.width) / _INCH, height=height)
        with self.hold_sync():
            self.svg, self.alt = svg, alt


class LinkedCharts:
    """Three panes that draw the quotes shown; the third only where there is a stance table.

    Parameters
    ----------
    articles : DataFrame
    colours : mapping
        Camp to colour.
    names : mapping
        The names to show for targets.
    stances : bool
        Whether there is a stance table.
    """

    def __init__(
        self,
        articles: pd.DataFrame,
        *,
        colours: Mapping[str, str],
        names: Mapping[str, str],
        stances: bool,
    ) -> None:
        slim = [column for column in ("article_id", "text", "published") if column in articles]
        self._articles, self._colours, self._names = articles[slim], colours, names
        self.panes = {"voices": ChartPane(label="Who speaks")}
        self.panes["timeline"] = ChartPane(label="When they speak")
        if stances:
            self.panes["stance"] = ChartPane(label="Who stands where")
        self._shown, self._stances = pd.DataFrame(), empty_stance()
        self._selection: dict[str, Any] = {}

    def set(
        self, shown: pd.DataFrame, stances: pd.DataFrame | None, selection: Mapping[str, Any]
    ) -> None:
        """What to draw the next time: rows of tables that were checked."""
        self._shown = shown[[column for column in _NEEDED if column in shown]]
        self._stances = empty_stance() if stances is None else stances
        self._selection = dict(selection)

    def steps(self) -> dict[str, Callable[[], None]]:
        """Each chart's drawing, by its name."""
        drawings = {"voices": self.voices, "timeline": self.timeline, "stance": self.stance}
        return {name: partial(self._draw, drawings[name]) for name in self.panes}

    def _draw(self, chart: Callable[[], None]) -> None:
        with checked(self._shown, self._articles, self._stances):
            chart()

    def voices(self) -> None:
        """Who speaks: by camp, or by speaker within one camp, whose own bar would say nothing."""
        self.panes["voices"].draw(
            lambda ax: charts.voices(
                self._shown, by=self._by(), top=7, colours=self._colours, ax=ax
            )
        )

    def timeline(self) -> None:
        """When they speak."""
        self.panes["timeline"].draw(
            lambda ax: charts.timeline(
                self._shown, articles=self._articles, colours=self._colours, ax=ax
            )
        )

    def stance(self) -> None:
        """Who stands where: a dot a speaker toward one target, a matrix toward several."""
        shown, table, pane = self._shown, self._stances, self.panes["stance"]
        targets = [target for target in self._selection.get("target", []) if target is not None]
        if len(targets) == 1 and len(table):
            pane.draw(
                lambda ax: charts.stance_dots(
                    table, quotes=shown, target=targets[0], top=8, names=self._names,
                    colours=self._colours, ax=ax,
                )
            )  # fmt: skip
            return
        pane.draw(
            lambda ax: charts.stance_matrix(
                table, quotes=shown, by=self._by(), top=6, names=self._names, ax=ax
            )
        )

    def _by(self) -> str:
        return "speaker" if len(self._selection.get("camp", [])) == 1 else "camp"
