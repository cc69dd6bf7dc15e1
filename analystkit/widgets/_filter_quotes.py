"""The quotes that an explorer's filters keep, as a function."""

from collections.abc import Iterable
from datetime import date
from typing import Any

import pandas as pd

from analystkit.tables import check_stance
from analystkit.tables.joins import with_articles
from analystkit.widgets.parts.facet_index import Index
from analystkit.widgets.parts.selection import valid_filters

Values = str | Iterable[str | None] | None


def filter_quotes(
    quotes: pd.DataFrame,
    articles: pd.DataFrame | None = None,
    *,
    stance: pd.DataFrame | None = None,
    camp: Values = None,
    speaker: Values = None,
    outlet: Values = None,
    kind: Values = None,
    speaker_type: Values = None,
    cue: Values = None,
    target: Values = None,
    label: Values = None,
    words: str | None = None,
    since: str | date | None = None,
    until: str | date | None = None,
    min_confidence: float | None = None,
) -> pd.DataFrame:
    """The quotes that `explore` shows under the same filters; all that are given must hold.

    Parameters
    ----------
    quotes : DataFrame
        A quotes table.
    articles : DataFrame, optional
        The articles they come from, for `outlet`, `since` and `until`.
    stance : DataFrame, optional
        A stance table, for `target` and `label`.
    camp, speaker, outlet, kind, speaker_type, cue : str or list of str, optional
        The values to keep; None in a list stands for the quotes that have none. Cues are compared
        in lower case.
    target, label : str or list of str, optional
        Keeps quotes that take a stance toward such a target, or of such a label (``against``,
        ``neutral``, ``for``, ``unclear``); both must hold for one row of the stance table.
    words : str, optional
        Words that must all stand in the quote, upper and lower case alike.
    since, until : str or date, optional
        The first and the last day, such as ``2021-06-28``, in UTC. Quotes without a date are then
        left out.
    min_confidence : float, optional
        From 0 to 1. Quotes without a confidence are then left out.

    Returns
    -------
    DataFrame
        Their rows in the order given, with outlet, title and date of their articles.

    Raises
    ------
    TableError
        When a table breaks the contract.
    ValueError
        When a value is not in the tables or not a day or share, when `since` is after `until`, or
        when the column or table that a filter needs was not given.

    Examples
    --------
    >>> from analystkit import tables
    >>> quotes = tables.as_quotes([
    ...     {"quote_id": f"a#{i}", "article_id": "a", "kind": "direct", "quote": quote,
    ...      "spans": [(i, i + 3)], "camp": camp}
    ...     for i, (quote, camp) in enumerate([("We will answer.", "A"), ("No.", None)])])
    >>> list(filter_quotes(quotes, camp="A", words="ANSWER we")["quote"])
    ['We will answer.']
    >>> list(filter_quotes(quotes, camp=[None])["quote"])
    ['No.']
    """
    table = with_articles(quotes, articles)
    index = Index(table, None if stance is None else check_stance(stance))
    given: dict[str, Any] = dict(
        camp=camp, speaker=speaker, outlet=outlet, kind=kind, speaker_type=speaker_type, cue=cue,
        target=target, stance=label, words=words, min_confidence=min_confidence,
        **{"from": since, "to": until},
    )  # fmt: skip
    filters = {key: value for key, value in given.items() if value is not None}
    return table[index.where(valid_filters(filters, index, of="filter_quotes"))]
