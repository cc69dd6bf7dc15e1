"""How sure: the chance that a quotation is found, attributed and its speaker named right."""

import json
import math
from functools import lru_cache
from pathlib import Path
from typing import Any

from analystkit.models.loading import MODELS, ModelError, damaged
from analystkit.quotes.spans.quotation import Quotation
from analystkit.quotes.speakers.history import Speaker
from analystkit.quotes.speakers.pronouns import PRONOUNS

FEATURES = (
    "words", "content", "weakest", "begin", "end", "to_cue", "to_source", "cue", "source",
    "no_cue", "no_source", "direct", "mixed",
)  # fmt: skip
# how a name was found that does not stand in the words of the source: part of it does, a pronoun
# fits one person or several, a role or the like means somebody
NAMINGS = ("part", "pronoun", "open", "role")


def features(quotation: Quotation) -> dict[str, float]:
    """What the chance of being attributed right is computed from."""
    return {
        **dict.fromkeys(FEATURES, 0.0),
        **quotation.certainty,
        "no_cue": float(quotation.cue is None),
        "no_source": float(quotation.source is None),
        "direct": float(quotation.kind == "direct"),
        "mixed": float(quotation.kind == "mixed"),
    }


def naming(source: str, speaker: Speaker) -> str:
    """Which of the `NAMINGS` led from a source's words to its speaker, "" for their own."""
    words, name = " ".join(source.lower().split()).strip(" ,.\"'“”"), (speaker.name or "").lower()
    if name in words:
        return ""
    if speaker.open or words in PRONOUNS:
        return "open" if speaker.open else "pronoun"
    return "part" if name.split()[-1] in words else "role"


def confidence(quotation: Quotation, speaker: Speaker, text: str) -> float:
    """The calibrated probability, 0 to 1, that the whole row is right.

    Attributed right by logistic regression on `features` (Platt, 1999), times the share of names
    that are right by the kind of `naming`.
    """
    fitted = _fitted()
    weights, values = fitted["weights"], features(quotation)
    total = weights["bias"] + sum(weights[name] * values[name] for name in FEATURES)
    found = 1 / (1 + math.exp(-max(-30.0, min(30.0, total))))
    source = text[slice(*quotation.source)] if quotation.source else ""
    return round(found * fitted["names"].get(naming(source, speaker), 1.0), 4)


@lru_cache(maxsize=1)
def _fitted(path: Path = MODELS / "confidence.json") -> dict[str, Any]:
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise ModelError(damaged(path, error)) from error
