"""What does each reviewer say of each quote of this table?"""

import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import pandas as pd

from analystkit import tables
from analystkit.reviewing.labels import label_files, read_labels
from analystkit.reviewing.placing import Place, Quotes, at_words, find_words, unplaced_row, words_of

NAMED = ("speaker", "camp", "kind")
PLACES = ("spans", "cue", "source")
Labels = pd.DataFrame | str | os.PathLike[str]
Rater = tuple[str, int]  # a reviewer and the pass


@dataclass
class Answers:
    """By quote, field and rater; ``not_a_quote`` among the fields, False where it is one."""

    given: dict[str, dict[str, dict[Rater, Any]]] = field(default_factory=dict)
    missed: list[dict[str, Any]] = field(default_factory=list)
    unplaced: list[dict[str, Any]] = field(default_factory=list)
    draws: dict[str, tuple[str, float | None]] = field(default_factory=dict)

    def add(self, quote_id: str, name: str, rater: Rater, value: Any) -> None:
        """One answer more; the first of a rater counts."""
        self.given.setdefault(quote_id, {}).setdefault(name, {}).setdefault(rater, value)

    def agreed(self, quote_id: str, name: str) -> tuple[bool, Any]:
        """Whether all who answered say the same, and what."""
        said = list(self.given.get(quote_id, {}).get(name, {}).values())
        alike = bool(said) and all(one == said[0] for one in said)
        return alike, said[0] if alike else None

    def is_quote(self, quote_id: str) -> bool:
        """False where all say that it is no quote."""
        return self.agreed(quote_id, "not_a_quote") != (True, True)

    @property
    def raters(self) -> list[Rater]:
        """All who answered, by name and pass."""
        return sorted({r for q in self.given.values() for said in q.values() for r in said})


def rater_name(rater: Rater) -> str:
    """``Ana``, or ``Ana (pass 2)``."""
    reviewer, turn = rater
    return reviewer if turn == 1 else f"{reviewer} (pass {turn})"


def labels_of(labels: Labels) -> pd.DataFrame:
    """The decisions of a table, or of the files under a name; an error where there is no file."""
    if isinstance(labels, pd.DataFrame):
        tables.require(
            labels, ["quote_id", "article_id", "field", "value", "reviewer"], name="labels"
        )
        return labels
    if not label_files(labels):
        raise FileNotFoundError(f"labels: there is no {os.fspath(labels)!r} and no reviewer's file")
    return read_labels(labels)


def answers_of(
    labels: Labels,
    quotes: pd.DataFrame,
    *,
    articles: pd.DataFrame | None = None,
    stance: pd.DataFrame | None = None,
) -> Answers:
    """What the decisions say of the quotes of a checked table."""
    reading = _Reading(quotes, articles, stance)
    table = labels_of(labels)
    rows = table.assign(**{"pass": table["pass"].fillna(1) if "pass" in table else 1})
    units: dict[tuple[str, str, str, int], list[dict[Any, Any]]] = {}
    for row in rows.to_dict("records"):
        key = str(row["article_id"]), str(row["quote_id"]), str(row["reviewer"]), int(row["pass"])
        units.setdefault(key, []).append(row)
    for (article, quote_id, reviewer, turn), own in units.items():
        reading.take(article, quote_id, (reviewer, turn), own)
    return reading.answers


class _Reading:
    """Decisions read one quote and rater after another."""

    def __init__(
        self, quotes: pd.DataFrame, articles: pd.DataFrame | None, stance: pd.DataFrame | None
    ) -> None:
        self.answers = Answers()
        self.quotes, self.index = quotes, Quotes(quotes)
        self.ids = [str(name) for name in quotes["quote_id"]]
        self.texts: dict[str, str] | None = None
        if articles is not None:
            known = tables.check_articles(articles)
            pairs = zip(known["article_id"], known["text"], strict=True)
            self.texts = {str(name): str(text) for name, text in pairs}
            self.changed = set(tables.standing(quotes, known).moved)
        self.targets = None if stance is None else set(stance["target"].astype(str))

    @cached_property
    def rows(self) -> list[dict[str, Any]]:
        """The quotes as the machine has them."""
        wanted = [c for c in tables.QUOTES if c in self.quotes]
        return [{str(k): v for k, v in r.items()} for r in self.quotes[wanted].to_dict("records")]

    @cached_property
    def camp_of(self) -> dict[str, str]:
        """The camp of each speaker who has but one."""
        if not {"speaker", "camp"} <= {*self.quotes}:
            return {}
        pairs = self.quotes[["speaker", "camp"]].dropna().drop_duplicates()
        pairs = pairs[~pairs["speaker"].duplicated(keep=False)]
        return dict(zip(pairs["speaker"].astype(str), pairs["camp"].astype(str), strict=True))

    def take(self, article: str, quote_id: str, rater: Rater, rows: list[dict[Any, Any]]) -> None:
        """All that one rater said of one quote."""
        for row in rows:
            if row["field"] == "missed":
                self._missed(article, rater, row)
        rows = [row for row in rows if row["field"] not in ("missed", "skip", "note", "undo")]
        if not rows:
            return
        first = next((row for row in rows if _given(row.get("words"))), rows[0])
        spans = first.get("spans")
        place = self.index.place(
            article, quote_id, _given(first.get("words")), spans if _given(spans) else None
        )
        if isinstance(place, str):
            self.answers.unplaced += [unplaced_row(row, place) for row in rows]
            return
        now = self.ids[place.row]
        self._drawn(now, rows)
        said = {str(row["field"]): row for row in rows}
        if "not_a_quote" in said:
            self.answers.add(now, "not_a_quote", rater, True)
            return
        self.answers.add(now, "not_a_quote", rater, False)
        for name, row in said.items():
            if name != "accept":
                self._corrected(now, place, name, rater, row)
        if "accept" in said:
            self._accepted(now, place, rater, said)

    def _drawn(self, quote_id: str, rows: list[dict[Any, Any]]) -> None:
        """How the quote came before the reviewer; the first chance that is known counts."""
        for row in rows:
            chance, design = _given(row.get("probability")), _given(row.get("design"))
            known = self.answers.draws.get(quote_id)
            if known is None or (known[1] is None and chance is not None):
                self.answers.draws[quote_id] = (str(design or ""), chance)

    def _corrected(
        self, quote_id: str, place: Place, name: str, rater: Rater, row: dict[Any, Any]
    ) -> None:
        value = _given(row["value"])
        if name in PLACES and value is not None:
            spans = value if name == "spans" else [value]
            found = self._found(place, row["article_id"], spans, _given(row.get("value_words")))
            if isinstance(found, str):
                self.answers.unplaced.append(unplaced_row(row, found))
                return
            value = tuple(found) if name == "spans" else found[0]
        self.answers.add(quote_id, name, rater, value)

    def _found(
        self, place: Place, article: Any, spans: list[list[int]], words: list[str] | None
    ) -> list[tuple[int, int]] | str:
        """Where offsets of the time are in the text now, or why that is not known."""
        if self.texts is None:
            return "places in the text need the articles (articles=)"
        if (text := self.texts.get(str(article))) is None:
            return "the article is not among those given"
        if article in self.changed:
            return "the article has changed since its quotes were extracted: extract them again"
        moved = place.moved(spans)
        for i, said in enumerate(words or []):
            start, end = moved[i]
            if words_of(text[start:end]) != words_of(said):
                found = find_words(text, said, start)
                if found is None:
                    return "the words chosen no longer stand in the article"
                moved[i] = found
        if not all(at_words(text, span) for span in moved):
            return "the article has changed around it"
        return moved

    def _accepted(
        self, quote_id: str, place: Place, rater: Rater, said: Mapping[str, dict[Any, Any]]
    ) -> None:
        """All that was shown and not corrected, as it was then."""
        machine = self.rows[place.row]
        shown = said["accept"].get("before")
        if not isinstance(shown, Mapping):  # nothing was noted down: what the machine has now
            shown = {name: _plain(machine.get(name)) for name in NAMED}
        for name, value in shown.items():
            if name in said or not (name in (*NAMED, *PLACES) or name.startswith("stance:")):
                continue
            if name == "camp" and "speaker" not in said:
                value = self._camp(value, shown.get("speaker"), machine)
            if name in PLACES:
                value = self._kept(place, name, value, machine, said["accept"])
            self.answers.add(quote_id, name, rater, _given(value))

    def _camp(self, camp: Any, speaker: Any, machine: Mapping[str, Any]) -> Any:
        """The camp of an accepted speaker, as the registry has it by now."""
        if _given(speaker) is None or _given(speaker) == _plain(machine.get("speaker")):
            return _plain(machine.get("camp"))
        return self.camp_of.get(str(speaker), camp)

    def _kept(
        self, place: Place, name: str, value: Any, machine: Mapping[str, Any], row: dict[Any, Any]
    ) -> Any:
        """An accepted place: the machine's own where that still meets it."""
        own = machine_place(machine, name)
        if _given(value) is None:
            return None
        spans = [(int(s), int(e)) for s, e in (value if name == "spans" else [value])]
        if name == "spans" and place.exact and spans == place.known:
            return own
        moved = place.moved(spans)
        if name != "spans" and own is not None and moved[0][0] < own[1] and own[0] < moved[0][1]:
            return own
        found = self._found(place, row["article_id"], [list(one) for one in spans], None)
        if isinstance(found, str):
            return own
        return tuple(found) if name == "spans" else found[0]

    def _missed(self, article: str, rater: Rater, row: dict[Any, Any]) -> None:
        """A quote the machine had not found: it may have by now, or its words are looked up."""
        value, words = row["value"], _given(row.get("words"))
        known = [(int(start), int(end)) for start, end in value["spans"]]
        place = self.index.place(article, str(row["quote_id"]), words or "", known)
        if not isinstance(place, str):
            now = self.ids[place.row]
            self.answers.add(now, "not_a_quote", rater, False)
            for name in (*NAMED, *PLACES):
                if name in value:
                    one = {**row, "value": value[name], "value_words": None}
                    if name != "spans" or not place.exact:
                        self._corrected(now, place, name, rater, one)
            return
        text = (self.texts or {}).get(article)
        if text is None:
            reason = "places in the text need the articles (articles=)"
            reason = reason if self.texts is None else "the article is not among those given"
            self.answers.unplaced.append(unplaced_row(row, reason))
            return
        spans = list(known)
        if words is not None:
            pieces = words.split(" … ") if len(spans) > 1 else [words]
            for i, (piece, (start, end)) in enumerate(zip(pieces, known, strict=False)):
                if text[start:end] != piece:
                    near = start + (spans[i - 1][0] - known[i - 1][0] if i else 0)
                    if (stands := find_words(text, piece, near)) is None:
                        reason = "its words no longer stand in the article"
                        self.answers.unplaced.append(unplaced_row(row, reason))
                        return
                    spans[i] = stands
        if not all(at_words(text, span) for span in spans):
            self.answers.unplaced.append(unplaced_row(row, "its words are not in the article"))
            return
        ends = [end for span in zip(known, spans, strict=True) for end in zip(*span, strict=True)]
        moved = Place(-1, True, spans, known, [a for a, _ in ends], [b for _, b in ends])
        added: dict[str, Any] = {
            "quote_id": str(row["quote_id"]),
            "article_id": article,
            "spans": spans,
        }
        for name in ("cue", "source"):
            if _given(value.get(name)) is not None:
                (stood,) = moved.moved([value[name]])
                if at_words(text, stood):
                    added[name] = stood
                else:
                    one = {**row, "field": f"missed: {name}", "value": value[name]}
                    self.answers.unplaced.append(
                        unplaced_row(one, "the article has changed around it")
                    )
        added |= {name: _given(value.get(name)) for name in NAMED}
        self.answers.missed.append({**added, "reviewer": rater_name(rater)})


def machine_place(row: Mapping[str, Any], name: str) -> Any:
    """The machine's spans, cue or source as answers have them."""
    if name == "spans":
        return tuple((int(start), int(end)) for start, end in row["spans"])
    return tables.place_of(row, name)


def machine_answer(row: Mapping[str, Any], name: str) -> Any:
    """What the machine says of a field of a quote, as answers have it."""
    return machine_place(row, name) if name in PLACES else _plain(row.get(name))


def _plain(value: Any) -> Any:
    return None if value is None or pd.isna(value) else str(value)


def _given(value: Any) -> Any:
    """The value, None where it is missing."""
    return None if value is None or (pd.api.types.is_scalar(value) and pd.isna(value)) else value


def conflict_rows(answers: Answers, names: Iterable[str] | None = None) -> list[dict[str, Any]]:
    """Quotes and fields of which reviewers say different things."""
    wanted, rows = None if names is None else set(names), []
    for quote_id, fields in answers.given.items():
        for name, said in fields.items():
            if wanted is not None and name not in wanted:
                continue
            if any(value != next(iter(said.values())) for value in said.values()):
                rows.append(
                    {
                        "quote_id": quote_id,
                        "field": name,
                        "reviewers": [rater_name(rater) for rater in said],
                        "values": list(said.values()),
                    }
                )
    return rows
