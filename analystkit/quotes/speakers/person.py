"""One person of an article, and what the words around a mention say of them."""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from analystkit.quotes.speakers import lexicon as lex
from analystkit.quotes.speakers.article import (
    APPOSITION,
    NOUNS,
    NOUNS_END,
    ArticleIndex,
    NameMention,
    is_people_noun,
)
from analystkit.text.lemmas import is_speech

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
# what a title and a noun count for in telling a person's gender
_TITLE, _NOUN = 6, 2
_PLACES_OF_TWO = {"white house"} | {name for name in lex.STATES.values() if " " in name}
_NEW = frozenset("new north south east west united saudi".split())
_DEED = re.compile(r"[a-z]{2,}(?:ed|ing|n['’]t)")
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
