import json
import math
import socket
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

import analystkit as ak
from analystkit.tables import TableError

NEWS = Path(__file__).parents[3] / "shared" / "corpora" / "newsmtsc" / "train.jsonl"
WORDS = st.sampled_from(
    [
        "good", "bad", "not", "no", "never", "very", "but", "GREAT", "terrible", "isn't", "kind",
        "of", "least", "so", "this", "attack", "peace", "!", "??", ":)", "😁", "don’t", "“fine”",
        "the", "…", "<b>", "&amp;", "—", "talks", "without", "doubt",
    ]
)  # fmt: skip
TEXTS = st.one_of(st.text(), st.lists(WORDS, max_size=25).map(" ".join))
SCORES = ["sentiment_textblob", "sentiment_vader"]


def scores(text: str) -> tuple[float, float]:
    return tuple(ak.score_sentiment(pd.DataFrame({"quote": [text]}))[SCORES].iloc[0])


def compound(valences: float) -> float:
    return valences / math.sqrt(valences**2 + 15)


def test_pleasant_and_unpleasant_words():
    pleasant, unpleasant = scores("A good and friendly talk."), scores("A terrible, horrible day.")
    assert min(pleasant) > 0.3
    assert max(unpleasant) < -0.3
    assert scores("The convoy left at noon.") == (0, 0)


def test_curly_marks_and_markup_score_as_plain_text():
    plain = scores('The deal isn\'t good, it is "terrible" & bad - so they say')
    assert scores("The deal isn’t good, it is “terrible” &amp; bad—so they say") == plain
    assert (
        scores(
            "<p class='awful'>The deal isn't good, it is <i>terrible</i> &amp; bad - so they say"
        )
        == plain
    )
    assert scores("<script>alert('hate')</script>") == scores("alert('hate')")


def test_missing_blank_and_unreadable_texts_have_no_score():
    texts = [
        pd.NA,
        "",
        "  \u00a0",
        "هذا هجوم رهيب",
        "Хороший день",
        "<br>",
        "Strong words",
        "👍",
        "2021!",
    ]
    table = ak.score_sentiment(pd.DataFrame({"quote": pd.array(texts, dtype="string")}))
    for column in SCORES:
        assert table[column].isna().tolist() == [True] * 6 + [False] * 3
        assert str(table[column].dtype) == "Float64"


def test_the_table_comes_back_whole_and_unchanged(quotes):
    shuffled = quotes.sample(frac=1, random_state=1)
    before = shuffled.copy(deep=True)
    scored = ak.score_sentiment(shuffled)
    pd.testing.assert_frame_equal(shuffled, before)
    pd.testing.assert_frame_equal(scored.drop(columns=SCORES), before)
    alone = [scores(text) for text in shuffled["quote"]]
    assert list(scored[SCORES].itertuples(index=False, name=None)) == alone


def test_another_column_and_empty_tables():
    table = ak.score_sentiment(pd.DataFrame({"title": ["Awful news"]}), text="title")
    assert table["sentiment_vader"].iloc[0] < 0
    empty = ak.score_sentiment(ak.tables.empty_quotes())
    assert len(empty) == 0
    assert str(empty["sentiment_vader"].dtype) == "Float64"
    with pytest.raises(TableError, match="column 'headline' is missing"):
        ak.score_sentiment(table, text="headline")


@given(TEXTS)
def test_the_words_add_up_to_the_scores(text):
    words = ak.explain_sentiment(text)
    textblob, vader = scores(text)
    if pd.isna(vader):
        assert words.empty
        assert words.attrs["scores"] == {"textblob": None, "vader": None}
        return
    assert words.attrs["scores"] == {"textblob": textblob, "vader": vader}
    assert -1 <= textblob <= 1
    assert -1 <= vader <= 1
    by_tool = {tool: words.loc[words["tool"] == tool, "score"] for tool in ("TextBlob", "VADER")}
    mean = by_tool["TextBlob"].mean() if len(by_tool["TextBlob"]) else 0
    assert mean == pytest.approx(textblob, abs=6e-5)
    # the table's figures have four places, so a sum of n of them is n/2 of the last one off
    off = 6e-5 + len(words) * 5e-5
    assert compound(float(by_tool["VADER"].sum())) == pytest.approx(vader, abs=off)
    assert (words["effect"].abs() <= 2).all()


@given(st.lists(WORDS, max_size=25).map(" ".join))
def test_valences_are_those_of_vader_itself(text):
    from vaderSentiment.vaderSentiment import SentimentIntensityAnalyzer

    from analystkit.sentiment import vader

    text = text.replace("😁", "")
    own = SentimentIntensityAnalyzer().polarity_scores(text)["compound"]
    assert vader.score(text) == pytest.approx(own, abs=1e-9)


@pytest.mark.skipif(not NEWS.exists(), reason="../shared/corpora is not at hand")
def test_valences_are_those_of_vader_itself_on_news():
    from vaderSentiment.vaderSentiment import SentimentIntensityAnalyzer

    from analystkit.sentiment import vader

    analyzer = SentimentIntensityAnalyzer()
    lines = NEWS.read_text(encoding="utf-8").splitlines()[:1500]
    texts = [json.loads(line)["sentence_normalized"] for line in lines]
    own = [analyzer.polarity_scores(text)["compound"] for text in texts]
    assert [vader.score(text) for text in texts] == pytest.approx(own, abs=1e-9)


def note(text: str, tool: str, words: str) -> str:
    table = ak.explain_sentiment(text)
    row = table[(table["tool"] == tool) & (table["words"] == words)].iloc[0]
    return row["note"]


def test_notes_say_what_changed_a_word():
    assert note("They were not helpful", "VADER", "helpful") == "negated by 'not'"
    assert (
        note("They aren’t very helpful", "VADER", "helpful")
        == "negated by \"aren't\"; raised by 'very'"
    )
    assert note("It was hardly good", "VADER", "good") == "lowered by 'hardly'"
    assert "in capitals" in note("It was GOOD for us", "VADER", "GOOD")
    assert note("It was good but late", "VADER", "good") == "halved before 'but'"
    assert note("It is late but good", "VADER", "good") == "raised after 'but'"
    assert note("A good day!", "VADER", "!") == "emphasis by marks"
    assert note("no peace", "VADER", "no") == "counts as a negation of the next word"
    assert note("It was good", "VADER", "good") == ""
    assert (
        note("not very good", "TextBlob", "not very good") == "negated by 'not'; changed by 'very'"
    )
    assert note("Fine by me :)", "TextBlob", ":)") == "emoticon"


def test_the_table_is_fit_to_be_read():
    words = ak.explain_sentiment("That was not a good answer to a terrible crime.")
    assert list(words.columns) == ["tool", "words", "score", "effect", "lexicon", "note"]
    assert words["note"].notna().all()
    figures = words[["score", "effect"]].to_numpy(dtype=float).ravel()
    assert max(len(f"{abs(figure)}") for figure in figures) <= len("0.1234")


def test_the_effect_is_the_change_without_the_word():
    words = ak.explain_sentiment("A good day, a horrible night")
    vader = words[words["tool"] == "VADER"].set_index("words")["effect"]
    score = words.attrs["scores"]["vader"]
    without_good = scores("A long day, a horrible night")[1]
    without_horrible = scores("A good day, a long night")[1]
    assert vader["good"] == pytest.approx(score - without_good, abs=1e-4)
    assert vader["horrible"] == pytest.approx(score - without_horrible, abs=1e-4)


def test_explaining_asks_for_a_text():
    with pytest.raises(TypeError, match="expected a text, not NAType"):
        ak.explain_sentiment(pd.NA)


def test_nothing_is_downloaded_or_looked_up(monkeypatch):
    import nltk

    def refuse(*args: object, **kwargs: object) -> None:
        raise AssertionError("the network was asked")

    monkeypatch.setattr(socket, "socket", refuse)
    monkeypatch.setattr(socket, "create_connection", refuse)
    monkeypatch.setattr(nltk.data, "path", [])
    monkeypatch.setattr(nltk, "download", refuse)
    assert min(scores("A very good, friendly talk that nobody heard of before")) > 0
    assert len(ak.explain_sentiment("A very good, friendly talk that nobody heard of before"))


def test_long_text_is_scored():
    assert scores("A good and peaceful day. " * 5_000)[1] == 1
