"""A heat map: rows, columns, and words on every cell, as many and as large as there is room for."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from math import cos, radians, sin
from typing import Any, Self

from analystkit.charts.scaffold.frame import Around, Keys, inches, set_height
from analystkit.charts.scaffold.style import INK, MUTED, Axes, axes
from analystkit.charts.scaffold.words import fit, wide, widest
from analystkit.palette import ink_on, pale

_SLANT = 40
_GAP = 0.25  # before the row and the column that stand apart
Lines = Sequence[str]


@dataclass(frozen=True)
class Cell:
    """A cell: choices of lines of words, the fullest first, a colour or None, and its marks."""

    row: int
    column: int
    words: Sequence[Lines]
    colour: str | None
    few: bool = False
    framed: bool = False
    beside: str | None = None  # the colour of a strip at its right end


@dataclass(frozen=True)
class Heat:
    """A heat map to be drawn. The last row and the last column may stand apart."""

    rows: list[str]
    columns: list[str]
    cells: list[Cell]
    notes: Sequence[Sequence[str]]  # for each choice of words
    totals: list[str] = field(default_factory=list)  # to the right of the rows
    row_apart: bool = False
    column_apart: bool = False
    row_colours: Mapping[int, str] = field(default_factory=dict)
    column_colours: Mapping[int, str] = field(default_factory=dict)
    size: tuple[float, float] = (0.82, 0.44)  # inches of a cell in a figure of the chart's own

    def fitting_words(self, width: float, height: float) -> tuple[int, float, float]:
        """The fullest words for cells of these inches, and the points of their lines."""
        across, down = 0.94 * width, 72 * 0.9 * height / 1.22
        for choice in range(len(self.notes)):
            lines = [cell.words[choice] for cell in self.cells]
            heads = max((wide(line[0], 1, weight="bold") for line in lines if line), default=0)
            others = widest([words for line in lines for words in line[1:]], 1)
            below = max((len(line) - 1 for line in lines), default=0)
            first = min(9.5, across / max(heads, 1e-3))
            if not below:
                break
            small = min(7.0, across / max(others, 1e-3), (down - min(first, 8.5)) / below)
            if small >= 5:
                return choice, min(first, down - below * small), small
        return choice, max(3.0, min(first, down)), 3.0


@dataclass(frozen=True)
class _Heads:
    """The columns' names: wrapped above them, or aslant where these are narrow; in inches."""

    texts: list[str]
    slant: dict[str, Any]
    tall: float
    beyond: float  # how far the last one reaches past its column's middle

    @classmethod
    def of(cls, names: list[str], cell: float) -> Self:
        longest = widest([word for name in names for word in fit(name, 99).split()], 8)
        if 0.96 * cell >= min(longest, 0.95):
            texts = [fit(name, 0.96 * cell, size=8, lines=3, hyphens=True) for name in names]
            return cls(texts, {}, 0.15 * max(text.count("\n") + 1 for text in texts), 0)
        texts, turn = [fit(name, 1.45, size=8, lines=1) for name in names], radians(_SLANT)
        reach = [cos(turn) * wide(text, 8) - cell * i for i, text in enumerate(reversed(texts))]
        slant = {"rotation": _SLANT, "ha": "left", "rotation_mode": "anchor"}
        return cls(texts, slant, 0.12 + sin(turn) * widest(texts, 8), max(reach))


def most_columns(ax: Axes | None, top: int | None, *, each: float = 0.3) -> int | None:
    """As many columns as asked for, fewer where the caller's Axes have no room for them."""
    if ax is None:
        return top
    most = max(2, int((inches(ax, beside=0)[0] - 1.5) / each))
    return most if top is None else min(top, most)


def draw_heat(ax: Axes | None, heat: Heat, *, title: str, keys: Keys) -> Axes:
    """The heat map with its title, a line of notes and a legend under it."""
    from matplotlib.patches import Rectangle

    xs, ys = (
        [i + _GAP * (apart and 0 < i == len(names) - 1) for i in range(len(names))]
        for names, apart in ((heat.columns, heat.column_apart), (heat.rows, heat.row_apart))
    )
    across, down = xs[-1] + 1, ys[-1] + 1
    new, (each, tall) = ax is None, heat.size
    each *= 1 if len(xs) <= 7 else 0.83 if len(xs) <= 10 else 0.67
    ax = axes(ax, width=max(6.4, 2.9 + each * across))
    whole, room = inches(ax, beside=0.2, under=1.9)
    points = 72 * (tall if new else room / down)
    labels = [
        fit(name, min(1.9, 0.27 * whole), size=min(8.5, max(5, points / 1.3)),
            lines=3 if points > 40 else 2 if points > 22 else 1)
        for name in heat.rows
    ]  # fmt: skip
    beside = widest(labels, 8.5)
    width = whole - beside
    total = 0.16 + widest(heat.totals, 8) if heat.totals else 0.05
    heads = _Heads.of(heat.columns, (width - total) / across)
    right = max(total, heads.beyond - 0.5 * (width - total) / across)
    cell = max(0.1, min(1.5, (width - right) / across))
    heads, right = _Heads.of(heat.columns, cell), max(right, width - cell * across)
    around = Around.of(width, title, heat.notes[0], keys, names=beside)
    besides = around.tall(0) + heads.tall
    if new:
        set_height(ax, besides + tall * down)
    row = max(0.1, inches(ax, under=besides)[1] / down)
    most = 1 + max(label.count("\n") for label in labels)
    size = max(3.5, min(8.5, 72 * row / (1.25 * most)))
    choice, *sizes = heat.fitting_words(cell, row)
    around = Around.of(width, title, heat.notes[choice], keys, names=beside)
    for one in heat.cells:
        _draw_cell(ax, xs[one.column], ys[one.row], one, one.words[choice], sizes)
    for at, words in zip(ys, heat.totals, strict=False):
        ax.annotate(
            words, (across - 0.5, at), xytext=(6, 0), textcoords="offset points", color=INK,
            fontsize=min(8.0, size), va="center", parse_math=False,
        )  # fmt: skip
    # Thin stripes of colour at the heads of rows and columns, where these have a camp.
    deep, long = min(0.08, 0.045 / row), min(0.08, 0.045 / cell)
    for i, colour in heat.column_colours.items():
        ax.add_patch(Rectangle((xs[i] - 0.48, -0.5 - deep), 0.96, deep, color=colour, lw=0))
    for i, colour in heat.row_colours.items():
        ax.add_patch(Rectangle((-0.5 - long, ys[i] - 0.47), long, 0.94, color=colour, lw=0))
    ax.set(xlim=(-0.6, -0.5 + across + right / cell), ylim=(down - 0.5, -0.6))
    ax.xaxis.tick_top()
    ax.set_xticks(xs, heads.texts, fontsize=8, color=INK, parse_math=False, **heads.slant)
    ax.set_yticks(ys, labels, fontsize=size, parse_math=False)
    ax.spines[:].set_visible(False)
    ax.tick_params(length=0)
    around.put(ax, ticks=0)
    return ax


def _draw_cell(
    ax: Axes, x: float, y: float, cell: Cell, words: Lines, sizes: Sequence[float]
) -> None:
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
        if cell.beside:
            strip = Rectangle(
                (x + 0.36, y - 0.47), 0.12, 0.94, facecolor=cell.beside, linewidth=0.5
            )
            strip.set_edgecolor(ink_on(cell.beside))
            ax.add_patch(strip)
            x -= 0.06
        # Not the style sheet's ink, which changes with the page: the cell's colour does not.
        ink = ink_on(colour)
    lines = [(line, sizes[min(i, 1)], not i) for i, line in enumerate(words) if line]
    up = 0.61 * sum(size for _, size, _ in lines)
    for line, size, first in lines:
        ax.annotate(
            line, (x, y), xytext=(0, up - 0.61 * size), textcoords="offset points", ha="center",
            va="center_baseline", color=ink, fontsize=size, parse_math=False,
            fontweight="bold" if first and line != "0" else "normal",
        ).set_in_layout(False)  # fmt: skip
        up -= 1.22 * size
