"""An article read once: its words, sentences and names, and what each name stands for."""

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from itertools import accumulate

from analystkit.quotes.entities import Name
from analystkit.quotes.speakers import lexicon as lex
from analystkit.quotes.speakers.tokens import (
    LINKS,
    Token,
    capital_runs,
    leads_month,
    plain,
    sentence_starts,
    tokenize,
)
from analystkit.text.paragraphs import Offsets
from analystkit.text.words import is_plural, singular

_KINDS = {"PERSON": "person", "ORG": "org", "GPE": "place", "LOC": "place", "NORP": "group"}
_NAME_END = re.compile(r"['’]s\b|[,(]|$")
_WORD = r"(?:U\.S\.|[^\W\d_](?:[\w'’-]|\.(?=\S))*)"
NOUNS = rf"(?P<noun>{_WORD}(?: {_WORD}){{0,6}}?)"
NOUNS_END = (
    r"(?: (?:(?:of|for|from|in|at|with|on|to|who|and) "
    r"(?P<of>(?:the )?(?:[A-Z][\w.-]+(?: [A-Z][\w.-]+){0,2}|state|defen[cs]e)?))|[,.;:()—–]|$)"
)
APPOSITION = re.compile(
    r", (?:(?:an?|the|his|her|their|its|one|another|now|then) ){0,2}" + NOUNS + NOUNS_END
)
_ROLE_ENDING = re.compile(r"(?:[a-z]{3}(?:ist|ian|man|woman|person)|[a-z]{2}(?:ator|itor|nalist))$")
_NO_SURNAME = frozenset("act journalism matter parenthood state usa".split())
_HONOURS = lex.SUFFIXES | frozenset("cbe kbe kc mbe mc md mp obe phd qc".split())
_AFTER_GENERAL = frozenset("assembly dynamics electric mills motors".split())
NO_NAMES = frozenset("countries groups nations parties states".split())
_AGENCIES = frozenset("agency bureau commission committee company council institute".split())
_NO_ROLES = frozenset("assist checklist consist desist enlist insist persist resist".split())
_HOME = re.compile(r"\w[\w.-]*-(?:based|born|raised|educated)")
_LED = re.compile(
    r"\b(?:leader|head|chief|commander|secretary[- ]general|members?|fighters|men) of (?:the )?$"
)
_LEADER = re.compile(r"\b(?:commander|chief|head|leader|director|chairman|president|member) of\b")
_ARMED = re.compile(r" (?:militia|faction|brigade|fighters|rebels|insurgents)s?\b")
_NO_SURNAMES = lex.CAPITAL_ORG_NOUNS | lex.PLACES
_ROLES = lex.PEOPLE_NOUNS - lex.GIVEN_NAMES.keys() - lex.PARTIES
_FIELDS = lex.LISTS["portfolios"] | frozenset("foreign presidential general chief private".split())
_LONGEST = 8  # words in a name; longer runs are headlines
_SENTENCE_END = re.compile(r"[^\n\r]*[.!?][\"'”’)]*\s*(?:[\n\r]|$)")
_ACRONYM = re.compile(r"[A-Z]{2,4}")
_HEADLINE = range(4, 26)  # long words of a headline


@dataclass(frozen=True)
class NameMention:
    """A name as it stands in the text, its lower-case words and those of the titles before it."""

    start: int
    end: int
    words: tuple[str, ...]
    title: tuple[str, ...]
    first: int  # with `last`, the run of words, titles included
    last: int
    kind: str  # person, org, place, group or other
    sure: bool  # the first word surely belongs to the name


def is_people_noun(word: str) -> bool:
    """Tell whether a noun says what somebody is: "senator", "columnist"."""
    return word in lex.PEOPLE_NOUNS or (
        _ROLE_ENDING.search(word) is not None and word not in _NO_ROLES
    )


def apposed_noun(text: str, end: int) -> str:
    """Give the head noun of the apposition after a name, "" where there is none."""
    match = APPOSITION.match(text[end : end + 120])
    return match["noun"].split()[-1].lower() if match else ""


def name_begin(
    tokens: Sequence[Token], first: int, last: int, label: str, common: frozenset[str]
) -> int:
    """Give the index of a run's first word after titles, parties and nationalities.

    `common` are the words that the text has in lower case.
    """
    begin = first
    titles = [i for i in range(first, last) if tokens[i].lower in lex.TITLES]
    # "Rector Amina Yusuf", "Celebrities Dana Whitfield and", no "Dean Smith", no "Member States"
    ahead = last - 1 - (tokens[last - 1].lower in NO_NAMES)
    titles += [i for i in range(first, ahead) if tokens[i].lower.removeprefix("co-") in _ROLES]
    titles += [i for i in range(first, ahead) if _introduces_many(tokens[i], tokens[i + 1])]
    opening = tokens[first].lower
    given = opening in lex.GIVEN_NAMES and opening not in common
    if last - first == 2 and (given or _is_general([t.lower for t in tokens[first:last]])):
        titles = []  # "Dean Johnson", "General Electric"
    if tokens[first].lower.replace("’", "'") in lex.BODY_OPENERS:
        # "Kataib Sayyed …": the title is part of a body's name
        return first
    if titles and max(titles) + 1 == last:
        return last
    if titles and _is_body(tokens, first, max(titles), last, label):
        return first
    if titles:
        begin = max(titles) + 1
    elif (
        first > 1
        and tokens[first].lower in lex.LISTS["portfolios"]
        and tokens[first - 1].lower == "of"
        and tokens[first - 2].lower in ("secretary", "minister", "ministers", "supervisor")
    ):
        begin = first + 1 + (tokens[first].lower in ("homeland", "veterans"))
    if begin >= last or tokens[last - 1].lower in lex.CAPITAL_ORG_NOUNS:
        return min(begin, last)
    # "South Korean-born Dana Whitfield"
    homes = [i for i in range(begin, last - 1) if _HOME.fullmatch(tokens[i].lower)]
    begin = homes[-1] + 1 if homes else begin
    bare = begin
    while bare < last - 1 and (
        tokens[bare].lower in lex.PARTIES or tokens[bare].lower in lex.DEMONYMS
    ):
        bare += 1
    return bare if label == "PERSON" or tokens[bare].lower in lex.GIVEN_NAMES else begin


def _is_general(words: Sequence[str]) -> bool:
    """Whether "general" is a word of the name: "General Electric"."""
    return len(words) == 2 and words[0] == "general" and words[1] in _AFTER_GENERAL


def _introduces_many(token: Token, after: Token) -> bool:
    """Whether a plural says what those are whose names follow: "Celebrities Dana Whitfield and"."""
    return after.lower in lex.GIVEN_NAMES and singular(token.lower) in _ROLES | lex.PARTIES


def _is_body(tokens: Sequence[Token], first: int, title: int, last: int, label: str) -> bool:
    """Whether the last title is a word of a body's name: "Council on Foreign Relations"."""
    linked = next((i for i in range(first + 1, title) if tokens[i].lower in LINKS), first)
    if label == "PERSON" or tokens[title + 1].lower in lex.GIVEN_NAMES:
        return False
    in_body = any(tokens[i].lower in lex.CAPITAL_ORG_NOUNS for i in range(first, linked))
    of_things = tokens[title].lower in _FIELDS or is_plural(tokens[last - 1].lower)
    return in_body and of_things


def guess_kind(words: tuple[str, ...], title: tuple[str, ...], label: str) -> str:
    """Guess what a name stands for from its own words and the recogniser's label.

    >>> guess_kind(("dana", "whitfield"), (), "ORG")
    'person'
    >>> guess_kind(("whitfield", "foundation"), (), "PERSON")
    'org'
    """
    last, kind = words[-1], _KINDS.get(label, "other")
    opens_body = words[0].replace("’", "'") in lex.BODY_OPENERS and not title
    if opens_body or not LINKS.isdisjoint(words) or _is_general(words):
        return "org"
    if words[0] in ("abu", "umm") and len(words) > 1 and last not in lex.CAPITAL_ORG_NOUNS:
        return "person"
    if any(word in lex.TITLES for word in title) and last not in lex.CAPITAL_ORG_NOUNS:
        return "person"
    if len(words) > 1:
        given = words[0] in lex.GIVEN_NAMES
        if last in lex.CAPITAL_ORG_NOUNS and not (given and kind == "person"):
            return "org"
        if not given and any(w in _AGENCIES for w in words[1:-1]):
            return "org"  # "Quay News Agency QNA"
        if not given and last in _NO_SURNAME:
            return "org"  # "Islamic State", "Voting Rights Act"
        return "person" if given and last not in lex.PLACES else kind
    if (last in lex.PARTIES and kind != "person") or (
        last in lex.DEMONYMS and last not in lex.PLACES
    ):
        return "group"
    if last in lex.PLACES:
        return "place"
    if last in lex.CAPITAL_ORG_NOUNS:
        return "org"
    return "person" if not label and last in lex.GIVEN_NAMES else kind


def _as_typed(name: str) -> str:
    """A name as it was typed: "PeÃ±a Nieto" is UTF-8 read as another encoding."""
    if "Ã" in name:
        with suppress(UnicodeError):
            return name.encode("cp1252").decode("utf-8")
    return name


def settle_kinds(
    text: str, mentions: Sequence[NameMention], sources: Iterable[Offsets | None]
) -> list[NameMention]:
    """Give each name the kind that the article as a whole speaks for."""
    votes: dict[tuple[str, ...], Counter[str]] = {}
    for m in mentions:
        weight = 3 if m.title and m.kind == "person" else 1
        votes.setdefault(m.words, Counter())[m.kind] += weight
        if m.kind != "org" and _is_called_a_body(text, m):
            votes[m.words]["org"] += 3
    titled = {plain(m.words[-1]) for m in mentions if m.title and m.kind == "person"}
    bodies = {m.words[0] for m in mentions if m.kind == "org" and len(m.words) > 1}
    bodies -= {m.words[0] for m in mentions if m.title} | lex.GIVEN_NAMES.keys()
    ends = {_name_end(text, *span) for span in sources if span}
    alone = {m.words[0] for m in mentions if len(m.words) == 1 and m.end in ends}
    alone -= lex.CAPITAL_ORG_NOUNS | lex.PLACES | lex.DEMONYMS.keys()
    speaking = {
        m.words[-1]
        for m in mentions
        if m.kind == "other" and m.end in ends and m.words[-1].isalpha() and m.words[-1][-1] != "s"
    }
    # "Marta Ilves", taken for a body or a place, and later "Ilves said"
    full = {m.words for m in mentions if len(m.words) == 2 and m.words[1] in alone}
    full = {words for words in full if _NO_SURNAMES.isdisjoint(words)}
    surnames = {
        plain(word)
        for m in mentions
        if (m.kind == "person" and len(m.words) > 1) or m.words in full
        for word in m.words
    }
    settled = []
    for m in mentions:
        kind, last = votes[m.words].most_common(1)[0][0], m.words[-1]
        if len(m.words) == 1 and kind != "group":
            if plain(last) in surnames and last not in lex.CAPITAL_ORG_NOUNS:
                kind = "person"
            elif kind in ("person", "other") and last in bodies:
                kind = "org"
        elif len(m.words) > 1 and plain(last) in titled and last not in _NO_SURNAMES:
            kind = "person"
        kind = "person" if m.words in full else kind
        if (kind == "other" and last in speaking and len(m.words) < 4) or (
            m.title and m.kind == "person"
        ):
            kind = "person"
        sure = m.sure or m.words in full
        settled.append(m if (kind, sure) == (m.kind, m.sure) else replace(m, kind=kind, sure=sure))
    return settled


def _is_called_a_body(text: str, mention: NameMention) -> bool:
    """Whether the words around a name say it is a body: "leader of …", "…, a militia"."""
    if mention.title or mention.words[0] in lex.GIVEN_NAMES or mention.kind in ("place", "group"):
        return False
    if _LED.search(text, max(0, mention.start - 40), mention.start):
        return True
    after = text[mention.end : mention.end + 14]
    return _ARMED.match(after) is not None or apposed_noun(text, mention.end) in lex.ARMED_GROUPS


def _name_end(text: str, start: int, end: int) -> int:
    """Where a name that opens a source phrase ends at the latest."""
    phrase = text[start : min(end, start + 80)].rstrip(" ,")
    match = _NAME_END.search(phrase)
    return start + (match.start() if match else len(phrase))


class ArticleIndex:
    """One article's words, sentences, names and quoted stretches, indexed for look-ups.

    The recogniser's `names` are votes, not truth; `sources` are where it names who speaks.
    """

    def __init__(
        self,
        text: str,
        names: Sequence[Name],
        sources: Sequence[Offsets | None],
        quoted: Iterable[Offsets],
    ) -> None:
        self.text, self.quoted = text, sorted(quoted)
        self.tokens = tokenize(text)
        self.starts = sentence_starts(text, self.tokens)
        self.token_starts = [token.start for token in self.tokens]
        self.sentences = [number - 1 for number in accumulate(self.starts)]
        self.lines, self.headlines = self._read_lines()
        self.ends_sentence = _SENTENCE_END.match(text.lstrip()) is not None
        self.labels = self._labels(names)
        self.mentions = settle_kinds(text, [*self._mentions()], sources)
        self.sources = sorted(span for span in sources if span)
        self.mention_starts = [mention.start for mention in self.mentions]

    def token_at(self, position: int) -> int:
        """Index of the first word that starts at or after ``position``."""
        return bisect_left(self.token_starts, position)

    def sentence_of(self, position: int) -> int:
        """Number of the sentence that ``position`` stands in."""
        i = bisect_right(self.token_starts, position)
        return self.sentences[i - 1] if i else 0

    def line_of(self, position: int) -> int:
        """Number of the line, a paragraph mostly, that ``position`` stands in."""
        i = bisect_right(self.token_starts, position)
        return self.lines[i - 1] if i else 0

    def sentence_start(self, position: int) -> int:
        """Index of the first word of the sentence that ``position`` stands in."""
        return bisect_left(self.sentences, self.sentence_of(position))

    def mentions_in(self, start: int, end: int) -> list[NameMention]:
        """Mentions that begin inside a stretch of the text."""
        i = bisect_left(self.mention_starts, start)
        return self.mentions[i : bisect_left(self.mention_starts, end, lo=i)]

    def mentions_before(self, position: int, count: int) -> list[NameMention]:
        """The last ``count`` mentions that begin before ``position``, nearest first."""
        i = bisect_left(self.mention_starts, position)
        return self.mentions[max(0, i - count) : i][::-1]

    def quoted_at(self, position: int) -> Offsets | None:
        """The last quoted stretch that starts at or before ``position`` if it reaches over it."""
        i = bisect_right(self.quoted, (position, float("inf"))) - 1
        return self.quoted[i] if i >= 0 and self.quoted[i][1] > position else None

    def clean(self, start: int, end: int) -> str:
        """A stretch of the text with single spaces, and with the last stop of "U.S."."""
        if "." in self.text[max(start, end - 4) : end] and self.text[end : end + 1] == ".":
            end += 1
        return _as_typed(" ".join(self.text[start:end].split()))

    def _read_lines(self) -> tuple[list[int], set[int]]:
        """The line each word stands on, and which lines are headlines in title case."""
        lines, line, long, capital = [], 0, Counter[int](), Counter[int]()
        for i, token in enumerate(self.tokens):
            if i and "\n" in self.text[self.tokens[i - 1].end : token.start]:
                line += 1
            lines.append(line)
            if len(token.text) > 3:
                long[line] += 1
                capital[line] += token.text[0].isupper()
        sentences = Counter(line for line, start in zip(lines, self.starts, strict=True) if start)
        headlines = {
            n
            for n, k in long.items()
            if k in _HEADLINE and capital[n] >= 0.8 * k and sentences[n] == 1
        }
        return lines, headlines

    def _labels(self, names: Sequence[Name]) -> list[str]:
        """The recogniser's label of each word, "" for none."""
        labels = [""] * len(self.tokens)
        for start, end, label in names:
            i = self.token_at(max(start, 0))
            while i < len(labels) and self.token_starts[i] < end and not labels[i]:
                labels[i] = label
                i += 1
        return labels

    def _mentions(self) -> Iterator[NameMention]:
        tokens = self.tokens
        common = frozenset(t.lower for t in tokens if t.text.islower())
        written = {
            token.lower
            for token, line in zip(tokens, self.lines, strict=True)
            if token.text[0].isupper() and line not in self.headlines
        }
        for first, last in capital_runs(self.text, tokens, self.starts, common):
            if self.lines[first] in self.headlines:
                pairs = (
                    i
                    for i in range(first, last - 1)
                    if tokens[i].lower in lex.GIVEN_NAMES and tokens[i + 1].lower in written
                )
                if (given := next(pairs, None)) is None:
                    continue
                first, last = given, given + 2
            end = tokens[first].end
            exclaims = last - first == 1 and self.text[end : end + 1] in ("?", "!")  # "Harsh?"
            first = self._after_body(first, last)
            if last - first > _LONGEST or (exclaims and self.starts[first]):
                continue
            begin = name_begin(tokens, first, last, self.labels[last - 1], common)
            while begin < last and tokens[begin].lower in lex.CALENDAR:
                if self._given(begin, last):
                    break
                begin += 1
            while first < begin and tokens[first].lower in lex.CALENDAR:  # "Monday Mayor Varga"
                first += 1
            if begin < last:
                yield self._mention(first, begin, last)

    def _given(self, month: int, last: int) -> bool:
        """Whether the name of a month is a person's: "June Carter", "Theresa May"."""
        tokens = self.tokens
        alone = tokens[month].text == "May" and month + 1 == last
        given = tokens[month].text in ("April", "August", "Jan", "June") and month + 2 == last
        after = tokens[month + 1].lower if given else ""
        led = not self.starts[month] and leads_month(tokens[month - 1].lower)
        body = after in lex.TITLES | lex.CALENDAR | lex.CAPITAL_ORG_NOUNS
        body = body or self.labels[last - 1] == "ORG"
        return alone or (given and not led and not body)

    def _after_body(self, first: int, last: int) -> int:
        """Where a name begins behind a body: "Commander of the Fifth Brigade Abu Said"."""
        tokens = self.tokens
        led = first > 1 and tokens[first - 1].lower in ("of", "the")
        for i in range(first, last - 1):
            body = tokens[i].lower in lex.CAPITAL_ORG_NOUNS and not tokens[i].owner
            after = tokens[i + 1].lower
            name = after in lex.GIVEN_NAMES or after in lex.LISTS["particles"]
            named = name or (self.labels[i + 1] == "PERSON" and self.labels[i] != "PERSON")
            if body and named and (led or i > first) and tokens[i].lower not in LINKS:
                before = " ".join(t.lower for t in tokens[max(0, first - 3) : i])
                if led or _LEADER.search(before):
                    return i + 1
        return first

    def _mention(self, first: int, begin: int, last: int) -> NameMention:
        tokens = self.tokens
        words = tuple(token.lower for token in tokens[begin:last])
        title = tuple(token.lower for token in tokens[first:begin])
        kind = guess_kind(words, title, self.labels[last - 1])
        end = tokens[last - 1].end
        apposed = apposed_noun(self.text, end)
        introduced = is_people_noun(apposed) and not is_plural(apposed)
        body = words[-1] in lex.CAPITAL_ORG_NOUNS or not _AGENCIES.isdisjoint(words[1:-1])
        if kind in ("org", "other") and not body:
            kind = "person" if introduced or self._after_noun(first, last) else kind
        own = [token.text for token in tokens[begin:last]]
        if kind == "person" and len(own) > 1 and _ACRONYM.fullmatch(own[-1]):
            named = title or introduced or words[0] in lex.GIVEN_NAMES or words[-1] in _HONOURS
            if not named and not all(map(str.isupper, own)):
                kind = "org"  # "Junge SVP"
        if kind == "other" and len(words) == 1 and _ACRONYM.fullmatch(tokens[begin].text):
            kind = "org"
        return NameMention(
            start=tokens[begin].start,
            end=end + (words[-1] in lex.SUFFIXES and self.text[end : end + 1] == "."),
            words=words,
            title=title,
            first=first,
            last=last,
            kind=kind,
            sure=self._is_sure(first, begin, last, introduced),
        )

    def _is_sure(self, first: int, begin: int, last: int, introduced: bool) -> bool:
        shouted = self.text[self.tokens[begin].start : self.tokens[last - 1].end].isupper()
        if shouted or self.lines[first] in self.headlines:
            return False
        if begin > first or not self.starts[first] or self.tokens[begin].lower in lex.GIVEN_NAMES:
            return True
        if self.labels[first] != "PERSON":
            return introduced
        # a first line may be a headline, "Embattled Whitfield", unless it ends like a sentence
        return introduced or self.lines[first] > 0 or self.ends_sentence

    def _after_noun(self, first: int, last: int) -> bool:
        """Whether a noun for people leads up to the name: "resident Sam Whitfield"."""
        before = self.tokens[first - 1]
        gap = self.text[before.end : self.tokens[first].start] if first else ""
        is_noun = before.text.islower() and before.lower in lex.PEOPLE_NOUNS and not before.owner
        # "the regulator's head, Ines Coelho, said"
        apposed = gap == ", " and self.text[self.tokens[last - 1].end :][:1] == ","
        return is_noun and (gap == " " or apposed)
