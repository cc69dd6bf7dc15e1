"""Who quotes whom: outlets against the groups they quote."""

from math import ceil

import numpy as np
import pandas as pd

from analystkit.charts.scaffold import counting
from analystkit.charts.scaffold.docs import documented
from analystkit.charts.scaffold.frame import check_least, empty, fitting
from analystkit.charts.scaffold.heat import Cell, Heat, draw_heat, most_columns
from analystkit.charts.scaffold.style import RULE, Axes, group_colours, styled
from analystkit.charts.scaffold.words import clean, one, remember, tallied
from analystkit.palette import MISSING as GREY
from analystkit.palette import share_colour
from analystkit.tables import TableError
from analystkit.tables.joins import group_column, with_articles
from analystkit.text.wording import plural

_COLUMNS = ["outlet", "quotes", "share", "low", "high", "outlet_quotes", "quote_ids"]


@documented
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
    $quotes $outlet_articles
    by : str
        The column for the columns: ``camp``, ``speaker``, ``actor``, ``speaker_type`` …
    $top_both $ax

    $axes $least

    $example
    >>> ax = who_quotes_whom(tables.empty_quotes(), articles=tables.empty_articles())
    >>> ax.get_title(loc="left")
    'Who quotes whom, by outlet and camp'
    """
    check_least("who_quotes_whom", top=top)
    word, table = by.replace("_", " "), with_articles(quotes, articles)
    frame = _rows(table, by, chart="who_quotes_whom")
    if frame.empty:
        return empty(ax, f"Who quotes whom, by outlet and {word}", "No quotes to show")
    said = plural(len(frame), "quote")
    in_articles = plural(frame["article"].nunique(), "article")
    title = f"Who quotes whom: {said} in {in_articles}, by outlet and {word}"
    outlets = counting.commonest(frame["outlet"], fitting(top, ax, under=1.9, points=11))
    groups = counting.commonest(frame["group"], most_columns(ax, top))
    counts = counting.crossed(frame["outlet"], frame["group"], keep=(outlets, groups))
    apart = bool(counts.columns[-1] == counting.MISSING)
    cells, keys = _cells(counts)
    note = f"quotes, and their share of the outlet's quotes with {one(word)}"
    note += f" (no {word}: of all its quotes)" * apart
    brief = f"quotes; colour: share of the outlet's quotes with {one(word)}"
    hatched = f"hatched: outlets with fewer than {counting.FEW}"
    hatched *= any(cell.few and cell.colour for cell in cells)
    palette = group_colours(table, by)
    heat = Heat(
        counting.names_of(counts.index, frame["outlet"].nunique() - len(outlets), "outlet"),
        counting.names_of(counts.columns, frame["group"].nunique() - len(groups), word),
        cells,
        [[note, hatched], [brief, hatched]],
        [f"n = {n:,}" for n in counts.sum(axis=1)],
        row_apart=bool(counts.index[-1] == counting.MISSING),
        column_apart=apart,
        column_colours={i: palette[name] for i, name in enumerate(groups) if name in palette},
    )
    with styled():
        ax = draw_heat(ax, heat, title=title, keys=keys)
    return remember(ax, *_words(title, frame, word))


def _cells(counts: pd.DataFrame) -> tuple[list[Cell], list[tuple[str, str]]]:
    """The cells, and the key to their colours."""
    numbers, inside = counts.to_numpy(), np.array(counts.columns != counting.MISSING)
    base = (numbers * inside).sum(axis=1)
    of = np.where(inside, base[:, None], numbers.sum(axis=1)[:, None])
    shares = numbers / np.maximum(of, 1)
    named = shares[:, ~counts.columns.isin([counting.OTHERS, counting.MISSING])]
    most = max(0.1, ceil(10 * named.max(initial=0) - 1e-9) / 10)
    plain = {counting.OTHERS: RULE, counting.MISSING: GREY}
    cells = []
    for (i, j), n in np.ndenumerate(numbers):
        share, few = float(shares[i, j]), bool(inside[j] and base[i] < counting.FEW)
        colour = plain.get(str(counts.columns[j])) or share_colour(share / most)
        words = (f"{n:,}", f"{share:.0%}" if n else ""), (f"{n:,}",)
        cells.append(Cell(i, j, words, colour if n else None, few))
    return cells, [(f"{share:.0%}", share_colour(share / most)) for share in (0, most / 2, most)]


def _words(title: str, frame: pd.DataFrame, word: str) -> list[str]:
    counts = counting.crossed(frame["outlet"], frame["group"])
    numbers = counts.to_numpy()
    base = counts.drop(columns=counting.MISSING, errors="ignore").sum(axis=1)

    def part(i: int, j: int) -> str:
        n, group = numbers[i, j], counts.columns[j]
        if group == counting.MISSING:
            return f"no {word} given {n:,}"
        return f"{clean(group)} {n:,} ({n / base.iloc[i]:.0%})"

    names = [
        "No outlet given" if name == counting.MISSING else clean(name) for name in counts.index
    ]
    lead = f"Heat map. {title}. Quotes, and their share of the outlet's quotes with {one(word)}."
    return [lead, *tallied(names, numbers, part, "outlet")]


@documented
def quoted_shares(
    quotes: pd.DataFrame, *, articles: pd.DataFrame | None, by: str = "camp"
) -> pd.DataFrame:
    """Whom each outlet quotes: its quotes of each group, and their share.

    Parameters
    ----------
    $quotes $outlet_articles $by

    Returns
    -------
    DataFrame
        One row an outlet and group that have quotes, outlets and groups with most quotes first:
        ``outlet``, the group under the name of `by`, ``quotes``, ``share`` (of the outlet's quotes
        that have a group), ``low`` and ``high``, ``outlet_quotes`` (all of the outlet's), and
        ``quote_ids`` (a list). Quotes without a group are a row of their outlet with a missing
        group, their share of all its quotes, without interval. Those without an outlet stand last.

        $interval

    $raises

    $example
    >>> cells = quoted_shares(tables.empty_quotes(), articles=tables.empty_articles())
    >>> list(cells.columns)[:4]
    ['outlet', 'camp', 'quotes', 'share']
    """
    frame = _rows(with_articles(quotes, articles), by, chart="quoted_shares")
    found = frame.groupby(["outlet", "group"], sort=False, dropna=False)["quote_id"]
    cells = found.agg(quotes="size", quote_ids=list).reset_index()
    has = cells["group"].notna()
    every = cells.groupby("outlet", dropna=False)["quotes"].transform("sum")
    base = cells["quotes"].where(has, 0).groupby(cells["outlet"], dropna=False).transform("sum")
    cells = counting.with_shares(cells, cells["quotes"], base.where(has, every))
    cells.loc[~has, ["low", "high"]] = pd.NA
    cells["outlet_quotes"] = every
    size = cells.groupby("group", dropna=False)["quotes"].transform("sum")
    order = cells.assign(_no_outlet=cells["outlet"].isna(), _no_group=~has, _size=size).sort_values(
        ["_no_outlet", "outlet_quotes", "outlet", "_no_group", "_size", "group"],
        ascending=[True, False, True, True, False, True],
    )
    types = {"outlet": "string", "group": "string", "quotes": "Int64", "outlet_quotes": "Int64"}
    cells = order[["outlet", "group", *_COLUMNS[1:]]].astype(types).reset_index(drop=True)
    return cells.rename(columns={"group": by})


def _rows(table: pd.DataFrame, by: str, *, chart: str) -> pd.DataFrame:
    """One row a quote: ``outlet``, ``group``, ``quote_id`` and ``article``."""
    if "outlet" not in table and by != "outlet":
        raise TableError(f"{chart}: neither quotes nor articles have a column 'outlet'")
    return counting.group_rows(
        table, by, chart=chart, taken=_COLUMNS, counted={"outlet": "already the rows"},
        outlet=group_column(table, "outlet", chart=chart), quote_id=table["quote_id"],
        article=table["article_id"],
    )  # fmt: skip
