"""Who gets the top of the story: where in the article each group speaks."""

from collections.abc import Iterable, Mapping
from typing import Any

import numpy as np
import pandas as pd

from analystkit.charts.scaffold import counting
from analystkit.charts.scaffold.docs import documented
from analystkit.charts.scaffold.frame import check_least, empty, fitting
from analystkit.charts.scaffold.rows import Rows, in_words
from analystkit.charts.scaffold.style import INK, RULE, Axes, camp_keys, group_colours, styled
from analystkit.charts.scaffold.words import remember
from analystkit.tables import TableError
from analystkit.tables.joins import with_articles
from analystkit.text.wording import percent, plural

_TICKS = 150  # quotes of one group beyond which ticks run into one another
_NAMED = {1 / 3: "third", 1 / 4: "quarter", 1 / 2: "half", 1 / 5: "fifth", 1 / 10: "tenth"}
_COLUMNS = [
    "quotes", "articles", "opens", "median", "early", "share", "low", "high", "unplaced",
]  # fmt: skip


@documented
def prominence(
    quotes: pd.DataFrame,
    *,
    by: str = "camp",
    articles: pd.DataFrame | None = None,
    within: float = 1 / 3,
    top: int | None = 12,
    colours: Mapping[str, str] | None = None,
    ax: Axes | None = None,
) -> Axes:
    """Who gets the top of the story: where in the article each group speaks.

    A row a group, from the article's start to its end: a tick for each quote where it begins, or
    the outline of how many where there are too many for ticks, and a dot at the median. Beside it
    stand the share of the group's quotes that begin in the first third (shaded), its 95 % interval,
    n, and how many articles the group opens (theirs is the first quote). Sorted by that share.
    Quotes without a group stand apart in the last row. `prominence_shares` gives the figures.

    Parameters
    ----------
    quotes : DataFrame
        A quotes table with ``position``.
    $by $articles
    within : float
        How much of the article is its top.
    $top $colours $ax

    $position_axes
    ValueError
        When `within` is not above 0 and below 1, or `top` is less than 1.

    $example
    >>> prominence(tables.empty_quotes(), by="speaker").get_title(loc="left")
    'Who gets the top of the story, by speaker'
    """
    check_least("prominence", top=top)
    table = with_articles(quotes, articles)
    frame = _rows(table, by, within, chart="prominence")
    near = [name for part, name in _NAMED.items() if abs(part - within) < 1e-6]
    word, head = by.replace("_", " "), f"first {near[0] if near else f'{100 * within:.3g}%'}"
    placed = frame[frame["placed"]]
    unplaced, of = len(frame) - len(placed), len(placed)
    note = f"{unplaced:,} of {plural(len(frame), 'quote')} without a position, not shown"
    note *= bool(unplaced)
    if placed.empty:
        message = "None of these quotes has a position" if unplaced else "No quotes to show"
        return empty(ax, f"Who gets the top of the story, by {word}", message)
    title = (
        f"Who gets the top of the story: {percent(placed['early'].sum() / of)} of "
        f"{plural(of, 'quote')} in the {head}, by {word}"
    )
    most = fitting(top, ax, under=1.5 if by == "camp" else 2.1, points=11)
    kept = counting.commonest(placed["group"], most)
    shown = placed.assign(group=counting.lumped(placed["group"], kept))
    shares = counting.arranged(_shares(shown), share=False, median=True, group=True)
    palette = group_colours(table, by, colours)
    keys = camp_keys(table, by, kept, palette)
    with styled():
        left = placed["group"].nunique() - len(kept)
        rows = Rows.of(ax, shares["group"], left, word, width=7.6)
        full = bool(rows.plot > 4.4)
        many = shares["quotes"] > _TICKS
        notes = [
            f"%: of its quotes in the {head} (shaded){', with 95% interval' * full}",
            "a tick a quote" * bool((~many).any()),
            "outline: how many, rows not to one scale" * bool(many.any()),
            "dot: median",
            "opens: articles where it speaks first" * full,
            note,
        ]
        rows.dress(title, notes, keys, row=0.36)
        _draw(rows, shares, shown, within, rows.colours(palette), full=full)
    lead = f"Tick chart. {title}. Share of its quotes that begin in the {head} of their article."
    every = counting.arranged(_shares(placed), share=False)
    return remember(rows.ax, lead, *in_words(every, word, _figures), f"{note}." if note else "")


def _draw(
    rows: Rows, shares: pd.DataFrame, placed: pd.DataFrame, within: float, colours: list[str],
    *, full: bool,
) -> None:  # fmt: skip
    ax, bottom = rows.ax, rows.ax.get_ylim()[0]
    marks: list[Any] = list(shares.itertuples())
    ax.axvspan(0, within, color=RULE, alpha=0.45, lw=0, zorder=0)
    ax.vlines([0, 0.25, 0.5, 0.75, 1], bottom, -0.6, color=RULE, linewidth=0.7, zorder=0)
    figures = [
        f"{percent(row.share)}{f' ({row.low:.0%} to {row.high:.0%})' * full}, n = {row.quotes:,}"
        + f", opens {row.opens:,}" * full
        for row in marks
    ]
    ends = dict(zip((0, 0.25, 0.5, 0.75, 1), ("start", "25%", "50%", "75%", "end"), strict=True))
    rows.scale(-0.012, 1.012, figures, ends)
    for row, y, colour in zip(marks, rows.ys, colours, strict=True):
        own = placed["group"].isna() if pd.isna(row.group) else placed["group"] == row.group
        _places(ax, placed.loc[own, "at"].to_numpy(), y, colour)
        ax.plot(
            row.median, y, "o", markersize=0.62 * rows.size, color=INK, markeredgecolor="white",
            markeredgewidth=0.8, zorder=4,
        )  # fmt: skip


def _places(ax: Axes, at: np.ndarray, y: float, colour: str) -> None:
    """Each quote's place as a tick, or how many there are along the article as an outline."""
    if len(at) <= _TICKS:
        ax.vlines(at, y - 0.3, y + 0.3, color=colour, linewidth=1.3, alpha=0.8)
        return
    heights, edges = np.histogram(at, bins=40, range=(0, 1))
    tops = y + 0.36 - 0.72 * np.append(heights, heights[-1]) / max(1, heights.max())
    ax.fill_between(edges, y + 0.36, tops, step="post", color=colour, linewidth=0)


def _figures(row: Any) -> str:
    inside = f"n = {row.quotes:,}; {row.low:.0%} to {row.high:.0%}; median {row.median:.0%}"
    return f"{percent(row.share)} ({inside}; opens {plural(row.opens, 'article')})"


@documented
def prominence_shares(
    quotes: pd.DataFrame,
    *,
    by: str = "camp",
    articles: pd.DataFrame | None = None,
    within: float = 1 / 3,
) -> pd.DataFrame:
    """Who gets the top of the story: the share of each group's quotes that stand early.

    Parameters
    ----------
    quotes : DataFrame
        A quotes table with ``position``: how far into its article a quote starts, 0 to 1.
    $by $articles
    within : float
        How much of the article is its top. A quote that starts at it or before is early.

    Returns
    -------
    DataFrame
        One row a group, those with most quotes first: the group under the name of `by`,
        ``quotes`` (with a position), ``articles`` (in how many), ``opens`` (in how many of these
        the article's first quote is the group's), ``median`` position, ``early`` (quotes),
        ``share`` (of the group's quotes that are early), ``low`` and ``high``, and
        ``unplaced`` (quotes without a position, counted nowhere else). A last row with a missing
        group holds the quotes without one. Without a placed quote ``median``, ``share`` and the
        interval are missing.

        $interval

    $position_raises
    ValueError
        When `within` is not above 0 and below 1.

    $example
    >>> list(prominence_shares(tables.empty_quotes()).columns)[:6]
    ['camp', 'quotes', 'articles', 'opens', 'median', 'early']
    """
    table = with_articles(quotes, articles)
    rows = _rows(table, by, within, chart="prominence_shares", taken=_COLUMNS)
    return _shares(rows).rename(columns={"group": by})


def _rows(
    table: pd.DataFrame, by: str, within: float, *, chart: str, taken: Iterable[str] = ()
) -> pd.DataFrame:
    """One row a quote: ``group``, ``article``, ``at`` (its position), and what is so of it."""
    if not 0 < within < 1:
        raise ValueError(f"{chart}: within={within!r} must be above 0 and below 1")
    if "position" not in table:
        raise TableError(f"{chart}: quotes have no column 'position' (0 to 1, into the article)")
    at = table["position"].astype("Float64").astype(float)
    frame = counting.group_rows(
        table, by, chart=chart, taken=taken, at=at, placed=at.notna(), unplaced=at.isna(),
        early=at <= within, article=table["article_id"].where(at.notna()),
    )  # fmt: skip
    first = frame[frame["placed"]].sort_values("at", kind="stable")
    frame["opens"] = frame.index.isin(first.drop_duplicates("article").index)
    return frame


def _shares(frame: pd.DataFrame) -> pd.DataFrame:
    """`prominence_shares` of rows, the group under that name."""
    counted = ("opens", "early", "unplaced")
    rows = counting.by_group(
        frame, quotes=("placed", "sum"), articles=("article", "nunique"), median=("at", "median"),
        **{key: (key, "sum") for key in counted},
    )  # fmt: skip
    types = {key: "Int64" for key in ("quotes", "articles", *counted)}
    rows = rows.astype({"median": "Float64", **types})
    return counting.with_shares(rows, rows["early"], rows["quotes"])[["group", *_COLUMNS]]
