"""The targets each quotation is about: mentioned in its words, or in the clause around them."""

import re
import warnings
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Hashable, Iterable
from pathlib import Path
from typing import Any

import pandas as pd

from analystkit.tables import check_quotes, place_of, require, standing
from analystkit.targets.loading import targets_of
from analystkit.targets.registry import Mention, Targets
from analystkit.text.paragraphs import Offsets, union
from analystkit.text.sentences import sentences_of

_Row = dict[Hashable, Any]
_COLUMNS = {
    "quote_id": "string",
    "target": "string",
    "mention_start": "Int64",
    "mention_end": "Int64",
    "where": "string",
    "turned": "boolean",
}
# where a sentence goes on to something that is not what the source says
_CUT = re.compile(
    r"[;:—–]|\s--?\s"
    r"|,\s+(?:and|but|while|yet|as|when|where|after|before|who|whom|whose|which|in which)\b"
)
_FEW = r"(?:\s+[^\s,;:]+){0,8}?\s+\Z"
# "the day after the raid", "as he met the prime minister": when it was said, not about what
_WHEN = re.compile(
    r"(?:\b(?:after|since|before|following|during|until|amid|when|as|while|beside|alongside|morrow)"
    rf"|\b(?:day|night|morning|evening|eve|week|month|hours|days|weeks|months) of){_FEW}",
    re.IGNORECASE,
)
# "asked about the raid, she said"; what else stands before the cue is another statement
_TOPIC = re.compile(rf"\b(?:about|on|over|regarding|concerning){_FEW}", re.IGNORECASE)


def quote_targets(
    quotes: pd.DataFrame, articles: pd.DataFrame, targets: Targets | str | Path
) -> pd.DataFrame:
    """The targets each quotation mentions or is plainly about.

    A target is looked for in the quotation's own words, then in the clause that reports
    them: the part of the sentence that holds cue and source, up to a semicolon, colon,
    dash, relative clause or a comma with a conjunction.  There a mention counts after the
    cue ("warned Washington"), before it only as a topic ("asked about the raid").  The words
    of sources and of other quotations do not count, nor what tells the time ("after the raid").
    The source is never a target of its own quotation, and a pronoun is no mention.
    Where an article's text has changed since, a warning names it; quotes whose words stand
    elsewhere in it now are read there, those that stand nowhere have no row.

    Parameters
    ----------
    quotes : DataFrame
        A quotes table.
    articles : DataFrame
        The articles the quotes' offsets count in.
    targets : Targets or path
        From `load_targets`, or its file.

    Returns
    -------
    DataFrame
        One row a quotation and target, in the order of `quotes`: ``quote_id, target``
        (strings), ``mention_start, mention_end`` (half-open character offsets in the
        article), ``where`` ("quote" or "clause"), ``turned`` (whether the mention names what
        is done to the target, such as revenge).  The mention is the first in the quotation,
        else the nearest to its cue in the clause.

    Raises
    ------
    TypeError
        When `targets` is something else.
    TableError
        When a column is missing or a value is not allowed.
    ValueError
        When a quote's article is not among the articles.

    Examples
    --------
    >>> from analystkit.tables import as_articles, as_quotes
    >>> from analystkit.targets.registry import Target
    >>> text = "The senator condemned the strikes. “Tehran will answer,” she warned Washington."
    >>> articles = as_articles([{"article_id": "a", "text": text}])
    >>> quotes = as_quotes([{"quote_id": "a#0", "article_id": "a", "kind": "direct",
    ...     "quote": "Tehran will answer,", "spans": [(36, 55)], "cue": "warned",
    ...     "cue_start": 61, "cue_end": 67, "source_start": 57, "source_end": 60}])
    >>> us, iran = Target("us", "US", ("Washington",)), Target("iran", "Iran", ("Tehran",))
    >>> pairs = quote_targets(quotes, articles, Targets([us, iran]))
    >>> pairs[["target", "where"]].values.tolist()
    [['iran', 'quote'], ['us', 'clause']]
    """
    targets = targets_of(targets)
    require(articles, ["article_id", "text"], name="articles")
    quotes, lost, moved = found = standing(check_quotes(quotes), articles)
    if moved:
        warnings.warn(found.notice, stacklevel=2)
    texts = dict(zip(articles["article_id"], articles["text"], strict=True))
    grouped: dict[str, list[_Row]] = defaultdict(list)
    for row in quotes[~quotes["quote_id"].isin(lost)].to_dict("records"):
        grouped[row["article_id"]].append(row)
    about: dict[str, list[tuple[Any, ...]]] = defaultdict(list)
    for article, rows in grouped.items():
        if article not in texts:
            raise ValueError(f"quotes: article_id {article!r} is not among the articles")
        text = texts[article]
        page = _Page(text if isinstance(text, str) else "", rows, targets)
        for row in rows:
            about[row["quote_id"]].extend(page.pairs(row))
    pairs = [pair for key in dict.fromkeys(quotes["quote_id"]) for pair in about[key]]
    return pd.DataFrame(pairs, columns=list(_COLUMNS)).astype(_COLUMNS)


class _Page:
    """An article with its mentions, looked up by place."""

    def __init__(self, text: str, rows: Iterable[_Row], targets: Targets) -> None:
        self.text, self.targets = text, targets
        self.sentences = sentences_of(text)
        self.mentions = targets.mentions(text)
        self._starts = [m.start for m in self.mentions]
        self._cuts = [m.start() for m in _CUT.finditer(text)]
        self._taken = union(span for row in rows for span in (*row["spans"], *_places(row)))
        self._taken_starts = [start for start, _ in self._taken]

    def pairs(self, row: _Row) -> list[tuple[Any, ...]]:
        """The rows of one quotation."""
        own = _places(row, "source")
        best: dict[str, tuple[Mention, str]] = {}
        for span in row["spans"]:
            for m in self._within(span):
                if not any(start < m.end and m.start < end for start, end in own):
                    best.setdefault(m.target, (m, "quote"))
        centre = min((s for s, _ in _places(row, "cue") or own), default=None)
        if centre is not None:
            beside = [m for span in self._clause(row) for m in self._within(span)]
            for m in sorted(beside, key=lambda m: (abs(m.start - centre), m.start)):
                if not self._is_taken(m) and self._is_topic(m, centre):
                    best.setdefault(m.target, (m, "clause"))
        turns, text = self.targets.turns, self.text
        return [
            (row["quote_id"], m.target, m.start, m.end, at, turns(m.target, text[m.start : m.end]))
            for m, at in best.values()
        ]

    def _within(self, span: Offsets) -> list[Mention]:
        first, last = bisect_left(self._starts, span[0]), bisect_left(self._starts, span[1])
        return [m for m in self.mentions[first:last] if m.end <= span[1]]

    def _clause(self, row: _Row) -> list[Offsets]:
        """The parts of sentences that hold cue and source."""
        parts = []
        for start, end in _places(row):
            low, high = self.sentences.bounds[self.sentences.at(start)]
            after, first = bisect_left(self._cuts, end), bisect_left(self._cuts, start)
            before = self._cuts[max(first - 1, 0) : first]
            parts.append((max([low, *before]), min([high, *self._cuts[after : after + 1]])))
        return union(parts)

    def _is_taken(self, m: Mention) -> bool:
        last = bisect_left(self._taken_starts, m.end) - 1
        return last >= 0 and self._taken[last][1] > m.start

    def _is_topic(self, m: Mention, cue: int) -> bool:
        before = self.text[max(0, m.start - 90) : m.start]
        return not _WHEN.search(before) and (m.start > cue or bool(_TOPIC.search(before)))


def _places(row: _Row, *names: str) -> list[Offsets]:
    """Where cue and source stand, of those known."""
    return [place for name in names or ("cue", "source") if (place := place_of(row, name))]
