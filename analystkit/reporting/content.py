"""What a report is made from: tables checked, joined, grouped and numbered."""

from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import Any

import pandas as pd

from analystkit.charts import stance_cells
from analystkit.charts.scaffold.stance_cells import target_names
from analystkit.markup.html import missing, printable
from analystkit.markup.marks import Mark, marks_of
from analystkit.markup.passages import in_sentence, passages
from analystkit.palette import MISSING, camp_colours
from analystkit.reviewing import checked_tables
from analystkit.tables import check_articles, check_quotes, check_stance, standing
from analystkit.tables.checks import Checked
from analystkit.tables.columns import ARTICLES, KINDS, QUOTES
from analystkit.text.dates import day
from analystkit.text.sentences import Sentences

Row = dict[Any, Any]


@dataclass
class Material:
    """The tables of a report and what they hold, in printed order.

    A camp has ``anchor``, ``name``, ``colour``, ``groups`` (one a speaker, with ``kinds``: the
    quotes by kind) and ``rows``, an outlet its ``pages`` and ``rows``; a quote ``number``, ``page``
    (its article or None), ``said`` (the quote in its sentence, or None where it does not stand in
    the article), ``stances`` and, of reviewed tables, ``checked``; an article ``anchor``, ``day``,
    ``quotes`` and ``passages``.
    """

    quotes: pd.DataFrame
    articles: pd.DataFrame
    stance: pd.DataFrame | None
    names: dict[str, str]
    by: str  # what charts count by: camp, or speaker where no quote has a camp
    camps: list[Row]
    rows: list[Row]
    pages: list[Row]
    outlets: list[Row]  # those with most quotes first, without a name last
    cells: list[Row]  # of `stance_cells`, with ``anchor`` and ``behind``
    moved: dict[str, tuple[int, int]]  # as in `Standing`
    notes: dict[str, pd.DataFrame] | None  # of `Reviewed`; None where nothing is said of it

    @property
    def groups(self) -> list[Row]:
        """Every speaker's group."""
        return [group for camp in self.camps for group in camp["groups"]]

    @property
    def speakers(self) -> list[Row]:
        """Those with a name, quoted most first."""
        named = [group for group in self.groups if group["speaker"] is not None]
        return sorted(named, key=lambda group: (-len(group["rows"]), str(group["speaker"])))


def gather(
    quotes: pd.DataFrame, articles: pd.DataFrame, stance: pd.DataFrame | None, targets: Any,
    labels: Any = None,
) -> Material:  # fmt: skip
    """The tables checked and complete; quotes by camp, speaker, kind and date, from 1 on."""
    quotes = _whole(check_quotes(quotes), QUOTES)
    articles = Checked.of("articles", _whole(check_articles(articles), ARTICLES))
    # One person's names in different outlets are one speaker where the registry knows them.
    found = standing(quotes, articles)
    reviewed = checked_tables(found.quotes, articles, stance, labels)
    quotes, stance = reviewed.quotes.copy(), reviewed.stance
    quotes["speaker"] = quotes["actor"].where(quotes["actor"].notna(), quotes["speaker"])
    quotes = Checked.of("quotes", quotes)
    by = "speaker" if all(map(missing, quotes["camp"])) else "camp"
    stances: dict[str, list[Row]] = defaultdict(list)
    cells: list[Row] = []
    if stance is not None:
        stance = check_stance(stance).reset_index(drop=True)
        stance = Checked.of("stance", stance[stance["quote_id"].isin(quotes["quote_id"])])
        for row in stance.to_dict("records"):
            stances[row["quote_id"]].append(row)
        table = stance_cells(stance, quotes=quotes, by=by).rename(columns={by: "group"})
        cells = table.to_dict("records")
    pages = {row["article_id"]: row for row in articles.to_dict("records")}
    for number, page in enumerate(pages.values(), start=1):
        page |= {"anchor": f"a{number}", "day": day(page["published"]), "quotes": []}
    camps = _camps(quotes, pages)
    rows = [row for camp in camps for row in camp["rows"]]
    for number, row in enumerate(rows, start=1):
        row |= {"number": number, "page": pages.get(row["article_id"]), "said": None}
        row["stances"] = stances.get(row["quote_id"], [])
        if row["page"]:
            row["page"]["quotes"].append(row)
    for page in pages.values():
        _mark(page, found.lost)
    numbered = {row["quote_id"]: row for row in rows}
    for place, cell in enumerate(cells, start=1):
        cell |= {"anchor": f"t{place}", "behind": _behind(cell, numbered)}
    names, listed = target_names(targets), list(pages.values())
    outlets = _outlets(listed)
    return Material(
        quotes, articles, stance, names, by, camps, rows, listed, outlets, cells, found.moved,
        reviewed.notes if "checked" in quotes else None,
    )  # fmt: skip


def _whole(table: pd.DataFrame, columns: Any) -> pd.DataFrame:
    types = {"timestamp": "datetime64[us, UTC]", "category": "string"}
    lacking = {k: types.get(c.type, c.type) for k, c in columns.items() if k not in table}
    blank: dict[str, Any] = dict.fromkeys(lacking, pd.NA)
    return table.assign(**blank).astype(lacking)


def _camps(quotes: pd.DataFrame, pages: dict[str, Row]) -> list[Row]:
    """Camps, and their speakers, with most quotes first; those without a name last."""
    colours = camp_colours(quotes["camp"])
    order = {article_id: place for place, article_id in enumerate(pages)}
    groups: dict[tuple[Any, Any], list[Row]] = defaultdict(list)
    for row in quotes.to_dict("records"):
        camp, speaker = (None if missing(row[key]) else row[key] for key in ("camp", "speaker"))
        groups[camp, speaker].append(row)
    sizes = Counter(camp for (camp, _), rows in groups.items() for _ in rows)

    def place(key: tuple[Any, Any]) -> tuple[Any, ...]:
        camp, speaker = key
        first = (camp is None, -sizes[camp], str(camp))
        return (*first, speaker is None, -len(groups[key]), str(speaker))

    def when(row: Row) -> tuple[Any, ...]:
        date = pages.get(row["article_id"], {}).get("published", pd.NaT)
        dated: tuple[bool, Any] = (True, 0) if pd.isna(date) else (False, date)
        return (KINDS.index(row["kind"]), *dated, order.get(row["article_id"], len(order)))

    camps: dict[Any, Row] = {}
    for number, key in enumerate(sorted(groups, key=place), start=1):
        name, speaker = key
        colour = MISSING if name is None else colours[str(name)]
        new: Row = {"anchor": f"c{len(camps) + 1}", "name": name, "groups": [], "rows": []}
        camp = camps.setdefault(name, new | {"colour": colour})
        rows = [row | {"colour": colour} for row in sorted(groups[key], key=when)]
        kinds: dict[str, list[Row]] = defaultdict(list)
        for row in rows:
            kinds[row["kind"]].append(row)
        group = {"anchor": f"s{number}", "speaker": speaker, "rows": rows, "kinds": kinds}
        camp["groups"].append(group | {"camp": name, "colour": colour})
        camp["rows"] += rows
    return list(camps.values())


def _mark(page: Row, lost: frozenset[str]) -> None:
    """Each quote of an article in its sentence, where it stands there, and the passages."""
    text, shown = page["text"], printable(page["text"])
    sentences = Sentences(text) if page["quotes"] else None
    marks: list[Mark] = []
    for row in page["quotes"]:
        if sentences and row["quote_id"] not in lost:
            own = list(marks_of(row, len(text), row["number"], row["colour"]))
            row["said"] = in_sentence(shown, sentences, own)
            marks += own
    page["passages"] = passages(shown, marks) if marks else ()  # cut when the page has reached them


def _outlets(pages: list[Row]) -> list[Row]:
    found: dict[str | None, list[Row]] = defaultdict(list)
    for page in pages:
        found[None if missing(page["outlet"]) else str(page["outlet"]).strip()].append(page)

    def when(page: Row) -> tuple[bool, Any]:
        date = page["published"]
        return (True, page["article_id"]) if pd.isna(date) else (False, date)

    rows = {name: [row for page in own for row in page["quotes"]] for name, own in found.items()}
    order = sorted(found, key=lambda name: (name is None, -len(rows[name]), str(name)))
    parts = [{"name": n, "pages": sorted(found[n], key=when), "rows": rows[n]} for n in order]
    return [{"anchor": f"o{number}"} | part for number, part in enumerate(parts, start=1)]


def _behind(cell: Row, numbered: dict[str, Row]) -> dict[str, dict[Any, list[int]]]:
    """Label to speaker to the numbers of the quotes that a cell counts."""
    found: dict[str, dict[Any, list[int]]] = defaultdict(lambda: defaultdict(list))
    for quote_id in cell["quote_ids"]:
        row = numbered[quote_id]
        for stance in row["stances"]:
            if stance["target"] == cell["target"]:
                speaker = None if missing(row["speaker"]) else row["speaker"]
                found[str(stance["label"])][speaker].append(row["number"])
    return found
