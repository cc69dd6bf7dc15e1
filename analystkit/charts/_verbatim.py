"""Verbatim or paraphrase: how much of what a group is quoted with are its own words."""

from typing import Any

import pandas as pd

from analystkit.charts.scaffold import counting
from analystkit.charts.scaffold.docs import documented
from analystkit.charts.scaffold.frame import check_least, empty, fitting
from analystkit.charts.scaffold.rows import Rows, in_words
from analystkit.charts.scaffold.style import INK, Axes, styled
from analystkit.charts.scaffold.words import remember, wide
from analystkit.palette import KINDS as COLOURS
from analystkit.palette import ink_on
from analystkit.tables import KINDS
from analystkit.tables.joins import with_articles
from analystkit.text.wording import percent, plural

_COLUMNS = ["quotes", "articles", *KINDS, "share", "low", "high"]


@documented
def verbatim(
    quotes: pd.DataFrame,
    *,
    by: str = "outlet",
    articles: pd.DataFrame | None = None,
    top: int | None = 12,
    ax: Axes | None = None,
) -> Axes:
    """Verbatim or paraphrase: bars of the shares of direct, mixed and indirect quotes.

    Sorted by the share that holds the speaker's own words (direct and mixed). That share stands
    to the right with n; the line under each bar is its 95 % interval. Groups with fewer than five
    quotes are hatched. Quotes without a group stand apart in the last bar. `verbatim_shares` gives
    the figures.

    Parameters
    ----------
    $quotes $by $articles $top $ax

    $axes $least

    $example
    >>> verbatim(tables.empty_quotes(), by="camp").get_title(loc="left")
    'Verbatim or paraphrase, by camp'
    """
    check_least("verbatim", top=top)
    word, table = by.replace("_", " "), with_articles(quotes, articles)
    frame = _rows(table, by, chart="verbatim")
    if frame.empty:
        return empty(ax, f"Verbatim or paraphrase, by {word}", "No quotes to show")
    own = percent((frame["kind"] != "indirect").sum() / len(frame))
    title = (
        f"Verbatim or paraphrase: {own} of {plural(len(frame), 'quote')} in the speaker's words, "
        f"by {word}"
    )
    kept = counting.commonest(frame["group"], fitting(top, ax, under=1.5, points=13))
    shares = _shares(frame.assign(group=counting.lumped(frame["group"], kept)))
    shares = counting.arranged(shares, share=False, quotes=False, group=True)
    with styled():
        rows = Rows.of(ax, shares["group"], frame["group"].nunique() - len(kept), word)
        _draw(rows, shares, title)
    lead = f"Stacked bar chart. {title}. Share of quotes that are direct or mixed."
    every = counting.arranged(_shares(frame), share=False, quotes=False)
    return remember(rows.ax, lead, *in_words(every, word, _figures))


def _draw(rows: Rows, shares: pd.DataFrame, title: str) -> None:
    marks: list[Any] = list(shares.itertuples())
    full = bool(rows.plot > 4.2)
    figures = [
        f"{percent(row.share)}{f' ({row.low:.0%} to {row.high:.0%})' * full}, n = {row.quotes:,}"
        for row in marks
    ]
    notes = ["right: share direct or mixed; line: its 95% interval"]
    notes += [f"hatched: fewer than {counting.FEW} quotes"] * any(
        row.quotes < counting.FEW for row in marks
    )
    rows.dress(title, notes, [*COLOURS.items()], row=0.4)
    rows.scale(0, 1, figures, {i / 4: f"{i / 4:.0%}" for i in range(5)})
    for row, y in zip(marks, rows.ys, strict=True):
        _bar(rows, row, y)


def _bar(rows: Rows, row: Any, y: float) -> None:
    """The three parts with their percentages where these fit, and the line under them."""
    left, ax, size = 0.0, rows.ax, 0.9 * rows.size
    for kind, colour in COLOURS.items():
        part = getattr(row, kind) / row.quotes
        (bar,) = ax.barh(y - 0.06, part, left=left, height=0.62, color=colour, zorder=2)
        bar.set(edgecolor="white", linewidth=0.8)
        if row.quotes < counting.FEW:
            bar.set(hatch="////")
        elif part * rows.plot > 0.04 + wide("100%", size):
            ax.annotate(
                f"{part:.0%}", (left + part / 2, y - 0.06), ha="center", va="center_baseline",
                color=ink_on(colour), fontsize=size, parse_math=False,
            )  # fmt: skip
        left += part
    at = y + 0.37
    ax.plot([row.low, row.high], [at, at], color=INK, linewidth=1.1, solid_capstyle="butt")
    ax.plot([row.share] * 2, [at - 0.07, at + 0.07], color=INK, linewidth=1.1)


def _figures(row: Any) -> str:
    kinds = ", ".join(f"{getattr(row, kind):,} {kind}" for kind in COLOURS)
    return f"{row.share:.0%} (n = {row.quotes:,}; {row.low:.0%} to {row.high:.0%}; {kinds})"


@documented
def verbatim_shares(
    quotes: pd.DataFrame, *, by: str = "outlet", articles: pd.DataFrame | None = None
) -> pd.DataFrame:
    """How many quotes of each group are direct, mixed and indirect.

    Parameters
    ----------
    $quotes $by $articles

    Returns
    -------
    DataFrame
        One row a group, those with most quotes first: the group under the name of `by`,
        ``quotes``, ``articles`` (in how many), how many quotes are ``direct``, ``mixed`` and
        ``indirect``, ``share`` (of quotes with words between marks: direct and mixed), ``low`` and
        ``high``. A last row with a missing group holds the quotes without one.

        $interval

    $raises

    $example
    >>> list(verbatim_shares(tables.empty_quotes(), by="camp").columns)[:6]
    ['camp', 'quotes', 'articles', 'direct', 'mixed', 'indirect']
    """
    rows = _rows(with_articles(quotes, articles), by, chart="verbatim_shares")
    return _shares(rows).rename(columns={"group": by})


def _rows(table: pd.DataFrame, by: str, *, chart: str) -> pd.DataFrame:
    """One row a quote: ``group``, ``article``, ``kind``, and one for each kind."""
    kinds = table["kind"].astype(object)
    return counting.group_rows(
        table, by, chart=chart, taken=_COLUMNS, counted={"kind": "what is counted"},
        article=table["article_id"], kind=kinds, **{kind: kinds == kind for kind in KINDS},
    )  # fmt: skip


def _shares(frame: pd.DataFrame) -> pd.DataFrame:
    """`verbatim_shares` of rows, the group under that name."""
    rows = counting.by_group(
        frame, quotes=("kind", "size"), articles=("article", "nunique"),
        **{kind: (kind, "sum") for kind in KINDS},
    ).astype({key: "Int64" for key in _COLUMNS[:5]})  # fmt: skip
    return counting.with_shares(rows, rows["direct"] + rows["mixed"], rows["quotes"])
