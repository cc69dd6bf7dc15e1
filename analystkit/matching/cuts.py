"""One group shown: its wordings one under another, what each outlet kept and what it dropped."""

from __future__ import annotations

import re
from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from html import escape
from typing import Any

import pandas as pd

from analystkit.matching.alignment import Words, blocks, kept, stretches, text_of, words_of
from analystkit.matching.match import COLUMNS
from analystkit.tables import require

_STYLE = """
.ak-cuts { --ak-cut: var(--jp-brand-color1, #0969da); color: var(--jp-content-font-color1, #1f2328);
  font: 13px/1.5 var(--jp-content-font-family, system-ui, sans-serif); max-width: 76rem; }
.ak-cuts .ak-cuts-head { margin: 0 0 .5rem; color: var(--jp-content-font-color2, #57606a); }
.ak-cuts .ak-cuts-head b { color: var(--jp-content-font-color1, #1f2328); font-size: 1.15em; }
.ak-cuts .ak-cuts-rows { display: grid;
  grid-template-columns: minmax(11rem, 16rem) 9rem minmax(16rem, 1fr); }
.ak-cuts .ak-cuts-row { display: grid; grid-column: 1 / -1; grid-template-columns: subgrid;
  gap: 1.1rem; align-items: start; margin: 0; padding: .5rem 0;
  border-top: 1px solid var(--jp-border-color2, #d0d7de); }
.ak-cuts .ak-cuts-who span { display: block; overflow-wrap: anywhere; }
.ak-cuts small { color: var(--jp-content-font-color2, #57606a); font-size: .87em; }
.ak-cuts svg { display: block; width: 100%; height: .8rem; margin-top: .3rem;
  background: var(--jp-border-color3, #eaeef2); border-radius: 2px; }
.ak-cuts svg rect { fill: var(--ak-cut); }
.ak-cuts p { margin: 0; overflow-wrap: anywhere; }
.ak-cuts .ak-cuts-kept { background: color-mix(in srgb, var(--ak-cut) 20%, transparent); }
.ak-cuts del { color: var(--jp-content-font-color2, #57606a); opacity: .75; text-decoration: none; }
.ak-cuts ins { font-style: italic; text-decoration: underline dotted 1px; }
@media (max-width: 52rem) { .ak-cuts .ak-cuts-rows { grid-template-columns: 1fr; } }
"""
_NAMES = 6
# Marks around a stretch say nothing once it is cut out; apostrophes stay.
_MARKS = re.compile(r"[“”„‟«»‹›\"`]|''|(?<!\w)[‘’']|[‘’'](?!\w)")
_KEY = (
    'In the order of the fullest wording: <span class="ak-cuts-kept">kept</span>, '
    "<del>dropped</del>, <ins>not in the fullest wording</ins>. The bar shows which parts stayed."
)


@dataclass(frozen=True)
class Cuts:
    """A group of the same words, ready to be shown: as HTML in a notebook, as lines elsewhere."""

    html: str
    summary: str

    def _repr_html_(self) -> str:
        return f"<style>{_STYLE}</style>{self.html}"

    def __repr__(self) -> str:
        return self.summary


@dataclass(frozen=True)
class _Line:
    """A way of cutting the words, and the rows that have it."""

    cut: Hashable
    bar: str
    html: str
    plain: str
    share: float
    rows: list[Mapping[Hashable, Any]]


def cuts(groups: pd.DataFrame, *, group: int = 0) -> Cuts:
    """The wordings of one group aligned one under another.

    Each wording is laid over the fullest one: what the outlet kept stands out, what it dropped
    is faint, its own words are in italics.  A bar shows which parts of the fullest wording
    stayed.  Outlets that cut in the same way share a line.

    Parameters
    ----------
    groups : DataFrame
        As `match_quotes` returns it, or some of its rows; without the fullest wording, shares
        are those of the longest there is.
    group : int, default 0
        Which group: its number in the column ``group``.

    Returns
    -------
    Cuts
        Displays itself in a notebook; ``.html`` is the page without its style sheet.

    Raises
    ------
    TableError
        When a column is missing.
    ValueError
        When there is no such group.

    Examples
    --------
    >>> from analystkit.matching.match import match_quotes
    >>> from analystkit.tables import as_quotes
    >>> said = ["We will not be drawn in, now or later.", "will not be drawn in"]
    >>> quotes = as_quotes({"quote_id": f"{a}#0", "article_id": a, "kind": "direct", "quote": q,
    ...     "spans": [(0, len(q))], "speaker": "Dana Whitfield"} for a, q in zip("ab", said))
    >>> cuts(match_quotes(quotes))
    Dana Whitfield: the same words in 2 quotes
    100%  a  We will not be drawn in, now or later
     56%  b  [We] will not be drawn in [now or later]
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
        line = _line(str(head["quote"]), own, row)
        lines.setdefault(line.cut, line).rows.append(row)
        told.append(f"{line.share:4.0%}  {_outlet(row)}  {line.plain}")
    names = list(dict.fromkeys(rows["speaker"].dropna()))
    more = [f"and {len(names) - _NAMES} more"] * (len(names) > _NAMES)
    title = ", ".join([*names[:_NAMES], *more]) or "Speaker not found"
    count = f"the same words in {_count(rows)}"
    shown = "".join(_item(line, named=len(names) > 1) for line in lines.values())
    html = (
        f'<div class="ak-cuts"><p class="ak-cuts-head"><b><bdi>{escape(title)}</bdi></b>: '
        f"{escape(count)}<br>{_KEY}</p>"
        f'<div class="ak-cuts-rows" role="list">{shown}</div></div>'
    )
    return Cuts(html, "\n".join([f"{title}: {count}", *told]))


def _line(text: str, own: Words, row: Mapping[Hashable, Any]) -> _Line:
    quote, words = str(row["quote"]), words_of(str(row["quote"]), str(row["kind"]))
    found = blocks(own, words)
    stays, used = kept(found, len(own)), kept(found, len(words), side=1)
    html, plain, at, here = [], [], 0, 0
    for i, j, n in [*found, (len(own), len(words), 0)]:
        gone, added, same = (
            _MARKS.sub("", text_of(*of))
            for of in (
                (text, own, [(at, i)]), (quote, words, [(here, j)]), (quote, words, [(j, j + n)])
            )
        )  # fmt: skip
        html += [f"<del>{escape(gone)}</del>"] * bool(gone)
        html += [f"<ins>{escape(added)}</ins>"] * bool(added)
        html += [f'<span class="ak-cuts-kept">{escape(same)}</span>'] * bool(same)
        plain += [f"[{gone}]"] * bool(gone) + [f"({added})"] * bool(added) + [same] * bool(same)
        at, here = i + n, j + n
    share = sum(stays) / max(1, len(own))
    bars = "".join(
        f'<rect x="{start}" width="{end - start}" height="1"/>'
        for start, end in stretches(stays, True)
    )
    bar = (
        f'<svg viewBox="0 0 {max(1, len(own))} 1" preserveAspectRatio="none" role="img" '
        f'aria-label="{share:.0%} kept">{bars}</svg>'
    )
    own_words = tuple(word for word, is_used in zip(words.plain, used, strict=True) if not is_used)
    return _Line((tuple(stays), own_words), bar, " ".join(html), " ".join(plain), share, [])


def _item(line: _Line, *, named: bool) -> str:
    who = "".join(f"<span>{_who(row, named=named)}</span>" for row in line.rows)
    return (
        f'<div class="ak-cuts-row" role="listitem"><div class="ak-cuts-who">{who}</div>'
        f"<div>{line.bar}<small>{line.share:.0%} kept</small></div>"
        f'<p dir="auto">{line.html}</p></div>'
    )


def _who(row: Mapping[Hashable, Any], *, named: bool) -> str:
    facts = [] if pd.isna(row["published"]) else [_day(row["published"])]
    facts.append(str(row["kind"]))
    if named:
        facts.append("no speaker" if pd.isna(row["speaker"]) else str(row["speaker"]))
    return f"<bdi>{escape(_outlet(row))}</bdi> <small>{escape(', '.join(facts))}</small>"


def _day(stamp: pd.Timestamp) -> str:
    return f"{stamp.day} {stamp:%b %Y}"


def _outlet(row: Mapping[Hashable, Any]) -> str:
    return str(row["article_id"] if pd.isna(row["outlet"]) else row["outlet"])


def _count(rows: pd.DataFrame) -> str:
    outlets, quotes = rows["outlet"].nunique(), f"{len(rows):,} quote{'s' * (len(rows) != 1)}"
    return f"{quotes} of {outlets} outlet{'s' * (outlets != 1)}" if outlets else quotes
