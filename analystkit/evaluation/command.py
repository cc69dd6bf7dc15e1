"""The benchmarks from the command line.

``attribution GOLD`` scores the extraction on a PolNeAR folder or a ``.jsonl`` beside its texts,
``speakers GOLD NAMES`` the names of the speakers.  ``stance GOLD`` checks the sides taken: GOLD is
a folder with NewsMTSC and DSE, or a ``.jsonl`` of labels by hand, or both; with ``--swap
Trump=Clinton`` how many of its labels change when the two change places.  ``speed ARTICLES``
times the extraction beside spaCy, and ``import`` the import.  ``bench`` measures again what
README, cards and notebooks state, keeps it with machine and versions in ``models/figures.json``,
and puts it in place.
"""

import argparse
import json
import sys
from pathlib import Path

import pandas as pd

from analystkit.actors import load_actors
from analystkit.articles import load_articles
from analystkit.evaluation import bench, stance_corpora, stances, swapping
from analystkit.evaluation.attribution import attribution, named, predictions, read_speakers, report
from analystkit.evaluation.gold import read_gold
from analystkit.evaluation.timing import import_seconds, speed
from analystkit.quotes import extract_quotes
from analystkit.reviewing import krippendorff_alpha
from analystkit.stance import Question
from analystkit.stance.score import questions_of
from analystkit.targets import load_targets, quote_targets


def main(argv: list[str] | None = None) -> int:
    """Run one benchmark from the command line; returns the exit status."""
    parser = argparse.ArgumentParser(prog="python -m analystkit.evaluation", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    attribute = commands.add_parser("attribution", help="quotations, sources and speakers")
    speakers = commands.add_parser("speakers", help="names of the speakers of found quotations")
    sure = "leave out what is less sure"
    for command in (attribute, speakers):
        command.add_argument("gold", type=Path, help="PolNeAR folder, or .jsonl beside its texts")
        command.add_argument("--jobs", type=int, default=1, help="processes (-1: one a core)")
        command.add_argument("--min-confidence", type=float, default=0.4, help=sure)
    attribute.add_argument("--out", type=Path, help="write the predictions to this .jsonl file")
    attribute.add_argument("--actors", type=Path, help="registry that gives camps (actors.toml)")
    attribute.add_argument("--spoiled", action="store_true", help="texts as bad exports spoil them")
    speakers.add_argument("names", type=Path, help="names annotated by hand (.jsonl)")
    stance = commands.add_parser("stance", help="sides taken, beside TextBlob and VADER")
    stance.add_argument("gold", type=Path, nargs="+", help="folder of corpora, or stance.jsonl")
    stance.add_argument("--out", type=Path, help="write the corpora's answers to this folder")
    stance.add_argument("--quotes", type=Path, help="quotations by hand; default: quotes.jsonl")
    stance.add_argument("--targets", type=Path, help="default: targets.toml, one folder up")
    stance.add_argument("--actors", type=Path, help="default: actors.toml, one folder up")
    stance.add_argument("--swap", nargs="+", metavar="NAME=NAME", help="exchange names instead")
    timing = commands.add_parser("speed", help="articles a second, beside bare spaCy and peers")
    timing.add_argument("articles", nargs="+", help="what load_articles reads")
    timing.add_argument("--jobs", type=int, default=-1, help="processes of the last run")
    timing.add_argument("--repeats", type=int, default=5, help="runs of each step")
    every = commands.add_parser("bench", help="every figure that README and cards state")
    every.add_argument("--only", nargs="+", default=[], metavar="PART", choices=bench.PARTS)
    every.add_argument("--corpora", type=Path, default=Path("../shared/corpora"))
    every.add_argument("--write-readme", action="store_true", help="measure nothing, only write")
    commands.add_parser("import", help="seconds the import adds to pandas'")
    args = parser.parse_args(argv)
    try:
        _RUN[args.command](args)
    except (ValueError, OSError) as error:
        print(f"{parser.prog}: {error}", file=sys.stderr)
        return 2
    return 0


def _bench(args: argparse.Namespace) -> None:
    if args.write_readme:
        print(*bench.rewrite(Path()), sep="\n")
    else:
        bench.bench(bench.Place(Path(), args.corpora), only=args.only)


def _speed(args: argparse.Namespace) -> None:
    articles = load_articles(args.articles)
    print(f"{len(articles)} articles, median of {args.repeats} runs")
    print(speed(articles, n_jobs=args.jobs, repeats=args.repeats).round(2).to_string())
    print("derived: times of the bare pipeline from an earlier survey; peers are not run here")


def _speakers(args: argparse.Namespace) -> None:
    annotated = read_speakers(args.names)
    articles, _ = read_gold(args.gold)
    articles = articles[articles["article_id"].isin(annotated["article_id"])]
    quotes = extract_quotes(articles, n_jobs=args.jobs, min_confidence=args.min_confidence)
    pairs = named(quotes, articles, annotated=annotated)
    for row in pairs[~pairs["right"]].itertuples():
        print(
            f"{row.article_id}\n  {row.quote}\n  {row.source}: {row.speaker}, not {row.annotated}"
        )
    right, found = pairs["right"].sum(), len(pairs)
    print(
        f"{right} of {found} detected quotations have the right name "
        f"({right / max(1, found):.3f}); {pairs.attrs['annotated']} are annotated"
    )


def _stance(args: argparse.Namespace) -> None:
    for gold in args.gold:
        if gold.is_dir() and args.swap:
            asked = stance_corpora.corpus_questions(gold)[["text", "target", "holder"]]
            _swapped([Question(*row) for row in asked.itertuples(index=False)], args.swap)
        elif gold.is_dir():
            _stance_of_corpora(gold, args.out)
        else:
            _stance_of_labels(gold, args)


def _swapped(questions: list[Question], swap: list[str]) -> None:
    names = swapping.pairs_of(swap)
    table = swapping.swap_table(questions, names)
    changed = (table["before"] != table["after"]).mean()
    moved = table["score_after"] - table["score_before"]
    print(f"{len(table)} of {len(questions)} questions name somebody of {', '.join(names)}")
    print(f"labels that change {changed:.3f}, scores by {moved.abs().mean():.3f} in the mean")
    print(pd.crosstab(table["before"], table["after"]).to_string())
    for name, other in names.items():
        here = moved[table["target"] == name]
        print(f"toward {name}: {len(here)} questions, {here.mean():+.3f} when it is {other}")


def _stance_of_corpora(corpora: Path, out: Path | None) -> None:
    questions = stance_corpora.corpus_questions(corpora)
    answers = stance_corpora.corpus_answers(questions)
    if out is not None:
        stance_corpora.write_corpus_answers(answers, corpora, out)
    known = stance_corpora.corpus_questions(corpora, held_out=False)
    lists = stance_corpora.word_list_answers(questions, tuned_on=known)
    print(
        "questions the network was not trained on; its temperature was fitted on them, which "
        "moves no answer but flatters ece: python -m analystkit.training.stance.calibrate "
        "prints it cross-validated"
    )
    figures = stance_corpora.corpus_figures(answers.join(lists)).reset_index()
    print(figures.to_string(index=False, float_format="{:.3f}".format, na_rep=""))
    for (corpus, tool), (low, high) in lists.attrs["bounds"].items():
        print(f"{tool} on {corpus}: against below {low:g}, for above {high:g}, tuned on train")


def _stance_of_labels(path: Path, args: argparse.Namespace) -> None:
    beside, above = path.parent, path.parent.parent
    labels = stances.read_stance_labels(path)
    actors = args.actors or above / "actors.toml"
    articles, quotes = stances.annotated_quotes(args.quotes or beside / "quotes.jsonl")
    if args.swap:
        known = load_targets(args.targets or above / "targets.toml", actors=load_actors(actors))
        asked = quote_targets(quotes, articles, known)
        _swapped(questions_of(asked, quotes, articles), args.swap)
        return
    answers = stances.stance_answers(
        labels,
        quotes=quotes,
        articles=articles,
        targets=args.targets or above / "targets.toml",
        actors=actors,
    )
    print(f"{len(answers)} labelled (quotation, target) pairs")
    print(stances.stance_figures(answers).map("{:.3f}".format).to_string())
    print(f"expected calibration error of ours {stances.calibration_error(answers):.3f}")
    print("\nby hand (rows) and ours")
    print(pd.crosstab(answers["gold"], answers["label"]).to_string())
    print("\nby target")
    print(stances.stance_by_target(answers).to_string(float_format="{:.2f}".format))
    if {"first", "second"} <= set(labels):
        alpha = krippendorff_alpha(labels["first"].tolist(), labels["second"].tolist())
        print(f"\nagreement of the two readings: Krippendorff's alpha {alpha:.3f}")


def _attribution(args: argparse.Namespace) -> None:
    quotes, scores = attribution(
        args.gold,
        actors=args.actors,
        spoiled=args.spoiled,
        n_jobs=args.jobs,
        min_confidence=args.min_confidence,
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


_RUN = {
    "attribution": _attribution, "speakers": _speakers, "stance": _stance, "speed": _speed,
    "bench": _bench, "import": lambda _: print(import_seconds().to_string()),
}  # fmt: skip
