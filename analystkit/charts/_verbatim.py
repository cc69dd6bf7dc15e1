"""Verbatim or paraphrase: how much of what a group is quoted with are its own words."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

import pandas as pd

from analystkit.charts.scaffold.counting import wilson
from analystkit.charts.scaffold.style import (
    INK,
    axes,
    blank,
    clean,
    fit,
    fitting,
    inches,
    legend_below,
    remember,
    styled,
)
from analystkit.palette import KINDS as COLOURS
from analystkit.palette import ink_on
from analystkit.tables import KINDS, TableError
from analystkit.tables.joins import group_column, with_articles
from analystkit.text.wording import percent, plural

if TYPE_CHECKING:
    from matplotlib.axes import Axes

FEW = 5
_LETTER = 0.57 / 72  # inches a letter takes for each point of its size
_COLUMNS = ["quotes", "articles", *KINDS, "share", "low", "high"]


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
    quotes : DataFrame
        A quotes table.
    by : str
        The column to count by: ``outlet``, ``camp``, ``speaker``, ``actor`` …
    articles : DataFrame, optional
        Needed to count by ``outlet``.
    top : int or None
        Groups to show, those with most quotes; the rest are one bar of "others". None shows all
        that `ax` has room for.
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
    >>> verbatim(tables.empty_quotes(), by="camp").get_title(loc="left")
    'Verbatim or paraphrase, by camp'
    """
    if top is not None and top < 1:
        raise ValueError(f"verbatim: top={top!r} must be at least 1, or None for all")
    word, table = by.replace("_", " "), with_articles(quotes, articles)
    frame = kind_rows(table, by, chart="verbatim")
    if frame.empty:
        title = f"Verbatim or paraphrase, by {word}"
        with styled():
            ax = blank(axes(ax, height=2.2), title, "No quotes to show")
        return remember(ax, f"{title}. There are no quotes to show.")
    shares = kinds_of(frame)
    own = percent((frame["kind"] != "indirect").sum() / len(frame))
    title = (
        f"Verbatim or paraphrase: {own} of {plural(len(frame), 'quote')} in the speaker's words, "
        f"by {word}"
    )
    named, missing = shares[shares["group"].notna()], shares[shares["group"].isna()]
    rows = _shortened(named, frame, fitting(top, ax, under=1.5, points=13))
    with styled():
        ax = _draw(ax, rows, missing, title, word)
    return remember(ax, *_words(title, named, missing, word))


def _shortened(named: pd.DataFrame, frame: pd.DataFrame, top: int | None) -> pd.DataFrame:
    """The groups to show, most verbatim first, and one row for the others."""
    kept = named if top is None or len(named) <= top + 1 else named.iloc[:top]
    rows = kept.sort_values(["share", "quotes", "group"], ascending=[False, False, True])
    rest = frame["group"].notna() & ~frame["group"].isin(kept["group"])
    if not rest.any():
        return rows
    others = kinds_of(frame[rest].assign(group=f"{len(named) - len(kept)} others"))
    return pd.concat([rows, others], ignore_index=True)


def _draw(
    ax: Axes | None, rows: pd.DataFrame, missing: pd.DataFrame, title: str, word: str
) -> Axes:
    given, apart = ax is not None, len(missing)
    wide = 28 if ax is None else max(8, min(28, int(inches(ax, beside=0)[0] * 4.6)))
    names = [fit(name, wide) for name in rows["group"]] + [f"no {word} given"] * apart
    tall = 0.46 if any("\n" in name for name in names) else 0.4
    ax = axes(ax, height=1.75 + tall * (len(names) + 0.4 * apart))
    ys = [float(y) for y in range(len(rows))] + [len(rows) + 0.4] * apart
    bottom = max(*ys, 3.0 if given else 0.0) + 0.6
    deep = 0.18 * len(title) / (10.8 * inches(ax, beside=0.3 + wide * 0.07)[0])
    room = inches(ax, under=1.2 + deep)[1] * 72 / (bottom + 0.6)
    size = max(4.0, min(9.0, 0.62 * room))
    if room < 25:
        names = [fit(name.replace("\n", " "), int(wide * 1.25), lines=1) for name in names]
    longest = max(len(line) for name in names for line in name.split("\n"))
    plot = inches(ax, beside=0.15 + longest * size * _LETTER)[0]
    marks: list[Any] = list(pd.concat([rows, missing]).itertuples())
    figures = _figures(marks, full=bool(plot > 4.2))
    share = min(0.62, (0.2 + max(map(len, figures)) * size * 0.94 * _LETTER) / plot)
    for row, y, words in zip(marks, ys, figures, strict=True):
        _bar(ax, row, y, size, plot * (1 - share))
        ax.annotate(
            words, (1, y), xytext=(8, 0), textcoords="offset points", va="center", color=INK,
            fontsize=size * 0.94, parse_math=False,
        )  # fmt: skip
    ax.set_yticks(ys, names, fontsize=size, parse_math=False)
    ax.set(xlim=(0, 1 / (1 - share)), ylim=(bottom, -0.6))
    every = 1 if plot * (1 - share) > 2 else 2
    ax.set_xticks([0, 0.25, 0.5, 0.75, 1][::every], ["0%", "25%", "50%", "75%", "100%"][::every])
    ax.spines[["left", "bottom"]].set_visible(False)
    parts = ["right: share direct or mixed; line: its 95% interval"]
    parts += [f"hatched: fewer than {FEW} quotes"] * any(row.quotes < FEW for row in marks)
    under = fit("; ".join(parts), int(plot * 14), lines=3)
    ax.set_xlabel(under, loc="left")
    ax.set_title(fit(title, int(plot * 10.8), lines=3), parse_math=False)
    legend_below(ax, list(COLOURS.items()), points=36 + 11 * under.count("\n"))
    return ax


def _bar(ax: Axes, row: Any, y: float, size: float, plot: float) -> None:
    """The three parts with their percentages where these fit, and the line under them."""
    left = 0.0
    for kind, colour in COLOURS.items():
        n = getattr(row, kind)
        part = n / row.quotes
        (bar,) = ax.barh(y - 0.06, part, left=left, height=0.62, color=colour, zorder=2)
        bar.set(edgecolor="white", linewidth=0.8)
        if row.quotes < FEW:
            bar.set(hatch="////")
        elif part * plot > 4.6 * size * _LETTER:
            ax.annotate(
                f"{part:.0%}", (left + part / 2, y - 0.06), ha="center", va="center_baseline",
                color=ink_on(colour), fontsize=size * 0.9, parse_math=False,
            )  # fmt: skip
        left += part
    at = y + 0.37
    ax.plot([row.low, row.high], [at, at], color=INK, linewidth=1.1, solid_capstyle="butt")
    ax.plot([row.share] * 2, [at - 0.07, at + 0.07], color=INK, linewidth=1.1)


def _figures(marks: list[Any], *, full: bool) -> list[str]:
    """Each row's share and n in words."""
    between = [f" ({row.low:.0%} to {row.high:.0%})" if full else "" for row in marks]
    return [
        f"{percent(row.share)}{ends}, n = {row.quotes:,}"
        for row, ends in zip(marks, between, strict=True)
    ]


def _words(title: str, named: pd.DataFrame, missing: pd.DataFrame, word: str) -> list[str]:
    def figures(row: Any) -> str:
        kinds = ", ".join(f"{getattr(row, kind):,} {kind}" for kind in COLOURS)
        return f"{row.share:.0%} (n = {row.quotes:,}; {row.low:.0%} to {row.high:.0%}; {kinds})"

    order = named.sort_values(["share", "quotes"], ascending=False, kind="stable")
    marks: Iterable[Any] = order.itertuples()
    said = [f"{clean(row.group)} {figures(row)}" for row in marks]
    said = [*said[:20], f"and {len(said) - 20} more"] if len(said) > 20 else said
    without: Iterable[Any] = missing.itertuples()
    return [
        f"Stacked bar chart. {title}. Share of quotes that are direct or mixed.",
        "; ".join(said) + "." if said else "",
        *(f"No {word} given: {figures(row)}." for row in without),
    ]


def verbatim_shares(
    quotes: pd.DataFrame, *, by: str = "outlet", articles: pd.DataFrame | None = None
) -> pd.DataFrame:
    """How many quotes of each group are direct, mixed and indirect.

    Parameters
    ----------
    quotes : DataFrame
        A quotes table.
    by : str
        The column to count by: ``outlet``, ``camp``, ``speaker``, ``actor`` …
    articles : DataFrame, optional
        Needed for columns that articles have and quotes have not (``outlet``).

    Returns
    -------
    DataFrame
        One row a group, those with most quotes first: the group under the name of `by`,
        ``quotes``, ``articles`` (in how many), how many quotes are ``direct``, ``mixed`` and
        ``indirect``, ``share`` (of quotes with words between marks: direct and mixed), ``low`` and
        ``high`` (its 95 % interval by Wilson, which takes quotes as independent although those of
        one article are not: read it as a lower bound of the doubt). A last row with a missing
        group holds the quotes without one.

    Raises
    ------
    TableError
        When `by` is not a column to count by, or the tables break the contract.

    Examples
    --------
    >>> from analystkit import tables
    >>> list(verbatim_shares(tables.empty_quotes(), by="camp").columns)[:6]
    ['camp', 'quotes', 'articles', 'direct', 'mixed', 'indirect']
    """
    table = with_articles(quotes, articles)
    return kinds_of(kind_rows(table, by, chart="verbatim_shares")).rename(columns={"group": by})


def kind_rows(table: pd.DataFrame, by: str, *, chart: str) -> pd.DataFrame:
    """One row a quote: ``group``, ``article`` and ``kind``."""
    if by in _COLUMNS or by == "kind":
        why = "what is counted" if by == "kind" else "a column of the result"
        raise TableError(f"{chart}: by={by!r} is {why}; count by another column")
    groups = group_column(table, by, chart=chart)
    frame = {"group": groups, "article": table["article_id"], "kind": table["kind"].astype(object)}
    return pd.DataFrame(frame).reset_index(drop=True)


def kinds_of(frame: pd.DataFrame) -> pd.DataFrame:
    """`verbatim_shares` of `kind_rows`."""
    marks = frame.assign(**{kind: frame["kind"] == kind for kind in KINDS})
    rows = (
        marks.groupby("group", sort=False, dropna=False)
        .agg(
            quotes=("kind", "size"),
            articles=("article", "nunique"),
            **{kind: (kind, "sum") for kind in KINDS},
        )
        .reset_index()
        .astype({"group": "string", **{key: "Int64" for key in _COLUMNS[:5]}})
    )
    pairs = zip(rows["direct"] + rows["mixed"], rows["quotes"], strict=True)
    figures = [(n / total, *wilson(int(n), int(total))) for n, total in pairs]
    for i, key in enumerate(("share", "low", "high")):
        rows[key] = pd.array([figure[i] for figure in figures], dtype="Float64")
    rows["_last"] = rows["group"].isna()
    rows = rows.sort_values(["_last", "quotes", "group"], ascending=[True, False, True])
    return rows[["group", *_COLUMNS]].reset_index(drop=True)
