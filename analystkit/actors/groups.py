"""Which speakers belong together: the body that the article says a person speaks for."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from analystkit.actors.voices import Said, Voice, called
from analystkit.text.names import TITLES, Tokens, tokens

_CAPITAL = r"(?:[ae]l-)?[A-Z][\w.&’'-]*"
_LOWER = "administration|army|campaign|coalition|forces|government|military|ministry|party|union"
_WHOSE = re.compile(rf"(?:the )?({_CAPITAL}(?: [\w.&-]+){{0,4}}?)['’]s? ")
_OF = re.compile(
    r"\b(?:of|for|at|from|to|with|in) (?:the )?(?:(?:militia|group|movement|party|union|firm) )?"
    rf"({_CAPITAL}(?: (?:(?:of|for|and) (?:the )?)?{_CAPITAL})*(?: (?:{_LOWER})\b)?)"
)
_BEFORE = re.compile(rf"(?:the )?({_CAPITAL}(?: {_CAPITAL})*(?: (?:{_LOWER}))?)(?= |$)")
_NOUN = re.compile(r"(?:the )?(\w+)(?:['’]s)? \w")
# what stands before or after an office and is no body
_RANKS = frozenset(
    """acting assistant attorney ceo cfo chief counsel democrat deputy executive first former
    general interim lawyer lead lieutenant longtime majority minority opposition presiding press
    prime republican senior the then vice""".split()
)
# who does not speak for the body that follows, or no longer
_NOT_FOR = frozenset(
    "ex fellow former member onetime professor retired scholar student veteran writer".split()
)
_NO_BODY = frozenset({("state",), ("staff",), ("general",)})
_SHARE = 0.25  # of the quotes with a role, those that name the body


@dataclass
class _Bodies:
    """The bodies that speak, and how those of the roles are spelled."""

    voices: list[Voice]
    said: list[Said]
    common: frozenset[str]
    known: dict[Tokens, int] = field(default_factory=dict)
    people: set[Tokens] = field(default_factory=set)
    spelled: dict[Tokens, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))

    def __post_init__(self) -> None:
        for at, voice in enumerate(self.voices):
            if voice.type != "organisation":
                self.people |= set(voice.forms)
            else:
                self.known |= dict.fromkeys(voice.forms, at)

    def of(self, voice: Voice) -> tuple[Tokens, bool] | None:
        """The body told of most often, a longer name before a shorter; whether it surely is one."""
        told: Counter[Tokens] = Counter()
        sure: set[Tokens] = set()
        roles = [(role, row) for row in voice.rows for role in self.said[row].roles]
        for role, row in roles:
            if found := body_in(role, self.common):
                key = self._registered(tuple(w for w in tokens(found[0]) if w != "'s"))
                self.spelled[key][found[0]] += 1
                sure |= {key} if found[1] or key in self.known else set()
            elif (noun := self._noun(role, row)) is not None:
                key = noun
                sure.add(key)
            else:
                continue
            told[key] += key not in self.people  # who serves a person has no body told
        # "Foreign Ministry" counts for "Iranian Foreign Ministry" too
        weight = {key: sum(n for k, n in told.items() if set(k) <= set(key)) for key in told}
        best = max(told, key=lambda key: (weight[key], key in sure, len(key), key), default=())
        if not best or not told[best] or weight[best] < _SHARE * len(roles):
            return None
        return best, best in sure

    def _registered(self, key: Tokens) -> Tokens:
        """The name of the one body that speaks under it or under a longer one that ends so."""
        if key in self.known:
            return key
        longer = {at: form for form, at in self.known.items() if form[-len(key) :] == key}
        return longer.popitem()[1] if len(longer) == 1 else key

    def _noun(self, role: str, row: int) -> Tokens | None:
        """The one body that "the union's general secretary" means, if it speaks in the article."""
        match = _NOUN.match(role)
        if match is None:
            return None
        word = match[1].casefold()
        fit = {at: form for form, at in self.known.items() if len(form) > 1 and form[-1] == word}
        if len(fit) != 1:
            return None
        ((at, form),) = fit.items()
        here = {self.said[r].article for r in self.voices[at].rows}
        return form if self.said[row].article in here else None

    def name(self, key: Tokens) -> str:
        """How a body is called."""
        if key in self.known:
            return called(self.voices[self.known[key]], self.said)
        names = self.spelled[key]
        return min(names, key=lambda name: (-names[name], name)) if names else " ".join(key)


def groups(voices: list[Voice], said: list[Said], common: Iterable[str]) -> dict[int, str]:
    """The body that each voice stands with, by its place in `voices`; none for the others."""
    bodies = _Bodies(voices, said, frozenset(common))
    of: dict[int, tuple[Tokens, bool]] = {}
    for at, voice in enumerate(voices):
        if voice.type != "organisation" and (found := bodies.of(voice)):
            of[at] = found
    # "Iraqi military spokesman" stands with "Iraqi Prime Minister"
    firsts = {key for key, _ in of.values() if len(key) == 1 and key not in bodies.known}
    of = {
        at: (key[:1], sure) if key[:1] in firsts else (key, sure) for at, (key, sure) in of.items()
    }
    served = Counter(key for key, _ in of.values())
    names = {key: bodies.name(key) for key, sure in of.values() if sure or served[key] > 1}
    stand = {at: names[key] for at, (key, _) in of.items() if key in names}
    for form, at in bodies.known.items():
        if name := names.get(form) or names.get(form[:1]):
            stand[at] = name
    return stand


def body_in(role: str, common: frozenset[str] = frozenset()) -> tuple[str, bool] | None:
    """The body that a role names, and whether it is surely one and no place or party.

    >>> body_in("general secretary of the Harbour Union")
    ('Harbour Union', True)
    >>> body_in("Compact's commissioner for trade"), body_in("Iraqi Prime Minister")
    (('Compact', True), ('Iraqi', False))
    """
    if _NOT_FOR.intersection(tokens(role)):
        return None
    for pattern in (_WHOSE, _OF, _BEFORE):
        if match := pattern.match(role) if pattern is not _OF else pattern.search(role):
            words = match[1].split()
            while pattern is _BEFORE and len(words) > 1 and _is_office(words[-1]):
                words.pop()
            while len(words) > 1 and _is_office(words[0]):
                words.pop(0)
            if len(words) == 1 and (words[0].casefold() in common or _is_office(words[0])):
                continue
            if words and tokens(" ".join(words)) not in _NO_BODY:
                name = " ".join(words)
                return name, pattern is _WHOSE or len(words) > 1
    return None


def _is_office(word: str) -> bool:
    return all(w in TITLES or w in _RANKS for w in tokens(word))
