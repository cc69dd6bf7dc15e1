"""The head of a report: its figures, and what stands out in a few sentences."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any

import pandas as pd

from analystkit.charts._stance_tables import signed
from analystkit.charts._style import plural
from analystkit.contract import KINDS
from analystkit.reporting.dates import period
from analystkit.reporting.markup import Html, join, missing, name_of, share, tag, words
from analystkit.reporting.material import Material

_FEW = 3
_LISTED = 3


def summary_figures(material: Material) -> Html:
    """Quotes, articles, outlets, speakers and the attributed share, as a row of figures."""
    rows = material.rows
    outlets = {
        str(p["outlet"]).strip() for p in material.pages.values() if not missing(p["outlet"])
    }
    speakers = {str(row["speaker"]) for row in rows if not missing(row["speaker"])}
    named = sum(not missing(row["speaker"]) for row in rows)
    parts: list[tuple[str, str, str]] = [
        (f"{len(rows):,}", "quote" if len(rows) == 1 else "quotes", "quotes"),
        (f"{len(material.pages):,}", "article" if len(material.pages) == 1 else "articles",
         "articles"),
        (f"{len(outlets):,}", "outlet" if len(outlets) == 1 else "outlets", "outlets"),
        (f"{len(speakers):,}", "speaker" if len(speakers) == 1 else "speakers", "speakers"),
        (share(named, len(rows)) if rows else "–", "with a speaker", "trust"),
    ]  # fmt: skip
    if material.stance is not None:
        n = sum(map(len, material.stances.values()))
        parts.append((f"{n:,}", "stance" if n == 1 else "stances", "stances"))
    shown = [(join([tag("b", n), " ", tag("span", word)]), anchor) for n, word, anchor in parts]
    absent = set() if material.pages else {"articles"}
    items = [
        tag("a", told, href=f"#{at}") if rows and at not in absent else told for told, at in shown
    ]
    return tag("ul", *[tag("li", item) for item in items], class_="figures")


def dates_line(material: Material) -> str:
    """The articles' first to last day, with what has no date."""
    days = [page["published"] for page in material.pages.values()]
    undated = sum(bool(pd.isna(date)) for date in days)
    dates = period(days)
    if not dates:
        return "No dates given" if days else ""
    return dates + (f" ({plural(undated, 'article')} without a date)" if undated else "")


def in_brief(material: Material) -> Html | None:
    """What stands out, each figure linked to what is behind it."""
    lines = [line for line in _lines(material) if line]
    return tag("ul", *[tag("li", line) for line in lines], class_="brief") if lines else None


def _lines(material: Material) -> Iterator[Html]:
    rows = material.rows
    if not rows:
        return
    if material.by == "camp":
        named = [camp for camp in material.camps if camp.name is not None]
        total = sum(camp.count for camp in named)
        camps = [
            _named(c.name, f" {share(c.count, total)} (", c.count, c.anchor)
            for c in named[:_LISTED]
        ]
        after = f", of {plural(total, 'quote')} with a camp."
        yield join(["Most quoted camps: ", join(camps, ", "), after])
    sizes: Counter[Any] = Counter()
    for group in material.groups:
        sizes[group.speaker] += len(group.rows)
    groups = sorted(material.groups, key=lambda group: -len(group.rows))
    largest = {group.speaker: group.anchor for group in reversed(groups)}
    order = sorted(sizes.keys() - {None}, key=lambda speaker: (-sizes[speaker], str(speaker)))
    speakers = [_named(name, " (", sizes[name], largest[name]) for name in order[:_LISTED]]
    if speakers:
        yield join(["Most quoted speakers: ", join(speakers, ", "), "."])
    kinds = Counter(row["kind"] for row in rows)
    own, partly, reported = (share(kinds[kind], len(rows)) for kind in KINDS)
    yield words(
        f"{own} of the quotes are wholly in the speaker’s own words, {partly} partly, "
        f"{reported} reported."
    )
    yield from _stances(material)


def _stances(material: Material) -> Iterator[Html]:
    """The pairs whose interval does not hold 0, those with most quotes first."""
    cells = [c for c in material.cells if c["n"] >= _FEW and not missing(c["group"])]
    cells.sort(key=lambda cell: -cell["n"])
    for side, sure in (
        ("against", [cell for cell in cells if cell["high"] < 0]),
        ("for", [cell for cell in cells if cell["low"] > 0]),
    ):
        told = [
            _named(
                cell["group"],
                join([f" {side} ", material.target(cell), f" ({signed(cell['mean'], 2)}; "]),
                cell["n"],
                cell["anchor"],
            )
            for cell in sure[:_LISTED]
        ]
        if told:
            yield join([f"Clearly {side}: ", join(told, ", "), "."])


def _named(name: Any, before: str, n: int, anchor: str) -> Html:
    """A name, then its number of quotes as a link."""
    link = tag("a", plural(int(n), "quote"), href=f"#{anchor}")
    return join([name_of(name, absent=""), before, link, ")"])
