"""Words, sentence starts and runs of capitalised words."""

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from analystkit.quotes.speakers import lexicon as lex
from analystkit.text.words import fold

_WEAK = lex.CLOSED | lex.QUANTIFIERS | lex.PREPOSITIONS - {"close"} | lex.LISTS["openers"]
_NO_FAMILY = lex.TITLES | lex.CALENDAR | lex.CAPITAL_ORG_NOUNS
_APPOSED = re.compile(r", (?:an?|the|who|of|\d+)\b| (?:said|says|told|asked|added)\b")
_MONTH_LEADS = (
    lex.PREPOSITIONS
    | lex.DETERMINERS
    | frozenset("by till until last next early late mid and through throughout".split())
)
LINKS = frozenset(("of", "for", "on"))  # what may join the words of a body's name
_LETTERS = r"(?:[^\W_]|(?<=[ÃÂ])[^\w\s])+"  # "PeÃ±a": UTF-8 read as another encoding
_WORD = re.compile(rf"[^\W_]{_LETTERS[:-1]}*(?:[.'’&/-]{_LETTERS}|,\d{{3}}\b)*%?")
_OWN = re.compile(r"['’][sS]$")
_SENTENCE_END = re.compile(r"[.!?…:]['\"”’)\]]*\s|[\n\r]|\s['\"“‘]")
_ARAB_PREFIX = re.compile(r"(?:al|el|as|ar|an|ash|az|ad|at)-[^\W\d_]")
_ARAB_ARTICLE = re.compile(r"^(?:al|el|as|ar|an|ash|az|ad|at)-(?=.)")
_DOTTED = (
    lex.ABBREVIATIONS.keys()
    | lex.SUFFIXES
    | frozenset("mr mrs ms st messrs gens vs jan feb aug sept oct nov dec".split())
)


def plain(word: str) -> str:
    """Reduce a word for comparison: case, accents and a leading "al-" dropped."""
    return _ARAB_ARTICLE.sub("", fold(word).replace("’", "'").rstrip("."))


class Token(NamedTuple):
    """A word without a possessive ending; ``owner`` tells that it had one."""

    start: int
    end: int
    text: str
    lower: str
    owner: bool


def tokenize(text: str, start: int = 0, end: int | None = None) -> list[Token]:
    """Split a text, or a stretch of it, into words with offsets."""
    tokens = []
    for match in _WORD.finditer(text, start, len(text) if end is None else end):
        word = match.group()
        owner = bool(_OWN.search(word)) and len(word) > 2
        word = word[:-2] if owner else word
        tokens.append(Token(match.start(), match.start() + len(word), word, word.lower(), owner))
    return tokens


def is_capital(token: Token) -> bool:
    """Tell whether a word is written as a name: "Dana", "al-Rubaie", not "aide"."""
    word = token.text
    return word[0].isupper() or (_ARAB_PREFIX.match(word) is not None and not word.islower())


def is_closed(token: Token) -> bool:
    """Tell whether a word is a function word; "US" is none."""
    return token.lower in lex.CLOSED and token.text != "US"


def leads_month(word: str) -> bool:
    """Whether a month follows this word, and no name: "in April", "an August", "3 June"."""
    return word in _MONTH_LEADS or word[0].isdigit()


def _is_initial(text: str, token: Token) -> bool:
    """Whether a letter is a name's, "James A. Baker", and no article."""
    return token.text in ("A", "I") and text.startswith(". ", token.end)


def _also_names(text: str, tokens: Sequence[Token], starts: Sequence[bool]) -> set[int]:
    """Where "Will", "May", "June" … are names: "said Will Varga", "Theresa May", "May said"."""
    found, families = set(), []
    for i, (token, after) in enumerate(pairwise(tokens)):
        before = tokens[i - 1].lower if i else ""
        led = text[token.end : after.start] == " " and is_capital(after) and not is_closed(after)
        if _is_initial(text, token):
            found |= {i} if before in lex.GIVEN_NAMES and is_capital(after) else set()
        elif token.text in ("April", "August", "Jan", "June"):
            if led and after.lower not in _NO_FAMILY and (starts[i] or not leads_month(before)):
                found.add(i)
        elif token.text == "Will" and led and (not starts[i] or _APPOSED.match(text, after.end)):
            found.add(i)
        elif token.text in ("May", "Will") and before in lex.GIVEN_NAMES and not starts[i]:
            joined = text[tokens[i - 1].end : token.start] == " " and is_capital(tokens[i - 1])
            found |= {i} if joined else set()
            families += [i] if joined and token.text == "May" else []
    for i in range(families[0] if families else len(tokens), len(tokens)):
        dated = any(after.text[0].isdigit() for after in tokens[i + 1 : i + 2])
        if tokens[i].text == "May" and not leads_month(tokens[i - 1].lower) and not dated:
            found.add(i)
    return found


def is_dotted(token: Token) -> bool:
    """Tell whether a full stop after this word belongs to it: "Sen.", "J.", "U.S."."""
    return len(token.text) == 1 or token.lower in _DOTTED or "." in token.text


def sentence_starts(text: str, tokens: Sequence[Token]) -> list[bool]:
    """Tell for each word whether a sentence (or a quotation) begins with it."""
    starts = [True] * len(tokens)
    for i in range(1, len(tokens)):
        before, gap = tokens[i - 1], text[tokens[i - 1].end : tokens[i].start]
        if before.owner:
            gap = gap[2:]
        if gap in (" ", ", "):
            starts[i] = False
        elif gap == ". " and is_dotted(before):
            # "the U.S. The" ends a sentence, "Sen. The" does not
            starts[i] = before.lower in ("u.s", "inc", "jr", "p.m", "a.m") and (
                is_closed(tokens[i]) and tokens[i].text[0].isupper()
            )
        else:
            starts[i] = _SENTENCE_END.search(gap) is not None
    return starts


def capital_runs(
    text: str, tokens: Sequence[Token], starts: Sequence[bool], common: frozenset[str]
) -> list[tuple[int, int]]:
    """Find runs of capitalised words that may hold a name; `common` words may open a sentence."""
    runs, i, n = [], 0, len(tokens)
    named = _also_names(text, tokens, starts)
    while i < n:
        token = tokens[i]
        if not is_capital(token) or (is_closed(token) and i not in named):
            i += 1
            continue
        if starts[i] and i not in named and not token.owner and token.lower not in lex.TITLES:
            is_common = token.lower in common and i + 1 < n and not starts[i + 1]
            if is_common or token.lower in _WEAK:
                i += 1
                continue
        j = i + 1
        while j < n and not tokens[j - 1].owner:
            if _nickname(text, tokens, j):
                j += 2
                continue
            if starts[j] or not _joined(text, tokens, j):
                break
            is_name = j in named or not is_closed(tokens[j]) or tokens[j].text == "Said"
            if is_capital(tokens[j]) and is_name:
                j += 1
                continue
            if _links_body(text, tokens, j):
                j += 2 + (tokens[j + 1].lower == "the")
                continue
            ahead = j
            while ahead < n and ahead - j < 3 and tokens[ahead].lower in lex.LISTS["particles"]:
                ahead += 1
            if ahead == j or ahead >= n or not is_capital(tokens[ahead]):
                break
            if starts[ahead] or not all(_joined(text, tokens, k) for k in range(j, ahead + 1)):
                break
            j = ahead + 1
        runs.append((i, j))
        i = j
    return runs


def _nickname(text: str, tokens: Sequence[Token], i: int) -> bool:
    """Whether word i is a nickname in quote marks inside a name: Dana “Dee” Whitfield."""
    if i + 1 >= len(tokens) or not is_capital(tokens[i]) or not is_capital(tokens[i + 1]):
        return False
    before = text[tokens[i - 1].end : tokens[i].start]
    after = text[tokens[i].end : tokens[i + 1].start]
    return before in (' "', " “", " ‘", " '") and after in ('" ', "” ", "’ ", "' ")


def _links_body(text: str, tokens: Sequence[Token], i: int) -> bool:
    """Whether word i links a body's name: "Ministry of Transport"."""
    if tokens[i].lower not in LINKS or tokens[i - 1].lower not in lex.CAPITAL_ORG_NOUNS:
        return False
    after = list(tokens[i + 1 : i + 3])
    if after and after[0].lower == "the":
        after = after[1:]
    ahead = text[tokens[i].end : after[0].start] if after else ""
    return ahead in (" ", " the ") and is_capital(after[0]) and not is_closed(after[0])


def _joined(text: str, tokens: Sequence[Token], i: int) -> bool:
    gap = text[tokens[i - 1].end : tokens[i].start]
    if gap in (". ", ".\u00a0", "."):
        return is_dotted(tokens[i - 1])
    return gap in (" ", "\u00a0") or (gap == ", " and tokens[i].lower in lex.SUFFIXES)
