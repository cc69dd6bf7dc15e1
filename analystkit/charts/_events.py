"""Dates on which something happened, as labelled lines over a chart of days."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import pandas as pd

from analystkit.charts._style import INK, MUTED, clean, inches

if TYPE_CHECKING:
    from matplotlib.axes import Axes


@dataclass(frozen=True)
class _Label:
    """Where a label stands: its line and its ends as shares of the width, and its row."""

    line: float
    start: float
    end: float
    row: int = 0

    def among(self, others: list[_Label]) -> _Label:
        """The label in the lowest row where it fits, or above all where it fits in none."""
        top = 1 + max((other.row for other in others), default=-1)
        row = next((row for row in range(top + 1) if self.fits(row, others)), top)
        return replace(self, row=row)

    def fits(self, row: int, others: list[_Label]) -> bool:
        """Whether neither the words nor the lines of two labels would cross in this row."""
        for other in others:
            if row == other.row and self.start < other.end + 0.02 and other.start < self.end + 0.02:
                return False
            if row > other.row and other.start < self.line < other.end:
                return False
            if row < other.row and self.start < other.line < self.end:
                return False
        return True


def event_dates(events: Mapping[Any, str]) -> list[tuple[pd.Timestamp, str]]:
    """Day and words of each event, in order; an error that names a date it cannot read."""
    marks = []
    for when, words in events.items():
        try:
            stamp = pd.to_datetime(when, utc=True)
        except (ValueError, TypeError) as error:
            raise ValueError(
                f"timeline: the event date {when!r} ({words}) is not a date such as 2021-06-27"
            ) from error
        if pd.isna(stamp):
            raise ValueError(f"timeline: the event {words!r} has no date")
        marks.append((stamp.tz_localize(None).normalize(), str(words)))
    return sorted(marks)


def draw_events(
    ax: Axes, marks: list[tuple[pd.Timestamp, str]]
) -> tuple[int, list[tuple[pd.Timestamp, str]]]:
    """Lines at the events within the chart's days, labels above: how many rows they take,
    and the events drawn.
    """
    from matplotlib.dates import date2num
    from matplotlib.transforms import offset_copy

    low, high = ax.get_xlim()
    blend = ax.get_xaxis_transform()
    width = inches(ax)[0]
    drawn = [(day, words) for day, words in marks if low <= date2num(day) <= high]
    taken: list[_Label] = []
    for day, words in reversed(drawn):
        at = float(date2num(day))
        share, text = (at - low) / (high - low), _cut(words, 34)
        left = share > 0.6
        length = 0.072 * len(text) / width
        label = _Label(share, *((share - length, share) if left else (share, share + length)))
        label = label.among(taken)
        taken.append(label)
        up = 4 + 11 * label.row
        ax.annotate(
            text, (at, 1), xycoords=blend, xytext=(-2 if left else 2, up),
            textcoords="offset points", ha="right" if left else "left", fontsize=8, color=INK,
            parse_math=False, annotation_clip=False,
        )  # fmt: skip
        above = offset_copy(blend, ax.get_figure(root=True), y=up + 8, units="points")
        line = {"arrowstyle": "-", "color": MUTED, "linewidth": 0.9, "linestyle": (0, (3, 2))}
        ax.annotate(
            "", (at, 0), xycoords=blend, xytext=(at, 1), textcoords=above, zorder=3,
            annotation_clip=False, arrowprops={**line, "shrinkA": 0, "shrinkB": 0},
        )  # fmt: skip
    return 1 + max((label.row for label in taken), default=-1), drawn


def _cut(words: str, width: int) -> str:
    text = clean(words)
    return text if len(text) <= width else text[: width - 1].rstrip() + "…"
