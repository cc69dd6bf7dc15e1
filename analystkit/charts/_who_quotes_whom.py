"""Who quotes whom: outlets against the groups they quote."""

from __future__ import annotations

from math import ceil
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from analystkit.charts.scaffold.counting import MISSING, OTHERS, commonest, crossed, wilson
from analystkit.charts.scaffold.heat import Cell, Heat, draw_heat, most_columns
from analystkit.charts.scaffold.style import (
    RULE,
    axes,
    blank,
    clean,
    fitting,
    group_colours,
    remember,
    styled,
)
from analystkit.palette import MISSING as GREY
from analystkit.palette import share_colour
from analystkit.tables import TableError
from analystkit.tables.joins import group_column, with_articles
from analystkit.text.wording import plural

if TYPE_CHECKING:
    from matplotlib.axes import Axes

FEW = 5
_COLUMNS = ["outlet", "quotes", "share", "low", "high", "outlet_quotes", "quote_ids"]


def who_quotes_whom(
    quotes: pd.DataFrame,
    *,
    articles: pd.DataFrame | None,
    by: str = "camp",
    top: int | None = 12,
    ax: Axes | None = None,
) -> Axes:
    """Who quotes whom: a cell for each outlet and group with its quotes, its colour their share.

    The share is of the outlet's quotes that have a group. Outlets with fewer than five of these
    are hatched. Quotes without a group stand in a grey column apart, and all of an outlet's quotes
    to the right of its row. `quoted_shares` gives the figures and the quotes behind each cell.

    Parameters
    ----------
    quotes : DataFrame
        A quotes table.
    articles : DataFrame or None
        The articles, which have the outlets; None where the quotes have them.
    by : str
        The column for the columns: ``camp``, ``speaker``, ``actor``, ``speaker_type`` …
    top : int or None
        Outlets, and groups, to show; the rest are added up as "others". None shows all that `ax`
        has room for.
    ax : Axes, optional
        Where to draw; a new figure otherwise, as large as its cells need.

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
    >>> ax = who_quotes_whom(tables.empty_quotes(), articles=tables.empty_articles())
    >>> ax.get_title(loc="left")
    'Who quotes whom, by outlet and camp'
    """
    if top is not None and top < 1:
        raise ValueError(f"who_quotes_whom: top={top!r} must be at least 1, or None for all")
    word, table = by.replace("_", " "), with_articles(quotes, articles)
    frame = outlet_rows(table, by, chart="who_quotes_whom")
    if frame.empty:
        title = f"Who quotes whom, by outlet and {word}"
        with styled():
            ax = blank(axes(ax, height=2.2), title, "No quotes to show")
        return remember(ax, f"{title}. There are no quotes to show.")
    said = plural(len(frame), "quote")
    in_articles = plural(frame["article"].nunique(), "article")
    title = f"Who quotes whom: {said} in {in_articles}, by outlet and {word}"
    tops = fitting(top, ax, under=1.9, points=11), most_columns(ax, top)
    outlets, groups = (
        commonest(frame[key], most) for key, most in zip(("outlet", "group"), tops, strict=True)
    )
    counts = crossed(frame["outlet"], frame["group"], keep=(outlets, groups))
    left = [
        frame[key].nunique() - len(kept) for key, kept in (("outlet", outlets), ("group", groups))
    ]
    heat, notes, keys = _heat(counts, left, word)
    palette = group_colours(table, by, None)
    stripes = {i: palette[name] for i, name in enumerate(groups) if name in palette}
    heat.column_colours.update(stripes)
    with styled():
        ax = draw_heat(ax, heat, title=title, notes=notes, keys=keys)
    return remember(ax, *_words(title, frame, word))


def _heat(
    counts: pd.DataFrame, left: list[int], word: str
) -> tuple[Heat, list[str], list[tuple[str, str]]]:
    """The cells, what is said under them, and the key to their colours."""
    groups = [str(name) for name in counts.columns]
    numbers, inside = counts.to_numpy(), np.array([name != MISSING for name in groups])
    base = (numbers * inside).sum(axis=1)
    of = np.where(inside, base[:, None], numbers.sum(axis=1)[:, None])
    shares = numbers / np.maximum(of, 1)
    named = shares[:, [name not in (OTHERS, MISSING) for name in groups]]
    most = max(0.1, ceil(10 * named.max(initial=0) - 1e-9) / 10)
    plain = {OTHERS: RULE, MISSING: GREY}
    cells = []
    for (i, j), n in np.ndenumerate(numbers):
        share, few = float(shares[i, j]), bool(inside[j] and base[i] < FEW)
        colour = plain.get(groups[j]) or share_colour(share / most)
        words = f"{n:,}", f"{share:.0%}" if n else ""
        cells.append(Cell(i, j, words, colour if n else None, few))
    names = {OTHERS: f"{left[0]} others", MISSING: "no outlet given"}
    heads = {OTHERS: f"{left[1]} others", MISSING: f"no {word} given"}
    heat = Heat(
        [names.get(str(name), str(name)) for name in counts.index],
        [heads.get(name, name) for name in groups],
        cells,
        [f"n = {n:,}" for n in counts.sum(axis=1)],
        row_apart=bool(counts.index[-1] == MISSING),
        column_apart=bool(counts.columns[-1] == MISSING),
        brief=f"quotes; colour: share of the outlet's quotes with a {word}",
    )
    notes = [f"quotes, and their share of the outlet's quotes with a {word}"]
    if heat.column_apart:
        notes[0] += f" (no {word}: of all its quotes)"
    if any(cell.few and cell.colour for cell in cells):
        notes.append(f"hatched: outlets with fewer than {FEW}")
    keys = [(f"{share:.0%}", share_colour(share / most)) for share in (0, most / 2, most)]
    return heat, notes, keys


def _words(title: str, frame: pd.DataFrame, word: str) -> list[str]:
    outlets, groups = (commonest(frame[key], None) for key in ("outlet", "group"))
    counts = crossed(frame["outlet"], frame["group"], keep=(outlets, groups))
    said = []
    for outlet, row in zip(counts.index[:20], counts.to_numpy(), strict=False):
        pairs = [(str(group), int(n)) for group, n in zip(counts.columns, row, strict=True) if n]
        base = sum(n for group, n in pairs if group != MISSING)
        name = "No outlet given" if outlet == MISSING else clean(outlet)
        parts = [
            f"no {word} given {n:,}"
            if group == MISSING
            else f"{clean(group)} {n:,} ({n / base:.0%})"
            for group, n in pairs
        ]
        more = f"; and {len(parts) - 12} more" if len(parts) > 12 else ""
        said.append(f"{name} (n = {row.sum():,}): {'; '.join(parts[:12])}{more}.")
    more = f"And {plural(len(counts) - 20, 'more outlet')}." if len(counts) > 20 else ""
    lead = f"Heat map. {title}. Quotes, and their share of the outlet's quotes with a {word}."
    return [lead, *said, more]


def quoted_shares(
    quotes: pd.DataFrame, *, articles: pd.DataFrame | None, by: str = "camp"
) -> pd.DataFrame:
    """Whom each outlet quotes: its quotes of each group, and their share.

    Parameters
    ----------
    quotes : DataFrame
        A quotes table.
    articles : DataFrame or None
        The articles, which have the outlets; None where the quotes have them.
    by : str
        The column to count by: ``camp``, ``speaker``, ``actor``, ``speaker_type`` …

    Returns
    -------
    DataFrame
        One row an outlet and group that have quotes, outlets and groups with most quotes first:
        ``outlet``, the group under the name of `by`, ``quotes``, ``share`` (of the outlet's quotes
        that have a group), ``low`` and ``high`` (its 95 % interval by Wilson, which takes quotes as
        independent although those of one article are not: read it as a lower bound of the doubt),
        ``outlet_quotes`` (all of the outlet's), and ``quote_ids`` (a list). Quotes without a group
        are a row of their outlet with a missing group, their share of all its quotes, without
        interval. Quotes without an outlet stand last.

    Raises
    ------
    TableError
        When `by` is not a column to count by, or the tables break the contract.

    Examples
    --------
    >>> from analystkit import tables
    >>> cells = quoted_shares(tables.empty_quotes(), articles=tables.empty_articles())
    >>> list(cells.columns)[:4]
    ['outlet', 'camp', 'quotes', 'share']
    """
    frame = outlet_rows(with_articles(quotes, articles), by, chart="quoted_shares")
    found = frame.groupby(["outlet", "group"], sort=False, dropna=False)["quote_id"]
    cells = found.agg(quotes="size", quote_ids=list).reset_index()
    has = cells["group"].notna()
    every = cells.groupby("outlet", dropna=False)["quotes"].transform("sum")
    base = cells["quotes"].where(has, 0).groupby(cells["outlet"], dropna=False).transform("sum")
    pairs: Any = zip(cells["quotes"], base.where(has, every), has, strict=True)
    ends = (pd.NA, pd.NA)
    figures = [(n / of, *(wilson(n, of) if inside else ends)) for n, of, inside in pairs]
    for i, key in enumerate(("share", "low", "high")):
        cells[key] = pd.array([figure[i] for figure in figures], dtype="Float64")
    cells["outlet_quotes"] = every
    size = cells.groupby("group", dropna=False)["quotes"].transform("sum")
    order = cells.assign(_no_outlet=cells["outlet"].isna(), _no_group=~has, _size=size).sort_values(
        ["_no_outlet", "outlet_quotes", "outlet", "_no_group", "_size", "group"],
        ascending=[True, False, True, True, False, True],
    )
    types = {"outlet": "string", "group": "string", "quotes": "Int64", "outlet_quotes": "Int64"}
    cells = order[["outlet", "group", *_COLUMNS[1:]]].astype(types).reset_index(drop=True)
    return cells.rename(columns={"group": by})


def outlet_rows(table: pd.DataFrame, by: str, *, chart: str) -> pd.DataFrame:
    """One row a quote: ``outlet``, ``group``, ``quote_id`` and ``article``."""
    if by in _COLUMNS:
        why = "already the rows" if by == "outlet" else "a column of the result"
        raise TableError(f"{chart}: by={by!r} is {why}; count by another column")
    if "outlet" not in table:
        raise TableError(f"{chart}: neither quotes nor articles have a column 'outlet'")
    groups = {
        "group": group_column(table, by, chart=chart),
        "outlet": group_column(table, "outlet", chart=chart),
    }
    frame = {**groups, "quote_id": table["quote_id"], "article": table["article_id"]}
    return pd.DataFrame(frame).reset_index(drop=True)
