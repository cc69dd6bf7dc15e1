"""The parts of a source phrase: its core, its head, and a tidy description."""

import re
from dataclasses import dataclass

from analystkit.quotes.speakers import lexicon as lex
from analystkit.quotes.speakers.article import is_people_noun
from analystkit.quotes.speakers.tokens import Token, tokenize
from analystkit.text.words import singular

_CUT = re.compile(
    r",(?!\d)|[;:()\[\]{}—–\n\r]|\s-+\s|--|\b(?:who|whom|which|that|whose|where|speaking)\b"
)
_PARTITIVE = re.compile(
    r"(?i)(?:at least |about |nearly |almost |more than )?"
    r"(?:(one|another|either|neither)|some|many|most|several|all|both|none|few|two|three|four|"
    r"five|six|dozens|hundreds|thousands|a (?:few|number|group|couple|handful|majority)) of "
    r"(?:the|these|those|that|this|his|her|their)\s+"
)
AFTER_HEAD = re.compile(
    r" (?=(?:of|for|to|from|in|at|on|with|by|along|near|outside|inside|around|who|that)\b)"
)
_WHEN = re.compile(
    r"\s+(?:(?:late|early) )?on (?:(?:late|early) )?"
    r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day(?: (?:night|morning|evening|afternoon))?[\s,]*$"
)
_ABOUT = re.compile(
    r"(?i)(?:close to|up to|as many as|at least|(?:more|fewer|less) than) (?=\d|half\b)"
)
_DOES = re.compile(r"[a-z]{3,}ing")
_LEAD = re.compile(r"[\s\"'“”‘’`,.;:()\[\]*–—-]+")
_FILLERS, _AFTERTHOUGHTS = lex.LISTS["fillers"], lex.LISTS["afterthoughts"]
_OFFICES = frozenset("secretary speaker bank university house".split())
_LONGEST = 12  # words of a description


@dataclass(frozen=True)
class Phrase:
    """The core of a source phrase: no apposition, no relative clause, no leading quantifier."""

    start: int
    end: int
    head_end: int  # where its head noun phrase ends, before "of", "for" …
    determiner: str  # the first word dropped, or ""
    one: bool  # "one of the …"
    bare: bool  # nothing but the core was there
    tokens: tuple[Token, ...]

    @property
    def head(self) -> str:
        """The head noun in lower case, "" for an empty phrase."""
        inside = [t for t in self.tokens if t.end <= self.head_end]
        return inside[-1].lower if inside else ""


def read_phrase(text: str, start: int, end: int) -> Phrase:
    """Take a source phrase apart: of "one of the officials, who asked …" one, and officials."""
    end = min(end, start + 400)
    if lead := _LEAD.match(text, start, end):
        start = lead.end()
    if when := _WHEN.search(text, start, end):
        end = when.start()
    one, determiner = False, ""
    if match := _ABOUT.match(text, start, end):
        start = match.end()
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
        if cut.group() != "," or after not in lex.SUFFIXES:
            stop = cut.start()
            break
    tokens = [t for t in tokens if t.start < stop]
    while len(tokens) > 1 and tokens[-1].lower in ("and", "or", "but"):
        tokens.pop()
    ends = (i for i in range(1, len(tokens)) if _ends_head(tokens, i))
    head_end = tokens[next(ends, len(tokens)) - 1].end
    bare = head_end == tokens[-1].end and not text[stop:end].strip(" ,.;:\"'’”")
    return Phrase(start, tokens[-1].end, head_end, determiner, one, bare, tuple(tokens))


def _is_count(tokens: list[Token]) -> bool:
    """Whether the first word is an article, a count or a stray word before the phrase."""
    word, after = tokens[0].lower, tokens[1].lower
    if tokens[0].text[0].isdigit() and (after == "percent" or tokens[0].text[-1] == "%"):
        return False  # "47 percent of voters"
    if after in lex.PREPOSITIONS or (word in ("those", "these") and after.endswith("ed")):
        return word in _FILLERS
    return word in lex.QUANTIFIERS or word in _FILLERS or tokens[0].text.isdigit()


def _ends_head(tokens: list[Token], i: int) -> bool:
    """Whether word i begins what follows the head noun: "of …", not "Department of Justice"."""
    word, closers = tokens[i].lower, lex.PREPOSITIONS | _AFTERTHOUGHTS
    before, after = tokens[i - 1], tokens[i + 1 : i + 3]
    if _DOES.fullmatch(tokens[i].text) and before.text.islower() and after:
        return is_people_noun(singular(before.lower))  # "a lawyer representing the union"
    if word not in closers:
        is_participle = word.endswith("ed") and len(word) > 4 and not tokens[i].text[0].isupper()
        if not is_participle or (after and after[0].lower not in closers):
            return False
    if before.text[0].islower() or before.lower not in lex.CAPITAL_ORG_NOUNS | _OFFICES:
        return True
    reach = 2 if after and after[0].lower == "the" else 1  # "Bank of the Harbour"
    return not any(t.text[0].isupper() for t in after[:reach])


def one_of(words: str) -> str:
    """Put a description's head noun in the singular: "shopkeeper along the river"."""
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
    """Tell the type of a source by its head noun; in capitals a "Post" is a paper, no text."""
    if head in lex.DOCUMENT_NOUNS and not (capital and head in lex.LISTS["papers"]):
        return "document"
    if head in lex.ORG_NOUNS and (named or determiner not in ("a", "an")):
        return "organisation"
    return "unnamed"
