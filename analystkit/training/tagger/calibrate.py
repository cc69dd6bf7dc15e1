"""Fit the confidence on annotated articles that the tagger was not trained on.

``python -m analystkit.training.tagger.calibrate POLNEAR/dev analystkit/models --named GOLD NAMES``
writes ``confidence.json`` and prints the reliability table, cross-validated by article, and how
often names are right by the way they were found, on speakers named by hand.
"""

import json
from collections.abc import Collection
from pathlib import Path

import numpy as np
import pandas as pd

from analystkit.evaluation.attribution import named, read_speakers
from analystkit.evaluation.gold import read_gold
from analystkit.evaluation.scoring import attributed_right, reliability
from analystkit.quotes.confidence import FEATURES, NAMINGS, features, naming
from analystkit.quotes.entities import load_language, names_in
from analystkit.quotes.find import find_quotations
from analystkit.quotes.rows import article_rows, with_speakers
from analystkit.tables import as_quotes
from analystkit.text.reading import readable
from analystkit.text.spacy_model import MODEL
from analystkit.training.fine_tuning import command

FOLDS = 10
KEYS = ["article_id", "quote", "source"]


def collect(
    gold: Path, only: Collection[str] | None = None
) -> tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame]:
    """Articles, annotation, and the quotes found with their `FEATURES` and ``naming``."""
    articles, annotated = read_gold(gold)
    if only is not None:
        articles = articles[articles["article_id"].isin(only)]
    nlp = load_language(MODEL)
    rows = []
    for article_id, text in zip(articles["article_id"], articles["text"], strict=True):
        read = readable(text)
        quotations, names = find_quotations(read.text), names_in([read.text], nlp)[0]
        found = with_speakers(read, quotations, names)
        made = article_rows(article_id, read, quotations, names)
        for row, (quotation, speaker) in zip(made, found, strict=True):
            source = read.text[slice(*quotation.source)] if quotation.source else ""
            rows.append(row | features(quotation) | {"naming": naming(source, speaker)})
    return articles, annotated, as_quotes(rows)


def fit(values: np.ndarray, right: np.ndarray) -> np.ndarray:
    """Logistic regression by Newton's method, bias first; a ridge of 1 shrinks the weights."""
    x = np.column_stack([np.ones(len(values)), values])
    weights = np.zeros(x.shape[1])
    penalty = np.append(0.0, np.ones(values.shape[1]))
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
    parser = command(__doc__, "gold", "folder")
    parser.add_argument("--named", type=Path, nargs=2, action="append", default=[])
    args = parser.parse_args(argv)
    articles, annotated, quotes = collect(args.gold)
    right = attributed_right(quotes, articles, gold=annotated).to_numpy()
    values, article = quotes[list(FEATURES)], pd.factorize(quotes["article_id"])[0]
    table, error = reliability(cross_validated(values.to_numpy(float), right, article), right)
    print(table.round(3).to_string())
    print(f"expected calibration error {error:.3f}, {len(right)} quotations")
    pairs = []
    for gold, names in args.named:
        known = read_speakers(names)
        some = set(known["article_id"])
        all_ = (articles, annotated, quotes) if gold == args.gold else collect(gold, some)
        texts, found = (table[table["article_id"].isin(some)] for table in (all_[0], all_[2]))
        named_by = found.set_index(KEYS)["naming"]
        matched = named(found, texts, annotated=known)
        pairs.append(matched.join(named_by[~named_by.index.duplicated()], on=KEYS))
    weights = fit(values.to_numpy(float), right)
    fitted = {"weights": dict(zip(("bias", *FEATURES), weights.round(4).tolist(), strict=True))}
    names = pd.concat(pairs) if pairs else pd.DataFrame({"naming": [], "right": []})
    counted = names.groupby("naming")["right"].agg(["size", "sum"])
    counted = counted.reindex(["", *NAMINGS], fill_value=0)
    shares = counted.assign(share=(counted["sum"] + 1) / (counted["size"] + 2))  # Laplace's
    print(shares.round(3).to_string())
    # what stands in the source itself claims no name that could be wrong
    fitted["names"] = dict(zip(NAMINGS, shares["share"].round(4).tolist()[1:], strict=True))
    (args.folder / "confidence.json").write_text(json.dumps(fitted, indent=1) + "\n", "utf-8")


if __name__ == "__main__":
    main()
