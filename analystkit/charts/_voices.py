"""Share of voice: how many of the quotes each camp, speaker or outlet has."""

from collections.abc import Iterable, Mapping
from typing import Any

import pandas as pd

from analystkit.charts.scaffold.counting import by_group, commonest, group_rows, lumped, with_shares
from analystkit.charts.scaffold.docs import documented
from analystkit.charts.scaffold.estimates import Mended, mended
from analystkit.charts.scaffold.frame import check_least, empty, fitting
from analystkit.charts.scaffold.rows import Rows, in_words
from analystkit.charts.scaffold.style import INK, RULE, Axes, camp_keys, group_colours, styled
from analystkit.charts.scaffold.words import one, remember, wide
from analystkit.tables.joins import with_articles
from analystkit.text.wording import percent, plural

_COLUMNS = ("quotes", "articles", "share", "low", "high")


@documented
def voices(
    quotes: pd.DataFrame,
    *,
    by: str = "camp",
    articles: pd.DataFrame | None = None,
    top: int | None = 12,
    colours: Mapping[str, str] | None = None,
    estimate: pd.DataFrame | None = None,
    ax: Axes | None = None,
) -> Axes:
    """Who speaks: bars of each group's share of the quotes, with n and a 95 % interval.

    Quotes without a group (no camp, no speaker found) stand apart in a grey bar below, as a share
    of all quotes. Camps have their colour; speakers that of the camp most of their quotes have.

    With `estimate`, a diamond with its interval stands for each share as reviewed quotes
    correct it.

    Parameters
    ----------
    $quotes $by $articles $top $colours $estimate $ax

    $axes $least

    $example
    >>> voices(tables.empty_quotes(), by="speaker").get_title(loc="left")
    'Who speaks, by speaker'
    """
    check_least("voices", top=top)
    table, word = with_articles(quotes, articles), by.replace("_", " ")
    frame, shares_mended = _rows(table, by), mended(estimate, by, "share", chart="voices")
    if frame.empty:
        return empty(ax, f"Who speaks, by {word}", "No quotes to show")
    in_articles = plural(table["article_id"].nunique(), "article")
    title = f"Who speaks: {plural(len(table), 'quote')} in {in_articles}, by {word}"
    palette = group_colours(table, by, colours)
    under = 1.65 if by != "camp" and palette else 1.0
    besides = 1 + 1.4 * frame["group"].isna().any()
    kept = commonest(frame["group"], fitting(top, ax, under=under, points=11, besides=besides))
    shares = _shares(frame.assign(group=lumped(frame["group"], kept)))
    base = plural(int(frame["group"].notna().sum()), "quote")
    note = f"share of the {base} with {one(word)}; line: 95% interval"
    if shares_mended:
        reviewed = plural(max(m.labels for m in shares_mended.values()), "reviewed quote")
        note = f"bar: machine; diamond: corrected by {reviewed}, 95% interval; "
        note += f"of the {base} with {one(word)}"
    note = note if kept else f"none of these quotes has {one(word)}"
    with styled():
        rows = Rows.of(ax, shares["group"], frame["group"].nunique() - len(kept), word)
        rows.dress(title, [note], camp_keys(table, by, kept, palette), row=0.33)
        _draw(rows, shares, rows.colours(palette), shares_mended)
    return remember(rows.ax, *_words(title, _shares(frame), word, shares_mended))


def _draw(
    rows: Rows,
    shares: pd.DataFrame,
    colours: list[str],
    corrected: Mapping[tuple[str, ...], Mended],
) -> None:
    """Bars, intervals and figures, and as much of the scale as these need."""
    from matplotlib.ticker import MaxNLocator, PercentFormatter

    ax, limit, reach = rows.ax, 0.0, 0.0
    marks: Iterable[Any] = shares.itertuples()
    for row, y, colour in zip(marks, rows.ys, colours, strict=True):
        apart, end = pd.isna(row.group), row.share
        better = corrected.get((str(row.group),))
        (bar,) = ax.barh(y, row.share, height=0.68, color=colour)
        if apart:
            bar.set(hatch="////", edgecolor="white")
        elif better:
            end = max(end, better.high)
            ax.plot([better.low, better.high], [y, y], color=INK, linewidth=1.1)
            ax.plot(better.value, y, "D", color="white", mec=INK, mew=1.1, ms=0.6 * rows.size)
        elif not corrected:
            end = float(row.high)
            ax.plot([row.low, end], [y, y], color=INK, linewidth=1.1, solid_capstyle="butt")
        figures = f"{percent(row.share)}{' of all' * apart}, n = {row.quotes:,}"
        if better:
            figures = f"{percent(row.share)} → {percent(better.value)}, n = {row.quotes:,}"
        rows.say(figures, end, y)
        beside = (0.15 + wide(figures, 0.94 * rows.size)) / rows.plot
        limit, reach = max(limit, end / max(0.35, 1 - beside)), max(reach, end)
    ax.grid(axis="x", color=RULE, linewidth=0.7)
    ax.set_xlim(0, limit or 1)
    most = min(1.0, limit or 1)
    ticks = MaxNLocator(5 if rows.plot > 3 else 4, steps=[1, 2, 5, 10]).tick_values(0, most)
    ax.set_xticks([tick for tick in ticks if 0 <= tick <= most])
    ax.xaxis.set_major_formatter(PercentFormatter(1, decimals=0 if reach > 0.04 else 1))


def _words(
    title: str, shares: pd.DataFrame, word: str, corrected: Mapping[tuple[str, ...], Mended]
) -> list[str]:
    apart: Iterable[Any] = shares[shares["group"].isna()].itertuples()
    said = [
        f"{plural(row.quotes, 'quote')} ({percent(row.share)} of all) without {one(word)} "
        f"{'is' if row.quotes == 1 else 'are'} counted apart."
        for row in apart
    ]

    def figures(row: Any) -> str:
        better = corrected.get((str(row.group),))
        return _figures(row) if better is None else f"{_figures(row)}, {_corrected(better)}"

    known = in_words(shares.dropna(subset="group"), word, figures)
    return [f"Bar chart. {title}.", *known, *said]


def _figures(row: Any) -> str:
    return f"{percent(row.share)} (n = {row.quotes:,}; {row.low:.0%} to {row.high:.0%})"


def _corrected(better: Mended) -> str:
    ends = f"{percent(better.low)} to {percent(better.high)}"
    return f"corrected by reviewed quotes {percent(better.value)} ({ends})"


@documented
def voice_shares(
    quotes: pd.DataFrame, *, by: str = "camp", articles: pd.DataFrame | None = None
) -> pd.DataFrame:
    """How many quotes each group has, and its share with a 95 % interval.

    Parameters
    ----------
    $quotes $by $articles

    Returns
    -------
    DataFrame
        One row a group, largest first: the group under the name of `by`, ``quotes`` (count),
        ``articles`` (in how many), ``share`` of the quotes that have a group, ``low`` and ``high``.
        A last row with a missing group counts those without; its share is of all, without interval.

        $interval

    $raises

    $example
    >>> list(voice_shares(tables.empty_quotes()).columns)
    ['camp', 'quotes', 'articles', 'share', 'low', 'high']
    """
    return _shares(_rows(with_articles(quotes, articles), by)).rename(columns={"group": by})


def _rows(table: pd.DataFrame, by: str) -> pd.DataFrame:
    """One row a quote: ``group`` and ``article``."""
    return group_rows(table, by, chart="voices", taken=_COLUMNS, article=table["article_id"])


def _shares(frame: pd.DataFrame) -> pd.DataFrame:
    """`voice_shares` of rows, the group under that name."""
    rows = by_group(frame, quotes=("article", "size"), articles=("article", "nunique"))
    known = rows["group"].notna()
    of = known.map({True: rows.loc[known, "quotes"].sum(), False: len(frame)})
    rows = with_shares(rows, rows["quotes"], of).astype({"share": float})
    rows.loc[~known, ["low", "high"]] = pd.NA
    return rows
