import asyncio
import json
import re
from types import SimpleNamespace

import matplotlib.pyplot as plt
import pandas as pd
import pytest
from samples import coverage

from analystkit import explore, tables
from analystkit.charts.scaffold.svg import PAGE_COLOURS
from analystkit.widgets.parts import chart_panes


def charts(explorer) -> list:
    return list(explorer._charts.panes.values())


def stances(quotes: pd.DataFrame) -> pd.DataFrame:
    """Two rows for every second quote, for and against in turn."""
    rows = [
        {"quote_id": quote, "target": target, "label": label, "score": score}
        for i, quote in enumerate(quotes["quote_id"].iloc[::2])
        for target, (label, score) in zip(
            ["strikes", "us-presence"],
            [("for", 0.8), ("against", -0.7)][:: 1 if i % 2 else -1],
            strict=True,
        )
    ]
    return tables.as_stance(rows)


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
    first = explorer.quotes.query("camp == 'Iran' and quote.str.contains('the')")["quote_id"].iloc[
        0
    ]
    view = {"camp": ["Iran"], "from": "2021-06-27", "words": "the", "quote": first}
    view |= {"sort": ["published", "descending"], "kind": ["direct", "indirect"]}
    explorer.selection = {**view, "min_confidence": 0.2}
    saved = json.loads(json.dumps(explorer.selection))
    assert saved == {**view, "min_confidence": 0.2}
    other = explore(quotes, articles)
    other.selection = saved
    assert other.selection == saved
    assert other._pane.focus == first
    assert other.quotes.equals(explorer.quotes)
    other.selection = {}
    assert other.selection == {} and len(other.quotes) == len(quotes)


def test_a_change_draws_each_chart_once_and_opens_no_figure(quotes, articles, monkeypatch):
    explorer, drawn = explore(quotes, articles, stances(quotes)), []
    draw = chart_panes.page_figure
    monkeypatch.setattr(chart_panes, "page_figure", lambda f, **k: drawn.append(1) or draw(f, **k))
    before = [pane.svg for pane in charts(explorer)]
    explorer.selection = {"kind": "direct", "words": "the", "from": "2021-06-27"}
    assert len(drawn) == 3
    assert not set(before) & {pane.svg for pane in charts(explorer)}
    assert plt.get_fignums() == []
    explorer.selection = {"kind": ["direct"], "words": " the ", "from": "2021-06-27"}
    assert len(drawn) == 3


def test_within_one_camp_its_speakers_are_compared(quotes, articles):
    explorer = explore(quotes, articles, stances(quotes))
    voices, _, stance = charts(explorer)
    assert "by camp" in voices.alt and "by camp" in stance.alt
    explorer.selection = {"camp": "Iraqi government"}
    assert "by speaker" in voices.alt and "Layth al-Samawi" in voices.alt
    assert "by speaker" in stance.alt
    explorer.selection = {"camp": ["Iraqi government", "Iran"]}
    assert "by camp" in voices.alt and "by camp" in stance.alt


def test_toward_one_target_each_speaker_has_a_dot(quotes, articles):
    stance = stances(quotes)
    explorer = explore(quotes, articles, stance)
    explorer.selection = {"target": "us-presence"}
    assert charts(explorer)[2].alt.startswith("Dot plot. us presence: who is for")
    explorer.selection = {"target": "us-presence", "words": "no such word"}
    assert explorer.error == "" and len(explorer.quotes) == 0


def test_the_charts_count_the_quotes_shown(quotes, articles):
    explorer = explore(quotes, articles, stances(quotes))
    explorer.selection = {"speaker": ["Dana Whitfield", "Harlan Pruitt"]}
    n = len(explorer.quotes)
    assert all(f"{n} quotes" in pane.alt for pane in charts(explorer)[:2])


def test_in_a_kernel_the_table_comes_first_and_quick_choices_draw_once(
    quotes, articles, monkeypatch
):
    drawn, draw = [], chart_panes.page_figure
    monkeypatch.setattr(chart_panes, "page_figure", lambda f, **k: drawn.append(1) or draw(f, **k))

    async def choose():
        explorer = explore(quotes, articles)
        assert drawn == [] and explorer._table.total == len(quotes)
        for camp in ("Iran", "US Congress", "United States", None):
            explorer.selection = {"camp": camp}
            assert explorer._table.total == len(explorer.quotes) < len(quotes)
            await asyncio.sleep(0.01)
        assert drawn == []
        for _ in range(200):
            await asyncio.sleep(0.02)
            if len(drawn) == 2:
                break
        await asyncio.sleep(0.3)
        return explorer

    explorer = asyncio.run(choose())
    assert len(drawn) == 2 and f"{len(explorer.quotes)} quotes" in charts(explorer)[0].alt


def test_charts_come_as_svg_with_their_words(quotes, articles):
    pane = charts(explore(quotes, articles))[0]
    assert "<svg" in pane.svg and "Iraqi government" in pane.alt
    for name, colours in PAGE_COLOURS.items():
        assert name == "paper" or f"var(--{name})" in pane.svg
        assert name == "paper" or not set(colours) & set(re.findall("#[0-9a-f]{6}", pane.svg))


def test_a_chart_is_drawn_at_the_width_of_its_place(quotes, articles):
    explorer = explore(quotes, articles)
    pane = charts(explorer)[0]
    before = pane.svg
    pane.width = 600
    assert pane.svg != before and 'viewBox="0 0 450 ' in pane.svg


def test_choosing_a_row_opens_its_article_at_the_quote(quotes, articles):
    explorer = explore(quotes, articles)
    explorer._table.selected = "a003#1"
    assert "day 4" in explorer._pane.html and explorer._pane.focus == "a003#1"
    explorer._table.selected = ""
    assert "Choose a row" in explorer._pane.html


def test_the_row_follows_the_reader_and_the_article_stays_open(quotes, articles):
    explorer = explore(quotes, articles)
    explorer._table.selected = "a003#1"
    explorer._pane.focus = "a003#3"
    assert explorer._table.selected == "a003#3" and explorer._table.page == 1
    explorer.selection = {**explorer.selection, "quote": "a003#0"}
    assert explorer._pane.focus == "a003#0"
    article = explorer._pane.html
    other = next(
        c
        for c in quotes["camp"].dropna().unique()
        if c not in set(quotes.loc[quotes["article_id"] == "a003", "camp"].dropna())
    )
    explorer._bar.apply({"camp": other})
    assert explorer._table.selected == "" and explorer._pane.html == article
    explorer._pane.focus = "a003#2"
    assert explorer._table.selected == "" and explorer._pane.html == article
    assert explorer.error == ""


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


def test_fifty_thousand_quotes(quotes):
    articles, quotes = coverage(articles=2500, each=20)
    explorer = explore(quotes, articles)
    assert explorer._table.total == 50_000 and len(explorer._table.rows) == 10
    explorer.selection = {"camp": "Iran", "words": "convoy", "sort": ["outlet", "descending"]}
    kept = quotes[(quotes["camp"] == "Iran") & quotes["quote"].str.contains("convoy", case=False)]
    assert list(explorer.quotes["quote_id"]) == list(kept["quote_id"])
    assert f"<b>{len(kept):,}</b> of 50,000 quotes" in explorer._counts.value


def test_hostile_text_in_every_field(quotes, articles):
    evil = "<img src=x onerror=hacked()></style><script>hacked()</script>$\\frac{'\""
    for table, columns in (
        (quotes, ["quote", "cue", "source", "speaker", "actor", "camp"]),
        (articles, ["title", "outlet", "author", "url"]),
    ):
        for column in columns:
            table[column] = evil
    quotes["quote_id"] = [f"{evil}{i}" for i in range(len(quotes))]
    stance = stances(quotes).assign(target=evil).drop_duplicates(["quote_id", "target"])
    explorer = explore(quotes, articles, stance)
    explorer.selection = {key: evil for key in ("camp", "speaker", "outlet", "cue", "target")}
    explorer._table.selected = explorer.quotes["quote_id"].iloc[0]
    explorer.views = {evil: explorer.selection}
    assert explorer.error == "" and len(explorer.quotes)
    explorer._bar._heard(None, {"filters": {"camp": evil + "!"}, "seen": 1}, [])
    assert explorer.error
    html = explorer._problems.value + explorer._counts.value + explorer._pane.html
    assert "<img" not in html and "<script" not in html


def test_a_mistake_in_the_filters_shows_in_the_widget_and_goes_again(quotes, articles):
    explorer = explore(quotes, articles)
    ask = explorer._bar._heard
    ask(None, {"filters": {"from": "2021-07-05", "to": "2021-07-01"}, "seen": 1}, [])
    assert "is after To" in explorer.error and len(explorer.quotes) == len(quotes)
    assert explorer.error in explorer._problems.value
    assert 'role="alert"' in explorer._problems.value
    ask(None, {"filters": {"from": "2021-07-05"}, "seen": 2}, [])
    assert explorer.error == "" and explorer._problems.value == ""


def test_any_other_failure_is_named_in_the_widget_and_logged(quotes, articles, monkeypatch, caplog):
    explorer = explore(quotes, articles)

    def broken(*_, **__):
        raise KeyError("<b>camp</b>")

    monkeypatch.setattr(chart_panes, "page_figure", broken)
    explorer.selection = {"kind": "direct"}
    assert "KeyError" in explorer.error
    assert "<b>" not in explorer._problems.value
    assert "voices" in caplog.text and "timeline" in caplog.text
    assert explorer._table.total == len(explorer.quotes) == (quotes["kind"] == "direct").sum()
    monkeypatch.undo()
    explorer.selection = {}
    assert explorer.error == ""


@pytest.mark.parametrize(
    "wrong",
    [
        {"campus": "Iran"}, {"camp": "Irann"}, {"from": "soon"}, {"quote": "a999#0"},
        {"camp": "US Congress", "quote": "a000#0", "words": "nobody says this"},
        {"sort": ["spans", "ascending"]}, {"sort": ["camp", "up"]}, {"target": "strikes"},
        {"camp": "US Congress", "sort": "kamp"}, "Iran", {"sort": 5}, {"from": 20210628},
    ],
)  # fmt: skip
def test_a_wrong_selection_is_refused_and_the_view_stays(quotes, articles, wrong):
    explorer = explore(quotes, articles)
    quote = quotes.query("camp == 'Iran'")["quote_id"].iloc[-1]
    view = {"camp": ["Iran"], "sort": ["outlet", "descending"], "quote": quote}
    explorer.selection = view
    with pytest.raises(ValueError, match="selection: "):
        explorer.selection = wrong
    assert explorer.selection == view and (explorer.quotes["camp"] == "Iran").all()


def test_views_are_saved_restored_and_deleted(quotes, articles):
    explorer = explore(quotes, articles)
    ask = explorer._bar._heard
    explorer.selection = view = {"camp": ["Iran"], "sort": ["published", "descending"]}
    ask(None, {"view": ["save", "  Tehran "], "seen": 1}, [])
    explorer.selection = {}
    assert json.loads(json.dumps(explorer.views)) == {"Tehran": view}
    assert explorer._bar.views == ["Tehran"]
    ask(None, {"view": ["restore", "Tehran"], "seen": 2}, [])
    assert explorer.selection == view
    assert explorer._bar.state == {"seen": 2, "filters": {"camp": ["Iran"]}}
    ask(None, {"view": ["restore", "Teheran"], "seen": 3}, [])
    assert "no saved view 'Teheran' (did you mean 'Tehran'?)" in explorer.error
    ask(None, {"view": ["delete", "Tehran"], "seen": 4}, [])
    assert explorer.views == {} and explorer.error == ""


def test_views_can_be_kept_in_a_file(quotes, articles):
    explorer = explore(quotes, articles)
    explorer.views = {"Tehran": {"camp": "Iran"}, "old": {"speaker": "No longer there"}}
    taken = explorer.views
    taken["Tehran"]["camp"] = "changed"
    assert explorer.views["Tehran"] == {"camp": "Iran"}
    explorer._bar._heard(None, {"view": ["restore", "old"], "seen": 1}, [])
    assert "speaker 'No longer there' is not in the quotes" in explorer.error
    with pytest.raises(ValueError, match="'kamp' is not one of"):
        explorer.views = {"new": {"kamp": "Iran"}}
    assert list(explorer.views) == ["Tehran", "old"]


def test_stances_stand_beside_their_quotes(quotes, articles):
    stance = pd.DataFrame(
        {"quote_id": ["a000#0", "a000#0"], "target": ["air-strikes", "talks"],
         "label": ["against", "for"], "score": [-0.9, 0.4]}
    )  # fmt: skip
    table = explore(quotes, articles, stance=stance)._table
    at = [key for key, _ in table.columns].index("stance")
    assert table.rows[0]["cells"][at] == "against air strikes; for talks"
    assert table.rows[1]["cells"][at] == ""


def test_targets_have_the_names_of_their_registry(quotes, articles):
    target = SimpleNamespace(id="us-presence", name="US troops in Iraq")
    explorer = explore(quotes, articles, stances(quotes), targets=[target])
    facet = next(f for f in explorer._bar.facets if f["key"] == "target")
    assert facet["names"] == {"strikes": "strikes", "us-presence": "US troops in Iraq"}


def test_the_given_tables_are_left_as_they_were(quotes, articles):
    before = quotes.copy(deep=True), articles.copy(deep=True)
    explorer = explore(quotes, articles)
    explorer.selection = {"camp": "Iran"}
    taken = explorer.quotes
    taken["quote"] = "changed"
    assert not (explorer.quotes["quote"] == "changed").any()
    pd.testing.assert_frame_equal(quotes, before[0])
    pd.testing.assert_frame_equal(articles, before[1])


def test_articles_known_from_their_quotes_alone_are_counted(quotes, articles):
    explorer = explore(quotes, articles.head(2))
    every = quotes["article_id"].nunique()
    assert f"<b>{every}</b> of {every} articles" in explorer._counts.value


def test_camps_wear_the_colours_given(quotes, articles):
    explorer = explore(quotes, articles, colours={"Iran": "#123456"})
    assert explorer._coverage.colours["Iran"] == "#123456"
    assert "#123456" in "".join(chart.svg for chart in charts(explorer))


def test_days_of_other_zones_are_days_of_utc(quotes, articles):
    explorer = explore(quotes, articles)
    explorer.selection = {"from": pd.Timestamp("2021-06-28T01:00+03:00")}
    assert explorer.selection == {"from": "2021-06-27"}
