"""The rows of a cluster beside those of one process, with a worker killed meanwhile.

``python tests/benchmarks/cluster.py FOLDER [--workers 2]`` reads the texts of FOLDER (``*.txt``,
such as PolNeAR's 924) in this process and on a local cluster, one of whose workers is killed at a
third of the way, prints both times, and ends with an error where a row differs.
"""

from __future__ import annotations

import argparse
import os
import signal
import tempfile
import threading
import time
from pathlib import Path

import pandas as pd
from distributed import Client, LocalCluster

import analystkit as ak

PARTITION = 100_000


def kill_one(client: Client, quotes: Path, after: int) -> None:
    """Kill a worker when so many partitions are finished."""
    while len(list(quotes.glob("*.parquet"))) < after:
        time.sleep(0.2)
    os.kill(next(iter(client.run(os.getpid).values())), signal.SIGKILL)


def main() -> None:
    """Read the folder both ways and compare."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--workers", type=int, default=2)
    given = parser.parse_args()
    articles = ak.load_articles(sorted(map(str, given.folder.rglob("*.txt"))), progress=False)
    begin = time.perf_counter()
    quotes = ak.score_sentiment(ak.extract_quotes(articles, progress=False))
    alone = time.perf_counter() - begin
    with (
        tempfile.TemporaryDirectory() as folder,
        LocalCluster(n_workers=given.workers, threads_per_worker=1, host="127.0.0.1") as local,
        Client(local) as client,
    ):
        source, out = Path(folder) / "articles.parquet", Path(folder) / "out"
        ak.export(articles.drop(columns="file"), source)
        parts = int(articles["text"].str.len().sum()) // PARTITION
        killer = (client, out / "quotes", parts // 3)
        threading.Thread(target=kill_one, args=killer, daemon=True).start()
        begin = time.perf_counter()
        steps = ["quotes", "sentiment"]
        ak.cluster.run(source, out, client, steps=steps, partition_bytes=PARTITION)
        there = time.perf_counter() - begin
        found = ak.cluster.summary(out, by="kind", articles=len(articles))
    print(f"{len(articles)} articles, {len(quotes)} quotations, {parts} partitions")
    print(f"one process {alone:.1f} s; {given.workers} workers, one killed, {there:.1f} s")
    ordered = [table.sort_values("quote_id", ignore_index=True) for table in (found.quotes, quotes)]
    pd.testing.assert_frame_equal(ordered[0][list(quotes)], ordered[1], check_exact=True)
    print("all rows are the same")


if __name__ == "__main__":
    main()
