"""How each group is reported: which cues it has more, and which less, than the others."""

from collections.abc import Iterable

import numpy as np
import pandas as pd

from analystkit.charts.scaffold import counting
from analystkit.charts.scaffold.docs import documented
from analystkit.charts.scaffold.frame import check_least, empty, fitting
from analystkit.charts.scaffold.heat import Cell, Heat, draw_heat, most_columns
from analystkit.charts.scaffold.style import Axes, group_colours, styled
from analystkit.charts.scaffold.words import clean, listed, remember, sentences
from analystkit.palette import MISSING as GREY
from analystkit.palette import use_colour
from analystkit.tables import hint
from analystkit.tables.joins import group_column, with_articles
from analystkit.text.lemmas import cue_lemma
from analystkit.text.wording import plural

_SURE, _FULL = 1.96, 3.0  # z beyond chance at 95 %, and z of the fullest colour
PRIOR = 20.0
_COLUMNS = ["cue", "quotes", "expected", "odds", "z", "group_quotes", "quote_ids"]


@documented
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
    cells are beyond chance at 95 %, each taken alone. `cue_odds` gives the figures, how they are
    made, and the quotes behind each cell; `cue_lemma` says what makes two cues one.

    Parameters
    ----------
    $quotes $rows $articles $top_both $words $ax

    $axes $words_raise

    $example
    >>> cues(tables.empty_quotes()).get_title(loc="left")
    'How they are reported, by camp'
    """
    check_least("cues", top=top)
    word, table = by.replace("_", " "), with_articles(quotes, articles)
    frame = _rows(table, by, chart="cues")
    chosen = _chosen(words, frame["cue"], chart="cues")
    n = int(frame["cue"].notna().sum())
    if not n:
        message = "None of these quotes has a cue" if len(frame) else "No quotes to show"
        return empty(ax, f"How they are reported, by {word}", message)
    title = f"How they are reported: the cues of {plural(n, 'quote')}, by {word}"
    groups = counting.commonest(frame["group"], fitting(top, ax, under=1.9, points=11))
    shown = chosen or counting.commonest(frame["cue"], most_columns(ax, top))
    counts = counting.crossed(frame["group"], frame["cue"], keep=(groups, shown))
    cells = _cells(counts)
    palette = group_colours(table, by)
    notes = ["framed: beyond chance (95%)"] * any(cell.framed for cell in cells)
    left = frame["cue"].nunique() - len(shown)
    heads = {counting.OTHERS: plural(left, "other cue"), counting.MISSING: "no cue"}
    heat = Heat(
        counting.names_of(counts.index, frame["group"].nunique() - len(groups), word),
        [heads.get(cue, cue) for cue in counts.columns],
        cells,
        [
            ["quotes, in brackets how many were it reported as the others are", *notes],
            ["quotes; colour: against how the others are reported", *notes],
        ],
        [f"n = {n:,}" for n in counts.sum(axis=1)],
        row_apart=bool(counts.index[-1] == counting.MISSING),
        column_apart=bool(counts.columns[-1] == counting.MISSING),
        row_colours={i: palette[name] for i, name in enumerate(groups) if name in palette},
    )
    keys = [("less often", use_colour(-1)), ("as expected", use_colour(0))]
    with styled():
        ax = draw_heat(ax, heat, title=title, keys=[*keys, ("more often", use_colour(1))])
    return remember(ax, f"Heat map. {title}.", *_words(frame, shown, word))


def _cells(counts: pd.DataFrame) -> list[Cell]:
    expected, z = _figures(counts)
    cells = []
    for (i, j), n in np.ndenumerate(counts.to_numpy()):
        if counting.MISSING in (counts.index[i], counts.columns[j]):
            cells.append(Cell(i, j, [(f"{n:,}", ""), (f"{n:,}",)], GREY if n else None))
            continue
        of, sure = float(expected[i, j]), float(z[i, j])
        words = (f"{n:,}", "" if np.isnan(of) else f"({_count(of)})"), (f"{n:,}",)
        # How full the colour is, -1 to 1: what may be chance stays pale.
        shade = 0.0 if np.isnan(sure) else float(np.sign(sure) * min(1.0, abs(sure) / _FULL) ** 1.5)
        cells.append(Cell(i, j, words, use_colour(shade), framed=abs(sure) >= _SURE))
    return cells


def _figures(counts: pd.DataFrame) -> tuple[np.ndarray, np.ndarray]:
    """What is expected, and z, where neither group nor cue is missing."""
    known = counts.drop(index=counting.MISSING, columns=counting.MISSING, errors="ignore")
    expected, _, z = log_odds(known.to_numpy())
    return expected, z


def _count(number: float) -> str:
    return f"{number:,.0f}" if number >= 9.95 else f"{number:.1f}"


def _words(frame: pd.DataFrame, shown: list[str], word: str) -> list[str]:
    groups = counting.by_size(frame["group"])
    counts = counting.crossed(frame["group"], frame["cue"], keep=(groups, shown))
    expected, z = _figures(counts)
    said = []
    for i, group in enumerate(groups):
        row = counts.to_numpy()[i]
        parts = [
            f"{cue} {n:,}" + ("" if np.isnan(of) else f" ({_count(of)} expected)")
            for cue, n, of in zip(shown, row, expected[i], strict=False)
            if n or of >= 1
        ]
        said.append(f"{clean(group)} (n = {row.sum():,}): {listed(parts, most=12)}.")
    more, less = (
        [f"{clean(groups[i])} {shown[j]}" for i, j in np.argwhere(far) if j < len(shown)]
        for far in (z >= _SURE, z <= -_SURE)
    )
    without = {"cue": int(frame["cue"].isna().sum()), word: int(frame["group"].isna().sum())}
    apart = [f"{plural(n, 'quote')} without a {name}" for name, n in without.items() if n]
    return [
        f"More often than expected: {', '.join(more[:12])}." if more else "",
        f"Less often than expected: {', '.join(less[:12])}." if less else "",
        *sentences(said, word),
        *(f"{each}, counted apart." for each in apart),
    ]


@documented
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
    $by $articles
    top : int or None
        The commonest cues to give. None gives all.
    $words

    Returns
    -------
    DataFrame
        A row for each group and cue, also where the group never has it; groups with most quotes
        first, cues by how common they are: the group under the name of `by`, ``cue`` (the lemma),
        ``quotes``, ``expected`` (quotes, had the group the cue as often as all other groups),
        ``odds`` (how many times the others' odds), ``z`` (log odds over their standard error:
        beyond ±1.96 is beyond chance at 95 %, as one pair in twenty is by chance too),
        ``group_quotes`` (the group's quotes with a cue), and ``quote_ids`` (a list). Quotes without
        a cue, or a group, have rows where it is missing, in nobody's expectation, without odds.

        Odds are log odds with an informative Dirichlet prior: each group is given 20 more quotes
        with the cues of all (B. L. Monroe, M. P. Colaresi and K. M. Quinn, "Fightin' Words",
        Political Analysis 16, 2008, with the variance before their approximation for rare words).
        Quotes are taken as independent although those of one article are not.

    $raises $words_raise

    $example
    >>> list(cue_odds(tables.empty_quotes()).columns)[:6]
    ['camp', 'cue', 'quotes', 'expected', 'odds', 'z']
    """
    chart = "cue_odds"
    check_least(chart, top=top)
    frame = _rows(with_articles(quotes, articles), by, chart=chart)
    chosen = _chosen(words, frame["cue"], chart=chart) or counting.by_size(frame["cue"])[:top]
    groups, cues = counting.by_size(frame["group"]), counting.by_size(frame["cue"])
    counts = counting.crossed(frame["group"], frame["cue"], keep=(groups, cues))
    columns = [*chosen, *counts.columns[len(cues) :]]
    tables = {"quotes": counts}
    figures = log_odds(counts.loc[groups, cues].to_numpy())
    for key, table in zip(("expected", "odds", "z"), figures, strict=True):
        tables[key] = pd.DataFrame(table, groups, cues)
    pairs = pd.MultiIndex.from_product([counts.index, columns], names=["group", "cue"])
    whole = {key: table.reindex(counts.index, columns=columns) for key, table in tables.items()}
    values = {key: table.to_numpy().ravel() for key, table in whole.items()}
    cells = pd.DataFrame(values, pairs).reset_index()
    cells["group_quotes"] = cells["group"].map(counts[cues].sum(axis=1))
    inside = (cells["group"] != counting.MISSING) & (cells["cue"] != counting.MISSING)
    named = frame.fillna({"group": counting.MISSING, "cue": counting.MISSING})
    found = named.groupby(["group", "cue"])["quote_id"].agg(list).to_dict()
    cells["quote_ids"] = [found.get(pair, []) for pair in pairs]
    cells = cells[inside | (cells["quotes"] > 0)].reset_index(drop=True)
    types = {"group": "string", "cue": "string", "quotes": "Int64", "group_quotes": "Int64"}
    types |= dict.fromkeys(("expected", "odds", "z"), "Float64")
    cells = cells[["group", *_COLUMNS]].astype(types)
    for key in ("group", "cue"):
        cells[key] = cells[key].mask(cells[key] == counting.MISSING)
    return cells.rename(columns={"group": by})


def _rows(table: pd.DataFrame, by: str, *, chart: str) -> pd.DataFrame:
    """One row a quote: ``group``, ``cue`` (its lemma), ``quote_id``."""
    if "cue" not in table:
        table = table.assign(cue=pd.Series(pd.NA, index=table.index, dtype="string"))
    cues = group_column(table, "cue", chart=chart).map(cue_lemma, na_action="ignore")
    return counting.group_rows(
        table, by, chart=chart, taken=_COLUMNS, counted={"cue": "what is counted"},
        cue=cues.astype("string"), quote_id=table["quote_id"],
    )  # fmt: skip


def _chosen(words: Iterable[str] | None, cues: pd.Series, *, chart: str) -> list[str]:
    """The lemmas of the cues asked for; an error that names one no quote has."""
    asked = [words] if isinstance(words, str) else list(words or [])
    lemmas = list(dict.fromkeys(cue_lemma(str(word)) for word in asked))
    valid = counting.by_size(cues)
    if valid and (odd := [lemma for lemma in lemmas if lemma not in valid]):
        near = f"{', '.join(valid[:12])}{' …' * (len(valid) > 12)}{hint(odd[0], valid)}"
        raise ValueError(f"{chart}: no quote has the cue {odd[0]!r}; there are: {near}")
    return lemmas


def log_odds(counts: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Of counts (groups × cues): what is expected, odds, z; nan where nothing compares."""
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
