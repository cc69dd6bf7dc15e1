"""Quotes over time, by camp, with the days on which something happened."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

import numpy as np
import pandas as pd

from analystkit.charts.scaffold.style import (
    INK,
    MUTED,
    RULE,
    axes,
    blank,
    clean,
    fit,
    group_colours,
    inches,
    legend_below,
    remember,
    styled,
)
from analystkit.palette import GROUPS, KINDS, MISSING, OTHERS
from analystkit.tables.joins import group_column, with_articles
from analystkit.text.wording import plural

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_STEPS = {"day": "D", "week": "W-SUN", "month": "M", "year": "Y"}
_SHOWN = 7
_MOST = 3000  # bars beyond which a chart neither shows nor ends


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
    quotes : DataFrame
        A quotes table.
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
    colours : mapping, optional
        Camp to colour where it should not be the usual one.
    ax : Axes, optional
        Where to draw; a new figure otherwise.

    Returns
    -------
    Axes

    Raises
    ------
    TableError
        When `by` is not a column to count by, or the tables break the contract.
    ValueError
        When an event's date cannot be read, `every` is not one of the four, or it would make
        thousands of bars.

    Examples
    --------
    >>> from analystkit import tables
    >>> ax = timeline(tables.empty_quotes(), articles=tables.empty_articles())
    >>> ax.get_title(loc="left")
    'When they speak, by camp'
    """
    if every is not None and every not in _STEPS:
        raise ValueError(f"timeline: every={every!r} is not one of: {', '.join(_STEPS)}")
    marks = event_dates(events or {})
    table, word = with_articles(quotes, articles), by.replace("_", " ")
    groups = group_column(table, by, chart="timeline")
    days = _days(table)
    note = _note(int(days.isna().sum()), len(table))
    if days.isna().all():
        message = "No quotes to show" if table.empty else "None of these quotes has a date"
        with styled():
            ax = blank(axes(ax, height=2.2), f"When they speak, by {word}", message)
        return remember(ax, f"When they speak, by {word}. {message}.")
    counts, names, step = _counts(groups[days.notna()], days.dropna(), every, word)
    dated = plural(int(days.notna().sum()), "quote")
    title = f"When they speak: {dated}, by {step} and {word}"
    palette = group_colours(table, by, colours) if by == "camp" else KINDS if by == "kind" else {}
    with styled():
        ax = axes(ax, width=8)
        keys = _draw(ax, counts, names, step, palette)
        rows, drawn = draw_events(ax, marks)
        if len(drawn) < len(marks):
            outside = plural(len(marks) - len(drawn), "event")
            note = "; ".join(filter(None, [note, f"{outside} outside these dates"]))
        width = inches(ax)[0]
        ax.set_title(fit(title, int(width * 10.8)), parse_math=False, pad=10 + 11 * rows)
        under = fit("; ".join(filter(None, [f"{_range(counts)}, UTC", note])), int(width * 14))
        ax.set_xlabel(under, loc="left")
        legend_below(ax, keys, points=38 + 11 * under.count("\n"))
    return remember(ax, *_words(title, counts, names, step, drawn, note))


def _days(table: pd.DataFrame) -> pd.Series:
    if "published" not in table:
        return pd.Series(pd.NaT, index=table.index, dtype="datetime64[us]")
    stamps = pd.to_datetime(table["published"], utc=True)
    return stamps.dt.tz_localize(None).dt.normalize()


def _note(undated: int, total: int) -> str:
    return f"{undated:,} of {plural(total, 'quote')} without a date, not shown" if undated else ""


def _counts(
    groups: pd.Series, days: pd.Series, every: str | None, word: str
) -> tuple[pd.DataFrame, list[_Name], str]:
    """Periods × groups, empty periods included; the largest groups, the others, the missing.

    The columns are the numbers of the names: any text may be a group's.
    """
    span = (days.max() - days.min()).days
    limits = {"day": 122, "week": 731, "month": 7305}
    step = every or next((step for step, most in limits.items() if span <= most), "year")
    periods = days.dt.to_period(_STEPS[step])
    if (bars := (periods.max() - periods.min()).n + 1) > _MOST:
        raise ValueError(
            f"timeline: every={step!r} makes {bars:,} bars from {_said(periods.min())} to "
            f"{_said(periods.max())}; choose a longer step, or leave out the stray dates"
        )
    sizes = groups.value_counts()
    shown = list(sizes.index[: _SHOWN if len(sizes) > _SHOWN + 1 else _SHOWN + 1])
    names = [_Name(str(name), "group") for name in shown]
    names.append(_Name(f"{len(sizes) - len(shown)} others", "others"))
    names.append(_Name(f"no {word} given", "missing"))
    number = groups.map({name: i for i, name in enumerate(shown)}).astype("Int64")
    number = number.fillna(len(shown)).mask(groups.isna(), len(shown) + 1).astype(int)
    counts = pd.crosstab(pd.PeriodIndex(periods), number.to_numpy())
    whole = pd.period_range(periods.min(), periods.max(), freq=_STEPS[step])
    counts = counts.reindex(whole, fill_value=0)
    return counts, [names[int(i)] for i in counts.columns], step


class _Name(NamedTuple):
    """What a column is called, and whether it is a group, all the others, or none given."""

    text: str
    kind: str


def _range(counts: pd.DataFrame) -> str:
    first, last = counts.index[0], counts.index[-1]
    return _said(first) if first == last else f"{_said(first)} to {_said(last)}"


def _said(period: pd.Period) -> str:
    day = period.asfreq("D", how="start")
    if period.freqstr.startswith("Y"):
        return str(day.year)
    month = f"{day.strftime('%B')} {day.year}"
    return month if period.freqstr.startswith("M") else f"{day.day} {month}"


def _days_of(periods: pd.PeriodIndex, how: Literal["S", "E"]) -> np.ndarray:
    """The first or last days as matplotlib counts them; timestamps do not reach all years."""
    days = periods.asfreq("D", how=how)
    return np.array([date(day.year, day.month, day.day).toordinal() for day in days]) - 719163


def _draw(
    ax: Axes, counts: pd.DataFrame, names: list[_Name], step: str, palette: Mapping[str, str]
) -> list[tuple[str, str]]:
    """Bars and axes; the legend's words and colours."""
    from matplotlib.dates import num2date
    from matplotlib.ticker import FuncFormatter, MaxNLocator

    periods = pd.PeriodIndex(counts.index)
    starts = _days_of(periods, "S")
    widths = (_days_of(periods, "E") + 1 - starts) * 0.86
    align: Literal["center", "edge"] = "center" if step == "day" else "edge"
    below = np.zeros(len(counts), dtype=int)
    apart, spare = {"others": OTHERS, "missing": MISSING}, iter(GROUPS)
    keys: list[tuple[str, str]] = []
    for name, heights in zip(names, counts.to_numpy().T, strict=True):
        colour = apart.get(name.kind) or palette.get(name.text) or next(spare)
        keys.append((fit(name.text, 26, lines=1), colour))
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
    return keys


def _words(
    title: str,
    counts: pd.DataFrame,
    names: list[_Name],
    step: str,
    marks: list[tuple[pd.Timestamp, str]],
    note: str,
) -> list[str]:
    total, periods = counts.sum(axis=1).to_numpy(), pd.PeriodIndex(counts.index)
    lead = {"day": "Most on", "week": "Most in the week of"}.get(step, "Most in")
    label = {"others": "others", "missing": "not given"}
    sums = [
        f"{label.get(name.kind) or clean(name.text)} {n:,}"
        for name, n in zip(names, counts.sum(), strict=True)
    ]
    marked = "; ".join(f"{day.date()} {clean(text)}" for day, text in marks)
    return [
        f"Stacked bar chart. {title}. {_range(counts)}.",
        f"{lead} {_said(periods[int(total.argmax())])} (n = {total.max():,}).",
        "; ".join(sums) + ".",
        f"Marked: {marked}." if marked else "",
        f"{note}." if note else "",
    ]


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
