"""Every quote in its sentence, the articles' passages, and what could not be read."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import Any

import pandas as pd

from analystkit.markup.html import Html, join, missing, name_of, tag, web_address, words
from analystkit.markup.passages import Mark, in_sentence, marks_of, passages
from analystkit.palette import STANCES
from analystkit.reporting.content import Camp, Group, Material, Row
from analystkit.reporting.speakers import OPEN, number_link, outlets_of, table
from analystkit.text.dates import day
from analystkit.text.sentences import Sentences
from analystkit.text.wording import plural

KINDS = {"direct": "in their own words", "mixed": "partly in their words", "indirect": "reported"}
_CELL = 400  # characters of a problem that are shown


class Sayings:
    """The list of quotes, and where each stands in its article."""

    def __init__(self, material: Material) -> None:
        self._material = material
        self._sentences: dict[str, Sentences] = {}
        self.marks: dict[str, list[Mark]] = {}  # an article_id's marks
        self._open = len(material.rows) <= OPEN

    def camps(self) -> Iterator[Html]:
        """A section for each camp, its speakers folded where there are many quotes."""
        for camp in self._material.camps:
            yield tag(
                "section",
                self._head(camp),
                *[self._group(group) for group in camp.groups],
                class_="camp", id=camp.anchor, style=f"--camp:{camp.colour}",
            )  # fmt: skip

    def _head(self, camp: Camp) -> Html | None:
        if self._material.by != "camp":
            return None
        count = tag("span", plural(camp.count, "quote"), class_="count")
        return tag("h3", tag("i"), name_of(camp.name, absent="No camp"), " ", count)

    def _group(self, group: Group) -> Html:
        kinds = group.kinds()
        told = ", ".join(f"{len(rows)} {kind}" for kind, rows in kinds)
        count = tag("span", f"{plural(len(group.rows), 'quote')}: {told}", class_="count")
        name = name_of(group.speaker, absent="No speaker found")
        parts = []
        for kind, rows in kinds:
            head = tag("h5", f"{kind.capitalize()}, {KINDS[kind]}") if len(kinds) > 1 else None
            quotes = [self._quote(row, group) for row in rows]
            parts.append(tag("div", head, *quotes, id=f"{group.anchor}-{kind}"))
        summary = tag("summary", tag("h4", name), " ", count)
        return tag(
            "details", summary, *parts, id=group.anchor, class_="speaker", open=self._open
        )  # fmt: skip

    def _quote(self, row: Row, group: Group) -> Html:
        anchor = f"q{row['number']}"
        number = tag("a", str(row["number"]), class_="no", href=f"#{anchor}")
        said, at_hand = self._said(row, group)
        return tag(
            "div",
            tag("p", number, said, class_="said", dir="auto"),
            tag("p", *self._about(row, at_hand=at_hand), class_="about"),
            id=anchor,
            class_="quote",
        )

    def _said(self, row: Row, group: Group) -> tuple[Html, bool]:
        """The quote in its sentence, and whether its article is at hand with these words."""
        page = self._material.pages.get(row["article_id"])
        text = page["text"] if page else ""
        marks = marks_of(row, text, group.colour)
        if not marks:
            return tag("mark", row["quote"]), False
        key = row["article_id"]
        self.marks.setdefault(key, []).extend(marks)
        if key not in self._sentences:
            self._sentences[key] = Sentences(text)
        return in_sentence(text, self._sentences[key], marks), True

    def _about(self, row: Row, *, at_hand: bool) -> Iterator[Html]:
        page = self._material.pages.get(row["article_id"], {})
        place = [name_of(page.get("outlet"), absent=""), words(day(page.get("published")))]
        where = join(place, ", ") or name_of(page.get("title"), absent="article")
        target = f"p{row['number']}" if at_hand else page.get("anchor")
        yield tag("a", where, href=f"#{target}") if target else where
        if address := web_address(page.get("url")):
            yield tag("a", "online ↗", href=address, class_="web")
        if not missing(row["cue"]):
            yield tag("span", "“", tag("bdi", row["cue"]), "”")
        yield words(row["kind"])
        if not missing(row["confidence"]):
            yield tag("span", f"confidence {row['confidence']:.2f}")
        if not at_hand:
            why = "its words do not stand there" if page else "not among the articles given"
            yield tag("span", f"article not at hand: {why}", class_="absent")
        for stance in self._material.stances.get(row["quote_id"], []):
            yield stance_chip(stance, self._material)


def stance_chip(stance: Row, material: Material) -> Html:
    """A stance of a quote: the target, the label in its colour, the confidence."""
    label = str(stance["label"])
    sure = "" if missing(stance.get("confidence")) else f" {stance['confidence']:.2f}"
    return tag(
        "span",
        material.target(stance), ": ",
        tag("b", label, style=f"--tone:{STANCES[label]}", class_=f"is-{label}"),
        tag("small", sure) if sure else None,
        class_="chip",
    )  # fmt: skip


def articles_list(material: Material, marks: Mapping[str, list[Mark]]) -> Iterator[Html]:
    """Every article by outlet: title, date, author, address, its quotes, its passages."""
    quotes = defaultdict(list)
    for row in material.rows:
        quotes[row["article_id"]].append(row["number"])
    for number, (outlet, pages) in enumerate(outlets_of(material).items(), start=1):
        pages = sorted(pages, key=_when)
        yield tag(
            "section",
            tag("h3", name_of(outlet, absent="No outlet given")),
            *[_article(page, quotes, marks.get(page["article_id"], [])) for page in pages],
            id=f"o{number}",
        )


def _when(page: Row) -> tuple[bool, Any, str]:
    date = page["published"]
    return (True, 0, page["article_id"]) if pd.isna(date) else (False, date, "")


def _article(page: Row, quotes: Mapping[str, list[int]], marks: list[Mark]) -> Html:
    numbers, address = sorted(quotes[page["article_id"]]), web_address(page["url"])
    facts = [
        words(day(page["published"])),
        name_of(page["author"], absent=""),
        tag("a", "online ↗", href=address, class_="web") if address else None,
        _unlinked(page["url"]) if not address else None,
        join(["quotes ", join((number_link(n) for n in numbers), ", ")])
        if numbers
        else "no quotes",
    ]
    shown = passages(page["text"], marks) if marks else None
    folded = tag("details", tag("summary", "The passages"), shown) if shown else None
    title = name_of(page["title"], absent="") or name_of(page["article_id"], absent="")
    return tag(
        "div",
        tag("h4", title),
        tag("p", join(facts, " · "), class_="about"),
        folded,
        id=page["anchor"],
        class_="article",
    )


def _unlinked(url: Any) -> Html | None:
    """An address that is not of the web, as text."""
    return None if missing(url) else tag("span", tag("bdi", _cut(url)), class_="address")


def problems_of(quotes: pd.DataFrame, articles: pd.DataFrame) -> dict[str, pd.DataFrame]:
    """The tables of what could not be read, those with rows."""
    found = {
        "What was skipped while loading": articles.attrs.get("problems"),
        "Articles that could not be searched for quotes": quotes.attrs.get("problems"),
    }
    return {
        name: problems
        for name, problems in found.items()
        if isinstance(problems, pd.DataFrame) and len(problems)
    }


def problems_list(problems: Mapping[str, pd.DataFrame]) -> Iterator[Html]:
    """Each table of problems, whole."""
    for name, found in problems.items():
        head = [str(column) for column in found.columns]
        rows = [
            tag(
                "tr",
                *[tag("td", name_of(cell, absent="") and tag("bdi", _cut(cell))) for cell in row],
            )
            for row in found.itertuples(index=False, name=None)
        ]
        yield table(head, rows, caption=f"{name}: {plural(len(found), 'row')}", numbers=0)


def _cut(value: Any) -> str:
    text = str(value)
    return text if len(text) <= _CELL else text[: _CELL - 1] + "…"
