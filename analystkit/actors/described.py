"""The camp of unnamed sources: "two senior US officials", "a spokesman for Kadhimi"."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from analystkit.registry.reading import RegistryError
from analystkit.text.lists import read_lists
from analystkit.text.names import Tokens, is_list, tokens
from analystkit.text.words import singular

_WORDS = read_lists(Path(__file__).with_suffix(".toml"))
_ORDINALS = _WORDS["ordinals"]
_MODIFIERS, _PAST, _ROLES = _WORDS["modifiers"], _WORDS["past"], _WORDS["roles"]
_MAY_FOLLOW = (_WORDS["connectors"] - {"'s", "and", "or", "but"}) | _WORDS["followers"]
_BETWEEN = _ROLES | _WORDS["between"]
_SPEAKS_FOR = re.compile(
    rf"(?:(?:{'|'.join(sorted(_WORDS['speakers_for']))}) (?:of|for|from|at|within|by|to)"
    r"|(?:official|authority) in) (?:the )?"
)
_FOLD = {
    "spokeswoman": "spokesman",
    "spokesperson": "spokesman",
    "spokespeople": "spokesman",
    "spokespersons": "spokesman",
    "spokeswomen": "spokesman",
    "personnel": "troop",
}
_LONGEST = 24


@dataclass(frozen=True)
class Descriptor:
    """Phrases for unnamed sources, each of ``words`` after each of ``of``, and their camp."""

    camp: str
    words: tuple[str, ...]
    of: tuple[str, ...] = ()

    @property
    def phrases(self) -> list[str]:
        """Every phrase written out."""
        return [f"{of} {word}".strip() for of in self.of or ("",) for word in self.words]


class Descriptors:
    """Descriptors made ready for looking up."""

    def __init__(self, descriptors: Iterable[Descriptor]) -> None:
        self._phrases: dict[str, dict[Tokens, str]] = defaultdict(dict)
        for descriptor in descriptors:
            for phrase in descriptor.phrases:
                words = tuple(map(_singular, tokens(phrase)))
                if not words:
                    raise RegistryError(f"descriptor of {descriptor.camp!r}: an entry is empty")
                camp = self._phrases[words[0]].setdefault(words, descriptor.camp)
                if camp != descriptor.camp:
                    raise RegistryError(
                        f"descriptor {phrase!r}: stands for {descriptor.camp!r} and for {camp!r}"
                    )

    def camp(self, words: Tokens) -> str | None:
        """The camp of the longest phrase that heads these words, if any."""
        found: dict[int, set[str]] = defaultdict(set)
        for start in range(len(words)):
            for phrase, camp in self._phrases.get(_singular(words[start]), {}).items():
                if _heads(phrase, words[start:]):
                    found[len(phrase)].add(camp)
            if words[start] not in _MODIFIERS and not words[start].isdigit():
                break
        best = found[max(found)] if found else set()
        return best.pop() if len(best) == 1 else None


def principals(words: Tokens, *, whole: bool) -> Iterator[Tokens]:
    """Whom the words may name before a role, longest first; all of the words too if `whole`."""
    start = 0
    while start < len(words) - 1 and words[start] in _MODIFIERS:
        start += 1
    if whole:
        yield words[start:]
    tail = (i for i, word in enumerate(words) if i > start and word in _MAY_FOLLOW)
    words = words[: next(tail, len(words))]
    roles = [_singular(word) for word in words]
    if roles[-1] not in _ROLES:
        return
    for end in range(len(words) - 1, start, -1):
        if words[end] == "'s":
            yield words[start:end]
        if words[end] == "'s" or roles[end] not in _BETWEEN:
            return
        if words[end - 1] != "'s":
            yield words[start:end]


def _heads(phrase: Tokens, words: Tokens) -> bool:
    """Whether the phrase stands first in the words, with at most three modifiers between."""
    at, gap = 0, 0
    for part in phrase:
        while at < len(words) and _singular(words[at]) != part:
            gap += 1
            if gap > 3 or not (_singular(words[at]) in _BETWEEN or words[at].endswith("ly")):
                return False
            at += 1
        if at == len(words):
            return False
        at += 1
    return at == len(words) or words[at] in _MAY_FOLLOW


def about(name: str) -> Iterator[Tokens]:
    """The words a description turns on; nothing for lists, nor who no longer speaks for anybody."""
    words = tokens(re.split(r"[,;:()—]", name, maxsplit=1)[0])[:_LONGEST]
    if not words or is_list(name) or _PAST.intersection(words):
        return
    start = 0
    yield words
    while start < len(words):
        rest = " ".join(map(_singular, words[start:]))
        if found := _SPEAKS_FOR.match(rest):
            start += found[0].count(" ")
            yield words[start:]
        elif words[start] in _MODIFIERS | _ORDINALS or words[start][0].isdigit():
            start += 1
        else:
            return


def _singular(word: str) -> str:
    return _FOLD.get(word) or singular(word)
