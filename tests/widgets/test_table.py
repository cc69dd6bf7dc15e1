import pandas as pd
import pytest

from analystkit.charts._tables import with_articles
from analystkit.palette import MISSING, camp_colours
from analystkit.widgets._table import QuoteTable


@pytest.fixture
def shown(quotes, articles) -> tuple[QuoteTable, pd.DataFrame]:
    table = with_articles(quotes, articles)
    widget = QuoteTable(size=10, colours=camp_colours(table["camp"]))
    widget.show(table)
    return widget, table


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


@pytest.mark.parametrize("column", ["speaker", "camp", "kind", "quote", "outlet", "published"])
def test_sorting_turns_to_the_first_page_and_puts_missing_values_last(shown, column):
    widget, table = shown
    widget.page = 3
    for direction in ("ascending", "descending"):
        widget.sort = [column, direction]
        assert widget.page == 0
        order = []
        for page in range(widget.pages):
            widget.page = page
            order += ids(widget)
        values = table.set_index("quote_id")[column].loc[order]
        known = values.notna().to_numpy()
        assert not known[known.sum() :].any()


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
    assert widget.rows[0]["cells"][-1] == "2021-06-27"


def test_the_chosen_row_stays_while_it_is_shown(shown):
    widget, table = shown
    widget.selected = table["quote_id"].iloc[4]
    widget.show(table.head(6))
    assert widget.selected == table["quote_id"].iloc[4]
    widget.show(table.tail(6))
    assert widget.selected == ""


def test_revealing_a_quote_turns_to_its_page(shown):
    widget, table = shown
    widget.reveal(table["quote_id"].iloc[37])
    assert widget.page == 3 and widget.selected in ids(widget)
    widget.reveal("no such quote")
    assert widget.selected == ""


def test_no_rows(shown):
    widget, table = shown
    widget.show(table.iloc[:0])
    assert (widget.rows, widget.total, widget.pages) == ([], 0, 1)
