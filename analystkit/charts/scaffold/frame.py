"""What every chart begins and ends with: its checks, its room, what stands around it."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Self

from analystkit.charts.scaffold.style import MUTED, RULE, Axes, axes, styled
from analystkit.charts.scaffold.words import fit, remember, widest

_KEY = 0.42  # inches of a legend's patch and the space around it
Keys = Sequence[tuple[str, str]]  # a legend's words, each with its colour


def check_least(chart: str, **options: int | None) -> None:
    """An error where one of these options is less than 1."""
    for key, value in options.items():
        if value is not None and value < 1:
            every = ", or None for all" * (key == "top")
            raise ValueError(f"{chart}: {key}={value!r} must be at least 1{every}")


def empty(ax: Axes | None, title: str, message: str) -> Axes:
    """A chart without data that says why."""
    with styled():
        ax = axes(ax, height=2.2)
        Around.of(inches(ax)[0], title).put(ax)
        ax.set(xticks=[], yticks=[])
        ax.spines[:].set_visible(False)
        ax.text(
            0.5, 0.5, fit(message, 0.9 * inches(ax)[0], size=9), transform=ax.transAxes,
            ha="center", va="center", color=MUTED, style="italic", parse_math=False,
        )  # fmt: skip
    said = re.sub("^No (quotes|stances) ", r"There are no \1 ", message)
    return remember(ax, f"{title}. {said}.")


def inches(ax: Axes, *, beside: float = 0.5, under: float = 0.9) -> tuple[float, float]:
    """About how wide and high the plot will be, given the inches its labels take."""
    figure, place = ax.get_figure(root=True), ax.get_subplotspec()
    assert figure is not None
    laid_out = place is not None and figure.get_layout_engine() is not None
    box = place.get_position(figure) if place and laid_out else ax.get_position(original=True)
    width, height = figure.get_size_inches() * (box.width, box.height)
    if not laid_out:  # labels hang outside
        return float(width), float(height)
    # The grid still holds the default margins, a fifth of the figure, which the engine gives away.
    return max(0.8, width * 1.24 - beside), max(0.4, height * 1.24 - under)


def set_height(ax: Axes, height: float) -> None:
    """Make the chart's own figure so many inches high."""
    figure = ax.get_figure(root=True)
    assert figure is not None
    figure.set_figheight(height)


def fitting(
    top: int | None, ax: Axes | None, *, under: float, points: float, besides: float = 0
) -> int | None:
    """As many groups of so many points as asked for, or as the caller's Axes have room for."""
    if ax is None:
        return top
    most = max(3, int(inches(ax, under=under)[1] * 72 / points - besides))
    return most if top is None else min(top, most)


@dataclass(frozen=True)
class Around:
    """What stands around a plot: title, notes and legend, wrapped to its width."""

    title: str
    note: str
    keys: Keys
    columns: int  # of the legend
    names: float  # inches the names of the rows take, which the legend stands below as well

    @classmethod
    def of(
        cls,
        width: float,
        title: str,
        notes: Sequence[str] = (),
        keys: Keys = (),
        *,
        names: float = 0,
        rows: int = 3,
    ) -> Self:
        """Words of a long legend are cut so that two fit beside; beyond `rows` they are counted."""
        names = names if names > 0.8 else 0
        room = width + names
        keys = [(fit(words, 1.9, lines=1), colour) for words, colour in keys]
        longest = widest([words for words, _ in keys], 8.5) + _KEY
        columns = max(1, min(len(keys), 4, int(room / longest)))
        if columns == 1 and keys:
            columns = 2 if len(keys) > 4 else 1
            keys = [(fit(words, room / columns - _KEY, lines=1), colour) for words, colour in keys]
        if len(keys) > rows * columns:
            shown = rows * columns - 1
            keys = [*keys[:shown], (f"and {len(keys) - shown} more", "none")]
        width *= 0.97  # it is estimated, and figures may be drawn at any resolution
        title = fit(title, width, size=10.5, weight="bold", lines=3)
        note = fit("; ".join(filter(None, notes)), width, lines=4) if any(notes) else ""
        return cls(title, note, keys, columns, names)

    @property
    def rows(self) -> int:
        """Rows of the legend."""
        return -(-len(self.keys) // self.columns)

    def tall(self, ticks: int = 1) -> float:
        """Inches it takes above and below, with so many lines of words at the ticks."""
        lines, titles = self.note.count("\n") + 1 + ticks, self.title.count("\n") + 1
        return 0.5 + 0.18 * titles + 0.15 * lines + 0.19 * self.rows + 0.1 * bool(self.keys)

    def put(self, ax: Axes, *, ticks: int = 1, pad: float | None = None) -> None:
        """Write it; `pad` is the points between plot and title."""
        ax.set_title(self.title, parse_math=False, pad=pad)
        ax.set_xlabel(self.note, loc="left")
        if self.keys:
            legend(ax, self, below=21 + 15 * ticks + 11 * self.note.count("\n"))


def legend(ax: Axes, around: Around, *, below: float) -> None:
    """The legend, so many points under the Axes and the names of its rows."""
    from matplotlib.patches import Patch
    from matplotlib.transforms import offset_copy

    keys, page = around.keys, ax.get_figure(root=True)
    corner = offset_copy(ax.transAxes, page, x=-72 * around.names, y=-below, units="points")
    drawn = ax.legend(
        handles=[Patch(fc=colour, ec=RULE if colour != "none" else "none") for _, colour in keys],
        labels=["key"] * len(keys),
        loc="upper left", bbox_to_anchor=(0, 0), bbox_transform=corner, borderaxespad=0,
        borderpad=0, ncols=around.columns,
    )  # fmt: skip
    # Set afterwards: matplotlib leaves labels that begin with an underscore out of a legend.
    for text, (words, _) in zip(drawn.get_texts(), keys, strict=True):
        text.set_parse_math(False)
        text.set_text(words)
