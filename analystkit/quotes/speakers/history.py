"""Who has spoken so far, in reading order."""

import re
from dataclasses import dataclass, field

from analystkit.quotes.speakers.article import is_people_noun
from analystkit.quotes.speakers.people import People
from analystkit.quotes.speakers.person import Person
from analystkit.quotes.speakers.phrases import AFTER_HEAD
from analystkit.text.paragraphs import Offsets
from analystkit.text.words import is_plural

_ONE = re.compile(r"an? ", re.IGNORECASE)
_SOMEBODY = re.compile(r"[a-z]{2}(?:er|or|ist|ian|ant|ent|ee)$")
_NEAR = 4  # sentences


@dataclass(frozen=True)
class Speaker:
    """Who speaks: the name in full, or the description of an unnamed one, and its offsets."""

    name: str | None = None
    type: str | None = None
    start: int | None = None
    end: int | None = None
    role: str | None = None  # what the article says a person is
    open: bool = False  # a pronoun fits somebody else as well
    source: Offsets | None = None  # words found in the place of a missing source


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
        said = start, speaker
        if speaker.type in ("person", "organisation"):
            self.named.append(said)
        if speaker.type == "person":
            person = None if speaker.start is None else self.people.of.get(speaker.start)
            if person:
                # where the source's own mention of the person stands
                near = self.people.article.mentions_in(start, min(source[1], start + 200))
                own = (m.start for m in near if self.people.of.get(m.start) is person)
                self.persons.append((next(own, start), person))
            elif " and " in speaker.name:
                self.groups.append(said)
        elif speaker.type in ("organisation", "document"):
            (self.bodies if speaker.type == "organisation" else self.documents).append(said)
        elif any(map(is_plural, speaker.name.split()[:4])):
            self.groups.append(said)
        elif self._is_somebody(start, speaker.name):
            self.lone.append(said)

    def _is_somebody(self, start: int, name: str) -> bool:
        """Whether a source is one unnamed person: "a dock worker in the port"."""
        text = self.people.article.text
        for mention in self.people.article.mentions_before(start, 1):
            if mention.start in self.people.of and text[mention.end : start] == ", ":
                return False  # "Dana Whitfield, a dock worker"
        if not _ONE.match(text, start) or text[max(0, start - 3) : start].lower() == "by ":
            return False
        head = AFTER_HEAD.split(name, maxsplit=1)[0].split()[-1].lower()
        return is_people_noun(head) or _SOMEBODY.search(head) is not None

    def last_person(self, position: int) -> Person | None:
        """The person who spoke last, if that was within a few sentences."""
        at, person = self.persons[-1] if self.persons else (0, None)
        return person if self._is_near(at, position) else None

    def last(self, position: int, *kinds: Said) -> tuple[int, Speaker] | None:
        """The last of ``kinds`` within a few sentences, with where it was named."""
        found = [said[-1] for said in kinds if said]
        near = [f for f in found if f[0] < position and self._is_near(f[0], position)]
        return max(near, key=lambda f: f[0], default=None)

    def _is_near(self, at: int, position: int) -> bool:
        sentence_of = self.people.article.sentence_of
        return sentence_of(position) - sentence_of(at) <= _NEAR
