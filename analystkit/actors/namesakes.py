"""Who bears a surname in the articles' texts, speaking or not."""

import re
from collections import defaultdict
from collections.abc import Hashable, Mapping
from dataclasses import dataclass, field

from analystkit.actors.voices import form_of, is_full
from analystkit.text.names import TITLES, Tokens, tokens

_AFTER = re.compile(r"(?:[’'][sS]?)?\W*$")
_WORD = re.compile(r"[^\W\d_]{2,}")
_SENTENCE = re.compile(r"[.!?…][\"'”’»)\s]*$")
_NO_NAME = ("'s", "’s", "ing", "ly", "day")  # what opens a sentence before a surname


@dataclass
class Named:
    """A full name in the texts: as written, and the articles that hold it."""

    name: str
    articles: set[Hashable] = field(default_factory=set)


class Texts:
    """What the articles' texts hold beside their quotes: who else bears a surname."""

    def __init__(self, texts: Mapping[Hashable, str]) -> None:
        self._texts = texts
        self._pages: dict[Hashable, str] = {}
        words = {word for text in texts.values() for word in _WORD.findall(text)}
        self.common = {word for word in words if word.islower()}

    def hold(self, article: Hashable, words: Tokens) -> bool:
        """Whether an article's text holds these words of a name one after another."""
        if article not in self._pages:
            # word by word, since words come again and are kept
            read = (w for word in self._texts.get(article, "").split() for w in tokens(word))
            self._pages[article] = f" {' '.join(read)} "
        return f" {' '.join(words)} " in self._pages[article]

    def introduce(self, names: set[str], letters: str) -> bool:
        """Whether they put letters behind one of these names: "Harbour Guard Union (HGU)"."""
        return any(f"{name} ({letters})" in t for name in names for t in self._texts.values())

    def namesakes(self, surnames: set[str]) -> dict[str, dict[Tokens, Named]]:
        """By surname the full names in the texts, each as written, with its articles."""
        found: dict[str, dict[Tokens, Named]] = defaultdict(dict)
        for article, text in self._texts.items():
            for line in text.splitlines():
                words = [] if _is_headline(line) else line.split()
                for at in range(1, len(words)):
                    last = tokens(words[at])[-1:]
                    if not last or last[0] not in surnames:
                        continue
                    name = self._name(words[max(0, at - 3) : at + 1])
                    form = form_of(name)
                    if " " in name and form[-1:] == last and is_full(form):
                        found[last[0]].setdefault(form, Named(name)).articles.add(article)
        return found

    def _name(self, words: list[str]) -> str:
        """The last words of these that can be a name: capitals, no title and no common word."""
        name = [_AFTER.sub("", words[-1])]
        for word in reversed(words[:-1]):
            bare = word.lstrip("“\"‘'(«[")
            letters = bare.rstrip(".")
            ends = not letters[-1:].isalnum() or (bare != letters and len(letters) > 1)
            if ends or not bare[:1].isupper() or TITLES.intersection(tokens(bare)):
                break
            if letters.casefold() in self.common or letters.endswith(_NO_NAME):
                break
            name.insert(0, bare)
            if bare != word:
                break
        return " ".join(name)


def _is_headline(line: str) -> bool:
    """Whether a line is a headline, whose capitals tell no names."""
    long = [word for word in line.split() if len(word) > 3]
    capitals = sum(word[0].isupper() for word in long)
    return not _SENTENCE.search(line) or (len(long) > 4 and capitals > 0.7 * len(long))
