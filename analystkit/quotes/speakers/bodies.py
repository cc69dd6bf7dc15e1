"""Bodies and documents by short names: "the campaign", "the poll", "PMF"."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Set

from analystkit.quotes.speakers.article import Article
from analystkit.quotes.speakers.lexicon import (
    ARMED_GROUPS,
    DEMONYMS,
    DOCUMENT_NOUNS,
    ORG_NOUNS,
    PLACES,
    nation,
)
from analystkit.quotes.speakers.mentions import Mention, Span

_GROUPS = frozenset(
    "group organization organisation union association nonprofit charity coalition foundation "
    "federation alliance league society center institute committee council network".split()
)
_BODIES = _GROUPS | frozenset(
    "company firm newspaper paper magazine website agency broadcaster retailer airline bank "
    "corporation outlet publication station chain manufacturer startup militia party ministry "
    "department commission campaign".split()
)
_ARMED = frozenset("forces units brigades movement army front".split())
_NATIONAL = frozenset("official officials military government forces army".split())
_ACRONYM = re.compile(r"\(([A-Z][A-Z.&-]{1,9})\)")
_HEADS = ORG_NOUNS | DOCUMENT_NOUNS
_NEAR = 4  # sentences
_WINDOW = 40


class Bodies:
    """Looks up what the short name of a body or a document means.

    Parameters
    ----------
    article
        The article.
    """

    def __init__(self, article: Article):
        self.article = article
        # "Whitfield campaign", "Quinby University poll": spans by their last noun
        self.compounds: dict[str, list[Span]] = defaultdict(list)
        self.organisations: dict[str, list[Mention]] = defaultdict(list)
        self.adjectives: dict[str, str] = {}
        self.initials: dict[str, list[Mention]] = defaultdict(list)
        self.acronyms: dict[str, Span] = {}
        for mention in article.mentions:
            self._index(mention)
        for match in _ACRONYM.finditer(article.text):
            if match[1] not in self.acronyms and (span := self._expansion(match[1], match.start())):
                self.acronyms[match[1]] = span
        self.nations = [*self._nations()]

    def _index(self, mention: Mention) -> None:
        tokens, text = self.article.tokens, self.article.text
        if mention.kind == "org":
            self.initials["".join(word[0] for word in mention.words)].append(mention)
            for word in {mention.words[0], mention.words[-1]}:
                self.organisations[word].append(mention)
        i = mention.last
        if i >= len(tokens) or tokens[i].lower not in _HEADS or mention.kind == "group":
            return
        gap = text[tokens[i - 1].end : tokens[i].start]
        if gap in (" ", "'s ", "’s ") and not text[mention.start : tokens[i].end].isupper():
            if tokens[i].lower in ("militia", "faction", "group") and mention.kind == "org":
                self.compounds[tokens[i].lower].append((mention.start, mention.end))
                return
            begin = mention.start if mention.kind == "person" else tokens[mention.first].start
            self.compounds[tokens[i].lower].append((begin, tokens[i].end))

    def _nations(self) -> list[tuple[int, str]]:
        """Where "US officials" and "Iraqi forces" stand, and whose they are."""
        tokens, found = self.article.tokens, []
        for i, token in enumerate(tokens):
            if token.lower in DEMONYMS and token.text[0].isupper():
                self.adjectives.setdefault(nation(token.lower), token.text)
                after = {t.lower for t in tokens[i + 1 : i + 3]}
                if after & _NATIONAL:
                    found.append((token.start, self.article.clean(token.start, token.end)))
        return found

    def _expansion(self, acronym: str, at: int) -> Span | None:
        """The words before "(PMF)" that its letters begin."""
        tokens, left = self.article.tokens, [c.lower() for c in acronym if c.isalpha()]
        last = begin = self.article.token_at(at) - 1
        while begin >= 0 and left and last - begin < 10:
            if tokens[begin].lower[0] == left[-1]:
                left.pop()
            elif tokens[begin].text[0].isupper():
                return None
            begin -= 1
        return None if left else (tokens[begin + 1].start, tokens[last].end)

    def named_before(self, head: str, position: int) -> Span | None:
        """Find what "the campaign" means: the one named last before, by the same noun.

        Parameters
        ----------
        head
            The noun in lower case.
        position
            Where the phrase starts.

        Returns
        -------
        tuple of int, or None
            The offsets of the full name.
        """
        found = self.compounds.get(head, [])
        if i := bisect_left(found, (position, 0)):
            return found[i - 1]
        named = self.organisations.get(head, [])
        i = bisect_left(named, position, key=lambda m: m.start)
        if i and named[i - 1].words[-1] == head:
            return self.article.tokens[named[i - 1].first].start, named[i - 1].end
        return None

    def full_name(self, mention: Mention) -> Span | None:
        """Find the longer name a one-word name stands for: "the Post", "PMF"."""
        if len(mention.words) != 1:
            return None
        acronym = self.article.text[mention.start : mention.end]
        if acronym.isupper() and len(acronym) > 1:
            return self.acronyms.get(acronym) or self._spelled_out(acronym.lower())
        longer = [
            m for m in self.organisations.get(mention.words[0], ())[:_WINDOW] if len(m.words) > 1
        ]
        if longer and len({m.words for m in longer}) == 1:
            return self.article.tokens[longer[0].first].start, longer[0].end
        return None

    def _spelled_out(self, letters: str) -> Span | None:
        """The only body whose words begin with an acronym's letters."""
        bodies = self.initials.get(letters, [])
        if len(letters) < 3 or len({m.words for m in bodies}) != 1:
            return None
        return self.article.tokens[bodies[0].first].start, bodies[0].end

    def adjective(self, countries: Set[str]) -> str:
        """Give the adjective the article uses of a country: "Iraqi".

        Of the only country whose officials it names where none is told.
        """
        if not countries:
            countries = {nation(word.rstrip(".").lower()) for _, word in self.nations}
        if len(countries) != 1:
            return ""
        [country] = countries
        return self.adjectives.get(country, "")

    def nation(self, position: int) -> str | None:
        """Tell whose officials "officials" are: the nation last named nearby."""
        i = bisect_left(self.nations, (position, ""))
        here = self.article.sentence_of(position)
        if i and here - self.article.sentence_of(self.nations[i - 1][0]) <= _NEAR:
            return self.nations[i - 1][1]
        return None


def may_mean(head: str, name: str) -> bool:
    """Tell whether "the union" can be the body named last.

    Examples
    --------
    >>> may_mean("union", "Association of Harbour Pilots")
    True
    >>> may_mean("newspaper", "White House")
    False
    """
    last = name.split()[-1].lower() if name else ""
    if head not in _BODIES | ARMED_GROUPS or not last or last in PLACES:
        return False
    if head in ARMED_GROUPS and last in _ARMED:
        return True
    return last == head or last not in ORG_NOUNS or {head, last} <= _GROUPS
