"""Peak memory of the extraction over many articles, in a fresh process.

``python tests/benchmarks/memory.py FOLDER [--articles 10000] [--jobs 1]`` repeats the
texts of FOLDER (``*.txt``) under new ids until there are enough, extracts their
quotations and prints the resident memory as it goes.  With several processes the
figure is the sum over them, memory they share counted once where the system tells.
"""

from __future__ import annotations

import argparse
import sys
import threading
import time
from pathlib import Path
from typing import Any

import pandas as pd
import psutil
import tqdm.auto

CLAIM = 1500  # MB, for 10,000 articles


def coverage(folder: Path, count: int) -> pd.DataFrame:
    """`count` articles with ids of their own, from the texts of `folder`."""
    paths = sorted(folder.rglob("*.txt"))
    if not paths:
        raise ValueError(f"{folder}: no .txt file in it")
    rows = []
    for number in range(count):
        path = paths[number % len(paths)]
        if number < len(paths):
            text = path.read_text(encoding="utf-8", errors="replace")
        else:
            text = "".join(list(rows[number % len(paths)]["text"]))  # a string of its own
        rows.append({"article_id": f"{path.stem}-{number}", "text": text})
    return pd.DataFrame(rows).astype("string")


def used(process: psutil.Process) -> float:
    """MB that a process and its children hold now."""
    family = [process, *process.children(recursive=True)]
    return sum(map(_held, family if len(family) > 1 else [])) or process.memory_info().rss / 1e6


def _held(process: psutil.Process) -> float:
    try:
        whole = process.memory_full_info()
        return getattr(whole, "pss", whole.rss) / 1e6
    except psutil.Error:  # it ended meanwhile
        return 0.0


class Peak(threading.Thread):
    """The most memory seen, looked at ten times a second."""

    def __init__(self) -> None:
        super().__init__(daemon=True)
        self.process, self.most, self.stopped = psutil.Process(), 0.0, threading.Event()

    def run(self) -> None:
        while not self.stopped.wait(0.1):
            self.look()

    def look(self) -> float:
        now = used(self.process)
        self.most = max(self.most, now)
        return now


def measure(articles: pd.DataFrame, *, jobs: int, every: int) -> float:
    """Extract, print memory every so many articles, and return the peak in MB."""
    from analystkit.quotes import extract_quotes

    peak, began, bar = Peak(), time.perf_counter(), tqdm.auto.tqdm

    class Meter(bar):  # type: ignore[misc, valid-type]
        def update(self, n: float | None = 1) -> Any:
            before = self.n // every
            done = super().update(n)
            if self.n // every > before:
                report(f"{self.n} articles")
            return done

    def report(what: str) -> None:
        now = peak.look()
        print(
            f"{what:>16}  now {now:7.0f} MB  peak {peak.most:7.0f} MB"
            f"  {time.perf_counter() - began:7.0f} s",
            flush=True,
        )

    peak.start()
    report("articles read")
    tqdm.auto.tqdm = Meter
    quotes = extract_quotes(articles, n_jobs=jobs, progress=True)
    report("table made")
    peak.stopped.set()
    size = quotes.memory_usage(deep=True).sum() / 1e6
    print(
        f"{len(quotes)} quotations, {len(quotes.attrs['problems'])} problems; table {size:.0f} MB"
    )
    return peak.most


def main() -> int:
    """Measure from the command line; returns 1 where the claim fails."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path, help="folder of .txt articles")
    parser.add_argument("--articles", type=int, default=10_000)
    parser.add_argument("--jobs", type=int, default=1, help="processes (-1: one a core)")
    parser.add_argument("--every", type=int, default=1000, help="articles between two lines")
    args = parser.parse_args()
    try:
        articles = coverage(args.folder, args.articles)
    except (ValueError, OSError) as error:
        print(f"{parser.prog}: {error}", file=sys.stderr)
        return 2
    peak = measure(articles, jobs=args.jobs, every=args.every)
    print(f"peak {peak:.0f} MB for {args.articles} articles (claim: under {CLAIM} MB for 10,000)")
    return int(peak >= CLAIM)


if __name__ == "__main__":
    sys.exit(main())
