"""A heat map of counts: rows, columns, and words on every cell, as large as there is room for."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from math import cos, radians, sin
from typing import TYPE_CHECKING, Any

from analystkit.charts.scaffold.style import INK, MUTED, axes, fit, inches, legend_below
from analystkit.palette import ink_on, pale

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_LETTER = 0.6 / 72  # inches a letter takes for each point of its size
_SLANT = 40
_GAP = 0.25  # before the row and the column that stand apart


@dataclass(frozen=True)
class Cell:
    """One cell: its words (the first bold), its colour, None for none, and how it is marked."""

    row: int
    column: int
    words: tuple[str, str]
    colour: str | None
    few: bool = False
    framed: bool = False

    @property
    def bold(self) -> bool:
        """Whether its first word stands out: nought does not."""
        return self.words[0] != "0"


@dataclass(frozen=True)
class Heat:
    """A heat map to be drawn. The last row and the last column may stand apart."""

    rows: list[str]
    columns: list[str]
    cells: list[Cell]
    totals: list[str]  # to the right of the rows
    row_apart: bool = False
    column_apart: bool = False
    row_colours: dict[int, str] = field(default_factory=dict)
    column_colours: dict[int, str] = field(default_factory=dict)
    brief: str = ""  # the first note where cells have no room for their second word


@dataclass(frozen=True)
class _Heads:
    """The columns' names: wrapped above them, or aslant where these are narrow; in inches."""

    texts: list[str]
    slant: dict[str, Any]
    tall: float
    beyond: float  # how far the last one reaches past its column's middle

    @classmethod
    def of(cls, names: list[str], cell: float) -> _Heads:
        letters = int(cell / (8 * _LETTER))
        longest = max(len(word) for name in names for word in fit(name, 99).split())
        if letters >= min(longest, 14):
            texts = [fit(name, letters, lines=3) for name in names]
            return cls(texts, {}, 0.15 * max(text.count("\n") + 1 for text in texts), 0)
        texts = [fit(name, 22, lines=1) for name in names]
        turn, long = radians(_SLANT), 8 * _LETTER
        tall = 0.12 + long * sin(turn) * max(map(len, texts))
        beyond = max(
            long * cos(turn) * len(text) - cell * (len(texts) - 1 - i)
            for i, text in enumerate(texts)
        )
        return cls(texts, {"rotation": _SLANT, "ha": "left", "rotation_mode": "anchor"}, tall,
                   beyond)  # fmt: skip


def most_columns(ax: Axes | None, top: int | None) -> int | None:
    """As many columns as asked for, fewer where the caller's Axes have no room for them."""
    if ax is None:
        return top
    most = max(3, int((inches(ax, beside=0)[0] - 1.6) / 0.3))
    return most if top is None else min(top, most)


def draw_heat(
    ax: Axes | None, heat: Heat, *, title: str, notes: list[str], keys: list[tuple[str, str]]
) -> Axes:
    """The heat map with its title, a line of notes and a legend under it."""
    xs, ys = _places(heat.columns, heat.column_apart), _places(heat.rows, heat.row_apart)
    across, down = xs[-1] + 1, ys[-1] + 1
    new = ax is None
    wide = 0.82 if len(xs) <= 7 else 0.68 if len(xs) <= 10 else 0.55
    ax = axes(ax, width=max(6.4, 2.9 + wide * across), height=2.3 + 0.44 * down)
    letters, lines = max(8, min(26, int(inches(ax, beside=0)[0] * 3))), 2
    if not new and 72 * inches(ax, under=1.9)[1] / down < 22:
        letters, lines = int(1.3 * letters), 1
    labels = [fit(name, letters, lines=lines) for name in heat.rows]
    longest = max(len(line) for label in labels for line in label.split("\n"))
    width = inches(ax, beside=0.2 + longest * 8.5 * _LETTER)[0]
    total = 0.16 + max(map(len, heat.totals)) * 8 * _LETTER
    heads = _Heads.of(heat.columns, (width - total) / across)
    right = max(total, heads.beyond - 0.5 * (width - total) / across)
    cell = max(0.1, min(1.3, (width - right) / across))
    heads, right = _Heads.of(heat.columns, cell), max(right, width - cell * across)
    title = fit(title, int(width * 10.8), lines=3)
    under = fit("; ".join(notes), int(width * 14), lines=4)
    deep = under.count("\n")
    besides = 0.82 + heads.tall + 0.18 * title.count("\n") + 0.15 * deep
    if new and (figure := ax.get_figure(root=True)) is not None:
        figure.set_figheight(besides + 0.44 * down)
    row = max(0.1, inches(ax, under=besides)[1] / down)
    size = max(3.5, min(8.5, 72 * row / 1.3))
    sizes = _sizes(heat.cells, cell, row)
    if not sizes[1]:
        under = fit("; ".join([heat.brief, *notes[1:]]), int(width * 14), lines=4)
        deep = under.count("\n")
    for one in heat.cells:
        _draw_cell(ax, xs[one.column], ys[one.row], one, sizes)
    for at, words in zip(ys, heat.totals, strict=True):
        ax.annotate(
            words, (across - 0.5, at), xytext=(6, 0), textcoords="offset points", color=INK,
            fontsize=min(8.0, size), va="center", parse_math=False,
        )  # fmt: skip
    _stripes(ax, heat, xs, ys, cell, row)
    ax.set(xlim=(-0.6, -0.5 + across + right / cell), ylim=(down - 0.5, -0.6))
    ax.xaxis.tick_top()
    ax.set_xticks(xs, heads.texts, fontsize=8, color=INK, parse_math=False, **heads.slant)
    ax.set_yticks(ys, labels, fontsize=size, parse_math=False)
    ax.spines[:].set_visible(False)
    ax.tick_params(length=0)
    ax.set_xlabel(under, loc="left")
    ax.set_title(title, parse_math=False)
    legend_below(ax, keys, points=22 + 11 * deep)
    return ax


def _places(names: list[str], apart: bool) -> list[float]:
    places = [float(i) for i in range(len(names))]
    if apart:
        places[-1] += _GAP * (len(names) > 1)
    return places


def _sizes(cells: Iterable[Cell], width: float, height: float) -> tuple[float, float]:
    """Points of a cell's two lines; the second is 0 where it has no room."""
    words = [cell.words for cell in cells]
    first, second = (max((len(pair[i]) for pair in words), default=0) for i in (0, 1))
    across, down = width * 0.94 / _LETTER, 72 * height * 0.9 / 1.22
    one = min(9.5, across / max(1.1 * first, 1))
    small = min(7.0, across / max(second, 1), down - min(one, 8))
    if small >= 5 and second:
        return min(one, down - small), small
    return max(3.0, min(one, down)), 0.0


def _draw_cell(ax: Axes, x: float, y: float, cell: Cell, sizes: tuple[float, float]) -> None:
    from matplotlib.patches import Rectangle

    ink = MUTED
    if cell.colour:
        colour = pale(cell.colour) if cell.few else cell.colour
        patch = Rectangle((x - 0.48, y - 0.47), 0.96, 0.94, facecolor=colour, linewidth=0)
        if cell.few:
            patch.set(hatch="////", edgecolor="white")
        if cell.framed:
            patch.set(linewidth=1.4, edgecolor=INK)
        ax.add_patch(patch)
        ink = ink_on(colour)
    lines = [(words, size) for words, size in zip(cell.words, sizes, strict=True) if words and size]
    up = 0.61 * sum(size for _, size in lines)
    for i, (words, size) in enumerate(lines):
        ax.annotate(
            words, (x, y), xytext=(0, up - 0.61 * size), textcoords="offset points", ha="center",
            va="center_baseline", color=ink, fontsize=size, parse_math=False,
            fontweight="bold" if cell.bold and not i else "normal",
        ).set_in_layout(False)  # fmt: skip
        up -= 1.22 * size


def _stripes(
    ax: Axes, heat: Heat, xs: list[float], ys: list[float], cell: float, row: float
) -> None:
    """Thin stripes of colour at the heads of rows and columns, where these have a camp."""
    from matplotlib.patches import Rectangle

    deep, wide = min(0.08, 0.045 / row), min(0.08, 0.045 / cell)
    for i, colour in heat.column_colours.items():
        ax.add_patch(Rectangle((xs[i] - 0.48, -0.5 - deep), 0.96, deep, color=colour, lw=0))
    for i, colour in heat.row_colours.items():
        ax.add_patch(Rectangle((-0.5 - wide, ys[i] - 0.47), wide, 0.94, color=colour, lw=0))
