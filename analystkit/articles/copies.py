"""Which articles are near-identical copies of another, as wire reports are in many outlets."""

import re
from collections.abc import Sequence
from typing import Any
from zlib import crc32

import numpy as np
import pandas as pd

from analystkit.tables import check_articles

Numbers = np.ndarray[Any, np.dtype[np.uint64]]
_WORD = re.compile(r"\w+")
_RUN = 5  # words in a row that are compared
_FEWEST = 25  # words, of which any text must have as many to be told a copy
_SHARE = 0.7  # of a copy's runs that stand in the fuller text
_AS_LONG = 0.9  # of the fullest one's words: texts as whole as that one
_SAMPLED = 100  # runs, from which one in eight is enough to find the like
_EIGHT = np.uint64(7)
_LONGEST = 8  # of the articles that have a run, with which the others are compared
_ODD = np.uint64(0x9E3779B97F4A7C15)  # a golden section of 64 bits, as splitmix64 mixes by


def mark_duplicates(articles: pd.DataFrame) -> pd.DataFrame:
    """Mark the articles that are near-identical copies of another: wire reports above all.

    An article is a copy of a fuller one when seven tenths of its runs of five words stand in
    that one too, letter case and punctuation aside.  So added headlines, bylines and
    datelines, small edits and cut endings do not hide a copy; a report of its own that quotes
    the same statements is none.  Nothing is left out of the table.

    Parameters
    ----------
    articles : DataFrame
        An articles table; ``published``, where known, says which copy was first.

    Returns
    -------
    DataFrame
        The table with ``duplicate_of``: the ``article_id`` of the copy to keep, missing where
        an article is that one or has no like.  Of copies about as long as the fullest that is
        the one published first.  Texts of fewer than 25 words are never marked.

    Raises
    ------
    TableError
        When `articles` lacks a column or repeats an ``article_id``.

    Notes
    -----
    `without_copies` gives the quotations to count where a report is to count once.

    Runs of words as "shingles", and one in eight of them to find pairs by: Broder, "On the
    resemblance and containment of documents", 1997.  The time taken grows with the number of
    words, not of pairs.

    Examples
    --------
    >>> report = ("Crews return on Monday after the company and the union agreed on pay, two "
    ...           "officials said late on Friday, and night boats will run again from July.")
    >>> articles = pd.DataFrame({"article_id": ["a", "b"],
    ...                          "text": [report, f"HARBOUR TOWN (Wire) - {report}"]})
    >>> mark_duplicates(articles)["duplicate_of"].tolist()
    ['b', <NA>]
    """
    table = check_articles(articles)
    runs = _runs(table["text"].tolist())
    keeper = _keepers(runs, _order(table, runs))
    first = _firsts(keeper, runs, table)
    ids = table["article_id"].tolist()
    marks = [pd.NA if one == row else ids[one] for row, one in enumerate(first)]
    return table.assign(duplicate_of=pd.array(marks, dtype="string"))


def without_copies(quotes: pd.DataFrame, articles: pd.DataFrame) -> pd.DataFrame:
    """The quotations of reports that are no copy of another, so that a wire report counts once.

    Parameters
    ----------
    quotes : DataFrame
        A quotes table.
    articles : DataFrame
        The articles; those that `mark_duplicates` has not seen are marked first.

    Returns
    -------
    DataFrame
        The rows of `quotes` whose article is not marked as a copy, for any chart or table; in
        ``attrs["copies"]`` the ids of the articles whose rows are left out.

    Examples
    --------
    >>> articles = pd.DataFrame({"article_id": ["a", "b"], "text": ["The mayor spoke."] * 2,
    ...                          "duplicate_of": [None, "a"]})
    >>> quotes = pd.DataFrame({"quote_id": ["a#0", "b#0"], "article_id": ["a", "b"]})
    >>> once = without_copies(quotes, articles)
    >>> once["quote_id"].tolist(), once.attrs["copies"]
    (['a#0'], ['b'])
    """
    marked = articles if "duplicate_of" in articles else mark_duplicates(articles)
    copies = marked.loc[marked["duplicate_of"].notna(), "article_id"]
    left_out = quotes["article_id"].isin(copies)
    once = quotes[~left_out].reset_index(drop=True)
    once.attrs["copies"] = sorted(set(quotes.loc[left_out, "article_id"].astype(str)))
    return once


def _runs(texts: Sequence[str]) -> list[Numbers]:
    """A number for each run of words of each text, sorted, each once; none for short texts."""
    codes = _Codes()
    found = []
    for text in texts:
        words = _WORD.findall(text.casefold())
        if len(words) < _FEWEST:
            words = []
        numbers = np.fromiter(map(codes.__getitem__, words), np.uint64, len(words))
        found.append(np.unique(_mixed(numbers)))
    return found


class _Codes(dict[str, int]):
    """Words to numbers: the same in every table, so that what is found is too."""

    def __missing__(self, word: str) -> int:
        self[word] = code = crc32(word.encode("utf-8", "surrogatepass"))
        return code


def _mixed(words: Numbers) -> Numbers:
    size = max(0, len(words) - _RUN + 1)
    run = np.zeros(size, np.uint64)
    for k in range(_RUN):
        run = (run ^ words[k : k + size]) * _ODD
        run ^= run >> np.uint64(29)
    return run


def _order(table: pd.DataFrame, runs: Sequence[Numbers]) -> list[int]:
    """The rows, fullest text first; among equals the first published, then by id."""
    when = _published(table)
    ids = table["article_id"].tolist()
    return sorted(range(len(runs)), key=lambda row: (-len(runs[row]), when[row], ids[row]))


def _published(table: pd.DataFrame) -> list[float]:
    if "published" not in table:
        return [np.inf] * len(table)
    return [np.inf if pd.isna(when) else when.timestamp() for when in table["published"]]


def _keepers(runs: Sequence[Numbers], order: Sequence[int]) -> list[int]:
    """For each row the fuller one it is a copy of, itself where there is none."""
    keeper = list(range(len(runs)))
    for row, fuller in _candidates(runs, order):
        # What a text is a copy of is no copy itself, so that marks never form chains.
        roots = dict.fromkeys(keeper[other] for other in fuller)
        shares = {root: _shared(runs[row], runs[root]) for root in roots}
        best = max(shares, key=lambda root: shares[root])
        if shares[best] >= _SHARE:
            keeper[row] = best
    return keeper


def _shared(some: Numbers, fuller: Numbers) -> float:
    at = np.searchsorted(fuller, some)
    return float((fuller[np.minimum(at, len(fuller) - 1)] == some).mean())


def _candidates(runs: Sequence[Numbers], order: Sequence[int]) -> list[tuple[int, list[int]]]:
    """Rows in order, each with the fuller ones that share most of its runs."""
    kept = [runs[row] for row in order]
    kept = [r[(r & _EIGHT) == 0] if len(r) > _SAMPLED else r for r in kept]
    if not sum(map(len, kept)):
        return []
    ranks = np.repeat(np.arange(len(kept)), [len(r) for r in kept])
    numbers = np.concatenate(kept)
    by_run = np.lexsort((ranks, numbers))
    numbers, ranks = numbers[by_run], ranks[by_run]
    starts = np.flatnonzero(np.r_[True, numbers[1:] != numbers[:-1]])
    own = np.repeat(starts, np.diff(np.r_[starts, len(numbers)]))
    here = np.arange(len(numbers))
    pairs = []
    for k in range(_LONGEST):
        fuller = (own + k) < here
        pairs.append(ranks[fuller] * len(kept) + ranks[own[fuller] + k])
    codes, counts = np.unique(np.concatenate(pairs), return_counts=True)
    found: dict[int, list[tuple[int, int]]] = {}
    for code, count in zip(codes.tolist(), counts.tolist(), strict=True):
        rank, other = divmod(code, len(kept))
        found.setdefault(rank, []).append((-count, other))
    return [
        (order[rank], [order[other] for _, other in sorted(others)[:_LONGEST]])
        for rank, others in sorted(found.items())
    ]


def _firsts(keeper: Sequence[int], runs: Sequence[Numbers], table: pd.DataFrame) -> list[int]:
    """For each row the copy to keep: of those as whole as the fullest, the first published."""
    when, ids = _published(table), table["article_id"].tolist()
    first = list(range(len(keeper)))
    for row, root in enumerate(keeper):
        whole = len(runs[row]) >= _AS_LONG * len(runs[root])
        if whole and (when[row], ids[row]) < (when[first[root]], ids[first[root]]):
            first[root] = row
    return [first[root] for root in keeper]
