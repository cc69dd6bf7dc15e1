"""Fit the confidence on annotated articles that the tagger was not trained on.

``python -m analystkit.training.tagger.calibrate POLNEAR/dev analystkit/models`` writes
``confidence.json`` and prints the reliability table, cross-validated by article.
"""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pandas as pd

from analystkit.evaluation.gold import read_gold
from analystkit.evaluation.scoring import attributed_right, reliability
from analystkit.quotes.confidence import FEATURES, features
from analystkit.quotes.find import find_quotations
from analystkit.quotes.rows import article_rows
from analystkit.tables import as_quotes
from analystkit.text.edits import Edited
from analystkit.training.fine_tuning import command

FOLDS = 10


def collect(gold: Path) -> tuple[pd.DataFrame, np.ndarray, np.ndarray]:
    """The features of every quotation found, whether it is right, and its article."""
    articles, annotated = read_gold(gold)
    rows, values = [], []
    for article_id, text in zip(articles["article_id"], articles["text"], strict=True):
        quotations = find_quotations(text)
        rows += article_rows(article_id, Edited(text, ()), quotations, [])
        values += [features(q) for q in quotations]
    quotes = as_quotes(rows)
    right = attributed_right(quotes, articles, gold=annotated).to_numpy()
    return pd.DataFrame(values)[list(FEATURES)], right, pd.factorize(quotes["article_id"])[0]


def fit(values: np.ndarray, right: np.ndarray, *, ridge: float = 1.0) -> np.ndarray:
    """Logistic regression by Newton's method, bias first; `ridge` shrinks the weights."""
    x = np.column_stack([np.ones(len(values)), values])
    weights = np.zeros(x.shape[1])
    penalty = np.full(len(weights), ridge)
    penalty[0] = 0.0
    for _ in range(50):
        p = 1 / (1 + np.exp(-x @ weights))
        gradient = x.T @ (right - p) - penalty * weights
        hessian = (x * (p * (1 - p))[:, None]).T @ x + np.diag(penalty)
        step = np.linalg.solve(hessian, gradient)
        weights += step
        if np.abs(step).max() < 1e-8:
            break
    return weights


def cross_validated(values: np.ndarray, right: np.ndarray, article: np.ndarray) -> np.ndarray:
    """Each quotation's probability by weights fitted without its article's fold."""
    out = np.zeros(len(right))
    for fold in range(FOLDS):
        held = article % FOLDS == fold
        weights = fit(values[~held], right[~held])
        out[held] = 1 / (1 + np.exp(-(weights[0] + values[held] @ weights[1:])))
    return out


def main(argv: list[str] | None = None) -> None:
    """Fit, print and write."""
    args = command(__doc__, "gold", "folder").parse_args(argv)
    values, right, article = collect(args.gold)
    table, error = reliability(cross_validated(values.to_numpy(), right, article), right)
    print(table.round(3).to_string())
    print(f"expected calibration error {error:.3f}, {len(right)} quotations")
    weights = fit(values.to_numpy(), right)
    named = dict(zip(("bias", *FEATURES), weights.round(4).tolist(), strict=True))
    (args.folder / "confidence.json").write_text(json.dumps(named, indent=1) + "\n", "utf-8")


if __name__ == "__main__":
    main()
