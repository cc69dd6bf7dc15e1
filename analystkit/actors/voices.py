"""Who speaks, under which names: the rows of the quotes table that are one person's or body's."""

import re
from collections import Counter
from collections.abc import Hashable, Iterable
from dataclasses import dataclass, field
from functools import lru_cache

from analystkit.text.names import CONNECTORS, Tokens, full_name, tokens, without_title

_SUFFIXES = frozenset("jr sr ii iii iv".split())
_VOWELS = re.compile(r"[aeiouyw]")
_SOUNDS = str.maketrans({"z": "s", "c": "s", "q": "k"})
_DOUBLED = re.compile(r"(.)\1+")


@dataclass(frozen=True)
class Said:
    """What a row of the quotes table says of its speaker, and the quote as an example."""

    speaker: str
    type: str
    roles: tuple[str, ...]
    article: Hashable
    outlet: str = ""
    quote_id: str = ""
    quote: str = ""
    rank: tuple[bool, float] = (False, 0.0)  # the highest is the best example


@dataclass
class Voice:
    """A person or body that speaks: its names by their compared form, each with its rows."""

    type: str
    forms: dict[Tokens, list[int]] = field(default_factory=dict)
    office: list[frozenset[str]] = field(default_factory=list)
    in_full: str = ""  # the full name as the texts have it, where it speaks by surname alone
    notes: dict[str, None] = field(default_factory=dict)

    @property
    def rows(self) -> list[int]:
        """Its rows, in order."""
        return sorted(row for rows in self.forms.values() for row in rows)

    def spelled(self, said: list[Said]) -> set[str]:
        """Its names as they stand in its rows."""
        return {said[row].speaker for row in self.rows}

    def take(self, form: Tokens, rows: Iterable[int], said: list[Said]) -> None:
        """Add rows in which it goes by this form."""
        mine = self.forms.setdefault(form, [])
        for row in rows:
            mine.append(row)
            # a word alone, "Spokesman", is an office of many
            told = (role for role in said[row].roles if " " in role)
            self.office += filter(None, (frozenset(tokens(role)) - _NO_OFFICE for role in told))


_NO_OFFICE = CONNECTORS | {"former", "then"}


def called(voice: Voice, said: list[Said]) -> str:
    """The name to call a voice by: of its fullest forms the most quoted, as it is spelled most."""
    if voice.in_full:
        return voice.in_full
    forms = list(filter(is_full, voice.forms)) or list(voice.forms)
    best = max(forms, key=lambda f: (len(voice.forms[f]), len(f), f))
    names = Counter(said[row].speaker for row in voice.forms[best])
    parts = min(names, key=lambda n: (-names[n], n)).split()
    if voice.type == "person":
        while len(parts) > 1 and form_of(" ".join(parts[1:])) == best:
            parts.pop(0)
    return " ".join(parts)


@lru_cache(maxsize=65536)
def form_of(name: str) -> Tokens:
    """The words of a name without title and suffix."""
    words = full_name(without_title(tokens(name)))
    return words[:-1] if len(words) > 2 and words[-1] in _SUFFIXES else words


def is_full(form: Tokens) -> bool:
    """Whether a person's name has a first name, not its letter only."""
    return len(form) > 1 and len(form[0]) > 1


def skeleton(word: str) -> str:
    """The consonants, by which spellings of one name agree: "mobilisation", "mobilization"."""
    return _DOUBLED.sub(r"\1", _VOWELS.sub("", word).translate(_SOUNDS))
