import warnings
from itertools import pairwise

import matplotlib as mpl
import matplotlib.pyplot as plt
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from laid_out import apart_on

from analystkit import charts, tables
from analystkit.charts.scaffold.counting import wilson
from analystkit.palette import CAMPS, MISSING

LONG = "The Committee for the Reconstruction and Development of the Border Provinces"


def said(*rows: tuple) -> pd.DataFrame:
    """Quotes of rows (article, speaker, camp, position)."""
    return tables.as_quotes(
        {"quote_id": f"{article}#{i}", "article_id": article, "kind": "direct", "quote": "No.",
         "spans": [(0, 3)], "speaker": speaker, "camp": camp, "position": position}
        for i, (article, speaker, camp, position) in enumerate(rows)
    )  # fmt: skip


ROWS = [
    ("a", "Dana", "Iran", 0.0),
    ("a", "Dana", "Iran", 1 / 3),
    ("a", "Omar", "United States", 0.34),
    ("b", "Omar", "United States", 0.2),
    ("b", "Dana", "Iran", 0.9),
    ("b", "Omar", "United States", pd.NA),
    ("c", pd.NA, pd.NA, 0.1),
    ("c", "Omar", "United States", 0.8),
]


def labels(ax) -> list[str]:
    return [label.get_text() for label in ax.get_yticklabels()]


def figures(ax) -> list[str]:
    return [text.get_text() for text in ax.texts]


def note(ax) -> str:
    return ax.get_xlabel().replace("\n", " ")


def ticks(ax) -> list[list[float]]:
    """The places of each row's ticks."""
    rows = [item for item in ax.collections if hasattr(item, "get_segments")]
    return [sorted(line[0][0] for line in row.get_segments()) for row in rows[1:]]


def test_a_row_counts_what_stands_early_and_who_opens():
    shares = charts.prominence_shares(said(*ROWS))
    columns = ["quotes", "articles", "opens", "median", "early", "share", "low", "high", "unplaced"]
    assert list(shares.columns) == ["camp", *columns]
    iran, states, without = (shares.iloc[i] for i in range(3))
    assert iran[columns[:5]].tolist() == pytest.approx([3, 2, 1, 1 / 3, 2])
    assert (iran["low"], iran["high"]) == pytest.approx(wilson(2, 3))
    assert states[columns[:5]].tolist() == pytest.approx([3, 3, 1, 0.34, 1])
    assert states["share"] == pytest.approx(1 / 3) and states["unplaced"] == 1
    assert pd.isna(without["camp"]) and without[columns[:3]].tolist() == [1, 1, 1]


@pytest.mark.parametrize("by", ["camp", "speaker", "kind", "outlet"])
@pytest.mark.parametrize("within", [0.1, 1 / 3, 0.5])
def test_the_table_is_that_of_a_plain_count(quotes, articles, by, within):
    shares = charts.prominence_shares(quotes, by=by, articles=articles, within=within)
    source = quotes.merge(articles[["article_id", "outlet"]], on="article_id")
    assert shares["quotes"].sum() == len(quotes)
    assert shares["opens"].sum() == quotes["article_id"].nunique()
    for row in shares.itertuples():
        name = row[1]
        own = source[source[by].isna() if pd.isna(name) else (source[by] == name).fillna(False)]
        assert row.early == (own["position"] <= within).sum()
        assert row.share == pytest.approx((own["position"] <= within).mean())
        assert row.median == pytest.approx(own["position"].median())
        assert row.articles == own["article_id"].nunique()
        firsts = quotes.groupby("article_id")["position"].transform("min")
        assert (
            row.opens
            == own["quote_id"].isin(quotes[quotes["position"] == firsts]["quote_id"]).sum()
        )


@given(st.lists(st.one_of(st.none(), st.floats(0, 1)), max_size=30), st.floats(0.01, 0.99))
def test_the_figures_are_bounded_and_add_up(places, within):
    rows = [(f"a{i % 3}", f"s{i % 4}", None, at) for i, at in enumerate(places)]
    shares = charts.prominence_shares(said(*rows), by="speaker", within=within)
    assert shares["quotes"].sum() + shares["unplaced"].sum() == len(places)
    assert (shares["early"] <= shares["quotes"]).all()
    assert shares["opens"].sum() == len({a for a, _, _, at in rows if at is not None})
    known = shares[shares["quotes"] > 0]
    assert (known["low"] - 1e-9 <= known["share"]).all()
    assert (known["share"] <= known["high"] + 1e-9).all()
    assert shares[shares["quotes"] == 0]["share"].isna().all()


def test_the_title_says_the_frame_and_rows_their_figures():
    ax = charts.prominence(said(*ROWS))
    title = ax.get_title(loc="left").replace("\n", " ")
    assert title == "Who gets the top of the story: 57% of 7 quotes in the first third, by camp"
    assert labels(ax) == ["Iran", "United States", "no camp given"]
    shown = [text.split(" (")[0] + text[text.index(")") + 1 :] for text in figures(ax)]
    assert shown == ["67%, n = 3, opens 1", "33%, n = 3, opens 1", "100%, n = 1, opens 1"]
    assert "1 of 8 quotes without a position, not shown" in note(ax)
    assert ticks(ax) == [[0, pytest.approx(1 / 3), 0.9], [0.2, 0.34, 0.8], [0.1]]
    quarter = charts.prominence(said(*ROWS), within=0.25).get_title(loc="left")
    assert "43% of 7 quotes in the first quarter" in quarter.replace("\n", " ")
    assert "first 15%" in charts.prominence(said(*ROWS), within=0.15).get_title(loc="left")


def test_every_quote_is_a_tick_and_the_dot_their_median(quotes):
    ax = charts.prominence(quotes)
    dots = [line.get_xdata()[0] for line in ax.lines]
    for name, places, dot in zip(labels(ax), ticks(ax), dots, strict=True):
        own = quotes[quotes["camp"].isna() if name == "no camp given" else quotes["camp"] == name]
        assert places == pytest.approx(sorted(own["position"].astype(float)))
        assert dot == pytest.approx(own["position"].astype(float).median())
    gaps = [b - a for a, b in pairwise(ax.get_yticks())]
    assert gaps[-1] > max(gaps[:-1])


def test_too_many_quotes_for_ticks_give_an_outline():
    many = [("a", "Dana", "Iran", i / 400) for i in range(400)]
    few = [("a", "Omar", "United States", 0.999)]
    ax = charts.prominence(said(*many, *few))
    assert labels(ax) == ["Iran", "United States"] and ticks(ax) == [[0.999]]
    assert "a tick a quote; outline: how many" in note(ax)
    outline = next(c for c in ax.collections if not hasattr(c, "get_segments"))
    heights = outline.get_paths()[0].vertices[:, 1]
    assert -0.37 <= heights.min() < heights.max() <= 0.37
    assert "outline" not in note(charts.prominence(said(*few)))


def test_camps_have_their_colour_and_speakers_that_of_their_camp(quotes):
    ax = charts.prominence(quotes)
    rows = [item for item in ax.collections if hasattr(item, "get_segments")][1:]
    for name, row in zip(labels(ax), rows, strict=True):
        assert mpl.colors.to_hex(row.get_color()[0]) == CAMPS.get(name, MISSING).lower()
    ax = charts.prominence(quotes, by="speaker")
    keys = {text.get_text() for text in ax.get_legend().get_texts()}
    assert set(quotes["camp"].dropna().unique()) <= keys


def test_the_others_are_one_row_with_all_their_quotes():
    rows = [("a", f"Speaker {i:02}", pd.NA, i / 20) for i in range(20)]
    rows += [("b", "Speaker 19", pd.NA, 0.9), ("b", "Speaker 18", pd.NA, 0.2)]
    ax = charts.prominence(said(*rows), by="speaker", top=2)
    assert labels(ax) == ["Speaker 18", "Speaker 19", "18 others"]
    assert figures(ax)[-1].startswith("39%") and "n = 18, opens 1" in figures(ax)[-1]
    assert len(ticks(ax)[-1]) == 18


@pytest.mark.parametrize("size", [None, (4.5, 3.3), (6, 9)])
@pytest.mark.parametrize("top", [12, None])
def test_forty_long_and_arabic_names_neither_overlap_nor_leave_the_page(size, top):
    names = [f"{LONG} {i}" if i % 3 else f"نزار الجبوري من وزارة الخارجية {i}" for i in range(40)]
    rows = [
        (f"a{i % 5}", name, list(CAMPS)[i % 6], i % 17 / 17) for i, name in enumerate(names * 3)
    ]
    ax = plt.subplots(figsize=size, layout="constrained")[1] if size else None
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        ax = charts.prominence(said(*rows), by="speaker", top=top, ax=ax)
        ax.figure.canvas.draw()
    renderer, page = ax.figure.canvas.get_renderer(), ax.figure.bbox
    texts = [*ax.texts, *ax.get_yticklabels(), *ax.get_xticklabels(), ax.xaxis.label]
    texts += [ax._left_title, *ax.get_legend().get_texts()]
    boxes = [text.get_window_extent(renderer) for text in texts if text.get_text()]
    apart_on(page, boxes, high=1.5)
    if size != (4.5, 3.3):
        assert len(labels(ax)) == (13 if top else 40)
    plot = ax.get_window_extent(renderer)
    assert all(box.x0 >= plot.x0 for box in boxes[: len(ax.texts)])
    ends = ax.transData.transform([(0, 0), (1, 0)])[:, 0]
    assert ends[1] - ends[0] > 0.3 * plot.width
    assert all(box.x0 >= ends[1] for box in boxes[: len(ax.texts)])


@pytest.mark.parametrize(
    "name", ["$x_1$", r"$\frac{", "_hidden", "<script>", "\x00\x07", "  ", "2 others"]
)
def test_names_are_shown_as_they_are(name):
    rows = [("a", name, name, 0.1), ("a", "Dana", "Iran", 0.5), ("b", pd.NA, pd.NA, 0.7)]
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        for by in ("camp", "speaker"):
            ax = charts.prominence(said(*rows), by=by)
            ax.figure.canvas.draw()
    if name.isprintable() and name.strip():
        assert name in labels(ax) and name in charts.describe(ax)


def test_the_words_hold_every_figure(quotes):
    words = charts.describe(charts.prominence(quotes))
    for row in charts.prominence_shares(quotes).itertuples():
        name = "No camp given:" if pd.isna(row.camp) else row.camp
        assert f"{name} {row.share:.0%} (n = {row.quotes}; {row.low:.0%} to {row.high:.0%}" in words


def test_nothing_to_draw_gives_a_readable_empty_chart():
    ax = charts.prominence(tables.empty_quotes())
    assert figures(ax) == ["No quotes to show"]
    assert charts.describe(ax).endswith("There are no quotes to show.")
    ax = charts.prominence(said(("a", "Dana", "Iran", pd.NA)))
    assert figures(ax) == ["None of these quotes has a position"]


@pytest.mark.parametrize("camp", [pd.NA, "Iran"])
def test_all_or_none_missing_still_draws(quotes, camp):
    ax = charts.prominence(quotes.assign(camp=pd.array([camp] * len(quotes), dtype="string")))
    ax.figure.canvas.draw()
    assert f"n = {len(quotes)}" in figures(ax)[0] and len(figures(ax)) == 1


def test_what_cannot_be_drawn_is_named(quotes):
    with pytest.raises(tables.TableError, match=r"prominence: by='speker'.*did you mean"):
        charts.prominence(quotes, by="speker")
    with pytest.raises(ValueError, match=r"within=1\.5 must be above 0 and below 1"):
        charts.prominence(quotes, within=1.5)
    with pytest.raises(ValueError, match="prominence: top=0"):
        charts.prominence(quotes, top=0)
    with pytest.raises(tables.TableError, match="prominence: quotes have no column 'position'"):
        charts.prominence(quotes.drop(columns="position"))
    with pytest.raises(tables.TableError, match="by='early' is a column of the result"):
        charts.prominence_shares(quotes.assign(early="x"), by="early")


def test_the_table_and_the_users_settings_are_left_as_they_were(quotes):
    before, settings = quotes.copy(deep=True), dict(mpl.rcParams)
    figure, ax = plt.subplots()
    assert charts.prominence(quotes, ax=ax) is ax
    assert plt.get_fignums() == [figure.number]
    pd.testing.assert_frame_equal(quotes, before)
    assert dict(mpl.rcParams) == settings
