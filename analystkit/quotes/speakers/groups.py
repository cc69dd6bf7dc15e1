"""Groups, bodies and what they issue: "they", "one of them", "the group", "its statement"."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import pairwise

from analystkit.quotes.speakers import pronouns
from analystkit.quotes.speakers.article import Article
from analystkit.quotes.speakers.bodies import may_mean
from analystkit.quotes.speakers.history import History, Speaker
from analystkit.quotes.speakers.lexicon import ARMED_GROUPS, BODY_OPENERS
from analystkit.quotes.speakers.mentions import Span
from analystkit.quotes.speakers.people import People
from analystkit.quotes.speakers.phrases import Phrase, is_plural, singular

_STATEMENTS = frozenset("statement communique communiqué".split())
_BY = re.compile(r" (?:by|from|of) ")
_ALIAS = re.compile(r"\b(?:known|called)(?: \w+){0,2}(?: as)?(?: the)? $|\bor(?: the)? $")
_KINDS = frozenset(
    "umbrella armed militant paramilitary rebel shia shiite shi'ite sunni islamist militia same "
    "jihadist insurgent political opposition resistance".split()
)
_LEADS = (
    re.compile(
        r"(?:,| is| was)?(?: (?:the|an?|who))*(?: [\w-]+)? (?:leader|head|chief|commander|"
        r"secretary[- ]general|commands|leads|heads) ?(?:of )?(?:the )?(?:militia |group |party )?"
        r"| of (?:the )?|, whose (?:\w+ )?(?:militia|group|party|faction|movement), "
    ),
    re.compile(r"(?:['’]s)? (?:leader|chief|head|commander),? "),
)
_LOYALTY = re.compile(r" (?:aligned|allied|affiliated|backed|linked|loyal|close) (?:with|by|to) ")
_WORDS = 60  # words looked back
_NAMED_WINDOW = 12
Name = Callable[[int, int], Speaker]


class Groups:
    """Looks up the body or the group that a pronoun or a vague noun stands for.

    Parameters
    ----------
    article, people
        The article and those it names.
    history
        Who has spoken so far.
    quoted
        Quoted stretches, sorted.
    name
        Names the speaker of a noun phrase.
    """

    def __init__(
        self,
        article: Article,
        people: People,
        history: History,
        quoted: Sequence[Span],
        name: Name,
    ) -> None:
        self.article, self.history, self.quoted, self.name = article, history, quoted, name
        # the body each person heads, by the person's id
        self.led: dict[int, Span] = {}
        for first, second in pairwise(article.mentions):
            link = article.text[first.end : second.start][:60]
            for leader, body in ((first, second), (second, first)):
                person, pattern = people.of.get(leader.start), _LEADS[leader is second]
                if person and body.kind == "org" and pattern.fullmatch(link):
                    start = article.tokens[body.first].start
                    self.led.setdefault(id(person), (start, body.end))

    def they(self, span: Span) -> Speaker:
        """Name the group that "they" stands for."""
        position = span[0]
        said = self.history.last(position, self.history.groups)
        body = self._topic(position)
        if body and (said is None or said[0] < body[0]) and _is_many(body[1].name or ""):
            said = body
        noun = pronouns.plural_before(self.article, position)
        if noun and (said is None or noun[0] > said[0]):
            return self.name(*noun)
        said = said or body or self.history.last(position, self.history.documents)
        if said is None:
            return Speaker(None, "unnamed", *span)
        name = said[1].name
        return replace(said[1], name=name and _LOYALTY.split(name, maxsplit=1)[0])

    def one_of_them(self, span: Span) -> Speaker:
        """Describe one of the group that "them" stands for: "one of them"."""
        group = self.they(span)
        noun = self._plural(span[0])
        if noun and (group.name is None or group.type != "unnamed" or noun[0] > (group.start or 0)):
            group = self.name(*noun)
        if group.name is None or group.type != "unnamed":
            return Speaker(None, "unnamed", *span)
        return Speaker(singular(group.name), "unnamed", group.start, group.end)

    def it(self, span: Span) -> Speaker:
        """Name the body or the document that "it" stands for."""
        said = self.history.last(span[0], self.history.documents)
        body = self._topic(span[0])
        if body and (said is None or body[0] > said[0]):
            said = body
        return said[1] if said else Speaker(None, "unnamed", *span)

    def _plural(self, position: int) -> Span | None:
        """The plural noun named last in this paragraph, outside quotes: "the barbers"."""
        tokens, line = self.article.tokens, self.article.line_of(position)
        last = self.article.token_at(position)
        for i in range(last - 1, max(0, last - _WORDS), -1):
            before = tokens[i - 1]
            if self.article.lines[i] != line:
                return None
            plural = before.lower in ("the", "some", "several") and is_plural(tokens[i].lower)
            outside = not pronouns.stretch(self.quoted, before.start)
            if plural and outside and not tokens[i].owner:
                return before.start, tokens[i].end
        return None

    def _topic(self, position: int) -> tuple[int, Speaker] | None:
        """The body that spoke last, or an armed group that opened a sentence since."""
        said = self.history.last(position, self.history.bodies)
        named = self._last_named(position, opens=True)
        if named and (said is None or (named.start or 0) > said[0]):
            return named.start or 0, named
        return said

    def body(self, phrase: Phrase) -> Speaker | None:
        """Name the body that "the group" or "the umbrella group" stands for."""
        *before, head = [t.lower for t in phrase.tokens if t.end <= phrase.head_end]
        if not _KINDS.issuperset(before):
            return None
        said = self._topic(phrase.start)
        if said and may_mean(head, said[1].name or ""):
            return said[1]
        return self._last_named(phrase.start) if head in ARMED_GROUPS else None

    def _last_named(self, position: int, *, opens: bool = False) -> Speaker | None:
        """The armed group or the like that the article named last, outside quotes."""
        text, here = self.article.text, self.article.sentence_of(position)
        for mention in self.article.mentions_before(position, _NAMED_WINDOW):
            if here - mention.sentence > 6:
                return None
            if mention.kind != "org" or pronouns.stretch(self.quoted, mention.start):
                continue
            if _ALIAS.search(text, max(0, mention.start - 30), mention.start):
                continue
            start = self.article.tokens[mention.first].start
            first = self.article.tokens[self.article.sentence_start(mention.start)]
            if opens and mention.start - first.start > 4:
                continue
            if is_armed(text[start : mention.end]):
                return self.name(start, mention.end)
        return None

    def issuer(self, phrase: Phrase, owner: Speaker | None, end: int) -> Speaker | None:
        """Name who speaks in "its statement", "a statement by …" or "the statement".

        Parameters
        ----------
        phrase
            The phrase, taken apart.
        owner
            Who owns it where a pronoun or a name tells.
        end
            Where the source ends.

        Returns
        -------
        Speaker or None
            None where the article does not tell; a statement stays a document then.
        """
        if phrase.head not in _STATEMENTS:
            return None
        if owner is not None:
            return owner if owner.name and owner.type in ("person", "organisation") else None
        if match := _BY.match(self.article.text, phrase.head_end):
            by = self.name(match.end(), end) if match.end() < end else None
            return by if by and by.type in ("person", "organisation") else None
        if phrase.determiner not in ("the", "that", "this") or not phrase.bare:
            return None
        words = [t.lower for t in phrase.tokens]
        if words[:-1] not in ([], ["same"]):
            return None
        line = self.article.line_of(phrase.start)
        here = [
            (at, speaker)
            for at, speaker in self.history.named[-_NAMED_WINDOW:]
            if self.article.line_of(at) == line
        ]
        for at, speaker in reversed(here):
            sentence = self.article.sentence_of(at)
            if sentence == self.article.sentence_of(phrase.start) or self._states(at, sentence):
                return speaker
        last = here[-1][1] if here else None
        return (
            last
            if last and last.type == "person" and {s.name for _, s in here} == {last.name}
            else None
        )

    def _states(self, at: int, sentence: int) -> bool:
        """Whether a sentence goes on to speak of a statement."""
        article = self.article
        i, j = article.token_at(at), bisect_left(article.sentences, sentence + 1)
        return any(token.lower in _STATEMENTS for token in article.tokens[i : min(j, i + _WORDS)])


def _is_many(name: str) -> bool:
    """Whether a body is spoken of as "they": "Harbour Forces", an armed group."""
    words = name.lower().split()
    return bool(words) and (is_plural(words[-1]) or is_armed(name))


def is_armed(name: str) -> bool:
    """Tell whether a body's own name says that it is a party, a front or a militia.

    Examples
    --------
    >>> is_armed("Harakat al-Bahr"), is_armed("Port Liberation Front"), is_armed("White House")
    (True, True, False)
    """
    words = [w.replace("’", "'") for w in name.lower().split()]
    return bool(words) and (
        words[0] in BODY_OPENERS or (len(words) > 1 and words[-1] in _ARMED_ENDS)
    )


_ARMED_ENDS = ARMED_GROUPS | {"forces", "units", "brigades", "army"}
