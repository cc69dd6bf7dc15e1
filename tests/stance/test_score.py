from pathlib import Path

import pytest

from analystkit import tables
from analystkit.actors import load_actors
from analystkit.articles import load_articles
from analystkit.quotes import extract_quotes
from analystkit.stance import explain_quote, score_stance
from analystkit.stance.toward import Stance, inverted
from analystkit.tables import as_articles, as_quotes
from analystkit.targets import Target, Targets, load_targets, quote_targets

DATA = Path(__file__).parents[2] / "data"
STRIKES = Targets([Target("strikes", "The strikes", ("strikes",))])


@pytest.fixture(scope="module")
def coverage():
    articles = load_articles(DATA / "coverage").head(4)
    actors = load_actors(DATA / "actors.toml")
    quotes = extract_quotes(articles, actors=actors, progress=False)
    return articles, quotes, load_targets(DATA / "targets.toml", actors=actors)


def quoted(text, quote, cue, source):
    def at(words):
        return text.index(words), text.index(words) + len(words)

    return tables.as_quotes(
        [
            {
                "quote_id": "a#0", "article_id": "a", "kind": "indirect", "quote": quote,
                "spans": [at(quote)], "cue": cue, "cue_start": at(cue)[0], "cue_end": at(cue)[1],
                "source": source, "source_start": at(source)[0], "source_end": at(source)[1],
            }
        ]
    ), tables.as_articles([{"article_id": "a", "text": text}])  # fmt: skip


def test_one_row_a_quotation_and_target(coverage):
    articles, quotes, targets = coverage
    stance = score_stance(quotes, articles, targets)
    pairs = quote_targets(quotes, articles, targets)
    assert stance[["quote_id", "target"]].equals(pairs[["quote_id", "target"]])
    tables.check_stance(stance)
    texts = dict(zip(articles["article_id"], articles["text"], strict=True))
    home = dict(zip(quotes["quote_id"], quotes["article_id"], strict=True))
    for row in stance.itertuples():
        text = texts[home[row.quote_id]]
        assert text[row.mention_start : row.mention_end].strip()
        if row.label in ("against", "for"):
            assert (row.score > 0) == (row.label == "for")


def test_what_is_known_of_others_changes_nothing(coverage):
    articles, quotes, targets = coverage
    whole = score_stance(quotes, articles, targets)
    some = quotes[quotes["article_id"] == articles["article_id"].iloc[2]]
    alone = score_stance(some, articles, targets)
    kept = whole[whole["quote_id"].isin(some["quote_id"])].reset_index(drop=True)
    assert alone.equals(kept)


@pytest.mark.parametrize(
    ("text", "quote", "cue", "source", "label"),
    [
        ("The king condemned the strikes.", "the strikes", "condemned", "The king", "against"),
        ("The senator praised the strikes.", "the strikes", "praised", "The senator", "for"),
        (
            "The clerk said the strikes took place on Sunday.",
            "the strikes took place on Sunday", "said", "The clerk", "neutral",
        ),
    ],
)  # fmt: skip
def test_the_reporting_verb_counts(text, quote, cue, source, label):
    stance = score_stance(*quoted(text, quote, cue, source), STRIKES)
    assert stance["label"].tolist() == [label]


def test_silence_is_not_neutrality():
    quotes, articles = quoted("The premier left early.", "left early", "left", "The premier")
    assert score_stance(quotes, articles, STRIKES).empty
    assert score_stance(tables.empty_quotes(), articles, STRIKES).empty
    tables.check_stance(score_stance(tables.empty_quotes(), tables.empty_articles(), STRIKES))


def test_an_article_that_is_not_there_is_named():
    quotes, _ = quoted("He hailed the strikes.", "the strikes", "hailed", "He")
    with pytest.raises(ValueError, match="'a'"):
        score_stance(quotes, tables.empty_articles(), STRIKES)


def test_who_is_for_revenge_on_a_target_is_against_it():
    text = "The brigade said it had every right to revenge on the Americans and praised revenge."
    articles = as_articles([{"article_id": "a", "text": text}])
    start = text.index("every right")
    quotes = as_quotes([{
        "quote_id": "a#0", "article_id": "a", "kind": "indirect", "quote": text[start:-1],
        "spans": [(start, len(text) - 1)], "cue": "said", "cue_start": 12, "cue_end": 16,
        "source": "The brigade", "source_start": 0, "source_end": 11,
    }])  # fmt: skip
    plain = Target("revenge", "Revenge", ("revenge",))
    us = Target("us", "US", ("revenge",), against=("revenge",))
    for_it = score_stance(quotes, articles, Targets([plain])).iloc[0]
    against_us = score_stance(quotes, articles, Targets([us])).iloc[0]
    assert for_it["score"] > 0 and not for_it["turned"]
    assert against_us["label"] == "against" and against_us["turned"]
    assert against_us["confidence"] > for_it["confidence"]
    found = explain_quote(against_us, quotes=quotes, articles=articles)
    assert found.stance.score == pytest.approx(against_us["score"])


def test_both_sides_on_revenge_are_against_its_target_and_neutral_stays():
    hostile = inverted(Stance(-0.5, "against", 0.6, 0.6, 0.3, 0.1, "against"))
    assert hostile.label == "against" and hostile.confidence == pytest.approx(0.7)
    assert hostile.score == pytest.approx(-0.7)
    neutral = inverted(Stance(0.1, "neutral", 0.7, 0.1, 0.7, 0.2, "neutral"))
    assert neutral.label == "neutral" and neutral.p_for == 0
