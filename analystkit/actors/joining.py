"""Who of a coverage's speakers is the same: spellings and short names joined across articles."""

import re
from collections import defaultdict
from collections.abc import Hashable, Mapping
from typing import NamedTuple

from analystkit.actors.namesakes import Texts
from analystkit.actors.people import People
from analystkit.actors.voices import Said, Voice, form_of, skeleton
from analystkit.text.names import CONNECTORS, Tokens, is_title, tokens

_OWN = frozenset("my our your his her its their this that these those".split())
_TWO = re.compile(r"[A-Z]\w+ and [A-Z]\w+")  # "India and Pakistan"


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
        form = form_of(one.speaker)
        if one.type == "document":
            left[row] = "a document: its author may be meant"
        elif not form or (is_title(form) and len(tokens(one.speaker)) < 2):
            left[row] = "no name, or a title only"
        elif one.type == "person" and not is_title(form):
            people[form].append(row)
        elif one.type == "organisation" and not is_title(form):
            bodies[tuple(word for word in tokens(one.speaker) if word != "'s")].append(row)
        else:
            unnamed[form].append(row)
    notes = _of_one_type(people, bodies)
    written = Texts(texts)
    for forms in (people, bodies):
        for form, rows in list(forms.items()):
            why = _is_list(form, said[rows[0]], person=forms is people)
            if why or _is_common(form, said[rows[0]], written):
                why = why or "a common word that may be anybody's"
                left |= dict.fromkeys(forms.pop(form), why)
    joining = People(said, written)
    voices = joining.join(people, unnamed) + _join_bodies(bodies, said, written)
    for voice in voices:
        for form in voice.forms:
            voice.notes |= notes.get(form, {})
    left = {row: "not named" for rows in unnamed.values() for row in rows} | left | joining.left
    taken = {row for voice in voices for row in voice.rows}
    left = {row: why for row, why in sorted(left.items()) if row not in taken}
    voices.sort(key=lambda v: (-len(v.rows), v.rows))
    return Joined(voices, left, joining.silent())


def _is_common(form: Tokens, one: Said, texts: Texts) -> bool:
    """Whether a name is a noun only: "company", "Police", "their union"."""
    if form[0] in _OWN:
        return True
    lower = not any(letter.isupper() for letter in one.speaker)
    return len(form) == 1 and (lower or one.speaker.casefold() in texts.common)


def _is_list(form: Tokens, one: Said, *, person: bool) -> str:
    """What is wrong with a name that is several; nothing for any other."""
    if person:
        return "several people in one name" * bool(CONNECTORS.intersection(form))
    return "several bodies in one name" * ("and" in form and bool(_TWO.fullmatch(one.speaker)))


def _of_one_type(
    people: dict[Tokens, list[int]], bodies: dict[Tokens, list[int]]
) -> dict[Tokens, dict[str, None]]:
    """Put names that are read now as a person, now as a body, where they are read more often.

    Who is a person by the last name alone is one by the whole name.
    """
    notes: dict[Tokens, dict[str, None]] = {}
    for form in sorted(people.keys() & bodies.keys()):
        p, b = len(people[form]), len(bodies[form])
        times = f"{p} time{'s' * (p != 1)} as a person, {b} as a body"
        notes[form] = {f"check the type: read {times}": None}
        surname = len(form) > 1 and form[-1:] in people
        into, out = (people, bodies) if p > b or surname else (bodies, people)
        into[form] += out.pop(form)
    return notes


def _join_bodies(forms: dict[Tokens, list[int]], said: list[Said], texts: Texts) -> list[Voice]:
    """The bodies; spellings of one name and the letters it is short for joined."""
    voices: list[Voice] = []
    near: dict[tuple[int, str], list[Voice]] = defaultdict(list)
    for form in sorted(forms, key=lambda f: (-len(f), -len(forms[f]), f)):
        name = said[forms[form][0]].speaker
        block = near[len(form), form[0][0]]
        fit = [v for v in block if any(_same_body(form, f) for f in v.forms)]
        if not fit and len(form) == 1 and name.isupper():
            fit = [
                v for v in voices if texts.introduce({said[row].speaker for row in v.rows}, name)
            ]
        if len(fit) != 1:
            fit = [Voice("organisation")]
            voices += fit
            block += fit
        fit[0].take(form, forms[form], said)
    return voices


def _same_body(a: Tokens, b: Tokens) -> bool:
    from rapidfuzz.fuzz import ratio

    return len(a) == len(b) > 1 and all(
        x == y
        or (min(len(x), len(y)) > 4 and x[0] == y[0] and skeleton(x) == skeleton(y)
            and ratio(x, y) >= 75)
        for x, y in zip(a, b, strict=True)
    )  # fmt: skip
