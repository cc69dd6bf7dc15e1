"""Where does a reviewer stand: what is decided, what is next, and what can be taken back?"""

from __future__ import annotations

import os
from collections.abc import Mapping
from statistics import median
from time import monotonic
from typing import Any

import pandas as pd

from analystkit.markup.article import given
from analystkit.reviewing import LabelFile, read_labels
from analystkit.tables import KINDS, STANCES
from analystkit.widgets.parts.review_queue import Queue
from analystkit.widgets.parts.selection import check_choice

FIELDS = ("speaker", "camp", "kind", "spans", "cue", "source", "stance")
CLOSING = ("accept", "not_a_quote", "skip")
_PACE = 20  # decisions that the pace is taken from
Answers = dict[str, Any]


class Session:
    """One reviewer's way through a queue; each decision is on the disk before anything moves on.

    Blind, each field is asked for and none is taken from the machine but the quote's own words.
    """

    def __init__(
        self, quotes: pd.DataFrame, stance: pd.DataFrame | None, queue: Queue,
        labels: str | os.PathLike[str], reviewer: str, *, fields: tuple[str, ...], blind: bool,
    ) -> None:  # fmt: skip
        self._quotes, self._queue, self._path = quotes.copy(), queue, labels
        self._quotes.attrs = {}  # pandas copies them with every row
        self._rows: dict[str, dict[Any, Any]] = {}
        self._place = {str(name): i for i, name in enumerate(quotes["quote_id"])}
        self._file = LabelFile(labels, reviewer)
        self.fields, self.blind, self.pass_ = fields, blind, 2 if blind else 1
        self.order = list(queue.drawn)
        own = quotes["quote_id"].isin(self.order)
        self._articles = set(quotes.loc[own, "article_id"].astype(str))
        self._sides: dict[str, dict[str, str]] = {}
        for row in [] if stance is None else stance.to_dict("records"):
            sides = self._sides.setdefault(str(row["quote_id"]), {})
            sides[f"stance:{row['target']}"] = str(row["label"])
        self._times: list[float] = []
        self._clock = monotonic()
        self._load()
        self.at = -1
        self._next()

    @property
    def quote_id(self) -> str:
        """The quote before the reviewer, or nothing at the end."""
        return self.order[self.at] if self.at < len(self.order) else ""

    def row(self, quote_id: str) -> dict[Any, Any]:
        """A quote as the machine has it."""
        if quote_id not in self._rows:
            self._rows[quote_id] = self._quotes.iloc[self._place[quote_id]].to_dict()
        return self._rows[quote_id]

    def machine(self, quote_id: str) -> Answers:
        """What the machine has for the fields under review."""
        row, shown = self.row(quote_id), dict[str, Any]()
        for field in self.fields:
            if field == "spans":
                shown[field] = [[int(start), int(end)] for start, end in row["spans"]]
            elif field in ("cue", "source"):
                shown[field] = _offsets(row, field)
            elif field == "stance":
                shown |= self._sides.get(quote_id, {})
            else:
                shown[field] = given(row, field) or None
        return shown

    def answers(self, quote_id: str) -> Answers:
        """What the reviewer has said of single fields."""
        own = self._standing.get(quote_id, {})
        return {k: row["value"] for k, row in own.items() if k not in (*CLOSING, "note")}

    def closed(self, quote_id: str) -> str:
        """``accept``, ``not_a_quote`` or ``skip``, or nothing where it is still to decide."""
        own = self._standing.get(quote_id, {})
        return next((field for field in CLOSING if field in own), "")

    def note_on(self, quote_id: str) -> str:
        """The last note on a quote."""
        return str(self._standing.get(quote_id, {}).get("note", {}).get("value", ""))

    def missed_in(self, article_id: str) -> list[Answers]:
        """The quotes the reviewer has added to an article, each with its id."""
        rows = [r for r in self._history if r["field"] == "missed"]
        return [{**r["value"], "id": r["id"]} for r in rows if r["article_id"] == article_id]

    def counts(self) -> dict[str, Any]:
        """How many there are, were decided and skipped, and are left; seconds a decision."""
        closed = [field for name in self._standing if (field := self.closed(name))]
        skipped, total = closed.count("skip"), len(self.order)
        pace = median(self._times[-_PACE:]) if self._times else None
        return {
            "total": total, "done": len(closed) - skipped, "skipped": skipped,
            "left": total - len(closed),
            "pace": pace, "at": min(self.at + 1, total),
            "missed": sum(row["field"] == "missed" for row in self._history),
        }  # fmt: skip

    def answer(self, field: str, value: Any, words: list[str] | None = None) -> None:
        """Say what a field is, with the words at a place; the machine's own takes it back."""
        check_choice("review: the field ", field.partition(":")[0], self.fields)
        quote_id, known = self.quote_id, self.machine(self.quote_id)
        value = self.valid(field, value)
        old = self._standing.get(quote_id, {})
        if field in old and old[field]["value"] == value:
            return
        self._reopen()  # "all right as it was" would go on saying so of this field
        if field in known and known[field] == value and not self.blind:
            if field in old:
                self._take_back(old[field])
            return
        self._write(field, value, before=known.get(field), value_words=words)

    def valid(self, field: str, value: Any) -> Any:
        """The value in plain form, or a ValueError."""
        kind = field.partition(":")[0]
        if kind in ("spans", "cue", "source"):
            return _spans(field, value)
        if kind == "kind":
            check_choice("review: kind ", value, KINDS)
        elif kind == "stance":
            check_choice("review: stance ", value, STANCES)
        else:
            value = " ".join(str(value or "").split()) or None
        return value

    def close(self, field: str) -> None:
        """Decide the quote: right as shown, no quote at all, or skipped; then the next shows."""
        check_choice("review: ", field, CLOSING)
        known, said = self.machine(self.quote_id), self.answers(self.quote_id)
        before: Answers | None = None
        if field == "accept":
            if self.blind and (open_ := [key for key in known if key not in {*said, "spans"}]):
                names = ", ".join(key.replace("stance:", "stance on ") for key in open_)
                raise ValueError(f"Still to answer: {names}; or skip this quote")
            shared = ("spans",) if self.blind else known
            before = {key: known[key] for key in shared if key in known and key not in said}
        if self.closed(self.quote_id) != field:
            self._reopen()
            self._write(field, True, before=before)
            now = monotonic()
            self._times.append(now - self._clock)
        self._next()

    def note(self, text: str) -> None:
        """Keep a note on the quote."""
        if (text := " ".join(text.split())) and text != self.note_on(self.quote_id):
            self._write("note", text)

    def add_missed(self, article_id: str, value: Answers, words: str) -> None:
        """Keep a quote that the machine has not found."""
        self._write("missed", value, article_id=article_id, spans=value["spans"], words=words)

    def undo(self) -> str:
        """Take the last decision back and return to its quote; says what it was."""
        if not self._history:
            raise ValueError("There is nothing to undo")
        row = self._history[-1]
        self._take_back(row)
        if row["quote_id"] in self._queue.drawn:
            self.at = self.order.index(row["quote_id"])
        self._clock = monotonic()
        return str(row["field"])

    def back(self) -> None:
        """To the quote before this one."""
        self.at = max(0, min(self.at, len(self.order)) - 1)
        self._clock = monotonic()

    def forward(self) -> None:
        """To the quote after this one; one still to decide is skipped, which is written down."""
        if not self.closed(self.quote_id):
            self.close("skip")
        else:
            self.at += 1
            self._clock = monotonic()

    def skipped(self) -> None:
        """To the first of the quotes that were skipped."""
        self.at = next((i for i, q in enumerate(self.order) if self.closed(q) == "skip"), self.at)
        self._clock = monotonic()

    def go(self, quote_id: str) -> None:
        """To a quote of the queue."""
        self.at = self.order.index(quote_id)
        self._clock = monotonic()

    def _next(self) -> None:
        """The next quote still to decide: after this one, else the first, else the end."""
        n = len(self.order)
        ahead = [*range(self.at + 1, n), *range(self.at + 1)]
        self.at = next((i for i in ahead if not self.closed(self.order[i])), n)
        self._clock = monotonic()

    def _load(self) -> None:
        """What stands of this reviewer's decisions, as the file has it."""
        labels = read_labels(self._path)
        own = labels[labels["reviewer"].eq(self._file.reviewer) & labels["pass"].eq(self.pass_)]
        self._history: list[Answers] = []
        self._standing: dict[str, dict[str, Answers]] = {}
        for row in own.sort_values(["file", "line"]).to_dict("records"):
            self._take({str(key): value for key, value in row.items()})

    def _take(self, row: Answers) -> None:
        quote_id = str(row["quote_id"])
        if row["field"] == "missed":
            if row["article_id"] not in self._articles:
                return
        else:
            # Another quote may have this id where the articles were read anew.
            if quote_id not in self._queue.drawn or not self._same(quote_id, row["words"]):
                return
            self._standing.setdefault(quote_id, {})[str(row["field"])] = row
        self._history.append(row)

    def _same(self, quote_id: str, words: Any) -> bool:
        return pd.isna(words) or str(words) == given(self.row(quote_id), "quote")

    def _write(self, field: str, value: Any, *, before: Any = None, **own: Any) -> None:
        known: dict[str, Any] = {"article_id": own.get("article_id"), "quote_id": self.quote_id}
        if field != "missed":
            row = self.row(self.quote_id)
            known = {
                "quote_id": self.quote_id, "article_id": str(row["article_id"]),
                "spans": [[int(start), int(end)] for start, end in row["spans"]],
                "words": given(row, "quote"),
                "probability": self._queue.drawn[self.quote_id],
            }  # fmt: skip
        known |= own
        design = self._queue.design
        self._take(
            self._file.write(
                field=field, value=value, before=before, design=design, pass_=self.pass_, **known
            )
        )

    def _reopen(self) -> None:
        """Take back how the quote was closed before."""
        if field := self.closed(self.quote_id):
            self._take_back(self._standing[self.quote_id][field])

    def _take_back(self, row: Mapping[str, Any]) -> None:
        self._file.write(
            quote_id=str(row["quote_id"]), article_id=str(row["article_id"]), field="undo",
            value=str(row["id"]), pass_=self.pass_,
        )  # fmt: skip
        self._load()  # what it had replaced stands again


def _offsets(row: Mapping[Any, Any], name: str) -> list[int] | None:
    start, end = row.get(f"{name}_start"), row.get(f"{name}_end")
    return None if start is None or pd.isna(start) or pd.isna(end) else [int(start), int(end)]


def _spans(field: str, value: Any) -> Any:
    """Offsets in order, those that touch as one; cue and source have one pair or none."""
    if field != "spans" and value is None:
        return None
    pairs = [value] if field != "spans" else value
    try:
        found = sorted((int(start), int(end)) for start, end in pairs)
    except (TypeError, ValueError):
        found = []
    if not found or any(not 0 <= start < end for start, end in found):
        raise ValueError(f"review: {field} {value!r} is not words of the article")
    joined: list[list[int]] = []
    for start, end in found:
        if joined and start <= joined[-1][1]:
            joined[-1][1] = max(joined[-1][1], end)
        else:
            joined.append([start, end])
    return joined if field == "spans" else joined[0]
