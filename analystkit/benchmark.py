"""Re-run the measured claims.

``python -m analystkit.benchmark attribution GOLD`` extracts the quotations of annotated
texts and scores them; GOLD is a PolNeAR folder or a ``.jsonl`` file beside its texts.
``python -m analystkit.benchmark speed ARTICLES`` times the extraction beside the bare
spaCy pipeline, and ``python -m analystkit.benchmark import`` the import.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pandas as pd


def predictions(quotes: pd.DataFrame) -> Iterator[dict[str, Any]]:
    """The quotes table as prediction objects: ``doc, content, source, cue, speaker, camp``.

    Examples
    --------
    >>> from analystkit import tables
    >>> list(predictions(tables.empty_quotes()))
    []
    """
    for row in quotes.to_dict("records"):
        yield {
            "doc": row["article_id"],
            "content": [list(span) for span in row["spans"]],
            "source": _span(row, "source"),
            "cue": _span(row, "cue"),
            "speaker": _missing(row["speaker"]),
            "camp": _missing(row["camp"]),
            "confidence": _missing(row["confidence"]),
        }


def _missing(value: Any) -> Any:
    return None if pd.isna(value) else value


def _span(row: dict[Any, Any], name: str) -> list[list[int]]:
    start, end = row[f"{name}_start"], row[f"{name}_end"]
    return [] if pd.isna(start) else [[int(start), int(end)]]


def attribution(
    gold: str | Path, *, actors: str | Path | None = None, **options: Any
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Extract and score: the quotes of the annotated texts, and the table of scores.

    Parameters
    ----------
    gold : str or Path
        What `analystkit.gold.read_gold` reads.
    actors : str or Path, optional
        The registry that gives camps.
    **options
        Passed on to `analystkit.extract_quotes`.
    """
    from analystkit.actors import load_actors
    from analystkit.gold import read_gold
    from analystkit.quotes import extract_quotes
    from analystkit.scoring import score_quotes

    articles, annotated = read_gold(gold)
    registry = load_actors(actors) if actors is not None else None
    quotes = extract_quotes(articles, actors=registry, **options)
    return quotes, score_quotes(quotes, articles, gold=annotated)


def report(scores: pd.DataFrame) -> str:
    """The scores as text for a terminal."""
    shown = scores.assign(
        **{c: scores[c].map("{:.3f}".format) for c in ("precision", "recall", "f1")}
    )
    kinds = scores.attrs["by_kind"]
    if kinds.empty:
        return shown.to_string()
    kinds = kinds.map("{:.3f}".format).assign(gold=kinds["gold"].astype(int))
    kinds = kinds[[c for c in kinds if c in scores.index or c == "gold"]]
    return f"{shown.astype({'right': int})}\n\nrecall by kind\n{kinds}"


def speed(articles: pd.DataFrame, *, n_jobs: int = 1) -> pd.DataFrame:
    """Seconds and articles a second of the extraction and of spaCy alone, in one run.

    Everything is loaded and warmed up before the clock starts.  ``spaCy, names only`` is
    the part of the pipeline that the extraction uses, ``spaCy, all parts`` the whole.
    """
    import spacy

    from analystkit.quotes import extract_quotes
    from analystkit.quotes.extract import MODEL
    from analystkit.quotes.language import BATCH, load_language, names_in

    names, everything = load_language(MODEL), spacy.load(MODEL)
    texts = articles["text"].tolist()
    steps: dict[str, Callable[[], object]] = {
        "spaCy, names only": lambda: names_in(texts, names),
        "spaCy, all parts": lambda: list(everything.pipe(texts, batch_size=BATCH)),
        "extract_quotes, 1 process": lambda: extract_quotes(articles, progress=False),
    }
    if n_jobs != 1:
        steps[f"extract_quotes, n_jobs={n_jobs}"] = lambda: extract_quotes(
            articles, n_jobs=n_jobs, progress=False
        )
    extract_quotes(articles.head(2), progress=False)
    rows = []
    for step, work in steps.items():
        began = time.perf_counter()
        work()
        seconds = time.perf_counter() - began
        rows.append({"step": step, "seconds": seconds, "articles/s": len(texts) / seconds})
    table = pd.DataFrame(rows).set_index("step")
    return table.assign(times=table["seconds"] / table["seconds"].iloc[0])


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


def main(argv: list[str] | None = None) -> int:
    """Run one benchmark from the command line; returns the exit status."""
    parser = argparse.ArgumentParser(prog="python -m analystkit.benchmark", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    attribute = commands.add_parser("attribution", help="quotations, sources and speakers")
    attribute.add_argument("gold", type=Path, help="a PolNeAR folder, or a .jsonl beside its texts")
    attribute.add_argument("--out", type=Path, help="write the predictions to this .jsonl file")
    attribute.add_argument("--actors", type=Path, help="registry that gives camps (actors.toml)")
    attribute.add_argument("--jobs", type=int, default=1, help="processes (-1: one a core)")
    attribute.add_argument(
        "--min-confidence", type=float, default=0.55, help="leave out what is less sure"
    )
    timing = commands.add_parser("speed", help="articles a second, beside bare spaCy")
    timing.add_argument("articles", nargs="+", help="what load_articles reads")
    timing.add_argument("--jobs", type=int, default=-1, help="processes of the second run")
    commands.add_parser("import", help="seconds the import adds to pandas'")
    args = parser.parse_args(argv)
    if args.command == "import":
        print(import_seconds().to_string())
        return 0
    try:
        if args.command == "speed":
            from analystkit.articles import load_articles

            print(speed(load_articles(args.articles), n_jobs=args.jobs).round(2).to_string())
            return 0
        return _attribution(args)
    except (ValueError, OSError) as error:
        print(f"{parser.prog}: {error}", file=sys.stderr)
        return 2


def _attribution(args: argparse.Namespace) -> int:
    quotes, scores = attribution(
        args.gold, actors=args.actors, n_jobs=args.jobs, min_confidence=args.min_confidence
    )
    if args.actors is None:
        scores = scores.drop(index="camp", errors="ignore")  # camps come from the registry
    if args.out is not None:
        with args.out.open("w", encoding="utf-8") as file:
            for row in predictions(quotes):
                file.write(json.dumps(row, ensure_ascii=False) + "\n")
    print(report(scores))
    for row in quotes.attrs["problems"].itertuples():
        print(f"not read: {row.article_id}: {row.problem}", file=sys.stderr)
    return 0


if __name__ == "__main__":
    sys.exit(main())
