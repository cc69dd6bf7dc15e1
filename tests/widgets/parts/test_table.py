import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from samples import coverage

from analystkit.palette import MISSING, camp_colours
from analystkit.tables.joins import with_articles
from analystkit.widgets.parts.quote_table import QuoteTable

COLUMNS = ["speaker", "camp", "kind", "quote", "outlet", "published", "confidence"]
TABLE = with_articles(*coverage()[::-1])


@pytest.fixture
def shown(quotes, articles) -> tuple[QuoteTable, pd.DataFrame]:
    table = with_articles(quotes, articles)
    return QuoteTable(table, size=10, colours=camp_colours(table["camp"])), table


def ids(widget: QuoteTable) -> list[str]:
    return [row["id"] for row in widget.rows]


def test_the_pages_hold_every_quote_once_in_order(shown):
    widget, table = shown
    assert (widget.total, widget.pages) == (48, 5)
    found = []
    for page in range(widget.pages):
        widget.page = page
        found += ids(widget)
    assert found == list(table["quote_id"])


@pytest.mark.parametrize("column", COLUMNS)
def test_sorting_turns_to_the_first_page_and_puts_missing_values_last(shown, column):
    widget, table = shown
    for direction in ("ascending", "descending"):
        widget.sort, widget.page = ["", "ascending"], 3
        widget.sort = [column, direction]
        assert widget.page == 0
        order = []
        for page in range(widget.pages):
            widget.page = page
            order += ids(widget)
        values = table.set_index("quote_id")[column].loc[order]
        known = values.notna().to_numpy()
        assert not known[known.sum() :].any()
        found = values[known].map(lambda value: str(value).casefold()).tolist()
        assert column == "kind" or found == sorted(found, reverse=direction == "descending")


def test_an_odd_page_or_sort_from_outside_does_no_harm(shown):
    widget, _ = shown
    widget.page = 99
    assert widget.page == widget.pages - 1 and widget.rows
    widget.page = -5
    assert widget.page == 0
    before = ids(widget)
    for sort in (["no such column", "ascending"], [], ["spans", "descending"]):
        widget.sort = sort
        assert ids(widget) == before


def test_cells_are_text_and_missing_ones_empty(shown):
    widget, table = shown
    row = next(i for i, camp in enumerate(table["camp"].head(10)) if pd.isna(camp))
    assert widget.rows[row]["colour"] == MISSING
    assert widget.rows[row]["cells"][1] == ""
    assert all(isinstance(cell, str) for row in widget.rows for cell in row["cells"])
    assert widget.rows[0]["cells"][-2] == "2021-06-27"
    assert widget.rows[0]["cells"][-1] == f"{table['confidence'].iloc[0]:.2f}"


def test_the_chosen_row_stays_while_it_is_shown(shown):
    widget, table = shown
    widget.selected = table["quote_id"].iloc[4]
    widget.show(np.arange(6))
    assert widget.selected == table["quote_id"].iloc[4]
    widget.show(np.arange(len(table))[-6:])
    assert widget.selected == ""


def test_revealing_a_quote_turns_to_its_page(shown):
    widget, table = shown
    widget.reveal(table["quote_id"].iloc[37])
    assert widget.page == 3 and widget.selected in ids(widget)
    widget.reveal("no such quote")
    assert widget.selected == ""


def test_no_rows(shown):
    widget, _ = shown
    widget.show(np.arange(0))
    assert (widget.rows, widget.total, widget.pages) == ([], 0, 1)


def test_equal_values_keep_the_order_of_the_table(shown):
    widget, table = shown
    widget.size = 100
    for direction in ("ascending", "descending"):
        widget.sort = ["camp", direction]
        order = table.assign(at=range(len(table))).set_index("quote_id")["at"].loc[ids(widget)]
        camps = table.set_index("quote_id")["camp"].loc[ids(widget)].fillna("")
        assert all(part.is_monotonic_increasing for _, part in order.groupby(camps.to_numpy()))


@settings(max_examples=25)
@given(st.sets(st.integers(0, 47)), st.sampled_from(COLUMNS))
def test_the_rows_asked_for_are_shown_whatever_the_order(kept, column):
    table = TABLE
    widget = QuoteTable(table, size=100)
    widget.sort = [column, "descending"]
    widget.show(np.array(sorted(kept), dtype=int))
    assert sorted(ids(widget)) == sorted(table["quote_id"].iloc[sorted(kept)])
    assert widget.total == len(kept)
    for at, quote in enumerate(table["quote_id"]):
        assert widget.holds(quote) == (at in kept)
        assert widget.place(quote) == at


def test_the_size_of_a_page_can_be_chosen(shown):
    widget, table = shown
    widget.page = 4
    widget.size = 25
    assert (widget.page, widget.pages, len(widget.rows)) == (0, 2, 25)
    widget.size = 10_000
    assert widget.size == 200 and len(widget.rows) == len(table)
    widget.size = -3
    assert widget.size == 1 and len(widget.rows) == 1


def test_an_unknown_quote_has_no_place(shown):
    with pytest.raises(ValueError, match="no quote 'a000#9'"):
        shown[0].place("a000#9")
