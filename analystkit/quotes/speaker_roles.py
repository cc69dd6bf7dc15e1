"""Descriptions that stand for somebody named: "the senator", "the 63-year-old"."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from analystkit.quotes.speaker_mentions import Article
from analystkit.quotes.speaker_people import People, Person
from analystkit.quotes.speaker_portraits import role_words
from analystkit.quotes.speaker_words import DEMONYMS, PARTIES, PEOPLE_NOUNS, PLACES, STATE_WORDS

_CONGRESS = frozenset("representative congressman congresswoman".split())
_MOGUL = frozenset("businessman mogul billionaire developer magnate tycoon entrepreneur".split())
_RUNNING = frozenset("candidate nominee hopeful frontrunner front-runner contender".split())
_LAWYER = frozenset("lawyer attorney counsel".split())
_ADVISER = frozenset("adviser advisor".split())
# the roles that a noun may stand for, where it is not the role itself
_LIKE = {
    "lawmaker": _CONGRESS | {"senator", "lawmaker", "legislator"},
    "legislator": _CONGRESS | {"senator", "lawmaker", "legislator"},
    "candidate": _RUNNING,
    "nominee": frozenset("nominee candidate".split()),
    "front-runner": _RUNNING - {"hopeful", "contender"},
    "executive": frozenset("ceo executive".split()),
    **dict.fromkeys(_CONGRESS, _CONGRESS),
    **dict.fromkeys(_LAWYER, _LAWYER),
    **dict.fromkeys(_ADVISER, _ADVISER),
    **dict.fromkeys(_MOGUL, _MOGUL),
}
_OFFICES = _CONGRESS | {"senator", "governor", "mayor", "lawmaker"}
_CAREERS = (
    _OFFICES
    | _MOGUL
    | _RUNNING
    | frozenset(
        "incumbent republican democrat socialist conservative independent speaker star "
        "neurosurgeon surgeon lawyer author veteran".split()
    )
)
_VAGUE = frozenset("man woman person candidate author leader member one official".split())
_TELLING = STATE_WORDS | PARTIES | DEMONYMS.keys() | PLACES
_WINDOW = 60  # mentions looked back
_NEAR = 12  # mentions looked back for a vague noun


class Roles:
    """Looks up whom a description means.

    Parameters
    ----------
    article, people
        The article and those it names.
    """

    def __init__(self, article: Article, people: People):
        self.article, self.people = article, people
        self.by_role: dict[str, list[Person]] = defaultdict(list)
        for person in people.people:
            for role in person.roles:
                self.by_role[role].append(person)

    def person(self, words: Sequence[str], position: int) -> Person | None:
        """Find whom "the Vermont senator" means.

        Parameters
        ----------
        words
            The description in lower case, without its article.
        position
            Where it starts.

        Returns
        -------
        Person or None
            The one named last among those introduced in that role; None where the
            article introduces nobody so, or it stays open.
        """
        if not words:
            return None
        head, before = words[-1], {w for word in words[:-1] for w in role_words(word)}
        if head not in PEOPLE_NOUNS and not head.endswith("-year-old"):
            return None
        wanted = _LIKE.get(head, frozenset((head,)))
        found = {id(p): p for role in wanted for p in self.by_role.get(role, ())[:_WINDOW]}
        pool = list(found.values())
        if telling := before & _TELLING:
            fit = [p for p in pool if telling <= p.roles | set(p.words)]
            # a state told of nobody else may be told here for the first time
            untold = [p for p in pool if head in _OFFICES and not p.roles & STATE_WORDS]
            pool = fit or (untold if len(untold) == 1 else [])
        pool = [p for p in pool if head in p.roles] or pool
        ids = {id(p) for p in pool}
        reach = _NEAR if head in _VAGUE and not before else _WINDOW
        for mention in self.article.mentions_before(position, reach):
            person = self.people.of.get(mention.start)
            if person and id(person) in ids:
                return person
        return pool[0] if len(pool) == 1 and head not in _VAGUE else None

    def same_again(self, words: Sequence[str], position: int, last: Person) -> bool:
        """Tell whether "the billionaire magnate" can be a new name for who spoke last.

        Only for a description with some colour, when nobody else was named since.
        """
        if len(words) < 2 or words[-1] not in _CAREERS:
            return False
        told = set(words[:-1]) & STATE_WORDS
        if told and last.roles & STATE_WORDS and not told <= last.roles:
            return False
        named = (self.people.of.get(m.start) for m in self.article.mentions_before(position, _NEAR))
        return next(filter(None, named), None) is last
