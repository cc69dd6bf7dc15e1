"""How far to trust the stances: labels by hand, and how far two readings of them agree."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pandas as pd

from analystkit import tables
from analystkit.actors import load_actors
from analystkit.evaluation.gold import GoldError, each_line, read_gold
from analystkit.evaluation.scoring import f1_of, reliability
from analystkit.sentiment import score_sentiment
from analystkit.stance.compare import tones
from analystkit.stance.score import questions_of
from analystkit.stance.toward import inverted, of_quotations
from analystkit.targets import load_targets, quote_targets

SIDES = ("against", "neutral", "for")
TOOLS = {"TextBlob": "sentiment_textblob", "VADER": "sentiment_vader"}
ANSWER = ("label", "leaning", "score", "confidence")  # what is kept of a `Stance`


def annotated_quotes(path: str | Path) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The articles of a ``.jsonl`` of annotated quotations, and a quotes table made of them."""
    articles, gold = read_gold(path)
    texts = dict(zip(articles["article_id"], articles["text"], strict=True))
    gold["number"] = gold.groupby("article_id").cumcount()
    rows = []
    for row in gold.to_dict("records"):
        name = str(row["article_id"])
        text = texts[name]
        rows.append(
            {
                "quote_id": f"{name}#{row['number']}",
                "article_id": name,
                "kind": row.get("kind") or "indirect",
                "quote": " … ".join(text[start:end] for start, end in row["content"]),
                "spans": row["content"],
                "speaker": row.get("speaker"),
                "camp": row.get("camp"),
                **_piece("cue", row["cue"], text),
                **_piece("source", row["source"], text),
            }
        )
    return articles, tables.as_quotes(rows)


def _piece(name: str, spans: Sequence[tuple[int, int]], text: str) -> dict[str, Any]:
    if not spans:
        return {}
    start, end = min(s for s, _ in spans), max(e for _, e in spans)
    return {name: text[start:end], f"{name}_start": start, f"{name}_end": end}


def read_stance_labels(path: str | Path) -> pd.DataFrame:
    """Hand labels of stance: ``quote_id, target, label``, and both readings where given."""

    def read(line: str) -> dict[str, Any]:
        row: dict[str, Any] = json.loads(line)
        label, _, _ = row["label"], row["quote_id"], row["target"]
        if label not in SIDES:
            raise GoldError(f"label {label!r} is not one of: {', '.join(SIDES)}")
        return row

    example = '{"quote_id": "a#0", "target": "strikes", "label": "against"}'
    return pd.DataFrame(each_line(path, read, example=example))


def stance_answers(
    labels: pd.DataFrame,
    *,
    quotes: pd.DataFrame,
    articles: pd.DataFrame,
    targets: str | Path,
    actors: str | Path,
) -> pd.DataFrame:
    """The answers to every labelled pair, the word lists' too; ``leaning`` never abstains."""
    known = load_targets(targets, actors=load_actors(actors))
    pairs = quote_targets(quotes, articles, known)
    gold = {(r["quote_id"], r["target"]): r["label"] for r in labels.to_dict("records")}
    found = list(zip(pairs["quote_id"], pairs["target"], strict=True))
    if odd := sorted(set(gold) ^ set(found)):
        raise ValueError(
            f"{len(odd)} pairs are labelled or found, not both; the first: {odd[0]}; "
            "label the pairs again when the targets change"
        )
    given = of_quotations(questions_of(pairs, quotes, articles))
    turned = zip(given, pairs["turned"], strict=True)
    answers = [inverted(answer) if turn else answer for answer, turn in turned]
    scored = score_sentiment(quotes).set_index("quote_id")
    table = pd.DataFrame(
        {
            "quote_id": pairs["quote_id"],
            "target": pairs["target"],
            "gold": [gold[pair] for pair in found],
            **{name: [getattr(a, name) for a in answers] for name in ANSWER},
        }
    )
    for tool, column in TOOLS.items():
        sides = tones(scored.loc[table["quote_id"], column]).cat.rename_categories(SIDES)
        table[tool] = sides.fillna("neutral").astype(object).to_numpy()
    return table


def stance_figures(answers: pd.DataFrame) -> pd.DataFrame:
    """Accuracy and F1 of each way to answer; ``f1`` is the mean over the three sides."""
    clear = answers[answers["label"] != "unclear"]
    most = answers["gold"].mode().iloc[0] if len(answers) else "neutral"
    ways = {
        "ours, where it is sure": (clear["gold"], clear["label"]),
        "ours, all": (answers["gold"], answers["leaning"]),
        "TextBlob": (answers["gold"], answers["TextBlob"]),
        "VADER": (answers["gold"], answers["VADER"]),
        f"always {most}": (answers["gold"], pd.Series(most, index=answers.index)),
    }
    rows = {
        way: {
            "answered": len(gold) / max(1, len(answers)),
            "accuracy": float((gold == said).mean()) if len(gold) else 0.0,
            "f1": macro_f1(gold, said),
            **{f"f1 {side}": f1_of(gold, said, side) for side in SIDES},
        }
        for way, (gold, said) in ways.items()
    }
    return pd.DataFrame.from_dict(rows, orient="index")


def macro_f1(gold: pd.Series, said: pd.Series) -> float:
    """The mean F1 over against, neutral and for."""
    return sum(f1_of(gold, said, side) for side in SIDES) / len(SIDES)


def stance_by_target(answers: pd.DataFrame) -> pd.DataFrame:
    """Each target's labels and how many our answers meet; ``most``: what a constant one meets."""
    sides = pd.crosstab(answers["target"], answers["gold"])
    sides = sides.reindex(columns=list(SIDES), fill_value=0)
    right, unclear = answers["gold"] == answers["leaning"], answers["label"] == "unclear"
    judged = answers.assign(accuracy=right, unclear=unclear)
    table = sides.assign(n=sides.sum(axis=1), most=sides.max(axis=1) / sides.sum(axis=1))
    table = table.join(judged.groupby("target")[["accuracy", "unclear"]].mean())
    columns = ["n", *SIDES, "most", "accuracy", "unclear"]
    return table.sort_values("n", ascending=False, kind="stable")[columns]


def calibration_error(answers: pd.DataFrame) -> float:
    """Expected calibration error of ``confidence`` as the chance that ``leaning`` is ``gold``."""
    right = (answers["leaning"] == answers["gold"]).to_numpy(bool)
    return reliability(answers["confidence"].to_numpy(float), right)[1]
