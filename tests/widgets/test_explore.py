import json
import re
from base64 import b64decode

import matplotlib.pyplot as plt
import pandas as pd
import pytest
from samples import coverage

from analystkit import explore, tables
from analystkit.widgets import _explore


def test_the_filtered_table_is_a_quotes_table_with_outlet_and_date(quotes, articles):
    explorer = explore(quotes, articles)
    explorer.selection = {"outlet": "Gulf Lens"}
    kept = tables.check_quotes(explorer.quotes)
    expected = articles.loc[articles["outlet"] == "Gulf Lens", "article_id"]
    assert set(kept["article_id"]) == set(expected)
    assert (kept["outlet"] == "Gulf Lens").all()
    assert kept["published"].notna().any()


def test_a_saved_view_restores_itself(quotes, articles):
    explorer = explore(quotes, articles)
    first = explorer.quotes.query("camp == 'Iran'")["quote_id"].iloc[0]
    view = {"camp": "Iran", "from": "2021-06-27", "quote": first}
    explorer.selection = view
    saved = json.loads(json.dumps(explorer.selection))
    assert saved == view
    other = explore(quotes, articles)
    other.selection = saved
    assert other.selection == view
    assert other.quotes.equals(explorer.quotes)
    other.selection = {}
    assert other.selection == {} and len(other.quotes) == len(quotes)


def test_a_change_draws_each_chart_once_and_opens_no_figure(quotes, articles, monkeypatch):
    explorer, drawn = explore(quotes, articles), []
    draw = _explore.figure_html
    monkeypatch.setattr(_explore, "figure_html", lambda f: drawn.append(1) or draw(f))
    before = explorer._voices.value, explorer._timeline.value
    explorer.selection = {"kind": "direct", "words": "the", "from": "2021-06-27"}
    assert len(drawn) == 2
    assert explorer._voices.value != before[0] and explorer._timeline.value != before[1]
    assert plt.get_fignums() == []


def test_a_chosen_camp_is_broken_down_by_its_speakers(quotes, articles):
    explorer = explore(quotes, articles)
    assert "by camp" in explorer._voices.value
    explorer.selection = {"camp": "Iraqi government"}
    assert "by speaker" in explorer._voices.value
    assert "Layth al-Samawi" in explorer._voices.value


def test_charts_come_in_light_and_dark_ink_with_their_words(quotes, articles):
    html = explore(quotes, articles)._voices.value
    images = re.findall(
        r'<img class="ak-(\w+)" alt="([^"]+)" src="data:image/svg\+xml;base64,([^"]+)"', html
    )
    assert [theme for theme, _, _ in images] == ["light", "dark"]
    light, dark = (b64decode(data).decode() for _, _, data in images)
    assert "#1f2a33" in light and "#1f2a33" not in dark
    assert all("Iraqi government" in alt for _, alt, _ in images)


def test_choosing_a_row_opens_its_article_at_the_quote(quotes, articles):
    explorer = explore(quotes, articles)
    explorer._table.selected = "a003#1"
    assert "day 4" in explorer._pane.html and "ak-focus" in explorer._pane.html
    explorer._table.selected = ""
    assert "Choose a row" in explorer._pane.html


def test_quotes_of_articles_that_are_not_given(quotes, articles):
    explorer = explore(quotes, articles.head(2))
    assert len(explorer.quotes) == len(quotes)
    assert explorer.error == ""
    explorer._table.selected = "a009#1"
    assert "not among the articles" in explorer._pane.html
    explorer.selection = {"outlet": None}
    assert set(explorer.quotes["article_id"]) == set(articles["article_id"].iloc[2:])


@pytest.mark.parametrize("rows", [0, 1])
def test_few_or_no_rows(quotes, articles, rows):
    explorer = explore(quotes.head(rows), articles.head(rows))
    assert explorer.error == "" and len(explorer.quotes) == rows


def test_a_table_with_the_required_columns_only(quotes, articles):
    needed = ["quote_id", "article_id", "kind", "quote", "spans"]
    explorer = explore(quotes[needed], articles[["article_id", "text"]])
    assert explorer.error == ""
    explorer.selection = {"kind": "direct"}
    assert explorer.error == "" and set(explorer.quotes["kind"]) == {"direct"}


def test_all_values_missing(quotes, articles):
    table = quotes.copy()
    for column in ("speaker", "speaker_type", "actor", "camp", "cue", "source", "confidence"):
        table[column] = pd.NA
    explorer = explore(table, articles[["article_id", "text"]])
    assert explorer.error == ""
    for selection in ({"camp": None}, {"speaker": None, "outlet": None}):
        explorer.selection = selection
        assert explorer.error == "" and len(explorer.quotes) == len(table)


def test_thousands_of_rows_send_one_page(articles):
    articles, quotes = coverage(articles=1250, each=4)
    explorer = explore(quotes, articles)
    assert explorer._table.total == 5000
    assert len(explorer._table.rows) == 10
    assert "<b>5,000</b> of 5,000 quotes" in explorer._counts.value


def test_a_mistake_in_the_filters_shows_in_the_widget_and_goes_again(quotes, articles):
    explorer = explore(quotes, articles)
    bar = explorer._bar
    bar._from.value = pd.Timestamp("2021-07-05").date()
    bar._to.value = pd.Timestamp("2021-07-01").date()
    assert "is after To" in explorer.error
    assert explorer.error in explorer._error.value and 'role="alert"' in explorer._error.value
    bar._to.value = None
    assert explorer.error == "" and explorer._error.value == ""


def test_any_other_failure_is_named_in_the_widget_and_logged(quotes, articles, monkeypatch, caplog):
    explorer = explore(quotes, articles)

    def broken(*_):
        raise KeyError("<b>camp</b>")

    monkeypatch.setattr(_explore, "figure_html", broken)
    explorer.selection = {"kind": "direct"}
    assert "KeyError" in explorer.error
    assert "<b>" not in explorer._error.value
    assert "could not be redrawn" in caplog.text


def test_a_wrong_selection_is_refused_and_the_view_stays(quotes, articles):
    explorer = explore(quotes, articles)
    explorer.selection = {"camp": "Iran"}
    for wrong in ({"campus": "Iran"}, {"camp": "Irann"}, {"from": "soon"}):
        with pytest.raises(ValueError):
            explorer.selection = wrong
        assert explorer.selection == {"camp": "Iran"}


def test_stances_stand_beside_their_quotes(quotes, articles):
    stance = pd.DataFrame(
        {"quote_id": ["a000#0", "a000#0"], "target": ["air strikes", "talks"],
         "label": ["against", "for"], "score": [-0.9, 0.4]}
    )  # fmt: skip
    explorer = explore(quotes, articles, stance=stance)
    assert explorer._table.columns[-1] == ["stance", "Stance"]
    assert explorer._table.rows[0]["cells"][-1] == "against air strikes; for talks"
    assert explorer._table.rows[1]["cells"][-1] == ""


def test_the_given_tables_are_left_as_they_were(quotes, articles):
    before = quotes.copy(deep=True), articles.copy(deep=True)
    explorer = explore(quotes, articles)
    explorer.selection = {"camp": "Iran"}
    taken = explorer.quotes
    taken["quote"] = "changed"
    assert not (explorer.quotes["quote"] == "changed").any()
    pd.testing.assert_frame_equal(quotes, before[0])
    pd.testing.assert_frame_equal(articles, before[1])
