"""Share of voice: how many of the quotes each camp, speaker or outlet has."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import pandas as pd

from analystkit.charts.scaffold.counting import wilson
from analystkit.charts.scaffold.style import (
    INK,
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
from analystkit.tables import TableError
from analystkit.tables.joins import group_camps, group_column, with_articles
from analystkit.text.wording import percent, plural

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_PLAIN = "#4d7391"
_COLUMNS = ("quotes", "articles", "share", "low", "high", "others")


def voices(
    quotes: pd.DataFrame,
    *,
    by: str = "camp",
    articles: pd.DataFrame | None = None,
    top: int | None = 12,
    colours: Mapping[str, str] | None = None,
    ax: Axes | None = None,
) -> Axes:
    """Who speaks: bars of each group's share of the quotes, with n and a 95 % interval.

    Quotes without a group (no camp, no speaker found) stand apart in a grey bar below, as a share
    of all quotes. Camps have their colour; speakers that of the camp most of their quotes have.

    Parameters
    ----------
    quotes : DataFrame
        A quotes table.
    by : str
        The column to count by: ``camp``, ``speaker``, ``actor``, ``kind``, ``outlet`` …
    articles : DataFrame, optional
        Needed to count by ``outlet``.
    top : int or None
        Bars to show; the rest are added up as "others". None shows every group.
    colours : mapping, optional
        Camp to colour where it should not be the usual one.
    ax : Axes, optional
        Where to draw; a new figure otherwise, as tall as its bars need.

    Returns
    -------
    Axes

    Raises
    ------
    TableError
        When `by` is not a column to count by, or the tables break the contract.
    ValueError
        When `top` is less than 1.

    Examples
    --------
    >>> from analystkit import tables
    >>> voices(tables.empty_quotes(), by="speaker").get_title(loc="left")
    'Who speaks, by speaker'
    """
    if top is not None and top < 1:
        raise ValueError(f"voices: top={top!r} must be at least 1, or None for all")
    table = with_articles(quotes, articles)
    counts, word = count(table, by), by.replace("_", " ")
    if counts.empty:
        with styled():
            ax = blank(axes(ax, height=2.2), f"Who speaks, by {word}", "No quotes to show")
        return remember(ax, f"Who speaks, by {word}. There are no quotes to show.")
    in_articles = plural(table["article_id"].nunique(), "article")
    title = f"Who speaks: {plural(len(table), 'quote')} in {in_articles}, by {word}"
    named = counts[counts[by].notna()]
    missing = counts[counts[by].isna()]
    palette = group_colours(table, by, colours)
    under = 1.65 if by != "camp" and palette else 1.0
    rows = _shortened(
        named, by, fitting(top, ax, under=under, points=11, besides=1 + 1.4 * len(missing))
    )
    with styled():
        ax = _draw(ax, rows, missing, by, title, palette, under)
        if by != "camp" and palette:
            _legend(ax, rows, by, group_camps(table, by), palette)
    return remember(ax, *_words(title, named, missing, by))


def _shortened(named: pd.DataFrame, by: str, top: int | None) -> pd.DataFrame:
    """The first `top` groups, and one row for the others where more than one is left."""
    rows = named.assign(others=0)
    if top is None or len(named) <= top + 1:
        return rows
    rest, total = named.iloc[top:], int(named["quotes"].sum())
    low, high = wilson(n := int(rest["quotes"].sum()), total)
    others = {by: f"{len(rest)} others", "quotes": n, "share": n / total}
    others |= {"low": low, "high": high, "others": len(rest)}
    return pd.concat([rows.iloc[:top], pd.DataFrame([others])], ignore_index=True)


def _draw(
    ax: Axes | None,
    rows: pd.DataFrame,
    missing: pd.DataFrame,
    by: str,
    title: str,
    palette: Mapping[str, str],
    under: float,
) -> Axes:
    word, given = by.replace("_", " "), ax is not None
    wide = 28 if ax is None else max(8, min(28, int(inches(ax, beside=0)[0] * 5.4)))
    names = [fit(name, wide) for name in rows[by]] + [f"no {word} given"] * len(missing)
    tall = 0.42 if any("\n" in name for name in names) else 0.33
    ax = axes(ax, height=1.25 + tall * (len(names) + 0.6 * len(missing)))
    ys = [float(y) for y in range(len(rows))] + [len(rows) + 0.4] * len(missing)
    room = inches(ax, under=under)[1] * 72 / (max(ys) + 1)
    size = min(9.0, 0.78 * room)
    if room < 23:
        names = [fit(name.replace("\n", " "), int(wide * 1.25), lines=1) for name in names]
    reach = _bars(ax, rows, missing, ys, _colours(rows, by, palette), size)
    ax.set_yticks(ys, names, fontsize=size, parse_math=False)
    ax.set_ylim(max(*ys, 3.0 if given else 0.0) + 0.6, -0.6)
    longest = max(len(line) for name in names for line in name.split("\n"))
    plot = inches(ax, beside=0.15 + longest * size * 0.57 / 72)[0]
    _share_axis(ax, reach, plot)
    base = plural(int(rows["quotes"].sum()), "quote")
    note = f"share of the {base} with a {word}; line: 95% interval"
    if rows.empty:
        note = f"none of these quotes has a {word}"
    ax.set_xlabel(fit(note, int(plot * 14)), loc="left")
    ax.set_title(fit(title, int(plot * 10.8), lines=3), parse_math=False)
    return ax


def _colours(rows: pd.DataFrame, by: str, palette: Mapping[str, str]) -> list[str]:
    fallback = MISSING if palette else _PLAIN
    return [
        OTHERS if others else palette.get(str(name), fallback)
        for name, others in zip(rows[by], rows["others"], strict=True)
    ]


def _bars(
    ax: Axes,
    rows: pd.DataFrame,
    missing: pd.DataFrame,
    ys: list[float],
    colours: list[str],
    size: float,
) -> float:
    """Bars, intervals and figures; how far to the right they reach, in shares."""
    shares = [*rows["share"].astype(float), *missing["share"].astype(float)]
    bars = ax.barh(ys, shares, height=0.68, color=[*colours, *[MISSING] * len(missing)])
    for bar in bars[len(rows) :]:
        bar.set(hatch="////", edgecolor="white")
    reach = list(shares)
    for i, (low, high) in enumerate(zip(rows["low"], rows["high"], strict=True)):
        ax.plot([low, high], [ys[i]] * 2, color=INK, linewidth=1.1, solid_capstyle="butt")
        reach[i] = float(high)
    counts = [*rows["quotes"], *missing["quotes"]]
    for i, (n, share, y) in enumerate(zip(counts, shares, ys, strict=True)):
        of, told = ("" if i < len(rows) else " of all"), percent(share)
        ax.annotate(
            f"{told}{of}, n = {n:,}", (reach[i], y), xytext=(6, 0), fontsize=size * 0.94,
            textcoords="offset points", va="center", color=INK, parse_math=False,
        )  # fmt: skip
    return max(reach)


def _share_axis(ax: Axes, reach: float, plot: float) -> None:
    """Room to the right for the figures, and ticks at round shares."""
    from matplotlib.ticker import MaxNLocator, PercentFormatter

    ax.spines["left"].set_visible(False)
    ax.grid(axis="x", color=RULE, linewidth=0.7)
    ax.set_xlim(0, reach / max(0.35, 1 - 1.25 / plot) or 1)
    most = min(1.0, ax.get_xlim()[1])
    ticks = MaxNLocator(5 if plot > 3 else 4, steps=[1, 2, 5, 10]).tick_values(0, most)
    ax.set_xticks([tick for tick in ticks if 0 <= tick <= most])
    ax.xaxis.set_major_formatter(PercentFormatter(1, decimals=0 if reach > 0.04 else 1))


def _legend(
    ax: Axes, rows: pd.DataFrame, by: str, camps: Mapping[str, str], palette: Mapping[str, str]
) -> None:
    """The camps of the bars shown, which are no camps themselves."""
    shown = [str(name) for name in rows.loc[rows["others"] == 0, by]]
    colours = {camps[name]: palette[name] for name in shown if name in camps}
    keys = [(fit(camp, 24, lines=1), colour) for camp, colour in colours.items()]
    if not all(name in camps for name in shown):
        keys.append(("no camp", MISSING))
    if len(keys) > 1:
        legend_below(ax, keys, points=36 + 11 * ax.get_xlabel().count("\n"), rows=3)


def _words(title: str, named: pd.DataFrame, missing: pd.DataFrame, by: str) -> list[str]:
    rows = zip(named[by], named["share"], named["quotes"], named["low"], named["high"], strict=True)
    said = [
        f"{clean(k)} {percent(s)} (n = {n:,}; {a:.0%} to {b:.0%})"
        for k, s, n, a, b in list(rows)[:20]
    ]
    if len(named) > 20:
        said.append(f"and {len(named) - 20} more")
    words = [f"Bar chart. {title}.", "; ".join(said) + "." if said else ""]
    if len(missing):
        row = missing.iloc[0]
        words.append(
            f"{plural(int(row['quotes']), 'quote')} ({percent(row['share'])} of all) without a "
            f"{by.replace('_', ' ')} {'is' if row['quotes'] == 1 else 'are'} counted apart."
        )
    return words


def voice_shares(
    quotes: pd.DataFrame, *, by: str = "camp", articles: pd.DataFrame | None = None
) -> pd.DataFrame:
    """How many quotes each group has, and its share with a 95 % interval.

    Parameters
    ----------
    quotes : DataFrame
        A quotes table.
    by : str
        The column to count by: ``camp``, ``speaker``, ``actor``, ``kind``, ``outlet`` …
    articles : DataFrame, optional
        Needed for columns that articles have and quotes have not (``outlet``).

    Returns
    -------
    DataFrame
        One row a group, largest first: the group under the name of `by`, ``quotes`` (count),
        ``articles`` (in how many), ``share`` of the quotes that have a group, ``low`` and ``high``
        (Wilson's interval, which takes quotes as independent although those of one article are
        not: read it as a lower bound of the doubt). A last row with a missing group counts the
        quotes without one; its share is of all quotes, without interval.

    Raises
    ------
    TableError
        When `by` is not a column to count by, or the tables break the contract.

    Examples
    --------
    >>> from analystkit import tables
    >>> list(voice_shares(tables.empty_quotes()).columns)
    ['camp', 'quotes', 'articles', 'share', 'low', 'high']
    """
    return count(with_articles(quotes, articles), by)


def count(table: pd.DataFrame, by: str) -> pd.DataFrame:
    """`voice_shares` of a table that is already joined and checked."""
    groups = group_column(table, by, chart="voices")
    if by in _COLUMNS:
        raise TableError(f"voices: by={by!r} is a column of the result; rename it in the quotes")
    frame = pd.DataFrame({"group": groups, "article": table["article_id"]})
    grouped = frame.groupby("group", sort=False, dropna=False)["article"].agg(["size", "nunique"])
    counts = grouped.reset_index().set_axis(["group", "quotes", "articles"], axis=1)
    counts["group"] = counts["group"].astype("string")
    absent = counts["group"].isna()
    total = int(counts.loc[~absent, "quotes"].sum())
    limits = [wilson(min(int(n), total), total) for n in counts["quotes"]]
    counts["share"] = counts["quotes"] / total if total else 0.0
    counts["low"] = pd.Series([low for low, _ in limits], index=counts.index, dtype="Float64")
    counts["high"] = pd.Series([high for _, high in limits], index=counts.index, dtype="Float64")
    counts.loc[absent, ["low", "high"]] = pd.NA
    counts.loc[absent, "share"] = counts.loc[absent, "quotes"] / max(len(table), 1)
    counts["_last"] = absent
    order = ["_last", "quotes", "group"]
    counts = counts.sort_values(order, ascending=[True, False, True])
    return counts.drop(columns="_last").reset_index(drop=True).rename(columns={"group": by})
