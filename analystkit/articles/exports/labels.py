"""Words of the services in all their languages: labels of fields, dates, languages."""

import re
import tomllib
from pathlib import Path
from typing import NamedTuple

from analystkit.tables import ARTICLES

_LISTS = tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))
HEAD: dict[str, str] = {word: name for name, words in _LISTS["head"].items() for word in words}
TAIL: dict[str, str] = {word: name for name, words in _LISTS["tail"].items() for word in words}
WORDS: dict[str, frozenset[str]] = {name: frozenset(w) for name, w in _LISTS["words"].items()}
_LANGUAGES = {word: code for code, words in _LISTS["languages"].items() for word in words}
_MONTHS = {word: int(number) for number, words in _LISTS["months"].items() for word in words}
_ENGLISH = "January February March April May June July August September October November December"
_UPPER = re.compile(r"([^\W\d_a-z][^a-z:\n]{0,40}?)\s?:(?:[ \xa0\n]+(.*))?", re.DOTALL)
_ANY = re.compile(r"([^\W\d_][\w /&'’()-]{0,40}?)\s?:(?:[ \xa0\n]+(.*))?", re.DOTALL)
COPYRIGHT = re.compile(
    r"\s*(?:(?i:copyright|copr\.?)[\s:.,]*(?:©|\([cC]\)|\d{4}|[A-Z])|Copy \d{4}|©|\([cC]\)\s"
    r"|(?i:all rights reserved|tous droits|alle rechte|todos los derechos|derechos reservados"
    r"|tutti i diritti|todos os direitos))"
)


def _alternatives(words: list[str]) -> str:
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))


_WEEKDAY = rf"(?:{_alternatives(_LISTS['weekdays']['all'])})\b\.?"
_MONTH = rf"(?:{_alternatives(list(_MONTHS))})\b\.?"
_CLOCK = (
    r"(?:\d{1,2}[:.h]\d{2}(?::\d{2})?)(?!\d)\s*(?:uhr\b)?\s*(?:[ap]\.?m\b\.?)?"
    r"\s*(?:(?:gmt|utc)[ ]?[+-]\d{1,2}(?::?\d{2})?|[+-]\d{2}:?\d{2}|gmt|utc|z\b|[a-z]{2,4}t\b)?"
)
_DATE = re.compile(
    rf"(?:{_WEEKDAY},?\s+(?:den\s+|le\s+)?)?"
    rf"(?:(?P<d1>\d{{1,2}})(?:er|st|nd|rd|th|[.ºª])?[\s-]*(?:de\s+|di\s+|of\s+|d['’])?"
    rf"(?P<m1>{_MONTH}),?[\s-]+(?:de\s+|del\s+|di\s+)?(?P<y1>\d{{4}})\b"
    rf"|(?P<m2>{_MONTH})\s+(?P<d2>\d{{1,2}})(?:st|nd|rd|th)?,?\s+(?P<y2>\d{{4}})\b"
    r"|(?P<iso>\d{4}-\d{2}-\d{2}|\d{1,2}[./]\d{1,2}[./]\d{4})\b)"
    rf"(?:,?\s*\(?{_WEEKDAY}\)?)?"
    rf"(?:\s*(?:[-–,]|at|à|um)?\s*(?P<clock>{_CLOCK}))?",
    re.IGNORECASE,
)


class FoundDate(NamedTuple):
    """A date in a line: where it stands, and in a form that every reader of dates knows."""

    start: int
    end: int
    value: str


def find_date(text: str) -> FoundDate | None:
    """The first day with month and year, and the time and zone that follow.

    >>> find_date("Politik, Montag 5. Juli 2021 09:20 AM GMT, S. 3").value
    '5 July 2021 09:20 AM GMT'
    """
    match = _DATE.search(text)
    if match is None:
        return None
    if match["iso"]:
        value = match["iso"]
    else:
        month = (match["m1"] or match["m2"]).rstrip(".").lower()
        name = _ENGLISH.split()[_MONTHS[month] - 1]
        value = f"{match['d1'] or match['d2']} {name} {match['y1'] or match['y2']}"
    if match["clock"]:
        clock = re.sub(r"(?<=\d)h(?=\d)", ":", match["clock"], flags=re.IGNORECASE)
        value += " " + " ".join(re.sub(r"\buhr\b", "", clock, flags=re.IGNORECASE).split())
    return FoundDate(match.start(), match.end(), value)


def language_code(name: str | None) -> str | None:
    """The two letters of a language that a service names, the name itself where it is not known.

    >>> language_code("GERMAN; DEUTSCH"), language_code("Français"), language_code("EN")
    ('de', 'fr', 'en')
    """
    if not name:
        return None
    first = re.split(r"[;,|/]", name)[0].strip().casefold()
    return _LANGUAGES.get(first, first) or None


def is_language(name: str) -> bool:
    """Whether these words are the name of a language."""
    return name.strip().casefold() in _LANGUAGES


def label(text: str, *, upper: bool) -> tuple[str, str] | None:
    """A field's label in lower case and its value; in capitals only where `upper`.

    >>> label("LÄNGE: 324 Wörter", upper=True), label("He said: no", upper=True)
    (('länge', '324 Wörter'), None)
    """
    match = (_UPPER if upper else _ANY).fullmatch(text.strip())
    if match is None:
        return None
    return " ".join(match[1].casefold().split()), (match[2] or "").strip()


def column(name: str) -> str:
    """The column for a label, of a name of its own where it is not a known one.

    >>> column("longueur"), column("Cited Court")
    ('length', 'cited_court')
    """
    name = name.casefold().strip()
    known = HEAD.get(name) or TAIL.get(name)
    made = known or re.sub(r"\W+", "_", name).strip("_")
    return f"{made}_in_file" if not known and made in ARTICLES else made


def is_word(text: str, kind: str) -> bool:
    """Whether a paragraph is one of the services' own headings, such as "Body"."""
    return len(text) < 40 and text.strip(" \xa0\n:").casefold() in WORDS[kind]
