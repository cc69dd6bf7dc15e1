"""Whom a pronoun in the place of a source stands for."""

import re
from bisect import bisect_left
from collections.abc import Sequence

from analystkit.quotes.speakers import lexicon as lex
from analystkit.quotes.speakers.article import ArticleIndex, NameMention, is_people_noun
from analystkit.quotes.speakers.people import People
from analystkit.quotes.speakers.person import Person
from analystkit.quotes.speakers.tokens import is_dotted
from analystkit.text.paragraphs import Offsets
from analystkit.text.words import is_plural

GENDER = {
    "he": "m", "him": "m", "his": "m", "himself": "m",
    "she": "f", "her": "f", "hers": "f", "herself": "f",
}  # fmt: skip
PLURAL = frozenset("they them their theirs themselves".split())
THING = frozenset("it its itself".split())
FIRST = frozenset("i me my mine myself we us our ours ourselves".split())
SECOND = frozenset("you your yours yourself".split())
RELATIVE = frozenset("who whose whom which that".split())
PRONOUNS = GENDER.keys() | PLURAL | THING | FIRST | SECOND | RELATIVE
_WINDOW = 40  # mentions looked back
_CLOSE = 1.2  # between the scores of two whom a pronoun fits
_FEW = 6
_ELSEWHERE = 0.5  # what a paragraph break takes from a candidate
_MARKED = lex.ORG_NOUNS | lex.PEOPLE_NOUNS | lex.LISTS["followers"]
_MARKED -= frozenset("force post press first second lead".split())
_OBJECT = frozenset(
    "of to for with by against about from on in at than like over under between and toward".split()
)
_OF_PLACE = re.compile(r" of [A-Z][\w.]*(?: [A-Z][\w.]*){0,2}[,(—–]\s?")  # "of Ohio, who"
_APPOSED = re.compile(r"(?: (?:of|from) [A-Z][\w. -]{1,30})?, (?:\d+, )?")
_NO_SUBJECT = lex.CLOSED - lex.QUANTIFIERS - {"but", "and", "yet"}
_NO_NOUN = lex.CLOSED - lex.DETERMINERS - lex.PREPOSITIONS
_SENTENCES = 3  # looked back for a plural subject


def antecedent(
    people: People,
    position: int,
    gender: str,
    sources: Sequence[tuple[int, Person]],
    described: Sequence[tuple[NameMention, Person]],
) -> tuple[Person | None, bool]:
    """Find whom a "he" ("m") or "she" ("f") stands for, and tell whether another fits as well.

    Of those named, speaking or described; the last who spoke (`sources`) are the likeliest, and
    one named inside a quotation unlikely.
    """
    article = people.article
    here = article.sentence_of(position)
    own = article.quoted_at(position)
    spoke = {at for at, _ in sources}
    links: list[tuple[int, Person, NameMention | None]] = [
        (m.start, people.of[m.start], m)
        for m in article.mentions_before(position, _WINDOW)
        if m.start in people.of and m.end <= position
    ]
    links += [(at, p, None) for at, p in sources if at < position and at not in people.of]
    i = bisect_left(described, position, key=lambda known: known[0].start)
    links += [(m.start, p, m) for m, p in described[max(0, i - _FEW) : i] if m.end <= position]
    links.sort(key=lambda link: -link[0])
    line = article.line_of(position)
    scores: dict[int, tuple[float, Person]] = {}
    rank, sentence = 0.0, here
    for at, person, mention in links:
        if person.gender not in (gender, ""):
            continue
        now = article.sentence_of(at)
        if now != sentence:
            rank, sentence = rank + 1, now
        score = -rank - 0.08 * (here - now) + _prominence(article, at, mention)
        score += 0.9 * (at in spoke) - 0.4 * (person.gender == "")
        inside = article.quoted_at(at)
        foreign = inside is not None and inside != own
        score -= 1.5 * foreign + _ELSEWHERE * (foreign or article.line_of(at) != line)
        if id(person) not in scores or score > scores[id(person)][0]:
            scores[id(person)] = score, person
        if rank > 6:
            break
    ranked = sorted(scores.values(), key=lambda scored: -scored[0])[:2]
    if not ranked or ranked[0][0] <= -5:
        return None, False
    return ranked[0][1], len(ranked) > 1 and ranked[0][0] - ranked[1][0] < _CLOSE


def _prominence(article: ArticleIndex, at: int, mention: NameMention | None) -> float:
    """How much a mention's place speaks for it: subjects more than objects."""
    if mention is None:
        return 0.6
    tokens, owner = article.tokens, article.tokens[mention.last - 1].owner
    score = 0.0
    if article.starts[mention.first] or mention.first - article.sentence_start(at) <= 2:
        score += 0.8
    if owner:
        score -= 0.35
    elif mention.last < len(tokens) and tokens[mention.last].lower in _MARKED:
        # a name that only marks a body or somebody else: "the Whitfield campaign"
        score -= 1.5 * (article.text[mention.end : tokens[mention.last].start] == " ")
    before = tokens[mention.first - 1].lower if mention.first else ""
    if before in _OBJECT or before.endswith(("ed", "ing")):
        score -= 0.5
    return score


def noun_before(people: People, position: int) -> Offsets | None:
    """Find the noun phrase that a "who" or "which" follows, or the name that it is apposed to."""
    article = people.article
    tokens = article.tokens
    last = article.token_at(position) - 1
    if last < 0:
        return None
    first = article.sentence_start(position)
    near = [m for m in article.mentions_before(position, 9) if m.first >= first]
    if set(article.text[tokens[last].end : position]) & set(",(—–"):
        for mention in near:
            after = article.text[mention.end : mention.end + 2]
            before = tokens[mention.first - 1].lower if mention.first else ""
            apart = after[:1] == "," or after == " ("
            apart = apart or _OF_PLACE.fullmatch(article.text, mention.end, position) is not None
            if apart and mention.start in people.of and before not in lex.PREPOSITIONS:
                return mention.start, mention.end
    begin = last
    while begin > first and last - begin < 7:
        token = tokens[begin - 1]
        gap = article.text[token.end : tokens[begin].start]
        apart = bool(gap.strip(" '’s")) and not (
            gap == ". " and is_dotted(token)
        )  # "D.C. rules that"
        if apart or token.lower in _NO_NOUN:
            break
        noun = tokens[max(begin - 2, 0)].lower  # one that may carry it: "people in Ohio who"
        if token.lower in lex.PREPOSITIONS and not (is_plural(noun) or is_people_noun(noun)):
            break
        begin -= 1
        if (
            token.lower in lex.DETERMINERS
            and tokens[max(begin - 1, 0)].lower not in lex.PREPOSITIONS
        ):
            break
    while begin < last and tokens[begin].lower in lex.PREPOSITIONS:
        begin += 1
    for mention in near[:4]:
        # "Dana Whitfield of Ohio, a Republican who": the apposition is hers
        link = article.text[mention.end : tokens[begin].start]
        if mention.start in people.of and _APPOSED.fullmatch(link):
            return mention.start, mention.end
    return tokens[begin].start, tokens[last].end


def plural_before(article: ArticleIndex, position: int) -> Offsets | None:
    """Find the plural subject that opens this sentence or one of the two before."""
    here = article.sentence_of(position)
    sentences = range(here, max(-1, here - _SENTENCES), -1)
    return next(filter(None, (_plural_at(article, n, position) for n in sentences)), None)


def _plural_at(article: ArticleIndex, sentence: int, position: int) -> Offsets | None:
    tokens, begin = article.tokens, bisect_left(article.sentences, sentence)
    for i in range(begin, min(begin + 9, len(tokens))):
        token = tokens[i]
        if token.end > position or article.sentences[i] != sentence:
            return None
        closed = token.lower in _NO_SUBJECT and token.text != "US"
        if closed and (i == begin or i > begin + 1):
            return None
        again = i > begin and token.lower in lex.QUANTIFIERS | lex.DETERMINERS
        if again and tokens[i - 1].lower not in lex.QUANTIFIERS:
            # "the boats left two ports": a second noun phrase begins
            return None
        if token.lower in lex.LISTS["times"]:
            return None
        if is_plural(token.lower) and not token.owner and token.lower not in lex.PLACES:
            named = article.mentions_in(token.start - 30, token.end)
            if any(m.end > token.start and m.kind in ("person", "org", "place") for m in named):
                return None
            return tokens[begin].start, token.end
    return None
