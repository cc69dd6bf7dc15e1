"""Measure the stance model on held-out sentences, and fit its confidence there.

``python -m analystkit.training.stance.calibrate CORPORA analystkit/models`` prints the
figures of the shipped network, cross-validated by sentence, and writes
``stance_calibration.json``.  With ``--run RUN/held.npz`` it prints those of a run.
"""

from __future__ import annotations

import argparse
import hashlib
import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Self

import numpy as np
import numpy.typing as npt
from tokenizers import Tokenizer

from analystkit.evaluation.scoring import reliability
from analystkit.evaluation.stance_corpora import Ints, f1_by_class, judged, pair_class
from analystkit.stance.marks import Marked, Special
from analystkit.stance.network import FORMS, ask, calibrated, load_tokenizer, log_probabilities
from analystkit.training.stance.data import SWAPPED, Encoded, Labelled, Sources, read_sources, some

Ask = Callable[[Sequence[Marked]], npt.NDArray[Any]]
FOLDS = 10
Floats = npt.NDArray[np.float64]


def predict(
    ask: Ask, tokenizer: Tokenizer, sources: Sources, *, first: int | None = None
) -> HeldOut:
    """Ask every held-out question."""
    special = Special.of(tokenizer)

    def asked(rows: list[Encoded]) -> Floats:
        marked = [r.marked(special, hide=(False, False), size=128) for r in rows]
        return np.asarray(ask(marked), np.float64).reshape(len(rows), 5)

    def fold(rows: list[Labelled]) -> Ints:
        digests = (hashlib.sha256(r.text.encode()).digest() for r in rows)
        return np.array([d[5] * 256 + d[6] for d in digests]) % FOLDS

    mentions, pairs = some(sources.held_newsmtsc, first), some(sources.held_dse, first)
    one_way = [Encoded.of(r, tokenizer) for r in pairs]
    return HeldOut(
        asked([Encoded.of(r, tokenizer) for r in mentions]),
        np.array([r.label for r in mentions]),
        fold(mentions),
        asked(one_way),
        asked([r.swapped() for r in one_way]),
        np.array([r.label for r in pairs]),
        fold(pairs),
    )


def figures(held: HeldOut) -> dict[str, dict[str, float]]:
    """Each form's figures, its temperature cross-validated by sentence."""
    out: dict[str, dict[str, float]] = {}
    forms = {
        "newsmtsc": Form.mention(held),
        "dse": Form.directed(held),
        "dse, both ways at once": Form.directed(joined(held)),
    }
    for name, form in forms.items():
        p, found = form.cross_validated()
        in_pairs = form.pair_classes if form.paired else None
        everything = judged(form.gold, found, in_pairs) | {"ece": error_of(p, found, form.gold)[1]}
        out[name] = {measure: round(value, 4) for measure, value in everything.items()}
    return out


def abstentions(form: Form) -> str:
    """What is left unclear under a range of thresholds, and how right the rest is."""
    p, found = form.cross_validated()
    sure = p[np.arange(len(found)), found]
    lines = ["unclear below | share unclear | accuracy of the rest | its macro F1"]
    for threshold in (0.4, 0.45, 0.5, 0.55, 0.6, 0.7):
        kept = sure >= threshold
        right = (found == form.gold)[kept].mean()
        macro = f1_by_class(form.gold[kept], found[kept], 3).mean()
        lines.append(f"{threshold:.2f} | {1 - kept.mean():.3f} | {right:.3f} | {macro:.3f}")
    return "\n".join(lines)


def report(held: HeldOut) -> None:
    """Print all of it."""
    print(json.dumps(figures(held), indent=1))
    for name, form in forms_of(held):
        p, found = form.cross_validated()
        table, error = error_of(p, found, form.gold)
        print(f"\n{name}: {len(found)} questions, expected calibration error {error:.3f}")
        print(table.round(3).to_string())
        print(abstentions(form))


def write(held: HeldOut, path: Path, *, unclear_below: float) -> None:
    """The calibration from every held-out question."""
    out = {name: round(fit_scale(form.scores, form.gold), 4) for name, form in forms_of(held)}
    out["unclear_below"] = unclear_below
    path.write_text(json.dumps(out, indent=1) + "\n", "utf-8")


def main(argv: list[str] | None = None) -> None:
    """Measure, print and write."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("corpora", type=Path, nargs="?")
    parser.add_argument("folder", type=Path, nargs="?")
    parser.add_argument("--run", type=Path, nargs="+", help="held.npz of runs: print theirs")
    parser.add_argument("--unclear-below", type=float, default=0.5)
    args = parser.parse_args(argv)
    if args.run:
        for run in args.run:
            print(run)
            report(HeldOut.load(run))
        return
    if args.corpora is None or args.folder is None:
        parser.error("give CORPORA and the model's folder, or --run")

    def shipped(marked: Sequence[Marked]) -> Floats:
        return np.array([ask(m, args.folder) for m in marked])

    held = predict(shipped, load_tokenizer(args.folder)[0], read_sources(args.corpora))
    report(held)
    write(held, args.folder / "stance_calibration.json", unclear_below=args.unclear_below)


class Arrays:
    """Arrays by name, kept in one npz file."""

    def save(self, path: Path) -> None:
        """Write the file."""
        np.savez_compressed(path, **vars(self))

    @classmethod
    def load(cls, path: Path) -> Self:
        """Read what `save` wrote."""
        with np.load(path) as file:
            return cls(**dict(file))


@dataclass(frozen=True)
class HeldOut(Arrays):
    """Five logits of every held-out question, with labels and a number of its fold.

    ``there[i]`` and ``back[i]`` are one pair asked in both directions; ``pair`` holds the
    label of the pair in its first one, 0 to 4.
    """

    mention: Floats
    mention_label: Ints
    mention_fold: Ints
    there: Floats
    back: Floats
    pair: Ints
    pair_fold: Ints


def joined(held: HeldOut) -> HeldOut:
    """Each pair's mean of both readings, as it is when both directions are asked at once."""
    turned = list(SWAPPED)
    there, back = (
        z - np.log(np.exp(z).sum(axis=1, keepdims=True)) for z in (held.there, held.back)
    )
    both = (there + back[:, turned]) / 2
    return replace(held, there=both, back=both[:, turned])


def directed_labels(pair: Ints) -> tuple[Ints, Ints]:
    """What each asks, 0 against, 1 neutral, 2 for, of the pair's five classes."""
    return np.array([1, 2, 1, 0, 1])[pair], np.array([1, 1, 2, 1, 0])[pair]


def fit_scale(scores: Floats, gold: Ints) -> float:
    """The inverse temperature of least log loss, by Newton's method on its logarithm."""
    y, x = np.eye(scores.shape[1])[gold], 0.0
    for _ in range(50):
        scale = np.exp(x)
        p = calibrated(scores, scale)
        mean = (p * scores).sum(axis=1)
        slope = scale * (mean - (y * scores).sum(axis=1)).mean()
        curve = scale**2 * ((p * scores**2).sum(axis=1) - mean**2).mean() + max(slope, 0.0)
        step = float(np.clip(slope / max(curve, 1e-9), -1, 1))
        x -= step
        if abs(step) < 1e-8:
            break
    return float(np.exp(x))


@dataclass(frozen=True)
class Form:
    """One form's questions: scores, gold and folds."""

    scores: Floats
    gold: Ints
    fold: Ints
    paired: bool

    @classmethod
    def mention(cls, held: HeldOut) -> Form:
        """The questions without a holder."""
        return cls(log_probabilities(held.mention), held.mention_label, held.mention_fold, False)

    @classmethod
    def directed(cls, held: HeldOut) -> Form:
        """The pairs, both ways: first all in one direction, then all in the other."""
        scores = np.concatenate([log_probabilities(held.there), log_probabilities(held.back)])
        gold = np.concatenate(directed_labels(held.pair))
        return cls(scores, gold, np.tile(held.pair_fold, 2), True)

    @staticmethod
    def pair_classes(sides: Ints) -> Ints:
        """The pairs' classes, of sides as `directed` orders them."""
        half = len(sides) // 2
        return pair_class(sides[:half], sides[half:])

    def cross_validated(self) -> tuple[Floats, Ints]:
        """Probabilities, each fold's temperature fitted on the others, and the best answers."""
        p = np.zeros(self.scores.shape)
        for fold in range(FOLDS):
            inside = self.fold == fold
            if inside.any():
                scale = fit_scale(self.scores[~inside], self.gold[~inside])
                p[inside] = calibrated(self.scores[inside], scale)
        return p, p.argmax(axis=1)


def forms_of(held: HeldOut) -> Iterator[tuple[str, Form]]:
    """The shipped forms by name."""
    return zip(FORMS, (Form.mention(held), Form.directed(held)), strict=True)


def error_of(p: Floats, found: Ints, gold: Ints) -> tuple[Any, float]:
    """Reliability table and expected calibration error of the answers given."""
    return reliability(p[np.arange(len(gold)), found], found == gold)


if __name__ == "__main__":
    main()
