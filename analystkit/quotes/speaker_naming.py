"""From a source's noun phrase to a name or a tidy description."""

from __future__ import annotations

import re
from collections.abc import Sequence

from analystkit.quotes import pronouns
from analystkit.quotes.speaker_bodies import Bodies, may_mean
from analystkit.quotes.speaker_history import History, Speaker
from analystkit.quotes.speaker_kinds import Mention, Span, apposed_noun, is_people_noun
from analystkit.quotes.speaker_mentions import Article
from analystkit.quotes.speaker_people import People, Person
from analystkit.quotes.speaker_phrases import (
    Phrase,
    describe,
    is_plural,
    read_phrase,
    singular,
    thing_type,
)
from analystkit.quotes.speaker_roles import Roles
from analystkit.quotes.speaker_words import CLOSED, DOCUMENT_NOUNS, ORG_NOUNS, PLACES

_AND = re.compile(r",? (?:and|&) ")
_OWN = pronouns.GENDER.keys() | {"their", "its"}
_NO_PERSON = PLACES | ORG_NOUNS
_LEADS = frozenset("group giant company firm maker website newspaper network outlet".split())
_THINGS = ORG_NOUNS | DOCUMENT_NOUNS


class Naming:
    """Names the speaker that a noun phrase of the article stands for.

    Parameters
    ----------
    article, people
        The article and those it names.
    history
        Who has spoken before the phrase.
    quoted
        Quoted stretches, sorted.
    """

    def __init__(
        self, article: Article, people: People, history: History, quoted: Sequence[Span]
    ) -> None:
        self.article, self.people, self.history, self.quoted = article, people, history, quoted
        self.roles, self.bodies = Roles(article, people), Bodies(article)

    def name(self, start: int, end: int) -> Speaker:
        """Name the speaker that the phrase between two offsets stands for."""
        if both := self._coordinated(start, end):
            return both
        phrase = read_phrase(self.article.text, start, end)
        if not phrase.tokens:
            return Speaker(None, "unnamed", start, end)
        head = self._head_mention(phrase)
        if head and self._is_person(head):
            return self._mentioned(head)
        if with_others := self._with_others(phrase):
            return with_others
        if apposed := self._apposed(phrase, end):
            return apposed
        if head and head.kind != "group":
            return self._organisation(phrase, head)
        return self._meant(phrase) or self._described(phrase)

    def he_or_she(self, position: int, gender: str) -> Speaker:
        """Name the person whom a pronoun of this gender stands for."""
        person = pronouns.antecedent(
            self.article,
            self.people,
            position,
            gender,
            sources=self.history.last_persons(),
            quoted=self.quoted,
        )
        return self.person(person) if person else Speaker(None, "person")

    def person(self, person: Person) -> Speaker:
        """Give a person as a speaker."""
        name = person.name or self.article.clean(person.start, person.end)
        return Speaker(name, "person", person.start, person.end)

    def _mentioned(self, mention: Mention) -> Speaker:
        if person := self.people.of.get(mention.start):
            return self.person(person)
        name = self.article.clean(mention.start, mention.end)
        return Speaker(name, "person", mention.start, mention.end)

    def _coordinated(self, start: int, end: int) -> Speaker | None:
        """Two named people: "Whitfield and Rossi"."""
        if end - start > 200 or not (cut := _AND.search(self.article.text, start, end)):
            return None
        names = []
        for s, e in ((start, cut.start()), (cut.end(), end)):
            phrase = read_phrase(self.article.text, s, e)
            mention = self._head_mention(phrase) if phrase.tokens else None
            if mention is None or mention.start not in self.people.of:
                return None
            names.append(self._mentioned(mention).name or "")
        return Speaker(" and ".join(dict.fromkeys(names)), "person", start, end)

    def _head_mention(self, phrase: Phrase) -> Mention | None:
        """The name that ends the head noun phrase, if one does."""
        found = self.article.mentions_in(phrase.start, phrase.head_end)
        return found[-1] if found and -1 <= found[-1].end - phrase.head_end <= 1 else None

    def _is_person(self, mention: Mention) -> bool:
        word = mention.words[-1]
        if mention.kind in ("org", "place"):
            # "Whitfield, head of the council," taken for a body
            return is_people_noun(apposed_noun(self.article.text, mention.end))
        if mention.kind == "other":
            if len(mention.words) == 1 and (is_plural(word) or "-" in word):
                return False
            return len(mention.words) <= 3 and _NO_PERSON.isdisjoint(mention.words)
        return mention.kind == "person"

    def _with_others(self, phrase: Phrase) -> Speaker | None:
        """The first of "Whitfield and her aides"."""
        for i, token in enumerate(phrase.tokens[1:-1], 1):
            if token.lower == "and" and phrase.tokens[i + 1].lower in _OWN:
                found = self.article.mentions_in(phrase.start, token.start)
                if found and found[-1].end == phrase.tokens[i - 1].end:
                    return self._mentioned(found[-1]) if self._is_person(found[-1]) else None
        return None

    def _apposed(self, phrase: Phrase, end: int) -> Speaker | None:
        """The name behind a description: "his father, Sam Whitfield,"."""
        if not is_people_noun(phrase.head) or is_plural(phrase.head):
            return None
        text, comma = self.article.text, phrase.end
        limit = min(end, comma + 40)
        while comma < limit and text[comma] not in ",(—–":
            comma += 1
        for mention in self.article.mentions_in(comma, min(end, comma + 60))[:1]:
            lead = text[comma + 1 : self.article.tokens[mention.first].start].split()
            if mention.kind == "group" or len(lead) > 1 or any(w in CLOSED for w in lead):
                return None
            if mention.start in self.people.of or len(mention.words) == 1:
                return self._mentioned(mention)
        return None

    def _organisation(self, phrase: Phrase, head: Mention) -> Speaker:
        if found := self.bodies.full_name(head):
            return Speaker(self.article.clean(*found), "organisation", *found)
        kind = thing_type(head.words[-1], phrase.determiner, named=True, capital=True)
        if kind == "unnamed" and not (head.kind == "other" and is_plural(head.words[-1])):
            kind = "organisation"
        start, end = phrase.start, max(head.end, phrase.head_end)
        before = [t.lower for t in phrase.tokens if t.end <= head.start]
        if before and (before[-1] in _LEADS or is_people_noun(before[-1])):
            start = self.article.tokens[head.first].start
        return Speaker(self.article.clean(start, end), kind, start, end)

    def _meant(self, phrase: Phrase) -> Speaker | None:
        """Whom or what a definite description means: "the senator", "the poll"."""
        if phrase.determiner not in ("the", "that", "this") or phrase.one:
            return None
        words = [t.lower for t in phrase.tokens if t.end <= phrase.head_end]
        if person := self.roles.person(words, phrase.start):
            return self.person(person)
        if not phrase.bare:
            return None
        last = self.history.last_person(phrase.start)
        if last and self.roles.same_again(words, phrase.start, last):
            return self.person(last)
        if len(words) != 1:
            return None
        if found := self.bodies.named_before(phrase.head, phrase.start):
            capital = self.article.text[found[1] - len(phrase.head)].isupper()
            kind = thing_type(phrase.head, "the", named=True, capital=capital)
            return Speaker(self.article.clean(*found), kind, *found)
        body = self.history.last(phrase.start, self.history.bodies)
        return body[1] if body and may_mean(phrase.head, body[1].name or "") else None

    def _described(self, phrase: Phrase) -> Speaker:
        head, first = phrase.head, phrase.tokens[0]
        named = bool(self.article.mentions_in(phrase.start, phrase.head_end))
        opens = not named and first.start in self.article.openings
        name = describe(self.article.text, phrase, opens=opens)
        if first.lower in pronouns.GENDER and len(phrase.tokens) > 1:
            name = self._possessed(name, phrase, pronouns.GENDER[first.lower])
        elif head in ("official", "officials") and not named and first.text.islower():
            nation = self.bodies.nation(phrase.start)
            name = f"{nation} {name}" if nation else name
        if phrase.one:
            name = singular(name)
        kind = thing_type(head, phrase.determiner, named=named)
        return Speaker(name or None, kind, phrase.start, phrase.end)

    def _possessed(self, name: str, phrase: Phrase, gender: str) -> str:
        """Put the owner's name for the pronoun: "his campaign", "her aides"."""
        owner = self.he_or_she(phrase.start, gender).name
        rest = name.partition(" ")[2]
        if owner is None or not rest:
            return name
        joint = " " if phrase.head in _THINGS else "'s "
        return f"{owner.split()[-1]}{joint}{rest}"
