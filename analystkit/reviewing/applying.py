"""What do the tables look like with the reviewers' decisions in them?"""

from bisect import bisect_right
from collections.abc import Mapping
from typing import Any, overload

import pandas as pd

from analystkit import tables
from analystkit.reviewing.answers import (
    NAMED,
    PLACES,
    Answers,
    Labels,
    answers_of,
    conflict_rows,
    machine_answer,
    rater_name,
)
from analystkit.reviewing.placing import unplaced_row, words_of
from analystkit.text.paragraphs import paragraphs

SCORES = {"against": -1.0, "neutral": 0.0, "for": 1.0}
_FOLLOW = ("speaker_type", "role", "actor", "camp", "camp_from")  # what goes with a speaker
_CONFLICTS = ("quote_id", "field", "reviewers", "values")
_UNPLACED = (
    "id", "quote_id", "article_id", "field", "value", "words", "reviewer", "reason"
)  # fmt: skip


@overload
def apply_labels(
    quotes: pd.DataFrame,
    labels: Labels,
    *,
    articles: pd.DataFrame | None = None,
    stance: None = None,
) -> pd.DataFrame: ...
@overload
def apply_labels(
    quotes: pd.DataFrame,
    labels: Labels,
    *,
    articles: pd.DataFrame | None = None,
    stance: pd.DataFrame,
) -> tuple[pd.DataFrame, pd.DataFrame]: ...


def apply_labels(
    quotes: pd.DataFrame,
    labels: Labels,
    *,
    articles: pd.DataFrame | None = None,
    stance: pd.DataFrame | None = None,
) -> Any:
    """The tables with the reviewers' decisions in them.

    Decisions find their quotes by article and words, not by row or id: a table made anew by another
    model, with a changed registry or of an article published again with a comma more keeps its
    corrections where the words still stand.

    Parameters
    ----------
    quotes : DataFrame
        A quotes table.
    labels : DataFrame or path
        What `read_labels` gives, or the name of the file it reads.
    articles : DataFrame, optional
        Needed for corrected edges, cues and sources and for missed quotes, whose words stand in
        the text.
    stance : DataFrame, optional
        A stance table of these quotes, to be corrected too.

    Returns
    -------
    DataFrame, or a pair of them where `stance` is given
        The quotes with those added that were missed and without those that are none, and with
        ``reviewed_by`` (who said something of the quote) and ``changed`` (the fields that are not
        the machine's; ``added`` for a missed quote); both missing where nobody looked.  Camp,
        actor and type of a corrected speaker are those of that name elsewhere in the table, or
        missing, unless a reviewer gave them.  Where a quote's words changed, ``sentiment_…``
        columns are emptied: score it again.  A corrected stance has the score of its label: −1, 0
        or 1.

        In ``attrs``: ``removed`` (the quotes that are none), ``conflicts`` (``quote_id, field,
        reviewers, values``: there the machine's answer stays, since none of the reviewers' is
        better than the other's) and ``unplaced`` (decisions whose words are not found, each with
        its ``reason``).

    Raises
    ------
    TableError
        When a table breaks the contract.
    FileNotFoundError
        When there is no file of labels under that name.

    Examples
    --------
    >>> import pandas as pd
    >>> from analystkit.tables import as_quotes
    >>> quotes = as_quotes([{"quote_id": "a#0", "article_id": "a", "kind": "direct",
    ...                      "quote": "No", "spans": [(1, 3)], "speaker": "Dana"}])
    >>> labels = pd.DataFrame([{"quote_id": "a#0", "article_id": "a", "field": "speaker",
    ...                         "value": "Layth", "words": "No", "reviewer": "Ana"}])
    >>> print(*apply_labels(quotes, labels).loc[0, ["speaker", "reviewed_by", "changed"]])
    Layth Ana speaker
    """
    table = tables.check_quotes(quotes)
    sides = None if stance is None else tables.check_stance(stance)
    answers = answers_of(labels, table, articles=articles, stance=sides)
    texts = _texts(articles)
    corrected = _corrected(table, answers, texts)
    notes = {
        "removed": tables.SideTable(corrected.attrs.pop("removed_rows")),
        "conflicts": tables.SideTable(conflict_rows(answers), columns=list(_CONFLICTS)),
        "unplaced": tables.SideTable(answers.unplaced, columns=list(_UNPLACED)),
    }
    corrected.attrs.update(notes)
    if sides is None:
        return corrected
    sided = _sided(sides, answers, table, set(corrected["quote_id"].astype(str)))
    sided.attrs.update(notes)
    return corrected, sided


def _texts(articles: pd.DataFrame | None) -> dict[str, str]:
    if articles is None:
        return {}
    known = tables.check_articles(articles)
    return dict(zip(known["article_id"].astype(str), known["text"].astype(str), strict=True))


def _corrected(table: pd.DataFrame, answers: Answers, texts: Mapping[str, str]) -> pd.DataFrame:
    follow = _Following(table)
    rows: list[dict[str, Any]] = []
    removed = []
    for machine in table.to_dict("records"):
        row = {**{str(k): v for k, v in machine.items()}, "reviewed_by": pd.NA, "changed": pd.NA}
        quote_id = str(row["quote_id"])
        fields = answers.given.get(quote_id)
        if fields is None:
            rows.append(row)
            continue
        if not answers.is_quote(quote_id):
            removed.append(machine)
            continue
        raters = dict.fromkeys(rater for said in fields.values() for rater in said)
        row["reviewed_by"] = "; ".join(dict.fromkeys(name for name, _ in raters))
        changed = []
        for name in (*NAMED, *PLACES):
            alike, value = answers.agreed(quote_id, name)
            if not alike or value == machine_answer(row, name):
                continue
            changed.append(name)
            if name in PLACES:
                _put(row, name, value, texts)
            else:
                row[name] = pd.NA if value is None else value
        if "speaker" in changed:
            own = {*changed} | ({"camp"} if "camp" in fields else set())
            changed += follow.take(row, own)
        elif "camp" in changed:
            row |= {name: pd.NA for name in ("actor", "camp_from") if name in row}
        row["changed"] = ", ".join(dict.fromkeys(changed)) or pd.NA
        rows.append(row)
    rows += _added(answers, texts, list(table.columns), follow)
    return _ordered(table, rows, removed)


class _Following:
    """What goes with a speaker's name, as the table has it for that name."""

    def __init__(self, table: pd.DataFrame) -> None:
        self.columns = [name for name in _FOLLOW if name in table]
        self.known: dict[str, dict[str, Any]] = {}
        if "speaker" in table:
            named = table.dropna(subset="speaker")[["speaker", *self.columns]]
            for name, part in named.groupby("speaker", sort=False):
                one = {c: part[c].drop_duplicates() for c in self.columns}
                self.known[str(name)] = {c: v.iloc[0] for c, v in one.items() if len(v) == 1}

    def take(self, row: dict[str, Any], own: set[str]) -> list[str]:
        """Put it into a row whose speaker was corrected; the fields that changed by it."""
        speaker, before = row["speaker"], machine_answer(row, "camp")
        known = {} if pd.isna(speaker) else self.known.get(str(speaker), {})
        row |= {name: known.get(name, pd.NA) for name in self.columns if name not in own}
        camp = machine_answer(row, "camp")
        if camp != machine_answer(known, "camp"):  # the registry's entry would not go with it
            row |= {name: pd.NA for name in ("actor", "camp_from") if name in self.columns}
        return [] if camp == before else ["camp"]


def _put(row: dict[str, Any], name: str, value: Any, texts: Mapping[str, str]) -> None:
    """Other spans, cue or source in a row, and what hangs on them."""
    text = texts[str(row["article_id"])] if value is not None else ""
    if name == "spans":
        row["spans"] = [tuple(span) for span in value]
        row["quote"] = " … ".join(text[start:end] for start, end in row["spans"])
        begin = row["spans"][0][0]
        starts = [start for start, _ in paragraphs(text)]
        for column, known in (
            ("paragraph", max(0, bisect_right(starts, begin) - 1)), ("position", begin / len(text)),
        ):  # fmt: skip
            if column in row:
                row[column] = known
        row |= {column: pd.NA for column in row if column.startswith("sentiment_")}
        return
    row[name] = pd.NA if value is None else text[slice(*value)]
    row[f"{name}_start"], row[f"{name}_end"] = (pd.NA, pd.NA) if value is None else value


def _added(
    answers: Answers, texts: Mapping[str, str], columns: list[str], follow: _Following
) -> list[dict[str, Any]]:
    """A row for each missed quote; one that two reviewers added is one."""
    rows: dict[tuple[str, tuple[str, ...]], dict[str, Any]] = {}
    for found in answers.missed:
        article, text = found["article_id"], texts[found["article_id"]]
        words = " … ".join(text[start:end] for start, end in found["spans"])
        key = (article, tuple(words_of(words)))
        if found["kind"] is None:
            answers.unplaced.append(
                unplaced_row({**found, "field": "missed", "words": words}, "it has no kind")
            )
            continue
        if key in rows:
            _second(rows[key], found, answers)
            continue
        row: dict[str, Any] = {**dict.fromkeys(columns, pd.NA), **found, "quote": words}
        for name in PLACES:
            if name == "spans" or found.get(name) is not None:
                _put(row, name, found[name], texts)
            elif name in columns:
                row[name] = pd.NA
        row |= {name: pd.NA if found[name] is None else found[name] for name in NAMED}
        follow.take(row, {"camp"} if found["camp"] is not None else set())
        row |= {"reviewed_by": row.pop("reviewer"), "changed": "added"}
        rows[key] = row
    return list(rows.values())


def _second(row: dict[str, Any], found: Mapping[str, Any], answers: Answers) -> None:
    """What another reviewer says of a missed quote; where they differ, nothing is known of it."""
    for name in NAMED:
        one, other = machine_answer(row, name), found[name]
        if one != other:
            both = [row["reviewed_by"], found["reviewer"]]
            answers.unplaced.append(
                unplaced_row(
                    {**found, "field": f"missed: {name}", "value": other, "words": row["quote"]},
                    f"{both[0]} says {one!r} of the same missed quote",
                )
            )
            if name != "kind":
                row[name] = pd.NA
    row["reviewed_by"] = f"{row['reviewed_by']}; {found['reviewer']}"


def _ordered(
    table: pd.DataFrame, rows: list[dict[str, Any]], removed: list[dict[Any, Any]]
) -> pd.DataFrame:
    """The rows in reading order, typed as the table is."""
    place = {str(name): i for i, name in enumerate(table["article_id"].drop_duplicates())}
    rows.sort(key=lambda row: (place.get(str(row["article_id"]), len(place)), row["spans"][0][0]))
    columns = [*table.columns, *(c for c in ("reviewed_by", "changed") if c not in table)]
    made = pd.DataFrame(rows, columns=columns)
    for name in table.columns:
        if name not in tables.QUOTES and len(made):
            made[name] = _as(made[name], table[name].dtype)
    made = tables.check_quotes(made)
    made[["reviewed_by", "changed"]] = made[["reviewed_by", "changed"]].astype("string")
    made.attrs = {**table.attrs, "removed_rows": pd.DataFrame(removed, columns=table.columns)}
    return made


def _as(values: pd.Series, dtype: Any) -> pd.Series:
    """The values in the type they had, or as near to it as missing ones allow."""
    try:
        return values.astype(dtype)
    except (TypeError, ValueError):
        return values.convert_dtypes()


def _sided(
    stance: pd.DataFrame, answers: Answers, quotes: pd.DataFrame, kept: set[str]
) -> pd.DataFrame:
    """The stance table with the reviewers' sides, without the rows of quotes that are none."""
    rows, seen = [], set()
    gone = set(quotes["quote_id"].astype(str)) - kept
    for machine in stance.to_dict("records"):
        row = {**{str(k): v for k, v in machine.items()}, "reviewed_by": pd.NA, "changed": pd.NA}
        quote_id, name = str(row["quote_id"]), f"stance:{row['target']}"
        seen.add((quote_id, name))
        if quote_id in gone:
            continue
        if said := answers.given.get(quote_id, {}).get(name):
            row["reviewed_by"] = "; ".join(dict.fromkeys(reviewer for reviewer, _ in said))
            alike, value = answers.agreed(quote_id, name)
            if alike and value != str(row["label"]):
                row |= {"label": value, "changed": "stance"}
                row |= {c: pd.NA for c in ("score", "confidence") if c in row}
                if "score" in row:
                    row["score"] = SCORES.get(value, pd.NA)
        rows.append(row)
    for quote_id, fields in answers.given.items():
        for name, said in fields.items():
            alike, value = answers.agreed(quote_id, name)
            new = name.startswith("stance:") and (quote_id, name) not in seen
            if new and alike and quote_id in kept:
                rows.append(
                    {
                        "quote_id": quote_id,
                        "target": name.partition(":")[2],
                        "label": value,
                        "score": SCORES.get(value, pd.NA),
                        "reviewed_by": "; ".join(rater_name(rater) for rater in said),
                        "changed": "added",
                    }
                )
    columns = [*stance.columns, *(c for c in ("reviewed_by", "changed") if c not in stance)]
    made = tables.check_stance(pd.DataFrame(rows, columns=columns))
    made[["reviewed_by", "changed"]] = made[["reviewed_by", "changed"]].astype("string")
    made.attrs = dict(stance.attrs)
    return made
