"""The people of one article: full and short names, and what the words around them say."""

import re
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace

from analystkit.quotes.speakers import lexicon as lex
from analystkit.quotes.speakers.article import (
    APPOSITION,
    NOUNS,
    NOUNS_END,
    ArticleIndex,
    NameMention,
    is_people_noun,
)
from analystkit.quotes.speakers.tokens import plain
from analystkit.text.lemmas import is_speech
from analystkit.text.names import same_person

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
_NO_OF = (
    "(?!(?i:after|but|the|and|or|under|to|in|as|with|for|during|at|by|from|her|his|was|is|of) )"
)
_OFFICE_OF = re.compile(
    r"\b(?P<noun>(?:(?:(?!(?:After|And|As|At|But|By|For|From|In|On|The|Then|To|When|While|With)\b)"
    r"[A-Z][\w.’'-]+ ){1,4}"
    rf"|{_NO_OF}[\w.’'-]+ )?\b(?i:secretary|minister|leader|head|chief|director|commander))"
    rf" of (?P<of>(?:[Tt]he )?(?:{_NO_OF}[\w’'-]+ |(?:[A-Z]\.)+ ){{1,3}})$"
)
_SPEAKS_FOR = re.compile(r"\b[Ss]peaking for (?:the )?(?P<noun>(?:[\w’'-]+ ){1,4}?[\w’'-]+), $")
_GOVERNMENT_OF = re.compile(r"\bgovernment (?:of|under|led by) (?:[A-Z][\w.]* ){0,3}$")
_GOVERNMENT = re.compile(r"['’]s? (?:\w+ )?government\b")
_COMMANDS = re.compile(
    r",? who (?:commands|leads|heads|runs|chairs)\b|, whose (?:\w+ )?(?:militia|faction|movement)\b"
)
_OF = re.compile(r"\b(?:of|for|at|in)\b")
_RELATED = re.compile(r" (?:of|for|to|by|with|under|at|in|from|as) ")
_OF_BODY = re.compile(r" (?:of|for) the (?P<noun>[A-Z][\w-]+)")
# an apposition without its relative clause, and one before the name
_ABBREVIATED = "".join(
    rf"(?<!\b{a})" for a in "[A-Z] Mr Mrs Ms Dr St Ft Mt Lt Col Gen Sen Rep Gov No v vs".split()
)
_OPENS = r"(?:[HS]he|They|It|The|In|On|But|H(?:is|er)|We|An?)\b"  # a sentence after "the U.S."
_WHOLE = re.compile(
    r"[^,;:()—–\n]*?(?= (?:and )?"
    r"(?:who|whom|whose|which|that|but|when|said|says|told|has|had|is|was)\b"
    rf"|[,;:()—–\n]| --|{_ABBREVIATED}\.|\.(?= {_OPENS})|$)"
)
_RELATIVE = re.compile(
    r"who (?:(?:is|serves as|works as) (?!not\b|no\b|never\b)(?:(?:an?|the) )?"
    r"|(?=(?:served|worked) as |was (?!not\b|no\b|never\b|then\b|also\b|among\b|in\b|at\b|on\b)))"
)
_NO_PHRASE = re.compile(
    r"(?:whom?|whose|which|that|he|she|it|they|we|you|I|this|Mr|Mrs|Ms|Miss|Dr|Mx|and|or|is|was|for"
    r"|with|in|at|on|as|by|from|after|before|to|like|including|while|when|once|though|although)\b"
)
_DETERMINER = r"(?:[Tt]he|[Aa]n?|[Hh]is|[Hh]er|[Tt]heir|[Ii]ts)"
_LEAD_IN = re.compile(rf"\b{_DETERMINER} ([^,.;:\n“”\"]{{3,80}}), $")
_CLAUSE = re.compile(
    rf".* (?:who|whom|whose|which|that|when|where|--|said|says|told|asked) "
    rf"(?:{_DETERMINER} |(?=[\w.]+['’]s ))"
)
_CAPITAL = re.compile(r"[A-Z][\w’'-]+")
_PARTY = {"R": "republican", "D": "democrat", "I": "independent"}
_PRONOUNS = {"he": "m", "his": "m", "him": "m", "she": "f", "her": "f"}
# what a title, a noun and a pronoun count for in telling a person's gender
_TITLE, _NOUN, _PRONOUN = 6, 2, 1
_OFFICES = lex.LISTS["high_offices"]
_PLACES_OF_TWO = {"white house"} | {name for name in lex.STATES.values() if " " in name}
_NEW = frozenset("new north south east west united saudi".split())
_DEED = re.compile(r"[a-z]{2,}(?:ed|ing|n['’]t)")
_HEADLINE = frozenset("backs beats blasts hits praises rips sides slams vows wins".split())
_NO_DEED = re.compile(r"\w*eed|bed|shed|morning|evening")
_ACRONYM = 5  # letters of an acronym at most
_LEADING = frozenset("acting first former presidential prime vice deputy".split())
_VERB_AFTER = frozenset("will would can could should may might must not".split())
_NO_NOUN = lex.CLOSED | lex.CALENDAR | lex.LISTS["pasts"] | lex.PREPOSITIONS | VERBS
_NO_OFFICE = lex.LISTS["no_office"] | lex.PARTIES
_MOST = 40  # descriptions of one person that are looked at
_INITIAL = re.compile(r"\b[A-Z]$")
_OPEN_MARK = re.compile(r"""(?:^|\s)(["“])[^\s"”“][^"”“]*$""")
_LONGEST = 160  # characters of an apposition
_LONG_NAME = 7  # letters from which one more or less is a slip
_POOL = 40  # namesakes looked at for one short name


@dataclass
class Person:
    """Somebody the article names: the fullest name in plain words, and its mention."""

    words: tuple[str, ...]
    start: int
    end: int
    first: int = 0  # where the article names them first in full
    name: str = ""  # where the mention holds only half of it ("Sam and Dana Whitfield")
    full: int = 0  # mentions of given and family name
    governs: bool = False  # the article speaks of the person's government
    roles: set[str] = field(default_factory=set)
    bodies: set[str] = field(default_factory=set)  # names among the roles: of a body or place
    described: dict[str, None] = field(default_factory=dict)  # what the article says they are
    genders: Counter[str] = field(default_factory=Counter)

    @property
    def gender(self) -> str:
        """Whether the article speaks of "m", "f" or leaves it open ("")."""
        genders = self.genders.copy()
        if given := lex.GIVEN_NAMES.get(self.words[0]):
            genders[given] += 4 if len(self.words) > 1 else 2
        if genders["m"] == genders["f"]:
            return ""
        return "m" if genders["m"] > genders["f"] else "f"

    @property
    def told(self) -> list[str]:
        """What the article says they are; "Mayor" not where it says "mayor of Larn" too."""
        plainer = {p: f" {p.lower().replace('-', ' ')} " for p in self.described if " " in p}
        some = dict(list(plainer.items())[:_MOST])
        # "presidential candidate" not beside "Larn presidential candidate"
        parts = {p for p, a in some.items() if any(a in b and a != b for b in some.values())}
        first = {words: phrase for phrase, words in reversed(some.items())}  # of "Mayor", "mayor"
        whole = [p for p, words in some.items() if p not in parts and first[words] == p]
        heads = {head[-1] for p in whole if (head := _OF.split(p.lower(), maxsplit=1)[0].split())}
        alone: dict[str, str] = {}
        for word in self.described:
            if " " not in word and word.lower() not in heads:
                alone.setdefault(word.lower(), word)
        return [*whole, *alone.values()]


def role_words(word: str) -> Iterable[str]:
    """Give a descriptive word in the forms a later "the senator" may use."""
    word = word.rstrip(".").removesuffix("'s").removesuffix("’s")
    yield word
    if word in lex.ABBREVIATIONS:
        yield from lex.ABBREVIATIONS[word].split()
    if word.startswith(("ex-", "then-")):
        yield word.partition("-")[2]
    if country := lex.nation(word):
        yield country


def gender_of(word: str) -> str:
    """Give the gender that a title or a noun tells, "m", "f" or ""."""
    word = word.rstrip(".")
    return "m" if word in lex.MALE_TITLES else "f" if word in lex.FEMALE_TITLES else ""


def describe_person(article: ArticleIndex, person: Person, mention: NameMention) -> None:
    """Add to a person what the words around one of the mentions say."""
    roles = list(mention.title)
    for word in mention.title:
        person.genders[gender_of(word)] += _TITLE
    nouns = _nouns_before(article, mention)
    lead = _whole_place(article, mention.first - len(nouns))
    said_of = [article.text[lead : mention.start]]
    for word in nouns[:1]:
        person.genders[gender_of(word)] += _NOUN
    roles += nouns
    text = article.text
    after = text[mention.end : mention.end + 120]
    if match := _PARTY_STATE.match(after):
        state = match[2].lower().replace(" ", "").rstrip(".")
        roles += [_PARTY[match[1]], *lex.STATES.get(state, "").split()]
    if match := _OF_STATE.match(after):
        roles += match[2].lower().split() + ([match[1].lower()] if match[1] else [])
    if match := _AGE.match(after):
        roles.append(f"{match[1]}-year-old")
    if match := _OF_BODY.match(after):
        roles.append(match["noun"].lower())
    begin = max(0, mention.start - 80)
    before = text[begin : mention.start]
    untitled = text[begin : max(begin, article.tokens[mention.first].start)]
    if match := _OFFICE_OF.search(before):
        roles += f"{match['noun']} {match['of']}".lower().split()
        said_of.append(match.group())
    if match := _SPEAKS_FOR.search(before):
        roles += ["spokesman", *match["noun"].lower().split()]
        said_of.append(f"{match['noun']} spokesman")
    if _COMMANDS.match(after):
        roles += ["leader", "commander", "head"]
    person.governs |= bool(_GOVERNMENT.match(after) or _GOVERNMENT_OF.search(before))
    found = [(APPOSITION.match(after), mention.end), (_COPULA.match(after), mention.end)]
    if after.startswith(","):
        found.append((_BEFORE.search(untitled), begin))
    for match, base in found:
        if match is None:
            continue
        said = match["noun"].lower().split()
        if said[-1] in lex.PEOPLE_NOUNS and VERBS.isdisjoint(said):
            person.genders[gender_of(said[-1])] += _NOUN
            roles += said + (match.groupdict().get("of") or "").lower().split()
            said_of.append(_apposed(article, base + match.start("noun")))
    lead_in = _LEAD_IN.search(untitled) if after.startswith(",") else None
    if lead_in:
        phrase = _CLAUSE.sub("", lead_in[1])
        said_of += [phrase] if any(map(is_people_noun, phrase.lower().split())) else []
    words = [_whole_marks(" ".join(phrase.split()).strip(" ,")) for phrase in said_of]
    words[:1] = [w for w in words[:1] if _is_role(w)]
    said = (w for w in words if " " in w or _is_office(w.lower()))
    person.described.update(dict.fromkeys(said))
    for role in roles:
        person.roles.update(role_words(role))
    around = {w for w in _CAPITAL.findall(f"{before} {after[:60]}") if not lex.nation(w.lower())}
    person.bodies |= {w.lower() for w in around} & set(roles) - lex.TITLES - lex.PARTIES
    person.roles.update(other for words, other in _ALSO if words <= person.roles)


def _apposed(article: ArticleIndex, start: int) -> str:
    """What an apposition that starts here says somebody is; "" where it does not say it.

    It tells what they did ("who sent Mr. Varga away"), or is the next in a list ("Whitfield, Mayor
    Sam Varga and").
    """
    text = article.text
    if relative := _RELATIVE.match(text, start):
        start = relative.end()
    elif _NO_PHRASE.match(text, start):
        return ""
    phrase = _WHOLE.match(text, start, start + _LONGEST)
    if phrase is None or phrase.end() == start + _LONGEST:
        return ""
    for other in article.mentions_in(start, phrase.end()):
        ends = other.end == phrase.end() or text.startswith((" and ", " of ", " from "), other.end)
        ends = ends and not is_people_noun(other.words[-1])  # "an Orlando Democrat"
        if other.kind == "person" and ends and not _RELATED.search(text, start, other.start):
            return ""
    dotted = text.startswith(".", phrase.end()) and _INITIAL.search(phrase.group())
    return phrase.group() + "." if dotted else phrase.group()


def _is_role(words: str) -> bool:
    """Whether words before a name end in what somebody is: "party boss", not "quotes former"."""
    last = words.lower().rstrip(".").rpartition(" ")[2].removesuffix("'s").removesuffix("’s")
    return is_people_noun(last) and last not in _LEADING


def _whole_marks(words: str) -> str:
    """A description with the closing mark that its end has lost: 'host of "Night Watch"'."""
    if opened := _OPEN_MARK.search(words):
        words += {"“": "”"}.get(opened[1], opened[1])
    return words


def _whole_place(article: ArticleIndex, first: int) -> int:
    """Where a description begins whose first word is this: "New" is a part of "New Jersey Gov."."""
    tokens = article.tokens
    if first and tokens[first - 1].text[0].isupper() and first < len(tokens):
        two = f"{tokens[first - 1].lower} {tokens[first].lower}"
        apart = article.text[tokens[first - 1].end : tokens[first].start] != " "
        if not apart and (two in _PLACES_OF_TWO or tokens[first - 1].lower in _NEW):
            return tokens[first - 1].start
    return tokens[first].start


def is_deed(word: str) -> bool:
    """Whether a word tells what somebody did: "described", "embracing"; not "retired"."""
    return (
        _DEED.fullmatch(word) is not None
        and word not in lex.LISTS["participles"]
        and not _NO_DEED.fullmatch(word)
    )


def _is_office(word: str) -> bool:
    """Whether a word alone says what somebody is: "Mayor", "engineer"; not "Mr." or "Foreign"."""
    return is_people_noun(word) and word not in _NO_OFFICE


def _nouns_before(article: ArticleIndex, mention: NameMention) -> list[str]:
    """The lower-case words that lead up to a name: "conservative columnist"."""
    nouns: list[str] = []
    i = mention.first - 1
    here = article.sentences[mention.first]
    while i >= 0 and mention.first - i < 7 and article.sentences[i] == here:
        word = article.tokens[i].lower
        gap = article.text[article.tokens[i].end : article.tokens[i + 1].start].strip(" .")
        if gap not in ("", "'s", "’s") or word in _NO_NOUN or not (nouns or is_people_noun(word)):
            break
        token, before = article.tokens[i], article.tokens[i - 1]
        raw = article.text[token.end : article.tokens[i + 1].start]
        shouted = all(t.text.isupper() and len(t.text) > _ACRONYM for t in (token, before))
        if shouted or word == "s" or (word.isdigit() and "." in raw):
            break
        named = before.text[0].isupper() and not before.owner and not article.starts[i]
        kept = article.starts[i] or before.owner or before.lower in lex.DETERMINERS
        if token.text.islower() and (
            (is_deed(word) and not kept)
            or (named and word.endswith("ed") and not _NO_DEED.fullmatch(word))
            or (named and word.endswith("s") and not word.endswith("ss") and is_speech(word))
            or (nouns and before.lower in _VERB_AFTER)
        ):
            break  # "Holm described council candidate Dana Whitfield"
        nouns.append(word)
        i -= 1
    return nouns


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
