"""Every quote, by camp and speaker, in its sentence."""

from __future__ import annotations

from collections.abc import Iterator

from analystkit.charts._style import plural
from analystkit.palette import STANCES
from analystkit.reporting.dates import day
from analystkit.reporting.markup import Html, join, missing, name_of, tag, web_address, words
from analystkit.reporting.material import Camp, Group, Material, Row
from analystkit.reporting.passages import Mark, in_sentence, marks_of
from analystkit.targets.sentences import Sentences

OPEN = 300  # quotes up to which every group stands open
KINDS = {"direct": "in their own words", "mixed": "partly in their words", "indirect": "reported"}


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
