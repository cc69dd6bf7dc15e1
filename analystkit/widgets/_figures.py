"""Charts as images for a widget: drawn apart from pyplot, once, in a light and a dark ink."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Callable
from html import escape
from io import BytesIO
from typing import TYPE_CHECKING

from analystkit.charts import describe
from analystkit.charts._style import INK, MUTED, RULE, styled

if TYPE_CHECKING:
    from matplotlib.axes import Axes

# On a dark page: light ink for dark, and the page's own colour for the white between bars.
_DARK = {INK: "#e8eaed", MUTED: "#a9b1b9", RULE: "#3b4249", "#ffffff": "#15181b"}


def figure_html(draw: Callable[[Axes], Axes], *, width: float = 4.5, height: float = 3.3) -> str:
    """Images of a chart, one for each theme of the page, with its words as alt text.

    Parameters
    ----------
    draw : callable
        Draws on the Axes it is given and returns them, as the functions of `charts` do.
    width, height : float
        Inches.
    """
    from matplotlib.figure import Figure

    with styled():
        figure = Figure(figsize=(width, height), layout="constrained")
        ax = draw(figure.subplots())
        file = BytesIO()
        figure.savefig(file, format="svg", transparent=True, metadata={"Date": None})
    light = file.getvalue().decode("utf-8")
    dark = light
    for ink, replacement in _DARK.items():
        dark = dark.replace(ink, replacement)
    alt = escape(describe(ax), quote=True)
    return (
        f'<img class="ak-light" alt="{alt}" src="{_address(light)}">'
        f'<img class="ak-dark" alt="{alt}" src="{_address(dark)}">'
    )


def _address(svg: str) -> str:
    return f"data:image/svg+xml;base64,{b64encode(svg.encode('utf-8')).decode('ascii')}"
