"""Reports that name an office first and the person after: "the foreign minister said"."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence

from analystkit.quotes.pronouns import stretch
from analystkit.quotes.speaker_kinds import Span
from analystkit.quotes.speaker_mentions import Article
from analystkit.quotes.speaker_people import People, Person
from analystkit.quotes.speaker_roles import fits, from_there

_HOLDERS = frozenset(
    "spokesman spokeswoman spokesperson president premier minister secretary governor mayor "
    "senator ambassador envoy chancellor leader chief commander general king chairman director "
    "diplomat judge colonel".split()
)
_OPENING = 2  # paragraphs in which a report may name an office before the person
_WINDOW = 40
_NEXT = 3  # sources looked ahead


def introduced_later(
    article: Article,
    people: People,
    words: Sequence[str],
    position: int,
    *,
    quoted: Sequence[Span] = (),
) -> Person | None:
    """Find whom an office means that a report's opening tells of nobody.

    It is taken for the only person named so far or, where nobody was, for the one who
    speaks next, in the next paragraph; for nobody who is known to hold another office.

    Parameters
    ----------
    article, people
        The article and those it names.
    words
        The office in lower case, without its article.
    position
        Where it stands.
    quoted
        Quoted stretches, sorted.

    Returns
    -------
    Person or None
    """
    line = article.line_of(position)
    if words[-1] not in _HOLDERS or line > _OPENING:
        return None
    before = {
        id(person): person
        for mention in article.mentions_before(position, _WINDOW)
        if (person := people.of.get(mention.start)) and not stretch(quoted, mention.start)
    }
    if before:
        alone = next(iter(before.values())) if len(before) == 1 else None
        return alone if alone and _may_hold(words, alone) else None
    i = bisect_left(article.sources, (position + 1, 0))
    for start, end in article.sources[i : i + _NEXT]:
        for mention in article.mentions_in(start, end)[:1]:
            person = people.of.get(mention.start)
            if person and article.line_of(start) == line + 1 and len(person.words) > 1:
                return person if _may_hold(words, person) else None
            return None
    return None


def _may_hold(words: Sequence[str], person: Person) -> bool:
    """Whether a person has no office told and fits the one in question."""
    if person.roles & _HOLDERS or not fits(words[-1], words[:-1], person):
        return False
    return bool(from_there(words[:-1], [person]))
