"""Who has spoken so far, in reading order."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from analystkit.quotes.speakers.article import is_people_noun
from analystkit.quotes.speakers.people import People, Person
from analystkit.quotes.speakers.phrases import AFTER_HEAD
from analystkit.text.paragraphs import Offsets
from analystkit.text.words import is_plural

_ONE = re.compile(r"an? ", re.IGNORECASE)
_SOMEBODY = re.compile(r"[a-z]{2}(?:er|or|ist|ian|ant|ent|ee)$")
_NEAR = 4  # sentences


@dataclass(frozen=True)
class Speaker:
    """Who speaks: the name in full, or the description of an unnamed one, and its offsets.

    The type is ``person``, ``organisation``, ``unnamed`` or ``document``, None without a source.
    """

    name: str | None = None
    type: str | None = None
    start: int | None = None
    end: int | None = None


Said = list[tuple[int, Speaker]]


@dataclass
class History:
    """The speakers of an article up to some point, with where they were named."""

    people: People
    persons: list[tuple[int, Person]] = field(default_factory=list)
    groups: Said = field(default_factory=list)
    bodies: Said = field(default_factory=list)
    documents: Said = field(default_factory=list)
    named: Said = field(default_factory=list)
    lone: Said = field(default_factory=list)

    def add(self, source: Offsets, speaker: Speaker) -> None:
        """Note that a source was resolved."""
        if speaker.name is None:
            return
        start = source[0]
        if speaker.type in ("person", "organisation"):
            self.named.append((start, speaker))
        if speaker.type == "person":
            person = None if speaker.start is None else self.people.of.get(speaker.start)
            if person:
                self.persons.append((self._anchor(source, person), person))
            elif " and " in speaker.name:
                self.groups.append((start, speaker))
        elif speaker.type == "organisation":
            self.bodies.append((start, speaker))
        elif speaker.type == "document":
            self.documents.append((start, speaker))
        elif any(map(is_plural, speaker.name.split()[:4])):
            self.groups.append((start, speaker))
        elif self._is_somebody(start, speaker.name):
            self.lone.append((start, speaker))

    def _is_somebody(self, start: int, name: str) -> bool:
        """Whether a source is one unnamed person: "a dock worker in the port"."""
        text = self.people.article.text
        head = AFTER_HEAD.split(name, maxsplit=1)[0].split()[-1].lower()
        for mention in self.people.article.mentions_before(start, 1):
            if mention.start in self.people.of and text[mention.end : start] == ", ":
                return False  # "Dana Whitfield, a dock worker"
        by = text[max(0, start - 3) : start].lower() == "by "
        return (
            bool(_ONE.match(text, start))
            and not by
            and (is_people_noun(head) or _SOMEBODY.search(head) is not None)
        )

    def _anchor(self, source: Offsets, person: Person) -> int:
        """Where the source's own mention of the person stands, else its start."""
        for mention in self.people.article.mentions_in(source[0], min(source[1], source[0] + 200)):
            if self.people.of.get(mention.start) is person:
                return mention.start
        return source[0]

    def last_person(self, position: int) -> Person | None:
        """The person who spoke last, if that was within a few sentences."""
        if self.persons and self._is_near(self.persons[-1][0], position):
            return self.persons[-1][1]
        return None

    def last(self, position: int, *kinds: Said) -> tuple[int, Speaker] | None:
        """The last of ``kinds`` within a few sentences, with where it was named."""
        found = [said[-1] for said in kinds if said]
        near = [f for f in found if f[0] < position and self._is_near(f[0], position)]
        return max(near, key=lambda f: f[0], default=None)

    def _is_near(self, at: int, position: int) -> bool:
        return (
            self.people.article.sentence_of(position) - self.people.article.sentence_of(at) <= _NEAR
        )
