"""Hand attribution in a reviewer's place: what somebody who knows it would decide at the desk."""

import os
from collections.abc import Mapping
from typing import Any

import pandas as pd

from analystkit.evaluation.scoring import matches_of, names_alike, side_by_side
from analystkit.reviewing import LabelFile, read_labels

_FIELDS = ("speaker", "camp")


def review_by_gold(
    quotes: pd.DataFrame,
    articles: pd.DataFrame,
    *,
    gold: pd.DataFrame,
    labels: str | os.PathLike[str],
    reviewer: str = "hand",
    n: int = 60,
    seed: int = 0,
) -> pd.DataFrame:
    """The decisions of a reviewer who goes by hand attribution, on quotes drawn at random.

    For trying out what labels are good for without sitting down to review.

    Parameters
    ----------
    quotes, articles : DataFrame
        A quotes table and its articles.
    gold : DataFrame
        The hand attribution of these articles, from `read_gold`.
    labels, reviewer
        Where decisions are kept, and under which name, as `review` has them.
    n : int
        How many quotes.
    seed : int
        Another seed draws others.

    Returns
    -------
    DataFrame
        The labels, as `read_labels` gives them: of each quote whether it is one, its speaker and
        camp where the machine has others, and that the rest is right.

    Raises
    ------
    ValueError
        When `n` is not at least 1.
    """
    if n < 1:
        raise ValueError(f"n must be at least 1, not {n!r}")
    truth: dict[str, Mapping[str, Any]] = {}
    for _, _, ours, theirs in side_by_side(quotes, articles, gold):
        truth |= {str(own.row["quote_id"]): right.row for right, own in matches_of(theirs, ours)}
    drawn = quotes.sort_values("quote_id").sample(min(n, len(quotes)), random_state=seed)
    file = LabelFile(labels, reviewer)
    for row in drawn.to_dict("records"):
        about: dict[str, Any] = {name: str(row[name]) for name in ("quote_id", "article_id")}
        about |= {"spans": row["spans"], "words": row["quote"], "design": "random"}
        about["probability"] = len(drawn) / len(quotes)
        right = truth.get(about["quote_id"])
        if right is None:
            file.write(field="not_a_quote", value=True, **about)
            continue
        shown = {}
        for field in _FIELDS:
            machine, said = (None if pd.isna(x) else x for x in (row[field], right.get(field)))
            if machine == said or (field == "speaker" and names_alike(machine, said)):
                shown[field] = machine
            else:
                file.write(field=field, value=said, before=machine, **about)
        file.write(field="accept", value=True, before=shown, **about)
    return read_labels(labels)
