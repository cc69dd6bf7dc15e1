"""``make bench``: every figure that README, cards and notebooks state, measured again.

Each part is one measurement, kept in ``models/figures.json`` with the machine, the versions and
the networks it was made with.  A part whose corpus is not at hand stays as it was, and is named.
"""

import os
import platform
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

import pandas as pd

from analystkit.evaluation import peers, stance_corpora, stances, stated, swapping, timing
from analystkit.evaluation.attribution import attribution, named, read_speakers
from analystkit.evaluation.gold import read_gold
from analystkit.evaluation.scoring import attributed_right, reliability, score_quotes
from analystkit.models.loading import MODELS
from analystkit.quotes import extract_quotes
from analystkit.reviewing import krippendorff_alpha
from analystkit.stance import Question

Figures = dict[str, float]
PACKAGES = (
    "analystkit", "numpy", "onnxruntime", "pandas", "spacy", "textacy", "textblob", "tokenizers",
    "vaderSentiment",
)  # fmt: skip
SWAPPED = (
    "Donald Trump=Hillary Clinton", "Trump=Clinton", "Republicans=Democrats",
    "Republican=Democratic",
)  # fmt: skip
_SURE = 0.8  # of how many answers given this or more are right is told


@dataclass(frozen=True)
class Place:
    """A checkout of the project, and the folder of the corpora (PolNeAR, NewsMTSC, DSE)."""

    root: Path
    corpora: Path


def _flat(figures: pd.DataFrame) -> Figures:
    return {
        f"{row}_{column}".replace(" ", "_"): float(x)
        for column, values in figures.items()
        for row, x in values.items()
    }


def _rates(scores: pd.DataFrame) -> Figures:
    found = _flat(scores[["precision", "recall", "f1"]])
    recall = scores.attrs["by_kind"]["attributed"]
    found |= {f"{kind}_recall": float(x) for kind, x in recall.items()}
    return found | {"quotations": float(scores["gold"]["attributed"])}


def _names(quotes: pd.DataFrame, articles: pd.DataFrame, names: Path) -> Figures:
    annotated = read_speakers(names)
    pairs = named(quotes, articles, annotated=annotated)
    right, asked = pairs["right"].sum(), len(pairs)
    found = {"names_annotated": len(annotated), "names_asked": asked, "names_right": right}
    return found | {"names_share": right / asked}


def _dev(at: Place) -> Figures:
    folder = at.corpora / "polnear" / "dev"
    quotes, scores = attribution(folder)
    articles, gold = read_gold(folder)
    right = attributed_right(quotes, articles, gold=gold).to_numpy()
    _, error = reliability(quotes["confidence"].to_numpy(float), right)
    names = at.root / "tests" / "quotes" / "speakers_polnear_dev.jsonl"
    known = _names(quotes, articles, names)
    return _rates(scores) | known | {"articles": len(articles), "error": error}


def _spoiled(at: Place) -> Figures:
    return _rates(attribution(at.corpora / "polnear" / "dev", spoiled=True)[1])


def _train_names(at: Place) -> Figures:
    names = at.root / "tests" / "quotes" / "speakers_polnear_train.jsonl"
    articles, _ = read_gold(at.corpora / "polnear" / "train")
    articles = articles[articles["article_id"].isin(read_speakers(names)["article_id"])]
    return _names(extract_quotes(articles), articles, names) | {"articles": len(articles)}


def _textacy(at: Place) -> Figures:
    articles, gold = read_gold(at.corpora / "polnear" / "dev")
    quotes = peers.textacy_quotes(articles)
    scores = score_quotes(quotes, articles, gold=gold)
    return _rates(scores) | {"raised": quotes.attrs["raised"]}


def _sample(at: Place) -> Figures:
    data = at.root / "data"
    return _rates(attribution(data / "gold" / "quotes.jsonl", actors=data / "actors.toml")[1])


def _corpora(at: Place) -> Figures:
    asked = stance_corpora.corpus_questions(at.corpora)
    known = stance_corpora.corpus_questions(at.corpora, held_out=False)
    lists = stance_corpora.word_list_answers(asked, tuned_on=known)
    figures = stance_corpora.corpus_figures(stance_corpora.corpus_answers(asked).join(lists))
    rows = [f"{corpus}_{way.split()[0]}" for corpus, way in figures.index.tolist()]
    found = _flat(figures.set_axis(rows))
    return {name.lower(): x for name, x in found.items() if x == x}  # five_f1 is DSE's alone


def _labels(folder: str) -> Callable[[Place], Figures]:
    def measure(at: Place) -> Figures:
        data = at.root / "data" / folder
        labels = stances.read_stance_labels(data / "gold" / "stance.jsonl")
        articles, quotes = stances.annotated_quotes(data / "gold" / "quotes.jsonl")
        answers = stances.stance_answers(
            labels,
            quotes=quotes,
            articles=articles,
            targets=data / "targets.toml",
            actors=at.root / "data" / "actors.toml",
        )
        ways = ("sure", "all", "textblob", "vader", "always")
        found = _flat(stances.stance_figures(answers).set_axis(list(ways)))
        right = answers["gold"] == answers["leaning"]
        sides = answers["gold"].ne("neutral") & answers["leaning"].ne("neutral")
        by_target = stances.stance_by_target(answers).query("n >= 20")["accuracy"]
        return found | {
            "pairs": len(answers),
            "opposite": (sides & ~right).mean(),
            "confident": (answers["confidence"] >= _SURE).mean(),
            "confident_right": right[answers["confidence"] >= _SURE].mean(),
            "error": stances.calibration_error(answers),
            "alpha": krippendorff_alpha(labels["first"].tolist(), labels["second"].tolist()),
            **{f"accuracy_{target}".replace("-", "_"): x for target, x in by_target.items()},
        }

    return measure


def _swap(at: Place) -> Figures:
    asked = stance_corpora.corpus_questions(at.corpora)[["text", "target", "holder"]]
    questions = [Question(*row) for row in asked.itertuples(index=False)]
    table = swapping.swap_table(questions, swapping.pairs_of(SWAPPED))
    moved = (table["score_after"] - table["score_before"]).abs()
    changed = (table["before"] != table["after"]).mean()
    return {"questions": len(table), "changed": changed, "moved": moved.mean()}


def _speed(at: Place) -> Figures:
    return timing.public_speed(at.root / "data")


@dataclass(frozen=True)
class Part:
    """A measurement: what it is of, the command that tells more of it, the networks it hangs on."""

    what: str
    command: str
    measure: Callable[[Place], Figures]
    networks: tuple[str, ...] = ()
    corpora: tuple[str, ...] = ()

    def lacks(self, at: Place) -> str | None:
        """What is not at hand and keeps the part from being measured."""
        if self.measure is _textacy and not peers.has_textacy():
            return "textacy is not installed"
        folders = (at.corpora / name for name in self.corpora)
        return next((f"there is no folder {f}" for f in folders if not f.is_dir()), None)


_TAGGER, _STANCE = ("tagger.onnx.gz",), ("stance_lower.onnx.gz", "stance_upper.onnx.gz")
_RUN = "python -m analystkit.evaluation "
_NAMES = " ".join(f'"{pair}"' for pair in SWAPPED)
PARTS = {
    "dev": Part(
        "PolNeAR dev",
        f"{_RUN}attribution CORPORA/polnear/dev",
        _dev, _TAGGER, ("polnear/dev",),
    ),
    "spoiled": Part(
        "PolNeAR dev, spoiled as bad exports are",
        f"{_RUN}attribution CORPORA/polnear/dev --spoiled",
        _spoiled, _TAGGER, ("polnear/dev",),
    ),
    "train_names": Part(
        "names in 25 training articles",
        f"{_RUN}speakers CORPORA/polnear/train tests/quotes/speakers_polnear_train.jsonl",
        _train_names, _TAGGER, ("polnear/train",),
    ),
    "textacy": Part(
        "PolNeAR dev by textacy",
        f"{_RUN}bench --only textacy",
        _textacy, (), ("polnear/dev",),
    ),
    "sample": Part(
        "the sample coverage",
        f"{_RUN}attribution data/gold/quotes.jsonl --actors data/actors.toml",
        _sample, _TAGGER,
    ),
    "corpora": Part(
        "NewsMTSC and DSE, held out",
        f"{_RUN}stance CORPORA",
        _corpora, _STANCE, ("newsmtsc", "dse"),
    ),
    "own": Part(
        "stance labels of the sample coverage",
        f"{_RUN}stance data/gold/stance.jsonl",
        _labels(""), _STANCE,
    ),
    "second": Part(
        "stance labels on six other subjects",
        f"{_RUN}stance data/second/gold/stance.jsonl --actors data/actors.toml",
        _labels("second"), _STANCE,
    ),
    "swap": Part(
        "names exchanged in the held-out questions",
        f"{_RUN}stance CORPORA --swap {_NAMES}",
        _swap, _STANCE, ("newsmtsc", "dse"),
    ),
    "speed": Part(
        "seconds for the sample coverage, in turns",
        f"{_RUN}bench --only speed",
        _speed, _TAGGER + _STANCE,
    ),
}  # fmt: skip


def bench(at: Place, *, only: Iterable[str] = (), say: Callable[[str], object] = print) -> None:
    """Measure the parts, write each when it is known, and put the figures into the documents."""
    chosen = list(only) or list(PARTS)
    if unknown := [name for name in chosen if name not in PARTS]:
        raise ValueError(f"no part is called {unknown[0]!r}; there are: {', '.join(PARTS)}")
    for name in chosen:
        part, parts = PARTS[name], stated.read_parts()
        if lacking := part.lacks(at):
            say(f"\n{name}: not measured, stays as it was: {lacking}")
            continue
        kept = {"what": part.what, "command": part.command, **circumstances()}
        kept["networks"] = {file: fingerprint(file) for file in part.networks}
        kept["figures"] = {key: _short(x) for key, x in sorted(part.measure(at).items())}
        say(table(name, kept["figures"], parts.get(name, {}).get("figures", {})))
        stated.write_parts(parts | {name: kept})
    for line in rewrite(at.root):
        say(line)


def _short(figure: float) -> float:
    figure = round(float(figure), 4)
    return int(figure) if figure.is_integer() else figure


def rewrite(root: Path) -> list[str]:
    """Put the kept figures into the documents; what changed."""
    figures = stated.by_name(stated.read_parts())
    changed = []
    for path in stated.documents(root):
        text = path.read_text(encoding="utf-8")
        if (new := stated.restated(text, figures)) != text:
            path.write_text(new, encoding="utf-8", newline="\n")
            changed.append(f"figures in {path.relative_to(root)} changed")
    return changed


def table(name: str, figures: Mapping[str, float], before: Mapping[str, float]) -> str:
    """A part's figures beside those kept before, for a terminal."""
    both = pd.DataFrame({"measured": pd.Series(figures), "before": pd.Series(before, dtype=float)})
    head = f"\n{name}: {PARTS[name].what}\n{PARTS[name].command}\n"
    return head + both.to_string(float_format="{:.4g}".format, na_rep="")


def circumstances() -> dict[str, Any]:
    """When, on which machine and with which versions something is measured."""
    load = {"load": round(os.getloadavg()[0], 1)} if hasattr(os, "getloadavg") else {}
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    return {
        "date": datetime.now(UTC).date().isoformat(),
        "machine": {
            "processor": _processor(), "cores": cores, "system": platform.system(), **load
        },
        "versions": {"python": platform.python_version(), **dict(_versions())},
    }  # fmt: skip


def _versions() -> Iterable[tuple[str, str]]:
    for package in PACKAGES:
        try:
            yield package, version(package)
        except PackageNotFoundError:
            continue


def _processor() -> str:
    try:
        told = Path("/proc/cpuinfo").read_text(encoding="utf-8")
    except OSError:
        return platform.processor() or platform.machine()
    names = [x.partition(":")[2].strip() for x in told.splitlines() if x.startswith("model name")]
    return names[0] if names else platform.machine()


def fingerprint(name: str) -> str:
    """The first letters of a network's SHA-256, as reports print them."""
    return sha256((MODELS / name).read_bytes()).hexdigest()[:12]
