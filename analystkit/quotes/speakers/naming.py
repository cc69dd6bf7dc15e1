"""From a source's noun phrase to a name or a tidy description."""

import re
from dataclasses import replace

from analystkit.quotes.speakers import lexicon as lex
from analystkit.quotes.speakers import pronouns, subjects
from analystkit.quotes.speakers.article import (
    NO_NAMES,
    NameMention,
    apposed_noun,
    is_people_noun,
)
from analystkit.quotes.speakers.bodies import BodyNames, PluralResolver
from analystkit.quotes.speakers.history import History, Speaker
from analystkit.quotes.speakers.people import People
from analystkit.quotes.speakers.person import Person, gender_of, is_deed
from analystkit.quotes.speakers.phrases import Phrase, describe, one_of, read_phrase, thing_type
from analystkit.quotes.speakers.roles import Roles, fits
from analystkit.quotes.speakers.tokens import is_capital, plain
from analystkit.text.names import same_person
from analystkit.text.words import is_plural, singular

_AND = re.compile(r",? (?:and|&) ")
_OWN = pronouns.GENDER.keys() | {"their", "its"}
_NO_PERSON = lex.PLACES | lex.ORG_NOUNS
_LEADS = frozenset("group giant company firm maker website newspaper network outlet".split())
_HEADS = frozenset("president minister premier chancellor".split())
_COLOUR = re.compile(
    r"(?:non-?|bi)partisan|official|liberal|conservative|progressive|centrist|libertarian|influential"
    r"|[\w.]+-(?:run|owned|based|leaning|wing|backed|funded|aligned|affiliated)"
)
PLACE = re.compile(
    r" (?:at|in|on|along|near|outside|inside|from|beside) (?:(?:the|an?) )?(?:[a-z]+ ){0,3}?"
    r"(?:(?:in|of|on|near) (?:the )?)?[A-Z][\w'’-]*(?: [A-Z][\w'’-]*){0,3}"
)
_WHO = re.compile(r",\s(?:\d+,\s)?who\b")
_NO_FULL_NAME = lex.CAPITAL_ORG_NOUNS | lex.PLACES | lex.TITLES | lex.PARTIES | lex.CLOSED
_NOT_TELLING = lex.TITLES | lex.PARTIES | lex.CLOSED | lex.STATE_WORDS
_NAMED = 12  # mentions looked back for who governs
_ROLES = 4  # descriptions of a person that are kept
_SEVERAL = frozenset("and or nor".split())
_NAMESAKES = 40
_LED_BY = 4  # words between a comma and the name it leads to
_FEW = 40  # people who spoke last
_THINGS = lex.ORG_NOUNS | lex.DOCUMENT_NOUNS


class PhraseResolver:
    """Names the speaker that a noun phrase of the article stands for."""

    def __init__(self, people: People, history: History) -> None:
        self.article, self.people, self.history = people.article, people, history
        self.roles, self.bodies = Roles(people), BodyNames(people.article)
        self.groups = PluralResolver(people, history, self.name)
        self.described = self.roles.descriptions()

    def name(self, start: int, end: int) -> Speaker:
        """Name the speaker that the phrase between two offsets stands for."""
        if both := self._coordinated(start, end):
            return both
        phrase = read_phrase(self.article.text, start, end)
        if not phrase.tokens:
            return Speaker(None, "unnamed", start, end)
        if issuer := self.groups.issuer(phrase, self._owner(phrase), end):
            return issuer
        head = self._head_mention(phrase)
        if head and self._is_person(head):
            return self._mentioned(head)
        if named := self._with_others(phrase) or self._apposed(phrase, end) or self._led(phrase):
            return named
        if head and head.kind != "group":
            return self._organisation(phrase, head)
        return self._meant(phrase) or self._full_name(phrase) or self._described(phrase)

    def he_or_she(self, position: int, gender: str, *, described: bool = False) -> Speaker:
        """Name whom a pronoun of this gender stands for, with `described` somebody unnamed too."""
        if described and (lone := self._lone(position, gender)):
            return lone
        spoke = self.history.persons[-_FEW:]
        person, open_ = pronouns.antecedent(self.people, position, gender, spoke, self.described)
        somebody = subjects.somebody_before(self.article, position) if described else None
        if somebody and (person is None or self.article.text[somebody[0]].lower() == "a"):
            named = self.name(*somebody)
            words = (named.name or "").lower().split()
            if named.name and {gender_of(word) for word in words} <= {"", gender}:
                return named
        return replace(self.person(person), open=open_) if person else Speaker(None, "person")

    def _lone(self, position: int, gender: str) -> Speaker | None:
        """Somebody unnamed who spoke last in this paragraph, nobody being named since."""
        said = self.history.last(position, self.history.lone)
        if not said or self.article.line_of(said[0]) != self.article.line_of(position):
            return None
        if {gender_of(w) for w in (said[1].name or "").lower().split()} - {"", gender}:
            return None
        named = self.article.mentions_in(max(said[0], said[1].end or 0), position)
        since = [m for m in named if m.start in self.people.of]
        return None if any(not self.article.quoted_at(m.start) for m in since) else said[1]

    def person(self, person: Person) -> Speaker:
        """Give a person as a speaker."""
        name = person.name or self.article.clean(person.start, person.end)
        role = "; ".join(person.told[:_ROLES]) or None
        return Speaker(name, "person", person.start, person.end, role)

    def _mentioned(self, mention: NameMention) -> Speaker:
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

    def _head_mention(self, phrase: Phrase) -> NameMention | None:
        """The name that ends the head noun phrase, if one does."""
        found = self.article.mentions_in(phrase.start, phrase.head_end)
        return found[-1] if found and -1 <= found[-1].end - phrase.head_end <= 1 else None

    def _is_person(self, mention: NameMention) -> bool:
        word = mention.words[-1]
        if mention.kind in ("org", "place"):
            named = _NO_FULL_NAME.isdisjoint(mention.words)
            if named and _WHO.match(self.article.text, mention.end):
                return True
            # "Whitfield, head of the council," taken for a body
            return is_people_noun(apposed_noun(self.article.text, mention.end))
        if mention.kind == "other":
            if word in NO_NAMES:
                return False
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

    def _led(self, phrase: Phrase) -> Speaker | None:
        """The name behind a role in a body: "Commander of the Fifth Brigade Abu Said"."""
        found = self.article.mentions_in(phrase.head_end, phrase.end)
        if not found or found[-1].end != phrase.end or not is_people_noun(phrase.head):
            return None
        before = self.article.tokens[found[-1].first - 1]
        is_body = before.lower in lex.CAPITAL_ORG_NOUNS and before.text[0].isupper()
        return self._mentioned(found[-1]) if is_body and self._is_person(found[-1]) else None

    def _full_name(self, phrase: Phrase) -> Speaker | None:
        """Whose full name ends a phrase: "tennis great Dana Whitfield", "Dana Whitfield Vows"."""
        tokens = [t for t in phrase.tokens if t.end <= phrase.head_end]
        whole = [t.lower for t in phrase.tokens]
        n = next((n for n in range(1, len(whole) - 3) if whole[n] == "of"), len(whole))
        if len(whole) - n in (4, 5) and whole[n + 1] in lex.LISTS["portfolios"]:
            tokens = list(phrase.tokens)  # "former secretary of state Dana Whitfield"
        if phrase.determiner in ("both", "neither"):
            return None
        for last in (tokens[-3:], tokens[-2:]):
            words = tuple(plain(t.text) for t in last)
            text = self.article.text[last[0].start : last[-1].end] if last else ""
            whole_words = len(words) > 1 and len(text.split()) == len(words)
            if not whole_words or not all(is_capital(t) and not t.owner for t in last):
                continue
            before = tokens[: -len(last)]
            several = any(t.lower in _SEVERAL for t in before) or any(
                is_plural(t.lower) and is_people_noun(singular(t.lower)) for t in before
            )  # "Senators Dana Whitfield and Sam Varga"
            if several or not _NO_FULL_NAME.isdisjoint(words):
                continue
            for person in self.people.by_word.get(words[-1], ())[:_NAMESAKES]:
                if len(person.words) > 1 and same_person(person.words, words):
                    return self.person(person)
            if words[0] in lex.GIVEN_NAMES and len(words) == 2:
                return Speaker(text, "person", last[0].start, last[-1].end)
        return None

    def _apposed(self, phrase: Phrase, end: int) -> Speaker | None:
        """The name behind a description: "his father, Sam Whitfield,"."""
        if not is_people_noun(phrase.head) or is_plural(phrase.head):
            return None
        text, comma = self.article.text, phrase.end
        limit = min(end, comma + 40)
        while comma < limit and text[comma] not in ",(—–":
            comma += 1
        for mention in self.article.mentions_in(comma, min(end, comma + 60)):
            lead = text[comma + 1 : self.article.tokens[mention.first].start].split()
            if mention.kind == "group" or any(w in lex.CLOSED for w in lead):
                return None
            person = mention.start in self.people.of
            if mention.kind in ("place", "org") and not person:
                continue  # "a rival, former Ohio governor Dana Whitfield"
            if len(lead) > (_LED_BY if person else 1) or any(map(is_deed, lead)):
                return None
            if len(lead) > 1 and not is_people_noun(lead[-1].lower()):
                return None
            if person or len(mention.words) == 1:
                return self._mentioned(mention)
        return None

    def _organisation(self, phrase: Phrase, head: NameMention) -> Speaker:
        joint = any(t.lower == "and" for t in phrase.tokens)
        if not joint and (found := self.bodies.full_name(head)):
            return Speaker(self.article.clean(*found), "organisation", *found)
        kind = thing_type(head.words[-1], phrase.determiner, named=True, capital=True)
        if not lex.ORG_NOUNS.isdisjoint(head.words[:-1]):
            kind = "organisation"  # "Institute for Harbour Studies"
        if kind == "unnamed" and not (head.kind == "other" and is_plural(head.words[-1])):
            kind = "organisation"
        start, end = phrase.start, max(head.end, phrase.head_end)
        before = [t.lower for t in phrase.tokens if t.end <= head.start]
        if before and (before[-1] in _LEADS or is_people_noun(before[-1])):
            start = self.article.tokens[head.first].start
        elif before and all(map(_COLOUR.fullmatch, before)) and len(head.words) > 1:
            start = self.article.tokens[head.first].start  # "nonpartisan", "state-run"
        return Speaker(self.article.clean(start, end), kind, start, end)

    def _meant(self, phrase: Phrase) -> Speaker | None:
        """Whom or what a definite description means: "the senator", "the poll"."""
        first = phrase.tokens[0]
        owned = (
            first.owner or first.lower in ("its", "their") or phrase.determiner in ("its", "their")
        )
        if phrase.one or not (owned or phrase.determiner in ("the", "that", "this")):
            return None
        words = [t.lower for t in phrase.tokens if t.end <= phrase.head_end]
        after = [t for t in phrase.tokens if t.start >= phrase.head_end]
        of = [t.lower for t in after if t.lower not in lex.CLOSED]
        if words[-1] in ("secretary", "minister") and of == ["state"]:
            words, of = [*words[:-1], "state", words[-1]], []
        # a body or a place that is named: "the Sokoto state governor"
        capitals = {t.lower for t in (*phrase.tokens[:-1], *after) if t.text[0].isupper()}
        telling = {word for word in capitals - _NOT_TELLING if not lex.nation(word)}
        person = self.roles.person(words, phrase.start, of=of)
        if person and self._may_be(person, telling):
            return self.person(person)
        if not of and (person := self.roles.introduced_later(words, phrase.start)):
            self.roles.add(person, words)
            self.described = self.roles.descriptions()
            return self.person(person)
        spoke = {id(person): person for _, person in self.history.persons}
        if phrase.head in lex.LIKE["spokesman"] and len(words) == len(spoke) == 1:
            (alone,) = spoke.values()  # nobody else has spoken, in no other office
            if not alone.roles & lex.LISTS["office_holders"] and fits(words[0], (), alone):
                return self.person(alone)
        if not phrase.bare:
            return None
        if same := self._same_described(words, phrase.start):
            return same
        if phrase.head in lex.ARMED_GROUPS and len(words) > 1:
            return self.groups.body(phrase)
        last = self.history.last_person(phrase.start)
        again = last and self._may_be(last, telling)
        if last and again and self.roles.same_again(words, phrase.start, last):
            return self.person(last)
        if len(words) != 1:
            return None
        if found := self.bodies.named_before(phrase.head, phrase.start):
            capital = self.article.text[found[1] - len(phrase.head)].isupper()
            kind = thing_type(phrase.head, "the", named=True, capital=capital)
            return Speaker(self.article.clean(*found), kind, *found)
        return self.groups.body(phrase)

    def _same_described(self, words: list[str], position: int) -> Speaker | None:
        """The fuller description that "the officials" repeats: one mention's words, never two's."""
        if not is_people_noun(singular(words[-1])) or not is_plural(words[-1]):
            return None
        found: dict[str, tuple[int, int]] = {}
        for span in self.bodies.described.get(words[-1], ()):
            if span[1] >= position:
                break
            fuller = {w.lower() for w in self.article.text[slice(*span)].split()}
            if len(fuller) > len(words) and fuller.issuperset(words):
                found[self.article.text[slice(*span)].lower()] = span
        spoke = {s.name.lower(): (s.start, s.end) for _, s in self.history.groups if s.name}
        telling = [span for name, span in found.items() if any(name in s for s in spoke)]
        telling = telling[-1:] if telling else [*found.values()]
        if len(telling) != 1:
            return None
        start, end = telling[0]
        place = PLACE.match(self.article.text, end)  # "rebel commanders in Ostria"
        return self.name(start, place.end() if place else end)

    def _may_be(self, person: Person, telling: set[str]) -> bool:
        """Whether the body or place told with a role is the person's, or the first one told."""
        known = person.roles | set(person.words)
        return telling <= known or (not person.bodies and bool(telling))

    def _described(self, phrase: Phrase) -> Speaker:
        head, first = phrase.head, phrase.tokens[0]
        if first.lower == "who":
            return Speaker(None, "unnamed", phrase.start, phrase.end)
        if body := self._owned_body(phrase):
            return body
        named = bool(self.article.mentions_in(phrase.start, phrase.head_end))
        at = self.article.token_at(first.start)  # none where a source is cut inside the last word
        opens = not named and any(self.article.starts[at : at + 1])
        name = describe(self.article.text, phrase, opens=opens)
        if first.lower in pronouns.GENDER and len(phrase.tokens) > 1:
            # the owner's name for the pronoun: "his campaign", "her aides"
            name = self._owned(
                self.he_or_she(phrase.start, pronouns.GENDER[first.lower]), name, head
            )
        elif first.lower == "whose" and (noun := pronouns.noun_before(self.people, phrase.start)):
            owner = self.name(*noun)
            places = any(m.kind == "place" for m in self.article.mentions_in(*noun))
            if owner.type in ("person", "organisation") and not places:
                name = self._owned(owner, name, head)
        elif head in ("official", "officials") and not named and first.text.islower():
            loose = phrase.determiner not in ("the", "that", "these", "those") or phrase.one
            whose = self.bodies.only_nation(phrase.start) if loose else ""
            name = f"{whose} {name}" if whose else name
        if phrase.one:
            name = one_of(name)
        kind = thing_type(head, phrase.determiner, named=named)
        return Speaker(name or None, kind, phrase.start, phrase.end)

    def _owned(self, owner: Speaker, words: str, head: str) -> str:
        """A description with its owner's name for the pronoun that opens it."""
        pronoun, _, rest = words.partition(" ")
        rest = rest.removeprefix("own ")
        if not owner.name or not rest or owner.name in lex.CLOSED:
            return words
        whose = owner.name.split()[-1] if owner.type == "person" else owner.name
        if pronoun.lower() in ("he", "she"):
            return f"{whose} {rest}"  # "he and other senators"
        plural = owner.type != "person" and whose.endswith("s")
        return whose + (" " if head in _THINGS else "' " if plural else "'s ") + rest

    def _owner(self, phrase: Phrase) -> Speaker | None:
        """Who owns what the phrase names: "its statement", "Whitfield's statement"."""
        first, span = phrase.tokens[0], (phrase.start, phrase.end)
        word = phrase.determiner if phrase.determiner in _OWN else first.lower
        if word in pronouns.GENDER:
            return self.he_or_she(phrase.start, pronouns.GENDER[word])
        if word in ("its", "their"):
            return self.groups.it(span) if word == "its" else self.groups.they(span)
        owners = [t for t in phrase.tokens[:-1] if t.owner]
        return self.name(phrase.start, owners[0].end) if owners else None

    def _head_of_government(self, phrase: Phrase) -> Person | None:
        """Whom of the paragraph "his government" can mean, though "he" alone be another."""
        gender = pronouns.GENDER[phrase.tokens[0].lower]
        here = self.article.line_of(phrase.start)
        for mention in self.article.mentions_before(phrase.start, _NAMED):
            person = self.people.of.get(mention.start)
            if self.article.line_of(mention.start) != here:
                break
            if person and _governs(person) and person.gender in ("", gender):
                return person
        return None

    def _owned_body(self, phrase: Phrase) -> Speaker | None:
        """The body in "his group" or "his government" where the article tells it."""
        first = phrase.tokens[0]
        if first.lower not in pronouns.GENDER or len(phrase.tokens) != 2:
            return None
        said = self.he_or_she(phrase.start, pronouns.GENDER[first.lower])
        owner = None if said.start is None else self.people.of.get(said.start)
        if phrase.head == "government":
            if owner is None or not _governs(owner):
                owner = self._head_of_government(phrase) or owner
            if owner and _governs(owner):
                known = {lex.nation(role) for role in owner.roles} - {""}
                whose = self.bodies.adjective(known) or self.article.text[: owner.end].split()[-1]
                return Speaker(f"{whose} government", "organisation", phrase.start, phrase.end)
        led = self.groups.led.get(id(owner)) if owner else None
        return self.name(*led) if led and phrase.head in lex.ARMED_GROUPS else None


def _governs(person: Person) -> bool:
    return person.governs or bool(person.roles & _HEADS)
