"""The stance model's questions: what is held out, pieces, and batches."""

import random
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, NamedTuple, Self

import torch
from tokenizers import Tokenizer

from analystkit.evaluation import stance_corpora
from analystkit.evaluation.stance_corpora import Labelled, is_held_out
from analystkit.stance.marks import Marked, Pieces, Span, mark

SIDES = {"neutral": 0, "for": 1, "for back": 2, "against": 3, "against back": 4}
AS_MENTION = {SIDES["against"]: 0, SIDES["neutral"]: 1, SIDES["for"]: 2}
SWAPPED = (0, 2, 1, 4, 3)
CLASSES = 5
POOL = 64


def grams(text: str) -> set[tuple[str, ...]]:
    """Runs of four words."""
    words = stance_corpora.words_of(text)
    return {tuple(words[n : n + 4]) for n in range(max(1, len(words) - 3))}


def without_copies(rows: Sequence[Labelled], held: Sequence[Labelled]) -> list[Labelled]:
    """The rows of which under half of the four-word runs stand in one held-out sentence."""
    where: dict[tuple[str, ...], set[int]] = {}
    for n, text in enumerate(sorted({h.text for h in held})):
        for gram in grams(text):
            where.setdefault(gram, set()).add(n)
    keep: dict[str, bool] = {}
    for text in {row.text for row in rows}:
        own = grams(text)
        counts = Counter(n for gram in own for n in where.get(gram, ()))
        keep[text] = max(counts.values(), default=0) < len(own) / 2
    return [row for row in rows if keep[row.text]]


@dataclass(frozen=True)
class Sources:
    """What is trained on, and what is held out."""

    newsmtsc: list[Labelled]
    dse: list[Labelled]
    held_newsmtsc: list[Labelled]
    held_dse: list[Labelled]


def read_sources(corpora: Path) -> Sources:
    """NewsMTSC and DSE below a folder, each split, copies of held-out sentences taken out."""
    rows = stance_corpora.read_newsmtsc(corpora / "newsmtsc" / "train.jsonl")
    held = [r for r in rows if is_held_out(r.text)]
    rows = [r for r in rows if not is_held_out(r.text)]
    valid = stance_corpora.read_dse(corpora / "dse" / "valid.txt")
    pairs = stance_corpora.read_dse(corpora / "dse" / "train.txt")
    every = held + valid
    return Sources(without_copies(rows, every), without_copies(pairs, every), held, valid)


@dataclass(frozen=True)
class Encoded:
    """A question cut into pieces once; ``aim`` holds the probability to give each class."""

    pieces: Pieces
    target: Span
    holder: Span | None
    label: int
    aim: tuple[float, ...]

    @classmethod
    def of(cls, asked: Labelled, tokenizer: Tokenizer) -> Self:
        """Cut into pieces; the mentions become whole words."""
        pieces = Pieces.of(asked.text, tokenizer)
        holder = None if asked.holder is None else pieces.within(asked.holder)
        aim = tuple(float(n == asked.label) for n in range(CLASSES))
        return cls(pieces, pieces.within(asked.target), holder, asked.label, aim)

    def swapped(self) -> Self:
        """The same pair asked the other way round."""
        assert self.holder is not None
        label, aim = SWAPPED[self.label], tuple(self.aim[n] for n in SWAPPED)
        return replace(self, target=self.holder, holder=self.target, label=label, aim=aim)

    def marked(
        self, special: tuple[int, int], *, hide: tuple[bool, bool] = (False, False)
    ) -> Marked:
        """As the network reads it."""
        return mark(self.pieces, special, target=self.target, holder=self.holder, hide=hide)


class Row(NamedTuple):
    """A question, the probability of each class, and how far that counts beside a teacher's."""

    asked: Marked
    aim: tuple[float, ...] = (0.0,) * CLASSES
    share: float = 1.0


Batch = dict[str, Any]


def collate(rows: Sequence[Row]) -> Batch:
    """A batch: the questions, the order of each, the places of the marks, and the aims."""
    return {
        "asked": [row.asked for row in rows],
        "order": [torch.tensor(row.asked.order) for row in rows],
        "target": torch.tensor([row.asked.target for row in rows]),
        "holder": torch.tensor([row.asked.holder for row in rows]),
        "aim": torch.tensor([row.aim for row in rows], dtype=torch.float32),
        "share": torch.tensor([row.share for row in rows]),
    }


def _of_passage(row: Row) -> tuple[int, tuple[int, ...]]:
    return len(row.asked.ids), row.asked.ids


def batches(rows: list[Row], *, size: int, rng: random.Random) -> Iterator[Batch]:
    """Shuffled batches of like length, what is asked of a passage together."""
    passages: dict[tuple[int, ...], list[Row]] = {}
    for row in rows:
        passages.setdefault(row.asked.ids, []).append(row)
    groups = list(passages.values())
    rng.shuffle(groups)
    rows = [row for group in groups for row in group]
    out = []
    for start in range(0, len(rows), size * POOL):
        pool = sorted(rows[start : start + size * POOL], key=_of_passage)
        out += [pool[n : n + size] for n in range(0, len(pool), size)]
    rng.shuffle(out)
    for batch in out:
        yield collate(batch)
