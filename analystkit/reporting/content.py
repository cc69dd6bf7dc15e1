"""What a report is made from: tables checked, joined and grouped; its head in a few figures."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pandas as pd

from analystkit.charts import stance_cells
from analystkit.charts.scaffold.stance_cells import target_names
from analystkit.markup.html import Html, join, missing, name_of, share, tag, words
from analystkit.palette import MISSING, camp_colours
from analystkit.tables import check_articles, check_quotes, check_stance
from analystkit.tables.columns import ARTICLES, KINDS, QUOTES
from analystkit.text.dates import period
from analystkit.text.wording import plural, signed

Row = dict[Any, Any]
_FEW = 3
_LISTED = 3


@dataclass
class Group:
    """The quotes of one speaker in one camp, in the order in which they are printed."""

    anchor: str
    speaker: Any
    camp: Any
    colour: str
    rows: list[Row]

    def kinds(self) -> list[tuple[str, list[Row]]]:
        """Direct, mixed and indirect quotes, each where there are any."""
        found = [(kind, [row for row in self.rows if row["kind"] == kind]) for kind in KINDS]
        return [(kind, rows) for kind, rows in found if rows]


@dataclass
class Camp:
    """The groups of one camp."""

    anchor: str
    name: Any
    colour: str
    groups: list[Group]

    @property
    def count(self) -> int:
        """How many quotes the camp has."""
        return sum(len(group.rows) for group in self.groups)


@dataclass
class Material:
    """The tables of a report, and its quotes as rows with ``number``, in printed order."""

    quotes: pd.DataFrame
    articles: pd.DataFrame
    stance: pd.DataFrame | None
    targets: Any
    names: dict[str, str]
    by: str  # what charts count by: camp, or speaker where no quote has a camp
    camps: list[Camp] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)
    pages: dict[str, Row] = field(default_factory=dict)  # an article_id's article
    stances: dict[str, list[Row]] = field(default_factory=dict)  # a quote_id's stances
    cells: list[Row] = field(default_factory=list)  # of `stance_cells`, with ``anchor``

    @property
    def groups(self) -> list[Group]:
        """Every speaker's group, in printed order."""
        return [group for camp in self.camps for group in camp.groups]

    def target(self, stance: Row) -> Html:
        """The name to show for the target of a stance."""
        target = str(stance["target"])
        return name_of(self.names.get(target, target), absent="(blank)")


def gather(
    quotes: pd.DataFrame, articles: pd.DataFrame, stance: pd.DataFrame | None, targets: Any
) -> Material:
    """The tables checked; quotes in order of camp, speaker, kind and date, numbered from 1.

    Columns that the contract knows and a table lacks are there with missing values. ``speaker``
    is the registry's name where it has one.
    """
    quotes = _whole(check_quotes(quotes), QUOTES)
    articles = _whole(check_articles(articles), ARTICLES)
    if stance is not None:
        stance = check_stance(stance).reset_index(drop=True)
        stance = stance[stance["quote_id"].isin(quotes["quote_id"])]
    # One person's names in different outlets are one speaker where the registry knows them.
    quotes["speaker"] = quotes["actor"].where(quotes["actor"].notna(), quotes["speaker"])
    by = "speaker" if all(map(missing, quotes["camp"])) else "camp"
    material = Material(quotes, articles, stance, targets, target_names(targets), by)
    material.pages = {row["article_id"]: row for row in articles.to_dict("records")}
    for number, page in enumerate(material.pages.values(), start=1):
        page["anchor"] = f"a{number}"
    material.stances = _stances(stance)
    if stance is not None:
        cells = stance_cells(stance, quotes=quotes, by=by).rename(columns={by: "group"})
        cells["anchor"] = [f"t{place}" for place in range(1, len(cells) + 1)]
        material.cells = cells.to_dict("records")
    material.camps = _camps(quotes, material.pages)
    material.rows = [row for group in material.groups for row in group.rows]
    for number, row in enumerate(material.rows, start=1):
        row["number"] = number
    return material


def _whole(table: pd.DataFrame, columns: Any) -> pd.DataFrame:
    table = table.copy()
    for key, column in columns.items():
        if key not in table:
            dtype: Any = {"timestamp": "datetime64[us, UTC]", "category": "string"}.get(
                column.type, column.type
            )
            table[key] = pd.Series(pd.NA, index=table.index, dtype=dtype)
    return table


def _stances(stance: pd.DataFrame | None) -> dict[str, list[Row]]:
    found: dict[str, list[Row]] = defaultdict(list)
    for row in [] if stance is None else stance.to_dict("records"):
        found[row["quote_id"]].append(row)
    return dict(found)


def _camps(quotes: pd.DataFrame, pages: dict[str, Row]) -> list[Camp]:
    """Camps, and their speakers, with most quotes first; those without a name last."""
    colours = camp_colours(quotes["camp"])
    order = {article_id: place for place, article_id in enumerate(pages)}
    groups: dict[tuple[Any, Any], list[Row]] = defaultdict(list)
    for row in quotes.to_dict("records"):
        camp, speaker = (None if missing(row[key]) else row[key] for key in ("camp", "speaker"))
        groups[camp, speaker].append(row)
    sizes: Counter[Any] = Counter()
    for (camp, _), rows in groups.items():
        sizes[camp] += len(rows)

    def place(key: tuple[Any, Any]) -> tuple[Any, ...]:
        camp, speaker = key
        first = (camp is None, -sizes[camp], str(camp))
        return (*first, speaker is None, -len(groups[key]), str(speaker))

    def when(row: Row) -> tuple[Any, ...]:
        date = pages.get(row["article_id"], {}).get("published", pd.NaT)
        dated: tuple[bool, Any] = (True, 0) if pd.isna(date) else (False, date)
        return (KINDS.index(row["kind"]), *dated, order.get(row["article_id"], len(order)))

    camps: dict[Any, Camp] = {}
    for number, key in enumerate(sorted(groups, key=place), start=1):
        name, speaker = key
        colour = MISSING if name is None else colours[str(name)]
        if name not in camps:
            camps[name] = Camp(f"c{len(camps) + 1}", name, colour, [])
        rows = sorted(groups[key], key=when)
        camps[name].groups.append(Group(f"s{number}", speaker, name, colour, rows))
    return list(camps.values())


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
    yield from _sure_stances(material)


def _sure_stances(material: Material) -> Iterator[Html]:
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
