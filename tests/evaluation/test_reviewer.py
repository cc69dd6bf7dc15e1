"""Hand attribution as a reviewer: right machines are accepted, wrong ones corrected."""

import pandas as pd
import pytest

from analystkit.evaluation import review_by_gold
from analystkit.reviewing import apply_labels
from analystkit.tables import as_articles, as_quotes

TEXT = "“We sail,” said Ines Valo. “Never,” said Tomas Reik. The quay was empty."
ARTICLES = as_articles([{"article_id": "a", "text": TEXT}])


def row(number, quote, speaker, camp):
    start = TEXT.index(quote)
    return {
        "quote_id": f"a#{number}", "article_id": "a", "kind": "direct", "quote": quote,
        "spans": [(start, start + len(quote))], "speaker": speaker, "camp": camp,
    }  # fmt: skip


QUOTES = as_quotes(
    [
        row(0, "We sail,", "ines valo", "Crews"),
        row(1, "Never,", "Ines Valo", "Crews"),
        row(2, "The quay was empty", "Tomas Reik", None),
    ]
)
GOLD = pd.DataFrame(
    {
        "article_id": ["a", "a"], "content": [[(1, 9)], [(28, 34)]], "source": [[], []],
        "cue": [[], []], "speaker": ["Ines Valo", "Tomas Reik"], "camp": ["Crews", None],
    }
)  # fmt: skip


def test_what_is_wrong_is_corrected_and_the_rest_found_right(tmp_path):
    labels = review_by_gold(QUOTES, ARTICLES, gold=GOLD, labels=tmp_path / "labels.jsonl", n=9)
    said = {(r.quote_id, r.field): r.value for r in labels.itertuples()}
    assert said == {
        ("a#0", "accept"): True,
        ("a#1", "speaker"): "Tomas Reik",
        ("a#1", "camp"): None,
        ("a#1", "accept"): True,
        ("a#2", "not_a_quote"): True,
    }
    assert labels["probability"].eq(1).all()
    right = apply_labels(QUOTES, labels, articles=ARTICLES)
    assert right["speaker"].tolist() == ["ines valo", "Tomas Reik"]
    assert right["camp"].fillna("none").tolist() == ["Crews", "none"]


def test_a_sample_says_how_likely_it_was(tmp_path):
    labels = review_by_gold(QUOTES, ARTICLES, gold=GOLD, labels=tmp_path / "labels.jsonl", n=1)
    assert len(set(labels["quote_id"])) == 1
    assert labels["probability"].round(3).eq(0.333).all()
    with pytest.raises(ValueError, match="n must be at least 1, not 0"):
        review_by_gold(QUOTES, ARTICLES, gold=GOLD, labels=tmp_path / "labels.jsonl", n=0)
