import json
from itertools import chain

import pandas as pd
import pytest
from samples import coverage

from analystkit import compare_speakers, tables
from analystkit.tables import TableError
from analystkit.targets import Target, Targets

LABELS = ["against", "neutral", "for", "unclear"]


def sides(quotes: pd.DataFrame) -> pd.DataFrame:
    """Invented stances: two targets, the first on every other quote."""
    rows = []
    for i, quote_id in enumerate(quotes["quote_id"]):
        for target, every in (("raid", 2), ("parliament", 3)):
            if i % every == 0:
                rows.append(
                    {"quote_id": quote_id, "target": target, "score": (i % 5 - 2) / 2,
                     "label": LABELS[i % 4], "confidence": 0.8}
                )  # fmt: skip
    return tables.as_stance(rows)


@pytest.fixture
def stance(quotes):
    return sides(quotes)


def cards(board) -> list[list[str]]:
    """The quotes of each column, in the order they stand on the board's page."""
    view = board._board.view
    columns = [[] for _ in view["columns"]]
    for day in view["days"]:
        for column, cell in zip(columns, day["cells"], strict=True):
            column += [card["id"] for card in cell]
    return columns


def test_columns_hold_each_groups_words_on_the_target_first_to_last(quotes, articles, stance):
    who = ["Iran", "United States", "US Congress"]
    board = compare_speakers(
        quotes, articles, stance=stance, by="camp", who=who, target="raid", words="the"
    )
    on = set(stance.query("target == 'raid'")["quote_id"])
    dates = articles.set_index("article_id")["published"]
    for name, column in zip(who, cards(board), strict=True):
        own = quotes[quotes["quote_id"].isin(on) & (quotes["camp"] == name)]
        own = own[own["quote"].str.contains("the", case=False)]
        assert sorted(column) == sorted(own["quote_id"])
        days = list(dates.reindex([key.split("#")[0] for key in column]))
        known = [day for day in days if pd.notna(day)]
        assert known == sorted(known)
        assert days[: len(known)] == known
    shown = tables.check_quotes(board.quotes)
    assert sorted(shown["quote_id"]) == sorted(chain(*cards(board)))
    assert set(shown["target"]) == {"raid"}
    merged = shown.merge(stance, on=["quote_id", "target"])
    assert (merged["score_x"] == merged["score_y"]).all()


def test_a_day_is_one_row_and_undated_quotes_come_last(quotes, articles):
    board = compare_speakers(quotes, articles, by="camp")
    days = [day["day"] for day in board._board.view["days"]]
    assert len(days) == len(set(days))
    assert "No date" in days and days[-1] == "No date"
    assert days[0] == "27 Jun 2021"


def test_a_columns_head_counts_what_is_under_it(quotes, articles, stance):
    board = compare_speakers(quotes, articles, stance=stance, by="camp", target="raid")
    for head in board._board.view["columns"]:
        own = board.quotes[board.quotes["camp"] == head["name"]]
        assert head["n"] == len(own)
        assert head["all"] == (quotes["camp"] == head["name"]).sum()
        counts = own["label"].value_counts()
        assert {label: n for label, n, _ in head["stances"]} == counts[counts > 0].to_dict()


def test_it_opens_with_the_most_quoted_on_the_target_they_share(quotes, articles):
    most = quotes["camp"].value_counts().index[:2]
    one = quotes.loc[quotes["camp"] == most[0], "quote_id"]
    two = quotes.loc[quotes["camp"] == most[1], "quote_id"]
    rows = [(key, "alone") for key in one] + [(key, "shared") for key in (one.iloc[0], two.iloc[0])]
    stance = tables.as_stance(
        {"quote_id": key, "target": target, "score": 0.5, "label": "for", "confidence": 0.8}
        for key, target in rows
    )
    board = compare_speakers(quotes, articles, stance=stance, by="camp")
    assert set(board.selection["who"]) == set(most)
    assert board.selection["target"] == "shared"
    assert board._board.view["targets"] == [["shared", 2, "shared"], ["alone", len(one), "alone"]]


def test_targets_go_by_their_names_and_are_kept_by_their_ids(quotes, articles, stance):
    targets = Targets([Target("raid", "The raid of June", ("raid",))])
    board = compare_speakers(quotes, articles, stance=stance, targets=targets, target="raid")
    view = board._board.view
    assert view["toward"] == "The raid of June"
    assert {id: name for id, _, name in view["targets"]}["raid"] == "The raid of June"
    assert board.selection["target"] == "raid"
    board.selection = {**board.selection, "target": None}
    cards = chain.from_iterable(cell for day in board._board.view["days"] for cell in day["cells"])
    toward = {side[3] for card in cards for side in card["stances"]}
    assert toward <= {"The raid of June", "parliament"} and "The raid of June" in toward
    plain = compare_speakers(quotes, articles, stance=stance.assign(target="far-off"))
    assert plain._board.view["toward"] == "far off"


def test_a_saved_view_restores_itself(quotes, articles, stance):
    board = compare_speakers(quotes, articles, stance=stance)
    view = {
        "by": "camp", "who": ["Iran", "US Congress"], "target": None, "words": "the",
    }  # fmt: skip
    board.selection = view
    quote = board.quotes["quote_id"].iloc[-1]
    board.selection = {**view, "quote": quote}
    saved = json.loads(json.dumps(board.selection))
    assert saved == {**view, "quote": quote}
    other = compare_speakers(quotes, articles, stance=stance)
    other.selection = saved
    assert other.selection == saved
    pd.testing.assert_frame_equal(other.quotes, board.quotes)
    assert other._board.view == board._board.view
    assert other._pane.focus == quote


ERRORS = [
    ({"by": "cmp"}, "by='cmp' is not one of: speaker, actor, camp (did you mean 'camp'?)"),
    ({"by": "camp", "who": ["Irn"]}, "camp 'Irn' is not in the tables (did you mean 'Iran'?)"),
    ({"target": "rade"}, "target 'rade' is not in the tables (did you mean 'raid'?); they have: "),
    ({"quote": "zz"}, "quote 'zz' is not among those shown: "),
    ({"words": 3}, "words 3 must be text"),
    ({"speaker": "x"}, "'speaker' is not one of: by, who, target, words, quote"),
]


@pytest.mark.parametrize(("selection", "message"), ERRORS)
def test_what_is_not_there_is_named_and_changes_nothing(
    selection, message, quotes, articles, stance
):
    board = compare_speakers(quotes, articles, stance=stance, by="camp")
    before, view = board.selection, board._board.view
    with pytest.raises(ValueError) as error:
        board.selection = selection
    assert message in str(error.value)
    assert board.selection == before and board._board.view is view


def test_nine_columns_are_too_many():
    articles, quotes = coverage(articles=30)
    quotes["speaker"] = [f"Speaker {i % 9}" for i in range(len(quotes))]
    who = sorted(set(quotes["speaker"]))
    with pytest.raises(ValueError, match="9 columns are too many to read; at most 8"):
        compare_speakers(quotes, articles, who=who)
    assert len(compare_speakers(quotes, articles, who=who[:8])._board.view["columns"]) == 8


def test_a_wrong_call_names_the_argument(quotes, articles):
    with pytest.raises(ValueError, match="by='outlet' is not one of: speaker, actor, camp"):
        compare_speakers(quotes, articles, by="outlet")
    with pytest.raises(ValueError, match="target 'raid' is not in the tables; they have: none"):
        compare_speakers(quotes, articles, target="raid")
    with pytest.raises(TableError, match="articles: column 'text' is missing"):
        compare_speakers(quotes, articles.drop(columns="text"))


def test_every_quote_stands_on_one_page_and_pages_are_short():
    articles, quotes = coverage(articles=300, each=4)
    board = compare_speakers(quotes, articles, by="camp")
    seen, view = [], board._board.view
    for page in range(view["pages"]):
        board._board.page = page
        here = list(chain(*cards(board)))
        assert 0 < len(here) <= 60
        assert board._board.view["first"] == len(seen)
        seen += here
    assert sorted(seen) == sorted(board.quotes["quote_id"])
    board._board.page = 10_000
    assert board._board.page == view["pages"] - 1
    quote = seen[200]
    board.selection = {**board.selection, "quote": quote}
    assert quote in chain(*cards(board))


def test_both_columns_start_on_the_first_page_of_a_crowded_day():
    articles, quotes = coverage(articles=300, each=4)
    articles["published"] = pd.Timestamp("2021-06-28", tz="UTC")
    quotes["camp"] = ["Iran"] * 1000 + ["US Congress"] * 200
    board = compare_speakers(quotes, articles, by="camp")
    assert [len(column) for column in cards(board)] == [30, 30]
    assert board._board.view["days"][0]["n"] == 1200


def test_choosing_a_card_opens_its_article_there(quotes, articles, stance):
    board = compare_speakers(quotes, articles, stance=stance)
    quote = board.quotes["quote_id"].iloc[0]
    board._board.quote = quote
    assert board._pane.focus == quote
    assert board.selection["quote"] == quote
    board._board.quote = ""
    assert board._pane.focus == "" and "Choose a quote" in board._pane.html
    alone = compare_speakers(quotes, articles.iloc[:0])
    alone._board.quote = alone.quotes["quote_id"].iloc[0]
    assert "is not among the articles" in alone._pane.html and alone.error == ""


def test_the_browser_asks_for_another_view(quotes, articles, stance, monkeypatch):
    board = compare_speakers(quotes, articles, stance=stance)
    board._board._handle_custom_msg({"set": {"by": "camp"}}, [])
    assert board.selection["by"] == "camp" and len(board.selection["who"]) == 2
    board._board._handle_custom_msg({"set": {"who": ["Iran"], "words": " The  raid"}}, [])
    assert board.selection["who"] == ["Iran"] and board.selection["words"] == "The raid"
    board._board._handle_custom_msg({"set": {"who": ["Nobody"]}}, [])
    assert "camp 'Nobody' is not in the tables" in board.error
    assert board.selection["who"] == ["Iran"]
    sent = []
    monkeypatch.setattr(board._board, "send", sent.append)
    board._board._handle_custom_msg({"search": "cong"}, [])
    assert board.error == ""
    assert [name for name, _, _ in sent[0]["found"]] == ["US Congress", None]


def test_a_change_draws_the_board_once(quotes, articles, stance):
    board, drawn = compare_speakers(quotes, articles, stance=stance), []
    board._board.observe(lambda _: drawn.append(1), names="view")
    board.selection = {"by": "camp", "who": ["Iran", "US Congress"], "target": None}
    assert drawn == [1]


def test_empty_tables_and_missing_columns_give_a_board_that_says_so(articles, quotes):
    empty = compare_speakers(tables.empty_quotes(), tables.empty_articles())
    assert empty.selection == {"by": "speaker", "who": [], "target": None, "words": ""}
    assert empty.quotes.empty
    bare = quotes[["quote_id", "article_id", "kind", "quote", "spans"]]
    assert compare_speakers(bare, articles, by="camp").selection["who"] == []
    gone = tables.empty_stance()
    assert compare_speakers(quotes, articles, stance=gone)._board.view["targets"] is None


def test_one_name_is_a_column(quotes, articles):
    name = str(quotes["speaker"].dropna().iloc[0])
    board = compare_speakers(quotes, articles, who=name)
    assert board.selection["who"] == [name]
    board.selection = {"who": name}
    assert board.selection["who"] == [name]
