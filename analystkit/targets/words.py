"""Words with their places in a text, and a tree of phrases to find among them."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import pairwise
from typing import Literal

from analystkit.text.words import fold, plurals

Role = Literal["phrase", "surname", "tied", "near", "except"]
Meaning = tuple[str, Role]  # a target, and what a phrase is to it
_MARKS = "'’‘‛′ʹʻʼʽʾʿˈ`´＇"
_LETTER = r"(?:[^\W_]|[\u0300-\u036f])"
_WORD = re.compile(rf"(?<!\w)(?:[A-Z]\.)+[A-Z]\b\.?|{_LETTER}+(?:[{_MARKS}]{_LETTER}+)*")
_OWNER = re.compile(rf"[{_MARKS}][sS]\Z")
_SILENT = re.compile(rf"[{_MARKS}.]")
# an apostrophe-s, spaces or hyphens, and an Arabic article may stand between two words
_GAP = re.compile(rf"(?:[{_MARKS}][sS]?)?[\s‐‑–-]+(?:[A-Za-z]{{2}}[‐‑-])?")
# the Arabic article and the forms that take the next letter on: an-Nujaba, ash-Shuhada
_ARTICLES = frozenset("al el an ar as ash at ath ad adh az".split())


@dataclass(frozen=True, slots=True)
class Word:
    """A word as it is compared, and its half-open place without apostrophe-s."""

    key: str
    capitals: str  # the key in capitals where the text has it so, else empty
    start: int
    end: int


def words(text: str, start: int = 0, end: int | None = None) -> list[Word]:
    """The words of a stretch of text, Arabic articles left out.

    >>> [w.key for w in words("U.S. air-strikes on Kata’ib Sayyid al-Shuhada’s men")]
    ['us', 'air', 'strikes', 'on', 'kataib', 'sayyid', 'shuhada', 'men']
    """
    end = len(text) if end is None else min(end, len(text))
    found = []
    for match in _WORD.finditer(text, start, end):
        raw, stop = match.group(), match.end()
        if owner := _OWNER.search(raw):
            raw, stop = raw[: owner.start()], match.start() + owner.start()
        key = _key(raw)
        if not key or (key in _ARTICLES and text[stop : stop + 1] in ("-", "‐", "‑")):
            continue
        capitals = key.upper() if len(key) > 1 and raw.isupper() else ""
        found.append(Word(key, capitals, match.start(), stop))
    return found


@lru_cache(maxsize=65536)
def _key(raw: str) -> str:
    return _SILENT.sub("", fold(raw))


def spellings(phrase: str) -> Iterator[tuple[str, ...]]:
    """The keys under which a phrase is found; words in capitals keep them.

    >>> list(spellings("air strike"))
    [('air', 'strike'), ('airstrike',), ('air', 'strikes'), ('airstrikes',)]
    """
    keys = [w.capitals or w.key for w in words(phrase)]
    if not keys:
        return
    for last in [keys[-1]] if keys[-1].isupper() else plurals(keys[-1]):
        line = (*keys[:-1], last)
        yield line
        for i, (one, two) in enumerate(pairwise(line)):
            if min(len(one), len(two)) > 2 and not (one.isupper() or two.isupper()):
                yield (*line[:i], one + two, *line[i + 2 :])


@dataclass
class Tree:
    """Phrases in a tree by word, each with its meanings."""

    values: list[Meaning] = field(default_factory=list)
    below: dict[str, "Tree"] = field(default_factory=dict)

    def add(self, phrase: str, value: Meaning) -> None:
        """Add a phrase in all its spellings."""
        for keys in spellings(phrase):
            node = self
            for key in keys:
                node = node.below.setdefault(key, Tree())
            if value not in node.values:
                node.values.append(value)

    def at(self, found: Sequence[Word], first: int, text: str) -> Iterator[tuple[int, Meaning]]:
        """What begins with the word `first`: the last word's number, and the value."""
        level = [self]
        for number in range(first, len(found)):
            word = found[number]
            gap = text[found[number - 1].end : word.start]
            if number > first and not (_GAP.fullmatch(gap) and gap.count("\n") < 2):
                return
            keys = (word.key, word.capitals) if word.capitals else (word.key,)
            level = [node.below[key] for node in level for key in keys if key in node.below]
            if not level:
                return
            yield from ((number, value) for node in level for value in node.values)
