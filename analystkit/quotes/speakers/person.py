"""A person of an article, and what the words around the name say: role, party, age, gender."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from analystkit.quotes.speakers.article import Article
from analystkit.quotes.speakers.lexicon import (
    ABBREVIATIONS,
    CLOSED,
    FEMALE_TITLES,
    MALE_TITLES,
    PEOPLE_NOUNS,
    STATES,
    SUFFIXES,
    given_names,
    nation,
)
from analystkit.quotes.speakers.mentions import (
    APPOSITION,
    NOUNS,
    NOUNS_END,
    Mention,
    is_people_noun,
)
from analystkit.quotes.speakers.tokens import plain

# what somebody so introduced may also be called
_ALSO = (
    (frozenset(("press", "secretary")), "spokesman"),
    (frozenset(("prime", "minister")), "premier"),
    (frozenset(("secretary", "state")), "diplomat"),
    (frozenset(("foreign", "minister")), "diplomat"),
    (frozenset(("secretary", "general")), "leader"),
    (frozenset(("secretary-general",)), "leader"),
)
VERBS = frozenset("said says told asked added argued wrote".split())
_PARTY_STATE = re.compile(r"\s?[(,]\s?([RDI])-([\w. ]{2,14}?)\.?[),]")
_OF_STATE = re.compile(
    r"(?:, (?:the )?(Republican|Democrat))? (?:of|from) ([A-Z]\w+(?: [A-Z]\w+)?)"
)
_AGE = re.compile(r", (\d{1,3}),")
_COPULA = re.compile(r" (?:is|was|became) (?:an?|the) " + NOUNS + NOUNS_END)
_BEFORE = re.compile(
    r"\b(?:[Tt]he |[Hh]is |[Hh]er |[Tt]heir |[Ii]ts |(?=[\w.]+['’]s ))"
    r"(?P<noun>(?:[\w'’.-]+ ){0,4}[\w'’-]+), $"
)
_OFFICE_OF = re.compile(
    r"(?P<noun>(?:[\w.’'-]+ )?(?:secretary|minister|leader|head|chief|director|commander))"
    r" of (?P<of>(?:the )?(?:[\w’'.-]+ ){1,3})$",
    re.IGNORECASE,
)
_SPEAKS_FOR = re.compile(r"\b[Ss]peaking for (?:the )?(?P<noun>(?:[\w’'-]+ ){1,4}?[\w’'-]+), $")
_GOVERNMENT_OF = re.compile(r"\bgovernment (?:of|under|led by) (?:[A-Z][\w.]* ){0,3}$")
_GOVERNMENT = re.compile(r"['’]s? (?:\w+ )?government\b")
_COMMANDS = re.compile(
    r",? who (?:commands|leads|heads|runs|chairs)\b|, whose (?:\w+ )?(?:militia|faction|movement)\b"
)
_OF_BODY = re.compile(r" (?:of|for) the (?P<noun>[A-Z][\w-]+)")
_PARTY = {"R": "republican", "D": "democrat", "I": "independent"}
_PRONOUNS = {"he": "m", "his": "m", "him": "m", "she": "f", "her": "f"}
# what a title, a noun and a pronoun count for in telling a person's gender
_TITLE, _NOUN, _PRONOUN = 6, 2, 1


@dataclass
class Person:
    """Somebody the article names.

    ``words`` is the fullest name in plain words, ``start`` and ``end`` its mention;
    ``name`` is set where the mention holds only half of it ("Sam and Dana Whitfield");
    ``full`` counts the mentions of given and family name, ``governs`` tells that the
    article speaks of the person's government.
    """

    words: tuple[str, ...]
    start: int
    end: int
    name: str = ""
    full: int = 0
    governs: bool = False
    roles: set[str] = field(default_factory=set)
    genders: Counter[str] = field(default_factory=Counter)

    @property
    def surname(self) -> str:
        """The family name, without Jr. and the like."""
        return next((w for w in reversed(self.words) if w not in SUFFIXES), self.words[-1])

    @property
    def gender(self) -> str:
        """Whether the article speaks of "m", "f" or leaves it open ("")."""
        genders = self.genders.copy()
        if given := given_names().get(self.words[0]):
            genders[given] += 4 if len(self.words) > 1 else 2
        if genders["m"] == genders["f"]:
            return ""
        return "m" if genders["m"] > genders["f"] else "f"


def role_words(word: str) -> Iterable[str]:
    """Give a descriptive word in the forms a later "the senator" may use.

    Examples
    --------
    >>> list(role_words("Sen.".lower()))
    ['sen', 'senator']
    """
    word = word.rstrip(".").removesuffix("'s").removesuffix("’s")
    yield word
    if word in ABBREVIATIONS:
        yield from ABBREVIATIONS[word].split()
    if word.startswith(("ex-", "then-")):
        yield word.partition("-")[2]
    if country := nation(word):
        yield country


def gender_of(word: str) -> str:
    """Give the gender that a title or a noun tells, "m", "f" or ""."""
    word = word.rstrip(".")
    return "m" if word in MALE_TITLES else "f" if word in FEMALE_TITLES else ""


def portray(article: Article, person: Person, mention: Mention) -> None:
    """Add to a person what the words around one of the mentions say.

    Parameters
    ----------
    article
        The article.
    person
        Whose ``roles`` and ``genders`` grow.
    mention
        Where the person is named.
    """
    roles = list(mention.title)
    for word in mention.title:
        person.genders[gender_of(word)] += _TITLE
    nouns = _nouns_before(article, mention)
    for word in nouns[:1]:
        person.genders[gender_of(word)] += _NOUN
    roles += nouns
    text = article.text
    after = text[mention.end : mention.end + 120]
    if match := _PARTY_STATE.match(after):
        state = match[2].lower().replace(" ", "").rstrip(".")
        roles += [_PARTY[match[1]], *STATES.get(state, "").split()]
    if match := _OF_STATE.match(after):
        roles += match[2].lower().split() + ([match[1].lower()] if match[1] else [])
    if match := _AGE.match(after):
        roles.append(f"{match[1]}-year-old")
    if match := _OF_BODY.match(after):
        roles.append(match["noun"].lower())
    before = text[max(0, mention.start - 80) : mention.start]
    if match := _OFFICE_OF.search(before):
        roles += f"{match['noun']} {match['of']}".lower().split()
    if match := _SPEAKS_FOR.search(before):
        roles += ["spokesman", *match["noun"].lower().split()]
    if _COMMANDS.match(after):
        roles += ["leader", "commander", "head"]
    person.governs |= bool(_GOVERNMENT.match(after) or _GOVERNMENT_OF.search(before))
    found = [APPOSITION.match(after), _COPULA.match(after)]
    if after.startswith(","):
        found.append(_BEFORE.search(before))
    for match in filter(None, found):
        said = match["noun"].lower().split()
        if said[-1] in PEOPLE_NOUNS and VERBS.isdisjoint(said):
            person.genders[gender_of(said[-1])] += _NOUN
            roles += said + (match.groupdict().get("of") or "").lower().split()
    for role in roles:
        person.roles.update(role_words(role))
    person.roles.update(other for words, other in _ALSO if words <= person.roles)


def _nouns_before(article: Article, mention: Mention) -> list[str]:
    """The lower-case words that lead up to a name: "conservative columnist"."""
    nouns: list[str] = []
    i = mention.first - 1
    while i >= 0 and mention.first - i < 7 and article.sentences[i] == mention.sentence:
        word = article.tokens[i].lower
        gap = article.text[article.tokens[i].end : article.tokens[i + 1].start].strip(" .")
        if gap not in ("", "'s", "’s") or word in CLOSED or not (nouns or is_people_noun(word)):
            break
        nouns.append(word)
        i -= 1
    return nouns


def surname_genders(article: Article) -> dict[str, Counter[str]]:
    """Count "he" and "she" after each one-word name that is its sentence's first name.

    Parameters
    ----------
    article
        The article.

    Returns
    -------
    dict
        The counts of "m" and "f" by the name in plain words.
    """
    first: dict[int, Mention] = {}
    for mention in article.mentions:
        first.setdefault(mention.sentence, mention)
    heard: dict[str, Counter[str]] = defaultdict(Counter)
    for i, (token, sentence) in enumerate(zip(article.tokens, article.sentences, strict=True)):
        gender, opener = _PRONOUNS.get(token.lower), first.get(sentence)
        if gender and opener and opener.first < i and len(opener.words) == 1:
            heard[plain(opener.words[0])][gender] += 1
    return heard


def hear_pronouns(article: Article, people: Mapping[int, Person]) -> None:
    """Let "he" and "she" after a sentence's only name tell the person's gender.

    Parameters
    ----------
    article
        The article.
    people
        The person of each mention, by the mention's start; their ``genders`` grow.
    """
    named: dict[int, list[tuple[int, Person]]] = defaultdict(list)
    for mention in article.mentions:
        if mention.start in people:
            named[mention.sentence].append((mention.first, people[mention.start]))
    for i, (token, sentence) in enumerate(zip(article.tokens, article.sentences, strict=True)):
        gender = _PRONOUNS.get(token.lower)
        here = named.get(sentence)
        if gender and here and here[0][0] < i and here[0][1] is here[-1][1]:
            here[0][1].genders[gender] += _PRONOUN
