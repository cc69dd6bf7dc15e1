"""Tables of who speaks, where, and who stands where, each count a link to its quotes."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import Any

import pandas as pd

from analystkit.markup.html import Html, join, missing, name_of, share, tag
from analystkit.palette import STANCES as COLOURS
from analystkit.palette import stance_colour
from analystkit.reporting.content import Group, Material, Row
from analystkit.tables.columns import KINDS, STANCES
from analystkit.text.dates import period
from analystkit.text.wording import plural, signed, span

_SHOWN = 40
_SHORT = 15  # rows that are kept on one page
OPEN = 300  # quotes up to which every group stands open


def count(rows: list[Row], anchor: str) -> Html:
    """How many quotes, linked to them: to the quote itself where it is one."""
    if not rows:
        return tag("td", "0", class_="n none")
    target = f"q{rows[0]['number']}" if len(rows) == 1 else anchor
    return tag("td", tag("a", f"{len(rows):,}", href=f"#{target}"), class_="n")


def table(
    head: list[str], rows: list[Html], *, caption: str, numbers: int, grouped: bool = False
) -> Html:
    """A table whose last `numbers` columns hold figures; it scrolls where it is too wide.

    With `grouped` each of `rows` holds the rows of a group.
    """
    words = len(head) - numbers
    cells = [
        tag("th", name, scope="col", class_="n" if at >= words else None)
        for at, name in enumerate(head)
    ]
    bodies = [tag("tbody", group) for group in rows] if grouped else [tag("tbody", *rows)]
    inside = tag("table", tag("caption", caption), tag("thead", tag("tr", *cells)), *bodies)
    short = " short" if not grouped and len(rows) <= _SHORT else ""
    return tag(
        "div", inside, class_=f"table{short}", tabindex="0", role="region", aria_label=caption
    )


def camps_table(material: Material) -> Html | None:
    """A row a camp: quotes, speakers, and how much is in their own words."""
    if material.by != "camp":
        return None
    rows = []
    for camp in material.camps:
        quotes = [row for group in camp.groups for row in group.rows]
        speakers = sum(group.speaker is not None for group in camp.groups)
        kinds = Counter(row["kind"] for row in quotes)
        rows.append(
            tag(
                "tr",
                tag("th", tag("i"), name_of(camp.name, absent="No camp"), scope="row"),
                count(quotes, camp.anchor),
                tag("td", share(len(quotes), len(material.rows)), class_="n"),
                tag("td", f"{speakers:,}", class_="n"),
                *[tag("td", share(kinds[kind], len(quotes)), class_="n") for kind in KINDS],
                style=f"--camp:{camp.colour}",
            )
        )
    head = ["Camp", "Quotes", "Of all quotes", "Speakers", *map(str.capitalize, KINDS)]
    return table(head, rows, caption="Camps", numbers=6)


def speakers_table(material: Material) -> Html:
    """A row a speaker and camp, those quoted most first; the long tail is folded."""
    groups = [group for group in material.groups if group.speaker is not None]
    groups.sort(key=lambda group: (-len(group.rows), str(group.speaker)))
    rows = [_speaker(group, camps=material.by == "camp") for group in groups]
    rest = [group for group in material.groups if group.speaker is None]
    last = [_speaker(group, camps=material.by == "camp") for group in rest]
    head = ["Speaker", *["Camp"] * (material.by == "camp"), "Quotes", *map(str.capitalize, KINDS)]
    if len(rows) <= _SHOWN + 10:
        return table(head, rows + last, caption="Speakers", numbers=4)
    first = table(head, rows[:_SHOWN] + last, caption="Speakers", numbers=4)
    left = plural(len(rows) - _SHOWN, "more speaker")
    more = table(head, rows[_SHOWN:], caption="Further speakers", numbers=4)
    return join([first, tag("details", tag("summary", left), more, class_="more")])


def _speaker(group: Group, *, camps: bool) -> Html:
    kinds = dict(group.kinds())
    camp = tag("td", tag("i"), name_of(group.camp, absent="none"), class_="camp-name")
    return tag(
        "tr",
        tag("th", name_of(group.speaker, absent="No speaker found"), scope="row"),
        camp if camps else None,
        count(group.rows, group.anchor),
        *[count(kinds.get(kind, []), f"{group.anchor}-{kind}") for kind in KINDS],
        style=f"--camp:{group.colour}",
    )


def outlets_of(material: Material) -> dict[Any, list[Row]]:
    """The articles of each outlet, outlets with most quotes first, those without a name last."""
    pages, quotes = defaultdict(list), Counter(row["article_id"] for row in material.rows)
    for page in material.pages.values():
        outlet = page["outlet"]
        pages[None if missing(outlet) else str(outlet).strip()].append(page)

    def place(outlet: Any) -> tuple[Any, ...]:
        n = sum(quotes[page["article_id"]] for page in pages[outlet])
        return (outlet is None, -n, str(outlet))

    return {outlet: pages[outlet] for outlet in sorted(pages, key=place)}


def outlets_table(material: Material) -> Html | None:
    """A row an outlet: articles, quotes, and how much is in the speakers' own words."""
    outlets = outlets_of(material)
    if not any(outlet is not None for outlet in outlets):
        return None
    by_article = defaultdict(list)
    for row in material.rows:
        by_article[row["article_id"]].append(row)
    rows = []
    for number, (outlet, pages) in enumerate(outlets.items(), start=1):
        quotes = [row for page in pages for row in by_article[page["article_id"]]]
        kinds = Counter(row["kind"] for row in quotes)
        articles = tag("a", f"{len(pages):,}", href=f"#o{number}")
        rows.append(
            tag(
                "tr",
                tag("th", name_of(outlet, absent="No outlet given"), scope="row"),
                tag("td", period(page["published"] for page in pages)),
                tag("td", articles, class_="n"),
                count(quotes, f"o{number}"),
                *[tag("td", share(kinds[kind], len(quotes)), class_="n") for kind in KINDS],
            )
        )
    if strays := [row for row in material.rows if row["article_id"] not in material.pages]:
        kinds = Counter(row["kind"] for row in strays)
        told = [f"{n:,}" for n in (0, len(strays))]
        told += [share(kinds[kind], len(strays)) for kind in KINDS]
        name = tag("th", "Articles not given", scope="row")
        rows.append(tag("tr", name, tag("td"), *[tag("td", n, class_="n") for n in told]))
    head = ["Outlet", "Dates", "Articles", "Quotes", *map(str.capitalize, KINDS)]
    return table(head, rows, caption="Outlets", numbers=5)


def standing(material: Material) -> Html:
    """A row for each group and target, then the quotes behind every count."""
    if not material.cells:
        return tag("p", "None of these quotes has a stance toward a target.")
    numbers = {row["quote_id"]: row for row in material.rows}
    bodies: dict[Html, list[Html]] = {}
    behind = []
    for cell in material.cells:
        quotes = _by_label(cell, material, numbers)
        group = name_of(cell["group"], absent=f"No {material.by} given")
        target = material.target(cell)
        bodies.setdefault(group, []).append(_row(cell, target, quotes))
        behind.append(_behind(cell["anchor"], group, target, quotes))
    head = ["Toward", "Mean", "95% interval", "Clear", *map(str.capitalize, STANCES)]
    groups = [
        join([tag("tr", tag("th", group, scope="rowgroup", colspan=str(len(head)))), *rows])
        for group, rows in bodies.items()
    ]
    caption = "Stances, from −1 against to +1 for"
    shown = table(head, groups, caption=caption, numbers=7, grouped=True)
    summary = tag("summary", "The quotes behind each of these counts")
    opened = len(material.rows) <= OPEN
    return join([shown, tag("details", summary, *behind, class_="behind", open=opened)])


def _by_label(
    cell: Row, material: Material, numbers: dict[str, Row]
) -> dict[str, dict[Any, list[int]]]:
    """Label to speaker to the numbers of their quotes."""
    found: dict[str, dict[Any, list[int]]] = defaultdict(lambda: defaultdict(list))
    for quote_id in cell["quote_ids"]:
        row = numbers[quote_id]
        for stance in material.stances[quote_id]:
            if stance["target"] == cell["target"]:
                found[str(stance["label"])][row["speaker"]].append(row["number"])
    return found


def _row(cell: Row, target: Html, quotes: dict[str, dict[Any, list[int]]]) -> Html:
    clear, anchor = cell["n"] > 0, cell["anchor"]
    colour = stance_colour(float(cell["mean"])) if clear else "transparent"
    mean = tag("td", tag("i"), signed(cell["mean"], 2) if clear else "–", class_="n")
    ends: str = "" if pd.isna(cell["low"]) else span(cell["low"], cell["high"])
    counts = []
    for label in STANCES:
        n = sum(map(len, quotes[label].values()))
        link = tag("a", f"{n:,}", href=f"#{anchor}-{label}") if n else "0"
        counts.append(tag("td", link, class_="n" if n else "n none"))
    all_clear = tag("a", f"{cell['n']:,}", href=f"#{anchor}") if clear else "0"
    return tag(
        "tr",
        tag("th", target, scope="row"),
        mean,
        tag("td", ends, class_="n"),
        tag("td", all_clear, class_="n" if clear else "n none"),
        *counts,
        style=f"--camp:{colour}",
    )


def _behind(
    anchor: str, group: Html, target: Html, quotes: dict[str, dict[Any, list[int]]]
) -> Html:
    lines = []
    for label in STANCES:
        speakers = [
            join(
                [
                    name_of(speaker, absent="no speaker"),
                    " ",
                    join(map(number_link, sorted(numbers)), ", "),
                ]
            )
            for speaker, numbers in quotes[label].items()
        ]
        if speakers:
            tone = tag("b", label, style=f"--tone:{COLOURS[label]}", class_=f"is-{label}")
            lines.append(
                tag(
                    "p", tone, " ", join(speakers, "; "), id=f"{anchor}-{label}", class_="chip-line"
                )
            )
    return tag("div", tag("h4", group, " toward ", target), *lines, id=anchor)


def number_link(number: int) -> Html:
    """The number of a quote, linked to it."""
    return tag("a", str(number), href=f"#q{number}")
