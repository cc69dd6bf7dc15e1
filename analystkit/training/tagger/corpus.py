"""PolNeAR articles as training windows: tags, and who belongs to whom."""

import random
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tokenizers import Tokenizer

from analystkit.evaluation.gold import GoldAttribution, Spans, read_polnear
from analystkit.evaluation.spoiling import MANNERS, spoil
from analystkit.quotes.spans.marks import find_marked, uniform
from analystkit.quotes.tagging.tags import CONTENT, CUE, SOURCE, begin_tag, inside_tag
from analystkit.quotes.tagging.windows import Window, Words, pack, split_words

_MANNERS = [manner for manner in MANNERS if manner != "markup"]  # taken out before reading
Annotated = tuple[str, Words, list[GoldAttribution]]  # a text, its words, its attributions


@dataclass(frozen=True)
class Example:
    """A window with each word's tag, and of places in its ids the place they point at (0: none)."""

    window: Window
    tags: list[int]
    to_cue: dict[int, int]
    to_source: dict[int, int]


def read_articles(folder: Path, tokenizer: Tokenizer) -> list[Annotated]:
    """The articles of a PolNeAR folder."""
    return [_annotated(text, rows, tokenizer) for _, text, rows in read_polnear(folder)]


def _annotated(text: str, rows: list[GoldAttribution], tokenizer: Tokenizer) -> Annotated:
    text = uniform(text, find_marked(text))  # as the network reads it at use
    return text, split_words(text, tokenizer), rows


def respoil(article: Annotated, tokenizer: Tokenizer, rng: random.Random) -> Annotated:
    """The article spoiled in some manner, its annotation with it."""
    text, _, rows = article
    spoiled = spoil(text, rng.choice(_MANNERS), rng)
    spans = ([[*map(spoiled.moved, part)] for part in (r.source, r.cue, r.content)] for r in rows)
    return _annotated(spoiled.text, [GoldAttribution(*parts) for parts in spans], tokenizer)


def _word_ranges(words: Words, spans: Spans) -> list[tuple[int, int]]:
    places = [(bisect_right(words.ends, a), bisect_left(words.starts, b)) for a, b in sorted(spans)]
    return [(low, high) for low, high in places if low < high]


def examples(
    article: Annotated, *, special: tuple[int, int], size: int, first_size: int
) -> Iterator[Example]:
    """The article's windows with their targets."""
    text, words, attributions = article
    tags = [0] * len(words)
    links: list[tuple[list[int], int | None, int | None]] = []
    for row in attributions:
        heads = {}
        for role, spans in ((SOURCE, row.source), (CUE, row.cue), (CONTENT, row.content)):
            ranges = _word_ranges(words, spans)
            heads[role] = [low for low, _ in ranges]
            for low, high in ranges:
                tags[low:high] = [inside_tag(role)] * (high - low)
                tags[low] = begin_tag(role)
        first = [heads[role][0] if heads[role] else None for role in (CUE, SOURCE)]
        links.append((heads[CONTENT], first[0], first[1]))
    for window in pack(words, text, special=special, size=size, first_size=first_size):
        place = {window.begin + i: at for i, at in enumerate(window.at)}
        to_cue, to_source = {}, {}
        for contents, cue, source in links:
            for content in contents:
                if content in place:
                    to_cue[place[content]] = place.get(cue, 0) if cue is not None else 0
            for head in [*contents, cue]:
                if head in place:
                    to_source[place[head]] = place.get(source, 0) if source is not None else 0
        yield Example(window, tags[window.begin : window.end], to_cue, to_source)
