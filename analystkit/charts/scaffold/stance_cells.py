"""The figures behind the charts of stance."""

from collections.abc import Iterable, Mapping
from typing import Any

import numpy as np
import pandas as pd

from analystkit.charts.scaffold.counting import arranged, by_size, group_rows, mean_interval
from analystkit.charts.scaffold.docs import documented
from analystkit.charts.scaffold.words import clean, sentences
from analystkit.palette import STANCES as COLOURS
from analystkit.tables import STANCES, TableError, check_stance, hint
from analystkit.tables.joins import with_articles
from analystkit.text.wording import plural, signed, span

_COLUMNS = ["target", "mean", "low", "high", "n", *STANCES, "quote_ids"]
FEW = 3  # clear stances below which a mean says little
_SAID = {"against": "−1 against", "neutral": "0 neutral", "for": "+1 for"}
SCALE = [(words, COLOURS[label]) for label, words in _SAID.items()]
_READ_OFF = {"against": -1.0, "neutral": 0.0, "for": 1.0}


@documented
def stance_cells(
    stance: pd.DataFrame,
    *,
    quotes: pd.DataFrame,
    by: str = "camp",
    targets: Iterable[str] | None = None,
    articles: pd.DataFrame | None = None,
) -> pd.DataFrame:
    """Each group's mean stance toward each target, with a 95 % interval and its quotes.

    Parameters
    ----------
    stance : DataFrame
        A stance table. Rows whose quote is not in `quotes` are left out, so that filtered quotes
        are enough to filter both. A missing score is read off the label.
    quotes : DataFrame
        The quotes table.
    $by
    targets : iterable of str, optional
        The targets to keep, in this order; otherwise all, those with most rows first.
    $articles

    Returns
    -------
    DataFrame
        One row a group and target that have a stance row, groups with most rows first: the group
        under the name of `by` (missing, and last, for quotes without one), ``target``, ``mean``
        (of the clear scores, -1 against to 1 for), ``low`` and ``high``, ``n`` (clear rows), how
        many of these are ``against``, ``neutral`` and ``for``, ``unclear`` (rows, not in ``n``),
        and ``quote_ids`` (a list of all rows' quotes, as the quotes table orders them). Without
        clear rows ``mean`` is missing, with fewer than two the interval.

        The interval is a Bayesian bootstrap over quotes (Rubin 1981), smoothed by half a quote at
        either end of the scale. It takes quotes as independent although those of one article are
        not, and scores as right: read it as a lower bound of the doubt.

    $stance_raises
    ValueError
        When one of `targets` is not in the stance table.

    $example
    >>> cells = stance_cells(tables.empty_stance(), quotes=tables.empty_quotes())
    >>> list(cells.columns)[:6]
    ['camp', 'target', 'mean', 'low', 'high', 'n']
    """
    _, cells, _, _ = cells_for("stance_cells", stance, quotes, by, articles, targets, None)
    return cells.rename(columns={"group": by})


def cells_for(
    chart: str, stance: pd.DataFrame, quotes: pd.DataFrame, by: str,
    articles: pd.DataFrame | None, targets: Iterable[str] | None, names: Any,
) -> tuple[pd.DataFrame, pd.DataFrame, dict[str, str], str]:  # fmt: skip
    """The quotes; cells under ``group``; target to shown name, in order; what is counted."""
    shown = target_names(names)
    table, checked = with_articles(quotes, articles), check_stance(stance)
    named = group_rows(table, by, chart=chart, taken=_COLUMNS, quote_id=table["quote_id"])
    twice = checked.loc[checked.duplicated(["quote_id", "target"]), ["quote_id", "target"]]
    if len(twice):
        quote, target = twice.iloc[0]
        raise TableError(f"stance: quote {quote!r} has more than one row toward {target!r}")
    checked = checked.reindex(columns=["quote_id", "target", "label", "score"])
    rows = named.merge(checked.astype({"label": "string", "score": "Float64"}), on="quote_id")
    read = rows["score"].fillna(rows["label"].map(_READ_OFF).astype("Float64"))
    rows["score"] = read.mask(rows["label"] == "unclear").astype(float)
    rows.attrs = {}  # pandas would copy them for every group
    order = _chosen(chart, targets, [*shown, *map(str, checked["target"].unique())])
    cells = _cells_of(rows, order)
    largest = by_size(cells["target"].repeat(list(cells["n"] + cells["unclear"])))
    heads = {target: shown.get(target, target) for target in order or largest}
    clear = rows[(rows["label"] != "unclear") & rows["target"].isin(list(heads))]
    stances = plural(int(cells["n"].sum()), "clear stance")
    counted = f"{stances} in {plural(clear['quote_id'].nunique(), 'quote')}"
    return table, cells, heads, counted


def _cells_of(rows: pd.DataFrame, targets: list[str] | None) -> pd.DataFrame:
    """`stance_cells` of rows that are joined and checked, the group under that name."""
    if targets is not None:
        rows = rows[rows["target"].isin(targets)]
    marks = {label: rows["label"] == label for label in STANCES}
    groups = rows.assign(**marks).groupby(["group", "target"], sort=False, dropna=False)
    cells = groups.agg(
        scores=("score", list),
        quote_ids=("quote_id", list),
        **{label: (label, "sum") for label in STANCES},
    ).reset_index()
    scores = [[score for score in some if score == score] for some in cells["scores"]]
    cells["n"] = [len(some) for some in scores]
    means = [np.sort(some).mean() if some else pd.NA for some in scores]
    limits = [mean_interval(some) if len(some) > 1 else (pd.NA, pd.NA) for some in scores]
    cells["mean"] = pd.array(means, dtype="Float64")
    cells[["low", "high"]] = pd.DataFrame(limits, columns=["low", "high"]).astype("Float64")
    size = cells["n"] + cells["unclear"]
    cells["_group"] = size.groupby(cells["group"], dropna=False).transform("sum")
    cells["_target"] = -size.groupby(cells["target"]).transform("sum")
    if targets is not None:
        cells["_target"] = cells["target"].map({target: i for i, target in enumerate(targets)})
    cells = arranged(cells, _group=False, group=True, _target=True, target=True)
    counted = {name: "Int64" for name in ("n", *STANCES)}
    return cells[["group", *_COLUMNS]].astype({"group": "string", "target": "string", **counted})


def _chosen(chart: str, targets: Iterable[str] | None, known: list[str]) -> list[str] | None:
    """The targets asked for; an error that names the valid ones where one is unknown."""
    if targets is None:
        return None
    asked = [targets] if isinstance(targets, str) else list(dict.fromkeys(map(str, targets)))
    valid = list(dict.fromkeys(known))
    if valid and (odd := [target for target in asked if target not in valid]):
        near = f"{', '.join(valid)}{hint(odd[0], valid)}"
        raise ValueError(f"{chart}: target {odd[0]!r} is not one of: {near}")
    return asked


def target_names(names: Any) -> dict[str, str]:
    """Target to shown name: of a mapping, or of targets with a ``table()``."""
    if names is None or isinstance(names, Mapping):
        return {str(target): str(name) for target, name in (names or {}).items()}
    table = names.table()
    pairs = table[["target" if "target" in table else "id", "name"]].dropna(subset="name")
    return {str(target): str(name) for target, name in pairs.itertuples(index=False)}


def figures(cell: Any) -> str:
    """A cell's figures in words: ``−0.6 (n = 7; −0.8 to −0.3; 2 unclear)``."""
    inside = [f"n = {cell.n:,}"] if cell.n else []
    if not pd.isna(cell.low):
        inside.append(span(cell.low, cell.high))
    if cell.unclear:
        inside.append(f"{cell.unclear:,} unclear")
    return f"{signed(cell.mean)} ({'; '.join(inside)})" if cell.n else f"({inside[0]})"


def in_sentences(cells: pd.DataFrame, heads: Mapping[str, str], word: str) -> list[str]:
    """A sentence for each group, with its figures toward each target."""
    said = []
    for group, part in cells.groupby("group", sort=False, dropna=False):
        stands = [f"{clean(heads[str(cell.target)])} {figures(cell)}" for cell in part.itertuples()]
        name = f"No {word} given" if pd.isna(group) else clean(group)
        said.append(f"{name}: {'; '.join(stands)}.")
    scale = "Mean score from −1 against to +1 for, with its 95% interval."
    return [scale, *sentences(said, word)]
