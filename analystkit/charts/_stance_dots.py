"""Who is for and who against one target: a dot a speaker."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

import pandas as pd

from analystkit.charts.scaffold.stance_cells import (
    cells_of,
    chosen,
    figures,
    stance_rows,
    target_names,
)
from analystkit.charts.scaffold.style import (
    INK,
    MUTED,
    RULE,
    axes,
    blank,
    clean,
    fit,
    fitting,
    group_colours,
    inches,
    legend_below,
    remember,
    styled,
)
from analystkit.palette import MISSING, OTHERS
from analystkit.tables.joins import group_camps
from analystkit.text.wording import plural

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_UNDER = 2.0  # inches of title, ticks, note and legend


def stance_dots(
    stance: pd.DataFrame,
    *,
    quotes: pd.DataFrame,
    target: str,
    by: str = "speaker",
    at_least: int = 1,
    top: int | None = 40,
    articles: pd.DataFrame | None = None,
    names: Any = None,
    colours: Mapping[str, str] | None = None,
    ax: Axes | None = None,
) -> Axes:
    """Who is for and who against a target: a dot a speaker, in the camp's colour, with interval.

    Sorted from most for to most against. A speaker with one clear quote has a hollow dot and no
    interval; unclear quotes are counted beside n. Quotes without a speaker stand apart, in grey.
    `stance_cells` gives the figures and says how the interval is made.

    Parameters
    ----------
    stance : DataFrame
        A stance table. Rows whose quote is not in `quotes` are left out.
    quotes : DataFrame
        The quotes table.
    target : str
        The target, as the stance table names it.
    by : str
        The column of the quotes that names the holder: ``speaker``, ``actor``, ``camp`` …
    at_least : int
        Clear quotes a speaker needs to be shown; the others are counted in a note.
    top : int or None
        Speakers to show, those with most clear quotes. None shows all that `ax` has room for.
    articles : DataFrame, optional
        Needed to count by ``outlet``.
    names : mapping or Targets, optional
        The names to show for targets.
    colours : mapping, optional
        Camp to colour where it should not be the usual one.
    ax : Axes, optional
        Where to draw; a new figure otherwise, as tall as its dots need.

    Returns
    -------
    Axes

    Raises
    ------
    TableError
        When `by` is not a column to count by, a quote has two rows toward the target, or the
        tables break the contract.
    ValueError
        When `target` is in neither the stance table nor `names`, or `at_least` or `top` is less
        than 1.

    Examples
    --------
    >>> from analystkit import tables
    >>> ax = stance_dots(tables.empty_stance(), quotes=tables.empty_quotes(), target="strikes")
    >>> ax.get_title(loc="left")
    'strikes: who is for and who against, by speaker'
    """
    for key, value in {"at_least": at_least, "top": top}.items():
        if value is not None and value < 1:
            raise ValueError(f"stance_dots: {key}={value!r} must be at least 1")
    shown, word = target_names(names), by.replace("_", " ")
    table, rows, known = stance_rows(
        stance, quotes=quotes, by=by, articles=articles, chart="stance_dots"
    )
    chosen(target, known, names=shown, chart="stance_dots")
    cells = cells_of(rows, by, [target]).rename(columns={by: "group"})
    name = clean(shown.get(target, target))
    clear = cells[cells["n"] > 0]
    order = ["n", "unclear", "group"]
    named = clear[clear["group"].notna()].sort_values(order, ascending=[False, True, True])
    top = fitting(top, ax, under=_UNDER, points=11, besides=1.4 * clear["group"].isna().any())
    kept = named[named["n"] >= at_least].head(len(named) if top is None else top)
    kept = kept.sort_values(["mean", *order], ascending=[False, False, True, True])
    missing = clear[clear["group"].isna()]
    if kept.empty and missing.empty:
        title, message = f"{name}: who is for and who against, by {word}", "No stances to show"
        if len(named):
            message = f"No {word} has {at_least:,} clear quotes"
        elif len(cells):
            message = f"All {plural(int(cells['unclear'].sum()), 'stance')} here are unclear"
        with styled():
            ax = blank(axes(ax, height=2.2), title, message)
        return remember(ax, f"{title}. {message.replace('No stances', 'There are no stances')}.")
    counted = plural(int(clear["n"].sum()), "quote")
    title = f"{name}: who is for and who against in {counted}, by {word}"
    note = _left_out(cells, named, kept, word)
    palette = group_colours(table, by, colours)
    with styled():
        ax = _draw(ax, pd.concat([kept, missing]), word, title, palette, note)
        if by != "camp" and palette:
            _legend(ax, [str(group) for group in kept["group"]], group_camps(table, by), palette)
    return remember(ax, *_words(title, named, missing, note, word))


def _left_out(cells: pd.DataFrame, named: pd.DataFrame, kept: pd.DataFrame, word: str) -> str:
    fewer, said = len(named) - len(kept), len(cells[cells["group"].notna()])
    parts = []
    if fewer:
        quotes = plural(int(named["n"].sum() - kept["n"].sum()), "quote")
        parts.append(f"{plural(fewer, f'more {word}')} with {quotes} not shown")
    if said > len(named):
        parts.append(f"{plural(said - len(named), word)} only unclear")
    return "; ".join(parts)


def _draw(
    ax: Axes | None,
    rows: pd.DataFrame,
    word: str,
    title: str,
    palette: Mapping[str, str],
    note: str,
) -> Axes:
    given, rest = ax is not None, int(rows["group"].isna().sum())
    wide = 28 if ax is None else max(8, min(28, int(inches(ax, beside=0)[0] * 5.4)))
    names = [f"no {word} given" if pd.isna(name) else fit(name, wide) for name in rows["group"]]
    tall = 0.36 if any("\n" in name for name in names) else 0.3
    ax = axes(ax, height=1.9 + tall * (len(names) + 0.4 * rest))
    ys = [float(y) for y in range(len(rows) - rest)] + [len(rows) - 1 + 0.4] * rest
    room = inches(ax, under=_UNDER)[1] * 72 / (max(ys) + 1.2)
    size = max(4.0, min(9.0, 0.78 * room))
    if room < 23:
        names = [fit(name.replace("\n", " "), int(wide * 1.25), lines=1) for name in names]
    counts = [
        f"n = {n:,}" + (f", +{unclear:,} unclear" if unclear else "")
        for n, unclear in zip(rows["n"], rows["unclear"], strict=True)
    ]
    longest = max(len(line) for name in names for line in name.split("\n"))
    plot = inches(ax, beside=0.15 + longest * size * 0.57 / 72)[0]
    share = min(0.6, (0.15 + max(map(len, counts)) * size * 0.94 * 0.57 / 72) / plot)
    ax.set_xlim(-1.07, -1.07 + 2.14 / (1 - share))
    bottom = max(*ys, 3.0 if given else 0.0) + 0.6
    ax.vlines([-1, -0.5, 0.5, 1], bottom, -0.6, color=RULE, linewidth=0.7, zorder=0)
    ax.vlines(0, bottom, -0.6, color=MUTED, linewidth=0.9, zorder=0)
    marks: Iterable[Any] = rows.itertuples()
    for row, y, count in zip(marks, ys, counts, strict=True):
        colour = MISSING if pd.isna(row.group) else palette.get(str(row.group), OTHERS)
        if not pd.isna(row.low):
            ax.plot([row.low, row.high], [y, y], color=INK, linewidth=1.1, solid_capstyle="butt")
        face = colour if row.n > 1 else "none"
        ax.plot(
            row.mean, y, "o", markersize=0.85 * size, color=colour, markerfacecolor=face,
            markeredgewidth=1.4 if row.n == 1 else 0, zorder=3,
        )  # fmt: skip
        ax.annotate(
            count, (1.07, y), xytext=(4, 0), textcoords="offset points", va="center", color=INK,
            fontsize=size * 0.94, parse_math=False,
        )  # fmt: skip
    ax.set_yticks(ys, names, fontsize=size, parse_math=False)
    ax.set_ylim(bottom, -0.6)
    ends = ["−1\nagainst", "−0.5", "0", "+0.5", "+1\nfor"]
    every = 1 if plot * (1 - share) > 2 else 2
    ax.set_xticks([-1, -0.5, 0, 0.5, 1][::every], ends[::every])
    ax.spines[["left", "bottom"]].set_visible(False)
    parts = ["mean score"]
    parts += ["line: 95% interval (bootstrap over quotes)"] if (rows["n"] > 1).any() else []
    parts += ["hollow: one quote"] if (rows["n"] == 1).any() else []
    ax.set_xlabel(
        fit("; ".join([*parts, *[note] * bool(note)]), int(plot * 14), lines=3 if given else 4),
        loc="left",
    )
    ax.set_title(fit(title, int(plot * 10.8), lines=3), parse_math=False)
    return ax


def _legend(
    ax: Axes, shown: list[str], camps: Mapping[str, str], palette: Mapping[str, str]
) -> None:
    """The camps of the dots shown, those with most dots first."""
    found = Counter((camps[name], palette[name]) for name in shown if name in camps)
    keys = [(fit(camp, 24, lines=1), colour) for (camp, colour), _ in found.most_common()]
    if not all(name in camps for name in shown):
        keys.append(("no camp", OTHERS))
    if keys:
        legend_below(ax, keys, points=50 + 11 * ax.get_xlabel().count("\n"), rows=3)


def _words(
    title: str, named: pd.DataFrame, missing: pd.DataFrame, note: str, word: str
) -> list[str]:
    ordered = named.sort_values("mean", ascending=False, kind="stable")
    said = [f"{clean(row.group)} {figures(row)}" for row in ordered.itertuples()]
    said = [*said[:20], f"and {len(said) - 20} more"] if len(said) > 20 else said
    return [
        f"Dot plot. {title}. Mean score from −1 against to +1 for, with its 95% interval.",
        "; ".join(said) + "." if said else "",
        *(f"No {word} given: {figures(row)}." for row in missing.itertuples()),
        f"{note}." if note else "",
    ]
