import pandas as pd
import pytest

from analystkit import tables
from analystkit.tables import TableError

ROW = {"quote_id": "a#0", "article_id": "a", "kind": "direct", "quote": "No,", "spans": [(1, 4)]}


@pytest.mark.parametrize(
    ("empty", "check"),
    [
        (tables.empty_articles, tables.check_articles),
        (tables.empty_quotes, tables.check_quotes),
        (tables.empty_stance, tables.check_stance),
        (tables.empty_labels, tables.check_labels),
    ],
)
def test_empty_tables_keep_the_contract(empty, check):
    table = empty()
    assert len(table) == 0
    assert check(table).dtypes.equals(table.dtypes)


def test_types_of_a_full_table():
    quotes = tables.as_quotes([ROW | {"confidence": 0.5, "cue_start": 3, "topic": "border"}])
    assert quotes["speaker"].isna().all() and quotes["speaker"].dtype == "string"
    assert quotes["cue_start"].dtype == "Int64"
    assert list(quotes["kind"].cat.categories) == ["direct", "mixed", "indirect"]
    assert quotes["topic"].tolist() == ["border"]
    assert list(quotes.columns[: len(tables.QUOTES)]) == list(tables.QUOTES)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"kind": "dirct"}, "column 'kind', row 0: 'dirct' is not one of: direct, mixed, indirect "
                            "(did you mean 'direct'?)"),
        ({"confidence": 3}, "column 'confidence', row 0: 3.0 is not between 0 and 1"),
        ({"cue_start": -1}, "column 'cue_start', row 0: -1 must be at least 0"),
        ({"cue_start": "x"}, "column 'cue_start', row 0: 'x' is not a whole number"),
        ({"spans": [(4, 4)]}, "column 'spans', row 0: [(4, 4)] is not a list of (start, end)"),
        ({"spans": []}, "column 'spans', row 0: [] is not a list"),
        ({"spans": "0-3"}, "column 'spans', row 0: '0-3' is not a list"),
        ({"quote": None}, "column 'quote', row 0: is empty; every row needs a value"),
    ],
)  # fmt: skip
def test_errors_name_table_column_row_and_remedy(change, message):
    with pytest.raises(TableError) as error:
        tables.check_quotes(pd.DataFrame([ROW | change]))
    assert str(error.value).startswith("quotes: ")
    assert message in str(error.value)


def test_a_repeated_id_is_named():
    with pytest.raises(TableError, match="column 'article_id', row 0: 'a' stands more than once"):
        tables.check_articles(pd.DataFrame({"article_id": ["a", "a"], "text": ["x", "y"]}))


def test_a_missing_column_hints_at_the_nearest():
    with pytest.raises(TableError, match=r"'text' is missing \(did you mean 'texts'\?\)"):
        tables.check_articles(pd.DataFrame({"article_id": ["a"], "texts": ["x"]}))


def test_something_else_than_a_table():
    with pytest.raises(TableError, match="expected a pandas DataFrame, not list"):
        tables.check_quotes([ROW])


def test_times_become_utc():
    articles = tables.as_articles(
        [
            {"article_id": "a", "text": "x", "published": "2021-06-28T09:30:00+03:00"},
            {"article_id": "b", "text": "x", "published": pd.Timestamp("2021-06-28")},
            {"article_id": "c", "text": "x"},
        ]
    )
    assert str(articles["published"][0]) == "2021-06-28 06:30:00+00:00"
    assert articles["published"].isna().tolist() == [False, False, True]


@pytest.mark.parametrize("text", ["87:143; 150:160", "[(87, 143), (150, 160)]"])
def test_spans_are_read_back_from_text(text):
    quotes = tables.check_quotes(pd.DataFrame([ROW | {"spans": text}]))
    assert quotes["spans"][0] == [(87, 143), (150, 160)]


def test_the_input_is_left_alone():
    given = pd.DataFrame([ROW])
    before = given.copy(deep=True)
    tables.check_quotes(given)
    pd.testing.assert_frame_equal(given, before)


def test_a_checked_table_passes_again_and_keeps_its_attributes():
    quotes = tables.as_quotes([ROW])
    quotes.attrs["problems"] = "none"
    again = tables.check_quotes(quotes)
    pd.testing.assert_frame_equal(again, quotes)
    assert again.attrs == {"problems": "none"}


def test_tables_with_problems_merge_and_concatenate():
    tables_ = []
    for name in "ab":
        table = tables.as_quotes([ROW | {"quote_id": f"{name}#0"}])
        table.attrs["problems"] = tables.SideTable({"article_id": [name], "problem": ["empty"]})
        tables_.append(table)
    assert len(pd.concat(tables_)) == 2
    assert len(tables_[0].merge(tables_[1], on="article_id")) == 1
    assert tables_[0].copy().attrs["problems"]["problem"].tolist() == ["empty"]


def test_tables_without_rows_have_the_columns():
    assert list(tables.empty_articles().columns)[:3] == ["article_id", "text", "title"]
    assert len(tables.empty_quotes()) == 0


def test_a_hint_names_what_is_close_only():
    assert tables.hint("dirct", ["direct", "mixed"]) == " (did you mean 'direct'?)"


def test_halves_of_a_character_are_replaced_at_the_same_length():
    assert tables.readable("cut \ud83d") == "cut \ufffd"


def test_side_tables_are_equal_when_they_hold_the_same():
    one, two = tables.SideTable({"file": ["a.txt"]}), tables.SideTable({"file": ["b.txt"]})
    assert (one == one.copy(), one == two) == (True, False)
