"""From the words that name a source, put right first, to the name the article gives."""

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace

from analystkit.quotes.entities import Name
from analystkit.quotes.speakers import interview, pronouns, subjects
from analystkit.quotes.speakers import lexicon as lex
from analystkit.quotes.speakers.article import ArticleIndex
from analystkit.quotes.speakers.history import History, Speaker
from analystkit.quotes.speakers.naming import PLACE, PhraseResolver
from analystkit.quotes.speakers.people import People
from analystkit.quotes.speakers.person import VERBS
from analystkit.quotes.speakers.tokens import is_dotted
from analystkit.text.lemmas import is_speech
from analystkit.text.paragraphs import Offsets

_PRONOUN = re.compile(
    r"\W*(?:(?:while|as|but|and|by|to|if|when|though) )?(?:both )?([A-Za-z]+)"
    r"(?:['’](?:ve|re|m|d|ll|s))?(?: (?:him|her|them|my|our|your)sel(?:f|ves)| who| all| both)?\W*",
    re.IGNORECASE,
)
_SOME_OF_WHOM = re.compile(r"(?i)(?:\w+ ){1,2}of (?:whom|which)")
_ONE_OF_THEM = re.compile(r"\W*(?:one|another|a second) of them\W*", re.IGNORECASE)
_NESTED = 20  # quotes looked back for the one around an "I"
_BARE = re.compile(r"(?i)\W*(?:the|an?|its|his|her|their|this|that)(?: same)?\W*")
_NEXT_WORD = re.compile(r" [a-z][\w'’-]*")
_NO_PLACE = lex.CALENDAR | lex.LISTS["no_place"]
_DETERMINED = re.compile(r"(?i:the|an?|some|several|two|three|four|five|many) [a-z][a-z -]*")
MARKS = " \t\xa0\r\"'“”‘’«»`"
_READ = 400  # characters of a source that are looked at
_LONGEST = 60  # characters of a description that may grow


def resolve_speakers(
    text: str,
    sources: Sequence[Offsets | None],
    *,
    names: Sequence[Name],
    content: Sequence[Sequence[Offsets]] | None = None,
    cues: Sequence[Offsets | None] = (),
    author: str | None = None,
) -> list[Speaker]:
    """Resolve source mentions to the fullest names that an article gives.

    Where two people could be meant, the words stay as they are: a wrong name is worse than none.
    The spans of each quote (`content`) tell whom "I" inside a quote means; outside it means the
    `author`.  For a missing source `Speaker.source` has the words found to stand for it: by its
    cue, the subject of the sentence; of a paragraph all quotation, who the one before speaks of.
    """
    return _Resolver(text, sources, names, content or (), cues, author).resolve()


class _Resolver:
    """One article's sources, resolved in reading order."""

    def __init__(
        self,
        text: str,
        sources: Sequence[Offsets | None],
        names: Sequence[Name],
        content: Sequence[Sequence[Offsets]],
        cues: Sequence[Offsets | None],
        author: str | None,
    ):
        inside = [span and (max(0, span[0]), min(len(text), span[1])) for span in sources]
        self.sources = [span if span and span[0] < span[1] else None for span in inside]
        self.text, self.author = text, (author or "").strip()
        self.quotes = {
            (s, e): i for i, spans in enumerate(content[: len(sources)]) for s, e in spans if s < e
        }
        self.article = ArticleIndex(text, names, self.sources, self.quotes)
        self.sources = [span and _whole(self.article, span) for span in self.sources]
        self.omitted = self._omitted(content, cues)
        self.people = People(self.article)
        self.history = History(self.people)
        self.naming = PhraseResolver(self.people, self.history)

    def _omitted(
        self, content: Sequence[Sequence[Offsets]], cues: Sequence[Offsets | None]
    ) -> dict[int, Offsets]:
        """The words that stand for sources that are missing, and these put in their place."""
        found: dict[int, Offsets] = {}
        spoke: dict[int, list[Offsets]] = defaultdict(
            list
        )  # by line, who spoke and was named there
        for source, spans in zip(self.sources, content, strict=False):
            if source and spans and self._pronoun(source) not in pronouns.FIRST:
                line = self.article.line_of(source[0])
                if line == self.article.line_of(spans[-1][0]):
                    spoke[line].append(source)
        for i, (spans, cue) in enumerate(zip(content, cues, strict=False)):
            if self.sources[i]:
                continue
            if cue is None:
                span = self._floating(spans, spoke)
            elif is_speech(self.text[slice(*cue)]):
                span = subjects.coordinated_subject(self.article, cue)
            else:
                span = None
            if span and not any(s < span[1] and span[0] < e for s, e in spans):
                found[i] = self.sources[i] = span
        return found

    def _floating(
        self, spans: Sequence[Offsets], spoke: Mapping[int, list[Offsets]]
    ) -> Offsets | None:
        """Whose a paragraph is that is all quotation: who spoke just before, or is told of."""
        start, end = spans[0][0], spans[-1][1]
        before = self.text.rfind("\n", 0, start)
        after = (self.text.find("\n", end) + 1 or len(self.text) + 1) - 1
        if self.text[before + 1 : start].strip(MARKS) or self.text[end:after].strip(MARKS):
            return None
        if before_it := spoke.get(self.article.line_of(start) - 1):
            words = {self.text[slice(*source)] for source in before_it}
            # "though she called it a trick, Whitfield said …": she and Whitfield are one
            others = {w for w in words if w.lower() not in pronouns.GENDER}
            last = self.text[slice(*before_it[-1])]
            return before_it[-1] if len(words) == 1 or others == {last} else None
        return subjects.topic_before(self.article, start)

    def resolve(self) -> list[Speaker]:
        speakers = [Speaker()] * len(self.sources)
        order = sorted((span, i) for i, span in enumerate(self.sources) if span)
        known: dict[Offsets, Speaker] = {}
        first_person = []
        for span, i in order:
            word = self._pronoun(span)
            if word in pronouns.FIRST:
                first_person.append((span, i))
                continue
            if span not in known:
                known[span] = self._speaker(span, word)
                self.history.add(span, known[span])
            speakers[i] = known[span]
        for span, i in first_person:
            speakers[i] = self._first_person(span, i, speakers)
        for i, span in self.omitted.items():
            speakers[i] = replace(speakers[i], source=span)
        return speakers

    def _pronoun(self, span: Offsets) -> str:
        """A source's only word in lower case, "" where it has more than one."""
        short = span[1] - span[0] <= _LONGEST
        match = _PRONOUN.fullmatch(self.text, *span) if short else None
        return match[1].lower() if match else ""

    def _speaker(self, span: Offsets, word: str) -> Speaker:
        start, end = span
        if label := interview.role_of(self.text, span):
            return interview.speaker(self.article, label, span, self.naming.name)
        if word in pronouns.GENDER:
            return self.naming.he_or_she(start, pronouns.GENDER[word], described=True)
        if word in pronouns.PLURAL:
            return self.naming.groups.they(span)
        if word in pronouns.THING:
            return self.naming.groups.it(span)
        if word in pronouns.SECOND:
            return Speaker(None, "unnamed", start, end)
        if word in pronouns.RELATIVE or _SOME_OF_WHOM.fullmatch(self.text, start, end):
            noun = pronouns.noun_before(self.people, start)
            return self.naming.name(*noun) if noun else Speaker(None, "unnamed", start, end)
        if _ONE_OF_THEM.fullmatch(self.text, start, end):
            return self.naming.groups.one_of_them(span)
        if word in VERBS:
            # a tagger took the verb of "said Whitfield" for the source
            for mention in self.article.mentions_in(end, end + 30)[:1]:
                return self.naming.name(mention.start, mention.end)
        return self.naming.name(start, end)

    def _first_person(self, span: Offsets, own: int, speakers: Sequence[Speaker]) -> Speaker:
        quoted = self.article.quoted
        i = bisect_right(quoted, (span[0], len(self.text)))
        for around in reversed(quoted[max(0, i - _NESTED) : i]):
            quote = self.quotes[around]
            if quote != own and around[1] > span[0]:
                return speakers[quote] if speakers[quote].type else Speaker(None, "unnamed", *span)
        return Speaker(self.author or "author", "person" if self.author else "unnamed", *span)


def _whole(article: ArticleIndex, span: Offsets) -> Offsets:
    """Make of a source span one sentence's part of it, with its names, nouns and place whole."""
    start, end = _one_sentence(article, *span)
    text = article.text
    near = article.mentions_in(max(0, start - _LONGEST), min(end, start + _LONGEST))
    for mention in near + article.mentions_before(end, 1):
        first, last = mention.words[0].replace("’", "'"), mention.words[-1]
        # a run of capitals that is a body's name for sure, no headline: "… Forces"
        body = last in lex.CAPITAL_ORG_NOUNS or first in lex.BODY_OPENERS
        body = body and mention.kind == "org"
        broken = text[start - 1 : start].isalnum() and text[start].isalnum()
        if mention.start < start < mention.end and (broken or body):
            start = mention.start
        broken = text[end - 1].isalnum() and text[end : end + 1].isalnum()
        cut = broken or body or text[end : mention.end] in (" Will", " May")
        if mention.start < end < mention.end and cut:
            end = mention.end
    pronoun = text[start:end].lower() in ("its", "his", "her", "their", "this", "that")
    if end - start < _LONGEST and not pronoun and _BARE.fullmatch(text, start, end):
        word = _NEXT_WORD.match(text, end)
        return start, word.end() if word else end
    if end - start < _LONGEST and _DETERMINED.fullmatch(text, start, end):
        place = PLACE.match(text, end)
        if place and _NO_PLACE.isdisjoint(place.group().lower().split()):
            end = place.end()
    return start, end


def _one_sentence(article: ArticleIndex, start: int, end: int) -> Offsets:
    """The part of a source that stands in one sentence: the one with a name in it."""
    tokens, i = article.tokens, article.token_at(start) + 1
    limit = min(end, start + _READ)
    while i < len(tokens) and tokens[i].start < limit:
        before = tokens[i - 1]
        gap = article.text[before.end : tokens[i].start]
        if article.starts[i] and not is_dotted(before) and gap[:2] in (". ", "! ", "? ", ".\n"):
            if article.mentions_in(start, before.end):
                return start, before.end
            start = tokens[i].start
        i += 1
    return start, end
