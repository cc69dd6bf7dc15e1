"""How far to trust the attribution: scores against hand annotation.

Everything is counted in word tokens, so quote marks and spaces never matter.  A
predicted quotation *matches* an annotated one when the intersection of their content
words is at least half of the union, one to one and best overlap first.

==============  =====================================================================
content         a word is reported speech (token level)
detected        the quotation matches an annotated one
attributed      detected, and the sources share a word (or both are missing)
exact source    attributed, and the source words are the same but for articles
named           detected, and the speaker is the annotated one
camp            detected, and the camp is the annotated one
==============  =====================================================================
"""

import re
from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from analystkit import tables
from analystkit.evaluation.gold import GoldError

METRICS = ("detected", "attributed", "exact source")
_BY_COLUMN = {"named": "speaker", "camp": "camp"}  # counted where the annotation has the column
_WORD = re.compile(r"\w+(?:['’]\w+)*")
_MARKED = re.compile(r"“[^“”\n]*”?|\"[^\"\n]*\"?|(?:''|``).*?(?:''|$)", re.M)
_ARTICLES = {"the", "a", "an"}


class _Quotation(NamedTuple):
    content: frozenset[int]
    source: frozenset[int]
    row: Mapping[str, Any]


class _Words:
    """The word tokens of a text, and which of them a span touches."""

    def __init__(self, text: str) -> None:
        spans = [m.span() for m in _WORD.finditer(text)]
        self.starts = [start for start, _ in spans]
        self.ends = [end for _, end in spans]
        self.plain = [text[start:end].lower() for start, end in spans]

    def inside(self, spans: Iterable[tuple[int, int]]) -> frozenset[int]:
        return frozenset(
            i
            for start, end in spans
            for i in range(bisect_right(self.ends, start), bisect_left(self.starts, end))
        )

    def without_articles(self, indexes: Iterable[int]) -> list[str]:
        return [w for i in sorted(indexes) if (w := self.plain[i]) not in _ARTICLES]


def score_quotes(
    quotes: pd.DataFrame, articles: pd.DataFrame, *, gold: pd.DataFrame
) -> pd.DataFrame:
    """Precision, recall and F1 of extracted quotations against annotated ones.

    Parameters
    ----------
    quotes : DataFrame
        The quotes table of these articles.
    articles : DataFrame
        The annotated articles, all of them: one without annotations counts too.
    gold : DataFrame
        Annotated quotations as `analystkit.read_gold` gives them.

    Returns
    -------
    DataFrame
        One row a metric (see the module's table), columns ``precision, recall, f1,
        right, gold, predicted``; ``attrs["by_kind"]`` holds the recalls by kind.

    Examples
    --------
    >>> articles = pd.DataFrame({"article_id": ["a"], "text": ["“No,” she said."]})
    >>> gold = pd.DataFrame({"article_id": ["a"], "content": [[(1, 4)]], "source": [[(6, 9)]]})
    >>> score_quotes(tables.empty_quotes(), articles, gold=gold).loc["detected", "recall"]
    np.float64(0.0)
    """
    quotes, articles = tables.check_quotes(quotes), tables.check_articles(articles)
    tables.require(gold, ["article_id", "content", "source"], name="gold")
    if len(gold) and not set(map(str, gold["article_id"])) & set(articles["article_id"]):
        raise GoldError(
            "no annotated article is among those given: the annotation has "
            f"{gold['article_id'].iloc[0]!r}, the articles "
            f"{next(iter(articles['article_id']), 'none')!r}"
        )
    metrics = [*METRICS, *(metric for metric, column in _BY_COLUMN.items() if column in gold)]
    count: Counter[str] = Counter()
    kinds: dict[str, Counter[str]] = defaultdict(Counter)
    for words, marked, ours, theirs in side_by_side(quotes, articles, gold):
        predicted, annotated = (
            frozenset[int]().union(*(q.content for q in side)) for side in (ours, theirs)
        )
        count["words"] += len(predicted & annotated)
        count.update({"words predicted": len(predicted), "words gold": len(annotated)})
        count.update({"predicted": len(ours), "gold": len(theirs)})
        for quotation in theirs:
            kinds[_kind(quotation, marked)]["gold"] += 1
        for truth, found in matches_of(theirs, ours):
            hits = hits_of(truth, found, words)
            count.update(hits)
            kinds[_kind(truth, marked)].update(hits)
    rows = {"content": _rates(count["words"], count["words gold"], count["words predicted"])}
    rows |= {m: _rates(count[m], count["gold"], count["predicted"]) for m in metrics}
    scores = pd.DataFrame.from_dict(rows, orient="index")
    scores.attrs["by_kind"] = tables.SideTable(
        {
            kind: {m: kinds[kind][m] / max(1, kinds[kind]["gold"]) for m in metrics}
            | {"gold": kinds[kind]["gold"]}
            for kind in tables.KINDS
            if kinds[kind]["gold"]
        }
    ).T
    return scores


def attributed_right(
    quotes: pd.DataFrame, articles: pd.DataFrame, *, gold: pd.DataFrame
) -> pd.Series:
    """Whether each extracted quotation is one that the annotation attributes alike, by quote_id."""
    right = [
        found.row["quote_id"]
        for words, _, ours, theirs in side_by_side(quotes, articles, gold)
        for truth, found in matches_of(theirs, ours)
        if hits_of(truth, found, words)["attributed"]
    ]
    flags = quotes["quote_id"].isin(right).rename("attributed")
    return flags.set_axis(pd.Index(quotes["quote_id"]))


def side_by_side(
    quotes: pd.DataFrame, articles: pd.DataFrame, gold: pd.DataFrame
) -> Iterator[tuple[_Words, frozenset[int], list[_Quotation], list[_Quotation]]]:
    """Each article's words, those inside marks, and its quotations: ours and theirs."""
    predicted, annotated = _by_article(quotes, "spans"), _by_article(gold, "content")
    for article_id, text in zip(articles["article_id"], articles["text"], strict=True):
        words = _Words(text)
        ours = [
            _Quotation(words.inside(row["spans"]), words.inside([place] if place else []), row)
            for row in predicted.get(article_id, [])
            for place in [tables.place_of(row, "source")]
        ]
        theirs = [
            _Quotation(words.inside(row["content"]), words.inside(row["source"]), row)
            for row in annotated.get(article_id, [])
        ]
        ours, theirs = ([q for q in side if q.content] for side in (ours, theirs))
        yield words, words.inside(m.span() for m in _MARKED.finditer(text)), ours, theirs


def _by_article(table: pd.DataFrame, column: str) -> dict[str, list[dict[str, Any]]]:
    tables.require(table, ["article_id", column], name="quotes")
    groups = table.groupby(table["article_id"].astype(str), sort=False)
    return {str(article): rows.to_dict("records") for article, rows in groups}  # type: ignore[misc]


def _kind(quotation: _Quotation, marked: frozenset[int]) -> str:
    """The annotated kind where there is one, else by the double marks around the words."""
    annotated = quotation.row.get("kind")
    if annotated in tables.KINDS:
        return str(annotated)
    share = len(quotation.content & marked) / len(quotation.content)
    return "direct" if share >= 0.95 else "indirect" if share <= 0.05 else "mixed"


def matches_of(
    theirs: list[_Quotation], ours: list[_Quotation]
) -> Iterable[tuple[_Quotation, _Quotation]]:
    """Annotated and extracted quotations, paired where most of their words are the same."""
    holders: dict[int, list[int]] = defaultdict(list)
    for j, quotation in enumerate(ours):
        for word in quotation.content:
            holders[word].append(j)
    pairs = []
    for i, quotation in enumerate(theirs):
        for j in sorted({j for word in quotation.content for j in holders[word]}):
            both = len(quotation.content & ours[j].content)
            overlap = both / len(quotation.content | ours[j].content)
            if overlap >= 0.5:
                pairs.append((-overlap, i, j))
    seen: tuple[set[int], set[int]] = set(), set()
    for _, i, j in sorted(pairs):
        if i not in seen[0] and j not in seen[1]:
            seen[0].add(i)
            seen[1].add(j)
            yield theirs[i], ours[j]


def hits_of(truth: _Quotation, found: _Quotation, words: _Words) -> Counter[str]:
    """Which metrics a pair of quotations counts as right for."""
    attributed = bool(truth.source & found.source) or not (truth.source or found.source)
    same = words.without_articles(truth.source) == words.without_articles(found.source)
    hits = {"detected": True, "attributed": attributed, "exact source": attributed and same}
    for metric, column in _BY_COLUMN.items():
        if column in truth.row:
            hits[metric] = names_alike(truth.row[column], found.row.get(column))
    return Counter({name: int(hit) for name, hit in hits.items()})


def names_alike(one: Any, other: Any) -> bool:
    """Whether two names are the same but for case, marks and articles; none is like none."""
    return _name(one) == _name(other)


def _name(value: Any) -> list[str]:
    if value is None or pd.isna(value):
        return []
    return [w for w in re.findall(r"\w+", str(value).lower()) if w not in _ARTICLES]


def _rates(right: int, gold: int, predicted: int) -> dict[str, float]:
    precision = right / predicted if predicted else 0.0
    recall = right / gold if gold else 0.0
    f1 = 2 * precision * recall / (precision + recall) if right else 0.0
    counts = {"right": right, "gold": gold, "predicted": predicted}
    return {"precision": precision, "recall": recall, "f1": f1, **counts}


def f1_of(gold: Any, said: Any, label: object) -> float:
    """F1 of one label, of arrays or Series of answers."""
    right = int(((gold == label) & (said == label)).sum())
    total = int((gold == label).sum() + (said == label).sum())
    return 2 * right / total if total else 0.0


def reliability(probability: np.ndarray, right: np.ndarray) -> tuple[pd.DataFrame, float]:
    """Said and seen by tenth of the scale, and the expected calibration error (Naeini 2015)."""
    tenth = np.minimum((probability * 10).astype(int), 9)
    table = (
        pd.DataFrame({"confidence": tenth, "n": 1, "said": probability, "seen": right})
        .groupby("confidence")
        .agg(n=("n", "sum"), said=("said", "mean"), seen=("seen", "mean"))
    )
    error = float((table["n"] * (table["said"] - table["seen"]).abs()).sum() / table["n"].sum())
    table.index = [f"{t / 10:.1f} to {(t + 1) / 10:.1f}" for t in table.index]
    return table, error
