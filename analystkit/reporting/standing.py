"""Who stands where, in figures, each linked to the quotes behind it."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

import pandas as pd

from analystkit.charts._stance_tables import signed, span
from analystkit.contract import STANCES
from analystkit.palette import STANCES as COLOURS
from analystkit.palette import stance_colour
from analystkit.reporting.markup import Html, join, name_of, tag
from analystkit.reporting.material import Material, Row
from analystkit.reporting.people import table
from analystkit.reporting.sayings import OPEN
from analystkit.reporting.sources import number_link


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
