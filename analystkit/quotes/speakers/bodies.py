"""Bodies and groups by short names and pronouns: "the campaign", "PMF", "they", "its statement"."""

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable, Set
from dataclasses import replace
from itertools import pairwise

from analystkit.quotes.speakers import lexicon as lex
from analystkit.quotes.speakers import pronouns
from analystkit.quotes.speakers.article import ArticleIndex, NameMention, is_people_noun
from analystkit.quotes.speakers.history import History, Speaker
from analystkit.quotes.speakers.people import People
from analystkit.quotes.speakers.phrases import Phrase, one_of
from analystkit.quotes.speakers.subjects import issuer_before
from analystkit.text.paragraphs import Offsets
from analystkit.text.words import is_plural, singular

_KINDS_OF_BODIES = lex.LISTS["groups"]
_BODIES = _KINDS_OF_BODIES | lex.LISTS["bodies"]
_ARMED = frozenset("forces units brigades movement army front".split())
_ARMED_ENDS = lex.ARMED_GROUPS | {"forces", "units", "brigades", "army"}
_NATIONAL = frozenset("official officials military government forces army".split())
_IN_BRACKETS = re.compile(r"\(([A-Z][A-Z.&-]{1,9})\)")
_HEADS = lex.ORG_NOUNS | lex.DOCUMENT_NOUNS
_NEARBY, _FAR = 4, 15  # sentences
_LONGER_NAMES = 40
_STATEMENTS = frozenset("statement communique communiqué".split())
_BY = re.compile(r" (?:by|from|of) ")
_ALIAS = re.compile(r"\b(?:known|called)(?: \w+){0,2}(?: as)?(?: the)? $|\bor(?: the)? $")
_KINDS = lex.LISTS["kinds_of_armed_groups"]
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
_MODIFIERS = 4
_NAMED_WINDOW = 12
Name = Callable[[int, int], Speaker]


class BodyNames:
    """Looks up what the short name of a body or a document means."""

    def __init__(self, article: ArticleIndex):
        self.article = article
        # "Whitfield campaign", "Quinby University poll": spans by their last noun
        self.compounds: dict[str, list[Offsets]] = defaultdict(list)
        self.organisations: dict[str, list[NameMention]] = defaultdict(list)
        self.adjectives: dict[str, str] = {}
        self.initials: dict[str, list[NameMention]] = defaultdict(list)
        self.acronyms: dict[str, Offsets] = {}
        for mention in article.mentions:
            self._index(mention)
        for match in _IN_BRACKETS.finditer(article.text):
            if match[1] not in self.acronyms and (span := self._expansion(match[1], match.start())):
                self.acronyms[match[1]] = span
        self.nations = [*self._nations()]
        self.described = self._descriptions()

    def _index(self, mention: NameMention) -> None:
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
            span = tokens[mention.first].start, tokens[i].end
            if tokens[i].lower in ("militia", "faction", "group") and mention.kind == "org":
                span = mention.start, mention.end
            elif mention.kind == "person":
                span = mention.start, tokens[i].end
            self.compounds[tokens[i].lower].append(span)

    def _descriptions(self) -> dict[str, list[Offsets]]:
        """Where people are described by more than a noun, by the noun: "port officials"."""
        tokens, text = self.article.tokens, self.article.text
        found: dict[str, list[Offsets]] = defaultdict(list)
        for i, token in enumerate(tokens):
            if not token.text.islower() or not is_plural(token.lower) or token.owner:
                continue
            if not is_people_noun(singular(token.lower)) or self.article.quoted_at(token.start):
                continue
            begin = i
            while begin > 0 and i - begin < _MODIFIERS:
                before = tokens[begin - 1]
                gap = text[before.end : tokens[begin].start]
                verb = self.article.starts[begin] or before.lower in lex.CLOSED | lex.QUANTIFIERS
                if gap not in (" ", "'s ", "’s ", ". ") or verb or before.lower.endswith("ed"):
                    break
                begin -= 1
            if begin < i:
                found[token.lower].append((tokens[begin].start, token.end))
        return found

    def _nations(self) -> list[tuple[int, str]]:
        """Where "US officials" and "Iraqi forces" stand, and whose they are."""
        tokens, found = self.article.tokens, []
        for i, token in enumerate(tokens):
            if token.lower in lex.DEMONYMS and token.text[0].isupper():
                self.adjectives.setdefault(lex.nation(token.lower), token.text)
                after = {t.lower for t in tokens[i + 1 : i + 3]}
                if after & _NATIONAL:
                    found.append((token.start, self.article.clean(token.start, token.end)))
        return found

    def _expansion(self, acronym: str, at: int) -> Offsets | None:
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

    def named_before(self, head: str, position: int) -> Offsets | None:
        """Find what "the campaign" means: the one named last before, by the same noun."""
        found = self.compounds.get(head, [])
        if i := bisect_left(found, (position, 0)):
            return found[i - 1]
        named = self.organisations.get(head, [])
        i = bisect_left(named, position, key=lambda m: m.start)
        near = i and self.article.sentence_of(position) - self.article.sentence_of(
            named[i - 1].start
        )
        if i and named[i - 1].words[-1] == head and near <= _FAR:
            return self.article.tokens[named[i - 1].first].start, named[i - 1].end
        return None

    def full_name(self, mention: NameMention) -> Offsets | None:
        """Find the longer name a one-word name stands for: "the Post", "PMF"."""
        if len(mention.words) != 1:
            # "the Daily News" of the New York Daily News
            longer = self.organisations.get(mention.words[-1], [])[:_LONGER_NAMES]
            ends = (m for m in longer if len(m.words) > len(mention.words))
            return self._only([m for m in ends if m.words[-len(mention.words) :] == mention.words])
        acronym = self.article.text[mention.start : mention.end]
        if acronym.isupper() and len(acronym) > 1:
            spelled_out = self.initials.get(acronym.lower(), []) if len(acronym) > 2 else []
            return self.acronyms.get(acronym) or self._only(spelled_out)
        bodies = self.organisations.get(mention.words[0], [])[:_LONGER_NAMES]
        return self._only([m for m in bodies if len(m.words) > 1])

    def _only(self, bodies: list[NameMention]) -> Offsets | None:
        """Where the body stands that all of these mention, if it is but one."""
        if len({m.words for m in bodies}) != 1:
            return None
        return self.article.tokens[bodies[0].first].start, bodies[0].end

    def adjective(self, countries: Set[str]) -> str:
        """Give the adjective the article uses of a country, the only one it names without any."""
        if not countries:
            countries = {lex.nation(word.rstrip(".").lower()) for _, word in self.nations}
        return self.adjectives.get(next(iter(countries)), "") if len(countries) == 1 else ""

    def only_nation(self, position: int) -> str:
        """Tell whose officials "officials" are where nobody else's are told of nearby, or ""."""
        i = bisect_left(self.nations, (position, ""))
        here = self.article.sentence_of(position)
        sentences = [(self.article.sentence_of(at), whose) for at, whose in self.nations[:i]]
        near = [whose for n, whose in sentences if n == sentences[-1][0] >= here - _NEARBY]
        if not near:
            return ""
        whose = near[-1]
        nations = {lex.nation(adjective.rstrip(".").lower()) for adjective in near}
        others = (
            span
            for span in self.described.get("officials", ())
            if span[1] < position
            and self.article.sentence_of(span[0]) >= here - _NEARBY
            and not self.article.text.startswith(whose, span[0])
        )
        return whose if len(nations) == 1 and next(others, None) is None else ""


def may_mean(head: str, name: str) -> bool:
    """Tell whether "the union" can be the body named last: "Association of Harbour Pilots"."""
    last = name.split()[-1].lower() if name else ""
    if head not in _BODIES | lex.ARMED_GROUPS or not last or last in lex.PLACES:
        return False
    if head in lex.ARMED_GROUPS and last in _ARMED:
        return True
    if head in ("newspaper", "paper", "outlet", "tabloid") and last in lex.LISTS["papers"]:
        return True
    return last == head or last not in lex.ORG_NOUNS or {head, last} <= _KINDS_OF_BODIES


class PluralResolver:
    """Looks up the body or group of a pronoun or a vague noun; `name` names noun phrases."""

    def __init__(self, people: People, history: History, name: Name) -> None:
        self.article, self.history, self.name = people.article, history, name
        # the body each person heads, by the person's id
        self.led: dict[int, Offsets] = {}
        for first, second in pairwise(self.article.mentions):
            link = self.article.text[first.end : second.start][:60]
            for leader, body in ((first, second), (second, first)):
                person, pattern = people.of.get(leader.start), _LEADS[leader is second]
                if person and body.kind == "org" and pattern.fullmatch(link):
                    start = self.article.tokens[body.first].start
                    self.led.setdefault(id(person), (start, body.end))

    def they(self, span: Offsets) -> Speaker:
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

    def one_of_them(self, span: Offsets) -> Speaker:
        """Describe one of the group that "them" stands for: "one of them"."""
        group = self.they(span)
        noun = self._plural(span[0])
        if noun and (group.name is None or group.type != "unnamed" or noun[0] > (group.start or 0)):
            group = self.name(*noun)
        if group.name is None or group.type != "unnamed":
            return Speaker(None, "unnamed", *span)
        return Speaker(one_of(group.name), "unnamed", group.start, group.end)

    def it(self, span: Offsets) -> Speaker:
        """Name the body or the document that "it" stands for."""
        said = self.history.last(span[0], self.history.documents)
        body = self._topic(span[0])
        if body and (said is None or body[0] > said[0]):
            said = body
        # "the unions said in a statement … “…,” it added"
        groups = [g for g in self.history.groups if self._states(g[0], whole=True)]
        group = self.history.last(span[0], groups)
        if group and (said is None or group[0] > said[0]):
            said = group
        if said is None and (issuer := issuer_before(self.article, span[0])):
            return self.name(*issuer)
        return said[1] if said else Speaker(None, "unnamed", *span)

    def _plural(self, position: int) -> Offsets | None:
        """The plural noun named last in this paragraph, outside quotes: "the barbers"."""
        tokens, line = self.article.tokens, self.article.line_of(position)
        last = self.article.token_at(position)
        for i in range(last - 1, max(0, last - _WORDS), -1):
            before = tokens[i - 1]
            if self.article.lines[i] != line:
                return None
            plural = before.lower in ("the", "some", "several") and is_plural(tokens[i].lower)
            outside = not self.article.quoted_at(before.start)
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
        return self._last_named(phrase.start) if head in lex.ARMED_GROUPS else None

    def _last_named(self, position: int, *, opens: bool = False) -> Speaker | None:
        """The armed group or the like that the article named last, outside quotes."""
        text, here = self.article.text, self.article.sentence_of(position)
        for mention in self.article.mentions_before(position, _NAMED_WINDOW):
            if here - self.article.sentences[mention.first] > 6:
                return None
            if mention.kind != "org" or self.article.quoted_at(mention.start):
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
        """Name who speaks in "its statement", "a statement by …" or "the statement", if told."""
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
            if sentence == self.article.sentence_of(phrase.start) or self._states(at):
                return speaker
        last = here[-1][1] if here else None
        alone = last and last.type == "person" and {s.name for _, s in here} == {last.name}
        if alone or here:
            return last if alone else None
        if issuer := issuer_before(self.article, phrase.start):
            return self.name(*issuer)
        before = [s for at, s in self.history.named if self.article.line_of(at) == line - 1]
        return before[-1] if len({s.name for s in before}) == 1 else None

    def _states(self, at: int, *, whole: bool = False) -> bool:
        """Whether a sentence goes on to speak of a statement, or speaks of one at all."""
        article = self.article
        i = article.sentence_start(at) if whole else article.token_at(at)
        j = bisect_left(article.sentences, article.sentence_of(at) + 1)
        return any(token.lower in _STATEMENTS for token in article.tokens[i : min(j, i + _WORDS)])


def _is_many(name: str) -> bool:
    """Whether a body is spoken of as "they": "Harbour Forces", an armed group."""
    words = name.lower().split()
    return bool(words) and (is_plural(words[-1]) or is_armed(name))


def is_armed(name: str) -> bool:
    """Tell whether a body's own name says that it is a party, a front or a militia.

    >>> is_armed("Harakat al-Bahr"), is_armed("Port Liberation Front"), is_armed("White House")
    (True, True, False)
    """
    first, *rest = name.lower().replace("’", "'").split() or [""]
    return first in lex.BODY_OPENERS or (bool(rest) and rest[-1] in _ARMED_ENDS)
