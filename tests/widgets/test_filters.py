from datetime import date

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analystkit.charts._tables import with_articles
from analystkit.widgets._filters import FilterBar, filter_quotes


@pytest.fixture
def joined(quotes, articles) -> pd.DataFrame:
    return with_articles(quotes, articles)


@pytest.mark.parametrize("column", ["camp", "speaker", "outlet", "kind"])
def test_each_value_keeps_exactly_its_quotes(joined, column):
    total = 0
    for value in [*joined[column].dropna().unique(), None]:
        kept = filter_quotes(joined, {column: value})
        total += len(kept)
        assert kept[column].isna().all() if value is None else (kept[column] == value).all()
    assert total == len(joined)


def test_both_days_are_included_and_undated_quotes_are_not(joined):
    kept = filter_quotes(joined, {"from": "2021-06-28", "to": "2021-06-29"})
    assert set(kept["published"].dt.date) == {date(2021, 6, 28), date(2021, 6, 29)}
    open_ended = filter_quotes(joined, {"from": "2021-06-28"})
    assert open_ended["published"].notna().all()
    assert len(open_ended) == (joined["published"].dt.date >= date(2021, 6, 28)).sum()


def test_each_word_must_stand_in_the_quote_as_text_not_as_a_pattern(joined):
    assert len(filter_quotes(joined, {"words": "CONVOY twice"})) > 0
    assert (
        filter_quotes(joined, {"words": "CONVOY twice"})["quote"]
        .str.contains("convoy", case=False)
        .all()
    )
    assert len(filter_quotes(joined, {"words": "$2_000"})) > 0
    assert len(filter_quotes(joined, {"words": ".*"})) == 0
    assert len(filter_quotes(joined, {"words": "  "})) == len(joined)


@given(st.text())
def test_any_words_can_be_typed(words):
    table = pd.DataFrame({"quote": pd.array(["No.", "We will answer."], dtype="string")})
    kept = filter_quotes(table, {"words": words})
    assert all(word in q.casefold() for q in kept["quote"] for word in words.casefold().split())


def test_errors_name_what_is_wrong(joined):
    with pytest.raises(ValueError, match=r"'kamp' is not one of: camp.*did you mean 'camp'"):
        filter_quotes(joined, {"kamp": "Iran"})
    with pytest.raises(ValueError, match=r"From \(2021-07-02\) is after To \(2021-07-01\)"):
        filter_quotes(joined, {"from": "2021-07-02", "to": "2021-07-01"})
    with pytest.raises(ValueError, match="'soon' is not a day"):
        filter_quotes(joined, {"from": "soon"})


def test_the_bar_offers_every_value_and_one_for_none(joined):
    bar = FilterBar(joined)
    names = [name for name, _ in bar.children[0].options]
    camps = sorted(joined["camp"].dropna().unique(), key=str.casefold)
    assert names == ["All", *camps, "(no camp given)"]
    labels = [control.description for control in bar.children]
    assert labels == ["Camp:", "Speaker:", "Outlet:", "Kind:", "From:", "To:", "Words:", "Reset"]


def test_a_selection_set_at_once_is_announced_once_and_read_back(joined):
    bar, seen = FilterBar(joined), []
    bar.observe(lambda change: seen.append(change.new), names="selection")
    wanted = {"camp": "Iran", "kind": None, "from": "2021-06-28", "words": "raid"}
    wanted.pop("kind")
    bar.apply(wanted)
    assert bar.selection == wanted
    assert seen == [wanted]
    bar.children[-1].click()
    assert bar.selection == {} and len(seen) == 2


def test_a_value_that_no_quote_has_is_refused_and_nothing_changes(joined):
    bar = FilterBar(joined)
    bar.apply({"camp": "Iran"})
    with pytest.raises(ValueError, match=r"camp 'Irann' is not in the quotes.*'Iran'"):
        bar.apply({"camp": "Irann"})
    assert bar.selection == {"camp": "Iran"}
