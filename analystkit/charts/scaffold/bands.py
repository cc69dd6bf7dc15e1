"""The drawing of a network: names, nodes, and the bands between them, as large as they can be."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Self

import numpy as np
import pandas as pd

from analystkit.charts.scaffold.bipartite import Side, ordered, placed
from analystkit.charts.scaffold.frame import Around, Keys, inches, legend, set_height
from analystkit.charts.scaffold.stance_cells import FEW, SCALE
from analystkit.charts.scaffold.style import INK, MUTED, Axes, axes
from analystkit.charts.scaffold.words import fit, wide, widest
from analystkit.palette import stance_colour

_NODE, _GAP = 7.0, 4.0  # points: a node's width, and the space beside it
_WIDEST = 13.0


@dataclass(frozen=True)
class Labels:
    """The words of a node: as many lines as there is room for."""

    lines: int  # of the name, 0 where name and n share a line
    size: float
    wide: float  # inches a name may take

    @property
    def height(self) -> float:
        """Points, with some space around."""
        return (self.lines * 1.25 + 1.15) * self.size + 5 if self.lines else 1.3 * self.size

    def of(self, name: str, n: int, unclear: int) -> tuple[str, str]:
        """The name and, where they have a line of their own, the node's figures."""
        if self.lines:
            count = f"n = {n:,}" + (f", +{unclear:,} unclear" if unclear else "")
            return fit(name, self.wide, size=self.size, lines=self.lines), count
        room = self.wide - wide(count := f", {n:,}", self.size)
        return fit(name, room, size=self.size, lines=1) + count, ""


def draw_bands(
    ax: Axes | None,
    left: list[Any],
    right: list[Any],
    bands: Mapping[tuple[int, int], Any],
    *,
    title: str,
    notes: list[str],
    camps: Keys,
) -> Axes:
    """Nodes (``name``, ``n``, ``unclear``, ``colour``), and `bands`: (left, right) to that cell."""
    counts = np.zeros((len(left), len(right)), dtype=int)
    for key, cell in bands.items():
        counts[key] = cell.n
    new, ax = ax is None, axes(ax, width=7.6)
    width = inches(ax, beside=0.15)[0]
    doubts = f"dashed: n < {FEW}, or the 95% interval holds 0"
    doubts *= any(map(_uncertain, bands.values()))
    notes = ["colour: mean score", "width: clear stances (n)", doubts, *notes]
    around = Around.of(width, title, notes, SCALE)
    second = Around.of(width, title, keys=camps, rows=4 if new else 3)
    under = around.tall(0) + 0.19 * second.rows
    if new:
        set_height(ax, min(9.5, Plan.height(counts) / 72 + under))
    elif inches(ax, under=under)[1] < 0.8:
        under, camps = around.tall(0), ()
    room = 72 * inches(ax, under=under)[1]
    plan, (rows, columns) = Plan.of(counts, width, room), ordered(counts)
    least = plan.labels.height
    sides = (
        placed(plan.slots, rows, columns, label=least, room=room),
        placed(plan.slots.T, columns, rows, label=least, room=room),
    )
    ax.set(xlim=(0, 72 * width), ylim=(room, 0), xticks=[], yticks=[])
    ax.spines[:].set_visible(False)
    starts = _column(ax, left, sides[0], plan.widths, plan.labels, at=0, align="right")
    end = _column(ax, right, sides[1], plan.widths.T, plan.labels, at=72 * width, align="left")
    start = starts + 1
    if plan.small:  # each band's n stands at its left end
        start += 72 * widest([f"{n:,}" for n in counts[counts > 0]], plan.small) + 1
        for key, y in sides[0].ends.items():
            ax.text(
                start, y, f"{counts[key]:,}", ha="right", va="center_baseline",
                fontsize=plan.small, color=MUTED, parse_math=False,
            )  # fmt: skip
        start += 2
    # What says something lies on top of what does not, and thin bands on broad ones.
    for key in sorted(bands, key=lambda key: (not _uncertain(bands[key]), -counts[key])):
        ys = sides[0].ends[key], sides[1].ends[key[::-1]]
        _band(ax, (start, end - 1), ys, plan.widths[key], bands[key])
    around.put(ax, ticks=0)
    if camps:
        first = ax.get_legend()
        assert first is not None
        legend(ax, second, below=39 + 11 * around.note.count("\n"))
        ax.add_artist(first)
    return ax


def _uncertain(cell: Any) -> bool:
    """Whether a band says little: few stances, or an interval that holds 0."""
    return bool(cell.n < FEW or pd.isna(cell.low) or cell.low <= 0 <= cell.high)


def _column(
    ax: Axes,
    nodes: list[Any],
    side: Side,
    widths: np.ndarray,
    labels: Labels,
    *,
    at: float,
    align: str,
) -> float:
    """A column's names, from the edge of the Axes, and its nodes; the nodes' inner end."""
    from matplotlib.patches import Rectangle

    words = [labels.of(node.name, node.n, node.unclear) for node in nodes]
    inwards = 1 if align == "right" else -1
    inner = [max(wide(name, labels.size), wide(n, 0.9 * labels.size)) for name, n in words]
    x = at + inwards * 72 * max(inner)
    for i, y in side.middle.items():
        name, count = words[i]
        lines = 1 + name.count("\n")
        both = (name, -0.6 if count else 0, 1.0, INK), (count, 0.6 * lines, 0.9, MUTED)
        for text, down, share, colour in both:
            ax.text(
                x, y + down * labels.size, text, ha=align, va="center", color=colour,
                fontsize=share * labels.size, linespacing=1.1, parse_math=False,
            )  # fmt: skip
    x, inner_end = x + inwards * _GAP, x + inwards * (_GAP + _NODE)
    x = min(x, inner_end)
    # A node has a piece for each band, as high as the band is wide, on a pale spine.
    for i, node in enumerate(nodes):
        ys = [(y, widths[key]) for key, y in side.ends.items() if key[0] == i]
        top, bottom = min(y - w / 2 for y, w in ys), max(y + w / 2 for y, w in ys)
        ax.add_patch(Rectangle((x, top), _NODE, bottom - top, color=node.colour, alpha=0.3, lw=0))
        for y, w in ys:
            ax.plot([x, x + _NODE], [y, y], color=node.colour, lw=w, solid_capstyle="butt")
    return inner_end


def _band(
    ax: Axes, xs: tuple[float, float], ys: tuple[float, float], width: float, cell: Any
) -> None:
    from matplotlib.patches import PathPatch
    from matplotlib.path import Path
    from matplotlib.patheffects import Normal, Stroke

    bend = xs[0] + 0.5 * (xs[1] - xs[0])
    points = [(xs[0], ys[0]), (bend, ys[0]), (bend, ys[1]), (xs[1], ys[1])]
    path = Path(points, [Path.MOVETO, Path.CURVE4, Path.CURVE4, Path.CURVE4])
    doubtful = _uncertain(cell)
    dashes: Any = (0, (4 / width, 2.5 / width)) if doubtful else "-"
    band = PathPatch(
        path, facecolor="none", edgecolor=stance_colour(cell.mean), linewidth=width,
        linestyle=dashes, capstyle="butt", alpha=0.7 if doubtful else 0.95,
    )  # fmt: skip
    # A neutral band is nearly white: its rims keep it apart from the page.
    if not doubtful or abs(cell.mean) < 0.3:
        band.set_path_effects([Stroke(linewidth=width + 0.8, foreground=MUTED), Normal()])
    ax.add_patch(band)


@dataclass(frozen=True)
class Plan:
    """The largest words and bands that fit, all in points."""

    labels: Labels
    small: float  # the figures at the bands, 0 for none
    widths: np.ndarray  # of the bands, left nodes × right nodes
    slots: np.ndarray  # what each band's end takes of a node

    @classmethod
    def of(cls, counts: np.ndarray, width: float, room: float) -> Self:
        """What fits so many inches and points: figures give way first, then names, then widths."""
        sizes = [(2, 8.5), (1, 8.5), (2, 7.5), (1, 7.5), (0, 7.5)]
        tried = [(*size, small, 0.75) for small in (7.0, 6.0, 5.5) for size in sizes]
        sizes = [(2, 8.5), (1, 8.5), (1, 7.5), (0, 7.5), (0, 6.5), (0, 5.5), (0, 4.5)]
        tried += [(*size, 0.0, share) for size in sizes for share in (0.75, 0.5, 0.3)]
        plans = [cls._try(counts, width, room, *each) for each in tried]
        return next((plan for plan in plans if plan.tall <= room), plans[-1])

    @classmethod
    def height(cls, counts: np.ndarray) -> float:
        """The points that show everything at its largest, and some space between nodes."""
        return cls._try(counts, 7.6, np.inf, 2, 8.5, 7.0, 0.75).tall + 8 * max(counts.shape)

    @classmethod
    def _try(
        cls, counts: np.ndarray, width: float, room: float, lines: int, size: float, small: float,
        share: float,
    ) -> Self:  # fmt: skip
        labels = Labels(lines, size, max(0.6, min(2.0, 0.33 * width)))
        each = min(_WIDEST / counts.max(), share * room / counts.sum())
        widths = np.where(counts > 0, np.maximum(0.8, counts * each), 0.0)
        slots = np.maximum(widths + 0.6, 1.2 * small if small else 1.6)
        return cls(labels, small, widths, np.where(counts > 0, slots, 0.0))

    @property
    def tall(self) -> float:
        """Points the taller column needs: for all of a node's bands, or its label."""
        nodes = (np.maximum(self.slots.sum(axis=i), self.labels.height) for i in (0, 1))
        return float(max(column.sum() for column in nodes))
