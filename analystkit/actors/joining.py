"""Who of a coverage's speakers is the same: spellings and short names joined across articles."""

import re
from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Literal, NamedTuple

from analystkit.text.names import (
    CONNECTORS,
    TITLES,
    Tokens,
    full_name,
    is_title,
    same_person,
    tokens,
    without_title,
)

_SUFFIXES = frozenset("jr sr ii iii iv".split())
_AFTER = re.compile(r"(?:[’'][sS]?)?\W*$")
_WORD = re.compile(r"[^\W\d_]{2,}")
_SENTENCE = re.compile(r"[.!?…][\"'”’»)\s]*$")
_VOWELS = re.compile(r"[aeiouyw]")
_SOUNDS = str.maketrans({"z": "s", "c": "s", "q": "k"})
_DOUBLED = re.compile(r"(.)\1+")
_NO_NAME = ("'s", "’s", "ing", "ly", "day")  # what opens a sentence before a surname
_OWN = frozenset("my our your his her its their this that these those".split())
Kin = Literal["same", "perhaps", "no"]


@dataclass(frozen=True)
class Said:
    """What a row of the quotes table says of its speaker."""

    speaker: str
    type: str
    roles: tuple[str, ...]
    article: Hashable


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

    def take(self, form: Tokens, rows: Iterable[int], said: list[Said]) -> None:
        """Add rows in which it goes by this form."""
        mine = self.forms.setdefault(form, [])
        for row in rows:
            mine.append(row)
            self.office += [words for role in said[row].roles if (words := _office(role))]


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
                    form = _form(name)
                    if " " in name and form[-1:] == last and _is_full(form):
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


class Joined(NamedTuple):
    """Who speaks, the most quoted first; why other rows are nobody's; namesakes who are silent."""

    voices: list[Voice]
    left: dict[int, str]
    silent: dict[str, int]


def joined(said: list[Said], texts: Mapping[Hashable, str]) -> Joined:
    """The people and bodies that speak, spellings and short names joined."""
    left: dict[int, str] = {}
    people: dict[Tokens, list[int]] = defaultdict(list)
    bodies: dict[Tokens, list[int]] = defaultdict(list)
    unnamed: dict[Tokens, list[int]] = defaultdict(list)
    for row, one in enumerate(said):
        form = _form(one.speaker)
        if one.type == "document":
            left[row] = "a document: its author may be meant"
        elif not form or (is_title(form) and len(tokens(one.speaker)) < 2):
            left[row] = "no name, or a title only"
        elif is_title(form):
            unnamed[form].append(row)
        elif one.type == "person":
            people[form].append(row)
        elif one.type == "organisation":
            bodies[_body(one.speaker)].append(row)
        else:
            unnamed[form].append(row)
    notes = _of_one_type(people, bodies)
    for form in [form for form in people if CONNECTORS.intersection(form)]:
        left |= dict.fromkeys(people.pop(form), "several people in one name")
    for form in [
        form for form in bodies if "and" in form and _lists(said[bodies[form][0]].speaker)
    ]:
        left |= dict.fromkeys(bodies.pop(form), "several bodies in one name")
    written = Texts(texts)
    for forms in (people, bodies):
        for form in [form for form in forms if _is_common(form, said[forms[form][0]], written)]:
            left |= dict.fromkeys(forms.pop(form), "a common word that may be anybody's")
    joining = _People(said, written, left)
    voices = joining.join(people, unnamed)
    voices += _join_bodies(bodies, said, texts)
    for voice in voices:
        for form in voice.forms:
            voice.notes |= notes.get(form, {})
    for rows in unnamed.values():
        left |= {row: "not named" for row in rows if row not in left}
    taken = {row for voice in voices for row in voice.rows}
    left = {row: why for row, why in sorted(left.items()) if row not in taken}
    voices.sort(key=lambda v: (-len(v.rows), v.rows))
    return Joined(voices, left, joining.silent())


@lru_cache(maxsize=65536)
def _form(name: str) -> Tokens:
    """The words of a name without title and suffix."""
    words = full_name(without_title(tokens(name)))
    return words[:-1] if len(words) > 2 and words[-1] in _SUFFIXES else words


def _body(name: str) -> Tokens:
    return tuple(word for word in tokens(name) if word != "'s")


def _is_common(form: Tokens, one: Said, texts: Texts) -> bool:
    """Whether a name is a noun only: "company", "Police", "their union"."""
    if form[0] in _OWN:
        return True
    lower = not any(letter.isupper() for letter in one.speaker)
    return len(form) == 1 and (lower or one.speaker.casefold() in texts.common)


def _lists(name: str) -> bool:
    """Whether a body's name is two of them: "India and Pakistan"."""
    return re.fullmatch(r"[A-Z]\w+ and [A-Z]\w+", name) is not None


def _office(role: str) -> frozenset[str]:
    return frozenset(tokens(role)) - CONNECTORS - {"former", "then"}


def _of_one_type(
    people: dict[Tokens, list[int]], bodies: dict[Tokens, list[int]]
) -> dict[Tokens, dict[str, None]]:
    """Put names that are read now as a person, now as a body, where they are read more often."""
    notes: dict[Tokens, dict[str, None]] = {}
    for form in sorted(people.keys() & bodies.keys()):
        p, b = len(people[form]), len(bodies[form])
        times = f"{p} time{'s' * (p != 1)} as a person, {b} as a body"
        notes[form] = {f"check the type: read {times}": None}
        into, out = (people, bodies) if p > b else (bodies, people)
        into[form] += out.pop(form)
    return notes


_Single = dict[tuple[Tokens, str], list[int]]  # short names that no speaker bears in full


class _People:
    """Joins the forms of people's names."""

    def __init__(self, said: list[Said], texts: Texts, left: dict[int, str]) -> None:
        self.said, self.texts, self.left = said, texts, left
        self.voices: list[Voice] = []
        self.of: dict[Tokens, Voice] = {}
        self.near: dict[tuple[str, str], list[Voice]] = defaultdict(list)
        self.bearers: dict[str, list[Voice]] = defaultdict(list)
        self.others: dict[str, dict[Tokens, Named]] = {}

    def join(self, forms: dict[Tokens, list[int]], unnamed: dict[Tokens, list[int]]) -> list[Voice]:
        """The voices of these forms, and of those descriptions that are names after all."""
        full = {f: rows for f, rows in forms.items() if _is_full(f)}
        for form in sorted(full, key=lambda f: (-len(f), -len(full[f]), f)):
            self._place(form, full[form])
        short = {form: rows for form, rows in forms.items() if form not in full}
        surnames, alone = {form[-1] for form in full}, {form[0] for form in short}
        for form in list(unnamed):
            # "Mr. King" and "Trump" are names though they were read as descriptions
            capital = any(letter.isupper() for letter in self.said[unnamed[form][0]].speaker)
            if capital and (form in self.of or (len(form) == 1 and form[0] in {*surnames, *alone})):
                short[form] = sorted(short.get(form, []) + unnamed.pop(form))
        self.others = self.texts.namesakes({form[-1] for form in (*full, *short)})
        for form, voice in self.of.items():
            self.bearers[form[-1]] += [voice] * (voice not in self.bearers[form[-1]])
        for surname, voices in self.bearers.items():
            held = self.others.get(surname, {})
            self.others[surname] = {
                name: found
                for name, found in held.items()
                if not any(_is_of(name, f) for voice in voices for f in voice.forms)
            }
        single: _Single = defaultdict(list)
        for form in sorted(short):
            for row in short[form]:
                self._settle(form, row, single)
        for (form, name), rows in sorted(single.items()):
            self._name_alone(form, name, rows)
        self._warn()
        return self.voices

    def _place(self, form: Tokens, rows: list[int]) -> None:
        """Put a full name with the one voice it fits, or open a voice for it."""
        new = Voice("person")
        new.take(form, rows, self.said)
        block = self.near[form[0][0], form[-1][0]]
        kin = [(voice, self._kin(new, form, voice)) for voice in block]
        same = [voice for voice, how in kin if how == "same"]
        if len(same) == 1:
            same[0].take(form, rows, self.said)
            self.of[form] = same[0]
            return
        for voice, how in kin:
            if how != "no":
                new.notes[f"perhaps the same as {self._called(voice)}"] = None
                voice.notes[f"perhaps the same as {self._called(new)}"] = None
        block.append(new)
        self.voices.append(new)
        self.of[form] = new

    def _kin(self, new: Voice, form: Tokens, voice: Voice) -> Kin:
        shared = _shared_office(new.office, voice.office)
        found = {known: _kin(form, known, shared) for known in voice.forms}
        if "no" in found.values():
            return "perhaps" if any(same_person(form, f) for f in voice.forms) else "no"
        if any(self._together(new, form, voice, known) for known in voice.forms):
            return "no"
        return "same" if "same" in found.values() else "perhaps"

    def _together(self, new: Voice, form: Tokens, voice: Voice, known: Tokens) -> bool:
        """Whether one article has both names, which are then two people's."""
        if same_person(form, known):
            return False
        here = {self.said[row].article for row in new.rows}
        there = {self.said[row].article for row in voice.forms[known]}
        return (
            bool(here & there)
            or any(self.texts.hold(article, known) for article in here)
            or any(self.texts.hold(article, form) for article in there)
        )

    def _settle(self, form: Tokens, row: int, single: _Single) -> None:
        """Give a row with a short name to who bears it in its article, else in the coverage."""
        if _is_full(form) and form in self.of:
            self.of[form].take(form, [row], self.said)
            return
        article = self.said[row].article
        voices = [v for v in self.bearers[form[-1]] if _fits(form, v.forms)]
        held = self.others.get(form[-1], {})
        others = [named for name, named in held.items() if _fits(form, [name])]
        here = [v for v in voices if self._is_in(v, article)]
        here_too = [named for named in others if article in named.articles]
        if here or here_too:
            voices, others = here, here_too
        if len(voices) == 1 and not others:
            voices[0].take(form, [row], self.said)
        elif not voices and len(others) <= 1:
            single[form, others[0].name if others else ""].append(row)
        else:
            names = [self._called(v) for v in voices] + [named.name for named in others]
            self.left[row] = f"may be {' or '.join(sorted(names))}"

    def _is_in(self, voice: Voice, article: Hashable) -> bool:
        return any(
            self.texts.hold(article, form) or any(self.said[r].article == article for r in rows)
            for form, rows in voice.forms.items()
            if _is_full(form)
        )

    def _name_alone(self, form: Tokens, name: str, rows: list[int]) -> None:
        """Open a voice for a short name, in full where the texts name who bears it."""
        voice = Voice("person", in_full=name)
        voice.take(form, rows, self.said)
        if name:
            voice.notes[f"speaks by the surname; the texts name {name}"] = None
        given = sorted({self._called(self.of[f]) for f in self.of if f[0] == form[0]})
        if len(form) == 1 and given and not name:
            voice.notes[f"perhaps the same as {' or '.join(given)}"] = None
        self.voices.append(voice)

    def _warn(self) -> None:
        """Note which surnames several bear, those who do not speak among them."""
        for surname, voices in self.bearers.items():
            silent = [named.name for named in self.others.get(surname, {}).values()]
            for voice in voices:
                names = [self._called(v) for v in voices if v is not voice] + silent
                if names:
                    voice.notes[f"of the same surname: {', '.join(sorted(set(names)))}"] = None

    def silent(self) -> dict[str, int]:
        """Who bears a speaker's surname and does not speak, with the number of their articles."""
        return {
            named.name: len(named.articles)
            for surname, voices in sorted(self.bearers.items())
            if voices
            for named in self.others.get(surname, {}).values()
        }

    def _called(self, voice: Voice) -> str:
        return called(voice, self.said)


def _is_headline(line: str) -> bool:
    """Whether a line is a headline, whose capitals tell no names."""
    long = [word for word in line.split() if len(word) > 3]
    capitals = sum(word[0].isupper() for word in long)
    return not _SENTENCE.search(line) or (len(long) > 4 and capitals > 0.7 * len(long))


def _is_of(words: Tokens, form: Tokens) -> bool:
    """Whether words before a surname end in a person's name: "Sunday", "Lena", "Orsk"."""
    ends = [words[at:] for at in range(len(words) - 1)]
    return any(end == form or same_person(end, form) for end in ends)


def _is_full(form: Tokens) -> bool:
    return len(form) > 1 and len(form[0]) > 1


def called(voice: Voice, said: list[Said]) -> str:
    """The name to call a voice by: of its fullest forms the most quoted, as it is spelled most."""
    if voice.in_full:
        return voice.in_full
    forms = list(filter(_is_full, voice.forms)) or list(voice.forms)
    best = max(forms, key=lambda f: (len(voice.forms[f]), len(f), f))
    names = Counter(said[row].speaker for row in voice.forms[best])
    name = min(names, key=lambda n: (-names[n], n))
    parts = name.split()
    if voice.type == "person":
        while len(parts) > 1 and _form(" ".join(parts[1:])) == best:
            parts.pop(0)
    return " ".join(parts)


def _fits(short: Tokens, forms: Iterable[Tokens]) -> bool:
    """Whether a surname alone or with initials can be one of these full names."""
    return any(
        form[-1] == short[-1]
        and all(a.startswith(b) for a, b in zip(form[:-1], short[:-1], strict=False))
        for form in forms
        if len(form) >= len(short)
    )


def _kin(a: Tokens, b: Tokens, shared: bool | None) -> Kin:
    """Whether two full names may be one person's; `shared` is whether both hold one office."""
    from rapidfuzz.fuzz import ratio

    if a == b or same_person(a, b):
        return "same"
    if a[0][0] != b[0][0] or a[-1][0] != b[-1][0] or shared is False:
        return "no"
    if a[-1] == b[-1]:
        if a[0] == b[0]:
            return "no"  # middle names that differ
        short, long = sorted((a[0], b[0]), key=len)
        if (len(short) > 2 and long.startswith(short)) or ratio(short, long) >= 55:
            return "same" if shared else "perhaps"
        return "no"
    if len(a) != len(b) or ratio(a[0], b[0]) < 75 or ratio(a[-1], b[-1]) < 60:
        return "no"
    if shared:
        return "same"
    one, other = a[-1], b[-1]
    if a[:-1] == b[:-1] and len(a) > 2 and _skeleton(one) == _skeleton(other):
        return "same"  # all but a vowel of three names
    return "perhaps" if ratio(a[-1], b[-1]) >= 75 else "no"


def _shared_office(a: list[frozenset[str]], b: list[frozenset[str]]) -> bool | None:
    """Whether both hold one office; None where that is not told of both."""
    if not a or not b:
        return None
    return any(x <= y or y <= x or len(x & y) > 1 for x in a for y in b)


def _skeleton(word: str) -> str:
    """The consonants, by which spellings of one name agree: "mobilisation", "mobilization"."""
    return _DOUBLED.sub(r"\1", _VOWELS.sub("", word).translate(_SOUNDS))


def _join_bodies(
    forms: dict[Tokens, list[int]], said: list[Said], texts: Mapping[Hashable, str]
) -> list[Voice]:
    """The bodies; spellings of one name and the letters it is short for joined."""
    voices: list[Voice] = []
    near: dict[tuple[int, str], list[Voice]] = defaultdict(list)
    for form in sorted(forms, key=lambda f: (-len(f), -len(forms[f]), f)):
        rows = forms[form]
        name = said[rows[0]].speaker
        block = near[len(form), form[0][0]]
        fit = [v for v in block if any(_same_body(form, f) for f in v.forms)]
        if not fit and len(form) == 1 and name.isupper():
            fit = [v for v in voices if _is_short_for(name, v, said, texts)]
        if len(fit) == 1:
            fit[0].take(form, rows, said)
            continue
        voice = Voice("organisation")
        voice.take(form, rows, said)
        voices.append(voice)
        block.append(voice)
    return voices


def _same_body(a: Tokens, b: Tokens) -> bool:
    from rapidfuzz.fuzz import ratio

    return len(a) == len(b) > 1 and all(
        x == y
        or (min(len(x), len(y)) > 4 and x[0] == y[0] and _skeleton(x) == _skeleton(y)
            and ratio(x, y) >= 75)
        for x, y in zip(a, b, strict=True)
    )  # fmt: skip


def _is_short_for(
    letters: str, voice: Voice, said: list[Said], texts: Mapping[Hashable, str]
) -> bool:
    """Whether the texts put the letters behind the name: "Harbour Guard Union (HGU)"."""
    names = {said[row].speaker for rows in voice.forms.values() for row in rows}
    return any(f"{name} ({letters})" in text for name in names for text in texts.values())
