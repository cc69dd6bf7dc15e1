"""A chart as SVG: a figure of a page, or an image in a widget."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from collections.abc import Callable, Iterator
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
_ONE_AT_A_TIME = RLock()  # the style sheet is set for all threads


class PageFigure(NamedTuple):
    """A chart as a part of a page."""

    name: str
    svg: str
    words: str
    width: float


def page_figure(draw: Callable[[], Axes], *, name: str) -> PageFigure:
    """A chart for a page whose style sheet sets its colours, as ``--ink`` of `PAGE_COLOURS`.

    `draw` returns the chart's Axes, whose figure is closed. The ids in the SVG begin with `name`,
    so that those of two charts differ.
    """
    import matplotlib
    import matplotlib.pyplot as plt

    with plt.ioff():
        ax = draw()
        words = describe(ax)
        # Text stays text, so that it can be searched and is set in the reader's fonts.
        with styled(), matplotlib.rc_context({"svg.fonttype": "none", "svg.hashsalt": name}):
            root = ET.fromstring(_saved(ax))
        plt.close(ax.get_figure(root=True))  # type: ignore[arg-type]
    width = float(root.get("viewBox", "0 0 500 0").split()[2])
    svg = ET.tostring(_clean(root, name, words), encoding="unicode")
    return PageFigure(name, svg, words, width)


def _saved(ax: Axes) -> str:
    figure, file = ax.get_figure(root=True), BytesIO()
    assert figure is not None
    figure.savefig(file, format="svg", transparent=True, metadata={"Date": None})
    return file.getvalue().decode("utf-8")


def _clean(root: ET.Element, name: str, words: str) -> ET.Element:
    """The drawing alone: unique ids, the page's own colours, no metadata, no namespaces."""
    used = set(_references(root))
    view = root.get("viewBox", "")
    _tidy(root, name, used, white=True)
    root.attrib.clear()
    root.attrib.update({"viewBox": view, "role": "img", "aria-label": words})
    return root


def _references(root: ET.Element) -> Iterator[str]:
    for element in root.iter():
        for key, value in element.attrib.items():
            if key.endswith("href"):
                yield value.removeprefix("#")
            yield from _REFERENCE.findall(value)


def _tidy(element: ET.Element, name: str, used: set[str], *, white: bool) -> None:
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
    element.attrib.clear()
    element.attrib.update(attributes)
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


def figure_svg(
    draw: Callable[[Axes], Axes], *, width: float = 4.5, height: float = 3.3
) -> tuple[str, str]:
    """A chart of so many inches as SVG on a transparent ground, and its words.

    `draw` draws on the Axes it is given and returns them, as the functions of `charts` do.
    """
    from matplotlib.figure import Figure

    with _ONE_AT_A_TIME, styled():
        ax = draw(Figure(figsize=(width, height), layout="constrained").subplots())
        return _saved(ax), describe(ax)
