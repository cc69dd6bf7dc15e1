"""The parts of a source phrase: its core, its head, and a tidy description."""

from __future__ import annotations

import re
from dataclasses import dataclass

from analystkit.quotes.speakers.lexicon import (
    CAPITAL_ORG_NOUNS,
    DOCUMENT_NOUNS,
    LISTS,
    ORG_NOUNS,
    PREPOSITIONS,
    QUANTIFIERS,
    SUFFIXES,
)
from analystkit.quotes.speakers.tokens import Token, tokenize
from analystkit.text.words import singular

_CUT = re.compile(
    r",(?!\d)|[;:()\[\]{}—–\n\r]|\s-+\s|--|\b(?:who|whom|which|that|whose|where|speaking)\b"
)
_PARTITIVE = re.compile(
    r"(?i)(?:at least |about |nearly |almost |more than )?"
    r"(?:(one|another|either|neither)|some|many|most|several|all|both|none|few|two|three|four|"
    r"five|six|dozens|hundreds|thousands|a (?:few|number|group|couple|handful|majority)) of "
    r"(?:the|these|those|his|her|their)\s+"
)
AFTER_HEAD = re.compile(
    r" (?=(?:of|for|to|from|in|at|on|with|by|along|near|outside|inside|around|who|that)\b)"
)
_LEAD = re.compile(r"[\s\"'“”‘’`,.;:()\[\]*–—-]+")
_FILLERS, _AFTERTHOUGHTS = LISTS["fillers"], LISTS["afterthoughts"]
_OFFICES = frozenset("secretary speaker bank university house".split())
_LONGEST = 12  # words of a description


@dataclass(frozen=True)
class Phrase:
    """A source phrase taken apart.

    ``start`` to ``end`` is the core: no apposition, no relative clause, no leading
    quantifier.  ``head_end`` is where its head noun phrase ends (before "of", "for" …).
    ``determiner`` is the first word dropped or "", ``one`` tells "one of the …", ``bare``
    that nothing but the core was there.
    """

    start: int
    end: int
    head_end: int
    determiner: str
    one: bool
    bare: bool
    tokens: tuple[Token, ...]

    @property
    def head(self) -> str:
        """The head noun in lower case, "" for an empty phrase."""
        inside = [t for t in self.tokens if t.end <= self.head_end]
        return inside[-1].lower if inside else ""


def read_phrase(text: str, start: int, end: int) -> Phrase:
    """Take a source phrase apart.

    Examples
    --------
    >>> text = "One of the officials, who asked not to be named,"
    >>> phrase = read_phrase(text, 0, len(text))
    >>> text[phrase.start : phrase.end], phrase.one
    ('officials', True)
    """
    end = min(end, start + 400)
    if lead := _LEAD.match(text, start, end):
        start = lead.end()
    one = False
    determiner = ""
    if match := _PARTITIVE.match(text, start, end):
        one, start = match[1] is not None, match.end()
        determiner = "the"
    tokens = tokenize(text, start, end)
    while len(tokens) > 1 and _is_count(tokens) and text[tokens[0].end : tokens[1].start].isspace():
        determiner = determiner or tokens[0].lower
        tokens = tokens[1:]
    if not tokens:
        return Phrase(start, end, end, determiner, one, True, ())
    start = tokens[0].start
    stop = end
    for cut in _CUT.finditer(text, start + 1, end):
        after = text[cut.end() : cut.end() + 5].strip(" .").lower()[:3].rstrip(".,")
        if cut.group() == "," and after in SUFFIXES:
            continue
        stop = cut.start()
        break
    tokens = [t for t in tokens if t.start < stop]
    head_end = tokens[-1].end
    for i in range(1, len(tokens)):
        if _ends_head(tokens, i) and not _inside_name(tokens, i):
            head_end = tokens[i - 1].end
            break
    bare = head_end == tokens[-1].end and not text[stop:end].strip(" ,.;:\"'’”")
    return Phrase(start, tokens[-1].end, head_end, determiner, one, bare, tuple(tokens))


def _is_count(tokens: list[Token]) -> bool:
    """Whether the first word is an article, a count or a stray word before the phrase."""
    word, after = tokens[0].lower, tokens[1].lower
    if after in PREPOSITIONS or (word in ("those", "these") and after.endswith("ed")):
        return word in _FILLERS
    return word in QUANTIFIERS or word in _FILLERS or tokens[0].text.isdigit()


def _ends_head(tokens: list[Token], i: int) -> bool:
    """Whether word i begins what follows the head noun: "of …", "released by …"."""
    word = tokens[i].lower
    if word in PREPOSITIONS or word in _AFTERTHOUGHTS:
        return True
    if not word.endswith("ed") or len(word) < 5 or tokens[i].text[0].isupper():
        return False
    return i + 1 == len(tokens) or tokens[i + 1].lower in PREPOSITIONS | _AFTERTHOUGHTS


def _inside_name(tokens: list[Token], i: int) -> bool:
    """Whether the preposition belongs to a name: "Department of Justice"."""
    before, after = tokens[i - 1], tokens[i + 1 : i + 3]
    if before.text[0].islower() or before.lower not in CAPITAL_ORG_NOUNS | _OFFICES:
        return False
    return any(t.text[0].isupper() for t in after[:1]) or (
        len(after) == 2 and after[0].lower == "the" and after[1].text[0].isupper()
    )


def one_of(words: str) -> str:
    """Put a description's head noun in the singular: "US officials", "US official".

    Examples
    --------
    >>> one_of("shopkeepers along the river")
    'shopkeeper along the river'
    """
    head = AFTER_HEAD.split(words, maxsplit=1)[0]
    before, space, noun = head.rpartition(" ")
    return f"{before}{space}{singular(noun)}{words[len(head) :]}"


def describe(text: str, phrase: Phrase, *, opens: bool = False) -> str:
    """Write an unnamed source's description: no article, no count, one space between words."""
    tokens = phrase.tokens[:_LONGEST]
    if not tokens:
        return ""
    whole = len(tokens) == len(phrase.tokens)
    end = phrase.end if whole else min(phrase.head_end, tokens[-1].end)
    words = " ".join(text[phrase.start : end].split())
    first = tokens[0]
    opens = opens and not first.owner and (len(tokens) == 1 or tokens[1].text[0].islower())
    if opens and first.text[0].isupper() and first.text[1:].islower():
        words = words[0].lower() + words[1:]
    return words


def thing_type(head: str, determiner: str, *, named: bool, capital: bool = False) -> str:
    """Tell the type of a source that is not a person from its head noun.

    ``capital`` tells that the noun has a capital: "Post" is a paper, a "post" a text.
    """
    if head in DOCUMENT_NOUNS and not (capital and head in LISTS["papers"]):
        return "document"
    if head in ORG_NOUNS and (named or determiner not in ("a", "an")):
        return "organisation"
    return "unnamed"
