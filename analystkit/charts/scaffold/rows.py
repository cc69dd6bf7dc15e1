"""A chart of rows, one a group: names on the left, marks, and figures in words on the right."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Self

import pandas as pd

from analystkit.charts.scaffold.counting import MISSING, OTHERS, names_of
from analystkit.charts.scaffold.frame import Around, Keys, inches, set_height
from analystkit.charts.scaffold.style import INK, PLAIN, Axes, axes
from analystkit.charts.scaffold.words import clean, fit, listed, widest
from analystkit.palette import MISSING as GREY
from analystkit.palette import OTHERS as DARK


@dataclass
class Rows:
    """The rows as they are laid out; `plot` is the inches beside the names."""

    ax: Axes
    groups: list[Any]  # as `lumped` has them
    names: list[str]  # in full
    new: bool  # whether the figure is the chart's own
    most: float  # inches that names may take
    plot: float
    size: float = 9.0  # points of the names

    @classmethod
    def of(
        cls, ax: Axes | None, groups: Iterable[Any], left: int, word: str, *, width: float = 7.2
    ) -> Self:
        """The rows of these groups, `left` more of which are added up as one."""
        new, ax = ax is None, axes(ax, width=width)
        groups = [pd.NA if pd.isna(group) or group == MISSING else group for group in groups]
        whole = inches(ax, beside=0.15)[0]
        rows = cls(ax, groups, names_of(groups, left, word), new, min(2.1, 0.36 * whole), whole)
        rows.plot -= widest(rows.wrapped(), rows.size)
        return rows

    @property
    def ys(self) -> list[float]:
        """Where the rows stand: that without a group below a gap."""
        return [i + 0.4 * bool(pd.isna(group)) for i, group in enumerate(self.groups)]

    def wrapped(self, lines: int = 2) -> list[str]:
        """The names on so many lines; on one they may be longer."""
        most = self.most if lines > 1 else 1.25 * self.most
        return [fit(name, most, size=self.size, lines=lines) for name in self.names]

    def colours(self, palette: Mapping[str, str]) -> list[str]:
        """Each row's colour."""
        known, plain = {**palette, OTHERS: DARK}, DARK if palette else PLAIN
        return [GREY if pd.isna(group) else known.get(str(group), plain) for group in self.groups]

    def dress(
        self,
        title: str,
        notes: Sequence[str],
        keys: Keys = (),
        *,
        row: float,
        ticks: int = 1,
        over: int = 0,
    ) -> None:
        """Names, title, notes and legend; so many lines of words at the ticks and over the plot."""
        ax, names, ys = self.ax, self.wrapped(), self.ys
        beside = widest(names, self.size)
        most = 4 if self.new else 3
        around = Around.of(self.plot, title, notes, keys, names=beside, rows=most)
        bottom = max(*ys, 0.0 if self.new else 3.0) + 0.6
        if self.new:
            row += 0.08 * any("\n" in name for name in names)
            set_height(ax, around.tall(ticks + over) + row * (bottom + 0.6))
        elif inches(ax, under=around.tall(ticks + over))[1] < 0.7:
            around = Around.of(self.plot, title, notes)
        room = inches(ax, under=around.tall(ticks + over))[1] * 72 / (bottom + 0.6)
        self.size = max(4.0, min(9.0, 0.78 * room))
        if room < 23:
            names = self.wrapped(lines=1)
        # The names are longer on one line, and smaller where there is little room.
        drawn, keys = widest(names, self.size), keys if around.keys else ()
        self.plot += beside - drawn
        around = Around.of(self.plot, title, notes, keys, names=drawn, rows=most)
        ax.set_yticks(ys, names, fontsize=self.size, parse_math=False)
        ax.set_ylim(bottom, -0.6)
        ax.spines["left"].set_visible(False)
        around.put(ax, ticks=ticks)

    def scale(
        self, low: float, high: float, figures: list[str], ticks: Mapping[float, str]
    ) -> None:
        """A scale from low to high, and the rows' figures in a column to the right of it."""
        size = 0.94 * self.size
        share = min(0.62, (0.2 + widest(figures, size)) / self.plot)
        self.ax.set_xlim(low, low + (high - low) / (1 - share))
        every = 1 if self.plot * (1 - share) > 2 else 2
        self.ax.set_xticks([*ticks][::every], [*ticks.values()][::every])
        self.ax.spines["bottom"].set_visible(False)
        self.plot *= 1 - share
        for y, words in zip(self.ys, figures, strict=True):
            self.say(words, high, y)

    def say(self, words: str, x: float, y: float) -> None:
        """Figures to the right of a mark."""
        self.ax.annotate(
            words, (x, y), xytext=(6, 0), textcoords="offset points", va="center", color=INK,
            fontsize=0.94 * self.size, parse_math=False,
        )  # fmt: skip


def in_words(rows: pd.DataFrame, word: str, figures: Callable[[Any], str]) -> list[str]:
    """Every row's group and figures; that without a group has a sentence of its own."""
    marks: Iterable[Any] = rows.itertuples()
    said = [(row.group, figures(row)) for row in marks]
    named = [f"{clean(group)} {inside}" for group, inside in said if not pd.isna(group)]
    apart = [f"No {word} given: {inside}." for group, inside in said if pd.isna(group)]
    return [*[f"{listed(named)}."] * bool(named), *apart]
