"""What a report is made from: the tables checked, joined, numbered and grouped."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from typing import Any

import pandas as pd

from analystkit.charts import stance_cells
from analystkit.charts._stance_tables import target_names
from analystkit.contract import ARTICLES, KINDS, QUOTES
from analystkit.palette import MISSING, camp_colours
from analystkit.reporting.markup import Html, missing, name_of
from analystkit.tables import check_articles, check_quotes, check_stance

Row = dict[Any, Any]


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
