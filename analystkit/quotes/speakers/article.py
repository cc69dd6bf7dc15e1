"""An article read once: its words, sentences and name mentions."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence

from analystkit.quotes.entities import Name
from analystkit.quotes.speakers.lexicon import (
    CALENDAR,
    CAPITAL_ORG_NOUNS,
    PEOPLE_NOUNS,
    SUFFIXES,
    given_names,
)
from analystkit.quotes.speakers.mentions import (
    Mention,
    Span,
    apposed_noun,
    guess_kind,
    is_people_noun,
    name_begin,
    settle_kinds,
)
from analystkit.quotes.speakers.phrases import is_plural
from analystkit.quotes.speakers.tokens import capital_runs, sentence_starts, tokenize

_LONGEST = 8  # words in a name; longer runs are headlines
_ACRONYM = re.compile(r"[A-Z]{2,4}")
_HEADLINE = range(4, 26)  # long words of a headline


class Article:
    """One article's words, sentences and name mentions, indexed for look-ups.

    Parameters
    ----------
    text
        The article.
    names
        What the entity recogniser found; used as votes, not as truth.
    sources
        Where the article names who speaks.
    """

    def __init__(self, text: str, names: Sequence[Name], sources: Sequence[Span | None] = ()):
        self.text = text
        self.tokens = tokenize(text)
        self.starts = sentence_starts(text, self.tokens)
        self.token_starts = [token.start for token in self.tokens]
        self.openings = {
            t.start for t, opens in zip(self.tokens, self.starts, strict=True) if opens
        }
        self.sentences = self._number_sentences()
        self.lines, self.headlines = self._read_lines()
        self.labels = self._labels(names)
        self.mentions = settle_kinds(text, [*self._mentions()], sources)
        self.sources = sorted(span for span in sources if span)
        self.mention_starts = [mention.start for mention in self.mentions]

    def token_at(self, position: int) -> int:
        """Index of the first word that starts at or after ``position``."""
        return bisect_left(self.token_starts, position)

    def sentence_of(self, position: int) -> int:
        """Number of the sentence that ``position`` stands in."""
        i = bisect_right(self.token_starts, position) - 1
        return self.sentences[i] if i >= 0 else 0

    def line_of(self, position: int) -> int:
        """Number of the line, a paragraph mostly, that ``position`` stands in."""
        i = bisect_right(self.token_starts, position) - 1
        return self.lines[i] if i >= 0 else 0

    def sentence_start(self, position: int) -> int:
        """Index of the first word of the sentence that ``position`` stands in."""
        return bisect_left(self.sentences, self.sentence_of(position))

    def mentions_in(self, start: int, end: int) -> list[Mention]:
        """Mentions that begin inside a stretch of the text."""
        i = bisect_left(self.mention_starts, start)
        return self.mentions[i : bisect_left(self.mention_starts, end, lo=i)]

    def mentions_before(self, position: int, count: int) -> list[Mention]:
        """The last ``count`` mentions that begin before ``position``, nearest first."""
        i = bisect_left(self.mention_starts, position)
        return self.mentions[max(0, i - count) : i][::-1]

    def clean(self, start: int, end: int) -> str:
        """A stretch of the text with single spaces, and with the last stop of "U.S."."""
        if "." in self.text[max(start, end - 4) : end] and self.text[end : end + 1] == ".":
            end += 1
        return " ".join(self.text[start:end].split())

    def _number_sentences(self) -> list[int]:
        numbers, number = [], -1
        for start in self.starts:
            number += start
            numbers.append(number)
        return numbers

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

    def _mentions(self) -> Iterator[Mention]:
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
                    if tokens[i].lower in given_names() and tokens[i + 1].lower in written
                )
                if (given := next(pairs, None)) is None:
                    continue
                first, last = given, given + 2
            if last - first > _LONGEST or self._exclaims(first, last):
                continue
            begin = name_begin(tokens, first, last, self.labels[last - 1])
            while begin < last and tokens[begin].lower in CALENDAR:
                begin += 1
            if begin < last:
                yield self._mention(first, begin, last)

    def _mention(self, first: int, begin: int, last: int) -> Mention:
        tokens = self.tokens
        words = tuple(token.lower for token in tokens[begin:last])
        title = tuple(token.lower for token in tokens[first:begin])
        kind = guess_kind(words, title, self.labels[last - 1])
        end = tokens[last - 1].end
        apposed = apposed_noun(self.text, end)
        introduced = is_people_noun(apposed) and not is_plural(apposed)
        if kind in ("org", "other") and words[-1] not in CAPITAL_ORG_NOUNS:
            kind = "person" if introduced or self._after_noun(first) else kind
        if kind == "other" and len(words) == 1 and _ACRONYM.fullmatch(tokens[begin].text):
            kind = "org"
        return Mention(
            start=tokens[begin].start,
            end=end + (words[-1] in SUFFIXES and self.text[end : end + 1] == "."),
            words=words,
            title=title,
            sentence=self.sentences[first],
            first=first,
            last=last,
            kind=kind,
            opens=self.starts[first],
            sure=self._is_sure(first, begin, last, introduced),
            owner=tokens[last - 1].owner,
        )

    def _exclaims(self, first: int, last: int) -> bool:
        """Whether a word stands alone: "Harsh?"."""
        end = self.tokens[first].end
        return last - first == 1 and self.starts[first] and self.text[end : end + 1] in ("?", "!")

    def _is_sure(self, first: int, begin: int, last: int, introduced: bool) -> bool:
        if self.text[self.tokens[begin].start : self.tokens[last - 1].end].isupper():
            return False
        if self.lines[first] in self.headlines:
            return False
        if begin > first or not self.starts[first] or self.tokens[begin].lower in given_names():
            return True
        return introduced or (self.lines[first] > 0 and self.labels[first] == "PERSON")

    def _after_noun(self, first: int) -> bool:
        """Whether a noun for people leads up to the name: "resident Sam Whitfield"."""
        if first == 0:
            return False
        before = self.tokens[first - 1]
        gap = self.text[before.end : self.tokens[first].start]
        return gap == " " and before.text.islower() and before.lower in PEOPLE_NOUNS
