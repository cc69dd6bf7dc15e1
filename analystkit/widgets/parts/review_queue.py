"""Which quotes come before a reviewer, in which order, and how likely was each to be drawn?"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from typing import Any

import pandas as pd

from analystkit.tables import hint, require
from analystkit.widgets.parts.facet_index import Index
from analystkit.widgets.parts.selection import FILTERS, check_choice, valid_filters

SAMPLES = ("random", "stratified", "unsure")
_USUAL = 100  # quotes drawn where it is not said how many
_NOT_FILTERS = ("sort", "quote")  # what a saved view holds besides


@dataclass(frozen=True)
class Queue:
    """Quotes in the order they are shown, each with its probability or None."""

    design: str
    drawn: dict[str, float | None]


def draw_queue(
    quotes: pd.DataFrame,
    sample: str | Iterable[Any] | pd.DataFrame | Mapping[str, Any],
    *,
    n: int | None = None,
    by: Sequence[str] = ("camp", "outlet"),
    seed: int = 0,
    stance: pd.DataFrame | None = None,
) -> Queue:
    """The queue of a sample; see `review` for what a sample may be.

    The order follows from the seed and the ids alone: the same quotes come in the same order
    whatever the table's, and a larger `n` begins with the quotes of a smaller one.

    >>> quotes = pd.DataFrame({"quote_id": ["a#0", "a#1", "b#0", "b#1"]})
    >>> draw_queue(quotes, "random", n=2).drawn
    {'b#0': 0.5, 'a#0': 0.5}
    """
    if n is not None and (isinstance(n, bool) or not isinstance(n, int) or n < 1):
        raise ValueError(f"review: n={n!r} is not a number of quotes, such as 100")
    if not isinstance(sample, str):
        ids = _listed(quotes, sample, stance)
        return Queue("list", dict.fromkeys(ids[:n]))
    check_choice("review: sample=", sample, SAMPLES)
    if sample == "unsure":
        require(quotes, ["confidence"], name="review: sample='unsure'")
        order = quotes.sort_values(["confidence", "quote_id"], na_position="first")["quote_id"]
        return Queue("unsure", dict.fromkeys(order.astype(str).head(n or len(order))))
    ids = sorted(quotes["quote_id"].astype(str), key=lambda name: _lot(seed, name))
    wanted = min(n or _USUAL, len(ids))
    if sample == "random":
        return Queue("random", dict.fromkeys(ids[:wanted], wanted / max(1, len(ids))))
    return Queue(f"stratified by {', '.join(by)}", _by_stratum(quotes, ids, wanted, by, seed))


def _lot(seed: int, name: str) -> bytes:
    """A draw that hangs on nothing but the seed and the name."""
    return blake2b(f"{seed}\0{name}".encode("utf-8", "replace"), digest_size=16).digest()


def _by_stratum(
    quotes: pd.DataFrame, ids: list[str], wanted: int, by: Sequence[str], seed: int
) -> dict[str, float | None]:
    """As many of each stratum as there are, the first of each before the second of any."""
    if isinstance(by, str) or not by:
        raise ValueError(f"review: by={by!r} is not a list of columns, such as ['camp', 'outlet']")
    require(quotes, by, name="review: by")
    keys = zip(*(quotes[name].astype("string").fillna("") for name in by), strict=True)
    stratum = dict(zip(quotes["quote_id"].astype(str), keys, strict=True))
    members: dict[tuple[str, ...], list[str]] = {}
    for name in ids:
        members.setdefault(stratum[name], []).append(name)
    names = sorted(members, key=lambda key: _lot(seed, "\0".join(key)))
    rounds = [
        members[key][i]
        for i in range(max(map(len, members.values()), default=0))
        for key in names
        if i < len(members[key])
    ][:wanted]
    taken = Counter(stratum[name] for name in rounds)
    shares = {key: count / len(members[key]) for key, count in taken.items()}
    return {name: shares[stratum[name]] for name in rounds}


def _listed(quotes: pd.DataFrame, sample: Any, stance: pd.DataFrame | None) -> list[str]:
    """The ids of a list, a table or a saved view of an explorer."""
    if isinstance(sample, Mapping):
        for key in sample:
            check_choice("review: sample: ", key, (*FILTERS, *_NOT_FILTERS))
        index = Index(quotes, stance)
        filters = {key: value for key, value in sample.items() if key in FILTERS}
        kept = index.where(valid_filters(filters, index, of="review: sample"))
        return list(quotes["quote_id"].astype(str)[kept])
    if isinstance(sample, pd.DataFrame):
        require(sample, ["quote_id"], name="review: sample")
        sample = sample["quote_id"]
    ids = list(dict.fromkeys(map(str, sample)))
    known = set(quotes["quote_id"].astype(str))
    if odd := [name for name in ids if name not in known]:
        near = hint(odd[0], list(known)[:3000])
        raise ValueError(f"review: sample: there is no quote {odd[0]!r}{near}")
    return ids
