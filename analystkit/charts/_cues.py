"""How each group is reported: which cues it has more, and which less, than the others."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from analystkit.charts.scaffold.counting import MISSING, OTHERS, by_size, commonest, crossed
from analystkit.charts.scaffold.heat import Cell, Heat, draw_heat, most_columns
from analystkit.charts.scaffold.style import (
    axes,
    blank,
    clean,
    fitting,
    group_colours,
    remember,
    styled,
)
from analystkit.palette import MISSING as GREY
from analystkit.palette import use_colour
from analystkit.tables import TableError, hint
from analystkit.tables.joins import group_column, with_articles
from analystkit.text.lemmas import cue_lemma
from analystkit.text.wording import plural

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_SURE, _FULL = 1.96, 3.0  # z beyond chance at 95 %, and z of the fullest colour
PRIOR = 20.0
_COLUMNS = ["cue", "quotes", "expected", "odds", "z", "group_quotes", "quote_ids"]


def cues(
    quotes: pd.DataFrame,
    *,
    by: str = "camp",
    articles: pd.DataFrame | None = None,
    top: int | None = 10,
    words: Iterable[str] | None = None,
    ax: Axes | None = None,
) -> Axes:
    """How each group is reported: "said", "claimed", "vowed", more or less often than the others.

    A cell for each group and cue with its quotes, and how many there would be were the group
    reported as all others are. Green is more than that, pink less, the fuller the surer; framed
    cells are beyond chance at 95 %, each taken alone. The measure is that of Monroe, Colaresi and
    Quinn, "Fightin' Words" (Political Analysis 16, 2008): log odds with an informative Dirichlet
    prior, over their standard error. `cue_odds` gives the figures, how they are made, and the
    quotes behind each cell; `cue_lemma` says what makes two cues one.

    Parameters
    ----------
    quotes : DataFrame
        A quotes table.
    by : str
        The column for the rows: ``camp``, ``speaker``, ``actor``, ``outlet`` …
    articles : DataFrame, optional
        Needed to count by ``outlet``.
    top : int or None
        Cues, and groups, to show, the commonest; the rest are added up as "others". None shows
        all that `ax` has room for.
    words : iterable of str, optional
        The cues to show instead, in any form ("vowed" is "vow"), in this order.
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
        When one of `words` is no cue of these quotes, or `top` is less than 1.

    Examples
    --------
    >>> from analystkit import tables
    >>> cues(tables.empty_quotes()).get_title(loc="left")
    'How they are reported, by camp'
    """
    if top is not None and top < 1:
        raise ValueError(f"cues: top={top!r} must be at least 1, or None for all")
    word, table = by.replace("_", " "), with_articles(quotes, articles)
    frame = cue_rows(table, by, chart="cues")
    chosen = chosen_cues(words, frame["cue"], chart="cues")
    if frame["cue"].isna().all():
        title = f"How they are reported, by {word}"
        message = "None of these quotes has a cue" if len(frame) else "No quotes to show"
        with styled():
            ax = blank(axes(ax, height=2.2), title, message)
        return remember(ax, f"{title}. {message.replace('No q', 'There are no q')}.")
    n = int(frame["cue"].notna().sum())
    title = f"How they are reported: the cues of {plural(n, 'quote')}, by {word}"
    groups = commonest(frame["group"], fitting(top, ax, under=1.9, points=11))
    shown = chosen or commonest(frame["cue"], most_columns(ax, top))
    counts = crossed(frame["group"], frame["cue"], keep=(groups, shown))
    left = frame["group"].nunique() - len(groups), frame["cue"].nunique() - len(shown)
    heat, notes = _heat(counts, left, word)
    palette = group_colours(table, by, None)
    stripes = {i: palette[name] for i, name in enumerate(groups) if name in palette}
    heat.row_colours.update(stripes)
    keys = [("less often", use_colour(-1)), ("as expected", use_colour(0))]
    with styled():
        ax = draw_heat(
            ax, heat, title=title, notes=notes, keys=[*keys, ("more often", use_colour(1))]
        )
    return remember(ax, *_words(title, frame, shown, word))


def _heat(counts: pd.DataFrame, left: tuple[int, int], word: str) -> tuple[Heat, list[str]]:
    """The cells, and what is said under them."""
    names = {OTHERS: f"{left[0]} others", MISSING: f"no {word} given"}
    heads = {OTHERS: plural(left[1], "other cue"), MISSING: "no cue"}
    groups, shown = (list(map(str, axis)) for axis in (counts.index, counts.columns))
    expected, z = _figures(counts)
    cells = []
    for (i, j), n in np.ndenumerate(counts.to_numpy()):
        if MISSING in (groups[i], shown[j]):
            cells.append(Cell(i, j, (f"{n:,}", ""), GREY if n else None))
            continue
        of, sure = float(expected[i, j]), float(z[i, j])
        words = f"{n:,}", "" if np.isnan(of) else f"({_count(of)})"
        framed = bool(abs(sure) >= _SURE)
        cells.append(Cell(i, j, words, use_colour(_shade(sure)), framed=framed))
    heat = Heat(
        [names.get(name, name) for name in groups],
        [heads.get(name, name) for name in shown],
        cells,
        [f"n = {n:,}" for n in counts.sum(axis=1)],
        row_apart=bool(counts.index[-1] == MISSING),
        column_apart=bool(counts.columns[-1] == MISSING),
        brief="quotes; colour: against how the others are reported",
    )
    notes = ["quotes, in brackets how many were it reported as the others are"]
    notes += ["framed: beyond chance (95%)"] * any(cell.framed for cell in cells)
    return heat, notes


def _figures(counts: pd.DataFrame) -> tuple[np.ndarray, np.ndarray]:
    """What is expected, and z, where neither group nor cue is missing."""
    known = counts.drop(index=MISSING, columns=MISSING, errors="ignore")
    expected, _, z = log_odds(known.to_numpy())
    return expected, z


def _shade(z: float) -> float:
    """How full the colour is, -1 to 1: what may be chance stays pale."""
    return 0.0 if np.isnan(z) else float(np.sign(z) * min(1.0, abs(z) / _FULL) ** 1.5)


def _count(number: float) -> str:
    return f"{number:,.0f}" if number >= 9.95 else f"{number:.1f}"


def _words(title: str, frame: pd.DataFrame, shown: list[str], word: str) -> list[str]:
    groups = by_size(frame["group"])
    counts = crossed(frame["group"], frame["cue"], keep=(groups, shown))
    expected, z = _figures(counts)
    said = []
    for i, group in enumerate(groups):
        row = counts.to_numpy()[i]
        parts = [
            f"{cue} {n:,}" + ("" if np.isnan(of) else f" ({_count(of)} expected)")
            for cue, n, of in zip(shown, row, expected[i], strict=False)
            if n or of >= 1
        ]
        more = f"; and {len(parts) - 12} more" if len(parts) > 12 else ""
        said.append(f"{clean(group)} (n = {row.sum():,}): {'; '.join(parts[:12])}{more}.")
    sure = {
        sign: [
            f"{clean(groups[i])} {shown[j]}"
            for i, j in np.argwhere(sign * z >= _SURE)
            if j < len(shown)
        ]
        for sign in (1, -1)
    }
    last = f"And {plural(len(said) - 20, f'more {word}')}." if len(said) > 20 else ""
    without = int(frame["cue"].isna().sum())
    apart = int(frame["group"].isna().sum())
    return [
        f"Heat map. {title}.",
        f"More often than expected: {', '.join(sure[1][:12])}." if sure[1] else "",
        f"Less often than expected: {', '.join(sure[-1][:12])}." if sure[-1] else "",
        *said[:20],
        last,
        f"{plural(without, 'quote')} without a cue, counted apart." if without else "",
        f"{plural(apart, 'quote')} without a {word}, counted apart." if apart else "",
    ]


def cue_odds(
    quotes: pd.DataFrame,
    *,
    by: str = "camp",
    articles: pd.DataFrame | None = None,
    top: int | None = None,
    words: Iterable[str] | None = None,
) -> pd.DataFrame:
    """How each group is reported: its cues, and whether it has them more often than the others.

    Parameters
    ----------
    quotes : DataFrame
        A quotes table. Cues are counted by their lemma (`cue_lemma`).
    by : str
        The column to count by: ``camp``, ``speaker``, ``actor``, ``outlet`` …
    articles : DataFrame, optional
        Needed to count by ``outlet``.
    top : int or None
        The commonest cues to give. None gives all.
    words : iterable of str, optional
        The cues to give instead, in any form ("vowed" is "vow"), in this order.

    Returns
    -------
    DataFrame
        A row for each group and cue, also where the group never has it; groups with most quotes
        first, cues by how common they are: the group under the name of `by`, ``cue`` (the lemma),
        ``quotes``, ``expected`` (quotes, had the group the cue as often as all other groups),
        ``odds`` (how many times the others' odds), ``z`` (log odds over their standard error:
        beyond ±1.96 is beyond chance at 95 %, though of many pairs one in twenty is so by chance
        too), ``group_quotes`` (the group's quotes with a cue), and ``quote_ids`` (a list). A
        missing cue counts the group's quotes without one, a missing group the quotes without a
        group: they are counted apart, in nobody's expectation, without odds.

        Odds are log odds with an informative Dirichlet prior: each group is given 20 more quotes
        with the cues of all (B. L. Monroe, M. P. Colaresi and K. M. Quinn, "Fightin' Words",
        Political Analysis 16, 2008, with the variance before their approximation for rare words,
        as "say" is not rare). The prior keeps rare cues from standing out: where groups do not
        differ, at most 5 % of simulated pairs have a z beyond ±1.96. Quotes are taken as
        independent although those of one article are not.

    Raises
    ------
    TableError
        When `by` is not a column to count by, or the tables break the contract.
    ValueError
        When one of `words` is no cue of these quotes, or `top` is less than 1.

    Examples
    --------
    >>> from analystkit import tables
    >>> list(cue_odds(tables.empty_quotes()).columns)[:6]
    ['camp', 'cue', 'quotes', 'expected', 'odds', 'z']
    """
    chart = "cue_odds"
    if top is not None and top < 1:
        raise ValueError(f"{chart}: top={top!r} must be at least 1, or None for all")
    frame = cue_rows(with_articles(quotes, articles), by, chart=chart)
    chosen = chosen_cues(words, frame["cue"], chart=chart) or by_size(frame["cue"])[:top]
    groups, cues = by_size(frame["group"]), by_size(frame["cue"])
    counts = crossed(frame["group"], frame["cue"], keep=(groups, cues))
    known = counts.loc[groups, cues].to_numpy()
    figures = dict(zip(("expected", "odds", "z"), log_odds(known), strict=True))
    grid = pd.MultiIndex.from_product([counts.index, [*chosen, *counts.columns[len(cues) :]]])
    cells = grid.to_frame(index=False, name=["group", "cue"])
    at = (
        counts.index.get_indexer(pd.Index(cells["group"])),
        counts.columns.get_indexer(pd.Index(cells["cue"])),
    )
    cells["quotes"] = counts.to_numpy()[at]
    inside = (cells["group"] != MISSING) & (cells["cue"] != MISSING)
    for key, table in figures.items():
        values = pd.array([pd.NA] * len(cells), dtype="Float64")
        numbers = pd.Series(table[tuple(place[inside] for place in at)]).astype("Float64")
        values[inside.to_numpy()] = numbers.mask(numbers.isna()).array
        cells[key] = values
    cells["group_quotes"] = counts[cues].sum(axis=1).to_numpy()[at[0]]
    named = frame.fillna({"group": MISSING, "cue": MISSING})
    found = named.groupby(["group", "cue"])["quote_id"].agg(list).to_dict()
    pairs = zip(cells["group"], cells["cue"], strict=True)
    cells["quote_ids"] = [found.get(pair, []) for pair in pairs]
    cells = cells[inside | (cells["quotes"] > 0)].reset_index(drop=True)
    types = {"group": "string", "cue": "string", "quotes": "Int64", "group_quotes": "Int64"}
    cells = cells[["group", *_COLUMNS]].astype(types)
    for key in ("group", "cue"):
        cells[key] = cells[key].mask(cells[key] == MISSING)
    return cells.rename(columns={"group": by})


def cue_rows(table: pd.DataFrame, by: str, *, chart: str) -> pd.DataFrame:
    """One row a quote: ``group``, ``cue`` (its lemma), ``quote_id``."""
    if by in _COLUMNS:
        why = "what is counted" if by == "cue" else "a column of the result"
        raise TableError(f"{chart}: by={by!r} is {why}; count by another column")
    if "cue" not in table:
        table = table.assign(cue=pd.Series(pd.NA, index=table.index, dtype="string"))
    groups = group_column(table, by, chart=chart)
    cues = group_column(table, "cue", chart=chart).map(cue_lemma, na_action="ignore")
    frame = {"group": groups, "cue": cues.astype("string"), "quote_id": table["quote_id"]}
    return pd.DataFrame(frame).reset_index(drop=True)


def chosen_cues(words: Iterable[str] | None, cues: pd.Series, *, chart: str) -> list[str]:
    """The lemmas of the cues asked for; an error that names one no quote has."""
    asked = [words] if isinstance(words, str) else list(words or [])
    lemmas = list(dict.fromkeys(cue_lemma(str(word)) for word in asked))
    valid = by_size(cues)
    for lemma in lemmas:
        if valid and lemma not in valid:
            near = f"{', '.join(valid[:12])}{' …' * (len(valid) > 12)}"
            raise ValueError(
                f"{chart}: no quote has the cue {lemma!r}; there are: {near}{hint(lemma, valid)}"
            )
    return lemmas


def log_odds(counts: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Of counts (groups × cues): what is expected, the odds ratio, and z; nan where there is
    nothing to compare with.
    """
    own, of = counts.astype(float), counts.sum(axis=1, keepdims=True).astype(float)
    cue, total = own.sum(axis=0), own.sum()
    rest, of_rest = cue - own, total - of
    prior = PRIOR * cue / total if total else cue
    with np.errstate(divide="ignore", invalid="ignore"):
        expected = of * rest / of_rest
        a, b = own + prior, of + PRIOR - own - prior
        c, d = rest + prior, of_rest + PRIOR - rest - prior
        delta = np.log(a) - np.log(b) - np.log(c) + np.log(d)
        z = delta / np.sqrt(1 / a + 1 / b + 1 / c + 1 / d)
    alone = (of == 0) | (of_rest == 0) | np.isnan(z)
    return tuple(np.where(alone, np.nan, table) for table in (expected, np.exp(delta), z))  # type: ignore[return-value]
