"""What a data set will cost to read, from a sample of it read on this machine."""

from __future__ import annotations

import math
import os
import random
import tempfile
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path

import pandas as pd

from analystkit.actors import Actors
from analystkit.articles.columns import check_mapping
from analystkit.articles.reading import Options
from analystkit.cluster.running import PARTITION, STEPS, run
from analystkit.cluster.source import find, needed, opened_at, plan, read
from analystkit.export import export
from analystkit.targets import Targets

_PLACES = 5  # partitions that the sample is drawn from


def estimate(
    source: str | os.PathLike[str],
    *,
    sample: int = 40,
    articles: int | None = None,
    workers: Sequence[int] = (1, 2, 4, 8, 16, 32, 64),
    actors: Actors | str | Path | None = None,
    targets: Targets | str | Path | None = None,
    steps: Sequence[str] = STEPS,
    columns: Mapping[str, str] | None = None,
    encoding: str | None = None,
    day_first: bool | None = None,
    seed: int = 0,
) -> pd.DataFrame:
    """Time and memory that `run` will take, from a sample read by one process of this machine.

    Parameters
    ----------
    source, actors, targets, steps, columns, encoding, day_first
        As for `run`.
    sample : int, default 40
        How many articles to read, drawn from partitions all over the data set.
    articles : int, optional
        How many articles to tell it for; by default as many as the data set has.
    workers : sequence of int
        For how many processes, each on a core like one of this machine's.
    seed : int, default 0
        Which articles are drawn.

    Returns
    -------
    DataFrame
        One row a number of workers: ``workers``; ``articles``; ``hours``, and ``hours_most``,
        twice the standard error of the sample more, since long articles take longer;
        ``memory_gb``, the most that all workers together hold, about 1 GB more on their machines
        is wise; ``disk_gb`` of the results.

    Examples
    --------
    >>> import analystkit as ak
    >>> ak.cluster.estimate("s3://news/2021", steps=["quotes"])  # doctest: +SKIP
    """
    needed()
    from distributed import Client, LocalCluster

    if sample < 2:
        raise ValueError(f"sample must be at least 2 articles, not {sample!r}")
    system, _ = opened_at(source)
    parts = plan(system, find(source)[0], PARTITION)
    options = Options(check_mapping(columns), encoding, day_first)
    tables, size = [], 0
    for part in random.Random(seed).sample(parts, len(parts)):
        with suppress(Exception):  # `run` notes what cannot be read
            tables.append(read(part, system, options))
            size += part.size
        if len(tables) == _PLACES:
            break
    have = pd.concat([pd.DataFrame({"article_id": []}, dtype="string"), *tables])
    if len(have) < 2:
        raise ValueError(f"{os.fspath(source)!r}: too few articles to estimate from")
    every = sum(part.rows or 0 for part in parts)
    if any(part.rows is None for part in parts):
        every = round(len(have) / size * sum(part.size for part in parts))
    few = have.drop_duplicates("article_id").sample(
        min(sample, have["article_id"].nunique()), random_state=seed
    )
    with (
        tempfile.TemporaryDirectory() as folder,
        LocalCluster(
            n_workers=1, threads_per_worker=1, host="127.0.0.1", dashboard_address=":0"
        ) as local,
        Client(local) as client,
    ):
        done = {}
        for name, some in {"warm": few.head(1), "timed": few}.items():
            file, out = Path(folder) / f"{name}.parquet", Path(folder) / name
            export(some, file)
            done[name] = run(
                file, out, client, actors=actors, targets=targets, steps=steps,
                partition_bytes=2**40, progress=False,
            )  # fmt: skip
        seconds = float(done["timed"]["seconds"].sum())
        memory = max(client.run(_most_memory).values())
        disk = sum(f.stat().st_size for f in (Path(folder) / "timed").rglob("*.parquet"))
    each = seconds / len(few)
    lengths = few["text"].str.len()
    error = float(lengths.std() / lengths.mean() / math.sqrt(len(few)))
    count = every if articles is None else articles
    rows = [
        (n, count, count * each / 3600 / n, count * each * (1 + 2 * error) / 3600 / n,
         n * memory / 1e9, count * disk / len(few) / 1e9)
        for n in workers
    ]  # fmt: skip
    names = ["workers", "articles", "hours", "hours_most", "memory_gb", "disk_gb"]
    return pd.DataFrame(rows, columns=names)


def _most_memory(dask_worker: object) -> float:
    """The most memory this worker's process has held, as Dask has watched it."""
    return float(max(dask_worker.monitor.quantities["memory"]))  # type: ignore[attr-defined]
