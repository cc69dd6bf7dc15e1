"""Which names are one person's: spellings, initials and surnames joined across articles."""

from collections import defaultdict
from collections.abc import Hashable, Iterable
from typing import Literal

from analystkit.actors.namesakes import Named, Texts
from analystkit.actors.voices import Said, Voice, called, is_full, skeleton
from analystkit.text.names import Tokens, same_person

Kin = Literal["same", "perhaps", "no"]
_Single = dict[tuple[Tokens, str], list[int]]  # short names that no speaker bears in full


class People:
    """Joins the forms of people's names."""

    def __init__(self, said: list[Said], texts: Texts) -> None:
        self.said, self.texts = said, texts
        self.left: dict[int, str] = {}  # rows that may be several people's, with the reason
        self.voices: list[Voice] = []
        self.of: dict[Tokens, Voice] = {}
        self.near: dict[tuple[str, str], list[Voice]] = defaultdict(list)
        self.bearers: dict[str, list[Voice]] = defaultdict(list)
        self.others: dict[str, dict[Tokens, Named]] = {}

    def join(self, forms: dict[Tokens, list[int]], unnamed: dict[Tokens, list[int]]) -> list[Voice]:
        """The voices of these forms, and of those descriptions that are names after all."""
        full = {f: rows for f, rows in forms.items() if is_full(f)}
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
        if is_full(form) and form in self.of:
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
            if is_full(form)
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


def _is_of(words: Tokens, form: Tokens) -> bool:
    """Whether words before a surname end in a person's name: "Sunday", "Lena", "Orsk"."""
    ends = [words[at:] for at in range(len(words) - 1)]
    return any(end == form or same_person(end, form) for end in ends)


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
    if a[:-1] == b[:-1] and len(a) > 2 and skeleton(one) == skeleton(other):
        return "same"  # all but a vowel of three names
    return "perhaps" if ratio(a[-1], b[-1]) >= 75 else "no"


def _shared_office(a: list[frozenset[str]], b: list[frozenset[str]]) -> bool | None:
    """Whether both hold one office; None where that is not told of both."""
    if not a or not b:
        return None
    return any(x <= y or y <= x or len(x & y) > 1 for x in a for y in b)
