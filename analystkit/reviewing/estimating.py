"""How large is a share or a mean, and how sure is that, when the machine errs?"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Any

import numpy as np
import pandas as pd

from analystkit import tables
from analystkit.reviewing.answers import Answers, Labels, answers_of
from analystkit.reviewing.applying import SCORES
from analystkit.reviewing.drawing import usable, weights_of
from analystkit.reviewing.inference import (
    WAYS,
    Estimate,
    Figure,
    Sample,
    difference,
    estimate_ratio,
)
from analystkit.tables.joins import group_column, with_articles

FIGURES = ("share", "direct", "stance")
_COLUMNS = ("minus", "way", "estimate", "low", "high", "labels", "tuning")
_CORRECTED = ("speaker", "camp", "kind")  # what reviewers can say a group is


@dataclass(frozen=True)
class Question:
    """What is asked of a table: the figure of each group, as machine and people have it."""

    groups: list[str]
    figures: list[Figure]
    sample: Sample
    relevant: list[int]  # labels that each group's figure hangs on
    left_out: dict[str, int]
    conflicts: int
    target: str | None = None


def estimate(
    quotes: pd.DataFrame,
    labels: Labels,
    *,
    by: str = "camp",
    of: str = "share",
    target: str | None = None,
    stance: pd.DataFrame | None = None,
    articles: pd.DataFrame | None = None,
    groups: Sequence[str] | None = None,
    differences: bool = False,
) -> pd.DataFrame:
    """Shares and means from all of the machine's answers and the reviewed sample.

    The machine is quick and a little wrong, people are right and few.  Two ways put both to use,
    whatever the machine is worth: where it is good, the interval is much narrower than that of the
    labels alone; where it is bad, it is about as wide.

    Parameters
    ----------
    quotes : DataFrame
        All the quotes, as the machine has them, not as `apply_labels` corrects them.
    labels : DataFrame or path
        What `read_labels` gives, or the name of the file it reads.  Labels drawn at random or by
        strata count; those picked from a list or least sure first say nothing of the rest.
    by : str
        The groups: ``camp``, ``speaker``, ``kind``, or a column that no label corrects
        (``outlet``).
    of : str
        ``"share"`` of the quotes that have a group, ``"direct"``: the share of a group's quotes
        that are direct, or ``"stance"``: the mean of a group's clear stances toward `target`, from
        −1 against to 1 for.
    target : str, optional
        For ``of="stance"``; needed where `stance` has more than one.
    stance : DataFrame, optional
        The stance table, for ``of="stance"``.
    articles : DataFrame, optional
        For ``by="outlet"``, and where the labels were drawn by outlet.
    groups : list of str, optional
        The groups, in this order; otherwise all that machine or reviewers name, largest first.
    differences : bool
        Add a row for each pair of groups, the second under ``minus``.

    Returns
    -------
    DataFrame
        One row a group and ``way``: the group under the name of `by`, ``target`` (for stances;
        tables of several targets can be put together), ``minus``, ``way``,
        ``estimate``, ``low`` and ``high`` (95 %), ``labels`` (those it hangs on), and ``tuning``:
        how much of the machine is in it, 0 to 1.  The ways are

        - ``naive``: the machine's answers as if they were right;
        - ``labels only``: the reviewed quotes alone;
        - ``ppi``: prediction-powered inference with power tuning (Angelopoulos, Bates, Fannjiang,
          Jordan and Zrnic, Science 382, 2023; Angelopoulos, Duchi and Zrnic, "PPI++", 2024);
        - ``dsl``: design-based supervised learning, where what people would say is first learned
          from the machine's answers and its confidence (Egami, Hinck, Stewart and Wei, NeurIPS
          2023).

        Intervals take articles, not quotes, as independent, have Student's quantiles, and allow
        for mistakes too rare to be in the sample (Agresti and Min 2005).  ``attrs["left_out"]``
        says which labels were not used, ``attrs["conflicts"]`` of how many quotes reviewers
        differ: their answers count half each.

    Raises
    ------
    ValueError
        When no label was drawn with a known probability, or `of`, `target` or `groups` is unknown.
    TableError
        When a table breaks the contract or `by` is no column to group by.

    Notes
    -----
    The figures are of the quotes that the machine found.  How many it misses cannot be told from
    a sample of those it found.

    Examples
    --------
    >>> import pandas as pd
    >>> from analystkit.tables import as_quotes
    >>> quotes = as_quotes([{"quote_id": f"a#{i}", "article_id": f"a{i // 2}", "kind": "direct",
    ...                      "quote": f"No {i}", "spans": [(1, 5)], "camp": "AB"[i % 2]}
    ...                     for i in range(40)])
    >>> labels = pd.DataFrame([{"quote_id": f"a#{i}", "article_id": f"a{i // 2}", "field": "camp",
    ...                         "value": "A", "words": f"No {i}", "reviewer": "Ana",
    ...                         "design": "random", "probability": 0.5} for i in range(20)])
    >>> table = estimate(quotes, labels, groups=["A"])
    >>> print(*[f"{way} {value:.2f}" for way, value in table[["way", "estimate"]].to_numpy()])
    naive 0.50 labels only 1.00 ppi 1.00 dsl 1.00
    """
    asked = question(
        quotes, labels, by=by, of=of, target=target, stance=stance, articles=articles, groups=groups
    )
    rows = []
    found: dict[tuple[str, str], Estimate] = {}
    for group, figure, n in zip(asked.groups, asked.figures, asked.relevant, strict=True):
        for way in WAYS:
            one = found[group, way] = estimate_ratio(figure, asked.sample, way)
            rows.append(_row(by, group, pd.NA, way, one, n))
    if differences:
        size = dict(zip(asked.groups, asked.relevant, strict=True))
        for one_group, other in combinations(asked.groups, 2):
            for way in WAYS:
                apart = difference(found[one_group, way], found[other, way])
                n = size[one_group] + size[other] if of != "share" else size[one_group]
                rows.append(_row(by, one_group, other, way, apart, n))
    table = pd.DataFrame(rows, columns=[by, *_COLUMNS])
    if of == "stance":
        targets = pd.Series([asked.target] * len(table), index=table.index, dtype="string")
        table.insert(1, "target", targets)
    table = table.astype({by: "string", "minus": "string", "way": "string", "labels": "Int64"})
    numbers = ["estimate", "low", "high", "tuning"]
    table[numbers] = table[numbers].astype("Float64")
    table.attrs = {"of": of, "by": by, "target": asked.target, "labels": len(asked.sample.labelled)}
    table.attrs |= {"left_out": asked.left_out, "conflicts": asked.conflicts}
    return table


def _row(by: str, group: str, minus: Any, way: str, one: Estimate, n: int) -> dict[str, Any]:
    numbers = {"estimate": one.value, "low": one.low, "high": one.high, "tuning": one.tuning}
    known = {k: pd.NA if np.isnan(v) else float(v) for k, v in numbers.items()}
    return {by: group, "minus": minus, "way": way, **known, "labels": n}


def question(
    quotes: pd.DataFrame,
    labels: Labels,
    *,
    by: str,
    of: str,
    target: str | None,
    stance: pd.DataFrame | None,
    articles: pd.DataFrame | None,
    groups: Sequence[str] | None,
    least: int = 2,
) -> Question:
    """The figures that are asked for, of a checked table; an error where it cannot be told."""
    if of not in FIGURES:
        raise ValueError(
            f"estimate: of={of!r} is not one of: {', '.join(FIGURES)}{tables.hint(of, FIGURES)}"
        )
    table = with_articles(quotes, articles)
    named = group_column(table, by, chart="estimate")
    sides, target = _sides(stance, target) if of == "stance" else (None, None)
    answers = answers_of(labels, table, articles=articles, stance=stance)
    fields = [by] * (by in _CORRECTED) + ["kind"] * (of == "direct")
    fields += [f"stance:{target}"] * (of == "stance")
    ids = [str(name) for name in table["quote_id"]]
    pairs = set() if sides is None else set(sides["quote_id"].astype(str))
    known, left_out = _known(answers, ids, fields, pairs, least)
    places = {name: i for i, name in enumerate(ids)}
    at = np.array([places[name] for name in known], dtype=int)
    machine = _machine(table, named, of, sides)
    people = _people(answers, known, machine.iloc[at], by, of, target)
    weight, stratum, strata = weights_of(table, list(at), [answers.draws[name] for name in known])
    confidence = None
    if "confidence" in table and table["confidence"].notna().any():
        sure = table["confidence"].astype(float)
        confidence = sure.fillna(sure.mean()).to_numpy()
    sample = Sample(pd.factorize(table["article_id"])[0], at, weight, stratum, strata, confidence)
    chosen = _groups(machine["group"], people["group"], groups, by)
    figures = [_figure(machine, people, len(known), group, of) for group in chosen]
    relevant = [
        int(((figure.true_whole != 0) | (figure.whole[at] != 0)).sum()) for figure in figures
    ]
    conflicts = sum(not answers.agreed(name, one)[0] for name in known for one in fields
                    if len(answers.given[name].get(one, {})) > 1)  # fmt: skip
    return Question(chosen, figures, sample, relevant, left_out, conflicts, target)


def _sides(stance: pd.DataFrame | None, target: str | None) -> tuple[pd.DataFrame, str]:
    """The rows of the stance table toward one target."""
    if stance is None:
        raise ValueError("estimate: of='stance' needs the stance table (stance=)")
    table = tables.check_stance(stance)
    valid = [str(name) for name in table["target"].unique()]
    if target is None and len(valid) == 1:
        target = valid[0]
    if target not in valid:
        near = tables.hint(target, valid) if target else ""
        raise ValueError(f"estimate: target={target!r} is not one of: {', '.join(valid)}{near}")
    return table[table["target"] == target], str(target)


def _known(
    answers: Answers, ids: list[str], fields: list[str], pairs: set[str], least: int
) -> tuple[list[str], dict[str, int]]:
    """The quotes of which people said all that is asked, and how many others they looked at."""
    left_out: dict[str, int] = {}
    seen = [name for name in ids if name in answers.given]
    whole = []
    # Who judges stances and adds none to a quote without one says that it has none.
    judges = {
        rater
        for said in answers.given.values()
        for field, own in said.items()
        if field.startswith("stance:")
        for rater in own
    }
    for name in seen:
        said = answers.given[name]
        raters = said.get("not_a_quote", {})
        judged = name not in pairs and any(rater in judges for rater in raters)
        if any(raters.values()) or all(
            field in said or (field.startswith("stance:") and judged) for field in fields
        ):
            whole.append(name)
    if len(whole) < len(seen):
        left_out[f"without an answer to {' and '.join(fields)}"] = len(seen) - len(whole)
    known, undrawn = usable(answers.draws, whole)
    for design, n in undrawn.items():
        left_out[f"drawn with no known probability ({design or 'design not noted'})"] = n
    if answers.unplaced:
        left_out["whose words are not in the quotes"] = len(answers.unplaced)
    if len(known) < least:
        why = "; ".join(f"{n:,} {what}" for what, n in left_out.items())
        raise ValueError(
            f"estimate: {len(known)} labels with a known probability, at least {least} are needed"
            f"{f' (left out: {why})' if why else ''}. Labels picked from a list or least sure "
            "first say nothing of the rest: review a sample drawn at random or by strata"
        )
    return known, left_out


def _machine(
    table: pd.DataFrame, named: pd.Series, of: str, sides: pd.DataFrame | None
) -> pd.DataFrame:
    """The machine's group and value of every quote; a value is missing where it does not count."""
    value = pd.Series(1.0, index=range(len(table)))
    if of == "direct":
        value = pd.Series((table["kind"].astype(str) == "direct").to_numpy(float))
    elif sides is not None:
        label = sides["label"].astype(str)
        score = label.map(SCORES).astype(float)
        if "score" in sides:
            score = sides["score"].astype("Float64").astype(float).fillna(score)
        score = score.where(label != "unclear")
        value = pd.Series(dict(zip(sides["quote_id"].astype(str), score, strict=True)), dtype=float)
        value = value.reindex(table["quote_id"].astype(str)).reset_index(drop=True)
    return pd.DataFrame({"group": named.to_numpy(object), "value": value.to_numpy(float)})


def _people(
    answers: Answers, known: list[str], machine: pd.DataFrame, by: str, of: str, target: str | None
) -> pd.DataFrame:
    """A row for each answer of a rater to a quote: ``label`` (which), group, value and share."""
    rows = []
    marks = zip(known, machine["group"], machine["value"], strict=True)
    for i, (name, own_group, own_value) in enumerate(marks):
        said = answers.given[name]
        raters = list(said.get("not_a_quote", {})) or list(next(iter(said.values())))
        for rater in raters:
            if said.get("not_a_quote", {}).get(rater):
                rows.append((i, None, np.nan, 1 / len(raters)))
                continue
            group, value = own_group, own_value
            if by in _CORRECTED:
                group = _said(said, by, rater)
            if of == "direct":
                value = float(_said(said, "kind", rater) == "direct")
            elif of == "stance":
                # one who saw no stance and added none says that there is none
                field = f"stance:{target}"
                value = SCORES.get(_said(said, field, rater), np.nan) if field in said else np.nan
            rows.append((i, group, value, 1 / len(raters)))
    return pd.DataFrame(rows, columns=["label", "group", "value", "share"])


def _said(said: dict[str, dict[Any, Any]], field: str, rater: Any) -> Any:
    """A rater's answer, or that of another where this one gave none."""
    own = said.get(field, {})
    return own[rater] if rater in own else next(iter(own.values()), None)


def _groups(
    machine: pd.Series, people: pd.Series, groups: Sequence[str] | None, by: str
) -> list[str]:
    sizes = pd.Series([g for g in machine if not pd.isna(g)], dtype=object).value_counts()
    others = dict.fromkeys(str(g) for g in people if g is not None and not pd.isna(g))
    valid = list(dict.fromkeys([*map(str, sizes.index), *others]))
    if groups is None:
        return valid
    for group in groups:
        if group not in valid:
            raise ValueError(
                f"estimate: group {group!r} is not a {by} of these quotes: {', '.join(valid)}"
                f"{tables.hint(group, valid)}"
            )
    return list(groups)


def _figure(machine: pd.DataFrame, people: pd.DataFrame, n: int, group: str, of: str) -> Figure:
    """Part and whole of a group's figure, of every quote and of each label."""
    counts = []
    for rows in (machine, people):
        own = (rows["group"] == group).fillna(False).to_numpy(bool)
        value = rows["value"].to_numpy(float)
        if of == "share":
            whole = (rows["group"].notna() & ~np.isnan(value)).to_numpy(float)
            part = own.astype(float) * whole
        else:
            whole = (own & ~np.isnan(value)).astype(float)
            part = whole * np.nan_to_num(value)
        if rows is people:
            share, label = people["share"].to_numpy(float), people["label"].to_numpy(int)
            part = np.bincount(label, part * share, minlength=n)
            whole = np.bincount(label, whole * share, minlength=n)
        counts += [part, whole]
    part, whole, true_part, true_whole = counts
    bounds = (-1.0, 1.0) if of == "stance" else (0.0, 1.0)
    return Figure(part, whole, true_part, true_whole, bounds)
