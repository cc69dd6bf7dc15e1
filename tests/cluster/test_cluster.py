"""Runs on two worker processes: the rows of one process, whatever is killed, stopped or full."""

import errno
import json
import os
import signal
import threading
import time
from pathlib import Path

import pandas as pd
import pytest

import analystkit as ak

distributed = pytest.importorskip("distributed")
from analystkit.cluster import running  # noqa: E402
from analystkit.cluster.store import NotWrittenError, Store  # noqa: E402

ROOT = Path(__file__).parents[2]
POLNEAR = ROOT.parent / "shared" / "corpora" / "polnear" / "dev" / "text"
ACTORS, TARGETS = ROOT / "data" / "actors.toml", ROOT / "data" / "targets.toml"


@pytest.fixture(scope="module")
def client():
    """Two workers, each a process with one thread."""
    with (
        distributed.LocalCluster(
            n_workers=2, threads_per_worker=1, host="127.0.0.1", dashboard_address=None
        ) as local,
        distributed.Client(local) as own,
    ):
        yield own


@pytest.fixture
def here():
    """A cluster of threads in this process, where what goes wrong can be arranged."""
    with distributed.Client(
        processes=False, n_workers=1, threads_per_worker=2, dashboard_address=":0"
    ) as own:
        yield own


def all_of(out: Path, step: str) -> pd.DataFrame:
    parts = sorted((out / step).glob("*.parquet"))
    tables = [pd.read_parquet(part) for part in parts]
    return pd.concat([t for t in tables if len(t)], ignore_index=True)


def same(found: pd.DataFrame, expected: pd.DataFrame) -> None:
    pd.testing.assert_frame_equal(found[list(expected)], expected, check_exact=True)


@pytest.fixture(scope="module")
def data(tmp_path_factory) -> Path:
    """Some of the sample coverage and, where it is at hand, of PolNeAR; `benchmarks` has all."""
    folder = tmp_path_factory.mktemp("data")
    articles = [ak.load_articles(ROOT / "data" / "coverage")[::3]]
    if POLNEAR.exists():
        articles.append(ak.load_articles(sorted(map(str, POLNEAR.glob("*.txt")))[:6]))
    every = pd.concat(articles, ignore_index=True)
    ak.export(every[::2].drop(columns="file"), folder / "one.parquet")
    ak.export(every[1::2].drop(columns="file"), folder / "two.jsonl")
    return folder


def test_rows_are_those_of_one_process_though_a_worker_is_killed(client, data, tmp_path):
    def kill() -> None:
        while not Store(tmp_path).done("quotes"):
            time.sleep(0.05)
        os.kill(next(iter(client.run(os.getpid).values())), signal.SIGKILL)

    killer = threading.Thread(target=kill)
    killer.start()
    table = ak.cluster.run(
        data, tmp_path, client, actors=ACTORS, targets=TARGETS, partition_bytes=6_000
    )
    killer.join()
    assert set(table["status"]) == {"done"}
    assert len(table) > 5
    articles = ak.load_articles(data)
    quotes = ak.score_sentiment(ak.extract_quotes(articles, actors=ACTORS, progress=False))
    stance = ak.score_stance(quotes, articles, TARGETS, progress=False)
    assert int(table["quotes"].sum()) == len(quotes)
    found = ak.cluster.summary(tmp_path, by=["camp", "kind"], articles=10**6)
    same(found.articles, articles)
    same(found.quotes, quotes)
    same(found.stance, stance)
    assert found.problems.empty
    counts = quotes.groupby(["camp", "kind"], dropna=False, observed=True).size()
    assert counts.sort_values().tolist() == found.counts["quotes"].sort_values().tolist()

    again = ak.cluster.run(data, tmp_path, client, actors=ACTORS, targets=TARGETS)
    assert set(again["status"]) == {"kept"}
    with pytest.raises(running.MixedError, match=r"holds quotes made with actors .*, now"):
        ak.cluster.run(data, tmp_path, client, targets=TARGETS)


def news(folder: Path, *, rows: int = 6) -> Path:
    path = folder / "news.jsonl"
    said = "“The ferry sails on Monday,” the harbour master said. Nobody else spoke."
    lines = (
        {"article_id": f"n{n}", "outlet": "Gulf Lens", "text": f"{said} Day {n}."}
        for n in range(rows)
    )
    path.write_text("\n".join(map(json.dumps, lines)))
    return path


def broken_once(monkeypatch, error: Exception, *, at: str = "n3") -> list[str]:
    """`extract_quotes` that fails on one article until the list is emptied."""
    real, bad = running.extract_quotes, [at]

    def extract(articles, **how):
        if articles["article_id"].isin(bad).any():
            raise error
        return real(articles, **how)

    monkeypatch.setattr(running, "extract_quotes", extract)
    return bad


def test_a_partition_that_fails_is_noted_and_tried_again(here, tmp_path, monkeypatch):
    bad = broken_once(monkeypatch, ValueError("no such luck"))
    path, out = news(tmp_path), tmp_path / "out"
    with pytest.warns(UserWarning, match="1 of 6 partitions failed"):
        table = ak.cluster.run(path, out, here, steps=["quotes"], partition_bytes=10)
    assert table["status"].tolist() == ["done"] * 3 + ["failed"] + ["done"] * 2
    with pytest.warns(UserWarning, match="5 of 6 partitions are finished"):
        found = ak.cluster.summary(out, by="outlet")
    assert found.counts.to_dict("records") == [{"outlet": "Gulf Lens", "quotes": 5, "articles": 5}]
    assert found.problems[["partition", "problem"]].to_numpy().tolist() == [
        [3, "the partition failed: ValueError: no such luck"]
    ]
    bad.clear()
    table = ak.cluster.run(path, out, here, steps=["quotes"], partition_bytes=10)
    assert table["status"].tolist() == ["kept"] * 3 + ["done"] + ["kept"] * 2
    assert ak.cluster.summary(out).problems.empty


def test_a_run_that_is_stopped_goes_on_and_takes_further_steps(here, tmp_path, monkeypatch):
    path, out = news(tmp_path), tmp_path / "out"
    real = running._result
    seen = []

    def stopped(*given):
        if len(seen) == 2:
            raise KeyboardInterrupt
        seen.append(real(*given))
        return seen[-1]

    with monkeypatch.context() as patched:
        patched.setattr(running, "_result", stopped)
        with pytest.raises(KeyboardInterrupt):
            ak.cluster.run(path, out, here, steps="quotes", partition_bytes=10)
    assert len(Store(out).done("quotes")) >= 2
    first = (out / "quotes" / "part-000000.parquet").stat().st_mtime_ns
    table = ak.cluster.run(path, out, here, steps="quotes")
    assert set(table["status"]) == {"done", "kept"}
    table = ak.cluster.run(path, out, here, steps=["sentiment"])
    assert (out / "quotes" / "part-000000.parquet").stat().st_mtime_ns == first
    assert len(all_of(out, "sentiment")) == len(all_of(out, "quotes")) == 6
    assert "sentiment_vader" in ak.cluster.summary(out).counts


def test_a_full_disk_stops_the_run_with_what_to_do_and_the_rest_stays(here, tmp_path, monkeypatch):
    path, out = news(tmp_path), tmp_path / "out"
    real = Store.write

    def full(store, step, number, *rest, **named):
        if step == "quotes" and number == 4:
            with monkeypatch.context() as patched:
                no_room = OSError(errno.ENOSPC, "No space left on device")
                patched.setattr(os, "fsync", lambda _: (_ for _ in ()).throw(no_room))
                return real(store, step, number, *rest, **named)
        return real(store, step, number, *rest, **named)

    with monkeypatch.context() as patched:
        patched.setattr(Store, "write", full)
        with pytest.raises(NotWrittenError, match=r"No space left.*call ak.cluster.run again"):
            ak.cluster.run(path, out, here, steps=["quotes"], partition_bytes=10)
    table = ak.cluster.run(path, out, here, steps=["quotes"], partition_bytes=10)
    assert "kept" in set(table["status"])
    assert len(all_of(out, "quotes")) == 6
    assert not (out / ".writing").exists()


def test_it_refuses_to_mix_sources_and_says_when_a_worker_is_another(here, tmp_path, monkeypatch):
    path, out = news(tmp_path), tmp_path / "out"
    ak.cluster.run(path, out, here, steps=["quotes"])
    news(tmp_path, rows=7)
    with pytest.raises(running.MixedError, match=r"other files than .*news\.jsonl"):
        ak.cluster.run(path, out, here, steps=["quotes"])
    monkeypatch.setattr(running, "_own", lambda step: running.made_by(step) | {"spacy": "2.0"})
    with pytest.raises(running.MixedError, match="a worker has another spacy"):
        ak.cluster.run(path, tmp_path / "other", here, steps=["quotes"])


def test_results_lie_where_fsspec_writes_and_what_stands_twice_is_said(here, tmp_path):
    path, out = news(tmp_path), "memory://results"
    path.write_text(path.read_text() + "\n" + path.read_text().split("\n")[0])
    ak.cluster.run(path, out, here, steps=["quotes"], partition_bytes=10)
    found = ak.cluster.summary(out, by=["outlet", "day"], articles=3)
    assert found.counts["quotes"].tolist() == [7]
    assert found.problems["article_id"].tolist() == ["n0", "n0"]
    assert len(found.articles) == len(found.quotes) == 3
    other = ak.cluster.summary(out, articles=3, seed=1)
    assert set(other.articles["article_id"]) != set(found.articles["article_id"])
    with pytest.raises(ValueError, match="by: 'colour' is not one of: "):
        ak.cluster.summary(out, by="colour")


def test_wrong_arguments_are_told_before_anything_is_read(tmp_path):
    with pytest.raises(ValueError, match="'stanse' is not one of: quotes, sentiment, stance"):
        ak.cluster.run(tmp_path, tmp_path / "out", steps=["stanse"])
    with pytest.raises(ValueError, match='"stance" needs targets='):
        ak.cluster.run(tmp_path, tmp_path / "out")
    with pytest.raises(FileNotFoundError, match="holds no results"):
        ak.cluster.summary(tmp_path)


def test_without_the_extra_it_says_how_to_install_it(tmp_path, monkeypatch):
    monkeypatch.setitem(__import__("sys").modules, "distributed", None)
    with pytest.raises(ImportError, match=r'pip install "analystkit\[cluster\]"'):
        ak.cluster.run(tmp_path, tmp_path / "out")
