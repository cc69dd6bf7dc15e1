"""Who stands where: groups against targets, a cell's colour the mean stance."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING, Any

import pandas as pd

from analystkit.charts.scaffold.stance_cells import (
    by_size,
    cells_of,
    chosen,
    figures,
    stance_rows,
    target_names,
)
from analystkit.charts.scaffold.style import (
    MUTED,
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
from analystkit.palette import STANCES, stance_colour
from analystkit.text.wording import plural, signed, span

if TYPE_CHECKING:
    from matplotlib.axes import Axes

FEW = 3
LETTER = 0.6 / 72  # inches a letter takes for each point of its size


def stance_matrix(
    stance: pd.DataFrame,
    *,
    quotes: pd.DataFrame,
    by: str = "camp",
    targets: Iterable[str] | None = None,
    articles: pd.DataFrame | None = None,
    names: Any = None,
    top: int | None = 20,
    ax: Axes | None = None,
) -> Axes:
    """Who stands where: a cell for each group and target, with its mean stance, n and interval.

    Brown is against, violet for, and the mean is printed with its sign. Cells with fewer than
    three clear rows are pale and hatched; unclear rows are counted apart; a pair without a row is
    blank. Quotes without a group stand apart in the last row. `stance_cells` gives the figures and
    the quotes behind each cell.

    Parameters
    ----------
    stance : DataFrame
        A stance table. Rows whose quote is not in `quotes` are left out.
    quotes : DataFrame
        The quotes table.
    by : str
        The column of the quotes for the rows: ``camp``, ``speaker``, ``actor``, ``outlet`` …
    targets : iterable of str, optional
        The targets to show, in this order; otherwise all that `ax` has room for, those with most
        rows first.
    articles : DataFrame, optional
        Needed to count by ``outlet``.
    names : mapping or Targets, optional
        The names to show for targets.
    top : int or None
        Groups to show, those with most rows; the others are counted in a note. None shows all
        that `ax` has room for.
    ax : Axes, optional
        Where to draw; a new figure otherwise, as large as its cells need.

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
    >>> ax = stance_matrix(tables.empty_stance(), quotes=tables.empty_quotes())
    >>> ax.get_title(loc="left")
    'Who stands where, by camp'
    """
    if top is not None and top < 1:
        raise ValueError(f"stance_matrix: top={top!r} must be at least 1, or None for all")
    chart, shown = "stance_matrix", target_names(names)
    _, rows, known = stance_rows(stance, quotes=quotes, by=by, articles=articles, chart=chart)
    order = chosen(targets, known, names=shown, chart=chart)
    if order is not None:
        rows = rows[rows["target"].isin(order)]
    word = by.replace("_", " ")
    if rows.empty:
        message = "No stances to show"
        if len(stance) and len(quotes):
            message = "None of these quotes has a stance toward these targets"
        with styled():
            ax = blank(axes(ax, height=2.2), f"Who stands where, by {word}", message)
        return remember(
            ax, f"Who stands where, by {word}. {message.replace('No s', 'There are no s')}."
        )
    cells = cells_of(rows, by, order).rename(columns={by: "group"})
    clear = plural(int(cells["n"].sum()), "clear stance")
    said = rows.loc[rows["label"] != "unclear", "quote_id"].nunique()
    title = f"Who stands where: {clear} in {plural(said, 'quote')}, by {word} and target"
    heads = {target: shown.get(target, target) for target in order or by_size(cells)}
    wide = dict(islice(heads.items(), len(heads) if order or ax is None else _columns(ax)))
    groups = [str(name) for name in cells["group"].dropna().unique()]
    top = fitting(top, ax, under=1.85, points=12, besides=1.25 * cells["group"].isna().any())
    kept = groups if top is None or len(groups) <= top + 1 else groups[:top]
    drawn = cells[cells["target"].isin(wide) & (cells["group"].isin(kept) | cells["group"].isna())]
    left = cells[~cells.index.isin(drawn.index)]
    more = {f"more {word}": len(groups) - len(kept), "more target": len(heads) - len(wide)}
    note = " and ".join(plural(n, what) for what, n in more.items() if n)
    if note:
        stances = plural(int((left["n"] + left["unclear"]).sum()), "stance")
        note = f"{note} with {stances} not shown"
    with styled():
        ax = _draw(ax, drawn, kept, wide, title, word, note)
    return remember(ax, *_words(title, cells, heads, word))


def _columns(ax: Axes) -> int:
    """Targets whose names and figures can be read in the caller's Axes."""
    return max(2, int((inches(ax, beside=1.3)[0]) / 0.63))


def _draw(
    ax: Axes | None,
    cells: pd.DataFrame,
    groups: list[str],
    heads: dict[str, str],
    title: str,
    word: str,
    note: str,
) -> Axes:
    rest = int(cells["group"].isna().any())
    ys = [float(y) for y in range(len(groups))] + [len(groups) + 0.25] * rest
    tall = max(ys) + 1
    if ax is None:
        cell = 0.98 if len(heads) <= 6 else 0.84
        ax = axes(None, width=max(5.6, 2 + cell * len(heads)), height=1.9 + 0.62 * tall)
    else:
        ax = axes(ax)
    whole = inches(ax, beside=0)[0]
    wide = max(8, min(20, int(whole * 3)))
    labels = [fit(name, wide, lines=3) for name in groups] + [f"no {word} given"] * rest
    longest = max(len(line) for label in labels for line in label.split("\n"))
    width = inches(ax, beside=0.2 + longest * 9 * LETTER)[0]
    title = fit(title, int(width * 10.8), lines=3)
    over = _heads(ax, list(heads.values()), width / len(heads)) + 0.18 * title.count("\n")
    height = inches(ax, under=1.25 + over)[1]
    ranges = cells[["low", "high"]].dropna().itertuples(index=False)
    letters = max([12, *(len(span(*ends)) for ends in ranges)])
    plan = Plan.of(width / len(heads), height / tall, letters=letters)
    under = fit("; ".join(_key(cells, plan, note)), int(whole * 13), lines=4)
    deep = under.count("\n")
    row = max(0.4, height - 0.15 * deep) / tall
    plan = Plan.of(width / len(heads), row, letters=letters)
    size = 0.0
    for lines in (3, 2, 1):
        if size < 6.5:
            labels = [fit(label.replace("\n", " "), wide, lines=lines) for label in labels]
            most = 1 + max(label.count("\n") for label in labels)
            size = max(4.0, min(9.0, 72 * row / (1.25 * most)))
    at, columns = dict(zip([*groups, None], ys, strict=False)), list(heads)
    marks: Iterable[Any] = cells.itertuples()
    for mark in marks:
        y = at[None if pd.isna(mark.group) else str(mark.group)]
        draw_cell(ax, columns.index(str(mark.target)), y, mark, plan)
    ax.set_xlim(-0.5, len(heads) - 0.5)
    ax.set_ylim(tall - 0.5, -0.5)
    ax.set_yticks(ys, labels, fontsize=size, parse_math=False)
    ax.spines[:].set_visible(False)
    ax.tick_params(length=0)
    ax.set_xlabel(under, loc="left")
    keys = [("−1 against", STANCES["against"]), ("0 neutral", STANCES["neutral"])]
    legend_below(ax, [*keys, ("+1 for", STANCES["for"])], points=20 + 11 * deep)
    ax.set_title(title, parse_math=False)
    return ax


def _heads(ax: Axes, heads: list[str], width: float) -> float:
    """The targets above their columns, aslant where these are narrow: the inches they take."""
    letters = int(width / (8 * LETTER))
    slant: dict[str, Any] = {}
    texts = [fit(head, max(9, letters), lines=3, hyphens=True) for head in heads]
    inch = 0.15 * max(text.count("\n") + 1 for text in texts)
    if letters < 9:
        texts = [fit(head, 22, lines=1) for head in heads]
        slant = {"rotation": 40, "ha": "left", "rotation_mode": "anchor"}
        inch = 0.1 + 0.64 * 8 * LETTER * max(map(len, texts))
    ax.xaxis.tick_top()
    ax.set_xticks(range(len(heads)), texts, fontsize=8, parse_math=False, **slant)
    return inch


def _key(cells: pd.DataFrame, plan: Plan, note: str) -> list[str]:
    """What the figures in the cells are, and what is not shown."""
    parts = ["mean score (n clear stances)" if not plan.below else "mean score"]
    if plan.full:
        parts.append("range: 95% interval (bootstrap over quotes)")
    if plan.below:
        parts.append("n: clear stances")
    if ((cells["n"] > 0) & (cells["n"] < FEW)).any():
        parts.append(f"hatched: fewer than {FEW}")
    if not plan.full and (unclear := int(cells.loc[cells["n"] > 0, "unclear"].sum())):
        parts.append(f"{unclear:,} unclear not shown")
    return [*parts, note] if note else parts


def _words(title: str, cells: pd.DataFrame, heads: dict[str, str], word: str) -> list[str]:
    said = []
    for group, part in cells.groupby("group", sort=False, dropna=False):
        stands = [f"{clean(heads[str(cell.target)])} {figures(cell)}" for cell in part.itertuples()]
        name = f"No {word} given" if pd.isna(group) else clean(group)
        said.append(f"{name}: {'; '.join(stands)}.")
    more = f"And {plural(len(said) - 20, f'more {word}')}." if len(said) > 20 else ""
    scale = "Mean score from −1 against to +1 for, with its 95% interval."
    return [f"Heat map. {title}. {scale}", *said[:20], more]


@dataclass(frozen=True)
class Plan:
    """What every cell of a matrix shows, and the sizes of mean and figures in points."""

    below: int  # rows under the mean: 3, 2 or 1
    mean: float
    small: float
    full: bool = True  # range, n and unclear, rather than n alone

    @classmethod
    def of(cls, width: float, height: float, *, letters: int = 12) -> Plan:
        """The most that fits into cells of these inches; a range has so many letters."""
        across, down = width * 0.94 / LETTER, 72 * height * 0.88 / 1.22
        for below, longest in ((3, letters), (2, max(letters, 19)), (1, letters + 21)):
            small = min(7.5, across / longest, (down - 8.5) / below)
            if small >= 5:
                return cls(below, min(10.5, down - below * small), small)
        small = min(7.5, across / 6, down - 7.5)
        if small >= 4.5:
            return cls(1, min(10.5, across / 4.5, down - small), small, full=False)
        one = max(3.0, min(8.0, across / 9, down))
        return cls(0, one, one, full=False)

    def lines(self, cell: Any) -> list[tuple[str, float, str]]:
        """The cell's lines of words, each with its size and weight."""
        unclear = f"{cell.unclear:,} unclear" if cell.unclear else ""
        if not cell.n:
            return [(unclear, self.small, "normal")] if unclear else []
        mean, count = signed(cell.mean), f"n = {cell.n:,}"
        if not self.below:
            return [(f"{mean} ({cell.n:,})", self.mean, "normal")]
        rows = [count]
        if self.full:
            ends = "" if pd.isna(cell.low) else span(cell.low, cell.high)
            rows = [ends, count, f"+{unclear}" * bool(unclear)]
            while len(rows) > self.below:
                rows[-2:] = [", ".join(filter(None, rows[-2:]))]
        small = [(words, self.small, "normal") for words in rows if words]
        return [(mean, self.mean, "bold"), *small]


def draw_cell(ax: Axes, x: int, y: float, cell: Any, plan: Plan) -> None:
    """The cell and its words around (x, y); pale and hatched where n is small."""
    from matplotlib.patches import Rectangle

    ink = MUTED
    if cell.n:
        few, colour = cell.n < FEW, stance_colour(cell.mean)
        colour = _pale(colour) if few else colour
        patch = Rectangle((x - 0.48, y - 0.47), 0.96, 0.94, facecolor=colour, linewidth=0)
        if few:
            patch.set(hatch="////", edgecolor="white")
        ax.add_patch(patch)
        # Not the style sheet's ink, which changes with the page: the cell's colour does not.
        ink = "#ffffff" if _dark(colour) else "#111111"
    lines = plan.lines(cell)
    up = 0.61 * sum(size for _, size, _ in lines)
    for words, size, weight in lines:
        ax.annotate(
            words, (x, y), xytext=(0, up - 0.61 * size), textcoords="offset points", ha="center",
            va="center_baseline", color=ink, fontsize=size, fontweight=weight, parse_math=False,
        ).set_in_layout(False)  # fmt: skip
        up -= 1.22 * size


def _pale(colour: str) -> str:
    return "#" + "".join(f"{(int(colour[i : i + 2], 16) + 255) // 2:02X}" for i in (1, 3, 5))


def _dark(colour: str) -> bool:
    """Whether white reads better on this colour than black (relative luminance, WCAG 2)."""
    parts = [(int(colour[i : i + 2], 16) / 255) ** 2.2 for i in (1, 3, 5)]
    return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2] < 0.18
