"""The people of one article: full and short names, and whom each mention means."""

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import replace

from analystkit.quotes.speakers import lexicon as lex
from analystkit.quotes.speakers.article import ArticleIndex, NameMention
from analystkit.quotes.speakers.person import Person, describe_person, gender_of, role_words
from analystkit.quotes.speakers.tokens import plain
from analystkit.text.lemmas import is_speech
from analystkit.text.names import same_person

_PRONOUNS = {"he": "m", "his": "m", "him": "m", "she": "f", "her": "f"}
_OFFICES = lex.LISTS["high_offices"]
_HEADLINE = frozenset("backs beats blasts hits praises rips sides slams vows wins".split())
_LONG_NAME = 7  # letters from which one more or less is a slip
_POOL = 40  # namesakes looked at for one short name
_PRONOUN = 1  # what a pronoun counts for in telling a person's gender, beside a title's 6


def _heard(
    article: ArticleIndex, mentions: Iterable[NameMention]
) -> Iterator[tuple[list[NameMention], str]]:
    """For each "he" and "she" after a sentence's first name, its names and the gender."""
    named: dict[int, list[NameMention]] = defaultdict(list)
    for mention in mentions:
        named[article.sentences[mention.first]].append(mention)
    for i, (token, sentence) in enumerate(zip(article.tokens, article.sentences, strict=True)):
        gender, here = _PRONOUNS.get(token.lower), named.get(sentence)
        if gender and here and here[0].first < i:
            yield here, gender


class People:
    """Everybody an article names, and by its start `of` which of them a mention means, if told."""

    def __init__(self, article: ArticleIndex):
        self.article = article
        self.people: list[Person] = []
        self.by_word: dict[str, list[Person]] = defaultdict(list)
        self.of: dict[int, Person] = {}
        self.called: dict[tuple[str, ...], Person] = {}  # by a surname and the title before it
        people = [m for m in article.mentions if m.kind == "person"]
        full = [m for m in people if len(m.words) > 1]
        pairs = {m.words for m in full if len(m.words) == 2}
        for mention in sorted(full, key=lambda m: not m.sure):
            if not (len(mention.words) == 3 and _vows(mention.words) in pairs):
                self._add(mention)
        for first, second in zip(article.mentions, article.mentions[1:], strict=False):
            self._add_pair(first, second)
        self.leaning: dict[str, Counter[str]] = defaultdict(Counter)
        for here, gender in _heard(article, article.mentions):
            if len(here[0].words) == 1:
                self.leaning[plain(here[0].words[0])][gender] += 1
        for mention in people:
            person = self.of.get(mention.start) or self.find(mention)
            if person is None and len(mention.words) == 3 and _vows(mention.words) in pairs:
                person = self.find(replace(mention, words=_vows(mention.words)))
            if person is None and len(mention.words) == 1:
                person = self._misspelt(mention) or self._known_by_surname(mention)
            if person:
                self.of[mention.start] = person
                describe_person(article, person, mention)
        for here, gender in _heard(article, [m for m in article.mentions if m.start in self.of]):
            person = self.of[here[0].start]
            if person is self.of[here[-1].start]:
                person.genders[gender] += _PRONOUN

    def find(self, mention: NameMention) -> Person | None:
        """Find whom a short name or another spelling of a name means."""
        words = tuple(map(plain, mention.words))
        pool = self.by_word.get(words[-1] if words[-1] not in lex.SUFFIXES else words[0], [])[
            :_POOL
        ]
        found = [p for p in pool if _contains(p.words, words)]
        if len(words) == 1:
            surnames = [p for p in found if _surname(p.words) == words[0]]
            found = surnames or [p for p in found if p.words[0] == words[0]] or found
        found = _by_title(found, mention.title)
        if len(words) == 1:
            # who was introduced so far; nobody is called by a surname before
            found = [p for p in found if p.first < mention.start] or found
            if len(found) > 1 and (heard := self._heard_behind(mention)):
                found = [p for p in found if p.gender == heard] or found
            if mention.title and (called := self.called.get((*mention.title, *words))) in found:
                return called
        office = _OFFICES.intersection(mention.title)
        if len(words) == 1 and office:
            # "President Varga" is not the Michelle Varga named further down
            found = [p for p in found if p.start < mention.start or office & p.roles]
        one = found[0] if len(found) == 1 else self._likeliest(found, words[-1]) if found else None
        if one and len(words) == 1:
            self.called[(*mention.title, *words)] = one
        return one

    def _heard_behind(self, mention: NameMention) -> str:
        """The gender of the first "he" or "she" behind a name in its sentence: "Trump says he"."""
        article = self.article
        last = bisect_left(article.sentences, article.sentences[mention.first] + 1)
        behind = (_PRONOUNS.get(t.lower) for t in article.tokens[mention.last : last])
        return next(filter(None, behind), "")

    def _likeliest(self, people: list[Person], word: str) -> Person | None:
        """Whom a shared name means without a title: the main bearer, if there is one."""
        best, second, *_ = sorted(people, key=lambda p: -p.full)
        is_first = best is min(people, key=lambda p: p.start)
        if best.full >= 2 * second.full or (is_first and best.full > second.full):
            return best
        heard = self.leaning.get(word, Counter())
        if heard["m"] == heard["f"]:
            return None
        gender = "m" if heard["m"] > heard["f"] else "f"
        fit = [p for p in people if p.gender == gender]
        return fit[0] if len(fit) == 1 else None

    def _known_by_surname(self, mention: NameMention) -> Person | None:
        """Somebody named without a given name: "President Varga", "Whitfield"."""
        word = plain(mention.words[0])
        office = bool(_OFFICES.intersection(mention.title))
        if word in self.by_word and not (office or any(map(gender_of, mention.title))):
            return None
        person = self._new((word,), mention)
        person.full = int(office)
        return person

    def _misspelt(self, mention: NameMention) -> Person | None:
        """Who is named in full in the sentence before, a letter apart: "Bornsten"."""
        word = plain(mention.words[0])
        here = self.article.sentences[mention.first]
        for other in reversed(self.article.mentions_before(mention.start, 3)):
            person = self.of.get(other.start)
            near = len(other.words) > 1 and self.article.sentences[other.first] == here - 1
            if person and near and _one_letter_apart(word, _surname(person.words)):
                return person
        return None

    def _new(self, words: tuple[str, ...], mention: NameMention) -> Person:
        person = Person(words, mention.start, mention.end, mention.start)
        self.people.append(person)
        for word in dict.fromkeys(words):
            self.by_word[word].append(person)
        return person

    def _add(self, mention: NameMention) -> None:
        words = tuple(map(plain, mention.words))
        namesakes = self.by_word.get(_surname(words), [])[:_POOL]
        for person in namesakes:
            if len(person.words) > 1 and _same(person.words, words):
                break
        else:
            if not mention.sure and words[0] not in lex.GIVEN_NAMES:
                # "Embattled Whitfield" in a headline: the first word may be no name
                if namesakes and len(words) == 2:
                    self.of[mention.start] = namesakes[0]
                    return
                if self.article.lines[mention.first] == 0:
                    return
            person = self._new(words, mention)
        text = self.article.text
        shouted = text[person.start : person.end].isupper()
        given, known = words[0], person.words[0]  # "Ken Starr", "Kenneth Starr"
        longer = len(words) == len(person.words) and given != known and given.startswith(known)
        fuller = len(words) > len(person.words) or (longer and len(known) > 1)
        if (fuller and not text[mention.start : mention.end].isupper()) or (
            shouted and len(words) >= len(person.words)
        ):
            for word in words:
                if person not in self.by_word[word][-_POOL:]:
                    self.by_word[word].append(person)
            person.words, person.start, person.end = words, mention.start, mention.end
        person.full += 1
        person.first = min(person.first, mention.start)
        self.of[mention.start] = person

    def _add_pair(self, first: NameMention, second: NameMention) -> None:
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


def _vows(words: tuple[str, ...]) -> tuple[str, ...]:
    """The name in three words of a headline, "Dana Whitfield Vows"; as it is where it is none."""
    return words[:2] if words[2] in _HEADLINE or is_speech(words[2]) else words


def _surname(words: tuple[str, ...]) -> str:
    """The family name, without Jr. and the like."""
    return next((w for w in reversed(words) if w not in lex.SUFFIXES), words[-1])


def _one_letter_apart(one: str, other: str) -> bool:
    """Whether a letter too many, too few or another is all that tells two long words apart."""
    if min(len(one), len(other)) < _LONG_NAME or abs(len(one) - len(other)) > 1 or one == other:
        return False
    short, long = sorted((one, other), key=len)
    at = next((n for n, (a, b) in enumerate(zip(short, long, strict=False)) if a != b), len(short))
    return short[at + (len(short) == len(long)) :] == long[at + 1 :]


def _contains(full: tuple[str, ...], short: tuple[str, ...]) -> bool:
    """Whether the short name's words stand in the full one, in order."""
    if len(short) > 1 and _same(full, short):
        return True
    left = iter(full)
    return all(any(word == other for other in left) for word in short)


def _same(a: tuple[str, ...], b: tuple[str, ...]) -> bool:
    """Whether two full names can be one person's: "Dana J. Whitfield", "Dana Whitfield"."""
    one, two = (tuple(w for w in words if w not in lex.SUFFIXES) for words in (a, b))
    short, long = sorted((one[0], two[0]), key=len)
    if len(short) > 2 and long.startswith(short):  # "Ken Starr", "Kenneth Starr"
        one, two = (short, *one[1:]), (short, *two[1:])
    return same_person(one, two)


def _by_title(people: list[Person], title: tuple[str, ...]) -> list[Person]:
    """Keep those whom the title before a short name fits."""
    wanted = {gender_of(word) for word in title} - {""}
    if wanted:
        people = [p for p in people if p.gender in wanted] or [p for p in people if not p.gender]
    said = {w for word in title for w in role_words(word)}
    said -= lex.MALE_TITLES | lex.FEMALE_TITLES | lex.PARTIES
    if said and len(people) > 1:
        people = [p for p in people if said & p.roles] or people
    return people
