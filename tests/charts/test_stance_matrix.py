import random
import warnings
from itertools import pairwise

import matplotlib as mpl
import matplotlib.pyplot as plt
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from laid_out import drawn, held

from analystkit import charts, tables
from analystkit.charts._stance_matrix import _lines
from analystkit.charts.scaffold.counting import mean_interval
from analystkit.charts.scaffold.heat import Cell, Heat
from analystkit.palette import CAMPS, STANCES, stance_colour
from analystkit.text.wording import signed, span

TARGETS = ["strikes", "us_presence", "iran", "escalation"]
NAMES = {"strikes": "The strikes of 27 June", "us_presence": "US presence in Iraq"}
LONG = "The Committee for the Reconstruction and Development of the Border Provinces"


def shown(ax) -> list[str]:
    return [text.get_text() for text in ax.texts]


def test_a_cell_counts_its_rows_and_names_its_quotes():
    stance, quotes = held(
        ("Iran", "strikes", -0.9, "against"),
        ("Iran", "strikes", -0.5, "against"),
        ("Iran", "strikes", 0.1, "neutral"),
        ("Iran", "strikes", 1.0, "unclear"),
        ("Iran", "talks", 0.8, "for"),
        (pd.NA, "talks", -1.0, "unclear"),
    )
    cells = charts.stance_cells(stance, quotes=quotes)
    columns = ["target", "mean", "low", "high", "n", "against", "neutral", "for", "unclear"]
    assert list(cells.columns) == ["camp", *columns, "quote_ids"]
    first, second, last = (cells.iloc[i] for i in range(3))
    assert first["mean"] == pytest.approx(-1.3 / 3)
    assert first[columns[4:]].tolist() == [3, 2, 1, 0, 1]
    assert first["quote_ids"] == ["a#0", "a#1", "a#2", "a#3"]
    assert second["n"] == 1 and pd.isna(second["low"]) and second["mean"] == 0.8
    assert pd.isna(last["camp"]) and pd.isna(last["mean"]) and last["unclear"] == 1


@pytest.mark.parametrize("by", ["camp", "speaker", "actor", "kind", "outlet"])
def test_every_row_is_in_one_cell_whatever_the_groups(quotes, articles, by):
    stance = drawn(quotes, TARGETS)
    cells = charts.stance_cells(stance, quotes=quotes, by=by, articles=articles)
    found = cells.explode("quote_ids")[["quote_ids", "target"]]
    assert sorted(found.itertuples(index=False, name=None)) == sorted(
        stance[["quote_id", "target"]].itertuples(index=False, name=None)
    )
    assert (cells["n"] == cells[["against", "neutral", "for"]].sum(axis=1)).all()
    assert (cells["n"] + cells["unclear"] == cells["quote_ids"].map(len)).all()
    sure = cells.dropna(subset=["low"])
    assert ((sure["low"] <= sure["mean"]) & (sure["mean"] <= sure["high"])).all()
    assert not cells.duplicated([by, "target"]).any()
    assert cells[by].isna().tolist() == sorted(cells[by].isna())


def test_the_order_of_the_rows_changes_nothing(quotes):
    stance = drawn(quotes, TARGETS)
    mixed = stance.sample(frac=1, random_state=1).set_axis([0] * len(stance))
    pd.testing.assert_frame_equal(
        charts.stance_cells(stance, quotes=quotes), charts.stance_cells(mixed, quotes=quotes)
    )


def test_filtered_quotes_filter_the_stance(quotes):
    some = quotes[quotes["camp"] == "Iran"]
    cells = charts.stance_cells(drawn(quotes, TARGETS), quotes=some)
    assert cells["camp"].unique().tolist() == ["Iran"]
    assert set(cells["quote_ids"].explode()) <= set(some["quote_id"])


def test_a_missing_score_is_read_off_the_label():
    stance, quotes = held(("Iran", "strikes", pd.NA, "against"), ("Iran", "iran", 0.4, "for"))
    cells = charts.stance_cells(stance, quotes=quotes, targets=["iran", "strikes"])
    assert cells["mean"].tolist() == [0.4, -1.0]
    without = charts.stance_cells(stance.drop(columns="score"), quotes=quotes)
    assert sorted(without["mean"]) == [-1.0, 1.0]


def test_what_cannot_be_counted_is_named(quotes):
    stance = drawn(quotes, TARGETS)
    with pytest.raises(ValueError, match=r"'strike' is not one of: .*did you mean 'strikes'"):
        charts.stance_matrix(stance, quotes=quotes, targets=["strike"])
    with pytest.raises(tables.TableError, match=r"stance_matrix: by='outlet'.*articles="):
        charts.stance_matrix(stance, quotes=quotes, by="outlet")
    with pytest.raises(tables.TableError, match="more than one row toward 'strikes'"):
        twice = stance[stance["target"] == "strikes"].head(1)
        charts.stance_matrix(pd.concat([stance, twice]), quotes=quotes)
    with pytest.raises(tables.TableError, match="by='target' is a column of the result"):
        charts.stance_cells(stance, quotes=quotes.assign(target="x"), by="target")
    with pytest.raises(ValueError, match="top=0"):
        charts.stance_matrix(stance, quotes=quotes, top=0)


def test_each_cell_has_its_mean_interval_n_and_unclear_rows(quotes):
    stance = drawn(quotes, TARGETS)
    ax = charts.stance_matrix(stance, quotes=quotes)
    cells = charts.stance_cells(stance, quotes=quotes)
    words = shown(ax)
    for cell in cells[cells["n"] > 1].itertuples():
        assert signed(cell.mean) in words and f"n = {cell.n}" in words
        assert span(cell.low, cell.high) in words
    clear = cells[cells["n"] > 0]
    assert len(ax.patches) == len(clear)
    assert [w for w in words if "unclear" in w] == [
        f"{'+' if n else ''}{unclear} unclear"
        for n, unclear in zip(cells["n"], cells["unclear"], strict=True)
        if unclear
    ]
    title = ax.get_title(loc="left").replace("\n", " ")
    said = stance.loc[stance["label"] != "unclear", "quote_id"].nunique()
    assert f"{clear['n'].sum()} clear stances in {said} quotes, by camp" in title


def test_few_rows_are_hatched_and_pale_and_pairs_without_rows_blank():
    few = [("Iran", "strikes", -1.0, "against")] * 2
    many = [("Iran", "talks", -1.0, "against")] * 3
    stance, quotes = held(*few, *many, ("United States", "talks", 1.0, "for"))
    ax = charts.stance_matrix(stance, quotes=quotes, targets=["strikes", "talks"])
    strikes, talks = ax.patches[:2]
    assert strikes.get_hatch() and not talks.get_hatch()
    assert mpl.colors.to_hex(talks.get_facecolor()) == STANCES["against"].lower()
    assert sum(strikes.get_facecolor()[:3]) > sum(talks.get_facecolor()[:3])
    assert len(ax.patches) == 3
    assert "hatched: fewer than 3" in ax.get_xlabel().replace("\n", " ")


def test_quotes_without_a_camp_stand_apart_below(quotes):
    ax = charts.stance_matrix(drawn(quotes, TARGETS), quotes=quotes)
    labels = [label.get_text() for label in ax.get_yticklabels()]
    gaps = [b - a for a, b in pairwise(ax.get_yticks())]
    assert labels[-1] == "no camp given"
    assert gaps[-1] > max(gaps[:-1])


def test_targets_have_the_names_and_order_asked_for(quotes):
    class Targets:
        def table(self):
            return pd.DataFrame({"target": list(NAMES), "name": list(NAMES.values())})

    for names in (NAMES, Targets()):
        ax = charts.stance_matrix(
            drawn(quotes, TARGETS), quotes=quotes, targets=["iran", "strikes"], names=names
        )
        heads = [label.get_text().replace("\n", " ") for label in ax.get_xticklabels()]
        assert heads == ["iran", "The strikes of 27 June"]
    only_named = charts.stance_matrix(
        drawn(quotes, ["iran"]), quotes=quotes, targets=["iran", "strikes"], names=NAMES
    )
    assert len(only_named.get_xticks()) == 2


def test_the_words_hold_every_cell(quotes):
    stance = drawn(quotes, TARGETS)
    words = charts.describe(charts.stance_matrix(stance, quotes=quotes, names=NAMES))
    for cell in charts.stance_cells(stance, quotes=quotes).dropna(subset=["low"]).itertuples():
        target = NAMES.get(cell.target, cell.target)
        ends = span(cell.low, cell.high)
        assert f"{target} {signed(cell.mean)} (n = {cell.n}; {ends}" in words


@pytest.mark.parametrize("size", [None, (6, 9), (11, 5), (4.5, 3.3)])
def test_forty_speakers_and_fourteen_targets_neither_overlap_nor_leave_the_page(quotes, size):
    names = [f"{LONG} {i}" if i % 3 else f"نزار الجبوري من وزارة الخارجية {i}" for i in range(40)]
    many = pd.concat(
        [quotes.assign(quote_id=quotes["quote_id"] + f"-{k}") for k in range(4)], ignore_index=True
    )
    many["speaker"] = [names[i % 40] for i in range(len(many))]
    stance = drawn(many, [f"target {LONG} {i}" for i in range(14)])
    ax = plt.subplots(figsize=size, layout="constrained")[1] if size else None
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        ax = charts.stance_matrix(stance, quotes=many, by="speaker", top=None, ax=ax)
        ax.figure.canvas.draw()
    renderer, page = ax.figure.canvas.get_renderer(), ax.figure.bbox
    rows = [label.get_window_extent(renderer) for label in ax.get_yticklabels()]
    rows.sort(key=lambda box: box.y0)
    assert all(low.y1 <= high.y0 + 1 for low, high in pairwise(rows))
    low = size in ((11, 5), (4.5, 3.3))
    assert (len(rows) < 40) == low
    assert ("more speakers" in ax.get_xlabel()) == low
    few = size in ((6, 9), (4.5, 3.3))
    assert ("more targets" in ax.get_xlabel().replace("\n", " ")) == few
    assert all(text.get_fontsize() >= 4 for text in ax.texts)
    cell = ax.patches[0].get_window_extent(renderer)
    for text in ax.texts:
        box = text.get_window_extent(renderer)
        assert box.width <= cell.width * 1.08, text.get_text()
    for box in [*rows, *(text.get_window_extent(renderer) for text in ax.texts)]:
        assert page.x0 - 1 <= box.x0 and box.x1 <= page.x1 + 1
        assert page.y0 - 1 <= box.y0 and box.y1 <= page.y1 + 1


@given(st.floats(0.15, 3), st.floats(0.15, 2), st.integers(0, 99_999), st.integers(0, 999))
def test_the_words_of_a_cell_are_no_taller_than_the_cell(width, height, n, unclear):
    cells = pd.DataFrame(
        {"n": [n], "unclear": [unclear], "mean": [-0.5], "low": [-0.6], "high": [-0.4]}
    )
    words = _lines(next(cells.itertuples()))
    heat = Heat(["Iran"], ["strikes"], [Cell(0, 0, words, "#ffffff")], [[]] * len(words))
    choice, first, small = heat.fitting_words(width, height)
    lines = [first, *[small] * (len(words[choice]) - 1)]
    assert 1.22 * sum(lines) <= 72 * height
    assert min(lines) >= 3
    if n and width > 1 and height > 0.7:
        assert len(lines) == 3 + bool(unclear)


@pytest.mark.parametrize("name", ["$x_1$", r"$\frac{", "_hidden", "<script>", "\x00\x07", "  "])
def test_names_are_shown_as_they_are(name):
    stance, quotes = held((name, name, 0.5, "for"), ("Iran", "strikes", -0.5, "against"))
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        ax = charts.stance_matrix(stance, quotes=quotes)
        ax.figure.canvas.draw()
    if name.isprintable() and name.strip():
        for labels in (ax.get_xticklabels(), ax.get_yticklabels()):
            assert name in [label.get_text() for label in labels]


def test_no_stances_give_a_readable_empty_chart(quotes):
    ax = charts.stance_matrix(tables.empty_stance(), quotes=quotes, targets=["strikes"])
    assert shown(ax) == ["No stances to show"]
    assert "no stances to show" in charts.describe(ax)
    elsewhere = drawn(quotes.assign(quote_id=quotes["quote_id"] + "x"), TARGETS)
    ax = charts.stance_matrix(elsewhere, quotes=quotes)
    assert "None of these quotes" in shown(ax)[0]
    assert charts.stance_cells(tables.empty_stance(), quotes=tables.empty_quotes()).empty


def test_all_unclear_still_draws():
    stance, quotes = held(("Iran", "strikes", pd.NA, "unclear"))
    ax = charts.stance_matrix(stance, quotes=quotes)
    assert shown(ax) == ["1 unclear"] and not ax.patches


def test_the_tables_and_the_users_settings_are_left_as_they_were(quotes):
    stance = drawn(quotes, TARGETS)
    before, settings = (quotes.copy(deep=True), stance.copy(deep=True)), dict(mpl.rcParams)
    figure, ax = plt.subplots()
    assert charts.stance_matrix(stance, quotes=quotes, ax=ax) is ax
    assert plt.get_fignums() == [figure.number]
    pd.testing.assert_frame_equal(quotes, before[0])
    pd.testing.assert_frame_equal(stance, before[1])
    assert dict(mpl.rcParams) == settings


scores = st.lists(st.floats(-1, 1), min_size=1, max_size=40)


def test_the_interval_of_few_scores_reaches_towards_the_middle():
    assert mean_interval([-0.8, -0.6, -0.9, -0.7]) == pytest.approx((-0.8, 0.0), abs=0.05)


@given(scores, st.randoms())
def test_the_interval_of_a_mean_holds_it_and_depends_on_no_order(values, order):
    low, high = mean_interval(values)
    assert -1 <= low <= high <= 1
    assert low - 1e-9 <= sum(values) / len(values) <= high + 1e-9
    assert high - low > 0.01
    order.shuffle(values)
    assert mean_interval(values) == (low, high)


@given(st.lists(st.floats(-1, 1), min_size=2, max_size=120))
def test_turning_all_scores_round_turns_the_interval_round(values):
    low, high = mean_interval(values)
    other = mean_interval([-value for value in values])
    assert other == pytest.approx((-high, -low), abs=1e-9)


def test_more_of_the_same_scores_narrow_the_interval_and_the_long_way_agrees():
    spread = [(-1) ** i * (i % 7) / 7 for i in range(101)]
    few, some, many = (mean_interval(spread[:n]) for n in (10, 100, 101))
    assert few[1] - few[0] > 1.5 * (some[1] - some[0])
    assert many == pytest.approx(some, abs=0.02)


@pytest.mark.parametrize("n", [3, 10])
def test_the_interval_holds_the_true_mean_as_often_as_it_says(n):
    draw, held = random.Random(0), 0
    for _ in range(400):
        values = [draw.choices([-0.9, 0.0, 0.8], [0.85, 0.12, 0.03])[0] for _ in range(n)]
        low, high = mean_interval(values)
        held += low <= -0.9 * 0.85 + 0.8 * 0.03 <= high
    assert held >= 0.93 * 400


def test_the_scale_is_symmetric_and_its_ends_are_no_camps():
    assert stance_colour(0) == STANCES["neutral"]
    assert stance_colour(-5) == STANCES["against"] and stance_colour(5) == STANCES["for"]
    assert not {STANCES["against"], STANCES["for"]} & set(CAMPS.values())


def test_equal_scores_keep_their_mean_inside_the_interval():
    for score in (0.1, -0.7, 1.0, -1.0):
        stance, quotes = held(*[("Iran", "strikes", score, "neutral")] * 7)
        cell = charts.stance_cells(stance, quotes=quotes).iloc[0]
        assert cell["low"] <= cell["mean"] <= cell["high"] and cell["low"] < cell["high"]


@pytest.mark.parametrize(
    ("score", "words"), [(-0.04, "0.0"), (0.62, "+0.6"), (-1, "−1.0"), (0, "0.0"), (0.05, "+0.1")]
)
def test_scores_have_a_sign_and_nought_has_none(score, words):
    assert signed(score) == words
    assert span(-0.82, -0.77) == "−0.82 to −0.77"


def test_the_title_counts_the_quotes_that_take_a_clear_side():
    rows = [("Iran", "strikes", -0.8, "against")] * 8 + [("Iran", "strikes", 0.1, "unclear")] * 8
    stance, quotes = held(*rows)
    ax = charts.stance_matrix(stance, quotes=quotes)
    assert "8 clear stances in 8 quotes" in ax.get_title(loc="left").replace("\n", " ")


def test_an_interval_that_excludes_nought_does_not_end_at_nought():
    assert span(-0.627, -0.028) == "−0.63 to −0.03"
    assert span(-0.627, -0.001) == "−0.63 to −0.01"
    assert span(0.0, 0.4) == "0.0 to +0.4"
    assert span(-0.6, 0.2) == "−0.6 to +0.2"
