"""What somebody owns or heads: "his campaign", "his government", "its statement"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from analystkit.quotes import pronouns
from analystkit.quotes.speaker_history import Speaker
from analystkit.quotes.speaker_phrases import Phrase
from analystkit.quotes.speaker_places import nation
from analystkit.quotes.speaker_words import ARMED_GROUPS, DOCUMENT_NOUNS, ORG_NOUNS

if TYPE_CHECKING:
    from analystkit.quotes.speaker_naming import Naming

_OWN = pronouns.GENDER.keys() | {"their", "its"}
_HEADS = frozenset("president minister premier chancellor".split())
_THINGS = ORG_NOUNS | DOCUMENT_NOUNS


class Owners:
    """Looks up the owner that a phrase tells, and the body it then means.

    Parameters
    ----------
    naming
        Names the article's speakers.
    """

    def __init__(self, naming: Naming) -> None:
        self.naming = naming

    def owner(self, phrase: Phrase) -> Speaker | None:
        """Who owns what the phrase names: "its statement", "Whitfield's statement"."""
        first, span = phrase.tokens[0], (phrase.start, phrase.end)
        word = phrase.determiner if phrase.determiner in _OWN else first.lower
        if word in pronouns.GENDER:
            return self.naming.he_or_she(phrase.start, pronouns.GENDER[word])
        if word == "its":
            return self.naming.groups.it(span)
        if word == "their":
            return self.naming.groups.they(span)
        owners = [t for t in phrase.tokens[:-1] if t.owner]
        return self.naming.name(phrase.start, owners[0].end) if owners else None

    def headed(self, phrase: Phrase) -> Speaker | None:
        """The body in "his group" or "his government" where the article tells it."""
        first = phrase.tokens[0]
        if first.lower not in pronouns.GENDER or len(phrase.tokens) != 2:
            return None
        said = self.naming.he_or_she(phrase.start, pronouns.GENDER[first.lower])
        owner = None if said.start is None else self.naming.people.of.get(said.start)
        if owner is None:
            return None
        if phrase.head in ARMED_GROUPS and (led := self.naming.groups.led.get(id(owner))):
            return self.naming.name(*led)
        if phrase.head == "government" and (owner.governs or owner.roles & _HEADS):
            known = {nation(role) for role in owner.roles} - {""}
            adjective = self.naming.bodies.adjective(known)
            if adjective:
                name = f"{adjective} government"
                return Speaker(name, "organisation", phrase.start, phrase.end)
        return None

    def possessed(self, name: str, phrase: Phrase, gender: str) -> str:
        """Put the owner's name for the pronoun: "his campaign", "her aides"."""
        owner = self.naming.he_or_she(phrase.start, gender).name
        rest = name.partition(" ")[2]
        if owner is None or not rest:
            return name
        joint = " " if phrase.head in _THINGS else "'s "
        return f"{owner.split()[-1]}{joint}{rest}"
