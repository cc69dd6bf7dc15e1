"""What a name stands for: a person, a body, a place or a group."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from analystkit.quotes.speakers.lexicon import (
    ARMED_GROUPS,
    BODY_OPENERS,
    CAPITAL_ORG_NOUNS,
    DEMONYMS,
    PARTIES,
    PEOPLE_NOUNS,
    PLACES,
    PORTFOLIOS,
    TITLES,
    given_names,
)
from analystkit.quotes.speakers.tokens import LINKS, Token, plain

Span = tuple[int, int]
_KINDS = {"PERSON": "person", "ORG": "org", "GPE": "place", "LOC": "place", "NORP": "group"}
_NAME_END = re.compile(r"['’]s\b|[,(]|$")
_WORD = r"(?:U\.S\.|[^\W\d_](?:[\w'’-]|\.(?=\S))*)"
NOUNS = rf"(?P<noun>{_WORD}(?: {_WORD}){{0,6}}?)"
NOUNS_END = (
    r"(?: (?:(?:of|for|from|in|at|with|on|to|who|and) "
    r"(?P<of>(?:the )?(?:[A-Z][\w.-]+(?: [A-Z][\w.-]+){0,2}|state|defen[cs]e)?))|[,.;:()—–]|$)"
)
APPOSITION = re.compile(
    r", (?:(?:an?|the|his|her|their|its|one|another|now|then) ){0,2}" + NOUNS + NOUNS_END
)
_ROLE_ENDING = re.compile(r"(?:[a-z]{3}(?:ist|ian|man|woman|person)|[a-z]{2}(?:ator|itor|nalist))$")
_LED = re.compile(
    r"\b(?:leader|head|chief|commander|secretary[- ]general|members?|fighters|men) of (?:the )?$"
)
_ARMED = re.compile(r" (?:militia|faction|brigade|fighters|rebels|insurgents)s?\b")
_NO_SURNAMES = CAPITAL_ORG_NOUNS | PLACES


@dataclass(frozen=True)
class Mention:
    """A name as it stands in the text.

    ``words`` are its lower-case words without titles, ``title`` those of the titles
    before it; ``kind`` is person, org, place, group or other.  ``first`` and ``last``
    bound the run of words, titles included; ``sure`` tells that its first word surely
    belongs to the name, ``opens`` that it opens its sentence, ``owner`` that "'s" follows.
    """

    start: int
    end: int
    words: tuple[str, ...]
    title: tuple[str, ...]
    sentence: int
    first: int
    last: int
    kind: str
    opens: bool
    sure: bool
    owner: bool


def is_people_noun(word: str) -> bool:
    """Tell whether a noun says what somebody is: "senator", "columnist"."""
    return word in PEOPLE_NOUNS or _ROLE_ENDING.search(word) is not None


def apposed_noun(text: str, end: int) -> str:
    """Give the head noun of the apposition after a name, "" where there is none.

    Examples
    --------
    >>> apposed_noun("Whitfield, head of the council, agreed.", 9)
    'head'
    """
    match = APPOSITION.match(text[end : end + 120])
    return match["noun"].split()[-1].lower() if match else ""


def name_begin(tokens: Sequence[Token], first: int, last: int, label: str) -> int:
    """Give the index of a run's first word after titles, parties and nationalities.

    Parameters
    ----------
    tokens
        The article's words.
    first, last
        The run of capitalised words, half-open.
    label
        The recogniser's label of its last word.

    Returns
    -------
    int
        ``last`` where the run holds nothing but titles.
    """
    begin = first
    titles = [i for i in range(first, last) if tokens[i].lower in TITLES]
    if tokens[first].lower.replace("’", "'") in BODY_OPENERS:
        # "Kataib Sayyed …": the title is part of a body's name
        return first
    if titles and titles[-1] + 1 == last:
        return last
    if titles:
        begin = titles[-1] + 1
    elif (
        first > 1
        and tokens[first].lower in PORTFOLIOS
        and tokens[first - 1].lower == "of"
        and tokens[first - 2].lower in ("secretary", "minister", "ministers")
    ):
        begin = first + 1 + (tokens[first].lower in ("homeland", "veterans"))
    if begin >= last or tokens[last - 1].lower in CAPITAL_ORG_NOUNS:
        return min(begin, last)
    bare = begin
    while bare < last - 1 and (tokens[bare].lower in PARTIES or tokens[bare].lower in DEMONYMS):
        bare += 1
    return bare if label == "PERSON" or tokens[bare].lower in given_names() else begin


def guess_kind(words: tuple[str, ...], title: tuple[str, ...], label: str) -> str:
    """Guess what a name stands for from its own words and the recogniser's label.

    Parameters
    ----------
    words, title
        The name's lower-case words, and those of the titles before it.
    label
        The recogniser's label of the last word, "" for none.

    Returns
    -------
    str
        ``person``, ``org``, ``place``, ``group`` or ``other``.

    Examples
    --------
    >>> guess_kind(("dana", "whitfield"), (), "ORG")
    'person'
    >>> guess_kind(("whitfield", "foundation"), (), "PERSON")
    'org'
    """
    last, kind = words[-1], _KINDS.get(label, "other")
    if words[0].replace("’", "'") in BODY_OPENERS and not title:
        return "org"
    if not LINKS.isdisjoint(words):
        return "org"
    if any(word in TITLES for word in title) and last not in CAPITAL_ORG_NOUNS:
        return "person"
    if len(words) > 1:
        given = words[0] in given_names()
        if last in CAPITAL_ORG_NOUNS and not (given and kind == "person"):
            return "org"
        return "person" if given and last not in PLACES else kind
    if (last in PARTIES and kind != "person") or (last in DEMONYMS and last not in PLACES):
        return "group"
    if last in PLACES:
        return "place"
    if last in CAPITAL_ORG_NOUNS:
        return "org"
    return "person" if not label and last in given_names() else kind


def settle_kinds(
    text: str, mentions: Sequence[Mention], sources: Iterable[Span | None]
) -> list[Mention]:
    """Give each name the kind that the article as a whole speaks for.

    Parameters
    ----------
    text
        The article.
    mentions
        Its names, each with a first guess.
    sources
        Where the article names who speaks: a name of no known kind that speaks is a
        person's.

    Returns
    -------
    list of Mention
    """
    votes: dict[tuple[str, ...], Counter[str]] = {}
    for m in mentions:
        weight = 3 if m.title and m.kind == "person" else 1
        votes.setdefault(m.words, Counter())[m.kind] += weight
        if m.kind != "org" and _told_a_body(text, m):
            votes[m.words]["org"] += 3
    titled = {plain(m.words[-1]) for m in mentions if m.title and m.kind == "person"}
    bodies = {m.words[0] for m in mentions if m.kind == "org" and len(m.words) > 1}
    bodies -= {m.words[0] for m in mentions if m.title} | given_names().keys()
    ends = {_name_end(text, *span) for span in sources if span}
    speaking = {
        m.words[-1]
        for m in mentions
        if m.kind == "other" and m.end in ends and _like_surname(m.words[-1])
    }
    surnames = {
        plain(word) for m in mentions if m.kind == "person" and len(m.words) > 1 for word in m.words
    }
    settled = []
    for m in mentions:
        kind, last = votes[m.words].most_common(1)[0][0], m.words[-1]
        if len(m.words) == 1 and kind != "group":
            if plain(last) in surnames and last not in CAPITAL_ORG_NOUNS:
                kind = "person"
            elif kind in ("person", "other") and last in bodies:
                kind = "org"
        elif len(m.words) > 1 and plain(last) in titled and last not in _NO_SURNAMES:
            kind = "person"
        if (kind == "other" and last in speaking and len(m.words) < 4) or (
            m.title and m.kind == "person"
        ):
            kind = "person"
        settled.append(m if kind == m.kind else replace(m, kind=kind))
    return settled


def _told_a_body(text: str, mention: Mention) -> bool:
    """Whether the words around a name say it is a body: "leader of …", "…, a militia"."""
    if mention.title or mention.words[0] in given_names() or mention.kind in ("place", "group"):
        return False
    if _LED.search(text, max(0, mention.start - 40), mention.start):
        return True
    after = text[mention.end : mention.end + 14]
    return _ARMED.match(after) is not None or apposed_noun(text, mention.end) in ARMED_GROUPS


def _name_end(text: str, start: int, end: int) -> int:
    """Where a name that opens a source phrase ends at the latest."""
    phrase = text[start : min(end, start + 80)].rstrip(" ,")
    match = _NAME_END.search(phrase)
    return start + (match.start() if match else len(phrase))


def _like_surname(word: str) -> bool:
    return not word.endswith("s") and word.isalpha()
