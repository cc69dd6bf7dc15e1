"""Quotes over time, by camp, with the days on which something happened."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Literal, Self

import numpy as np
import pandas as pd

from analystkit.charts.scaffold import counting
from analystkit.charts.scaffold.docs import documented
from analystkit.charts.scaffold.frame import Around, empty, inches
from analystkit.charts.scaffold.style import INK, MUTED, RULE, Axes, axes, group_colours, styled
from analystkit.charts.scaffold.words import clean, fit, remember, wide
from analystkit.palette import GROUPS, KINDS
from analystkit.palette import MISSING as GREY
from analystkit.palette import OTHERS as DARK
from analystkit.tables.joins import with_articles
from analystkit.text.wording import plural

Event = tuple[pd.Timestamp, str]
_STEPS = {"day": "D", "week": "W-SUN", "month": "M", "year": "Y"}
_SHOWN = 7
_MOST = 3000  # bars beyond which a chart neither shows nor ends


@documented
def timeline(
    quotes: pd.DataFrame,
    *,
    articles: pd.DataFrame,
    by: str = "camp",
    events: Mapping[Any, str] | None = None,
    every: str | None = None,
    colours: Mapping[str, str] | None = None,
    ax: Axes | None = None,
) -> Axes:
    """When they speak: stacked bars of the quotes a day, by camp.

    A quote's day is that of its article's ``published``, in UTC.

    Parameters
    ----------
    $quotes
    articles : DataFrame
        The articles, with ``published``; quotes without a date are counted in a note.
    by : str
        The column to colour by: ``camp``, ``speaker``, ``actor``, ``kind``, ``outlet`` … The seven
        largest groups are shown, the rest added up; quotes without a group are grey, on top.
        Groups that are no camps have colours of their own, which say nothing of a side.
    events : mapping, optional
        Date to a few words, drawn as labelled lines: ``{"2021-06-27": "strikes"}``.
    every : {"day", "week", "month", "year"}, optional
        What one bar spans (weeks start on Monday). Unless given: days up to four months, weeks up
        to two years, months up to twenty years, years beyond.
    $colours $ax

    $axes
    ValueError
        When an event's date cannot be read, `every` is not one of the four, or it would make
        thousands of bars.

    $example
    >>> ax = timeline(tables.empty_quotes(), articles=tables.empty_articles())
    >>> ax.get_title(loc="left")
    'When they speak, by camp'
    """
    if every is not None and every not in _STEPS:
        raise ValueError(f"timeline: every={every!r} is not one of: {', '.join(_STEPS)}")
    marks = _event_dates(events or {})
    table, word = with_articles(quotes, articles), by.replace("_", " ")
    frame = counting.group_rows(table, by, chart="timeline", day=counting.days_of(table))
    dated = frame.dropna(subset="day")
    undated = len(frame) - len(dated)
    notes = [f"{undated:,} of {plural(len(frame), 'quote')} without a date, not shown"]
    notes *= bool(undated)
    if dated.empty:
        message = "None of these quotes has a date" if undated else "No quotes to show"
        return empty(ax, f"When they speak, by {word}", message)
    periods, whole, step = _periods(dated["day"], every)
    kept = counting.commonest(dated["group"], _SHOWN)
    counts = counting.crossed(periods, dated["group"], keep=(list(whole), kept)).set_axis(whole)
    names = counting.names_of(counts.columns, dated["group"].nunique() - len(kept), word)
    title = f"When they speak: {plural(len(dated), 'quote')}, by {step} and {word}"
    dates = " to ".join(dict.fromkeys(map(_said, (whole[0], whole[-1]))))
    palette = group_colours(table, by, colours) if by == "camp" else KINDS if by == "kind" else {}
    with styled():
        ax = axes(ax, width=8)
        keys = list(zip(names, _draw(ax, counts, step, palette), strict=True))
        rows, drawn = _draw_events(ax, marks)
        if len(drawn) < len(marks):
            outside = plural(len(marks) - len(drawn), "event")
            notes.append(f"{outside} outside these dates")
        around = Around.of(inches(ax)[0], title, [f"{dates}, UTC", *notes], keys, rows=len(keys))
        around.put(ax, pad=10 + 11 * rows)
    lead = f"Stacked bar chart. {title}. {dates}."
    said = _words(counts, names, step, drawn)
    return remember(ax, lead, *said, f"{'; '.join(notes)}." if notes else "")


def _periods(days: pd.Series, every: str | None) -> tuple[pd.Series, pd.PeriodIndex, str]:
    """The period of each day, all periods, empty ones included, and what one is called."""
    span = (days.max() - days.min()).days
    limits = {"day": 122, "week": 731, "month": 7305}
    step = every or next((step for step, most in limits.items() if span <= most), "year")
    periods = days.dt.to_period(_STEPS[step])
    first, last = periods.min(), periods.max()
    if (bars := (last - first).n + 1) > _MOST:
        raise ValueError(
            f"timeline: every={step!r} makes {bars:,} bars from {_said(first)} to "
            f"{_said(last)}; choose a longer step, or leave out the stray dates"
        )
    return periods, pd.period_range(first, last, freq=_STEPS[step]), step


def _said(period: pd.Period) -> str:
    day = period.asfreq("D", how="start")
    if period.freqstr.startswith("Y"):
        return str(day.year)
    month = f"{day.strftime('%B')} {day.year}"
    return month if period.freqstr.startswith("M") else f"{day.day} {month}"


def _numbers(periods: pd.PeriodIndex, how: Literal["S", "E"]) -> np.ndarray:
    """The first or last days as matplotlib counts them; timestamps do not reach all years."""
    days = periods.asfreq("D", how=how)
    return np.array([date(day.year, day.month, day.day).toordinal() for day in days]) - 719163


def _draw(ax: Axes, counts: pd.DataFrame, step: str, palette: Mapping[str, str]) -> list[str]:
    """Bars and axes; the groups' colours."""
    from matplotlib.dates import num2date
    from matplotlib.ticker import FuncFormatter, MaxNLocator

    periods = pd.PeriodIndex(counts.index)
    starts = _numbers(periods, "S")
    widths = (_numbers(periods, "E") + 1 - starts) * 0.86
    align: Literal["center", "edge"] = "center" if step == "day" else "edge"
    below, spare = np.zeros(len(counts), dtype=int), iter(GROUPS)
    known = {**palette, counting.OTHERS: DARK, counting.MISSING: GREY}
    colours = [known.get(str(group)) or next(spare) for group in counts.columns]
    for colour, heights in zip(colours, counts.to_numpy().T, strict=True):
        on = heights > 0
        ax.bar(
            starts[on], heights[on], width=widths[on], bottom=below[on], align=align, color=colour,
            edgecolor="white", linewidth=0.4,
        )  # fmt: skip
        below = below + heights
    ax.set_ylabel(f"quotes a {step}")
    ax.yaxis.set_major_locator(MaxNLocator(5, integer=True, min_n_ticks=1))
    ax.ticklabel_format(axis="y", style="plain", useOffset=False)
    ax.grid(axis="y", color=RULE, linewidth=0.7)
    ax.spines["left"].set_visible(False)
    every = -(-len(starts) // max(3, int(inches(ax)[0] * 1.4)))
    ax.set_xticks(starts[::every])
    form = {"month": "{:%b %Y}", "year": "{0.year}"}.get(step, "{0.day} {0:%b}")
    ax.xaxis.set_major_formatter(FuncFormatter(lambda at, _: form.format(num2date(at))))
    ends = starts + (widths if step != "day" else 0)
    pad = max(0.7, (8 - (ends.max() - starts.min())) / 2)
    ax.set_xlim(starts.min() - pad, ends.max() + pad)
    return colours


def _words(counts: pd.DataFrame, names: list[str], step: str, marks: list[Event]) -> list[str]:
    total = counts.sum(axis=1)
    lead = {"day": "Most on", "week": "Most in the week of"}.get(step, "Most in")
    label = {counting.OTHERS: "others", counting.MISSING: "not given"}
    keys = [label.get(key, name) for key, name in zip(counts.columns, names, strict=True)]
    sums = [f"{key} {n:,}" for key, n in zip(keys, counts.sum(), strict=True)]
    marked = "; ".join(f"{day.date()} {clean(text)}" for day, text in marks)
    return [
        f"{lead} {_said(counts.index[int(total.argmax())])} (n = {total.max():,}).",
        "; ".join(sums) + ".",
        f"Marked: {marked}." if marked else "",
    ]


@dataclass(frozen=True)
class _Label:
    """Where a label stands: its line and its ends as shares of the width, and its row."""

    line: float
    start: float
    end: float
    row: int = 0

    def among(self, others: list[Self]) -> Self:
        """The label in the lowest row where it meets no other, or in one above all."""
        top = 1 + max((other.row for other in others), default=-1)
        rows = [replace(self, row=row) for row in range(top + 1)]
        return next((label for label in rows if not any(map(label.crosses, others))), rows[-1])

    def crosses(self, other: Self) -> bool:
        """Whether the words of one meet the words, or the line, of the other."""
        if self.row == other.row:
            return self.start < other.end + 0.02 and other.start < self.end + 0.02
        high, low = (self, other) if self.row > other.row else (other, self)
        return low.start < high.line < low.end


def _event_dates(events: Mapping[Any, str]) -> list[Event]:
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


def _draw_events(ax: Axes, marks: list[Event]) -> tuple[int, list[Event]]:
    """Lines and labels at the events within the chart's days: the labels' rows, those drawn."""
    from matplotlib.dates import date2num
    from matplotlib.transforms import offset_copy

    low, high = ax.get_xlim()
    blend = ax.get_xaxis_transform()
    width = inches(ax)[0]
    drawn = [(day, words) for day, words in marks if low <= date2num(day) <= high]
    taken: list[_Label] = []
    for day, words in reversed(drawn):
        at = float(date2num(day))
        share, text = (at - low) / (high - low), fit(words, 2.3, size=8, lines=1)
        left = share > 0.6
        length = (0.04 + wide(text, 8)) / width
        label = _Label(share, *((share - length, share) if left else (share, share + length)))
        taken.append(label.among(taken))
        up = 4 + 11 * taken[-1].row
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
