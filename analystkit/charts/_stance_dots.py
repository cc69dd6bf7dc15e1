"""Who is for and who against one target: a dot a speaker."""

from collections.abc import Mapping
from typing import Any

import pandas as pd

from analystkit.charts.scaffold import style
from analystkit.charts.scaffold.counting import arranged
from analystkit.charts.scaffold.docs import documented
from analystkit.charts.scaffold.frame import check_least, empty, fitting
from analystkit.charts.scaffold.rows import Rows, in_words
from analystkit.charts.scaffold.stance_cells import cells_for, figures
from analystkit.charts.scaffold.style import INK, MUTED, RULE, Axes, styled
from analystkit.charts.scaffold.words import clean, remember
from analystkit.text.wording import plural


@documented
def stance_dots(
    stance: pd.DataFrame,
    *,
    quotes: pd.DataFrame,
    target: str,
    by: str = "speaker",
    at_least: int = 1,
    top: int | None = 40,
    articles: pd.DataFrame | None = None,
    names: Any = None,
    colours: Mapping[str, str] | None = None,
    ax: Axes | None = None,
) -> Axes:
    """Who is for and who against a target: a dot a speaker, in the camp's colour, with interval.

    Sorted from most for to most against. A speaker with one clear quote has a hollow dot and no
    interval; unclear quotes are counted beside n. Quotes without a speaker stand apart, in grey.
    `stance_cells` gives the figures and says how the interval is made.

    Parameters
    ----------
    $stance
    target : str
        The target, as the stance table names it.
    $holder
    at_least : int
        Clear quotes a speaker needs to be shown; the others are counted in a note.
    top : int or None
        Speakers to show, those with most clear quotes. None shows all that `ax` has room for.
    $articles $names $colours $ax

    $stance_axes
    ValueError
        When `target` is in neither the stance table nor `names`, or `at_least` or `top` is less
        than 1.

    $example
    >>> ax = stance_dots(tables.empty_stance(), quotes=tables.empty_quotes(), target="strikes")
    >>> ax.get_title(loc="left")
    'strikes: who is for and who against, by speaker'
    """
    check_least("stance_dots", at_least=at_least, top=top)
    table, cells, heads, _ = cells_for("stance_dots", stance, quotes, by, articles, [target], names)
    name, word = clean(heads[target]), by.replace("_", " ")
    clear = arranged(cells[cells["n"] > 0], n=False, unclear=True, group=True)
    apart = clear["group"].isna()
    most = fitting(top, ax, under=2.0, points=11, besides=1.4 * apart.any())
    named = clear[~apart]
    kept = named[named["n"] >= at_least].head(len(named) if most is None else most)
    drawn = pd.concat([kept, clear[apart]])
    if drawn.empty:
        message = "No stances to show"
        if len(named):
            message = f"No {word} has {at_least:,} clear quotes"
        elif len(cells):
            message = f"All {plural(int(cells['unclear'].sum()), 'stance')} here are unclear"
        return empty(ax, f"{name}: who is for and who against, by {word}", message)
    counted = plural(int(clear["n"].sum()), "quote")
    title = f"{name}: who is for and who against in {counted}, by {word}"
    fewer, unclear = len(named) - len(kept), int(cells["group"].notna().sum()) - len(named)
    quotes_left = plural(int(named["n"].sum() - kept["n"].sum()), "quote")
    notes = [f"{plural(fewer, f'more {word}')} with {quotes_left} not shown"] * bool(fewer)
    notes += [f"{plural(unclear, word)} only unclear"] * bool(unclear)
    palette = style.group_colours(table, by, colours)
    drawn = arranged(drawn, mean=False, n=False, unclear=True, group=True)
    with styled():
        rows = Rows.of(ax, drawn["group"], 0, word)
        ax, keys = rows.ax, style.camp_keys(table, by, drawn["group"].dropna().astype(str), palette)
        lines = "line: 95% interval (smoothed bootstrap over quotes)" * bool((drawn["n"] > 1).any())
        hollow = "hollow: one quote" * bool((drawn["n"] == 1).any())
        rows.dress(title, ["mean score", lines, hollow, *notes], keys, row=0.3, ticks=2)
        _draw(rows, drawn, rows.colours(palette))
    lead = f"Dot plot. {title}. Mean score from −1 against to +1 for, with its 95% interval."
    said = in_words(arranged(clear, mean=False), word, figures)
    return remember(ax, lead, *said, f"{'; '.join(notes)}." if notes else "")


def _draw(rows: Rows, drawn: pd.DataFrame, colours: list[str]) -> None:
    ax, bottom = rows.ax, rows.ax.get_ylim()[0]
    ax.vlines([-1, -0.5, 0.5, 1], bottom, -0.6, color=RULE, linewidth=0.7, zorder=0)
    ax.vlines(0, bottom, -0.6, color=MUTED, linewidth=0.9, zorder=0)
    marks: list[Any] = list(drawn.itertuples())
    for row, y, colour in zip(marks, rows.ys, colours, strict=True):
        if not pd.isna(row.low):
            ax.plot([row.low, row.high], [y, y], color=INK, linewidth=1.1, solid_capstyle="butt")
        ax.plot(
            row.mean, y, "o", markersize=0.85 * rows.size, color=colour, zorder=3,
            markerfacecolor=colour if row.n > 1 else "none",
            markeredgewidth=1.4 if row.n == 1 else 0,
        )  # fmt: skip
    counts = [f"n = {row.n:,}" + f", +{row.unclear:,} unclear" * bool(row.unclear) for row in marks]
    ends = ("−1\nagainst", "−0.5", "0", "+0.5", "+1\nfor")
    rows.scale(-1.07, 1.07, counts, dict(zip((-1, -0.5, 0, 0.5, 1), ends, strict=True)))
