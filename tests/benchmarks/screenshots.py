"""A page of pictures of every chart and explorer, to be looked at.

``python tests/benchmarks/screenshots.py OUT [--only WORD] [--no-browser] [--no-charts]`` writes
OUT/index.html and its PNGs: each chart on its own, by speaker and in small Axes, and each explorer
in JupyterLab, in light and dark, at 1280 and 1920 pixels; over the sample coverage, large invented
coverage with forty speakers, and none.

``make pictures`` (``--readme``) makes README's own, of the sample coverage: explorer.png and
stance_matrix.png.
"""

from __future__ import annotations

import argparse
import inspect
import random
import sys
import traceback
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from html import escape
from pathlib import Path
from typing import Any

import pandas as pd

ROOT = Path(__file__).parents[2]
sys.path[:0] = [path for path in (str(ROOT), str(ROOT / "tests")) if path not in sys.path]

SMALL = (4.5, 3.3)  # as the explorers draw them
VIEWS: list[tuple[str, dict[str, Any], tuple[float, float] | None]] = [
    ("own figure", {}, None),
    ("small", {}, SMALL),
    ("by speaker", {"by": "speaker"}, None),
    ("by speaker, small", {"by": "speaker"}, SMALL),
]
LONG = "The Committee for the Reconstruction of the Border Provinces"


@dataclass(frozen=True)
class Data:
    """Coverage of one size."""

    name: str
    articles: pd.DataFrame
    quotes: pd.DataFrame
    stance: pd.DataFrame
    names: dict[str, str]


@dataclass(frozen=True)
class Shot:
    """One picture of the page, or why there is none."""

    group: str
    caption: str
    file: str
    words: str = ""
    problem: str = ""


def sample() -> Data:
    """The sample coverage, with the quotations and stances that analystkit finds."""
    import analystkit as ak

    articles, actors = ak.load_articles(ROOT / "data/coverage"), ROOT / "data/actors.toml"
    registry = ak.load_actors(actors)
    quotes = ak.extract_quotes(articles, actors=registry)
    targets = ak.load_targets(ROOT / "data/targets.toml", actors=registry)
    stance = ak.score_stance(quotes, articles, targets)
    table = targets.table()
    names = dict(zip(table["target"], table["name"], strict=True))
    return Data("sample", articles, quotes, stance, names)


def large(*, articles: int = 240, each: int = 8, groups: int = 40) -> Data:
    """Invented coverage: many speakers and camps, names long, Arabic and of odd letters."""
    from samples import coverage

    pages, quotes = coverage(articles=articles, each=each)
    draw = random.Random(5)
    people = [
        f"{LONG}, section {i}" if i % 4 == 0 else f"نزار الجبوري من وزارة الخارجية {i}"
        if i % 4 == 1 else f"Speaker $x_{i}$ <b>of</b> the ministry" if i % 4 == 2
        else f"Dana Whitfield {i}"
        for i in range(groups)
    ]  # fmt: skip
    people += [f"Stranger {i} of {LONG}" for i in range(12)]
    known = sorted(quotes["camp"].dropna().unique())
    camps = [*known, *(f"Movement {i} for the renewal of the provinces" for i in range(groups))]
    camps = [*camps[:groups], *[pd.NA] * 12]
    chosen = draw.choices(
        range(len(people)), [1 / (1 + i) for i in range(len(people))], k=len(quotes)
    )
    absent = [draw.random() < 0.08 for _ in chosen]
    for key, values in (("speaker", people), ("camp", camps), ("actor", camps)):
        column = [pd.NA if no else values[i] for i, no in zip(chosen, absent, strict=True)]
        quotes[key] = pd.array(column, dtype="string")
    verbs = ["said", "claimed", "vowed", "told reporters in a statement that", "condemned", "نفى"]
    quotes["cue"] = pd.array(draw.choices(verbs, k=len(quotes)), dtype="string")
    places = [draw.betavariate(1 + i % 3, 1 + i % 4) for i in chosen]
    quotes["position"] = pd.array(places, dtype="Float64")
    return Data("large", pages, quotes, _stances(quotes, draw), {"target 0": LONG})


def _stances(quotes: pd.DataFrame, draw: random.Random) -> pd.DataFrame:
    from analystkit import tables

    rows = []
    for quote, speaker in zip(quotes["quote_id"], quotes["speaker"].fillna(""), strict=True):
        for i in draw.sample(range(14), 2):
            lean = ((len(speaker) * 7 + i * 5) % 11 - 5) / 6
            score = max(-1.0, min(1.0, round(lean + draw.uniform(-0.4, 0.4), 2)))
            label = "against" if score < -0.3 else "for" if score > 0.3 else "neutral"
            label = "unclear" if draw.random() < 0.15 else label
            rows.append(
                {"quote_id": quote, "target": f"target {i}", "score": score, "label": label}
            )
    return tables.as_stance(rows)


def empty() -> Data:
    """Tables without rows."""
    from analystkit import tables

    names = ("articles", "quotes", "stance")
    return Data("empty", *(getattr(tables, f"empty_{name}")() for name in names), {})


def charts() -> Iterator[tuple[str, Callable[..., Any]]]:
    """Every chart of analystkit.charts: the functions that take Axes by name."""
    from analystkit import charts as room

    for name in room.__all__:
        chart = getattr(room, name)
        taken = inspect.signature(chart).parameters
        if "ax" in taken and taken["ax"].kind is inspect.Parameter.KEYWORD_ONLY:
            yield name, chart


def draw_charts(out: Path, sizes: list[Data], only: str) -> Iterator[Shot]:
    """Draw every chart in every view at every size of data."""
    import matplotlib as mpl

    mpl.use("Agg")
    for name, chart in charts():
        if only in name:
            for data in sizes:
                yield from _views(out, data, name, chart)


def _views(out: Path, data: Data, name: str, chart: Callable[..., Any]) -> Iterator[Shot]:
    import matplotlib.pyplot as plt

    from analystkit.charts import describe

    taken = inspect.signature(chart).parameters
    given = {"articles": data.articles, "quotes": data.quotes, "names": data.names}
    if "target" in taken:
        first = data.stance["target"].value_counts().index
        given["target"] = first[0] if len(first) else "strikes"
    table = data.stance if next(iter(taken)) == "stance" else data.quotes
    keywords = {key: value for key, value in list(given.items()) if key in list(taken)[1:]}
    for view, more, size in VIEWS:
        usual = taken["by"].default if "by" in taken else None
        if more and usual in (None, *more.values()):
            continue
        file = f"{name}-{data.name}-{view}.png".replace(", ", "-").replace(" ", "-")
        caption, ax = f"{data.name}, {view}", None
        try:
            if size:
                ax = plt.subplots(figsize=size, layout="constrained")[1]
            ax = chart(table, **keywords, **more, ax=ax)
            ax.get_figure(root=True).savefig(out / file, dpi=110)
            yield Shot(name, caption, file, words=describe(ax))
        except Exception:
            yield Shot(name, caption, file, problem=traceback.format_exc())
        plt.close("all")


def index(shots: list[Shot]) -> str:
    """The page: a section for each chart or explorer, its pictures side by side."""
    parts = [
        "<!doctype html><meta charset='utf-8'><title>Charts and explorers</title><style>",
        "body{font:14px sans-serif;margin:1.5rem;background:#eceff1;color:#1f2a33}",
        "section{display:flex;flex-wrap:wrap;gap:1rem;align-items:flex-start}",
        "figure{margin:0;background:#fff;padding:.5rem;max-width:100%}img{max-width:100%}",
        "pre{color:#a00;max-width:60rem;overflow:auto}</style>",
    ]
    groups = list(dict.fromkeys(shot.group for shot in shots))
    parts += [f"<a href='#{escape(group)}'>{escape(group)}</a> " for group in groups]
    for group in groups:
        parts.append(f"<h2 id='{escape(group)}'>{escape(group)}</h2><section>")
        for shot in (shot for shot in shots if shot.group == group):
            picture = f"<img loading='lazy' src='{escape(shot.file)}' alt='{escape(shot.words)}'>"
            problem = f"<pre>{escape(shot.problem)}</pre>" if shot.problem else ""
            caption = f"<figcaption>{escape(shot.caption)}</figcaption>"
            parts.append(f"<figure>{caption}{picture if shot.file else ''}{problem}</figure>")
        parts.append("</section>")
    return "\n".join(parts)


def for_readme(out: Path) -> None:
    """README's pictures, in few colours so that they stay small."""
    import matplotlib as mpl
    from PIL import Image

    from analystkit.charts import stance_matrix
    from benchmarks.screenshots_browser import photograph

    mpl.use("Agg")
    data = sample()
    chart = stance_matrix(data.stance, quotes=data.quotes, names=data.names)
    chart.get_figure(root=True).savefig(out / "stance_matrix.png", dpi=110)
    shots = [*photograph(out, [data], "explore", alone="ak.explore(quotes, articles)")]
    if len(shots) != 1 or shots[0].problem:
        raise SystemExit(f"no picture of the explorer: {shots}")
    (out / shots[0].file).replace(out / "explorer.png")
    for path in (out / "explorer.png", out / "stance_matrix.png"):
        Image.open(path).convert("RGB").quantize(128).save(path, optimize=True)
        print(f"{path}: {path.stat().st_size // 1000} kB")


def main() -> None:
    """Draw, photograph, and write the page."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("out", type=Path)
    parser.add_argument("--only", default="", help="charts and explorers with this in their name")
    parser.add_argument("--no-browser", action="store_true")
    parser.add_argument("--no-charts", action="store_true")
    parser.add_argument("--readme", action="store_true", help="README's two pictures alone")
    options = parser.parse_args()
    options.out.mkdir(parents=True, exist_ok=True)
    if options.readme:
        return for_readme(options.out)
    sizes, shots = [sample(), large(), empty()], []
    if not options.no_charts:
        shots += draw_charts(options.out, sizes, options.only)
    if not options.no_browser:
        from benchmarks.screenshots_browser import photograph

        shots += photograph(options.out, sizes, options.only)
    (options.out / "index.html").write_text(index(shots), encoding="utf-8")
    failed = [shot for shot in shots if shot.problem]
    for shot in failed:
        print(f"{shot.group}, {shot.caption}: {shot.problem.strip().splitlines()[-1]}")
    print(f"{len(shots) - len(failed)} pictures, {len(failed)} problems: {options.out}/index.html")


if __name__ == "__main__":
    main()
