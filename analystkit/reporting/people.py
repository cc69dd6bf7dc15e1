"""Tables of who speaks and where, each count a link to its quotes."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import Any

from analystkit.charts._style import plural
from analystkit.contract import KINDS
from analystkit.reporting.dates import period
from analystkit.reporting.markup import Html, join, missing, name_of, share, tag
from analystkit.reporting.material import Group, Material, Row

_SHOWN = 40
_SHORT = 15  # rows that are kept on one page


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
