"""Who has spoken so far, in reading order."""

from __future__ import annotations

from dataclasses import dataclass, field

from analystkit.quotes.speaker_kinds import Span
from analystkit.quotes.speaker_mentions import Article
from analystkit.quotes.speaker_people import People, Person
from analystkit.quotes.speaker_phrases import is_plural

_FEW = 40
_NEAR = 4  # sentences


@dataclass(frozen=True)
class Speaker:
    """Who speaks.

    Attributes
    ----------
    name
        The name the article gives that person or body in full, or the description of
        an unnamed one; None when nothing is known.
    type
        ``person``, ``organisation``, ``unnamed`` or ``document``; None without a source.
    start, end
        Half-open offsets of the mention that carried the name.
    """

    name: str | None = None
    type: str | None = None
    start: int | None = None
    end: int | None = None


Said = list[tuple[int, Speaker]]


@dataclass
class History:
    """The speakers of an article up to some point, with where they were named."""

    article: Article
    people: People
    persons: list[tuple[int, Person]] = field(default_factory=list)
    groups: Said = field(default_factory=list)
    bodies: Said = field(default_factory=list)
    documents: Said = field(default_factory=list)

    def add(self, source: Span, speaker: Speaker) -> None:
        """Note that a source was resolved."""
        if speaker.name is None:
            return
        start = source[0]
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

    def _anchor(self, source: Span, person: Person) -> int:
        """Where the source's own mention of the person stands, else its start."""
        for mention in self.article.mentions_in(source[0], min(source[1], source[0] + 200)):
            if self.people.of.get(mention.start) is person:
                return mention.start
        return source[0]

    def last_persons(self) -> list[tuple[int, Person]]:
        """The people who spoke last, with where they were named."""
        return self.persons[-_FEW:]

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
        return self.article.sentence_of(position) - self.article.sentence_of(at) <= _NEAR
