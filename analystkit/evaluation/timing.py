"""Seconds: of the extraction beside spaCy and its peers, and of the import."""

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from pathlib import Path

import pandas as pd

from analystkit.actors import load_actors
from analystkit.articles import load_articles
from analystkit.evaluation.peers import has_textacy, textacy_quotes
from analystkit.quotes import extract_quotes
from analystkit.quotes.entities import BATCH, load_language, names_in
from analystkit.sentiment import score_sentiment
from analystkit.stance import explain_quote, score_stance
from analystkit.targets import load_targets
from analystkit.text.spacy_model import MODEL, open_model

# What a peer takes, in times of the bare spaCy pipeline, on one core.  Measured once on
# the PolNeAR test articles, peer and pipeline in one run; the peers are not run here.
PEERS = {"GenderGapTracker": 1.05, "Citron": 2.0}
BARE = "spaCy, all parts, one process"


def speed(articles: pd.DataFrame, *, n_jobs: int = 1, repeats: int = 5) -> pd.DataFrame:
    """Articles a second of the extraction, of spaCy, which take turns, and of `PEERS`."""
    if repeats < 1:
        raise ValueError(f"repeats must be at least 1, not {repeats}")
    if articles.empty:
        raise ValueError("there is no article to time")
    steps = _steps(articles, n_jobs)
    for work in steps.values():
        work(articles.head(2))
    table = in_turns({step: partial(work, articles) for step, work in steps.items()}, repeats)
    bare = table.loc[[BARE]]
    peers = [bare.mul(times).set_axis([peer]) for peer, times in PEERS.items()]
    table = pd.concat([table.assign(basis="measured"), pd.concat(peers).assign(basis="derived")])
    table.insert(3, "articles/s", len(articles) / table["seconds"])
    table.insert(4, "times", table["seconds"] / bare["seconds"].item())
    return table.rename_axis("step").sort_values("seconds")


def in_turns(steps: Mapping[str, Callable[[], object]], repeats: int) -> pd.DataFrame:
    """Seconds that each step takes, the steps taking turns: median, least and most."""
    taken: dict[str, list[float]] = {step: [] for step in steps}
    for _ in range(repeats):
        for step, work in steps.items():
            began = time.perf_counter()
            work()
            taken[step].append(time.perf_counter() - began)
    runs = pd.DataFrame(taken)
    return pd.DataFrame({"seconds": runs.median(), "least": runs.min(), "most": runs.max()})


def public_speed(data: Path, *, repeats: int = 3) -> dict[str, float]:
    """Seconds of the public functions on the sample coverage, of bare spaCy and of other tools."""
    from textblob import TextBlob

    articles = load_articles(data / "coverage")
    actors = load_actors(data / "actors.toml")
    targets = load_targets(data / "targets.toml", actors=actors)
    quotes = extract_quotes(articles, actors=actors, progress=False)
    stance = score_stance(quotes, articles, targets, progress=False)
    some = stance.iloc[:: max(1, len(stance) // 5)]
    texts = articles["text"].tolist()
    pipeline = open_model(MODEL)
    steps: dict[str, Callable[[], object]] = {
        "spacy": lambda: list(pipeline.pipe(texts, batch_size=BATCH)),
        "extract_quotes": lambda: extract_quotes(articles, actors=actors, progress=False),
        "score_stance": lambda: score_stance(quotes, articles, targets, progress=False),
        "explain_quotes": lambda: [
            explain_quote(some.iloc[[n]], quotes=quotes, articles=articles)
            for n in range(len(some))
        ],
        "score_sentiment": lambda: score_sentiment(quotes),
        "textblob": lambda: [TextBlob(text).sentiment for text in texts],
    }
    if has_textacy():
        textacy_quotes(articles.head(1))
        steps["textacy"] = lambda: textacy_quotes(articles)
    seconds = in_turns(steps, repeats)["seconds"].to_dict()
    seconds["explain_quote"] = seconds.pop("explain_quotes") / len(some)
    counts = {"articles": len(articles), "quotations": len(quotes), "pairs": len(stance)}
    return {str(step): float(took) for step, took in seconds.items()} | counts


def _steps(articles: pd.DataFrame, n_jobs: int) -> dict[str, Callable[[pd.DataFrame], object]]:
    import spacy

    names, everything = load_language(MODEL), spacy.load(MODEL)

    def bare(articles: pd.DataFrame, n_process: int = 1) -> int:
        docs = everything.pipe(articles["text"].tolist(), batch_size=BATCH, n_process=n_process)
        return sum(1 for _ in docs)

    extract = partial(extract_quotes, progress=False)
    steps: dict[str, Callable[[pd.DataFrame], object]] = {
        "spaCy, names only, one process": lambda a: names_in(a["text"].tolist(), names),
        BARE: bare,
        "extract_quotes, one process": extract,
    }
    if hasattr(os, "sched_setaffinity"):  # one process tags in a thread of its own
        steps["extract_quotes, one process on one core"] = _one_core()(extract)
    if n_jobs != 1:
        steps[f"spaCy, all parts, n_process={n_jobs}"] = partial(bare, n_process=n_jobs)
        steps[f"extract_quotes, n_jobs={n_jobs}"] = partial(extract, n_jobs=n_jobs)
    return steps


@contextmanager
def _one_core() -> Iterator[None]:
    """Keep this thread, and those it starts, on one of the cores it may use."""
    before = os.sched_getaffinity(0)
    os.sched_setaffinity(0, {min(before)})
    try:
        yield
    finally:
        os.sched_setaffinity(0, before)


def import_seconds(*, repeats: int = 7) -> pd.Series:
    """Seconds to import pandas, and analystkit after it: medians of fresh starts."""
    code = (
        "from time import perf_counter as now; a = now(); import pandas; b = now(); "
        "import analystkit; print(b - a, now() - b)"
    )
    runs = [
        [float(part) for part in subprocess.check_output([sys.executable, "-c", code]).split()]
        for _ in range(repeats)
    ]
    return pd.DataFrame(runs, columns=["pandas", "analystkit after pandas"]).median()
