"""Who "Q" and "A" are: the interviewer, and the person whom the words above introduce."""

import re
from collections.abc import Callable

from analystkit.quotes.speakers.article import ArticleIndex
from analystkit.quotes.speakers.history import Speaker
from analystkit.text.paragraphs import Offsets

_ROLES = {"q": "interviewer", "a": "interviewee"}
_LABEL = re.compile(r"Q|A|Question|Answer|QUESTION|ANSWER")
_MET = re.compile(
    r"\b(?:interview(?:ed|s)?(?: with| of)?|(?:spoke|talked|sat down|met)(?: to| with)|asked)\b",
    re.I,
)
_ABOVE = 600  # characters


def role_of(text: str, span: Offsets) -> str:
    """Whether a label means who asks or who answers, "" for another source."""
    start, end = span
    label = _LABEL.fullmatch(text, start, end)
    return _ROLES[label.group()[0].lower()] if label and text[end : end + 1] in (":", ".") else ""


def speaker(
    article: ArticleIndex, role: str, span: Offsets, name: Callable[[int, int], Speaker]
) -> Speaker:
    """Name who asks or answers, or give the role where the words above name nobody."""
    first = next((s for s in article.sources if role_of(article.text, s)), span)[0]
    above = [
        m
        for m in article.mentions_in(max(0, first - _ABOVE), first)
        if m.kind == "person" and article.line_of(m.start) < article.line_of(first)
    ]
    met = _MET.search(article.text, max(0, first - _ABOVE), first)
    asked = [m for m in above if met and m.start >= met.end()]
    asking = [m for m in above if met and m.end <= met.start() and asked[:1] != [m]]
    named = asked[:1] or above
    who = (asking[-1:] if asked else []) if role == "interviewer" else named
    if who and len({m.words[-1] for m in who}) == 1:
        return name(who[0].start, who[0].end)
    return Speaker(role, "unnamed", *span)
