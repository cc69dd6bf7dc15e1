"""The measured claims about stance: on public corpora beside the project, and on our own labels."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pandas as pd
import pytest

from analystkit.actors import load_actors
from analystkit.articles import load_articles
from analystkit.evaluation.stance_corpora import (
    corpus_answers,
    corpus_figures,
    corpus_questions,
    is_held_out,
    word_list_answers,
    write_corpus_answers,
)
from analystkit.evaluation.stances import (
    annotated_quotes,
    calibration_error,
    read_stance_labels,
    stance_answers,
    stance_by_target,
    stance_figures,
)
from analystkit.quotes import extract_quotes
from analystkit.reviewing import krippendorff_alpha
from analystkit.stance import score_stance
from analystkit.targets import load_targets

ROOT = Path(__file__).parents[2]
DATA = ROOT / "data"
SHARED = ROOT.parent / "shared"
CORPORA = SHARED / "corpora"

NEWSMTSC = {"macro_f1": 0.810}
DSE = {"five_f1": 0.623, "polar_f1": 0.666}  # of the half asked here; .598 and .656 of the whole
OWN_SURE = {"f1": 0.872, "answered": 0.944}
OWN_ALL = {"f1": 0.850}
SECOND = {"f1": 0.658}
OWN_LEAD = 0.3  # macro F1 beyond the better word list's
CALIBRATION_ERROR = 0.06  # on each corpus
# It is too modest there, .89 right and .78 said; 359 perfectly calibrated answers show .04.
OWN_CALIBRATION_ERROR = 0.12
AGREEMENT = 0.96


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


@pytest.fixture(scope="module")
def part(tmp_path_factory):
    """NewsMTSC, and of DSE every second line to answer and every eighth to tune word lists on.

    On the whole the same figures are made by ``python -m analystkit.evaluation stance`` and the
    folder of the corpora.
    """
    if not (CORPORA / "newsmtsc").is_dir() or not (CORPORA / "dse").is_dir():
        pytest.skip(f"NewsMTSC and DSE are not beside the project ({SHARED.name}/ is missing)")
    folder = tmp_path_factory.mktemp("corpora")
    for name, step in {"newsmtsc/train.jsonl": 1, "dse/valid.txt": 2, "dse/train.txt": 8}.items():
        lines = (CORPORA / name).read_text(encoding="utf-8").splitlines(keepends=True)
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text("".join(lines[::step]), encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def questions(part):
    return corpus_questions(part)


@pytest.fixture(scope="module")
def asked(questions):
    return corpus_answers(questions)


@pytest.fixture(scope="module")
def figures(questions, asked, part):
    others = corpus_questions(part, held_out=False)
    return corpus_figures(asked.join(word_list_answers(questions, tuned_on=others)))


def reaches(figure, what, row, stated, of):
    for name, value in stated.items():
        figure(f"{what}, {name}", row[name], stated=value, of=of)


def test_own_labels(answers, figure):
    figures = stance_figures(answers)
    of = len(answers)
    reaches(figure, "own labels where sure", figures.loc["ours, where it is sure"], OWN_SURE, of)
    reaches(figure, "own labels", figures.loc["ours, all"], OWN_ALL, of)
    lists = figures.loc[["TextBlob", "VADER"], "f1"].max()
    assert figures.loc["ours, all", "f1"] > lists + OWN_LEAD
    figure("own labels, calibration error", calibration_error(answers), most=OWN_CALIBRATION_ERROR)


def test_labels_on_other_subjects(figure):
    labels = read_stance_labels(DATA / "second" / "gold" / "stance.jsonl")
    articles, quotes = annotated_quotes(DATA / "second" / "gold" / "quotes.jsonl")
    targets = DATA / "second" / "targets.toml"
    found = stance_answers(
        labels, quotes=quotes, articles=articles, targets=targets, actors=DATA / "actors.toml"
    )
    figures = stance_figures(found)
    reaches(figure, "second set", figures.loc["ours, all"], SECOND, len(found))
    assert figures.loc["ours, all", "f1"] > figures.loc[["TextBlob", "VADER"], "f1"].max() + 0.1


def test_every_label_is_counted_at_its_target(answers):
    table = stance_by_target(answers)
    assert table["n"].sum() == len(answers)
    right = (table["accuracy"] * table["n"]).sum() / table["n"].sum()
    assert right == pytest.approx(stance_figures(answers).loc["ours, all", "accuracy"])


def test_the_two_readings_agree(labels):
    assert krippendorff_alpha(labels["first"], labels["second"]) >= AGREEMENT
    agreed = labels["first"] == labels["second"]
    assert (labels["label"] == labels["first"])[agreed].all()


def test_sentiment_toward_a_mention(figures, figure):
    row = figures.loc[("NewsMTSC", "ours")]
    reaches(figure, "NewsMTSC held out", row, NEWSMTSC, row["questions"])


def test_directed_stance_between_people(figures, figure):
    row = figures.loc[("DSE", "ours")]
    reaches(figure, "DSE valid", row, DSE, row["questions"] / 2)  # a pair is asked both ways


@pytest.mark.parametrize("corpus", ["NewsMTSC", "DSE"])
def test_on_the_corpora_it_beats_the_word_lists_and_means_its_confidence(figures, corpus, figure):
    here = figures.loc[corpus]
    figure(f"{corpus}, calibration error", here.loc["ours", "ece"], most=CALIBRATION_ERROR)
    for measure in ("accuracy", "macro_f1", "polar_f1"):
        assert here.loc["ours", measure] == here[measure].max()


def test_the_public_scorer_gives_the_same_figures(asked, figures, part, tmp_path):
    write_corpus_answers(asked, part, tmp_path)

    def scored(task, gold):
        scorer = SHARED / "benchmarks" / "score_stance.py"
        return json.loads(
            subprocess.check_output(
                [sys.executable, str(scorer), task, str(gold), str(tmp_path / f"{task}.jsonl")],
                env=os.environ | {"PYTHONDONTWRITEBYTECODE": "1"},
            )
        )

    mentions = scored("newsmtsc", tmp_path / "newsmtsc_held_out.jsonl")
    pairs = scored("dse", part / "dse" / "valid.txt")
    for corpus, theirs in (("NewsMTSC", mentions), ("DSE", pairs["directed"])):
        ours = figures.loc[(corpus, "ours")]
        for measure in ("questions", "accuracy", "macro_f1", "polar_f1"):
            assert ours[measure] == pytest.approx(theirs[measure])
    five = figures.loc[("DSE", "ours"), "five_f1"]
    assert five == pytest.approx(pairs["five"]["macro_f1"])


def test_the_hold_out_is_that_of_training(part):
    pytest.importorskip("torch", reason="training needs the extra [train]")
    from analystkit.training.stance import data as stance_data

    texts = [t for held in (True, False) for t in corpus_questions(CORPORA, held_out=held)["text"]]
    assert [is_held_out(t) for t in texts] == [stance_data.is_held_out(t) for t in texts]


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
    assert sides("Pentagon", "strikes") <= {"for"}  # one is unclear
    assert sides("Antony Blinken", "strikes") == {"for"}
    assert sides("Biden's critics", "iran") == {"against"}
    assert sides("Iraqi militia groups", "united-states") == {"against"}


@pytest.fixture
def corpora(tmp_path):
    for name, text in {
        "newsmtsc/train.jsonl": "",
        "dse/valid.txt": "The [mayor] blamed [Ana Weiss] and [the council] .\tA\tB\t3\n",
    }.items():
        (tmp_path / name).parent.mkdir()
        (tmp_path / name).write_text(text, "utf-8")
    return tmp_path


def test_a_pair_is_asked_both_ways(corpora):
    asked = corpus_questions(corpora)
    assert dict(zip(asked["id"], asked["gold"], strict=True)) == {
        "0:p": "against",
        "0:q": "neutral",
    }
    for row in asked.itertuples():
        assert row.text == "The mayor blamed Ana Weiss and [the council] ."
        words = [row.text[slice(*span)] for span in (row.holder, row.target)]
        assert words == ["mayor", "Ana Weiss"][:: 1 if row.id == "0:p" else -1]


@pytest.mark.parametrize("line", ["no tabs", "The [mayor] alone .\tA\tB\t1", "[a] [b]\tA\tB\t9"])
def test_a_line_that_is_no_pair_is_named(corpora, line):
    with (corpora / "dse" / "valid.txt").open("a", encoding="utf-8") as file:
        file.write(line)
    with pytest.raises(ValueError, match=r"valid\.txt, line 2"):
        corpus_questions(corpora)


def test_polar_both_ways_counts_as_the_first_entitys():
    pairs = [("against", "for"), ("neutral", "for"), ("neutral", "neutral")]
    gold = [("against", "neutral"), ("neutral", "for"), ("neutral", "neutral")]
    answers = pd.DataFrame(
        {
            "corpus": "DSE",
            "gold": [side for pair in gold for side in pair],
            "leaning": [side for pair in pairs for side in pair],
            "confidence": 0.5,
        }
    )
    ours = corpus_figures(answers).loc[("DSE", "ours")]
    assert ours["accuracy"] == pytest.approx(5 / 6)
    assert ours["five_f1"] == pytest.approx(3 / 5)  # all right, of five classes three are there
    assert ours["ece"] == pytest.approx(1 / 3)
