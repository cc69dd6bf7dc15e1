"""How many more quotes must be reviewed until a figure is as sure as it should be?"""

from collections.abc import Sequence
from math import ceil
from typing import Any

import numpy as np
import pandas as pd

from analystkit.reviewing.answers import Labels
from analystkit.reviewing.estimating import question
from analystkit.reviewing.inference import Sample, estimate_ratio, label_part, t_quantile


def plan_review(
    quotes: pd.DataFrame,
    labels: Labels,
    *,
    width: float = 0.05,
    by: str = "camp",
    of: str = "share",
    target: str | None = None,
    stance: pd.DataFrame | None = None,
    articles: pd.DataFrame | None = None,
    groups: Sequence[str] | None = None,
) -> pd.DataFrame:
    """How many more labels bring each figure's 95 % interval to within `width` of its estimate.

    Worked out from what the labels so far say of the machine's mistakes, so give it some thirty
    before trusting it, and ask again on the way.

    Parameters
    ----------
    quotes, labels, by, of, target, stance, articles, groups
        As `estimate` has them.
    width : float
        How far the interval may reach to either side: .05 is five points of a share.

    Returns
    -------
    DataFrame
        One row a group: ``now`` (how far the interval of ``ppi`` reaches by now), ``labels`` (of
        the whole sample), ``needed`` (in all), ``more``, and ``least``, how far it would reach
        with all quotes reviewed.  ``needed`` and ``more`` are missing where that is more than
        `width`: then only more articles would help.

    Raises
    ------
    ValueError
        When `width` is not above 0, and as `estimate` does.

    Examples
    --------
    >>> import pandas as pd
    >>> from analystkit.tables import as_quotes
    >>> quotes = as_quotes([{"quote_id": f"a#{i}", "article_id": f"a{i}", "kind": "direct",
    ...                      "quote": f"No {i}", "spans": [(1, 5)], "camp": "AB"[i % 2]}
    ...                     for i in range(2000)])
    >>> labels = pd.DataFrame([{"quote_id": f"a#{i}", "article_id": f"a{i}", "field": "camp",
    ...                         "value": "AAB"[i % 3], "words": f"No {i}", "reviewer": "Ana",
    ...                         "design": "random", "probability": 0.5} for i in range(60)])
    >>> plan_review(quotes, labels, width=.08)["more"].gt(30).tolist()
    [True, True]
    """
    if not width > 0:
        raise ValueError(f"plan_review: width={width!r} must be above 0")
    asked = question(
        quotes, labels, by=by, of=of, target=target, stance=stance, articles=articles, groups=groups
    )
    rows = []
    for group, figure in zip(asked.groups, asked.figures, strict=True):
        found = estimate_ratio(figure, asked.sample, "ppi")
        parts = label_part(figure, asked.sample, found)
        rows.append({by: group, **_row(parts, asked.sample, found.freedom, width)})
    table = pd.DataFrame(rows, columns=[by, "now", "labels", "needed", "more", "least"])
    whole = dict.fromkeys(("labels", "needed", "more"), "Int64")
    return table.astype({by: "string", "now": "Float64", "least": "Float64", **whole})


def _row(
    parts: tuple[float, float], sample: Sample, freedom: float, width: float
) -> dict[str, Any]:
    """What is needed, given the variance that labels cannot take away and that which they can."""
    fixed, falling = parts
    n, everything = len(sample.labelled), len(sample.article)
    row: dict[str, Any] = {"labels": n, "now": pd.NA, "needed": pd.NA, "more": pd.NA}
    if np.isnan(fixed + falling):
        return {**row, "least": pd.NA}

    def reach(labels: float) -> float:
        # the part that labels take away ends with the last quote
        left = falling * n * (1 / labels - 1 / everything) / (1 - n / everything)
        t = t_quantile(max(1.0, round(freedom * labels / n)))
        return float(t * np.sqrt(fixed + max(0.0, left)))

    row |= {"now": reach(n) if n < everything else reach(everything), "least": reach(everything)}
    if row["least"] > width:
        return row
    low, high = 1, everything
    while low < high:
        middle = (low + high) // 2
        low, high = (low, middle) if reach(middle) <= width else (middle + 1, high)
    return {**row, "needed": ceil(low), "more": max(0, ceil(low) - n)}
