"""From a click on a filter to the redrawn table and charts, in JupyterLab in a browser.

``python tests/benchmarks/explorer_latency.py [SIZES …] [--clicks 20]`` prints the median of so
many clicks for each number of quotes (500, 5,000 and 50,000 unless given), and where the time
goes. Table and counts are timed to the frame that shows them; the charts follow. Each is also
timed while the charts of the click before are still being drawn.
"""

from __future__ import annotations

import argparse
import inspect
import json
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

TESTS = Path(__file__).parents[1]
sys.path.insert(0, str(TESTS))
AIMS = {500: 150, 5_000: 250, 50_000: 500}
SET_UP = """
import sys
sys.path[:0] = [{tests!r}, {root!r}]
import analystkit as ak
from benchmarks.explorer_latency import sample
articles, quotes, stance = sample({size})
ak.explore(quotes, articles, stance)
"""
# Clicks an option; resolves with the milliseconds to the frame that shows table and counts, and
# to the last of the charts. Without charts it returns as soon as the table is there.
CLICK = """([place, charts]) => new Promise((resolve, reject) => {
    const root = document.querySelector('.ak-explore');
    const box = root.querySelectorAll('.ak-panel:not([hidden]) .ak-option input')[place];
    const waiting = new Set([...root.querySelectorAll('.ak-counts, .ak-table tbody')]);
    const drawn = new Set(charts ? root.querySelectorAll('.ak-chart') : []);
    const times = {};
    let start = 0;
    const late = setTimeout(() => reject(new Error('nothing was redrawn')), 60000);
    const done = () => {
        if (times.table === undefined || (charts && times.charts === undefined)) return;
        watch.disconnect();
        clearTimeout(late);
        resolve(times);
    };
    const frame = (name) => requestAnimationFrame(() => requestAnimationFrame(() => {
        times[name] = performance.now() - start;
        done();
    }));
    const watch = new MutationObserver((changes) => {
        for (const { target } of changes) {
            for (const [name, nodes] of [['table', waiting], ['charts', drawn]]) {
                for (const node of nodes) {
                    if (!node.contains(target) && node.shadowRoot !== target) continue;
                    nodes.delete(node);
                    if (!nodes.size) frame(name);
                }
            }
        }
    });
    for (const tree of [root, ...[...drawn].map((chart) => chart.shadowRoot)])
        watch.observe(tree, { childList: true, subtree: true, characterData: true });
    start = performance.now();
    box.click();
})"""


def sample(size: int) -> tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame]:
    """Invented coverage with so many quotes, and a stance toward two of three targets each."""
    from samples import coverage

    from analystkit import tables

    articles, quotes = coverage(articles=size // 20, each=20)
    ids = quotes["quote_id"].to_numpy().repeat(2)
    draw = np.random.default_rng(1)
    stance = pd.DataFrame({"quote_id": ids, "label": draw.choice(tables.STANCES, len(ids))})
    targets = np.array([["strikes", "talks"], ["talks", "us-presence"], ["strikes", "us-presence"]])
    stance["target"] = targets[draw.integers(3, size=len(quotes))].ravel()
    return articles, quotes, stance.assign(score=0.5)


def parts(size: int, *, repeats: int) -> dict[str, float]:
    """Milliseconds of each part in Python alone, and the kilobytes a click sends."""
    from analystkit import explore
    from analystkit.widgets._explore import counts_html

    articles, quotes, stance = sample(size)
    explorer = explore(quotes, articles, stance)
    index, bar, camps = explorer._index, explorer._bar, explorer._index.facets["camp"].names
    turns = iter(range(10**9))

    def again(step: Callable[[dict[str, Any]], object]) -> float:
        times = []
        for _ in range(repeats):
            selection = {"camp": [camps[next(turns) % len(camps)]]}
            index._made.clear()
            start = time.perf_counter()
            step(selection)
            times.append(1000 * (time.perf_counter() - start))
        return statistics.median(times)

    kept = {camp: index.where({"camp": [camp]}).nonzero()[0] for camp in camps}
    found = {
        "filter": again(lambda chosen: index.where(chosen).nonzero()),
        "words": again(lambda _: index.where({"words": "convoy twice"})),
        "counts": again(
            lambda chosen: (
                counts_html(index, kept[chosen["camp"][0]], articles=len(articles)),
                bar._options("camp"),
            )
        ),
        "rows": again(lambda chosen: explorer._table.show(kept[chosen["camp"][0]])),
    }
    explorer._prepare()
    for name in explorer._charts.panes:
        found[name] = again(lambda _, name=name: explorer._charts.draw(name))
    sent = [explorer._table.rows, bar._options("camp"), explorer._counts.value]
    found["sent, KB"] = len(json.dumps(sent)) / 1000
    return found


def clicked(page: Any, *, clicks: int) -> Iterator[tuple[str, float]]:
    """Kind of time and its milliseconds, click after click on the options of a facet."""
    explorer = page.locator(".ak-explore").first
    explorer.locator('.ak-open[aria-label^="Camp:"]').click()
    explorer.locator(".ak-panel .ak-option input").nth(2).wait_for()
    for turn in range(clicks + 2):
        page.wait_for_timeout(150)
        times = page.evaluate(CLICK, [turn % 3, True])
        if turn >= 2:
            yield from times.items()
    for turn in range(clicks):
        page.evaluate(CLICK, [turn % 3, True])
        page.evaluate(CLICK, [(turn + 1) % 3, False])
        page.wait_for_timeout(260)  # the charts of that click have begun
        times = page.evaluate(CLICK, [(turn + 2) % 3, False])
        yield "table while charts are drawn", times["table"]
        page.wait_for_timeout(1200)


class _Folders:
    """What the tests' fixtures ask of pytest: new folders under one root."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def mktemp(self, name: str) -> Path:
        folder = self.root / name
        folder.mkdir()
        return folder


def measure(sizes: list[int], *, clicks: int) -> Iterator[tuple[int, dict[str, list[float]]]]:
    """The times of each size, each in a fresh notebook of one JupyterLab."""
    import nbformat
    from browser import conftest
    from playwright.sync_api import sync_playwright

    serve = contextmanager(inspect.unwrap(conftest.lab))
    with tempfile.TemporaryDirectory() as home, sync_playwright() as playwright:
        folder = _Folders(Path(home)).mktemp("notebooks")
        browser = playwright.chromium.launch(
            executable_path=conftest.find_chromium(), args=conftest.FLAGS
        )
        with serve(folder, _Folders(Path(home)), ("ANALYSTKIT_CACHE", "")) as address:
            base, token = address.split("?")
            for size in sizes:
                source = SET_UP.format(tests=str(TESTS), root=str(TESTS.parent), size=size)
                cell = nbformat.v4.new_code_cell(source)
                kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
                book = nbformat.v4.new_notebook(cells=[cell], metadata={"kernelspec": kernel})
                nbformat.write(book, folder / f"{size}.ipynb")
                page = browser.new_page(viewport={"width": 1280, "height": 1400})
                page.goto(f"{base}lab/tree/{size}.ipynb?{token}&reset")
                notebook = conftest.Notebook(page)
                notebook.wait_until_idle()
                notebook.run_all()
                page.wait_for_function(
                    "() => [...document.querySelectorAll('.ak-chart')]"
                    ".filter(chart => chart.shadowRoot.querySelector('svg')).length === 3"
                )
                page.wait_for_timeout(2000)
                times: dict[str, list[float]] = {}
                for name, value in clicked(page, clicks=clicks):
                    times.setdefault(name, []).append(value)
                page.close()
                yield size, times
        browser.close()


def main(words: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("sizes", nargs="*", type=int, default=list(AIMS))
    parser.add_argument("--clicks", type=int, default=20)
    given = parser.parse_args(words)
    for size, times in measure(given.sizes, clicks=given.clicks):
        aim = f" (aim {AIMS[size]})" if size in AIMS else ""
        print(f"{size:,} quotes: milliseconds from click to redrawn, median of {given.clicks}{aim}")
        for name, values in times.items():
            low, high = min(values), max(values)
            print(f"  {name:<30}{statistics.median(values):8.0f}   ({low:.0f} to {high:.0f})")
        found = parts(size, repeats=given.clicks)
        table = sum(found[name] for name in ("filter", "counts", "rows"))
        print("  of which in Python, measured apart:")
        for name, value in found.items():
            print(f"    {name:<28}{value:8.1f}")
        rest = statistics.median(times["table"]) - table
        print(
            f"    {'wire, kernel and browser':<28}{rest:8.1f}   (table less filter, counts, rows)"
        )
    return 0


if __name__ == "__main__":
    sys.exit(main())
