"""The measured claims about stance: on public corpora beside the project, and on our own labels."""

import importlib.util
from pathlib import Path

import pytest

from analystkit.actors import load_actors
from analystkit.articles import load_articles
from analystkit.benchmark.stances import (
    annotated_quotes,
    krippendorff_alpha,
    read_stance_labels,
    stance_answers,
    stance_figures,
)
from analystkit.quotes import extract_quotes
from analystkit.stance import Question, score_stance, stances
from analystkit.targets import load_targets

ROOT = Path(__file__).parents[2]
DATA = ROOT / "data"
SHARED = ROOT.parent / "shared"


@pytest.fixture(scope="module")
def shared():
    if not SHARED.is_dir():
        pytest.skip(f"the public corpora are not beside the project ({SHARED.name}/ is missing)")
    return SHARED


@pytest.fixture(scope="module")
def labels():
    return read_stance_labels(DATA / "gold" / "stance.jsonl")


@pytest.fixture(scope="module")
def answers(labels):
    articles, quotes = annotated_quotes(DATA / "gold" / "quotes.jsonl")
    return stance_answers(
        labels,
        quotes=quotes,
        articles=articles,
        targets=DATA / "targets.toml",
        actors=DATA / "actors.toml",
    )


def test_own_labels(answers):
    figures = stance_figures(answers)
    assert figures.loc["ours, where it is sure", "f1"] >= 0.57
    assert figures.loc["ours, where it is sure", "answered"] >= 0.8
    assert figures.loc["ours, all", "f1"] >= 0.54
    assert figures.loc["ours, all", "f1"] > figures.loc[["TextBlob", "VADER"], "f1"].max() + 0.1


def test_the_two_readings_agree(labels):
    assert krippendorff_alpha(labels["first"], labels["second"]) >= 0.96
    agreed = labels["first"] == labels["second"]
    assert (labels["label"] == labels["first"])[agreed].all()


def test_directed_stance_between_people(shared):
    spec = importlib.util.spec_from_file_location("s", shared / "benchmarks" / "score_stance.py")
    scorer = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(scorer)
    questions = scorer.load_dse(shared / "corpora" / "dse" / "valid.txt")
    found = stances(Question(q["text"], q["target"], q["holder"]) for q in questions)
    side = {"against": -1, "neutral": 0, "for": 1}
    scores = scorer.score_dse(
        questions, {q["id"]: side[s.leaning] for q, s in zip(questions, found, strict=True)}
    )
    assert scores["five"]["macro_f1"] >= 0.53
    assert scores["directed"]["polar_f1"] >= 0.56


def test_the_founding_article(shared):
    articles = load_articles(shared / "seed" / "article.txt")
    actors = load_actors(DATA / "actors.toml")
    quotes = extract_quotes(articles, actors=actors, progress=False)
    stance = score_stance(quotes, articles, load_targets(DATA / "targets.toml", actors=actors))
    told = stance.merge(quotes[["quote_id", "speaker"]], on="quote_id")

    def sides(speaker, target):
        rows = told[(told["target"] == target) & (told["speaker"] == speaker)]
        return set(rows["label"]) - {"unclear", "neutral"}

    assert sides("Mustafa al-Kadhimi", "strikes") == {"against"}
    assert sides("Pentagon", "strikes") == {"for"}
    assert sides("Antony Blinken", "strikes") == {"for"}
    assert sides("Biden's critics", "iran") == {"against"}
