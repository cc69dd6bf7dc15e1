"""The names of speakers, from end to end: found quotations against names annotated by hand."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pandas as pd

from analystkit import tables
from analystkit.gold import GoldError
from analystkit.scoring import _hits, _matches, _side_by_side

COLUMNS = ("article_id", "quote", "source", "speaker", "annotated", "right")


def read_speakers(path: str | Path) -> pd.DataFrame:
    """Annotated speakers from a ``.jsonl`` file, one object a quotation.

    Parameters
    ----------
    path : str or Path
        Each line holds ``doc, content, source`` (lists of offsets) and ``speaker`` (a
        name, or null where nobody is named); the texts may stand anywhere.

    Returns
    -------
    DataFrame
        ``article_id, content, source, speaker``, as `analystkit.read_gold` gives them.

    Raises
    ------
    GoldError
        When a line cannot be read; names file and line.
    """
    path, rows = Path(path), []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        if line.strip():
            try:
                rows.append(_read(json.loads(line)))
            except (ValueError, TypeError, KeyError) as error:
                raise GoldError(
                    f"{path}, line {number}: {type(error).__name__}: {error}; expected an object "
                    'such as {"doc": "a", "content": [[0, 9]], "source": [[11, 13]], '
                    '"speaker": "Dana Whitfield"}'
                ) from error
    return pd.DataFrame(rows, columns=["article_id", "content", "source", "speaker"])


def _read(row: dict[str, Any]) -> dict[str, Any]:
    spans = {k: [(int(start), int(end)) for start, end in row[k]] for k in ("content", "source")}
    return {"article_id": row["doc"], "speaker": row["speaker"], **spans}


def named(quotes: pd.DataFrame, articles: pd.DataFrame, *, annotated: pd.DataFrame) -> pd.DataFrame:
    """Each annotated quotation that was found, the speaker given and the right one.

    Parameters
    ----------
    quotes : DataFrame
        The quotes table of these articles.
    articles : DataFrame
        The articles, with those annotated among them.
    annotated : DataFrame
        What `read_speakers` gives.

    Returns
    -------
    DataFrame
        One row an annotated quotation that a found one matches, as
        `analystkit.scoring.score_quotes` matches them: ``article_id, quote, source,
        speaker, annotated, right``.  The mean of ``right`` is the share of detected
        quotations with the right name.  ``attrs["annotated"]`` counts all of them.
    """
    quotes, articles = tables.check_quotes(quotes), tables.check_articles(articles)
    tables.require(annotated, ["article_id", "content", "source", "speaker"], name="annotated")
    unknown = set(annotated["article_id"]) - set(articles["article_id"])
    if unknown:
        raise GoldError(f"annotated article {min(unknown)!r} is not among the articles")
    rows = []
    for words, _, ours, theirs in _side_by_side(quotes, articles, annotated):
        for truth, found in _matches(theirs, ours):
            rows.append(
                {k: found.row[k] for k in COLUMNS[:4]}
                | {
                    "annotated": truth.row["speaker"],
                    "right": bool(_hits(truth, found, words)["named"]),
                }
            )
    pairs = pd.DataFrame(rows, columns=list(COLUMNS)).astype({"annotated": "string"})
    pairs.attrs["annotated"] = len(annotated)
    return pairs
