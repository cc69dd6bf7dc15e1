"""Who stands where, drawn as bands from holders to targets."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING, Any

import pandas as pd

from analystkit.charts.scaffold.bands import Node, draw_bands
from analystkit.charts.scaffold.stance_cells import (
    by_size,
    cells_of,
    chosen,
    figures,
    stance_rows,
    target_names,
)
from analystkit.charts.scaffold.style import (
    axes,
    blank,
    camp_keys,
    clean,
    fitting,
    group_colours,
    inches,
    remember,
    styled,
)
from analystkit.palette import OTHERS
from analystkit.tables.joins import group_camps
from analystkit.text.wording import plural

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_PLAIN = "#4d7391"
_BAND = 2.4  # points a band needs of a column, on the average


def network(
    stance: pd.DataFrame,
    *,
    quotes: pd.DataFrame,
    by: str = "camp",
    targets: Iterable[str] | None = None,
    articles: pd.DataFrame | None = None,
    names: Any = None,
    top: int | None = 12,
    colours: Mapping[str, str] | None = None,
    ax: Axes | None = None,
) -> Axes:
    """Who stands where: holders on the left, targets on the right, a band where one speaks of one.

    A band is as wide as it has clear stances, neutral ones among them, and its colour is their
    mean: brown against, violet for. It is dashed where there are fewer than three, or where the
    95 % interval of the mean holds 0. The small figure at its left end is its n. Holders have their
    camp's colour. Unclear stances are counted beside n and draw no band; stances of quotes without
    a holder are counted in a note. Both sides are ordered so that few bands cross (the barycentre
    method). `stance_cells` gives the figures and the quotes behind each band.

    Parameters
    ----------
    stance : DataFrame
        A stance table. Rows whose quote is not in `quotes` are left out.
    quotes : DataFrame
        The quotes table.
    by : str
        The column of the quotes that names the holder: ``camp``, ``speaker``, ``actor`` …
    targets : iterable of str, optional
        The targets to show; otherwise all.
    articles : DataFrame, optional
        Needed to count by ``outlet``.
    names : mapping or Targets, optional
        The names to show for targets.
    top : int or None
        Holders, and targets, to show: those with most clear stances. The others are counted in a
        note. None shows all that `ax` has room for.
    colours : mapping, optional
        Camp to colour where it should not be the usual one.
    ax : Axes, optional
        Where to draw; a new figure otherwise, as tall as its bands need.

    Returns
    -------
    Axes

    Raises
    ------
    TableError
        When `by` is not a column to count by, a quote has two rows toward one target, or the
        tables break the contract.
    ValueError
        When one of `targets` is in neither the stance table nor `names`, or `top` is less than 1.

    Examples
    --------
    >>> from analystkit import tables
    >>> ax = network(tables.empty_stance(), quotes=tables.empty_quotes())
    >>> ax.get_title(loc="left")
    'Who stands where, from camp to target'
    """
    if top is not None and top < 1:
        raise ValueError(f"network: top={top!r} must be at least 1, or None for all")
    shown, word = target_names(names), by.replace("_", " ")
    table, rows, known = stance_rows(
        stance, quotes=quotes, by=by, articles=articles, chart="network"
    )
    order = chosen(targets, known, names=shown, chart="network")
    cells = cells_of(rows, by, order).rename(columns={by: "group"})
    heads = {target: shown.get(target, target) for target in by_size(cells)}
    named = cells[cells["group"].notna()]
    clear = named[named["n"] > 0]
    if clear.empty:
        return _nothing(ax, cells, word)
    palette = group_colours(table, by, colours)
    camps = group_camps(table, by) if by != "camp" else {}
    holders, aims, drawn = _kept(clear, top, ax, under=1.9 if camps else 1.5)
    said = rows.loc[rows["label"] != "unclear", "quote_id"].nunique()
    stances = plural(int(cells["n"].sum()), "clear stance")
    title = f"Who stands where: {stances} in {plural(said, 'quote')}, from {word} to target"
    notes = _notes(cells, clear, drawn, word)
    left_out = clear.loc[~clear["group"].isin(holders), "group"]
    pairs = named[~named["group"].isin(left_out) & named["target"].isin(aims)]
    left = _nodes(pairs, "group", lambda name: name, palette)
    right = _nodes(pairs, "target", heads.__getitem__, {name: OTHERS for name in aims})
    at = {name: i for i, name in enumerate(left)}, {name: i for i, name in enumerate(right)}
    marks: Iterable[Any] = drawn.itertuples()
    bands = {(at[0][str(cell.group)], at[1][str(cell.target)]): cell for cell in marks}
    with styled():
        ax = draw_bands(
            ax, [*left.values()], [*right.values()], bands, title=title, notes=notes,
            camps=camp_keys(left, camps, palette, rest=OTHERS),
        )  # fmt: skip
    return remember(ax, *_words(title, cells, heads, notes, word))


def _kept(
    clear: pd.DataFrame, top: int | None, ax: Axes | None, *, under: float
) -> tuple[list[str], list[str], pd.DataFrame]:
    """The largest holders and targets, and their bands: fewer where these have no room."""
    most = fitting(top, ax, under=under, points=12)
    room = float("inf") if ax is None else 72 * inches(ax, under=under)[1]
    while True:
        holders, aims = _largest(clear, "group", most), _largest(clear, "target", most)
        drawn = clear[clear["group"].isin(holders) & clear["target"].isin(aims)]
        if most is None or most <= 3 or len(drawn) * _BAND <= room:
            return holders, aims, drawn
        most -= 1


def _nodes(
    pairs: pd.DataFrame, key: str, shown: Callable[[str], str], palette: Mapping[str, str]
) -> dict[str, Node]:
    """Those that have a band, under their own names."""
    sums = pairs.groupby(key, sort=False)[["n", "unclear"]].sum()
    plain = OTHERS if palette else _PLAIN
    marks: Iterable[Any] = sums[sums["n"] > 0].itertuples()
    return {
        str(row.Index): Node(shown(row.Index), row.n, row.unclear, palette.get(row.Index, plain))
        for row in marks
    }


def _nothing(ax: Axes | None, cells: pd.DataFrame, word: str) -> Axes:
    title, message = f"Who stands where, from {word} to target", "No stances to show"
    if cells["n"].sum():
        message = f"None of these quotes has a {word}"
    elif len(cells):
        message = f"All {plural(int(cells['unclear'].sum()), 'stance')} here are unclear"
    with styled():
        ax = blank(axes(ax, height=2.2), title, message)
    return remember(ax, f"{title}. {message.replace('No s', 'There are no s')}.")


def _largest(clear: pd.DataFrame, key: str, top: int | None) -> list[str]:
    sizes = clear.groupby(key)["n"].sum()
    names = sorted(map(str, sizes.index), key=lambda name: (-sizes[name], name))
    return names if top is None or len(names) <= top + 1 else names[:top]


def _notes(cells: pd.DataFrame, clear: pd.DataFrame, drawn: pd.DataFrame, word: str) -> list[str]:
    """What has no band, and why."""
    unclear = int(cells["unclear"].sum())
    apart = int(cells.loc[cells["group"].isna(), "n"].sum())
    without = [f"{unclear:,} unclear"] * bool(unclear) + [f"{apart:,} with no {word}"] * bool(apart)
    notes = [f"not drawn: {' and '.join(without)}"] if without else []
    left = int(clear["n"].sum() - drawn["n"].sum())
    if left:
        fewer = [
            plural(count, f"more {what}")
            for key, what in (("group", word), ("target", "target"))
            if (count := clear[key].nunique() - drawn[key].nunique())
        ]
        notes.append(f"{' and '.join(fewer)} ({plural(left, 'stance')}) not shown")
    return notes


def _words(
    title: str, cells: pd.DataFrame, heads: dict[str, str], notes: list[str], word: str
) -> list[str]:
    said = []
    for group, part in cells.groupby("group", sort=False, dropna=False):
        stands = [f"{clean(heads[str(cell.target)])} {figures(cell)}" for cell in part.itertuples()]
        name = f"No {word} given" if pd.isna(group) else clean(group)
        said.append(f"{name}: {'; '.join(stands)}.")
    more = f"And {plural(len(said) - 20, f'more {word}')}." if len(said) > 20 else ""
    scale = "Mean score from −1 against to +1 for, with its 95% interval."
    return [
        f"Network. {title}. {scale}", *said[:20], more, f"{'; '.join(notes)}." if notes else "",
    ]  # fmt: skip
