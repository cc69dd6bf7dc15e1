"""Let a larger network answer the training questions, for the shipped one to learn from.

``python -m analystkit.training.stance_teacher CORPORA RUN/stance.pt --encoder FOLDER --out FILE``
writes what the teacher of a run thinks of every training question, and of sentences without
labels; ``python -m analystkit.training.stance CORPORA --taught FILE`` learns from it.

Source: Hinton, Vinyals and Dean, "Distilling the knowledge in a neural network", 2015.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch

from analystkit.stance.marks import Special
from analystkit.training.attribution import minilm
from analystkit.training.stance_data import Asked, Ready, read_sources
from analystkit.training.stance_forms import Floats
from analystkit.training.stance_torch import asker, new_network, plain_tokenizer
from analystkit.training.stance_unlabelled import unlabelled

PART = 512


@dataclass(frozen=True)
class Answers:
    """Probabilities of the five classes, a row a question; a mention has but the first three."""

    newsmtsc: Floats
    dse: Floats
    unlabelled: Floats

    def save(self, path: Path) -> None:
        """Write an npz file."""
        np.savez_compressed(path, **vars(self))

    @classmethod
    def load(cls, path: Path) -> Answers:
        """Read what `save` wrote."""
        with np.load(path) as file:
            return cls(**dict(file))

    def teach(self, rows: Sequence[Ready], of: str, share: float) -> list[Ready]:
        """The questions with the teacher's answers in their aims.

        Raises
        ------
        ValueError
            When the answers are those of another number of questions.
        """
        answers = getattr(self, of)
        if len(answers) != len(rows):
            raise ValueError(f"{len(answers)} answers to {len(rows)} questions of {of}")
        return [row.taught(answer, share) for row, answer in zip(rows, answers, strict=True)]


def probabilities(logits: Floats, rows: Sequence[Ready]) -> Floats:
    """The classes' probabilities, of a mention in the order of its own three."""
    p = np.exp(logits - logits.max(axis=1, keepdims=True))
    p /= p.sum(axis=1, keepdims=True)
    alone = np.array([row.holder is None for row in rows])
    p[alone] = p[alone][:, [3, 0, 1, 2, 4]]
    return p.astype(np.float32)


def main(argv: list[str] | None = None) -> None:
    """Ask the teacher everything, and write what it says."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("corpora", type=Path)
    parser.add_argument("run", type=Path, help="the teacher's stance.pt")
    parser.add_argument("--encoder", type=Path, required=True, help="the teacher's encoder")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--unlabelled", type=int, default=9000)
    parser.add_argument("--threads", type=int, default=1)
    args = parser.parse_args(argv)
    torch.set_num_threads(args.threads)
    tokenizer = plain_tokenizer(minilm())
    special, sources = Special.of(tokenizer), read_sources(args.corpora)
    network = new_network(tokenizer, args.encoder, dropout=0.0, attention=0.0)
    network.load_state_dict(torch.load(args.run, map_location="cpu"))
    ask = asker(network.eval())
    began = time.time()

    def answers(asked: list[Asked]) -> Floats:
        out = []
        for start in range(0, len(asked), PART):
            rows = [Ready.of(a, tokenizer) for a in asked[start : start + PART]]
            marked = [r.marked(special, hide=(False, False), size=128) for r in rows]
            with torch.autocast("cpu", dtype=torch.bfloat16):
                out.append(probabilities(ask(marked), rows))
            print(f"{start + len(rows)}/{len(asked)} {time.time() - began:.0f}s", flush=True)
        return np.concatenate(out)

    more = unlabelled(args.corpora, sources, count=args.unlabelled)
    Answers(*map(answers, (sources.newsmtsc, sources.dse, more))).save(args.out)


if __name__ == "__main__":
    main()
