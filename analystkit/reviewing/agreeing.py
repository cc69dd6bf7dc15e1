"""How far do machine and reviewers, and reviewers among themselves, say the same?"""

from functools import partial
from itertools import combinations
from typing import Any

import numpy as np
import pandas as pd

from analystkit import tables
from analystkit.reviewing.answers import (
    NAMED,
    PLACES,
    Answers,
    Labels,
    answers_of,
    machine_answer,
    rater_name,
)
from analystkit.reviewing.coefficients import alphas, interval, kappas

MACHINE, NONE = "machine", "(none)"
_SIDES = ("against", "neutral", "for")
_DRAWS = 2000
_MOST = 60  # values of a field; rarer ones are one
_COLUMNS = (
    "field", "one", "other", "n", "articles", "agreement", "kappa", "kappa_low", "kappa_high",
    "alpha", "alpha_low", "alpha_high", "measure",
)  # fmt: skip
_CONFUSION = ("field", "one", "other", "value_one", "value_other", "n")


def agreement(
    labels: Labels,
    quotes: pd.DataFrame,
    *,
    stance: pd.DataFrame | None = None,
    articles: pd.DataFrame | None = None,
    seed: int = 0,
) -> pd.DataFrame:
    """How far machine and reviewers agree, field by field, and reviewers with one another.

    Parameters
    ----------
    labels : DataFrame or path
        What `read_labels` gives, or the name of the file it reads.
    quotes : DataFrame
        The quotes, as the machine has them.
    stance : DataFrame, optional
        The stance table, to judge the stances too.
    articles : DataFrame, optional
        Needed where edges, cues or sources were corrected.
    seed : int
        Of the bootstrap.

    Returns
    -------
    DataFrame
        One row a ``field`` and pair, ``one`` (``machine`` first) with ``other``; a second, blind
        reading is a reader of its own.  ``n`` quotes in ``articles``, the share that is alike in
        ``agreement``, Cohen's ``kappa`` and Krippendorff's ``alpha``, each with a 95 % interval
        (``kappa_low`` …) by a bootstrap over articles.  ``measure`` is ``nominal``, or
        ``ordinal`` for a stance, where against and for are further apart than either from
        neutral; unclear stances are left out there and stand in ``stance: clear``.  Where one
        value alone occurs, and for edges, cues and sources, which have no values to meet by
        chance, the coefficients are missing.

        ``attrs["confusion"]`` has every pair of values and how often they met: ``field, one,
        other, value_one, value_other, n``.

    Raises
    ------
    TableError
        When a table breaks the contract.

    Notes
    -----
    Cohen, "A coefficient of agreement for nominal scales", 1960; Krippendorff, "Content
    Analysis", 2004, chapter 11, who asks for .8, and .667 where tentative conclusions do.  Kappa
    and alpha of labels that were drawn by strata or least sure first are of that sample, not of
    all quotes.

    Examples
    --------
    >>> import pandas as pd
    >>> from analystkit.tables import as_quotes
    >>> quotes = as_quotes([{"quote_id": f"a#{i}", "article_id": f"a{i}", "quote": f"No {i}",
    ...                      "kind": "direct" if i % 2 else "indirect", "spans": [(1, 5)]}
    ...                     for i in range(8)])
    >>> labels = pd.DataFrame([{"quote_id": f"a#{i}", "article_id": f"a{i}", "field": "kind",
    ...                         "value": "direct" if i > 3 else "indirect", "words": f"No {i}",
    ...                         "reviewer": "Ana"} for i in range(8)])
    >>> print(*agreement(labels, quotes).loc[1, ["field", "one", "other", "agreement", "kappa"]])
    kind machine Ana 0.5 0.0
    """
    table = tables.check_quotes(quotes)
    sides = None if stance is None else tables.check_stance(stance)
    answers = answers_of(labels, table, articles=articles, stance=sides)
    said = _said(table, sides, answers)
    article = dict(zip(table["quote_id"].astype(str), table["article_id"], strict=True))
    people = [rater_name(rater) for rater in answers.raters]
    rows, confusion = [], []
    for field, readings in said.items():
        for one, other in combinations([MACHINE, *people], 2):
            first, second = readings.get(one, {}), readings.get(other, {})
            both = [name for name in first if name in second]
            if not both:
                continue
            values = pd.DataFrame({
                "article": [article[name] for name in both],
                "one": [first[name] for name in both],
                "other": [second[name] for name in both],
            })  # fmt: skip
            rows.append({"field": field, "one": one, "other": other, **_row(field, values, seed)})
            if field not in PLACES:
                met: Any = values.groupby(["one", "other"]).size()
                confusion += [(field, one, other, *pair, int(n)) for pair, n in met.items()]
    found = pd.DataFrame(rows, columns=list(_COLUMNS))
    text = dict.fromkeys(("field", "one", "other", "measure"), "string")
    numbers = {name: "Float64" for name in _COLUMNS[5:-1]}
    found = found.astype({**text, **numbers, "n": "Int64", "articles": "Int64"})
    found.attrs["confusion"] = tables.SideTable(confusion, columns=list(_CONFUSION))
    found.attrs["unplaced"] = len(answers.unplaced)
    return found


def _said(
    table: pd.DataFrame, stance: pd.DataFrame | None, answers: Answers
) -> dict[str, dict[str, dict[str, Any]]]:
    """By field, reader and quote, the value each reader gives it."""
    rows: Any = table.to_dict("records")
    machine: dict[str, dict[str, Any]] = {str(row["quote_id"]): row for row in rows}
    known: dict[tuple[str, str], str] = {}
    if stance is not None:
        names = zip(stance["quote_id"], stance["target"], stance["label"], strict=True)
        known = {(str(quote), f"stance:{target}"): str(label) for quote, target, label in names}
    order = ["quote", *NAMED, *PLACES]
    said: dict[str, dict[str, dict[str, Any]]] = {field: {} for field in order}

    def put(field: str, reader: str, name: str, value: Any) -> None:
        value = NONE if value is None else value
        said.setdefault(field, {}).setdefault(reader, {})[name] = value

    for quote_id, fields in answers.given.items():
        put("quote", MACHINE, quote_id, "yes")
        for rater, none in fields.get("not_a_quote", {}).items():
            put("quote", rater_name(rater), quote_id, "no" if none else "yes")
        for field, own in fields.items():
            if field == "not_a_quote":
                continue
            by_target = field.startswith("stance:")
            if not by_target:
                put(field, MACHINE, quote_id, machine_answer(machine[quote_id], field))
            elif stance is not None:
                put(field, MACHINE, quote_id, known.get((quote_id, field)))
            for rater, value in own.items():
                put(field, rater_name(rater), quote_id, value)
    return {
        **said,
        **{
            f"{field}: clear": {
                reader: {name: value for name, value in own.items() if value in _SIDES}
                for reader, own in readings.items()
            }
            for field, readings in said.items()
            if field.startswith("stance:")
        },
    }


def _row(field: str, values: pd.DataFrame, seed: int) -> dict[str, Any]:
    """The figures of one pair of readings of a field."""
    alike = np.array([a == b for a, b in zip(values["one"], values["other"], strict=True)])
    row: dict[str, Any] = {
        "n": len(values),
        "articles": values["article"].nunique(),
        "agreement": float(alike.mean()),
        "measure": "ordinal" if field.endswith(": clear") else "nominal",
    }
    if field in PLACES:
        return row
    ordinal = row["measure"] == "ordinal"
    counts = _counts(values, list(_SIDES) if ordinal else None)
    found = {"kappa": kappas, "alpha": partial(alphas, ordinal=ordinal)}
    for name, coefficient in found.items():
        figures = interval(counts, coefficient, draws=_DRAWS, seed=seed)
        ends = zip(("", "_low", "_high"), figures, strict=True)
        row |= {f"{name}{end}": pd.NA if np.isnan(v) else v for end, v in ends}
    return row


def _counts(values: pd.DataFrame, order: list[str] | None) -> np.ndarray:
    """How often values met, one table an article."""
    both = pd.concat([values["one"], values["other"]])
    common = order or list(both.value_counts().index[:_MOST])
    place = {value: i for i, value in enumerate(common)}
    # A pair of two rare values must not meet because both are rare: each has a place of its own.
    rare = len(common)
    ones = values["one"].map(place).fillna(rare).astype(int).to_numpy()
    others = values["other"].map(place).fillna(rare).astype(int).to_numpy()
    apart = (ones == rare) & (others == rare) & (values["one"] != values["other"]).to_numpy()
    others = np.where(apart, rare + 1, others)
    articles = pd.factorize(values["article"])[0]
    counts = np.zeros((articles.max() + 1, rare + 2, rare + 2))
    np.add.at(counts, (articles, ones, others), 1)
    return counts
