"""One group shown: its wordings one under another, what each outlet kept and what it dropped."""

from __future__ import annotations

import re
from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd

from analystkit.markup.html import environment
from analystkit.matching.alignment import Words, blocks, kept, stretches, text_of, words_of
from analystkit.matching.match import COLUMNS
from analystkit.tables import require
from analystkit.text.wording import plural

_NAMES = 6
# Marks around a stretch say nothing once it is cut out; apostrophes stay.
_MARKS = re.compile(r"[“”„‟«»‹›\"`]|''|(?<!\w)[‘’']|[‘’'](?!\w)")
_HERE = Path(__file__).parent


@dataclass(frozen=True)
class Cuts:
    """A group of the same words, ready to be shown: as HTML in a notebook, as lines elsewhere."""

    html: str
    summary: str

    def _repr_html_(self) -> str:
        style = (_HERE / "templates" / "cuts.css").read_text(encoding="utf-8")
        return f"<style>{style}</style>{self.html}"

    def __repr__(self) -> str:
        return self.summary


@dataclass(frozen=True)
class _Line:
    """A way of cutting the words, and the rows that have it."""

    stays: list[bool]
    own: tuple[str, ...]
    pieces: list[tuple[str, str]]  # kept, del or ins, and the words
    rows: list[Mapping[Hashable, Any]]

    @property
    def share(self) -> float:
        """How much of the fullest wording stayed."""
        return sum(self.stays) / max(1, len(self.stays))

    @property
    def bars(self) -> list[tuple[int, int]]:
        """The stretches that stayed."""
        return list(stretches(self.stays, True))

    @property
    def plain(self) -> str:
        """``[dropped] (added) kept``."""
        marks = {"del": "[{}]", "ins": "({})", "kept": "{}"}
        return " ".join(marks[role].format(words) for role, words in self.pieces)


def cuts(groups: pd.DataFrame, *, group: int = 0) -> Cuts:
    """The wordings of one group of `match_quotes` one under another, displayed by a notebook.

    Each is laid over the fullest: what the outlet kept stands out, what it dropped is faint, its
    own words are in italics, a bar shows which parts stayed; those that cut alike share a line.
    """
    require(groups, COLUMNS, name="cuts")
    rows = groups[groups["group"] == group]
    if rows.empty:
        last = groups["group"].max()
        known = "the table is empty" if pd.isna(last) else f"groups go from 0 to {last}"
        raise ValueError(f"cuts: group={group!r} is not in the table; {known}")
    order = ["fullest", "words_kept"]
    rows = rows.sort_values(order, ascending=False, kind="stable", na_position="last")
    head = rows.iloc[0]
    own = words_of(head["quote"], head["kind"]).said()
    lines: dict[Hashable, _Line] = {}
    told = []
    for row in rows.to_dict("records"):
        row["outlet"] = row["article_id"] if pd.isna(row["outlet"]) else row["outlet"]
        line = _line(str(head["quote"]), own, row)
        lines.setdefault((*line.stays, line.own), line).rows.append(row)
        told.append(f"{line.share:4.0%}  {row['outlet']}  {line.plain}")
    names = list(dict.fromkeys(rows["speaker"].dropna()))
    more = [f"and {len(names) - _NAMES} more"] * (len(names) > _NAMES)
    title = ", ".join([*names[:_NAMES], *more]) or "Speaker not found"
    outlets, count = rows["outlet"].nunique(), f"the same words in {plural(len(rows), 'quote')}"
    if outlets:
        count += f" of {plural(outlets, 'outlet')}"
    html = (
        environment(_HERE)
        .get_template("cuts.html")
        .render(
            title=title,
            count=count,
            lines=list(lines.values()),
            words=len(own),
            named=len(names) > 1,
        )
    )
    return Cuts(html, "\n".join([f"{title}: {count}", *told]))


def _line(text: str, own: Words, row: Mapping[Hashable, Any]) -> _Line:
    quote, words = str(row["quote"]), words_of(str(row["quote"]), str(row["kind"]))
    found = blocks(own, words)
    used = kept(found, len(words), side=1)
    pieces, at, here = [], 0, 0
    for i, j, n in [*found, (len(own), len(words), 0)]:
        pieces += [
            ("del", text_of(text, own, [(at, i)])),
            ("ins", text_of(quote, words, [(here, j)])),
            ("kept", text_of(quote, words, [(j, j + n)])),
        ]
        at, here = i + n, j + n
    bare = [(role, _MARKS.sub("", words)) for role, words in pieces]
    own_words = tuple(word for word, is_used in zip(words.plain, used, strict=True) if not is_used)
    shown = [(role, words) for role, words in bare if words]
    return _Line(kept(found, len(own)), own_words, shown, [])
