"""The stance model's questions: readers, hold-outs that never move, and batches."""

from __future__ import annotations

import hashlib
import json
import random
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import torch
from tokenizers import Tokenizer
from torch import Tensor

from analystkit.stance.marks import Marked, Pieces, Span, Special, mark

MENTION = {2.0: 0, 4.0: 1, 6.0: 2}
SWAPPED = (0, 2, 1, 4, 3)
CLASSES = 5
POOL = 64
_WORD = re.compile(r"[a-z]+")
_ENTITY = re.compile(r"\[([^\[\]]*)\]")


@dataclass(frozen=True)
class Asked:
    """One labelled question; spans are characters of the text.

    Without a holder the label is 0 against, 1 neutral, 2 for.  With one it is the pair's:
    0 neutral, 1 holder for target, 2 target for holder, 3 and 4 the same against.
    """

    id: str
    text: str
    target: Span
    holder: Span | None
    label: int


def read_newsmtsc(path: Path) -> list[Asked]:
    """Sentiment toward one mention (Hamborg and Donnay, EACL 2021)."""
    out = []
    for line in path.read_text("utf-8").splitlines():
        row = json.loads(line)
        for target in row["targets"]:
            span, label = (target["from"], target["to"]), MENTION[float(target["polarity"])]
            out.append(Asked(target["Input.gid"], row["sentence_normalized"], span, None, label))
    return out


def read_dse(path: Path) -> list[Asked]:
    """Who is for or against whom (Park, Pan and Joo, Findings of ACL 2021); holder first."""
    out = []
    for n, line in enumerate(path.read_text("utf-8").removesuffix("\n").split("\n")):
        sentence, _, _, label = line.split("\t")
        text, spans, at = "", [], 0
        for found in list(_ENTITY.finditer(sentence))[:2]:
            text += sentence[at : found.start()]
            spans.append((len(text), len(text) + len(found[1])))
            text += found[1]
            at = found.end()
        if len(spans) != 2:
            raise ValueError(f"{path}:{n + 1}: expected two marked entities")
        out.append(Asked(str(n), text + sentence[at:], spans[1], spans[0], int(label)))
    return out


def words_of(text: str) -> list[str]:
    """The words alone, to tell sentences apart that differ in marks or figures only."""
    return _WORD.findall(text.casefold())


def is_held_out(text: str) -> bool:
    """Whether a sentence belongs to the tenth that is never trained on."""
    digest = hashlib.sha256(" ".join(words_of(text)).encode()).digest()
    return digest[0] * 256 + digest[1] < 65536 / 10


def grams(text: str) -> set[tuple[str, ...]]:
    """Runs of four words."""
    words = words_of(text)
    return {tuple(words[n : n + 4]) for n in range(max(1, len(words) - 3))}


def without_copies(rows: Sequence[Asked], held: Sequence[Asked]) -> list[Asked]:
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

    newsmtsc: list[Asked]
    dse: list[Asked]
    held_newsmtsc: list[Asked]
    held_dse: list[Asked]


def read_sources(corpora: Path) -> Sources:
    """NewsMTSC and DSE below a folder, each split, copies of held-out sentences taken out."""
    rows = read_newsmtsc(corpora / "newsmtsc" / "train.jsonl")
    held = [r for r in rows if is_held_out(r.text)]
    rows = [r for r in rows if not is_held_out(r.text)]
    valid = read_dse(corpora / "dse" / "valid.txt")
    pairs = read_dse(corpora / "dse" / "train.txt")
    every = held + valid
    return Sources(without_copies(rows, every), without_copies(pairs, every), held, valid)


def some(rows: list[Asked], count: int | None) -> list[Asked]:
    """A random choice, for a trial; all of them by default."""
    if count is None or count >= len(rows):
        return rows
    return random.Random(0).sample(rows, count)


@dataclass(frozen=True)
class Ready:
    """A question cut into pieces once, to be marked anew each epoch.

    ``aim`` holds the probability that the network is to give each class.
    """

    pieces: Pieces
    target: Span
    holder: Span | None
    label: int
    aim: tuple[float, ...]

    @classmethod
    def of(cls, asked: Asked, tokenizer: Tokenizer) -> Ready:
        """Cut into pieces; the mentions become whole words."""
        pieces = Pieces.of(asked.text, tokenizer)
        holder = None if asked.holder is None else pieces.within(asked.holder)
        aim = tuple(float(n == asked.label) for n in range(CLASSES))
        return cls(pieces, pieces.within(asked.target), holder, asked.label, aim)

    def swapped(self) -> Ready:
        """The same pair asked the other way round."""
        assert self.holder is not None
        label, aim = SWAPPED[self.label], tuple(self.aim[n] for n in SWAPPED)
        return Ready(self.pieces, self.holder, self.target, label, aim)

    def taught(self, answer: Sequence[float], share: float) -> Ready:
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


Aimed = tuple[Marked, tuple[float, ...]]


def collate(rows: Sequence[Aimed]) -> dict[str, Tensor]:
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


def batches(rows: list[Aimed], *, size: int, rng: random.Random) -> Iterator[dict[str, Tensor]]:
    """Shuffled batches of like length, so that little is padding."""
    rng.shuffle(rows)
    out = []
    for start in range(0, len(rows), size * POOL):
        pool = sorted(rows[start : start + size * POOL], key=lambda r: len(r[0].ids))
        out += [pool[n : n + size] for n in range(0, len(pool), size)]
    rng.shuffle(out)
    for batch in out:
        yield collate(batch)
