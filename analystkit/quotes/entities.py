"""The names of a text, by a spaCy pipeline: loaded once, long texts cut, offsets kept."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from analystkit.text.paragraphs import Offsets, cut_at_spaces, paragraphs
from analystkit.text.spacy_model import open_model

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

BATCH = 16
_PART = 5_000  # characters read at once: memory stays flat however long the article
LABELS = frozenset("PERSON ORG NORP GPE LOC FAC WORK_OF_ART EVENT LAW PRODUCT".split())
_EDGE = re.compile(r"[\s\"'“”‘’`,.;:()\[\]–—-]+")
_LEADING_ARTICLE = re.compile(r"(?i)(?:the|an?)\s+")
_POSSESSIVE = re.compile(r"['’](?:s|S)?$")
_LINE = re.compile(r"[\n\r]")


def load_language(model: str | Language) -> Language:
    """An installed English spaCy model; one named is loaded with no more than names need."""
    return _load(model) if isinstance(model, str) else _checked(model, "the pipeline given")


@lru_cache(maxsize=2)
def _load(model: str) -> Language:
    nlp = open_model(model)
    _checked(nlp, model)
    vectors = nlp.get_pipe_config("ner").get("model", {}).get("tok2vec", {}).get("upstream", "")
    needed = {"ner"} | {name for name in ("tok2vec", "transformer") if name in vectors}
    nlp.disable_pipes(*(name for name in nlp.pipe_names if name not in needed))
    return nlp


def _checked(nlp: Language, name: str) -> Language:
    if "ner" not in nlp.pipe_names:
        raise ValueError(f"the spaCy model {name!r} has no entity recogniser (pipe 'ner')")
    return nlp


def names_in(texts: Sequence[str], nlp: Language) -> list[list[Name]]:
    """The names in each text, in order; offsets count characters of the text."""
    parts = [
        (number, start, text[start:end])
        for number, text in enumerate(texts)
        for start, end in _parts(text)
    ]
    found: list[list[Name]] = [[] for _ in texts]
    docs = nlp.pipe((part for _, _, part in parts), batch_size=BATCH)
    for (number, start, _), doc in zip(parts, docs, strict=True):
        found[number] += [
            name._replace(start=name.start + start, end=name.end + start)
            for name in find_names(doc)
        ]
    return found


def _parts(text: str) -> list[Offsets]:
    """Whole paragraphs of up to `_PART` characters together; longer ones cut at a space."""
    parts: list[Offsets] = []
    for start, end in paragraphs(text):
        if parts and end - parts[-1][0] <= _PART:
            parts[-1] = (parts[-1][0], end)
        else:
            parts += cut_at_spaces(text, start, end, most=_PART)
    return parts


class Name(NamedTuple):
    """A name the entity recogniser found: half-open character offsets and its label."""

    start: int
    end: int
    label: str


def find_names(doc: Doc) -> list[Name]:
    """Find the names in a spaCy document, trimmed of articles, marks and possessives."""
    found = []
    for entity in doc.ents:
        if entity.label_ not in LABELS:
            continue
        start, text = entity.start_char, entity.text
        for leading in (_EDGE, _LEADING_ARTICLE):
            if lead := leading.match(text):
                start, text = start + lead.end(), text[lead.end() :]
        text = _POSSESSIVE.sub("", text.rstrip(' \t\u00a0,;:"”)'))
        if any(map(str.isalpha, text)) and not _LINE.search(text):
            found.append(Name(start, start + len(text), entity.label_))
    return found
