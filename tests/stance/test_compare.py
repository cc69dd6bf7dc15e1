from pathlib import Path

import pandas as pd
import pytest

from analystkit import tables
from analystkit.actors import load_actors
from analystkit.articles import load_articles
from analystkit.charts import stance_cells
from analystkit.quotes import extract_quotes
from analystkit.sentiment import score_sentiment
from analystkit.stance import score_stance
from analystkit.stance.compare import polarity_beside_stance, quotes_behind
from analystkit.stance.explain import explain_quote
from analystkit.targets import load_targets

DATA = Path(__file__).parents[2] / "data"


@pytest.fixture(scope="module")
def sample():
    articles = load_articles(DATA / "coverage").head(4)
    actors = load_actors(DATA / "actors.toml")
    quotes = extract_quotes(articles, actors=actors, progress=False)
    targets = load_targets(DATA / "targets.toml", actors=actors)
    return score_stance(quotes, articles, targets), quotes, articles


def judged(*rows):
    """Quotations and the stance each takes toward one target."""
    quotes = tables.as_quotes(
        {"quote_id": f"a#{n}", "article_id": "a", "kind": "direct", "quote": said,
         "spans": [(0, len(said))], "speaker": "Dana Whitfield", "camp": camp}
        for n, (said, _, camp) in enumerate(rows)
    )  # fmt: skip
    stance = tables.as_stance(
        {"quote_id": f"a#{n}", "target": "strikes", "label": label}
        for n, (_, label, _) in enumerate(rows)
    )
    return stance, quotes


MIXED = [
    # VADER hears a great success, TextBlob too; the speaker wants no part of it
    ("No great success and no good friend will come of it, only more great words", "against", "A"),
    ("We grieve for the murdered; the killers are our enemies", "for", "A"),
    ("We condemn this crime", "against", "B"),
    ("What a terrible crime this horrible murder is", "neutral", "B"),
    ("A terrible, evil crime", "unclear", pd.NA),
    ("نزار", "against", " "),
]


def test_polarity_misleads_only_against_a_clear_stance():
    stance, quotes = judged(*MIXED)
    beside = polarity_beside_stance(stance, quotes=quotes)
    assert len(beside) == len(stance)
    assert beside["misled"].iloc[1] in ("VADER", "both")
    assert beside["misled"].iloc[2:].isna().all()
    for tool, name in {"textblob": "TextBlob", "vader": "VADER"}.items():
        told = beside["misled"].isin([name, "both"])
        scores, labels = beside[tool].fillna(0), beside["label"].astype("string")
        opposite = (scores <= -0.05) & (labels == "for")
        opposite |= (scores >= 0.05) & (labels == "against")
        assert told.tolist() == opposite.tolist()


def test_a_text_the_word_lists_cannot_read_has_no_tone():
    stance, quotes = judged(MIXED[-1])
    beside = polarity_beside_stance(stance, quotes=quotes)
    assert beside[["vader", "vader_tone", "textblob_tone", "misled"]].isna().all(axis=None)


def test_polarity_already_in_the_table_is_used():
    stance, quotes = judged(*MIXED[:3])
    scored = score_sentiment(quotes)
    assert polarity_beside_stance(stance, quotes=scored).equals(
        polarity_beside_stance(stance, quotes=quotes)
    )
    scored["sentiment_vader"] = 0.9
    assert polarity_beside_stance(stance, quotes=scored)["misled"].iloc[2] == "VADER"


def test_each_stance_has_a_row_and_the_input_stays(sample):
    stance, quotes, _ = sample
    before = stance.copy(), quotes.copy()
    beside = polarity_beside_stance(stance, quotes=quotes)
    assert beside[["quote_id", "target"]].equals(stance[["quote_id", "target"]])
    assert beside["score"].equals(stance["score"])
    pd.testing.assert_frame_equal(stance, before[0])
    pd.testing.assert_frame_equal(quotes, before[1])
    half = polarity_beside_stance(stance, quotes=quotes.head(10))
    assert set(half["quote_id"]) <= set(quotes["quote_id"].head(10))


def test_every_cell_of_the_matrix_leads_back_to_its_quotes(sample):
    stance, quotes, articles = sample
    for by in ("camp", "outlet"):
        cells = stance_cells(stance, quotes=quotes, by=by, articles=articles)
        for cell in cells.to_dict("records"):
            group = None if pd.isna(cell[by]) else cell[by]
            behind = quotes_behind(
                stance, quotes=quotes, articles=articles, target=cell["target"], group=group, by=by
            )
            assert behind["quote_id"].tolist() == cell["quote_ids"]
            assert (behind["label"] != "unclear").sum() == cell["n"]
            assert behind[["outlet", "published", "quote"]].notna().all(axis=None)


def test_a_blank_group_is_none():
    stance, quotes = judged(*MIXED)
    articles = tables.as_articles([{"article_id": "a", "text": "…"}])
    behind = quotes_behind(stance, quotes=quotes, articles=articles, target="strikes", group=None)
    assert behind["quote_id"].tolist() == ["a#4", "a#5"]


def test_errors_name_the_value_and_the_valid_ones(sample):
    stance, quotes, articles = sample
    given = {"quotes": quotes, "articles": articles}
    with pytest.raises(ValueError, match=r"'strike' is not one of: .*did you mean 'strikes'"):
        quotes_behind(stance, **given, target="strike", group="United States")
    with pytest.raises(ValueError, match=r"camp 'USA' is not one of: .*United States"):
        quotes_behind(stance, **given, target="strikes", group="USA")
    with pytest.raises(tables.TableError, match=r"by='camps' is not one of: .*did you mean 'camp'"):
        quotes_behind(stance, **given, target="strikes", group="Iran", by="camps")
    with pytest.raises(ValueError, match="one stance row, not 2"):
        explain_quote(stance.head(2), **given)
    with pytest.raises(ValueError, match="'nowhere#1' is not in the table"):
        explain_quote({"quote_id": "nowhere#1", "mention_start": 0, "mention_end": 4}, **given)
    with pytest.raises(ValueError, match="does not say where its target stands"):
        explain_quote({"quote_id": quotes["quote_id"].iloc[0]}, **given)


def test_the_explanation_is_of_the_score_in_the_table(sample):
    stance, quotes, articles = sample
    for at in (0, len(stance) // 2):
        row = stance.iloc[[at]]
        why = explain_quote(row, quotes=quotes, articles=articles)
        assert why.stance.score == pytest.approx(row["score"].item())
        assert why.stance.label == row["label"].item()
        start, end = row["mention_start"].item(), row["mention_end"].item()
        home = quotes.set_index("quote_id").loc[row["quote_id"].item(), "article_id"]
        text = articles.set_index("article_id").loc[home, "text"]
        assert why.text[slice(*why.target)] == text[start:end]
        assert why.text in text


def test_empty_tables_give_empty_tables():
    stance, quotes = tables.empty_stance(), tables.empty_quotes()
    assert polarity_beside_stance(stance, quotes=quotes).empty


def test_an_empty_stance_table_has_no_cell_to_look_behind():
    tables_ = {"quotes": tables.empty_quotes(), "articles": tables.empty_articles()}
    with pytest.raises(ValueError, match=r"'strikes' is not .* table is empty"):
        quotes_behind(tables.empty_stance(), target="strikes", group="Iran", **tables_)


def test_a_tone_that_is_the_opposite_of_the_stance_misleads():
    quote = {"quote_id": "a#0", "article_id": "a", "kind": "indirect", "spans": [(0, 25)]}
    quotes = tables.as_quotes([quote | {"quote": "the murder of its friends"}])
    stance = tables.as_stance([{"quote_id": "a#0", "target": "friends", "label": "for"}])
    found = polarity_beside_stance(stance, quotes=quotes)[["vader_tone", "misled"]]
    assert found.to_numpy().tolist() == [["unpleasant", "VADER"]]


def test_the_words_that_moved_a_row_stand_in_its_sentence():
    text = "The senator condemned the raid."
    articles = tables.as_articles([{"article_id": "a", "text": text}])
    quote = {"quote_id": "a#0", "article_id": "a", "kind": "indirect", "spans": [(22, 30)]}
    source = {"quote": "the raid", "source_start": 0, "source_end": 11}
    row = {"quote_id": "a#0", "mention_start": 26, "mention_end": 30}
    found = explain_quote(row, quotes=tables.as_quotes([quote | source]), articles=articles)
    assert found.words["word"].tolist() == ["condemned"]
