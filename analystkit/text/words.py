"""Words made comparable: folded, singular, plural."""

import re
import unicodedata
from functools import lru_cache
from pathlib import Path

from analystkit.text.lists import read_lists

_LISTS = read_lists(Path(__file__).with_name("words.toml"))


def fold(text: str) -> str:
    """A text without case, accents and ligatures."""
    text = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())
    return "".join(c for c in text if not unicodedata.combining(c))


def is_plural(word: str) -> bool:
    """Guess whether a noun is plural."""
    word = word.lower()
    ends = len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us", "is"))
    return word in _LISTS["plurals"] or (ends and word not in _LISTS["not_plural"])


def singular(word: str) -> str:
    """The singular of a plural, another word as it is.

    >>> singular("Clergymen"), singular("Congress")
    ('Clergyman', 'Congress')
    """
    if word.endswith("men"):
        return f"{word[:-3]}man"
    if not word.endswith("s") or not is_plural(word):
        return word
    return f"{word[:-3]}y" if word.endswith("ies") and len(word) > 4 else word[:-1]


def plurals(word: str) -> list[str]:
    """The word and, where it reads as a singular, its plural.

    >>> plurals("strike"), plurals("proxy"), plurals("forces")
    (['strike', 'strikes'], ['proxy', 'proxies'], ['forces'])
    """
    if word.endswith("y") and word[-2:-1] not in "aeiou":
        return [word, word[:-1] + "ies"]
    if word.endswith(("ch", "sh", "x", "ss")):
        return [word, word + "es"]
    return [word] if word.endswith("s") else [word, word + "s"]


def stands_in(text: str, phrase: str) -> bool:
    """Whether a text holds a phrase, in the plural too; words in capitals match capitals only.

    >>> stands_in("two U.S. senators", "US"), stands_in("told us", "US")
    (True, False)
    >>> stands_in("two U.S. senators", "senator"), stands_in("senatorial", "senator")
    (True, False)
    """
    return _phrase(phrase).search(text) is not None


@lru_cache(maxsize=4096)
def _phrase(phrase: str) -> re.Pattern[str]:
    parts = []
    words = phrase.split()
    for at, word in enumerate(words, 1):
        if len(word) > 1 and word.isupper():
            parts.append(r"\.?".join(map(re.escape, word.replace(".", ""))) + r"\.?")
        else:
            forms = plurals(word) if at == len(words) else [word]
            parts.append(f"(?i:{'|'.join(map(re.escape, forms))})")
    whole = r"[\s‐‑–-]+".join(parts)
    return re.compile(rf"(?<!\w)(?:{whole})(?!\w)")
