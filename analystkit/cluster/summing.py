"""The tables that charts and explorers take, made of results that no memory holds."""

from __future__ import annotations

import os
import warnings
from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

import numpy as np
import pandas as pd

from analystkit import tables
from analystkit.cluster.running import SENTIMENT
from analystkit.cluster.source import needed
from analystkit.cluster.store import Store

_TIMES: dict[str, Callable[[pd.Series], pd.Series]] = {
    "day": lambda t: t.dt.floor("D"),
    "week": lambda t: t.dt.floor("D") - pd.to_timedelta(t.dt.weekday, unit="D"),
    "month": lambda t: t.dt.floor("D") - pd.to_timedelta(t.dt.day - 1, unit="D"),
}
_OF_STANCE = ("target", "label")
_AT_ONCE = 64  # tables of counts put together at a time


class Summary(NamedTuple):
    """Exact counts of all, and a sample of articles with all that was found in them."""

    counts: pd.DataFrame
    articles: pd.DataFrame
    quotes: pd.DataFrame
    stance: pd.DataFrame
    problems: pd.DataFrame


def summary(
    out: str | os.PathLike[str],
    *,
    by: str | Sequence[str] = ("outlet", "camp"),
    articles: int = 1000,
    seed: int = 0,
) -> Summary:
    """Counts of all that `run` has found, and a sample of it for charts and explorers.

    One partition is in memory at a time.

    Parameters
    ----------
    out : path or address
        The folder that `run` wrote to.
    by : str or sequence of str
        What to count by: columns of the articles or the quotes, "day", "week" (its Monday) or
        "month" of ``published`` (UTC), and "target" and "label" where the stance was asked.
    articles : int, default 1000
        How many articles to draw; all if there are no more.
    seed : int, default 0
        Which ones: another number, another sample; the same number, the same, however the
        data set is parted.

    Returns
    -------
    Summary
        ``counts``: one row a group, the most quotes first, missing ones a group too: ``by``,
        ``quotes``, ``articles`` (how many hold them), the means of ``sentiment_textblob``,
        ``sentiment_vader`` where that step was run and of the stance's ``score`` with "target"
        or "label", where only quotations about a target count.
        ``articles``, ``quotes``, ``stance``: the sample as the tables that `analystkit` passes
        on.  Articles are drawn at random, each with all its quotes, so that shares in charts
        of it are estimates of those of all; no number of it is a count of all.
        ``problems``: all that was left out or failed (``partition, file, row, step, article_id,
        quote_id, problem``).

    Raises
    ------
    FileNotFoundError
        When `out` holds no results.
    ValueError
        When `by` names something that is not there.

    Examples
    --------
    >>> import analystkit as ak
    >>> found = ak.cluster.summary("news-read", by=["month", "camp"])  # doctest: +SKIP
    >>> ak.charts.voices(found.quotes, by="camp")  # doctest: +SKIP
    """
    needed()
    store = Store(out)
    if not (manifest := store.manifest()):
        raise FileNotFoundError(f"{store.address} holds no results of ak.cluster.run")
    steps = tuple(manifest["steps"])
    done = sorted(set.intersection(*(store.done(step) for step in ("articles", *steps))))
    if len(done) < (every := len(manifest["partitions"])):
        warnings.warn(
            f"{len(done)} of {every} partitions are finished; all figures are of these",
            stacklevel=2,
        )
    names = [by] if isinstance(by, str) else list(by)
    _check(store, done, names, steps)
    picked = _picked(store, done, articles, seed)
    counted: list[pd.DataFrame] = []
    sample: dict[str, list[pd.DataFrame]] = {"articles": [], "quotes": [], "stance": []}
    for n in done:
        if names:
            counted.append(_counted(store, n, names, steps))
        if len(counted) > _AT_ONCE:
            counted = [_added(counted, names)]
        if n in picked:
            for name, table in _drawn(store, n, picked[n], steps):
                sample[name].append(table)
    return Summary(
        _told(_added(counted, names), names) if counted else pd.DataFrame(columns=names),
        tables.check_articles(_all(sample["articles"], tables.empty_articles())),
        tables.check_quotes(_all(sample["quotes"], tables.empty_quotes())),
        tables.check_stance(_all(sample["stance"], tables.empty_stance())),
        store.problems(),
    )


def _check(store: Store, done: list[int], by: list[str], steps: tuple[str, ...]) -> None:
    """A `ValueError` where no partition has what is to be counted by."""
    valid = [*_TIMES, *(_OF_STANCE if "stance" in steps else ())]
    for n in done:
        if set(by) <= set(valid):
            return
        valid += [*store.columns("articles", n), *store.columns("quotes", n)]
    for name in by if done else ():
        if name not in valid:
            known = sorted(set(valid) - {"text", "spans"})
            raise ValueError(
                f"by: {name!r} is not one of: {', '.join(known)}{tables.hint(name, known)}"
            )


def _counted(store: Store, n: int, by: list[str], steps: tuple[str, ...]) -> pd.DataFrame:
    """A partition's groups: distinct quotes and articles, sums and numbers of scores."""
    columns = {step: store.columns(step, n) for step in ("articles", "quotes")}
    dated = any(name in _TIMES for name in by)
    of_stance = [name for name in by if name in _OF_STANCE] if "stance" in steps else []
    of_quotes = [name for name in by if name in columns["quotes"] and name not in of_stance]
    of_articles = [name for name in by if name in columns["articles"] and name not in of_quotes]
    wanted = list(dict.fromkeys(["article_id", *of_articles, *["published"] * dated]))
    of = store.read("articles", n, wanted).drop_duplicates("article_id")
    rows = store.read("quotes", n, list(dict.fromkeys(["quote_id", "article_id", *of_quotes])))
    rows = rows.merge(of, on="article_id", how="left", suffixes=("", "_of_article"))
    scores = []
    if "sentiment" in steps:
        rows, scores = rows.merge(store.read("sentiment", n), on="quote_id"), list(SENTIMENT)
    if of_stance:
        stance = store.read("stance", n, ["quote_id", "score", *_OF_STANCE])
        rows, scores = rows.merge(stance, on="quote_id"), [*scores, "score"]
    for name in by:
        if name in _TIMES:
            rows[name] = _TIMES[name](rows["published"])
        elif name not in rows:  # a further column of other partitions' articles
            rows[name] = pd.Series(pd.NA, rows.index, dtype="string")
        elif isinstance(rows[name].dtype, pd.CategoricalDtype):
            rows[name] = rows[name].astype("string")
    groups = rows.groupby(by, dropna=False, sort=False)
    found = groups.agg(quotes=("quote_id", "nunique"), articles=("article_id", "nunique"))
    for score in scores:
        found[f"{score} sum"] = groups[score].sum().astype("Float64")
        found[f"{score} n"] = groups[score].count()
    return found.reset_index()


def _added(counted: list[pd.DataFrame], by: list[str]) -> pd.DataFrame:
    every = pd.concat(counted, ignore_index=True)
    return every.groupby(by, dropna=False, sort=False).sum().reset_index()


def _told(sums: pd.DataFrame, by: list[str]) -> pd.DataFrame:
    """The counts with means for sums, the most quotes first."""
    for score in (*SENTIMENT, "score"):
        if f"{score} n" in sums:
            total, number = sums.pop(f"{score} sum"), sums.pop(f"{score} n")
            sums[score] = total / number.where(number > 0)
    order = ["quotes", *by]
    return sums.sort_values(order, ascending=[False] + [True] * len(by), ignore_index=True)


def _picked(store: Store, done: list[int], number: int, seed: int) -> dict[int, list[str]]:
    """The ids of the articles drawn, by partition: those whose hashes are the lowest."""
    if not isinstance(number, int) or number < 0:
        raise ValueError(f"articles must be a whole number from 0, not {number!r}")
    best: list[pd.DataFrame] = []
    key = f"{seed:016}"[:16]
    for n in done:
        ids = store.read("articles", n, ["article_id"])["article_id"].to_numpy(dtype=object)
        hashes = pd.util.hash_array(ids, hash_key=key, categorize=False)
        low = np.argsort(hashes, kind="stable")[:number]
        some = pd.DataFrame({"hash": hashes[low], "n": n, "id": ids[low]})
        best = [pd.concat([*best, some]).drop_duplicates("id").nsmallest(number, "hash")]
    drawn: dict[int, list[str]] = {}
    for n, article_id in zip(best[0]["n"], best[0]["id"], strict=True) if best else ():
        drawn.setdefault(n, []).append(article_id)
    return drawn


def _drawn(
    store: Store, n: int, ids: list[str], steps: tuple[str, ...]
) -> Iterator[tuple[str, pd.DataFrame]]:
    """The articles of these ids in a partition, with all that was found in them."""
    articles = store.read("articles", n)
    yield "articles", articles[articles["article_id"].isin(ids)]
    quotes = store.read("quotes", n)
    quotes = quotes[quotes["article_id"].isin(ids)]
    if "sentiment" in steps:
        quotes = quotes.merge(store.read("sentiment", n), on="quote_id", how="left")
    yield "quotes", quotes
    if "stance" in steps:
        stance = store.read("stance", n)
        yield "stance", stance[stance["quote_id"].isin(quotes["quote_id"])]


def _all(parts: list[pd.DataFrame], nothing: pd.DataFrame) -> pd.DataFrame:
    filled = [part for part in parts if len(part)]
    return pd.concat(filled, ignore_index=True) if filled else nothing
