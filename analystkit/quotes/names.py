"""The names an entity recogniser found, trimmed."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from spacy.tokens import Doc

LABELS = frozenset("PERSON ORG NORP GPE LOC FAC WORK_OF_ART EVENT LAW PRODUCT".split())
_EDGE = re.compile(r"[\s\"'“”‘’`,.;:()\[\]–—-]+")
_LEADING_ARTICLE = re.compile(r"(?i)(?:the|an?)\s+")
_POSSESSIVE = re.compile(r"['’](?:s|S)?$")
_LINE = re.compile(r"[\n\r]")


class Name(NamedTuple):
    """A name the entity recogniser found: half-open character offsets and its label."""

    start: int
    end: int
    label: str


def find_names(doc: Doc) -> list[Name]:
    """Find the names in a spaCy document, trimmed of articles, marks and possessives.

    Parameters
    ----------
    doc
        A document whose entities are set; no tagger or parser is needed.

    Returns
    -------
    list of Name
        Offsets count characters of ``doc.text``; dates, numbers and entities that
        hold no letter or run over a line break are left out.

    Examples
    --------
    >>> import spacy
    >>> from spacy.tokens import Span
    >>> doc = spacy.blank("en")("Dana Whitfield's aide agreed.")
    >>> doc.ents = [Span(doc, 0, 3, label="PERSON")]
    >>> find_names(doc)
    [Name(start=0, end=14, label='PERSON')]
    """
    found = []
    for entity in doc.ents:
        if entity.label_ not in LABELS:
            continue
        start, text = entity.start_char, entity.text
        if lead := _EDGE.match(text):
            start, text = start + lead.end(), text[lead.end() :]
        if lead := _LEADING_ARTICLE.match(text):
            start, text = start + lead.end(), text[lead.end() :]
        text = _POSSESSIVE.sub("", text.rstrip(' \t\u00a0,;:"”)'))
        if any(map(str.isalpha, text)) and not _LINE.search(text):
            found.append(Name(start, start + len(text), entity.label_))
    return found
