"""The stance model's questions: what is held out, pieces, and batches."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import torch
from tokenizers import Tokenizer
from torch import Tensor

from analystkit.evaluation.stance_corpora import (
    Labelled,
    is_held_out,
    read_dse,
    read_newsmtsc,
    words_of,
)
from analystkit.stance.marks import Marked, Pieces, Span, Special, mark

SWAPPED = (0, 2, 1, 4, 3)
CLASSES = 5
POOL = 64


def grams(text: str) -> set[tuple[str, ...]]:
    """Runs of four words."""
    words = words_of(text)
    return {tuple(words[n : n + 4]) for n in range(max(1, len(words) - 3))}


def without_copies(rows: Sequence[Labelled], held: Sequence[Labelled]) -> list[Labelled]:
    """The rows of which under half of the four-word runs stand in one held-out sentence."""
    where: dict[tuple[str, ...], set[int]] = {}
    for n, text in enumerate(sorted({h.text for h in held})):
        for gram in grams(text):
            where.setdefault(gram, set()).add(n)
    keep: dict[str, bool] = {}
    for row in rows:
        if row.text not in keep:
            own = grams(row.text)
            counts: dict[int, int] = {}
            for gram in own:
                for n in where.get(gram, ()):
                    counts[n] = counts.get(n, 0) + 1
            keep[row.text] = max(counts.values(), default=0) < len(own) / 2
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
    rows = read_newsmtsc(corpora / "newsmtsc" / "train.jsonl")
    held = [r for r in rows if is_held_out(r.text)]
    rows = [r for r in rows if not is_held_out(r.text)]
    valid = read_dse(corpora / "dse" / "valid.txt")
    pairs = read_dse(corpora / "dse" / "train.txt")
    every = held + valid
    return Sources(without_copies(rows, every), without_copies(pairs, every), held, valid)


def some(rows: list[Labelled], count: int | None) -> list[Labelled]:
    """A random choice, for a trial; all of them by default."""
    if count is None or count >= len(rows):
        return rows
    return random.Random(0).sample(rows, count)


@dataclass(frozen=True)
class Encoded:
    """A question cut into pieces once, to be marked anew each epoch.

    ``aim`` holds the probability that the network is to give each class.
    """

    pieces: Pieces
    target: Span
    holder: Span | None
    label: int
    aim: tuple[float, ...]

    @classmethod
    def of(cls, asked: Labelled, tokenizer: Tokenizer) -> Encoded:
        """Cut into pieces; the mentions become whole words."""
        pieces = Pieces.of(asked.text, tokenizer)
        holder = None if asked.holder is None else pieces.within(asked.holder)
        aim = tuple(float(n == asked.label) for n in range(CLASSES))
        return cls(pieces, pieces.within(asked.target), holder, asked.label, aim)

    def swapped(self) -> Encoded:
        """The same pair asked the other way round."""
        assert self.holder is not None
        label, aim = SWAPPED[self.label], tuple(self.aim[n] for n in SWAPPED)
        return Encoded(self.pieces, self.holder, self.target, label, aim)

    def taught(self, answer: Sequence[float], share: float) -> Encoded:
        """The same question, its aim a mean of its own and a teacher's answer."""
        aim = (share * a + (1 - share) * own for a, own in zip(answer, self.aim, strict=True))
        return replace(self, aim=tuple(aim))

    def marked(self, special: Special, *, hide: tuple[bool, bool], size: int) -> Marked:
        """As the network reads it."""
        return mark(
            self.pieces,
            special,
            target=self.target,
            holder=self.holder,
            hide_target=hide[0],
            hide_holder=hide[1],
            size=size,
        )


Row = tuple[Marked, tuple[float, ...]]


def collate(rows: Sequence[Row]) -> dict[str, Tensor]:
    """Padded arrays of a batch."""
    longest = max(len(m.ids) for m, _ in rows)
    ids = torch.zeros(len(rows), longest, dtype=torch.long)
    mask = torch.zeros(len(rows), longest, dtype=torch.long)
    for n, (marked, _) in enumerate(rows):
        ids[n, : len(marked.ids)] = torch.tensor(marked.ids)
        mask[n, : len(marked.ids)] = 1
    return {
        "ids": ids,
        "mask": mask,
        "target": torch.tensor([m.target for m, _ in rows]),
        "holder": torch.tensor([m.holder for m, _ in rows]),
        "aim": torch.tensor([aim for _, aim in rows], dtype=torch.float32),
    }


def batches(rows: list[Row], *, size: int, rng: random.Random) -> Iterator[dict[str, Tensor]]:
    """Shuffled batches of like length, so that little is padding."""
    rng.shuffle(rows)
    out = []
    for start in range(0, len(rows), size * POOL):
        pool = sorted(rows[start : start + size * POOL], key=lambda r: len(r[0].ids))
        out += [pool[n : n + size] for n in range(0, len(pool), size)]
    rng.shuffle(out)
    for batch in out:
        yield collate(batch)
