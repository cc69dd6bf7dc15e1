"""Questions a second of the stance network, beside TextBlob and VADER, in one run.

``python tests/benchmarks/stance_speed.py [--repeats 5]`` asks the labelled questions of the
sample coverage, warmed up, and prints medians.
"""

from __future__ import annotations

import argparse
import statistics
import time
from collections.abc import Callable
from pathlib import Path

import pandas as pd

from analystkit.actors import load_actors
from analystkit.evaluation.stances import annotated_quotes
from analystkit.sentiment import textblob, vader
from analystkit.stance import stances
from analystkit.stance.score import questions_of
from analystkit.targets import load_targets, quote_targets

DATA = Path(__file__).parents[2] / "data"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--repeats", type=int, default=5)
    repeats = parser.parse_args().repeats
    articles, quotes = annotated_quotes(DATA / "gold" / "quotes.jsonl")
    targets = load_targets(DATA / "targets.toml", actors=load_actors(DATA / "actors.toml"))
    asked = questions_of(quote_targets(quotes, articles, targets), quotes, articles)
    texts = [question.text for question in asked]
    steps: dict[str, Callable[[], object]] = {
        "stance, 1 thread": lambda: stances(asked, threads=1),
        "stance, 2 threads": lambda: stances(asked, threads=2),
        "TextBlob": lambda: [textblob.score(text) for text in texts],
        "VADER": lambda: [vader.score(text) for text in texts],
    }
    rows = {}
    for step, work in steps.items():
        work()
        rows[step] = len(texts) / statistics.median(_seconds(work) for _ in range(repeats))
    words = statistics.mean(len(text.split()) for text in texts)
    print(f"{len(texts)} passages of {words:.0f} words, median of {repeats} runs")
    print(pd.Series(rows, name="a second").round().astype(int).to_string())


def _seconds(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


if __name__ == "__main__":
    main()
