"""How outlets, camps or weeks compare: the same counts side by side, on one scale."""

from collections.abc import Mapping

import pandas as pd

from analystkit.charts.scaffold import counting
from analystkit.charts.scaffold.docs import documented
from analystkit.charts.scaffold.frame import check_least, empty, fitting
from analystkit.charts.scaffold.heat import most_columns
from analystkit.charts.scaffold.rows import Rows
from analystkit.charts.scaffold.style import MUTED, Axes, camp_keys, group_colours, styled
from analystkit.charts.scaffold.words import fit, remember, tallied, widest
from analystkit.palette import KINDS
from analystkit.tables.joins import group_column, with_articles
from analystkit.text.wording import plural


@documented
def compare(
    quotes: pd.DataFrame,
    *,
    by: str = "camp",
    across: str = "outlet",
    articles: pd.DataFrame | None = None,
    top: int | None = 8,
    colours: Mapping[str, str] | None = None,
    ax: Axes | None = None,
) -> Axes:
    """How outlets, camps or weeks compare: bars of each group's quotes, a panel for each of them.

    All panels have one scale and the same rows, so that bars can be compared along a row as well
    as within a panel; each says its n. Quotes without a group stand apart in the last row, those
    without an outlet (a date, a camp …) in the last panel. The panels are parts of one Axes.

    Parameters
    ----------
    $quotes $rows
    across : str
        The column for the panels, or ``day``, ``week`` (from Monday), ``month`` or ``year`` in
        which the article was published, in UTC, in order of time.
    articles : DataFrame, optional
        Needed to count by ``outlet``, and across days, weeks, months or years.
    $top_both $colours $ax

    $across_axes
    ValueError
        When `by` and `across` are the same, or `top` is less than 1.

    $example
    >>> ax = compare(tables.empty_quotes(), by="kind", across="camp")
    >>> ax.get_title(loc="left")
    'How they compare, by kind across camps'
    """
    check_least("compare", top=top)
    if by == across:
        raise ValueError(f"compare: by and across are both {by!r}; choose two different columns")
    table = with_articles(quotes, articles)
    word, head = by.replace("_", " "), across.replace("_", " ")
    timed = across in counting.STARTS
    panels = (
        counting.starts_of(table, across) if timed else group_column(table, across, chart="compare")
    )
    frame = counting.group_rows(table, by, chart="compare", panel=panels)
    if frame.empty:
        return empty(ax, f"How they compare, by {word} across {head}s", "No quotes to show")
    title = f"How they compare: {plural(len(frame), 'quote')}, by {word} across {head}s"
    kept = counting.commonest(frame["group"], fitting(top, ax, under=2.0, points=11))
    shown = counting.commonest(frame["panel"], most_columns(ax, top, each=1.0))
    shown = sorted(shown) if timed else shown
    counts = counting.crossed(frame["group"], frame["panel"], keep=(kept, shown))
    names = counting.names_of(counts.columns, frame["panel"].nunique() - len(shown), head)
    palette = group_colours(table, by, colours) or (KINDS if by == "kind" else {})
    notes = [f"quotes, in all panels on one scale (to {counts.to_numpy().max():,})"]
    notes += ["a week by its Monday"] * (across == "week")
    with styled():
        left, width = frame["group"].nunique() - len(kept), 2.4 + 1.1 * len(names)
        rows = Rows.of(ax, counts.index, left, word, width=max(6.4, width))
        each = rows.plot / len(names)
        heads = [
            f"{fit(name, 0.9 * each, size=8, lines=3)}\nn = {n:,}"
            for name, n in zip(names, counts.sum(), strict=True)
        ]
        over = max(head.count("\n") for head in heads) + 1
        rows.dress(title, notes, camp_keys(table, by, kept, palette), row=0.3, ticks=0, over=over)
        _draw(rows, counts, heads, rows.colours(palette))
    return remember(rows.ax, f"Small multiples of bars. {title}.", *_words(frame, word, head))


def _draw(rows: Rows, counts: pd.DataFrame, heads: list[str], colours: list[str]) -> None:
    """A panel for each column, side by side: the Axes' scale is inches."""
    ax, numbers = rows.ax, counts.to_numpy()
    starts = [rows.plot / len(heads) * i for i in range(len(heads))]
    beside = 0.25 + widest([f"{n:,}" for n in numbers.flat], 0.94 * rows.size)
    unit = max(0.1, rows.plot / len(heads) - beside) / numbers.max()
    bottom = ax.get_ylim()[0]
    for start, column in zip(starts, numbers.T, strict=True):
        ax.barh(rows.ys, column * unit, left=start, height=0.68, color=colours)
        ax.vlines(start, bottom, -0.6, color=MUTED, linewidth=0.7)
        for n, y in zip(column, rows.ys, strict=True):
            rows.say(f"{n:,}", start + n * unit, y)
    ax.set_xlim(0, rows.plot)
    ax.xaxis.tick_top()
    ax.set_xticks(starts, heads, fontsize=8, ha="left", parse_math=False)
    ax.tick_params(length=0)
    ax.spines[:].set_visible(False)


def _words(frame: pd.DataFrame, word: str, head: str) -> list[str]:
    counts = counting.crossed(frame["panel"], frame["group"])
    panels = counting.names_of(counts.index, 0, head)
    groups = counting.names_of(counts.columns, 0, word)
    numbers = counts.to_numpy()
    return tallied(panels, numbers, lambda i, j: f"{groups[j]} {numbers[i, j]:,}", head)
