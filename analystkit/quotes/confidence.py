"""How sure: the chance that a quotation is found and attributed right."""

from __future__ import annotations

import json
import math
from functools import lru_cache
from pathlib import Path

from analystkit.models.loading import MODELS, ModelError, damaged
from analystkit.quotes.spans.quotation import Quotation

FEATURES = (
    "words", "content", "weakest", "begin", "end", "to_cue", "to_source", "cue", "source",
    "no_cue", "no_source", "direct", "mixed",
)  # fmt: skip


def features(quotation: Quotation) -> dict[str, float]:
    """What the confidence is computed from: log-probabilities and plain facts."""
    return {
        **dict.fromkeys(FEATURES, 0.0),
        **quotation.certainty,
        "no_cue": float(quotation.cue is None),
        "no_source": float(quotation.source is None),
        "direct": float(quotation.kind == "direct"),
        "mixed": float(quotation.kind == "mixed"),
    }


def confidence(quotation: Quotation) -> float:
    """The calibrated probability, 0 to 1, by logistic regression on `features` (Platt, 1999)."""
    weights = _weights()
    values = features(quotation)
    total = weights["bias"] + sum(weights[name] * values[name] for name in FEATURES)
    return round(1 / (1 + math.exp(-max(-30.0, min(30.0, total)))), 4)


@lru_cache(maxsize=1)
def _weights(path: Path = MODELS / "confidence.json") -> dict[str, float]:
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise ModelError(damaged(path, error)) from error
