"""Names made comparable: marks, transliterated articles and titles set aside."""

import re
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

from analystkit.text.lists import read_lists
from analystkit.text.words import fold

Tokens = tuple[str, ...]


_APOSTROPHES = dict.fromkeys(map(ord, "’‘‛′ʹʻʼʽʾʿˈˊˋ`´＇"), "'")
_HYPHENS = dict.fromkeys(map(ord, "‐‑‒–—−﹣－"), "-")
_MARKS = _APOSTROPHES | _HYPHENS
# al-, el-, ul-, and the forms that take the next letter on: an-Nujaba, ash-Shuhada
_ARABIC_ARTICLE = re.compile(r"\b(?:[aeu]l-(?=[^\W_])|a(n|r|sh?|th?|dh?|z)-(?=\1))")
_INITIALS = re.compile(r"\b([^\W\d_])\.(?=[^\W\d_]\b)")
_WORD = re.compile(r"(?:[^\W_]|')+")
_LISTS = read_lists(Path(__file__).with_name("names.toml"))
COMMON_TITLES = _LISTS["titles"]
TITLES = COMMON_TITLES | _LISTS["titles_of_actors"]
_QUALIFIERS = _LISTS["qualifiers"]
_OTHERS = frozenset("for to and or with by from against about".split())
_PARTICLES = frozenset("abu abd ben bin da de del der di ibn la le van von".split())
CONNECTORS = frozenset("'s and or of for with the in at from by to who".split())


@lru_cache(maxsize=65536)
def tokens(name: str) -> Tokens:
    """The words of a name as they are compared; see `normalise`."""
    text = fold(name.translate(_MARKS)).translate(_MARKS)
    text = _INITIALS.sub(r"\1", _ARABIC_ARTICLE.sub("", text))
    words: list[str] = []
    chunks = _WORD.findall(text)
    for at, chunk in enumerate(chunks):
        plural_owner = chunk.endswith("s'") and at + 1 < len(chunks)
        owner = chunk.endswith("'s") or plural_owner
        word = (chunk[:-2] if owner and not plural_owner else chunk).replace("'", "")
        words += [word] * bool(word) + ["'s"] * owner
    while words and words[-1] == "'s":
        words.pop()
    while words and words[0] in ("'s", "the") and (len(words) > 1 or words[0] == "'s"):
        words.pop(0)
    last = len(words) - 1
    return tuple(w for i, w in enumerate(words) if w not in ("al", "el") or i in (0, last))


def normalise(name: str) -> str:
    """A name as it is compared: case, accents, apostrophes, hyphens and dots set aside.

    So do the Arabic article and a leading "the"; an apostrophe-s inside the name stays as a word.

    >>> normalise("Mustafa al-Kādhimī"), normalise("Kata'ib Sayyid ash-Shuhadā’")
    ('mustafa kadhimi', 'kataib sayyid shuhada')
    >>> normalise("the U.S. Department of Defense"), normalise("Biden’s critics")
    ('us department of defense', "biden 's critics")
    """
    return " ".join(tokens(name))


def is_title(words: Tokens) -> bool:
    """Whether these words are only a title: "Prime Minister", "the U.S. Secretary of State"."""
    return not words or (
        any(w in TITLES for w in words) and all(w in TITLES or w in _QUALIFIERS for w in words)
    )


def without_title(words: Tokens) -> Tokens:
    """The words after a leading title; all of them where there is none, or nothing else.

    >>> without_title(("us", "secretary", "of", "state", "antony", "blinken"))
    ('antony', 'blinken')
    >>> without_title(("white", "house")), without_title(("prime", "minister"))
    (('white', 'house'), ('prime', 'minister'))
    >>> without_title(("spokesman", "for", "senator", "whitfield"))
    ('spokesman', 'for', 'senator', 'whitfield')
    """
    start = next(
        (i for i, w in enumerate(words) if w not in TITLES and w not in _QUALIFIERS), len(words)
    )
    if start == len(words) or not is_title(words[:start]) or _of_another(words[:start]):
        return words
    return words[start:]


def _of_another(before: Tokens) -> bool:
    """Whether these words make the name that follows somebody else's: "spokesman for"."""
    of = next((i for i, w in enumerate(before) if w in ("of", "in")), len(before))
    return bool(
        _OTHERS.intersection(before)
        or (before and before[-1] in ("of", "in"))
        or any(w in TITLES for w in before[of:])
    )


def full_name(words: Tokens) -> Tokens:
    """What follows the last title word, whatever stands before it.

    >>> full_name(("kataib", "hezbollah", "spokesman", "omar", "tamimi"))
    ('omar', 'tamimi')
    """
    last = max((i for i, w in enumerate(words[:-1]) if w in TITLES), default=-1)
    return words if _of_another(words[: last + 1]) else words[last + 1 :]


def is_list(name: str) -> bool:
    """Whether a name lists several: "Britain, France and Spain".

    >>> is_list("Dana Whitfield, Ray Orme and others"), is_list("Orme, chair and founder")
    (True, False)
    """
    tail = name.partition(",")[2]
    return tail.lstrip()[:1].isupper() and re.search(r"\b(?:and|or)\b", tail) is not None


def readings(name: str) -> Iterator[Tokens]:
    """The ways to read a name, the most literal first: whole, without title or appositive."""
    whole = tokens(name)
    found = [whole, without_title(whole)]
    if "(" in name:
        found.append(without_title(tokens(name.split("(", 1)[0])))
    head, comma, tail = name.partition(",")
    if comma and not is_list(name):
        # "Murphy, Phil" and "Kadhimi, the prime minister" both read well turned round
        found.append(without_title(tokens(f"{tail} {head}")))
        if len(tokens(head)) > 1:
            found.append(without_title(tokens(head)))
    if len(after := full_name(whole)) > 1:
        found.append(after)
    return iter(dict.fromkeys(w for w in found if w))


def surnames(words: Tokens) -> list[str]:
    """The bare forms of a full name: its last word, and that with its particle.

    >>> surnames(("dana", "van", "dorn"))
    ['dorn', 'van dorn']
    """
    if len(words) == 1:
        return [words[0]]
    if len(words) == 2 and words[0] in ("abu", "umm", "um"):
        return []
    bare = [words[-1]]
    if len(words) > 2 and words[-2] in _PARTICLES:
        bare.append(" ".join(words[-2:]))
    return bare


def same_person(name: Tokens, entry: Tokens) -> bool:
    """Whether two full names differ in middle names at most, and no middle name speaks against.

    >>> same_person(("joseph", "r", "biden"), ("joseph", "biden"))
    True
    >>> same_person(("ahmed", "kadhimi"), ("mustafa", "kadhimi"))
    False
    """
    if min(len(name), len(entry)) < 2 or (name[0], name[-1]) != (entry[0], entry[-1]):
        return False
    middle, known = name[1:-1], entry[1:-1]
    if len(middle) > 2 or CONNECTORS.intersection(middle):
        return False
    return (
        not middle
        or not known
        or all(a.startswith(b) or b.startswith(a) for a, b in zip(middle, known, strict=False))
    )
