"""VADER's score of a text and the valence of each word in it."""

import math
from collections.abc import Iterator
from functools import cache
from types import SimpleNamespace
from typing import Any, NamedTuple


def score(plain: str) -> float:
    """VADER's compound score."""
    return Valences(plain).score


@cache
def _analyzer() -> Any:
    from vaderSentiment.vaderSentiment import SentimentIntensityAnalyzer

    return SentimentIntensityAnalyzer()


class _Word(NamedTuple):
    word: str
    at: int
    ruled: float  # valence after the rules about the words around
    final: float  # after the rule about "but" as well


class Valences:
    """VADER's valences of a text's words, each scored with those near it that its rules see."""

    def __init__(self, plain: str) -> None:
        from vaderSentiment.vaderSentiment import BOOSTER_DICT, SentiText

        analyzer, emojis = _analyzer(), _analyzer().emojis
        self.text = "".join(f" {emojis[c]} " if c in emojis else c for c in plain).strip()
        sentitext = SentiText(self.text)
        self.tokens: list[str] = sentitext.words_and_emoticons
        self.lower = [token.lower() for token in self.tokens]
        ruled: list[float] = []
        for at, word in enumerate(self.lower):
            if word in BOOSTER_DICT or self.lower[at : at + 2] == ["kind", "of"]:
                ruled.append(0.0)
                continue
            first = max(0, at - 3)
            near = SimpleNamespace(
                words_and_emoticons=self.tokens[first : at + 3], is_cap_diff=sentitext.is_cap_diff
            )
            ruled += analyzer.sentiment_valence(0.0, near, self.tokens[at], at - first, [])
        final = analyzer._but_check(self.tokens, list(ruled))
        self.score = float(analyzer.score_valence(final, self.text)["compound"])
        self.words = [
            _Word(self.tokens[at], at, before, after)
            for at, (before, after) in enumerate(zip(ruled, final, strict=True))
            if before or after or self.lower[at] in analyzer.lexicon
        ]
        self.emphasis = float(analyzer._punctuation_emphasis(self.text))


def rows(plain: str) -> Iterator[tuple[Any, ...]]:
    """The rows `explain_sentiment` gives for this tool."""
    from vaderSentiment.vaderSentiment import normalize

    vader = Valences(plain)
    total = sum(word.final for word in vader.words)

    def push(valences: float) -> float:
        return math.copysign(vader.emphasis, valences) if valences else 0.0

    score = float(normalize(total + push(total)))
    for word in vader.words:
        rest = total - word.final
        effect = score - float(normalize(rest + push(rest)))
        base = _analyzer().lexicon.get(word.word.lower())
        yield "VADER", word.word, word.final, effect, base, _note(vader, word, base)
    if push(total):
        marks = "".join(mark for mark in "!?" if mark in vader.text)
        yield "VADER", marks, push(total), score - normalize(total), None, "emphasis by marks"


def _note(vader: Valences, word: _Word, base: float | None) -> str:
    from vaderSentiment.vaderSentiment import BOOSTER_DICT, negated

    notes = []
    if base is not None and word.ruled != base:
        before = vader.lower[max(0, word.at - 3) : word.at]
        negated_by = "negated by" if word.ruled * base < 0 else "changed by"
        for near in dict.fromkeys(before):
            if near == "no" or negated([near]):
                notes.append(f"{negated_by} {near!r}")
            elif near in BOOSTER_DICT:
                notes.append(f"{'raised' if BOOSTER_DICT[near] > 0 else 'lowered'} by {near!r}")
        if word.word.isupper() and len(word.word) > 1:
            notes.append("in capitals")
        if word.ruled == 0:
            notes = ["counts as a negation of the next word"]
        notes = notes or ["changed by the words around it"]
    if word.final != word.ruled:
        weaker = abs(word.final) < abs(word.ruled)
        notes.append("halved before 'but'" if weaker else "raised after 'but'")
    return "; ".join(notes)
