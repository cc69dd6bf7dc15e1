"""Quotations of annotated texts, extracted and scored, and the names of their speakers."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pandas as pd

from analystkit import tables
from analystkit.actors import load_actors
from analystkit.evaluation.gold import GoldError, each_line, read_gold
from analystkit.evaluation.scoring import hits_of, matches_of, score_quotes, side_by_side
from analystkit.evaluation.spoiling import spoil_all
from analystkit.quotes import extract_quotes

_ABOUT = ("speaker", "camp", "confidence")
COLUMNS = ("article_id", "quote", "source", "speaker", "annotated", "right")


def predictions(quotes: pd.DataFrame) -> Iterator[dict[str, Any]]:
    """The quotes table as prediction objects: ``doc, content, source, cue, speaker, camp``."""
    for row in quotes.to_dict("records"):
        places = {name: tables.place_of(row, name) for name in ("source", "cue")}
        spans = {name: [list(place)] if place else [] for name, place in places.items()}
        known = {name: None if pd.isna(row[name]) else row[name] for name in _ABOUT}
        content = [list(span) for span in row["spans"]]
        yield {"doc": row["article_id"], "content": content, **spans, **known}


def attribution(
    gold: str | Path, *, actors: str | Path | None = None, spoiled: bool = False, **options: Any
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Extract and score: the quotes of the annotated, or spoiled, texts, and their scores."""
    articles, annotated = read_gold(gold)
    if spoiled:
        articles, annotated = spoil_all(articles, annotated)
    registry = load_actors(actors) if actors is not None else None
    quotes = extract_quotes(articles, actors=registry, **options)
    return quotes, score_quotes(quotes, articles, gold=annotated)


def report(scores: pd.DataFrame) -> str:
    """The scores as text for a terminal."""
    shown, kinds = scores.to_string(float_format="{:.3f}".format), scores.attrs["by_kind"]
    if kinds.empty:
        return shown
    kinds = kinds[[c for c in kinds if c in scores.index or c == "gold"]].astype({"gold": int})
    return f"{shown}\n\nrecall by kind\n{kinds.to_string(float_format='{:.3f}'.format)}"


def read_speakers(path: str | Path) -> pd.DataFrame:
    """Annotated speakers, None where nobody is named: ``article_id, content, source, speaker``."""

    def read(line: str) -> dict[str, Any]:
        row = json.loads(line)
        spans = {k: [(int(a), int(b)) for a, b in row[k]] for k in ("content", "source")}
        return {"article_id": row["doc"], "speaker": row["speaker"], **spans}

    example = '{"doc": "a", "content": [[0, 9]], "source": [[11, 13]], "speaker": "Dana Whitfield"}'
    rows = each_line(path, read, example=example)
    return pd.DataFrame(rows, columns=["article_id", "content", "source", "speaker"])


def named(quotes: pd.DataFrame, articles: pd.DataFrame, *, annotated: pd.DataFrame) -> pd.DataFrame:
    """Each annotated quotation that was found, the speaker given and the right one."""
    quotes, articles = tables.check_quotes(quotes), tables.check_articles(articles)
    tables.require(annotated, ["article_id", "content", "source", "speaker"], name="annotated")
    unknown = set(annotated["article_id"]) - set(articles["article_id"])
    if unknown:
        raise GoldError(f"annotated article {min(unknown)!r} is not among the articles")
    rows = []
    for words, _, ours, theirs in side_by_side(quotes, articles, annotated):
        for truth, found in matches_of(theirs, ours):
            right = bool(hits_of(truth, found, words)["named"])
            rows.append((*(found.row[k] for k in COLUMNS[:4]), truth.row["speaker"], right))
    pairs = pd.DataFrame(rows, columns=list(COLUMNS)).astype({"annotated": "string"})
    pairs.attrs["annotated"] = len(annotated)
    return pairs
