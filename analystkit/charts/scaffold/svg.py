"""A chart as SVG that takes its colours from the page around it: a report or a widget."""

import re
import xml.etree.ElementTree as ET
from collections.abc import Callable
from contextlib import nullcontext
from io import BytesIO
from threading import RLock
from typing import NamedTuple

from analystkit.charts.scaffold.style import INK, MUTED, RULE, Axes, styled
from analystkit.charts.scaffold.words import describe

# Colours of the page rather than of the data, in a light and in a dark theme: ``paper`` is the
# white between bars.
PAGE_COLOURS = {
    "ink": (INK, "#e8eaed"),
    "muted": (MUTED, "#a9b1b9"),
    "rule": (RULE, "#3b4249"),
    "paper": ("#ffffff", "#15181b"),
}
_KEPT = {"g", "path", "use", "defs", "clipPath", "rect", "text", "tspan", "pattern", "image"}
_NAMESPACE = re.compile(r"\{[^}]*\}")
_DECIMALS = re.compile(r"(\d\.\d\d)\d+")
_REFERENCE = re.compile(r"url\(#([^)]+)\)")
_USED = re.compile(r'(?:href="|url\()#([^")]+)')
_ONE_AT_A_TIME = RLock()  # the style sheet is set for all threads


class PageFigure(NamedTuple):
    """A chart as a part of a page."""

    name: str
    svg: str
    words: str
    width: float


def page_figure(
    draw: Callable[..., Axes], *, name: str, size: tuple[float, float] | None = None
) -> PageFigure:
    """A chart for a page that sets `PAGE_COLOURS` as ``--ink`` …; its ids begin with `name`."""
    import matplotlib
    import matplotlib.pyplot as plt
    from matplotlib.figure import Figure

    file = BytesIO()
    with _ONE_AT_A_TIME, styled(), nullcontext() if size else plt.ioff():
        own = {"ax": Figure(figsize=size, layout="constrained").subplots()} if size else {}
        ax = draw(**own)
        figure, words = ax.get_figure(root=True), describe(ax)
        assert figure is not None
        # Text stays text, so that it can be searched and is set in the reader's fonts.
        with matplotlib.rc_context({"svg.fonttype": "none", "svg.hashsalt": name}):
            figure.savefig(file, format="svg", transparent=True, metadata={"Date": None})
        plt.close(figure)
    svg = file.getvalue().decode("utf-8")
    root = ET.fromstring(svg)
    _tidy(root, name, set(_USED.findall(svg)), white=True)
    root.attrib = {"viewBox": root.get("viewBox", ""), "role": "img", "aria-label": words}
    width = float(root.get("viewBox", "0 0 500 0").split()[2])
    return PageFigure(name, ET.tostring(root, encoding="unicode"), words, width)


def _tidy(element: ET.Element, name: str, used: set[str], *, white: bool) -> None:
    """The drawing alone: unique ids, the page's own colours, no metadata, no namespaces."""
    element.tag = _NAMESPACE.sub("", element.tag)
    if element.tag != "text" and element.tag != "tspan":
        element.text = None
    element.tail = None
    attributes = {}
    for key, value in element.attrib.items():
        key = _NAMESPACE.sub("", key)
        if key == "id":
            if value not in used:
                continue
            value = f"{name}-{value}"
        elif key == "href":
            value = f"#{name}-{value.removeprefix('#')}"
        elif key == "style":
            value = _style(value, white=white and element.tag != "text")
        else:
            value = _DECIMALS.sub(r"\1", " ".join(value.split()))
        value = _REFERENCE.sub(rf"url(#{name}-\1)", value)
        if not (key == "transform" and value.startswith("rotate(-0 ")):
            attributes[key] = value
    element.attrib = attributes
    for child in list(element):
        # White within a pattern is the pattern's own: it lies on the colour of the data.
        _tidy(child, name, used, white=white and element.tag != "pattern")
        if child.tag not in _KEPT or (child.tag in ("g", "defs") and not len(child)):
            element.remove(child)


def _style(style: str, *, white: bool) -> str:
    parts = [part.strip() for part in style.split(";") if "font-family" not in part]
    style = ";".join(part for part in parts if part)
    for name, (colour, _) in PAGE_COLOURS.items():
        if white or name != "paper":
            style = style.replace(colour, f"var(--{name})")
    return style
