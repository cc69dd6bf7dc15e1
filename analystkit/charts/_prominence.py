"""Who gets the top of the story: where in the article each group speaks."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from analystkit.charts.scaffold.counting import wilson
from analystkit.charts.scaffold.style import (
    INK,
    RULE,
    axes,
    blank,
    camp_keys,
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
_TICKS = 150  # quotes of one group beyond which ticks run into one another
REST = "\0others"  # no name in running text begins with a null character
_NAMED = {1 / 3: "third", 1 / 4: "quarter", 1 / 2: "half", 1 / 5: "fifth", 1 / 10: "tenth"}
_COLUMNS = [
    "quotes", "articles", "opens", "median", "early", "share", "low", "high", "unplaced",
]  # fmt: skip


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
    by : str
        The column to count by: ``camp``, ``speaker``, ``actor``, ``kind``, ``outlet`` …
    articles : DataFrame, optional
        Needed to count by ``outlet``.
    within : float
        How much of the article is its top.
    top : int or None
        Groups to show, those with most quotes; the rest are one row of "others". None shows all
        that `ax` has room for.
    colours : mapping, optional
        Camp to colour where it should not be the usual one.
    ax : Axes, optional
        Where to draw; a new figure otherwise, as tall as its rows need.

    Returns
    -------
    Axes

    Raises
    ------
    TableError
        When `by` is not a column to count by, ``position`` is missing, or the tables break the
        contract.
    ValueError
        When `within` is not above 0 and below 1, or `top` is less than 1.

    Examples
    --------
    >>> from analystkit import tables
    >>> prominence(tables.empty_quotes(), by="speaker").get_title(loc="left")
    'Who gets the top of the story, by speaker'
    """
    if top is not None and top < 1:
        raise ValueError(f"prominence: top={top!r} must be at least 1, or None for all")
    frame = places(quotes, by=by, articles=articles, within=within, chart="prominence")
    word, head = by.replace("_", " "), part_words(within)
    shares = early(frame, "group", within)
    unplaced, shares = int(shares["unplaced"].sum()), shares[shares["quotes"] > 0]
    note = f"{unplaced:,} of {plural(len(frame), 'quote')} without a position, not shown"
    if shares.empty:
        message = "None of these quotes has a position" if unplaced else "No quotes to show"
        title = f"Who gets the top of the story, by {word}"
        with styled():
            ax = blank(axes(ax, height=2.2), title, message)
        return remember(ax, f"{title}. {message.replace('No q', 'There are no q')}.")
    n, of = int(shares["early"].sum()), int(shares["quotes"].sum())
    title = (
        f"Who gets the top of the story: {percent(n / of)} of {plural(of, 'quote')} in the {head}, "
        f"by {word}"
    )
    notes = [note] if unplaced else []
    named, missing = shares[shares["group"].notna()], shares[shares["group"].isna()]
    top = fitting(top, ax, under=1.5 if by == "camp" else 2.1, points=11)
    rows, frame = shortened(named, frame.dropna(subset="at"), top)
    palette = group_colours(frame.assign(**{by: frame["group"]}), by, colours)
    camps = group_camps(frame.assign(**{by: frame["group"]}), by) if by != "camp" else {}
    shown = rows.loc[rows["others"] == 0, "group"].astype(str)
    keys = camp_keys(shown, camps, palette, rest=_PLAIN)
    with styled():
        ax = _draw(ax, rows, missing, frame, (word, head, title), notes, palette, keys, within)
    return remember(ax, *_words(title, named, missing, notes, word, head))


def _draw(
    ax: Axes | None,
    rows: pd.DataFrame,
    missing: pd.DataFrame,
    frame: pd.DataFrame,
    words: tuple[str, str, str],
    notes: list[str],
    palette: Mapping[str, str],
    keys: list[tuple[str, str]],
    within: float,
) -> Axes:
    word, head, title = words
    given, rest = ax is not None, len(missing)
    wide = 28 if ax is None else max(8, min(28, int(inches(ax, beside=0)[0] * 4.6)))
    names = [fit(name, wide) for name in rows["group"]] + [f"no {word} given"] * rest
    tall = 0.44 if any("\n" in name for name in names) else 0.36
    legend = 0.1 + 0.19 * -(-len(keys) // (2 if given else 3)) if keys else 0
    height = 1.5 + legend + tall * (len(names) + 0.4 * rest)
    ax = axes(ax, width=7.6, height=height)
    if inches(ax, under=1.2 + legend)[1] < 1:
        legend, keys = 0, []
    under = 1.2 + legend
    ys = [float(y) for y in range(len(rows))] + [len(rows) + 0.4] * rest
    bottom = max(*ys, 3.0 if given else 0.0) + 0.6
    room = inches(ax, under=under)[1] * 72 / (bottom + 0.6)
    size = max(4.0, min(9.0, 0.78 * room))
    if room < 23:
        names = [fit(name.replace("\n", " "), int(wide * 1.25), lines=1) for name in names]
    longest = max(len(line) for name in names for line in name.split("\n"))
    plot = inches(ax, beside=0.15 + longest * size * 0.57 / 72)[0]
    both = pd.concat([rows, missing.assign(others=0)], ignore_index=True)
    full = bool(plot > 4.4)
    figures = _figures(both, full=full)
    share = min(0.62, (0.2 + max(map(len, figures)) * size * 0.94 * 0.57 / 72) / plot)
    ax.axvspan(0, within, color=RULE, alpha=0.45, lw=0, zorder=0)
    ax.vlines([0, 0.25, 0.5, 0.75, 1], bottom, -0.6, color=RULE, linewidth=0.7, zorder=0)
    marks: Iterable[Any] = both.itertuples()
    for row, y, figure in zip(marks, ys, figures, strict=True):
        apart = pd.isna(row.group)
        own = frame["row"].isna() if apart else frame["row"] == row.group
        colour = MISSING if apart else palette.get(str(row.group), _PLAIN)
        if row.others:
            own, colour = frame["row"] == REST, OTHERS
        _places(ax, frame.loc[own, "at"].to_numpy(), y, colour)
        ax.plot(
            row.median, y, "o", markersize=0.62 * size, color=INK, markeredgecolor="white",
            markeredgewidth=0.8, zorder=4,
        )  # fmt: skip
        ax.annotate(
            figure, (1, y), xytext=(8, 0), textcoords="offset points", va="center", color=INK,
            fontsize=size * 0.94, parse_math=False,
        )  # fmt: skip
    ax.set_yticks(ys, names, fontsize=size, parse_math=False)
    ax.set(xlim=(-0.012, -0.012 + 1.024 / (1 - share)), ylim=(bottom, -0.6))
    every = 1 if plot * (1 - share) > 2 else 2
    ends = ["start", "25%", "50%", "75%", "end"]
    ax.set_xticks([0, 0.25, 0.5, 0.75, 1][::every], ends[::every])
    ax.spines[["left", "bottom"]].set_visible(False)
    parts = [f"%: of its quotes in the {head} (shaded)"]
    parts[0] += ", with 95% interval" * full
    parts += ["a tick a quote"] * bool((both["quotes"] <= _TICKS).any())
    parts += ["outline: how many, rows not to one scale"] * bool((both["quotes"] > _TICKS).any())
    parts += ["dot: median"]
    parts += ["opens: articles where it speaks first"] * full
    ax.set_xlabel(fit("; ".join([*parts, *notes]), int(plot * 14), lines=4), loc="left")
    ax.set_title(fit(title, int(plot * 10.8), lines=3), parse_math=False)
    if keys:
        down = 36 + 11 * ax.get_xlabel().count("\n")
        legend_below(ax, keys, points=down)
    return ax


def _places(ax: Axes, at: np.ndarray, y: float, colour: str) -> None:
    """Each quote's place as a tick, or how many there are along the article as an outline."""
    if len(at) <= _TICKS:
        ax.vlines(at, y - 0.3, y + 0.3, color=colour, linewidth=1.3, alpha=0.8)
        return
    heights, edges = np.histogram(at, bins=40, range=(0, 1))
    tops = y + 0.36 - 0.72 * np.append(heights, heights[-1]) / max(1, heights.max())
    ax.fill_between(edges, y + 0.36, tops, step="post", color=colour, linewidth=0)


def _figures(rows: pd.DataFrame, *, full: bool) -> list[str]:
    """Each row's figures in words, as many as there is room for."""
    marks: Iterable[Any] = rows.itertuples()
    said = []
    for row in marks:
        between = f" ({row.low:.0%} to {row.high:.0%})" if full else ""
        opens = f", opens {row.opens:,}" if full else ""
        said.append(f"{percent(row.share)}{between}, n = {row.quotes:,}{opens}")
    return said


def _words(
    title: str,
    named: pd.DataFrame,
    missing: pd.DataFrame,
    notes: list[str],
    word: str,
    head: str,
) -> list[str]:
    def figures(row: Any) -> str:
        inside = f"n = {row.quotes:,}; {row.low:.0%} to {row.high:.0%}; median {row.median:.0%}"
        return f"{percent(row.share)} ({inside}; opens {plural(row.opens, 'article')})"

    marks: Iterable[Any] = named.sort_values("share", ascending=False, kind="stable").itertuples()
    said = [f"{clean(row.group)} {figures(row)}" for row in marks]
    said = [*said[:20], f"and {len(said) - 20} more"] if len(said) > 20 else said
    without: Iterable[Any] = missing.itertuples()
    return [
        f"Tick chart. {title}. Share of its quotes that begin in the {head} of their article.",
        "; ".join(said) + "." if said else "",
        *(f"No {word} given: {figures(row)}." for row in without),
        *(f"{note}." for note in notes),
    ]


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
    by : str
        The column to count by: ``camp``, ``speaker``, ``actor``, ``kind``, ``outlet`` …
    articles : DataFrame, optional
        Needed for columns that articles have and quotes have not (``outlet``).
    within : float
        How much of the article is its top. A quote that starts at it or before is early.

    Returns
    -------
    DataFrame
        One row a group, those with most quotes first: the group under the name of `by`,
        ``quotes`` (with a position), ``articles`` (in how many), ``opens`` (in how many of these
        the article's first quote is the group's), ``median`` position, ``early`` (quotes),
        ``share`` (of the group's quotes that are early), ``low`` and ``high`` (Wilson's 95 %
        interval, which takes quotes as independent although those of one article are not: read it
        as a lower bound of the doubt), and ``unplaced`` (quotes without a position, counted
        nowhere else). A last row with a missing group holds the quotes without one. Without a
        placed quote ``median``, ``share`` and the interval are missing.

    Raises
    ------
    TableError
        When `by` is not a column to count by, ``position`` is missing, or the tables break the
        contract.
    ValueError
        When `within` is not above 0 and below 1.

    Examples
    --------
    >>> from analystkit import tables
    >>> list(prominence_shares(tables.empty_quotes()).columns)[:6]
    ['camp', 'quotes', 'articles', 'opens', 'median', 'early']
    """
    chart = "prominence_shares"
    if by in _COLUMNS:
        raise TableError(f"{chart}: by={by!r} is a column of the result; rename it in the quotes")
    return early(places(quotes, by=by, articles=articles, within=within, chart=chart), by, within)


def places(
    quotes: pd.DataFrame, *, by: str, articles: pd.DataFrame | None, within: float, chart: str
) -> pd.DataFrame:
    """One row a quote: ``group``, ``article``, ``at`` (its position), ``opens``, and ``camp``."""
    if not 0 < within < 1:
        raise ValueError(f"{chart}: within={within!r} must be above 0 and below 1")
    table = with_articles(quotes, articles)
    if "position" not in table:
        raise TableError(f"{chart}: quotes have no column 'position' (0 to 1, into the article)")
    frame = pd.DataFrame(
        {
            "group": group_column(table, by, chart=chart),
            "article": table["article_id"],
            "at": table["position"].astype("Float64").astype(float),
            "camp": table.get("camp", pd.Series(pd.NA, index=table.index, dtype="string")),
        }
    ).reset_index(drop=True)
    first = frame.dropna(subset="at").sort_values("at", kind="stable")
    frame["opens"] = frame.index.isin(first.drop_duplicates("article").index)
    frame.attrs = {}
    return frame


def early(frame: pd.DataFrame, by: str, within: float) -> pd.DataFrame:
    """`prominence_shares` of `places`."""
    placed = frame["at"].notna()
    marks = frame.assign(
        placed=placed, unplaced=~placed, early=frame["at"] <= within,
        article=frame["article"].where(placed),
    )  # fmt: skip
    rows = (
        marks.groupby("group", sort=False, dropna=False)
        .agg(
            quotes=("placed", "sum"), articles=("article", "nunique"), opens=("opens", "sum"),
            median=("at", "median"), early=("early", "sum"), unplaced=("unplaced", "sum"),
        )
        .reset_index()
    )  # fmt: skip
    counted = {key: "Int64" for key in ("quotes", "articles", "opens", "early", "unplaced")}
    rows = rows.astype({"group": "string", "median": "Float64", **counted})
    pairs = [(int(n), int(all_)) for n, all_ in zip(rows["early"], rows["quotes"], strict=True)]
    nothing = (pd.NA, pd.NA, pd.NA)
    limits = [(n / all_, *wilson(n, all_)) if all_ else nothing for n, all_ in pairs]
    for i, key in enumerate(("share", "low", "high")):
        rows[key] = pd.array([limit[i] for limit in limits], dtype="Float64")
    rows["_last"] = rows["group"].isna()
    rows = rows.sort_values(["_last", "quotes", "group"], ascending=[True, False, True])
    return rows[["group", *_COLUMNS]].reset_index(drop=True).rename(columns={"group": by})


def part_words(within: float) -> str:
    """``first third``, or ``first 15%`` where there is no word for it."""
    near = [name for part, name in _NAMED.items() if abs(part - within) < 1e-6]
    return f"first {near[0] if near else f'{100 * within:.3g}%'}"


def shortened(
    named: pd.DataFrame, frame: pd.DataFrame, top: int | None
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The groups to show, those with the largest share first, and the others as one more."""
    rows, frame = named.assign(others=0), frame.assign(row=frame["group"])
    order = ["share", "median", "group"]
    if top is None or len(named) <= top + 1:
        return rows.sort_values(order, ascending=[False, True, True]), frame
    kept, rest = rows.iloc[:top], rows.iloc[top:]
    kept = kept.sort_values(order, ascending=[False, True, True])
    inside = frame["group"].isin(rest["group"])
    n, of = int(rest["early"].sum()), int(rest["quotes"].sum())
    low, high = wilson(n, of)
    others = {"group": f"{len(rest)} others", "quotes": of, "opens": int(rest["opens"].sum())}
    others |= {"median": frame.loc[inside, "at"].median(), "share": n / of, "low": low}
    others |= {"high": high, "others": len(rest)}
    frame.loc[inside, "row"] = REST
    return pd.concat([kept, pd.DataFrame([others])], ignore_index=True), frame
