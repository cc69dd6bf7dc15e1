"""The registry of targets, and the places in a text that mention them."""

import re
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

import pandas as pd

from analystkit.actors import Actor, Actors
from analystkit.registry.reading import RegistryError
from analystkit.tables import hint
from analystkit.targets.words import Role, Tree, words
from analystkit.text.names import surnames, tokens
from analystkit.text.sentences import sentences_of


class Mention(NamedTuple):
    """A target and the half-open place in the text that mentions it."""

    target: str
    start: int
    end: int


_Found = tuple[Mention, Role]


@dataclass(frozen=True)
class Target:
    """A person, body, event or policy that a stance may be toward.

    ``phrases`` mention it wherever they stand, in the plural too; those ``tied`` only where a
    word of ``near`` stands in the same sentence or the one before it in the paragraph, and none
    inside one of the ``exceptions``, the longer phrases in which it is not meant (``except`` in
    the file).  ``actors`` are names in the actors' registry that are the target, with all their
    aliases.  ``against`` are those of its phrases that name what is done to it ("revenge"): who
    takes a side on that is against the target.
    """

    id: str
    name: str
    phrases: tuple[str, ...] = ()
    tied: tuple[str, ...] = ()
    near: tuple[str, ...] = ()
    exceptions: tuple[str, ...] = ()
    actors: tuple[str, ...] = ()
    against: tuple[str, ...] = ()


class Targets:
    """What a stance may be toward, and how it is mentioned.

    Case, accents, apostrophes, a possessive 's, hyphens, Arabic articles and the dots of
    initials are set aside: "air strike" finds "Air-strikes", "airstrike’s", and "US raid"
    finds "U.S. raids".  A phrase's word in capitals ("US") matches capitals only.

    Parameters
    ----------
    targets : iterable of Target
    actors : Actors, optional
        The registry of people and groups; needed where a target names actors.

    Raises
    ------
    RegistryError
        When an id is no slug or stands twice, an entry has nothing that could mention it,
        a phrase holds no word, `tied` and `near` do not stand together, or an actor is
        unknown; the message names the entry.

    Examples
    --------
    >>> targets = Targets([
    ...     Target("strikes", "The strikes", ("air strike", "US air strike"),
    ...            tied=("the attack",), near=("border",)),
    ...     Target("us", "The United States", ("the US", "Washington")),
    ... ])
    >>> targets
    Targets: 2 (strikes, us); 6 phrases
    >>> text = "Washington defended the US air-strikes; the attack on the border killed seven."
    >>> [(m.target, text[m.start:m.end]) for m in targets.mentions(text)]
    [('us', 'Washington'), ('strikes', 'US air-strikes'), ('strikes', 'the attack')]
    """

    def __init__(self, targets: Iterable[Target] = (), *, actors: Actors | None = None) -> None:
        self.targets = tuple(targets)
        self._tree = Tree()
        self._phrases = 0
        self._sharing, self._people = _sharing(actors), Tree()
        self._own = {target.id: frozenset(target.actors) for target in self.targets}
        for people in self._sharing.values():
            for person, names in people.items():
                for name in names:
                    self._people.add(name, (person, "phrase"))
        for target_id, times in Counter(t.id for t in self.targets).items():
            if times > 1:
                raise RegistryError(f"target {target_id!r}: the id stands {times} times")
        for target in self.targets:
            self._add(target, actors)
        self._against = {
            t.id: Targets([Target(t.id, t.name, t.against)]) for t in self.targets if t.against
        }

    def _add(self, target: Target, actors: Actors | None) -> None:
        entry = f"target {target.id!r}"
        if not re.fullmatch(r"[a-z0-9]+(?:-[a-z0-9]+)*", target.id):
            raise RegistryError(
                f"{entry}: the id must be lower-case letters, digits and single hyphens, "
                "such as 'us-presence'"
            )
        if not target.name.strip():
            raise RegistryError(f"{entry}: the name is empty")
        if bool(target.tied) != bool(target.near):
            here, lacking = ("tied", "near") if target.tied else ("near", "tied")
            raise RegistryError(
                f"{entry}: {here!r} needs {lacking!r}; phrases in `tied` count only where a "
                "word of `near` stands near"
            )
        for phrase in target.against:
            if phrase not in (*target.phrases, *target.tied):
                raise RegistryError(
                    f"{entry}: {phrase!r} of 'against' is not among its phrases or tied phrases"
                )
        names, family = _names(target, actors)
        alone = {n for n in family if _keys(n) not in self._sharing}
        phrases = (*target.phrases, *names, *(n for n in family if n in alone))
        shared = tuple(n for n in family if n not in alone)
        if not phrases and not target.tied:
            raise RegistryError(f"{entry}: has no phrases, no tied phrases and no actors")
        fields: dict[Role, tuple[str, ...]] = {
            "phrase": phrases, "surname": shared, "tied": target.tied, "near": target.near,
            "except": target.exceptions,
        }  # fmt: skip
        for role, listed in fields.items():
            for phrase in listed:
                if not words(phrase):
                    raise RegistryError(f"{entry}: the phrase {phrase!r} holds no word")
                self._tree.add(phrase, (target.id, role))
        self._phrases += len({*phrases, *shared}) + len(target.tied) + len(target.near)

    def __len__(self) -> int:
        return len(self.targets)

    def __iter__(self) -> Iterator[Target]:
        return iter(self.targets)

    def __repr__(self) -> str:
        ids = ", ".join(t.id for t in self.targets)
        n = self._phrases
        return f"Targets: {len(self)}{f' ({ids})' * bool(ids)}; {n} phrase{'s' * (n != 1)}"

    def table(self) -> pd.DataFrame:
        """One row a target: its id, its name, and the lists of its entry."""
        rows = [
            [list(value) if isinstance(value, tuple) else value for value in vars(target).values()]
            for target in self.targets
        ]
        columns = ["target", "name", "phrases", "tied", "near", "except", "actors", "against"]
        return pd.DataFrame(rows, columns=columns).astype({"target": "string", "name": "string"})

    def mentions(self, text: str, *, start: int = 0, end: int | None = None) -> list[Mention]:
        """The places in a text, or in a stretch of it, that mention a target, in reading order.

        Of one target's that overlap, the longest wins.  One that overlaps a longer one of another
        target counts only where it ends it: "the US" of "the US air strikes" does not.  A surname
        that people of the registry share is the one's whom alone the text names in full, or the
        paragraph so far; where that is nobody or are several it is no mention.
        """
        place = words(text, start, end)
        found = [
            (Mention(target, place[first].start, place[last].end), role)
            for first in range(len(place))
            for last, (target, role) in self._tree.at(place, first, text)
        ]
        return _outermost(_longest(_tied(self._told_apart(found, text), text)))

    def _told_apart(self, found: list[_Found], text: str) -> list[_Found]:
        """Without the shared surnames that are another's, or nobody can tell whose."""
        if not any(role == "surname" for _, role in found):
            return found
        full = self._in_full(text)
        kept: list[_Found] = []
        for m, role in found:
            if role == "surname":
                people = self._sharing[_keys(text[m.start : m.end])]
                named = [p for p in full if p.target in people]
                if any(p.start <= m.start and m.end <= p.end for p in named):
                    continue
                if len({p.target for p in named}) > 1:
                    opens = text.rfind("\n", 0, m.start)
                    named = [p for p in named if opens < p.start < m.start]
                whose = {p.target for p in named}
                if len(whose) != 1 or whose.isdisjoint(self._own[m.target]):
                    continue
            kept.append((m, "phrase" if role == "surname" else role))
        return kept

    def _in_full(self, text: str) -> list[Mention]:
        """The places where people who share a surname are named in full, in reading order."""
        place = words(text)
        found = [
            Mention(person, place[first].start, place[last].end)
            for first in range(len(place))
            for last, (person, _) in self._people.at(place, first, text)
        ]
        return sorted(found, key=lambda m: m.start)

    def turns(self, target: str, mention: str) -> bool:
        """Whether a mention's words name what is done to the target, not the target itself."""
        opposed = self._against.get(target)
        return bool(opposed and opposed.mentions(mention))


def _tied(found: list[_Found], text: str) -> list[_Found]:
    """Without the tied phrases that nothing ties."""
    if not any(role == "tied" for _, role in found):
        return [(m, role) for m, role in found if role != "near"]
    sentences = sentences_of(text)
    places = {(m.target, sentences.at(m.start)) for m, role in found if role == "near"}
    kept = []
    for m, role in found:
        here = sentences.at(m.start)
        before = here if sentences.opens_paragraph(here) else here - 1
        is_tied = role == "tied" and not places.isdisjoint({(m.target, here), (m.target, before)})
        if is_tied or role in ("phrase", "except"):
            kept.append((m, role))
    return kept


def _names(target: Target, actors: Actors | None) -> tuple[list[str], list[str]]:
    """The names of a target's actors, and the surnames of those who are people."""
    if not target.actors:
        return [], []
    entry = f"target {target.id!r}"
    if actors is None:
        raise RegistryError(
            f"{entry}: names actors, so the actors' registry is needed; put it beside the "
            "targets as actors.toml, or give it as actors=load_actors(…)"
        )
    known = {actor.name: actor for actor in actors}
    names: list[str] = []
    family: list[str] = []
    for name in target.actors:
        if name not in known:
            raise RegistryError(
                f"{entry}: {name!r} is not in the actors' registry{hint(name, known)}"
            )
        names += known[name].names
        if known[name].type == "person":
            family += _surnames(known[name])
    return list(dict.fromkeys(names)), [n for n in dict.fromkeys(family) if n not in names]


def _surnames(person: Actor) -> list[str]:
    return [n for name in person.names for n in surnames(tokens(name))]


def _sharing(actors: Actors | None) -> dict[tuple[str, ...], dict[str, list[str]]]:
    """The surnames that several people of a registry have: each person's full names."""
    found: dict[tuple[str, ...], dict[str, list[str]]] = defaultdict(dict)
    for actor in actors or ():
        for name in _surnames(actor) if actor.type == "person" else ():
            key = _keys(name)
            found[key][actor.name] = [n for n in actor.names if len(_keys(n)) > len(key)]
    return {key: people for key, people in found.items() if len(people) > 1}


def _keys(name: str) -> tuple[str, ...]:
    return tuple(word.key for word in words(name))


def _longest(found: list[_Found]) -> list[Mention]:
    """Of each target's that overlap the longest, exceptions taken out."""
    kept: dict[str, list[_Found]] = defaultdict(list)
    for m, role in sorted(found, key=lambda f: (f[0].start, -f[0].end, f[1] != "except")):
        own = kept[m.target]
        if own and m.start < (last := own[-1][0]).end:
            if m.end - m.start <= last.end - last.start:
                continue
            own.pop()
        own.append((m, role))
    return [m for own in kept.values() for m, role in own if role != "except"]


def _outermost(found: list[Mention]) -> list[Mention]:
    """Without those that overlap a longer one which ends after them."""
    found = sorted(found, key=lambda m: (m.start, -m.end, m.target))
    kept = []
    last = -1  # where of those begun the last one ends
    starts = [m.start for m in found]
    for at, m in enumerate(found, 1):
        inside = found[at : bisect_left(starts, m.end, lo=at)]
        if last <= m.end and not any(o.end - o.start > m.end - m.start for o in inside):
            kept.append(m)
        last = max(last, m.end)
    return kept
