"""Annotated articles as they come out of bad exports: marks lost, lines joined, capitals."""

import random
from collections.abc import Callable, Iterator, Sequence
from itertools import cycle, pairwise

import pandas as pd

from analystkit.quotes.spans.marks import find_marked
from analystkit.text.edits import Edit, Edited
from analystkit.text.paragraphs import paragraphs

_STYLES = ('""', "“”", "''", "‘’", '“"', '"”', "””", "``''")
_SHOUTED = 6  # words in capitals that open a lead


def spoil(text: str, manner: str, rng: random.Random) -> Edited:
    """The text spoiled in one of the `MANNERS`."""
    return Edited(text, MANNERS[manner](text, rng))


def spoil_all(articles: pd.DataFrame, annotated: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Annotated articles, each spoiled in one of the manners in turn."""
    rows = zip(articles["article_id"], articles["text"], cycle(MANNERS), strict=False)
    spoiled = {
        name: spoil(text, manner, random.Random(n)) for n, (name, text, manner) in enumerate(rows)
    }
    moved = annotated.to_dict("records")
    for row in moved:
        for part in ("content", "source", "cue"):
            row[part] = [*map(spoiled[row["article_id"]].moved, row[part])]
    articles = articles.assign(text=[edited.text for edited in spoiled.values()])
    return articles, pd.DataFrame(moved, columns=annotated.columns)


def _pieces(text: str) -> Iterator[tuple[tuple[int, int], tuple[int, int]]]:
    """The places of the opening and the closing mark of each marked piece."""
    for m in find_marked(text):
        if m.closed and text[m.start] in '"“‘':
            yield (m.start, m.inner[0]), (m.inner[1], m.end)


def _restyled(text: str, styles: Sequence[str], rng: random.Random) -> Iterator[Edit]:
    for opening, closing in _pieces(text):
        style = rng.choice(styles)
        half = len(style) // 2
        yield (*opening, style[:half])
        yield (*closing, style[half:])


def _lost(text: str, rng: random.Random) -> Iterator[Edit]:
    """Every third piece loses one of its marks."""
    for piece in _pieces(text):
        if rng.random() < 1 / 3:
            yield (*rng.choice(piece), "")


def _shouted(text: str, _: random.Random) -> Iterator[Edit]:
    """The first line in capitals, of a lead the first words."""
    start, end = next(iter(paragraphs(text)), (0, 0))
    line = text[start:end]
    if line.rstrip(" \"'”’")[-1:] in ".!":
        line = " ".join(line.split(" ")[:_SHOUTED])
    for i, letter in enumerate(line):
        if len(letter.upper()) == 1 and letter != letter.upper():
            yield start + i, start + i + 1, letter.upper()


def _markup(text: str, _: random.Random) -> Iterator[Edit]:
    for start, end in paragraphs(text):
        yield start, start, "<p>"
        yield end, end, "</p>"
    for piece in _pieces(text):
        yield from ((*mark, "&quot;") for mark in piece)


MANNERS: dict[str, Callable[[str, random.Random], Iterator[Edit]]] = {
    "single": lambda text, _: _restyled(text, ["‘’"], random.Random(0)),
    "mixed": lambda text, rng: _restyled(text, _STYLES, rng),
    "lost": _lost,
    "bare": lambda text, _: ((*mark, "") for piece in _pieces(text) for mark in piece),
    "joined": lambda text, _: ((a[1], b[0], " ") for a, b in pairwise(paragraphs(text))),
    "shouted": _shouted,
    "markup": _markup,
}
