import warnings
from itertools import pairwise

import matplotlib as mpl
import matplotlib.pyplot as plt
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from laid_out import inside_the_page

from analystkit import charts, tables
from analystkit.charts.scaffold.counting import wilson
from analystkit.palette import CAMPS, MISSING

LONG = "The Committee for the Reconstruction and Development of the Border Provinces"


def speakers(names: list) -> pd.DataFrame:
    rows = [
        {"quote_id": f"a#{i}", "article_id": f"a{i % 5}", "kind": "direct", "quote": "No.",
         "spans": [(0, 3)], "speaker": name}
        for i, name in enumerate(names)
    ]  # fmt: skip
    return tables.as_quotes(rows)


def labels(ax) -> list[str]:
    return [label.get_text() for label in ax.get_yticklabels()]


def boxes(ax, texts) -> list:
    renderer = ax.figure.canvas.get_renderer()
    return [text.get_window_extent(renderer) for text in texts if text.get_text()]


def test_shares_are_of_the_quotes_with_a_camp_and_the_rest_is_apart(quotes):
    shares = charts.voice_shares(quotes)
    known = shares[shares["camp"].notna()]
    assert known["share"].sum() == pytest.approx(1)
    assert (known["low"] <= known["share"]).all() and (known["share"] <= known["high"]).all()
    assert shares["camp"].isna().tolist() == [False] * len(known) + [True]
    assert shares["quotes"].sum() == len(quotes)
    last = shares.iloc[-1]
    assert last["share"] == pytest.approx(quotes["camp"].isna().mean())
    assert pd.isna(last["low"])


def test_the_title_says_the_frame_and_each_bar_its_n(quotes):
    ax = charts.voices(quotes)
    title = ax.get_title(loc="left").replace("\n", " ")
    assert title == "Who speaks: 48 quotes in 12 articles, by camp"
    counts = charts.voice_shares(quotes)["quotes"]
    shown = [text.get_text() for text in ax.texts]
    assert all(f"n = {n}" in words for n, words in zip(counts, shown, strict=True))
    assert shown[-1].split(",")[0].endswith("of all")


def test_the_grey_bar_stands_below_a_gap(quotes):
    ax = charts.voices(quotes)
    *bars, last = ax.patches
    assert mpl.colors.to_hex(last.get_facecolor()) == MISSING.lower()
    middles = [bar.get_y() + bar.get_height() / 2 for bar in [*bars, last]]
    gaps = [b - a for a, b in pairwise(middles)]
    assert gaps[-1] > max(gaps[:-1])
    assert labels(ax)[-1] == "no camp given"


def test_camps_have_their_colour_and_speakers_that_of_their_camp(quotes):
    by_camp = charts.voices(quotes)
    for name, bar in zip(labels(by_camp), by_camp.patches, strict=True):
        if name in CAMPS:
            assert mpl.colors.to_hex(bar.get_facecolor()) == CAMPS[name].lower()
    by_speaker = charts.voices(quotes, by="speaker")
    found = dict(zip(labels(by_speaker), by_speaker.patches, strict=True))
    shirin = mpl.colors.to_hex(found["Shirin Vahedi"].get_facecolor())
    assert shirin == CAMPS["Iran"].lower()


def test_an_outlet_comes_from_the_articles(quotes, articles):
    with pytest.raises(tables.TableError, match=r"'outlet' is not one of: .*speaker.*articles="):
        charts.voices(quotes, by="outlet")
    assert "Café Européen" in labels(charts.voices(quotes, by="outlet", articles=articles))


def test_a_wrong_column_is_named_with_the_nearest(quotes):
    with pytest.raises(tables.TableError, match=r"by='speker'.*did you mean 'speaker'"):
        charts.voices(quotes, by="speker")
    with pytest.raises(tables.TableError, match="by='quote'"):
        charts.voices(quotes, by="quote")
    with pytest.raises(ValueError, match="top=0"):
        charts.voices(quotes, top=0)


@pytest.mark.parametrize("top", [12, None])
@pytest.mark.parametrize("size", [None, (6, 9), (4.5, 3.3)])
def test_forty_long_and_arabic_names_neither_overlap_nor_leave_the_page(top, size):
    names = [f"{LONG} {i}" if i % 3 else f"نزار الجبوري من وزارة الخارجية {i}" for i in range(40)]
    ax = plt.subplots(figsize=size, layout="constrained")[1] if size else None
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        table = speakers(names * 2 + names[:9])
        table["camp"] = [list(CAMPS)[i % 6] for i in range(len(table))]
        ax = charts.voices(table, by="speaker", top=top, ax=ax)
        ax.figure.canvas.draw()
    inside_the_page(ax)
    rows = ax.get_yticklabels()
    if size != (4.5, 3.3):
        assert len(rows) == (40 if top is None else 13)
    else:
        assert 5 <= len(rows) < 13 and rows[-1].get_text().endswith("others")


def test_the_legend_names_the_camps_of_the_bars_shown_and_no_others():
    quotes = speakers([f"Speaker {i:02}" for i in range(40)])
    quotes["camp"] = [f"Camp {i:02}" for i in range(40)]
    ax = charts.voices(quotes, by="speaker", top=3)
    keys = [text.get_text() for text in ax.get_legend().get_texts()]
    assert keys == ["Camp 00", "Camp 01", "Camp 02"]
    quotes.loc[1, "camp"] = pd.NA
    ax = charts.voices(quotes, by="speaker", top=3)
    assert ax.get_legend().get_texts()[-1].get_text() == "no camp"


@pytest.mark.parametrize("count", [1, 2, 3, 7, 40])
def test_ticks_stand_at_whole_round_shares(count):
    ax = charts.voices(speakers([f"Speaker {i}" for i in range(count)] * 3), by="speaker", top=None)
    ticks = ax.get_xticks()
    shown = [float(ax.xaxis.get_major_formatter()(tick).rstrip("%")) / 100 for tick in ticks]
    assert shown == pytest.approx(ticks, abs=1e-9)
    assert len(ticks) >= 2 and max(ticks) <= 1


def test_the_others_are_added_up_not_dropped():
    names = [f"Speaker {i}" for i in range(20)]
    ax = charts.voices(speakers(names * 2), by="speaker", top=5)
    assert labels(ax) == [*sorted(names)[:5], "15 others"]
    assert ax.texts[5].get_text() == "75%, n = 30"


@pytest.mark.parametrize(
    "name",
    ["$x_1$", r"$\frac{", "a_b^c", "_hidden", "<script>", "\x00\x07", "  ", "%s {0}", "l\n2"],
)
def test_names_are_shown_as_they_are(name):
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        for by in ("speaker", "camp"):
            quotes = speakers([name, "Dana Whitfield"]).assign(camp=[name, "Iran"])
            ax = charts.voices(quotes, by=by)
            ax.figure.canvas.draw()
    if name.isprintable() and name.strip():
        assert name in labels(ax)


@pytest.mark.parametrize("camp", [pd.NA, "Iran"])
def test_all_or_none_missing_still_draws(quotes, camp):
    table = quotes.assign(camp=pd.array([camp] * len(quotes), dtype="string"))
    ax = charts.voices(table)
    assert len(ax.patches) == 1
    assert f"n = {len(table)}" in ax.texts[0].get_text()
    assert ("none of these quotes has a camp" in ax.get_xlabel()) == pd.isna(camp)


def test_no_quotes_give_a_readable_empty_chart():
    ax = charts.voices(tables.empty_quotes())
    assert [text.get_text() for text in ax.texts] == ["No quotes to show"]


def test_the_table_and_the_users_settings_are_left_as_they_were(quotes):
    before, settings = quotes.copy(deep=True), dict(mpl.rcParams)
    charts.voices(quotes)
    pd.testing.assert_frame_equal(quotes, before)
    assert dict(mpl.rcParams) == settings


def test_it_draws_where_it_is_told_and_opens_no_other_figure(quotes):
    figure, ax = plt.subplots()
    assert charts.voices(quotes, ax=ax) is ax
    assert plt.get_fignums() == [figure.number]


def test_the_interval_of_eight_in_ten_is_the_published_one():
    assert wilson(8, 10) == pytest.approx((0.490, 0.943), abs=5e-4)


@given(st.integers(0, 300), st.integers(0, 300))
def test_the_interval_holds_the_share_and_stays_within_bounds(count, more):
    low, high = wilson(count, count + more)
    assert 0 <= low <= high <= 1
    if count + more:
        assert low - 1e-9 <= count / (count + more) <= high + 1e-9
        narrow = wilson(4 * count, 4 * (count + more))
        assert narrow[1] - narrow[0] < high - low


def test_a_blank_camp_is_no_camp():
    quotes = speakers(["Ann", "Ben", "Cem"])
    quotes["camp"] = ["", "Iran", pd.NA]
    ax = charts.voices(quotes, by="speaker")
    assert [text.get_text() for text in ax.get_legend().get_texts()] == ["Iran", "no camp"]


def test_names_that_differ_in_the_space_around_them_are_one_group():
    shares = charts.voice_shares(speakers(["Ann ", "Ann", " Ann"]), by="speaker")
    assert shares["speaker"].tolist() == ["Ann"] and shares["quotes"].tolist() == [3]


def test_columns_named_like_the_results_are_told_apart():
    quotes = speakers(["Ann", "Ben"]).assign(article="front page", size="large", share="all")
    for by in ("article", "size"):
        assert charts.voice_shares(quotes, by=by)["quotes"].tolist() == [2]
    with pytest.raises(tables.TableError, match="by='share' is a column of the result"):
        charts.voices(quotes, by="share")


def test_nearly_all_is_not_called_all():
    ax = charts.voices(speakers(["Ann"] * 399 + ["Ben"]), by="speaker")
    assert ax.texts[0].get_text() == "over 99%, n = 399"
