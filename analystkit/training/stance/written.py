"""Sentences of our own for training: who takes which side toward events, policies and bodies.

They stand in ``data/stance_sentences/*.txt``, two lines each, a blank line between: the sentence,
its mentions marked ``{A:the union}``, and what is asked of it, ``A B against; - B neutral``:
holder, target and side, ``-`` being the passage itself.
"""

import hashlib
import re
from collections.abc import Iterator
from pathlib import Path

from analystkit.stance.marks import Span
from analystkit.training.stance.data import AS_MENTION, SIDES, Labelled, Sources

_MARKED = re.compile(r"\{([A-Z]):([^{}]+)\}")
_BLANK = re.compile(r"\n\s*\n")
HELD = 10  # of so many sentences one is held out


def read_written(folder: Path) -> list[Labelled]:
    """Every question; a `ValueError` names the file and the sentence that is written wrongly."""
    out: list[Labelled] = []
    for path in sorted(folder.glob("*.txt")):
        blocks = _BLANK.split(path.read_text("utf-8").strip())
        for number, block in enumerate(blocks, 1):
            try:
                out += _rows(block, f"{path.stem}:{number}")
            except (KeyError, ValueError) as error:
                raise ValueError(f"{path}, sentence {number}: {error}: {block!r}") from None
    if not out:
        raise ValueError(f"{folder} holds no sentences (*.txt)")
    return out


def is_held(row: Labelled) -> bool:
    """Whether a sentence is kept from training, chosen by a hash of its words."""
    return hashlib.sha256(row.text.encode()).digest()[4] % HELD == 0


def held_written(folder: Path) -> Sources:
    """The held-out sentences, as those of the corpora are."""
    rows = [row for row in read_written(folder) if is_held(row)]
    alone = [row for row in rows if row.holder is None]
    return Sources([], [], alone, [row for row in rows if row.holder is not None])


def _rows(block: str, name: str) -> Iterator[Labelled]:
    sentence, questions = block.split("\n")
    text, spans = _unmarked(sentence)
    sides: dict[tuple[str, str], int] = {}
    for question in questions.split(";"):
        holder, target, side = question.split()
        sides[holder, target] = SIDES[side]
    for (holder, target), label in sides.items():
        row = f"{name}:{holder}{target}"
        if holder == "-":
            yield Labelled(row, text, spans[target], None, AS_MENTION[label])
            continue
        back = sides.get((target, holder), 0)
        if label and back:
            raise ValueError(f"{holder} and {target} both take a side; a pair has one class")
        if label or not back:  # a pair is asked once; training turns it round
            yield Labelled(row, text, spans[target], spans[holder], label)


def _unmarked(sentence: str) -> tuple[str, dict[str, Span]]:
    text, at, spans = "", 0, dict[str, Span]()
    for mark in _MARKED.finditer(sentence):
        text += sentence[at : mark.start()]
        spans[mark[1]] = len(text), len(text) + len(mark[2])
        text, at = text + mark[2], mark.end()
    return text + sentence[at:], spans
