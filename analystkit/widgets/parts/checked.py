"""What have reviewers said of each quote, in a few words?"""

from __future__ import annotations

import os

import pandas as pd

from analystkit.reviewing import read_labels
from analystkit.tables import require

Labels = str | os.PathLike[str] | pd.DataFrame
_CLOSING = {"accept": "right", "not_a_quote": "not a quote"}
_ASIDE = ("skip", "note", "missed", "undo")


def with_checks(quotes: pd.DataFrame, labels: Labels | None) -> pd.DataFrame:
    """The quotes with a column ``checked``, such as "Ana: right" or "Ana: speaker changed".

    >>> quotes = pd.DataFrame({"quote_id": ["a#0", "a#1"]})
    >>> said = [("a#0", "accept", "Ana"), ("a#0", "kind", "Ana"), ("a#0", "accept", "Bo")]
    >>> labels = pd.DataFrame(said, columns=["quote_id", "field", "reviewer"])
    >>> list(with_checks(quotes, labels)["checked"])
    ['Ana: kind changed; Bo: right', <NA>]
    """
    if labels is None:
        return quotes
    table = labels if isinstance(labels, pd.DataFrame) else read_labels(labels)
    require(table, ["quote_id", "field", "reviewer"], name="labels")
    require(quotes, ["quote_id"], name="quotes")
    own = table[~table["field"].isin(_ASIDE)]
    if "words" in own and "quote" in quotes:
        # Another quote may have this id where the articles were read anew.
        found = own["quote_id"].map(quotes.set_index("quote_id")["quote"].astype("string"))
        own = own[own["words"].isna() | (own["words"].astype("string") == found).fillna(False)]
    said: dict[str, list[str]] = {}
    for (quote, reviewer), fields in own.groupby(["quote_id", "reviewer"], sort=False)["field"]:
        said.setdefault(str(quote), []).append(f"{reviewer}: {_verdict(list(fields))}")
    words = {quote: "; ".join(each) for quote, each in said.items()}
    checked = quotes["quote_id"].astype(str).map(words).astype("string")
    return quotes.assign(checked=checked)


def _verdict(fields: list[str]) -> str:
    if "not_a_quote" in fields:
        return _CLOSING["not_a_quote"]
    changed = [name for field in fields if (name := field.partition(":")[0]) not in _CLOSING]
    return f"{', '.join(dict.fromkeys(changed))} changed" if changed else _CLOSING["accept"]
