"""The measured claims, on annotated articles that stand beside the project."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from analystkit import tables
from analystkit.benchmark import attribution, named, predictions, read_speakers
from analystkit.gold import read_gold
from analystkit.quotes import extract_quotes

ROOT = Path(__file__).parent.parent
SHARED = ROOT.parent / "shared"


@pytest.fixture(scope="module")
def shared():
    if not SHARED.is_dir():
        pytest.skip(f"the annotated corpora are not beside the project ({SHARED.name}/ is missing)")
    return SHARED


@pytest.fixture(scope="module")
def dev(shared):
    return attribution(shared / "corpora" / "polnear" / "dev")


@pytest.fixture(scope="module")
def seed(shared):
    return attribution(shared / "seed" / "gold.jsonl", actors=ROOT / "data" / "actors.toml")


@pytest.fixture(scope="module")
def sample():
    return attribution(
        ROOT / "data" / "gold" / "quotes.jsonl", actors=ROOT / "data" / "actors.toml"
    )


def valid(quotes, articles):
    texts = dict(zip(articles["article_id"], articles["text"], strict=True))
    tables.check_quotes(quotes)
    for row in quotes.itertuples():
        text = texts[row.article_id]
        assert row.quote == " … ".join(text[start:end] for start, end in row.spans)
        assert all(0 <= start < end <= len(text) for start, end in row.spans)
        assert 0 <= row.confidence <= 1


def test_seed_article(seed):
    quotes, scores = seed
    assert scores.loc["attributed", "right"] >= 18
    assert scores.loc["attributed", "precision"] >= 0.75
    for metric in ("named", "camp"):
        assert scores.loc[metric, "right"] >= 0.9 * scores.loc["detected", "right"]
    assert not quotes["quote"].str.contains("unacceptable’").any()


def test_unseen_political_news(dev):
    _, scores = dev
    assert scores.loc["content", "f1"] >= 0.89
    assert scores.loc["attributed", "f1"] >= 0.75
    assert scores.loc["exact source", "f1"] >= 0.72
    recall = scores.attrs["by_kind"]["attributed"]
    assert recall["direct"] >= 0.92
    assert recall["mixed"] >= 0.82
    assert recall["indirect"] >= 0.57


def test_sample_coverage(sample):
    _, scores = sample
    assert scores.loc["named", "f1"] >= 0.9
    assert scores.loc["camp", "f1"] >= 0.9


def test_speakers_of_twenty_articles_from_end_to_end(dev, shared):
    quotes, _ = dev
    articles, _ = read_gold(shared / "corpora" / "polnear" / "dev")
    annotated = read_speakers(ROOT / "tests" / "quotes" / "speakers_polnear_dev.jsonl")
    pairs = named(quotes, articles, annotated=annotated)
    assert len(pairs) >= 0.88 * len(annotated)
    assert pairs["right"].mean() >= 0.94


def test_confidence_means_what_it_says(dev, shared):
    from analystkit.scoring import attributed_right
    from analystkit.training.calibration import reliability

    quotes, _ = dev
    articles, gold = read_gold(shared / "corpora" / "polnear" / "dev")
    right = attributed_right(quotes, articles, gold=gold).to_numpy()
    _, error = reliability(quotes["confidence"].to_numpy(float), right)
    assert error <= 0.05


@pytest.mark.parametrize("split", ["dev", "train"])
def test_every_article_goes_through(shared, split):
    articles, _ = read_gold(shared / "corpora" / "polnear" / split)
    quotes = extract_quotes(articles, n_jobs=-1)
    assert quotes.attrs["problems"].empty
    assert len(quotes) > 15 * len(articles)
    valid(quotes, articles)


@pytest.mark.parametrize("gold", ["seed/gold.jsonl", "corpora/polnear/dev"])
def test_the_public_scorer_gives_the_same_figures(shared, seed, dev, gold, tmp_path):
    quotes, scores = seed if gold.startswith("seed") else dev
    path = tmp_path / "predictions.jsonl"
    path.write_text("\n".join(map(json.dumps, predictions(quotes))), encoding="utf-8")
    scorer = shared / "benchmarks" / "score_attribution.py"
    out = subprocess.check_output(
        [sys.executable, str(scorer), str(shared / gold), str(path), "--json"],
        env=os.environ | {"PYTHONDONTWRITEBYTECODE": "1"},
    )
    theirs = json.loads(out)
    for metric, row in scores.iterrows():
        for rate in ("precision", "recall", "f1"):
            assert row[rate] == pytest.approx(theirs[str(metric).replace(" ", "_")][rate])
