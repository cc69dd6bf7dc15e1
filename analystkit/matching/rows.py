"""The table of groups: what each quote keeps of the fullest wording of its group."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import pandas as pd

from analystkit.matching.shared import blocks, kept, stretches, text_of
from analystkit.matching.words import Words

COLUMNS = {
    "group": "Int64",
    "outlets": "Int64",
    "quote_id": "string",
    "article_id": "string",
    "outlet": "string",
    "published": "datetime64[us, UTC]",
    "kind": "string",
    "speaker": "string",
    "quote": "string",
    "words": "Int64",
    "words_kept": "Float64",
    "dropped": "string",
    "added": "string",
    "fullest": "boolean",
    "first": "boolean",
}
_FOUND = ["group", "outlets", "words", "words_kept", "dropped", "added", "fullest", "first"]


def group_table(
    quotes: pd.DataFrame, groups: Iterable[Sequence[int]], told: Sequence[Words]
) -> pd.DataFrame:
    """One row a quote of a group: those in most outlets first, within a group by date.

    `quotes` needs ``outlet``, ``published`` and the quotes' columns; `groups` are the numbers of
    its rows, `told` the words of every row.
    """
    when, ids = quotes["published"].tolist(), quotes["quote_id"].tolist()
    texts, outlets = quotes["quote"].tolist(), quotes["outlet"].astype("string").tolist()

    def in_order(row: int) -> tuple[bool, pd.Timestamp | int, str]:
        return (True, 0, ids[row]) if pd.isna(when[row]) else (False, when[row], ids[row])

    ranked = []
    for rows in groups:
        rows = sorted(rows, key=in_order)
        known = len({outlets[row] for row in rows if not pd.isna(outlets[row])})
        ranked.append(((-known, -len(rows), in_order(rows[0])), rows))
    ranked.sort(key=lambda group: group[0])
    records: list[tuple[Any, ...]] = []
    for number, ((known, _, _), rows) in enumerate(ranked):
        full = max(rows, key=lambda row: (sum(told[row].verbatim), len(told[row])))
        own, start = told[full].said(), when[rows[0]]
        for row in rows:
            first = pd.NA if pd.isna(start) else bool(when[row] == start)
            cut = _cut(texts[full], own, texts[row], told[row])
            records.append((number, -known or pd.NA, len(told[row]), *cut, row == full, first))
    order = [row for _, rows in ranked for row in rows]
    table = quotes.iloc[order].reset_index(drop=True)
    found = pd.DataFrame.from_records(records, columns=_FOUND)
    return pd.concat([table.drop(columns=_FOUND, errors="ignore"), found], axis=1)[
        list(COLUMNS)
    ].astype(COLUMNS)


def _cut(text: str, own: Words, quote: str, words: Words) -> tuple[float, object, object]:
    found = blocks(own, words)
    stays = kept(found, len(own))
    dropped = text_of(text, own, stretches(stays, False))
    added = text_of(quote, words, stretches(kept(found, len(words), side=1), False))
    return sum(stays) / len(own), dropped or pd.NA, added or pd.NA
