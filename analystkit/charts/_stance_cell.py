"""One cell of the stance matrix: its colour, and the figures it has room for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pandas as pd

from analystkit.charts._stance_tables import signed, span
from analystkit.charts._style import MUTED
from analystkit.palette import stance_colour

if TYPE_CHECKING:
    from matplotlib.axes import Axes

FEW = 3
LETTER = 0.6 / 72  # inches a letter takes for each point of its size


@dataclass(frozen=True)
class Plan:
    """What every cell of a matrix shows, and the sizes of mean and figures in points."""

    below: int  # rows under the mean: 3, 2 or 1
    mean: float
    small: float
    full: bool = True  # range, n and unclear, rather than n alone

    @classmethod
    def of(cls, width: float, height: float, *, letters: int = 12) -> Plan:
        """The most that fits into cells of these inches; a range has so many letters."""
        across, down = width * 0.94 / LETTER, 72 * height * 0.88 / 1.22
        for below, longest in ((3, letters), (2, max(letters, 19)), (1, letters + 21)):
            small = min(7.5, across / longest, (down - 8.5) / below)
            if small >= 5:
                return cls(below, min(10.5, down - below * small), small)
        small = min(7.5, across / 6, down - 7.5)
        if small >= 4.5:
            return cls(1, min(10.5, across / 4.5, down - small), small, full=False)
        one = max(3.0, min(8.0, across / 9, down))
        return cls(0, one, one, full=False)

    def lines(self, cell: Any) -> list[tuple[str, float, str]]:
        """The cell's lines of words, each with its size and weight."""
        unclear = f"{cell.unclear:,} unclear" if cell.unclear else ""
        if not cell.n:
            return [(unclear, self.small, "normal")] if unclear else []
        mean, count = signed(cell.mean), f"n = {cell.n:,}"
        if not self.below:
            return [(f"{mean} ({cell.n:,})", self.mean, "normal")]
        rows = [count]
        if self.full:
            ends = "" if pd.isna(cell.low) else span(cell.low, cell.high)
            rows = [ends, count, f"+{unclear}" * bool(unclear)]
            while len(rows) > self.below:
                rows[-2:] = [", ".join(filter(None, rows[-2:]))]
        small = [(words, self.small, "normal") for words in rows if words]
        return [(mean, self.mean, "bold"), *small]


def draw_cell(ax: Axes, x: int, y: float, cell: Any, plan: Plan) -> None:
    """The cell and its words around (x, y); pale and hatched where n is small."""
    from matplotlib.patches import Rectangle

    ink = MUTED
    if cell.n:
        few, colour = cell.n < FEW, stance_colour(cell.mean)
        colour = _pale(colour) if few else colour
        patch = Rectangle((x - 0.48, y - 0.47), 0.96, 0.94, facecolor=colour, linewidth=0)
        if few:
            patch.set(hatch="////", edgecolor="white")
        ax.add_patch(patch)
        # Not the style sheet's ink, which changes with the page: the cell's colour does not.
        ink = "#ffffff" if _dark(colour) else "#111111"
    lines = plan.lines(cell)
    up = 0.61 * sum(size for _, size, _ in lines)
    for words, size, weight in lines:
        ax.annotate(
            words, (x, y), xytext=(0, up - 0.61 * size), textcoords="offset points", ha="center",
            va="center_baseline", color=ink, fontsize=size, fontweight=weight, parse_math=False,
        ).set_in_layout(False)  # fmt: skip
        up -= 1.22 * size


def _pale(colour: str) -> str:
    return "#" + "".join(f"{(int(colour[i : i + 2], 16) + 255) // 2:02X}" for i in (1, 3, 5))


def _dark(colour: str) -> bool:
    """Whether white reads better on this colour than black (relative luminance, WCAG 2)."""
    parts = [(int(colour[i : i + 2], 16) / 255) ** 2.2 for i in (1, 3, 5)]
    return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2] < 0.18
