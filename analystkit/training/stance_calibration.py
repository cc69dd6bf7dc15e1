"""Measure the stance model on held-out sentences, and fit its confidence there.

``python -m analystkit.training.stance_calibration CORPORA analystkit/models`` prints the
figures of the shipped network, cross-validated by sentence, and writes
``stance_calibration.json``.  With ``--run RUN/held.npz`` it prints those of a run.
"""

from __future__ import annotations

import argparse
import hashlib
import json
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from tokenizers import Tokenizer

from analystkit.stance.marks import Marked, Special
from analystkit.stance.network import FORMS, ask, load_tokenizer
from analystkit.training.stance_data import Asked, Ready, Sources, read_sources, some
from analystkit.training.stance_forms import (
    FOLDS,
    Floats,
    Form,
    Held,
    Ints,
    error_of,
    f1,
    fit_scale,
    joined,
)

Ask = Callable[[Sequence[Marked]], npt.NDArray[Any]]


def predict(ask: Ask, tokenizer: Tokenizer, sources: Sources, *, first: int | None = None) -> Held:
    """Ask every held-out question."""
    special = Special.of(tokenizer)

    def asked(rows: list[Ready]) -> Floats:
        marked = [r.marked(special, hide=(False, False), size=128) for r in rows]
        return np.asarray(ask(marked), np.float64).reshape(len(rows), 5)

    def fold(rows: list[Asked]) -> Ints:
        digests = (hashlib.sha256(r.text.encode()).digest() for r in rows)
        return np.array([d[5] * 256 + d[6] for d in digests]) % FOLDS

    mentions, pairs = some(sources.held_newsmtsc, first), some(sources.held_dse, first)
    one_way = [Ready.of(r, tokenizer) for r in pairs]
    return Held(
        asked([Ready.of(r, tokenizer) for r in mentions]),
        np.array([r.label for r in mentions]),
        fold(mentions),
        asked(one_way),
        asked([r.swapped() for r in one_way]),
        np.array([r.label for r in pairs]),
        fold(pairs),
    )


def figures(held: Held) -> dict[str, dict[str, float]]:
    """Each form's figures, its temperature cross-validated by sentence."""
    out: dict[str, dict[str, float]] = {}
    forms = {
        "newsmtsc": Form.mention(held),
        "dse": Form.directed(held),
        "dse, both ways at once": Form.directed(joined(held)),
    }
    for name, form in forms.items():
        p, found = form.cross_validated()
        everything = form.judged(found) | {"ece": error_of(p, found, form.gold)[1]}
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
        macro = f1(form.gold[kept], found[kept], 3).mean()
        lines.append(f"{threshold:.2f} | {1 - kept.mean():.3f} | {right:.3f} | {macro:.3f}")
    return "\n".join(lines)


def report(held: Held) -> None:
    """Print all of it."""
    print(json.dumps(figures(held), indent=1))
    for name, form in zip(FORMS, (Form.mention(held), Form.directed(held)), strict=True):
        p, found = form.cross_validated()
        table, error = error_of(p, found, form.gold)
        print(f"\n{name}: {len(found)} questions, expected calibration error {error:.3f}")
        print(table.round(3).to_string())
        print(abstentions(form))


def write(held: Held, path: Path, *, unclear_below: float) -> None:
    """The calibration from every held-out question."""
    out: dict[str, object] = {}
    for name, form in zip(FORMS, (Form.mention(held), Form.directed(held)), strict=True):
        out[name] = round(fit_scale(form.scores, form.gold), 4)
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
            report(Held.load(run))
        return
    if args.corpora is None or args.folder is None:
        parser.error("give CORPORA and the model's folder, or --run")

    def shipped(marked: Sequence[Marked]) -> Floats:
        return np.array([ask(m, args.folder) for m in marked])

    held = predict(shipped, load_tokenizer(args.folder)[0], read_sources(args.corpora))
    report(held)
    write(held, args.folder / "stance_calibration.json", unclear_below=args.unclear_below)


if __name__ == "__main__":
    main()
