"""Charts as images for a widget: drawn apart from pyplot, in a light and a dark ink."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO
from threading import RLock
from typing import TYPE_CHECKING

import anywidget
import traitlets

from analystkit.charts import describe
from analystkit.charts._style import INK, MUTED, RULE, styled
from analystkit.widgets._pane import stylesheet

if TYPE_CHECKING:
    from matplotlib.axes import Axes

# On a dark page: light ink for dark, and the page's own colour for the white between bars.
_DARK = {INK: "#e8eaed", MUTED: "#a9b1b9", RULE: "#3b4249", "#ffffff": "#15181b"}
_INCH = 96  # of a browser's pixels
_ONE_AT_A_TIME = RLock()  # the style sheet is set for all threads


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


def figure_svg(
    draw: Callable[[Axes], Axes], *, width: float = 4.5, height: float = 3.3
) -> tuple[str, str]:
    """A chart as SVG on a transparent ground, and its words.

    Parameters
    ----------
    draw : callable
        Draws on the Axes it is given and returns them, as the functions of `charts` do.
    width, height : float
        Inches.
    """
    from matplotlib.figure import Figure

    with _ONE_AT_A_TIME, styled():
        figure = Figure(figsize=(width, height), layout="constrained")
        ax = draw(figure.subplots())
        file = BytesIO()
        figure.savefig(file, format="svg", transparent=True, metadata={"Date": None})
    return file.getvalue().decode("utf-8"), describe(ax)
