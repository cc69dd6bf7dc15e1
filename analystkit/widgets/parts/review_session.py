"""Where does a reviewer stand: what is decided, what is next, and what can be taken back?"""

from __future__ import annotations

import os
from collections.abc import Mapping
from statistics import median
from time import monotonic
from typing import Any

import pandas as pd

from analystkit.markup.article import given
from analystkit.reviewing import LabelFile, OvertakenError, in_force, read_rows
from analystkit.tables import KINDS, STANCES, place_of
from analystkit.widgets.parts.review_queue import Queue
from analystkit.widgets.parts.selection import check_choice

FIELDS = ("speaker", "camp", "kind", "spans", "cue", "source", "stance")
CLOSING = ("accept", "not_a_quote", "skip")
_CLOSED = "closed"  # the last of these is the one that counts
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
        self._places = quotes.groupby("article_id", sort=False).indices
        self._article_of = dict(zip(quotes["quote_id"], quotes["article_id"], strict=True))
        self._pages: dict[str, dict[str, dict[Any, Any]]] = {}
        self._file = LabelFile(labels, reviewer)
        self.fields, self.blind, self.pass_ = fields, blind, 2 if blind else 1
        self.order = list(queue.drawn)
        self._articles = {self._article_of[name] for name in self.order}
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

    @property
    def article_id(self) -> str:
        """The article of the quote before the reviewer."""
        return str(self._article_of[self.quote_id])

    def row(self, quote_id: str) -> dict[Any, Any]:
        """A quote as the machine has it."""
        return self.page(self._article_of[quote_id])[quote_id]

    def page(self, article_id: str) -> dict[str, dict[Any, Any]]:
        """The quotes of an article, by id, as the machine has them."""
        if article_id not in self._pages:
            rows = self._quotes.iloc[self._places[article_id]].to_dict("records")
            self._pages[article_id] = {str(row["quote_id"]): row for row in rows}
        return self._pages[article_id]

    def machine(self, quote_id: str) -> Answers:
        """What the machine has for the fields under review."""
        row, shown = self.row(quote_id), dict[str, Any]()
        for field in self.fields:
            if field == "spans":
                shown[field] = spans_of(row)
            elif field in ("cue", "source"):
                place = place_of(row, field)
                shown[field] = place and list(place)
            elif field == "stance":
                shown |= self._sides.get(quote_id, {})
            else:
                shown[field] = given(row, field) or None
        return shown

    def answers(self, quote_id: str) -> Answers:
        """What the reviewer has said of single fields."""
        own = self._standing.get(quote_id, {})
        return {k: row["value"] for k, row in own.items() if k not in (_CLOSED, "note")}

    def closed(self, quote_id: str) -> str:
        """``accept``, ``not_a_quote`` or ``skip``, or nothing where it is still to decide."""
        return str(self._standing.get(quote_id, {}).get(_CLOSED, {}).get("field", ""))

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
        own = self._standing.get(quote_id, {})
        if field in own and own[field]["value"] == value:
            return
        if _CLOSED in own:  # "all right as it was" would go on saying so of this field
            self._take_back(own[_CLOSED])
        if field in known and known[field] == value and not self.blind:
            while row := self._standing.get(quote_id, {}).get(field):  # and what it had replaced
                self._take_back(row)
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
            self.go(row["quote_id"])
        return str(row["field"])

    def back(self) -> None:
        """To the quote before this one."""
        self._move(max(0, self.at - 1))

    def forward(self) -> None:
        """To the quote after this one; one still to decide is skipped, which is written down."""
        if self.closed(self.quote_id):
            self._move(self.at + 1)
        else:
            self.close("skip")

    def skipped(self) -> None:
        """To the first of the quotes that were skipped."""
        self._move(next((i for i, q in enumerate(self.order) if self.closed(q) == "skip"), self.at))

    def go(self, quote_id: str) -> None:
        """To a quote of the queue."""
        self._move(self.order.index(quote_id))

    def _next(self) -> None:
        """The next quote still to decide: after this one, else the first, else the end."""
        n = len(self.order)
        ahead = [*range(self.at + 1, n), *range(self.at + 1)]
        self._move(next((i for i in ahead if not self.closed(self.order[i])), n))

    def _move(self, at: int) -> None:
        self.at, self._clock = at, monotonic()

    def _load(self) -> None:
        """What this reviewer has written, as the files have it."""
        self._file.hold()
        rows, _ = read_rows(self._path)
        there = {row["reviewer"] for row in rows if row["file"] == self._file.file.name}
        if there and self._file.reviewer not in there:
            raise ValueError(
                f"review: {self._file.file.name} has the decisions of {min(there)!r}: give the "
                f"name as it is there, or another one than {self._file.reviewer!r}"
            )
        own = (self._file.reviewer, self.pass_)
        self._written = [row for row in rows if (row["reviewer"], row["pass"]) == own]
        self._stand()

    def _stand(self) -> None:
        """What counts of what was written."""
        self._history: list[Answers] = []
        self._standing: dict[str, dict[str, Answers]] = {}
        for row in in_force(self._written):
            self._take(row)

    def _take(self, row: Answers) -> None:
        quote_id = str(row["quote_id"])
        if row["field"] == "missed":
            if row["article_id"] not in self._articles:
                return
        else:
            # Another quote may have this id where the articles were read anew.
            if quote_id not in self._queue.drawn or not self._same(quote_id, row["words"]):
                return
            key = _CLOSED if row["field"] in CLOSING else str(row["field"])
            self._standing.setdefault(quote_id, {})[key] = row
        self._history.append(row)

    def _same(self, quote_id: str, words: Any) -> bool:
        return words is None or str(words) == given(self.row(quote_id), "quote")

    def _write(self, field: str, value: Any, *, before: Any = None, **own: Any) -> None:
        known: dict[str, Any] = {"article_id": own.get("article_id"), "quote_id": self.quote_id}
        if field != "missed":
            row = self.row(self.quote_id)
            known = {
                "quote_id": self.quote_id, "article_id": str(row["article_id"]),
                "spans": spans_of(row), "words": given(row, "quote"),
                "probability": self._queue.drawn[self.quote_id],
            }  # fmt: skip
        design = self._queue.design
        self._take(
            self._keep(field=field, value=value, before=before, design=design, **(known | own))
        )

    def _keep(self, **row: Any) -> Answers:
        """On the disk, unless another desk has decided under this name since this one looked."""
        try:
            self._written.append(self._file.write(**row, pass_=self.pass_))
        except OvertakenError:
            self._load()
            raise ValueError(
                f"Not kept: another desk has written decisions of {self._file.reviewer!r} "
                "meanwhile. They are taken in now: look again, then decide"
            ) from None
        return self._written[-1]

    def _take_back(self, row: Mapping[str, Any]) -> None:
        own = {key: str(row[key]) for key in ("quote_id", "article_id")}
        self._keep(**own, field="undo", value=str(row["id"]))
        self._stand()  # what it had replaced stands again


def spans_of(row: Mapping[Any, Any]) -> list[list[int]]:
    """The spans of a quote as answers have them."""
    return [[int(start), int(end)] for start, end in row["spans"]]


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
