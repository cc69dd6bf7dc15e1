"""Measure the stance model on held-out sentences, and fit its confidence there.

``python -m analystkit.training.stance.calibrate CORPORA SENTENCES analystkit/models`` prints the
shipped network's figures on the corpora and on our own held-out sentences, cross-validated by
sentence, and writes ``stance_calibration.json``: one temperature a form, fitted on both alike.
"""

import hashlib
import json
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
from tokenizers import Tokenizer

from analystkit.evaluation.scoring import reliability
from analystkit.evaluation.stance_corpora import BACK, THERE, Ints, judged
from analystkit.models.loading import cores, special_pieces
from analystkit.stance.marks import Marked
from analystkit.stance.network import FORMS, ask, calibrated, load_tokenizer, log_probabilities
from analystkit.training.fine_tuning import command
from analystkit.training.stance.data import Encoded, Labelled, Sources, read_sources
from analystkit.training.stance.written import held_written

Ask = Callable[[Sequence[Marked]], npt.NDArray[Any]]
FOLDS = 10
UNCLEAR_BELOW = 0.5
Floats = npt.NDArray[np.float64]
Form = tuple[Floats, Ints, Ints]  # the network's scores, gold, and the fold of each sentence


def cross_validated(scores: Floats, gold: Ints, folds: Ints) -> tuple[Floats, Ints]:
    """Probabilities, each fold's temperature fitted on the others, and the best answers."""
    p = np.zeros(scores.shape)
    for fold in np.unique(folds):
        inside = folds == fold
        p[inside] = calibrated(scores[inside], fit_scale(scores[~inside], gold[~inside]))
    return p, p.argmax(axis=1)


def held_out(ask: Ask, tokenizer: Tokenizer, sources: Sources) -> dict[str, Form]:
    """Ask every held-out question, a pair in one direction and then in the other."""
    special = special_pieces(tokenizer)

    def scores(rows: list[Encoded]) -> Floats:
        five = np.asarray(ask([r.marked(special) for r in rows]), np.float64)
        return log_probabilities(five.reshape(len(rows), 5))

    def folds(rows: list[Labelled]) -> Ints:
        digests = (hashlib.sha256(r.text.encode()).digest() for r in rows)
        return np.array([d[5] * 256 + d[6] for d in digests]) % FOLDS

    mentions, pairs = sources.held_newsmtsc, sources.held_dse
    alone, there = ([Encoded.of(r, tokenizer) for r in rows] for rows in (mentions, pairs))
    label = np.array([r.label for r in pairs])
    directed = scores([way for r in there for way in (r, r.swapped())])
    gold = np.stack([THERE[label], BACK[label]], axis=1).ravel()
    mention = scores(alone), np.array([r.label for r in mentions]), folds(mentions)
    both = mention, (directed, gold, np.repeat(folds(pairs), 2))
    return dict(zip(FORMS, both, strict=True))


def report(forms: dict[str, Form]) -> None:
    """Print each form's figures and reliability, its temperature cross-validated by sentence."""
    for name, form in forms.items():
        p, found = cross_validated(*form)
        gold = form[1]
        sure = p.max(axis=1)
        table, error = reliability(sure, found == gold)
        figures = judged(gold, found, pairs=name == "directed")
        figures |= {"ece": error, "unclear": float((sure < UNCLEAR_BELOW).mean())}
        print(f"{name}, {len(found)} questions:")
        print(json.dumps({measure: round(value, 4) for measure, value in figures.items()}))
        print(table.round(3).to_string())


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


def main(argv: list[str] | None = None) -> None:
    """Measure, print and write."""
    args = command(__doc__, "corpora", "sentences", "folder").parse_args(argv)
    tokenizer = load_tokenizer(args.folder)[0]

    def shipped(marked: Sequence[Marked]) -> Floats:
        return ask(marked, threads=cores(), folder=args.folder)

    forms = held_out(shipped, tokenizer, read_sources(args.corpora))
    report(forms)
    print("our own sentences:")
    own = held_out(shipped, tokenizer, held_written(args.sentences))
    report(own)
    fitted = {}
    for name, form in forms.items():
        times = max(1, round(len(form[1]) / len(own[name][1])))
        every = [form, *[own[name]] * times]
        scores, gold = (np.concatenate([some[n] for some in every]) for n in (0, 1))
        fitted[name] = round(fit_scale(scores, gold), 4)
    fitted["unclear_below"] = UNCLEAR_BELOW
    path = args.folder / "stance_calibration.json"
    path.write_text(json.dumps(fitted, indent=1) + "\n", "utf-8")


if __name__ == "__main__":
    main()
