"""Does a desk lose a decision when it is killed at any moment, or when two are open at once?

Forks real desks, so it needs Linux or macOS:

    PYTHONPATH=tests python -m tests.benchmarks.review_kills --kills 100 --decisions 1000
"""

import argparse
import json
import os
import random
import signal
import sys
import time
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pandas as pd
from samples import coverage

from analystkit import review
from analystkit.reviewing import LabelFile, read_labels

_DOES = ("accept", "not_a_quote", "skip", "answer", "undo", "missed", "note")
_OFTEN = (6, 2, 1, 3, 1, 1, 1)


def press(desk: Any, draw: random.Random) -> None:
    """One key of a reviewer who does all there is to do."""
    (do,) = draw.choices(_DOES, _OFTEN)
    more: dict[str, Any] = {"text": f"note {draw.random()}"} if do == "note" else {}
    if do == "answer":
        field = draw.choice(["kind", "speaker"])
        kinds = ["direct", "mixed", "indirect"]
        more = {"field": field, "value": draw.choice(kinds if field == "kind" else ["Dana", "Ray"])}
    if do == "missed":
        more = {"spans": [[0, 6]]}
    for name in [do, "accept"] if do == "missed" else [do]:
        desk._handle_custom_msg({"quote": desk.selection["quote"], "do": name, **more}, [])


def reviewing(work: Callable[[Callable[[str], None]], None]) -> tuple[int, int]:
    """A process that works and tells what it has been told; its number and where to read it."""
    reading, writing = os.pipe()
    if not (process := os.fork()):
        os.close(reading)
        work(lambda line: os.write(writing, f"{line}\n".encode()) and None)
        os._exit(0)
    os.close(writing)
    return process, reading


def killed(tables: tuple[pd.DataFrame, ...], file: Path, *, kills: int, seed: int = 1) -> dict:
    """A desk is killed and opened again, so many times; what was shown as taken must be there."""
    articles, quotes = tables
    draw, told, lives = random.Random(seed), set[str](), 0
    found = {"decisions": 0, "lost": 0, "torn": 0, "not resumed": 0}
    while lives < kills:
        file = file.with_name(f"{lives}-{file.name}") if not told else file

        def work(tell: Callable[[str], None], own: Path = file, n: int = lives) -> None:
            written: list[str] = []
            write = LabelFile.write

            def noted(*args: Any, **more: Any) -> dict[str, Any]:
                written.append((row := write(*args, **more))["id"])
                return row

            LabelFile.write = noted  # type: ignore[method-assign]
            keys = random.Random(seed + n)
            desk = review(quotes, articles, labels=own, reviewer="Ana", n=len(quotes))
            while desk.selection:
                press(desk, keys)
                tell(" ".join(written))  # the browser shows by now that it is taken
                written.clear()

        process, reading = reviewing(work)
        data, least = b"", draw.randrange(1, 40)
        while data.count(b"\n") < least and (more := os.read(reading, 1 << 16)):
            data += more
        time.sleep(draw.uniform(0, 0.02))
        os.kill(process, signal.SIGKILL)
        while more := os.read(reading, 1 << 16):
            data += more
        os.waitpid(process, 0)
        os.close(reading)
        lives += 1
        told |= set(data[: data.rfind(b"\n") + 1].decode().split())
        kept, torn = set[str](), 0
        for line in file.with_name(f"{file.stem}.ana.jsonl").read_bytes().split(b"\n"):
            try:
                kept.add(json.loads(line)["id"])
            except ValueError:
                torn += bool(line)
        found["lost"] += len(told - kept)
        found["torn"] += torn
        labels = read_labels(file)
        closed = labels.loc[labels["field"].isin(["accept", "not_a_quote", "skip"]), "quote_id"]
        again = review(quotes, articles, labels=file, reviewer="Ana", n=len(quotes))
        left = len(quotes) - closed.nunique()
        here = again.selection.get("quote", "") not in set(closed)
        found["not resumed"] += again.progress["left"] != left or not here
        if left < 50 or lives == kills:
            found["decisions"] += len(told)
            told = set()
    return {"kills": lives, **found}


def at_once(tables: tuple[pd.DataFrame, ...], file: Path, *, decisions: int) -> dict:
    """Two reviewers at desks of their own decide as fast as they can, on one path of labels."""
    articles, quotes = tables
    names = ("Ana", "Bo")

    def work(name: str) -> None:
        desk = review(quotes, articles, labels=file, reviewer=name, n=decisions)
        for i in range(decisions):
            do = ("accept", "not_a_quote")[i % 2]
            desk._handle_custom_msg({"quote": desk.selection["quote"], "do": do}, [])

    begun = time.perf_counter()
    jobs = [reviewing(lambda _, name=name: work(name)) for name in names]
    for process, reading in jobs:
        os.waitpid(process, 0)
        os.close(reading)
    took = time.perf_counter() - begun
    labels = read_labels(file)
    kept = labels.groupby("reviewer")["quote_id"].nunique()
    lost = sum(decisions - int(kept.get(name, 0)) for name in names)
    return {"decisions of two": 2 * decisions, "lost by two": lost,
            "ms a decision": round(1000 * took / decisions, 1)}  # fmt: skip


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=100)
    parser.add_argument("--decisions", type=int, default=1000, help="of each of two reviewers")
    asked = parser.parse_args()
    tables = coverage(articles=max(40, asked.decisions // 4), each=5)
    with TemporaryDirectory() as folder:
        found = killed(tables, Path(folder) / "labels.jsonl", kills=asked.kills)
        found |= at_once(tables, Path(folder) / "two.jsonl", decisions=asked.decisions)
    print(json.dumps(found))
    return int(bool(found["lost"] or found["not resumed"] or found["lost by two"]))


if __name__ == "__main__":
    sys.exit(main())
