"""Seconds that `score_stance` takes of the sample coverage, beside `extract_quotes`, in one run.

``python tests/benchmarks/stance_speed.py [--repeats 5]`` takes them in turns, warmed up, and prints
medians; also the word lists, and `explain_quote` of some rows.
"""

import argparse
import statistics
import time
from collections.abc import Callable
from pathlib import Path

import pandas as pd

from analystkit.actors import load_actors
from analystkit.articles import load_articles
from analystkit.quotes import extract_quotes
from analystkit.sentiment import score_sentiment
from analystkit.stance import explain_quote, score_stance
from analystkit.targets import load_targets

DATA = Path(__file__).parents[2] / "data"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--repeats", type=int, default=5)
    repeats = parser.parse_args().repeats
    articles = load_articles(DATA / "coverage")
    actors = load_actors(DATA / "actors.toml")
    targets = load_targets(DATA / "targets.toml", actors=actors)
    quotes = extract_quotes(articles, actors=actors, progress=False)
    stance = score_stance(quotes, articles, targets, progress=False)
    some = [stance.iloc[n] for n in range(0, len(stance), max(1, len(stance) // 20))]
    steps: dict[str, Callable[[], object]] = {
        "extract_quotes": lambda: extract_quotes(articles, actors=actors, progress=False),
        "score_stance": lambda: score_stance(quotes, articles, targets, progress=False),
        "score_sentiment": lambda: score_sentiment(quotes),
        f"explain_quote, {len(some)} rows": lambda: [
            explain_quote(row, quotes=quotes, articles=articles) for row in some
        ],
    }
    taken: dict[str, list[float]] = {step: [] for step in steps}
    for _ in range(repeats):
        for step, work in steps.items():
            began = time.perf_counter()
            work()
            taken[step].append(time.perf_counter() - began)
    seconds = pd.Series({step: statistics.median(some) for step, some in taken.items()})
    print(f"{len(quotes)} quotations, {len(stance)} pairs with a target, median of {repeats} runs")
    table = pd.DataFrame({"seconds": seconds, "times": seconds / seconds["extract_quotes"]})
    print(table.round(2).to_string())


if __name__ == "__main__":
    main()
