"""Held-out answers of the stance network: their figures, and the calibration they give."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from analystkit.stance.network import calibrated, log_probabilities
from analystkit.training.calibration import reliability
from analystkit.training.stance_data import SWAPPED

FOLDS = 10
Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Held:
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

    def save(self, path: Path) -> None:
        """Write an npz file."""
        np.savez(path, **vars(self))

    @classmethod
    def load(cls, path: Path) -> Held:
        """Read what `save` wrote."""
        with np.load(path) as file:
            return cls(**dict(file))


def joined(held: Held) -> Held:
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


def both_ways(there: Ints, back: Ints) -> Ints:
    """The pair's class from two answers; polar both ways counts as the first's."""
    one = np.array([3, 0, 1])[there]
    return np.where(one > 0, one, np.array([4, 0, 2])[back])


def f1(gold: Ints, found: Ints, classes: int) -> Floats:
    """F1 of each class."""
    right = [np.sum((gold == c) & (found == c)) for c in range(classes)]
    both = [max(1, np.sum(gold == c) + np.sum(found == c)) for c in range(classes)]
    return 2 * np.array(right) / np.array(both)


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
    def mention(cls, held: Held) -> Form:
        """The questions without a holder."""
        return cls(log_probabilities(held.mention), held.mention_label, held.mention_fold, False)

    @classmethod
    def directed(cls, held: Held) -> Form:
        """The pairs, both ways: first all in one direction, then all in the other."""
        scores = np.concatenate([log_probabilities(held.there), log_probabilities(held.back)])
        gold = np.concatenate(directed_labels(held.pair))
        return cls(scores, gold, np.tile(held.pair_fold, 2), True)

    def judged(self, found: Ints) -> dict[str, float]:
        """The scorer's figures of the answers."""
        gold = self.gold
        by_class = f1(gold, found, 3)
        out = {
            "accuracy": float((gold == found).mean()),
            "macro_f1": float(by_class.mean()),
            "polar_f1": float((by_class[0] + by_class[2]) / 2),
        }
        if self.paired:
            half = len(gold) // 2
            five = both_ways(gold[:half], gold[half:])
            out["five_f1"] = float(f1(five, both_ways(found[:half], found[half:]), 5).mean())
        return out

    def cross_validated(self) -> tuple[Floats, Ints]:
        """Probabilities, each fold's temperature fitted on the others, and the best answers."""
        p = np.zeros(self.scores.shape)
        for fold in range(FOLDS):
            inside = self.fold == fold
            if inside.any():
                scale = fit_scale(self.scores[~inside], self.gold[~inside])
                p[inside] = calibrated(self.scores[inside], scale)
        return p, p.argmax(axis=1)


def error_of(p: Floats, found: Ints, gold: Ints) -> tuple[Any, float]:
    """Reliability table and expected calibration error of the answers given."""
    return reliability(p[np.arange(len(gold)), found], found == gold)
