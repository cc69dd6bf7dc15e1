"""The trained stance network and its calibration, loaded once a process, on first use.

A transformer in whole numbers, run by onnxruntime in two halves: the lower reads a passage, the
upper what is asked of it.  See ``analystkit/models/stance.md`` for its data, recipe and figures.
"""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Collection, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import lru_cache
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import numpy as np
import numpy.typing as npt

from analystkit.models.loading import (
    MODELS,
    ModelError,
    mending,
    open_network,
    open_tokenizer,
    special_pieces,
)
from analystkit.stance.marks import Marked

if TYPE_CHECKING:
    from tokenizers import Tokenizer

Floats = npt.NDArray[np.float64]
LOWER, UPPER = "stance_lower.onnx.gz", "stance_upper.onnx.gz"
INPUTS = {LOWER: ("ids",), UPPER: ("states", "order", "target", "holder")}
OUTPUTS = {LOWER: "states", UPPER: "classes"}
FORMS = ("mention", "directed")
TOGETHER = 8  # passages or questions read together
AT_ONCE = 256  # questions whose passages are kept meanwhile
States = dict[tuple[int, ...], Any]  # what the lower half makes of a passage, by its pieces
Item = TypeVar("Item")


@lru_cache(maxsize=2)
def load_tokenizer(folder: Path = MODELS) -> tuple[Tokenizer, tuple[int, int]]:
    """The tagger's tokenizer, reading "[MASK]" and the like as text, and its special pieces."""
    path = folder / "tokenizer.json"
    with mending(path, "stance"):
        tokenizer = open_tokenizer(path)
        tokenizer.encode_special_tokens = True
        return tokenizer, special_pieces(tokenizer)


@lru_cache(maxsize=4)
def load_session(half: str, folder: Path = MODELS) -> Any:
    """The onnxruntime session of a half, on one core: passages are spread over cores."""
    path = folder / half
    with mending(path, "stance"):
        session = open_network(path, threads=1)
    found = tuple(i.name for i in session.get_inputs())
    if found != INPUTS[half]:
        raise ModelError(f"{path} asks for {found}, not {INPUTS[half]}: it is another model's")
    if (gives := [o.name for o in session.get_outputs()]) != [OUTPUTS[half]]:
        raise ModelError(f"{path} gives {gives}, not {OUTPUTS[half]}: it is another model's")
    return session


@lru_cache(maxsize=2)
def load_calibration(folder: Path = MODELS) -> tuple[dict[str, float], float]:
    """The inverse temperature of each form, and the confidence below which a stance is unclear."""
    path = folder / "stance_calibration.json"
    with mending(path, "stance"):
        read = json.loads(path.read_text("utf-8"))
        return {form: _positive(read[form]) for form in FORMS}, _positive(read["unclear_below"])


def _positive(value: object) -> float:
    if not isinstance(value, int | float) or not 0 < value < math.inf:
        raise ValueError(f"{value!r} is no number above 0")
    return float(value)


def ask(
    questions: Sequence[Marked],
    *,
    known: States | None = None,
    threads: int = 1,
    folder: Path = MODELS,
) -> Floats:
    """The network's five logits of each question; what is read of a passage is kept in `known`."""
    if known is None:  # what is kept of some questions makes room for that of the next
        parts = [questions[n : n + AT_ONCE] for n in range(0, len(questions), AT_ONCE)]
        each = (ask(part, known={}, threads=threads, folder=folder) for part in parts)
        return np.concatenate([np.zeros((0, 5)), *each])
    lower, upper = (load_session(half, folder) for half in (LOWER, UPPER))

    def read(passages: list[tuple[int, ...]]) -> Any:
        return lower.run([OUTPUTS[LOWER]], {"ids": np.array(passages, np.int64)})[0]

    def answer(some: list[Marked]) -> Any:
        feed = {n: np.array([getattr(q, n) for q in some], np.int64) for n in INPUTS[UPPER][1:]}
        states = np.stack([known[q.ids] for q in some])
        return upper.run([OUTPUTS[UPPER]], {"states": states} | feed)[0]

    with ThreadPoolExecutor(threads) as pool:
        new = _alike({q.ids for q in questions if q.ids not in known}, len)
        for passages, states in zip(new, pool.map(read, new), strict=True):
            known.update(zip(passages, states, strict=True))
        groups = _alike(set(questions), lambda q: (len(q.ids), len(q.order)))
        five = chain.from_iterable(pool.map(answer, groups))
        found = dict(zip(chain.from_iterable(groups), five, strict=True))
    return np.array([found[question] for question in questions], np.float64)


def _alike(items: Collection[Item], size: Callable[[Item], Any]) -> list[list[Item]]:
    """Items of the same size, a few together: the network knows no padding; the longest first."""
    by_size: dict[Any, list[Item]] = {}
    for item in sorted(items, key=lambda i: (size(i), i), reverse=True):
        by_size.setdefault(size(item), []).append(item)
    return [
        same[n : n + TOGETHER] for same in by_size.values() for n in range(0, len(same), TOGETHER)
    ]


def log_probabilities(five: Floats) -> Floats:
    """Of against, neutral, for, from the pair's classes; the target's own side is neutral here."""
    p = calibrated(five, 1.0)
    neutral = p[..., 0] + p[..., 2] + p[..., 4]
    return np.asarray(np.log(np.stack([p[..., 3], neutral, p[..., 1]], axis=-1) + 1e-9))


def calibrated(scores: Floats, scale: float) -> Floats:
    """Probabilities of against, neutral, for, by temperature scaling (Guo et al., ICML 2017)."""
    z = np.exp(scale * (scores - scores.max(axis=-1, keepdims=True)))
    return np.asarray(z / z.sum(axis=-1, keepdims=True))
