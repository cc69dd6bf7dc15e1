"""Who stands where, drawn as bands from holders to targets."""

from collections.abc import Iterable, Mapping
from typing import Any

import pandas as pd

from analystkit.charts.scaffold.bands import draw_bands
from analystkit.charts.scaffold.counting import commonest
from analystkit.charts.scaffold.docs import documented
from analystkit.charts.scaffold.frame import check_least, empty, fitting, inches
from analystkit.charts.scaffold.stance_cells import cells_for, in_sentences
from analystkit.charts.scaffold.style import PLAIN, Axes, camp_keys, group_colours, styled
from analystkit.charts.scaffold.words import one, remember
from analystkit.palette import OTHERS
from analystkit.text.wording import plural

_BAND = 2.4  # points a band needs of a column, on the average


@documented
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
    $stance $holder
    targets : iterable of str, optional
        The targets to show; otherwise all.
    $articles $names
    top : int or None
        Holders, and targets, to show: those with most clear stances. The others are counted in a
        note. None shows all that `ax` has room for.
    $colours $ax

    $stance_axes $targets_raise

    $example
    >>> ax = network(tables.empty_stance(), quotes=tables.empty_quotes())
    >>> ax.get_title(loc="left")
    'Who stands where, from camp to target'
    """
    check_least("network", top=top)
    word = by.replace("_", " ")
    table, cells, heads, counted = cells_for(
        "network", stance, quotes, by, articles, targets, names
    )
    named = cells[cells["group"].notna()]
    clear = named[named["n"] > 0]
    if clear.empty:
        unclear = plural(int(cells["unclear"].sum()), "stance")
        message = f"All {unclear} here are unclear" if len(cells) else "No stances to show"
        message = f"None of these quotes has {one(word)}" if cells["n"].sum() else message
        return empty(ax, f"Who stands where, from {word} to target", message)
    palette = group_colours(table, by, colours)
    holders, aims, drawn = _kept(clear, top, ax, under=1.9 if palette and by != "camp" else 1.5)
    title = f"Who stands where: {counted}, from {word} to target"
    notes = _notes(cells, clear, drawn, word)
    left_out = clear.loc[~clear["group"].isin(holders), "group"]
    pairs = named[~named["group"].isin(left_out) & named["target"].isin(aims)]
    left = _nodes(pairs, "group", {}, palette)
    right = _nodes(pairs, "target", heads, {name: OTHERS for name in aims})
    marks: Iterable[Any] = drawn.itertuples()
    at: Any = (left.index.get_loc, right.index.get_loc)
    bands = {(at[0](cell.group), at[1](cell.target)): cell for cell in marks}
    camps = camp_keys(table, by, left.index, palette)
    nodes = [*left.itertuples()], [*right.itertuples()]
    with styled():
        ax = draw_bands(ax, *nodes, bands, title=title, notes=notes, camps=camps)
    said = in_sentences(cells, heads, word)
    return remember(ax, f"Network. {title}.", *said, f"{'; '.join(notes)}." if notes else "")


def _kept(
    clear: pd.DataFrame, top: int | None, ax: Axes | None, *, under: float
) -> tuple[list[str], list[str], pd.DataFrame]:
    """The largest holders and targets, and their bands: fewer where these have no room."""
    most = fitting(top, ax, under=under, points=12)
    room = float("inf") if ax is None else 72 * inches(ax, under=under)[1]
    while True:
        holders, aims = (
            commonest(clear[key].repeat(list(clear["n"])), most) for key in ("group", "target")
        )
        drawn = clear[clear["group"].isin(holders) & clear["target"].isin(aims)]
        if most is None or most <= 3 or len(drawn) * _BAND <= room:
            return holders, aims, drawn
        most -= 1


def _nodes(
    pairs: pd.DataFrame, key: str, heads: Mapping[str, str], palette: Mapping[str, str]
) -> pd.DataFrame:
    """Those that have a band, under their own names: the name shown, stances, colour."""
    sums = pairs.groupby(key, sort=False)[["n", "unclear"]].sum()
    sums, plain = sums[sums["n"] > 0], OTHERS if palette else PLAIN
    colours = [palette.get(name, plain) for name in sums.index]
    return sums.assign(name=[heads.get(name, name) for name in sums.index], colour=colours)


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
