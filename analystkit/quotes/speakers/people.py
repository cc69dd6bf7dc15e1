"""The people of one article: full names, short names, gender and roles."""

from __future__ import annotations

from collections import Counter, defaultdict

from analystkit.quotes.speakers.article import Article
from analystkit.quotes.speakers.lexicon import (
    FEMALE_TITLES,
    MALE_TITLES,
    PARTIES,
    SUFFIXES,
    given_names,
)
from analystkit.quotes.speakers.mentions import Mention
from analystkit.quotes.speakers.person import (
    Person,
    gender_of,
    hear_pronouns,
    portray,
    role_words,
    surname_genders,
)
from analystkit.quotes.speakers.tokens import plain

_OFFICES = frozenset(
    "president senator sen governor gov secretary prime premier chancellor mayor judge "
    "representative rep congressman congresswoman ambassador attorney king queen pope".split()
)
_POOL = 40  # namesakes looked at for one short name


class People:
    """Everybody an article names, and which of them each mention means.

    Parameters
    ----------
    article
        The article's mentions.

    Attributes
    ----------
    of
        The person of each person mention, by the mention's start; a short name that
        several people share, with nothing to tell them apart, has none.
    """

    def __init__(self, article: Article):
        self.article = article
        self.people: list[Person] = []
        self.by_word: dict[str, list[Person]] = defaultdict(list)
        self.of: dict[int, Person] = {}
        people = [m for m in article.mentions if m.kind == "person"]
        full = [m for m in people if len(m.words) > 1]
        for mention in sorted(full, key=lambda m: not m.sure):
            self._add(mention)
        for first, second in zip(article.mentions, article.mentions[1:], strict=False):
            self._add_pair(first, second)
        self.leaning = surname_genders(article)
        for mention in people:
            person = self.of.get(mention.start) or self.find(mention)
            if person is None and len(mention.words) == 1:
                person = self._known_by_surname(mention)
            if person:
                self.of[mention.start] = person
                portray(article, person, mention)
        hear_pronouns(article, self.of)

    def find(self, mention: Mention) -> Person | None:
        """Find whom a short name or another spelling of a name means."""
        words = tuple(map(plain, mention.words))
        pool = self.by_word.get(words[-1] if words[-1] not in SUFFIXES else words[0], [])[:_POOL]
        found = [p for p in pool if _contains(p.words, words)]
        if len(words) == 1:
            surnames = [p for p in found if p.surname == words[0]]
            found = surnames or [p for p in found if p.words[0] == words[0]] or found
        found = _by_title(found, mention.title)
        office = _OFFICES.intersection(mention.title)
        if len(words) == 1 and office:
            # "President Varga" is not the Michelle Varga named further down
            found = [p for p in found if p.start < mention.start or office & p.roles]
        if len(found) > 1:
            return self._likeliest(found, words[-1])
        return found[0] if found else None

    def _likeliest(self, people: list[Person], word: str) -> Person | None:
        """Whom a shared name means without a title: the main bearer, if there is one."""
        ranked = sorted(people, key=lambda p: -p.full)
        first = min(people, key=lambda p: p.start)
        if ranked[0].full >= 2 * ranked[1].full:
            return ranked[0]
        if ranked[0] is first and ranked[0].full > ranked[1].full:
            return first
        heard = self.leaning.get(word, Counter())
        if heard["m"] == heard["f"]:
            return None
        gender = "m" if heard["m"] > heard["f"] else "f"
        fit = [p for p in people if p.gender == gender]
        return fit[0] if len(fit) == 1 else None

    def _known_by_surname(self, mention: Mention) -> Person | None:
        """Somebody named without a given name: "President Varga", "Whitfield"."""
        word = plain(mention.words[0])
        office = bool(_OFFICES.intersection(mention.title))
        if word in self.by_word and not (office or any(map(gender_of, mention.title))):
            return None
        person = self._new((word,), mention)
        person.full = int(office)
        return person

    def _new(self, words: tuple[str, ...], mention: Mention) -> Person:
        person = Person(words, mention.start, mention.end)
        self.people.append(person)
        for word in dict.fromkeys(words):
            self.by_word[word].append(person)
        return person

    def _add(self, mention: Mention) -> None:
        words = tuple(map(plain, mention.words))
        surname = next((w for w in reversed(words) if w not in SUFFIXES), words[-1])
        namesakes = self.by_word.get(surname, [])[:_POOL]
        for person in namesakes:
            if len(person.words) > 1 and _same(person.words, words):
                break
        else:
            if not mention.sure and words[0] not in given_names():
                # "Embattled Whitfield" in a headline: the first word may be no name
                if namesakes and len(words) == 2:
                    self.of[mention.start] = namesakes[0]
                    return
                if self.article.lines[mention.first] == 0:
                    return
            person = self._new(words, mention)
        text = self.article.text
        shouted = text[person.start : person.end].isupper()
        fuller = len(words) > len(person.words)
        if (fuller and not text[mention.start : mention.end].isupper()) or (
            shouted and len(words) >= len(person.words)
        ):
            for word in words:
                if person not in self.by_word[word][-_POOL:]:
                    self.by_word[word].append(person)
            person.words, person.start, person.end = words, mention.start, mention.end
        person.full += 1
        self.of[mention.start] = person

    def _add_pair(self, first: Mention, second: Mention) -> None:
        """Read "Sam and Dana Whitfield" as two full names."""
        text = self.article.text
        if (
            text[first.end : second.start] != " and "
            or len(first.words) != 1
            or len(second.words) != 2
            or second.start not in self.of
            or first.kind not in ("person", "other")
            or first.title
            or plain(first.words[0]) in self.by_word
        ):
            return
        surname = text[second.start : second.end].split()[-1]
        person = self._new((plain(first.words[0]), plain(second.words[1])), first)
        person.name, person.full = f"{text[first.start : first.end]} {surname}", 1
        self.of[first.start] = person


def _contains(full: tuple[str, ...], short: tuple[str, ...]) -> bool:
    """Whether the short name's words stand in the full one, in order."""
    if len(short) > 1 and _same(full, short):
        return True
    left = iter(full)
    return all(any(word == other for other in left) for word in short)


def _same(a: tuple[str, ...], b: tuple[str, ...]) -> bool:
    """Whether two full names can be one person's: "Dana J. Whitfield", "Dana Whitfield"."""
    a = tuple(w for w in a if w not in SUFFIXES)
    b = tuple(w for w in b if w not in SUFFIXES)
    if not a or not b or a[-1] != b[-1]:
        return False
    short, long = sorted((a[:-1], b[:-1]), key=len)
    if not short or short[0] != long[0]:
        return False
    left = list(long[1:])
    for word in short[1:]:
        match = next((w for w in left if w == word or _initial(w, word)), None)
        if match is None:
            return not left
        left.remove(match)
    return True


def _initial(a: str, b: str) -> bool:
    return (len(a.rstrip(".")) == 1 or len(b.rstrip(".")) == 1) and a[0] == b[0]


def _by_title(people: list[Person], title: tuple[str, ...]) -> list[Person]:
    """Keep those whom the title before a short name fits."""
    wanted = {gender_of(word) for word in title} - {""}
    if wanted:
        people = [p for p in people if p.gender in wanted] or [p for p in people if not p.gender]
    said = {w for word in title for w in role_words(word)} - MALE_TITLES - FEMALE_TITLES - PARTIES
    if said and len(people) > 1:
        people = [p for p in people if said & p.roles] or people
    return people
