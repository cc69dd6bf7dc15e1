"""The measured claims, on annotated articles that stand beside the project."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from analystkit import tables
from analystkit.evaluation import attribution, named, predictions, read_speakers
from analystkit.evaluation.gold import read_gold
from analystkit.evaluation.scoring import score_quotes
from analystkit.evaluation.spoiling import spoil_all
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


def test_seed_article(seed, figure):
    quotes, scores = seed
    found, gold = (int(scores.loc["attributed", n]) for n in ("predicted", "gold"))
    figure("seed, attributed recall", scores.loc["attributed", "recall"], stated=0.9, of=gold)
    figure("seed, precision", scores.loc["attributed", "precision"], stated=0.77, of=found)
    for metric in ("named", "camp"):
        right = scores.loc[metric, "right"] / scores.loc["detected", "right"]
        figure(f"seed, {metric} of the detected", right, stated=0.95, of=gold)
    assert not quotes["quote"].str.contains("unacceptable’").any()


DEV = {"content": 0.906, "attributed": 0.770, "exact source": 0.742}
DEV_RECALL = {"direct": 0.947, "mixed": 0.841, "indirect": 0.622}


def test_unseen_political_news(dev, figure):
    _, scores = dev
    for metric, stated in DEV.items():
        of = int(scores.loc["attributed", "gold"])
        figure(f"PolNeAR dev, {metric} F1", scores.loc[metric, "f1"], stated=stated, of=of)
    recall = scores.attrs["by_kind"]
    for kind, stated in DEV_RECALL.items():
        of = int(recall.loc[kind, "gold"])
        figure(
            f"PolNeAR dev, attributed recall, {kind}",
            recall.loc[kind, "attributed"],
            stated=stated,
            of=of,
        )


SAMPLE = {"attributed": 0.921, "named": 0.906, "camp": 0.917}


def test_sample_coverage(sample, figure):
    _, scores = sample
    for metric, stated in SAMPLE.items():
        of = int(scores.loc[metric, "gold"])
        figure(f"sample, {metric} F1", scores.loc[metric, "f1"], stated=stated, of=of)


def test_speakers_of_twenty_articles_from_end_to_end(dev, shared, figure):
    quotes, _ = dev
    articles, _ = read_gold(shared / "corpora" / "polnear" / "dev")
    annotated = read_speakers(ROOT / "tests" / "quotes" / "speakers_polnear_dev.jsonl")
    pairs = named(quotes, articles, annotated=annotated)
    found = len(pairs) / len(annotated)
    figure("twenty dev articles, detected", found, stated=0.9, of=len(annotated))
    figure("twenty dev articles, names", pairs["right"].mean(), stated=0.965, of=len(pairs))


def test_speakers_of_every_kind_in_25_articles(shared, figure):
    articles, _ = read_gold(shared / "corpora" / "polnear" / "train")
    annotated = read_speakers(ROOT / "tests" / "quotes" / "speakers_polnear_train.jsonl")
    articles = articles[articles["article_id"].isin(annotated["article_id"])]
    pairs = named(extract_quotes(articles), articles, annotated=annotated)
    figure("25 train articles, names", pairs["right"].mean(), stated=0.832, of=len(pairs))


def test_spoiled_articles_lose_little(dev, shared, figure):
    """On every other article; on all: python -m analystkit.evaluation attribution … --spoiled."""
    articles, gold = read_gold(shared / "corpora" / "polnear" / "dev")
    articles = articles.iloc[::2]
    clean, gold = (rows[rows["article_id"].isin(articles["article_id"])] for rows in (dev[0], gold))
    spoiled, theirs = spoil_all(articles, gold)
    quotes = extract_quotes(spoiled)
    assert quotes.attrs["problems"].empty
    before = score_quotes(clean, articles, gold=gold)
    after = score_quotes(quotes, spoiled, gold=theirs)
    lost = before.loc["attributed", "f1"] - after.loc["attributed", "f1"]
    figure("PolNeAR dev spoiled, attributed F1 lost", lost, most=0.03)


def test_confidence_means_what_it_says(dev, shared, figure):
    from analystkit.evaluation.scoring import attributed_right, reliability

    quotes, _ = dev
    articles, gold = read_gold(shared / "corpora" / "polnear" / "dev")
    right = attributed_right(quotes, articles, gold=gold).to_numpy()
    _, error = reliability(quotes["confidence"].to_numpy(float), right)
    figure("PolNeAR dev, calibration error", error, most=0.05)


def test_every_article_goes_through(dev, shared):
    articles, _ = read_gold(shared / "corpora" / "polnear" / "train")
    some = articles.iloc[::6].reset_index(drop=True)
    quotes = extract_quotes(some, n_jobs=-1)
    known, _ = read_gold(shared / "corpora" / "polnear" / "dev")
    for found, read in ((quotes, some), (dev[0], known)):
        assert found.attrs["problems"].empty
        assert len(found) > 15 * len(read)
        valid(found, read)


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
