"""Quotations of annotated texts, extracted and scored."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pandas as pd


def predictions(quotes: pd.DataFrame) -> Iterator[dict[str, Any]]:
    """The quotes table as prediction objects: ``doc, content, source, cue, speaker, camp``.

    Examples
    --------
    >>> from analystkit import tables
    >>> list(predictions(tables.empty_quotes()))
    []
    """
    for row in quotes.to_dict("records"):
        yield {
            "doc": row["article_id"],
            "content": [list(span) for span in row["spans"]],
            "source": _span(row, "source"),
            "cue": _span(row, "cue"),
            "speaker": _missing(row["speaker"]),
            "camp": _missing(row["camp"]),
            "confidence": _missing(row["confidence"]),
        }


def _missing(value: Any) -> Any:
    return None if pd.isna(value) else value


def _span(row: dict[Any, Any], name: str) -> list[list[int]]:
    start, end = row[f"{name}_start"], row[f"{name}_end"]
    return [] if pd.isna(start) else [[int(start), int(end)]]


def attribution(
    gold: str | Path, *, actors: str | Path | None = None, **options: Any
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Extract and score: the quotes of the annotated texts, and the table of scores.

    Parameters
    ----------
    gold : str or Path
        What `analystkit.gold.read_gold` reads.
    actors : str or Path, optional
        The registry that gives camps.
    **options
        Passed on to `analystkit.extract_quotes`.
    """
    from analystkit.actors import load_actors
    from analystkit.gold import read_gold
    from analystkit.quotes import extract_quotes
    from analystkit.scoring import score_quotes

    articles, annotated = read_gold(gold)
    registry = load_actors(actors) if actors is not None else None
    quotes = extract_quotes(articles, actors=registry, **options)
    return quotes, score_quotes(quotes, articles, gold=annotated)


def report(scores: pd.DataFrame) -> str:
    """The scores as text for a terminal."""
    shown = scores.assign(
        **{c: scores[c].map("{:.3f}".format) for c in ("precision", "recall", "f1")}
    )
    kinds = scores.attrs["by_kind"]
    if kinds.empty:
        return shown.to_string()
    kinds = kinds.map("{:.3f}".format).assign(gold=kinds["gold"].astype(int))
    kinds = kinds[[c for c in kinds if c in scores.index or c == "gold"]]
    return f"{shown.astype({'right': int})}\n\nrecall by kind\n{kinds}"
