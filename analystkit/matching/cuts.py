"""One group shown: its wordings one under another, what each outlet kept and what it dropped."""

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
_PLAIN = {"del": "[{}]", "ins": "({})", "kept": "{}"}
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
    lines: dict[Hashable, dict[str, Any]] = {}
    told = []
    for row in rows.to_dict("records"):
        row["outlet"] = row["article_id"] if pd.isna(row["outlet"]) else row["outlet"]
        line = _line(str(head["quote"]), own, row)
        lines.setdefault(line["cut"], line)["rows"].append(row)
        plain = " ".join(_PLAIN[role].format(words) for role, words in line["pieces"])
        told.append(f"{line['share']:4.0%}  {row['outlet']}  {plain}")
    names = list(dict.fromkeys(rows["speaker"].dropna()))
    more = [f"and {len(names) - _NAMES} more"] * (len(names) > _NAMES)
    title = ", ".join([*names[:_NAMES], *more]) or "Speaker not found"
    outlets, count = rows["outlet"].nunique(), f"the same words in {plural(len(rows), 'quote')}"
    if outlets:
        count += f" of {plural(outlets, 'outlet')}"
    html = (environment(_HERE).get_template("cuts.html")).render(
        title=title, count=count, lines=[*lines.values()], words=len(own), named=len(names) > 1
    )
    return Cuts(html, "\n".join([f"{title}: {count}", *told]))


def _line(text: str, own: Words, row: Mapping[Hashable, Any]) -> dict[str, Any]:
    """A way of cutting the words: its pieces, the share and the stretches of the fullest in it."""
    quote, words = str(row["quote"]), words_of(str(row["quote"]), str(row["kind"]))
    found = blocks(own, words)
    pieces, at, here = [], 0, 0
    added: list[str] = []
    for i, j, n in [*found, (len(own), len(words), 0)]:
        pieces += [
            ("del", text_of(text, own, [(at, i)])),
            ("ins", text_of(quote, words, [(here, j)])),
            ("kept", text_of(quote, words, [(j, j + n)])),
        ]
        added += words.plain[here:j]
        at, here = i + n, j + n
    bare = [(role, _MARKS.sub("", words)) for role, words in pieces]
    stays = kept(found, len(own))
    return {
        "cut": (*stays, *added),
        "pieces": [(role, words) for role, words in bare if words],
        "share": sum(stays) / max(1, len(stays)),
        "bars": list(stretches(stays, True)),
        "rows": [],
    }
