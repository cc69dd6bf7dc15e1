"""Held-out answers of the stance network: their figures, and the calibration they give."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from analystkit.stance.network import Calibration, calibrated, decide, log_probabilities
from analystkit.training.calibration import reliability
from analystkit.training.stance_data import SWAPPED

FOLDS = 10
GRID = np.round(np.arange(-1.5, 1.55, 0.1), 1)
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


def fit_scale(scores: Floats, gold: Ints, *, ridge: float = 1e-3) -> Floats:
    """Inverse temperature and biases of least log loss, by Newton's method."""
    start = np.array([1.0, 0.0, 0.0])
    scale = start.copy()
    x = np.zeros((*scores.shape, 3))
    x[:, :, 0] = scores
    x[:, 0, 1] = x[:, 2, 2] = 1.0
    y = np.eye(3)[gold]
    for _ in range(50):
        p = calibrated(scores, _unbent(scale))
        mean = np.einsum("nc,ncj->nj", p, x)
        slope = np.einsum("nc,ncj->j", p - y, x) / len(y) + ridge * (scale - start)
        curve = np.einsum("nc,ncj,nck->jk", p, x, x) / len(y) - mean.T @ mean / len(y)
        step = np.linalg.solve(curve + ridge * np.eye(3), slope)
        scale -= step
        if np.abs(step).max() < 1e-8:
            break
    return scale


def _unbent(scale: Floats) -> Calibration:
    return Calibration(float(scale[0]), float(scale[1]), float(scale[2]), 0.0, 0.0)


def fit_lean(p: Floats, score: Callable[[Ints], float]) -> Floats:
    """Biases of against and for under which the decision scores best.

    The middle of all that come within 0.004 of the best, since the peak itself is luck.
    """
    tried = np.array([(a, b) for a in GRID for b in GRID])
    results = np.array([score(decide(p, Calibration(1, 0, 0, lean[0], lean[1]))) for lean in tried])
    return np.asarray(tried[results >= results.max() - 0.004].mean(axis=0))


@dataclass(frozen=True)
class Form:
    """One form's questions: scores, gold, folds, and what its decision is judged by."""

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

    def judged(self, found: Ints, rows: npt.NDArray[np.bool_] | None = None) -> dict[str, float]:
        """The scorer's figures of decisions on some rows (all)."""
        gold = self.gold if rows is None else self.gold[rows]
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

    def merit(self, found: Ints, rows: npt.NDArray[np.bool_]) -> float:
        """What the decision's biases are fitted to."""
        result = self.judged(found, rows)
        return (result["five_f1"] + result["polar_f1"]) / 2 if self.paired else result["macro_f1"]

    def fit(self, rows: npt.NDArray[np.bool_]) -> Calibration:
        """The calibration from some rows."""
        scale = fit_scale(self.scores[rows], self.gold[rows])
        p = calibrated(self.scores[rows], _unbent(scale))
        lean = fit_lean(p, lambda found: self.merit(found, rows))
        return replace(_unbent(scale), lean_against=float(lean[0]), lean_for=float(lean[1]))

    def cross_validated(self) -> tuple[Floats, Ints]:
        """Probabilities and decisions of each fold, fitted on the others."""
        p, found = np.zeros(self.scores.shape), np.zeros(len(self.gold), np.int64)
        for fold in range(FOLDS):
            inside = self.fold == fold
            if inside.any():
                calibration = self.fit(~inside)
                p[inside] = calibrated(self.scores[inside], calibration)
                found[inside] = decide(p[inside], calibration)
        return p, found


def error_of(p: Floats, found: Ints, gold: Ints) -> tuple[Any, float]:
    """Reliability table and expected calibration error of the answers given."""
    return reliability(p[np.arange(len(gold)), found], found == gold)
