"""Who stands where: groups against targets, a cell's colour the mean stance."""

from collections.abc import Iterable
from typing import Any

import pandas as pd

from analystkit.charts.scaffold.counting import names_of
from analystkit.charts.scaffold.docs import documented
from analystkit.charts.scaffold.estimates import Mended, mended
from analystkit.charts.scaffold.frame import check_least, empty, fitting
from analystkit.charts.scaffold.heat import Cell, Heat, draw_heat, most_columns
from analystkit.charts.scaffold.stance_cells import FEW, SCALE, cells_for, in_sentences
from analystkit.charts.scaffold.style import Axes, styled
from analystkit.charts.scaffold.words import remember
from analystkit.palette import stance_colour
from analystkit.text.wording import plural, signed, span


@documented
def stance_matrix(
    stance: pd.DataFrame,
    *,
    quotes: pd.DataFrame,
    by: str = "camp",
    targets: Iterable[str] | None = None,
    articles: pd.DataFrame | None = None,
    names: Any = None,
    top: int | None = 20,
    estimate: pd.DataFrame | None = None,
    ax: Axes | None = None,
) -> Axes:
    """Who stands where: a cell for each group and target, with its mean stance, n and interval.

    Brown is against, violet for, and the mean is printed with its sign. Cells with fewer than
    three clear rows are pale and hatched; unclear rows are counted apart; a pair without a row is
    blank. Quotes without a group stand apart in the last row. `stance_cells` gives the figures and
    the quotes behind each cell.

    With `estimate`, a cell has the colour and the mean that reviewed quotes correct it to, with
    its interval, and at its right end the machine's colour.

    Parameters
    ----------
    $stance $rows
    targets : iterable of str, optional
        The targets to show, in this order; otherwise all that `ax` has room for, those with most
        rows first.
    $articles $names
    top : int or None
        Groups to show, those with most rows; the others are counted in a note. None shows all
        that `ax` has room for.
    $estimate
    $ax

    $stance_axes $targets_raise

    $example
    >>> ax = stance_matrix(tables.empty_stance(), quotes=tables.empty_quotes())
    >>> ax.get_title(loc="left")
    'Who stands where, by camp'
    """
    check_least("stance_matrix", top=top)
    word, better = by.replace("_", " "), mended(estimate, by, "stance", chart="stance_matrix")
    _, cells, heads, counted = cells_for(
        "stance_matrix", stance, quotes, by, articles, targets, names
    )
    if cells.empty:
        message = "No stances to show"
        if len(stance) and len(quotes):
            message = "None of these quotes has a stance toward these targets"
        return empty(ax, f"Who stands where, by {word}", message)
    title = f"Who stands where: {counted}, by {word} and target"
    most = None if targets is not None else most_columns(ax, None, each=0.63)
    columns = list(heads)[:most]
    groups = [str(name) for name in cells["group"].dropna().unique()]
    apart = bool(cells["group"].isna().any())
    top = fitting(top, ax, under=1.85, points=12, besides=1.25 * apart)
    rows = groups if top is None or len(groups) <= top + 1 else groups[:top]
    shown = cells["target"].isin(columns) & (cells["group"].isin(rows) | cells["group"].isna())
    more = {f"more {word}": len(groups) - len(rows), "more target": len(heads) - len(columns)}
    stances = plural(int((cells["n"] + cells["unclear"])[~shown].sum()), "stance")
    note = " and ".join(plural(n, what) for what, n in more.items() if n)
    note += f" with {stances} not shown" * bool(note)
    drawn = cells[shown]
    marks: Iterable[Any] = drawn.itertuples()
    places = {name: i for i, name in enumerate(rows)}
    drawn_cells = [
        _cell(cell, places.get(cell.group, len(rows)), columns.index(cell.target), better)
        for cell in marks
    ]
    heat = Heat(
        names_of([*rows, *[pd.NA] * apart], 0, word), [heads[target] for target in columns],
        drawn_cells, _notes(drawn, note, bool(better)), row_apart=apart, size=(0.98, 0.62),
    )  # fmt: skip
    with styled():
        ax = draw_heat(ax, heat, title=title, keys=SCALE)
    said = in_sentences(cells, heads, word)
    for (group, target), found in better.items():
        if target in heads:
            said.append(
                f"Corrected by reviewed quotes, {group} toward {heads[target]}: "
                f"{signed(found.value)} ({span(found.low, found.high)})."
            )
    return remember(ax, f"Heat map. {title}.", *said)


def _cell(cell: Any, row: int, column: int, better: dict[tuple[str, ...], Mended]) -> Cell:
    """A cell as the machine has it, or as reviewed quotes correct it."""
    own = stance_colour(cell.mean) if cell.n else None
    found = better.get((str(cell.group), str(cell.target))) if cell.n else None
    if found is None:
        return Cell(row, column, _lines(cell), own, few=cell.n < FEW)
    mean, ends = signed(found.value), span(found.low, found.high)
    count, machine = f"n = {cell.n:,}", f"machine {signed(cell.mean)}"
    words = [
        [mean, ends, machine, count],
        [mean, ends, f"{machine}, {count}"],
        [mean, ends, machine],
        [mean, count],
        [f"{mean} ({cell.n:,})"],
    ]
    return Cell(row, column, words, stance_colour(found.value), cell.n < FEW, beside=own)


def _lines(cell: Any) -> list[list[str]]:
    """The words of a cell, from all its figures on four lines to its mean and n on one."""
    unclear = f"{cell.unclear:,} unclear" if cell.unclear else ""
    if not cell.n:
        return [["", unclear]] * 4 + [[unclear]]
    mean, count = signed(cell.mean), f"n = {cell.n:,}"
    ends = "" if pd.isna(cell.low) else span(cell.low, cell.high)
    more = f"+{unclear}" * bool(unclear)
    both = ", ".join(filter(None, (count, more)))
    return [
        [mean, *filter(None, (ends, count, more))],
        [mean, *filter(None, (ends, both))],
        [mean, ", ".join(filter(None, (ends, both)))],
        [mean, count],
        [f"{mean} ({cell.n:,})"],
    ]


def _notes(cells: pd.DataFrame, note: str, corrected: bool) -> list[list[str]]:
    """What the figures in the cells are, for each choice of words, and what is not shown."""
    few = f"hatched: fewer than {FEW}" * bool(((cells["n"] > 0) & (cells["n"] < FEW)).any())
    unclear = int(cells.loc[cells["n"] > 0, "unclear"].sum())
    hidden = f"{unclear:,} unclear not shown" * bool(unclear)
    interval = "range: 95% interval (smoothed bootstrap over quotes)"
    full = ["mean score", interval, "n: clear stances"]
    if corrected:
        full[0] = (
            "mean score, with a strip of the machine's colour where reviewed quotes correct it"
        )
        full[1] = "range: 95% interval"
    mean = "mean score, corrected (strip: machine)" if corrected else "mean score"
    brief = [[mean, "n: clear stances"], [f"{mean} (n clear stances)"]]
    return [[*full, few, note]] * 3 + [[*words, few, hidden, note] for words in brief]
