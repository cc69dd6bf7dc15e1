"""Source spans put right: cut at sentence ends, grown to whole names and phrases."""

from __future__ import annotations

import re

from analystkit.quotes.speaker_kinds import Mention, Span
from analystkit.quotes.speaker_mentions import Article
from analystkit.quotes.speaker_tokens import is_dotted
from analystkit.quotes.speaker_words import BODY_OPENERS, CALENDAR, CAPITAL_ORG_NOUNS

_BARE = re.compile(r"(?i)\W*(?:the|an?|its|his|her|their|this|that)(?: same)?\W*")
_NEXT_WORD = re.compile(r" [a-z][\w'’-]*")
_PLACE = re.compile(
    r" (?:at|in|on|along|near|outside|inside|from|beside) (?:(?:the|an?) )?(?:[a-z]+ ){0,3}?"
    r"(?:(?:in|of|on|near) (?:the )?)?[A-Z][\w'’-]*(?: [A-Z][\w'’-]*){0,3}"
)
_NO_PLACE = CALENDAR | frozenset(
    "statement interview email e-mail condition telephone phone remarks response letter report "
    "tweet tweets twitter facebook behalf background post speech call television tv radio hearing "
    "testimony briefing message text article".split()
)
_DETERMINED = re.compile(r"(?i:the|an?|some|several|two|three|four|five|many) [a-z][a-z -]*")
_READ = 400  # characters of a source that are looked at
_LONGEST = 60  # characters of a description that may grow


def whole(article: Article, span: Span) -> Span:
    """Put a source span right where it is cut inside a name or runs over a sentence.

    Parameters
    ----------
    article
        The article.
    span
        The source's half-open offsets.

    Returns
    -------
    tuple of int
        One sentence's part of it, with its names whole; "the" alone with its noun, and
        an unnamed person with the place that tells who is meant ("a clerk in Ostria").
    """
    start, end = _one_sentence(article, *span)
    text = article.text
    near = article.mentions_in(max(0, start - _LONGEST), min(end, start + _LONGEST))
    for mention in near + article.mentions_before(end, 1):
        broken = text[start - 1 : start].isalnum() and text[start].isalnum()
        if mention.start < start < mention.end and (broken or _is_body(mention)):
            start = mention.start
        broken = text[end - 1].isalnum() and text[end : end + 1].isalnum()
        if mention.start < end < mention.end and (broken or _is_body(mention)):
            end = mention.end
    pronoun = text[start:end].lower() in ("its", "his", "her", "their", "this", "that")
    if end - start < _LONGEST and not pronoun and _BARE.fullmatch(text, start, end):
        word = _NEXT_WORD.match(text, end)
        return start, word.end() if word else end
    if end - start < _LONGEST and _DETERMINED.fullmatch(text, start, end):
        place = _PLACE.match(text, end)
        if place and _NO_PLACE.isdisjoint(place.group().lower().split()):
            end = place.end()
    return start, end


def _is_body(mention: Mention) -> bool:
    """Whether a run of capitals is a body's name for sure, no headline: "… Forces"."""
    first, last = mention.words[0].replace("’", "'"), mention.words[-1]
    return mention.kind == "org" and (last in CAPITAL_ORG_NOUNS or first in BODY_OPENERS)


def _one_sentence(article: Article, start: int, end: int) -> Span:
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
