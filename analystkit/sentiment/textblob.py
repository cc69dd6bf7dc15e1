"""TextBlob's polarity of a text and its assessments, word by word."""

from collections.abc import Iterator
from typing import Any

_NEGATIONS = ("no", "not", "n't", "never")


def score(plain: str) -> float:
    """The mean polarity of the words TextBlob knows."""
    return float(_assessed(plain).polarity)


def _assessed(plain: str) -> Any:
    from textblob import TextBlob

    return TextBlob(plain).sentiment_assessments


def rows(plain: str) -> Iterator[tuple[Any, ...]]:
    """The rows `explain_sentiment` gives for this tool."""
    assessments = _assessed(plain).assessments
    total, n = sum(polarity for _, polarity, _, _ in assessments), len(assessments)
    for words, polarity, _, label in assessments:
        effect = total / n - (total - polarity) / max(1, n - 1)  # alone, it leaves 0
        yield "TextBlob", " ".join(words), polarity, effect, None, _note(words, label)


def _note(words: list[str], label: str | None) -> str:
    core = [word for word in words if word != "!"] or words
    notes = [f"{'negated' if word in _NEGATIONS else 'changed'} by {word!r}" for word in core[:-1]]
    notes += ["exclamation mark"] * ("!" in words)
    notes += [{"mood": "emoticon"}.get(label, label)] if label else []
    return "; ".join(notes)
