import warnings
from datetime import date
from itertools import pairwise

import matplotlib.pyplot as plt
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analystkit import charts, tables
from analystkit.charts._timeline import _Label


def legend(ax) -> list[str]:
    return [text.get_text() for text in ax.get_legend().get_texts()]


def test_the_bars_add_up_to_the_dated_quotes_and_the_rest_is_noted(quotes, articles):
    undated = articles.loc[articles["published"].isna(), "article_id"]
    missing = int(quotes["article_id"].isin(undated).sum())
    assert missing
    ax = charts.timeline(quotes, articles=articles)
    assert sum(bar.get_height() for bar in ax.patches) == len(quotes) - missing
    assert f"{missing} of {len(quotes)} quotes without a date" in ax.get_xlabel().replace("\n", " ")
    assert f"{len(quotes) - missing} quotes" in ax.get_title(loc="left")
    assert legend(ax)[-1] == "no camp given"


def test_a_day_is_counted_in_utc():
    articles = tables.as_articles(
        [{"article_id": "a", "text": "No.", "published": "2021-06-28T01:00:00+03:00"}]
    )
    row = {
        "quote_id": "a#0",
        "article_id": "a",
        "kind": "direct",
        "quote": "No.",
        "spans": [(0, 3)],
    }
    ax = charts.timeline(tables.as_quotes([row]), articles=articles)
    assert "27 June 2021" in ax.get_xlabel()


@pytest.mark.parametrize(
    ("step", "count", "word"), [(1, 20, "day"), (20, 20, "week"), (90, 20, "month")]
)
def test_bars_span_days_weeks_or_months_as_the_range_needs(step, count, word):
    start = pd.Timestamp("2019-03-04T12:00Z")
    pages = [
        {"article_id": str(i), "text": "No.", "published": start + pd.Timedelta(days=step * i)}
        for i in range(count)
    ]
    rows = [
        {"quote_id": f"{i}#0", "article_id": str(i), "kind": "direct", "quote": "No.",
         "spans": [(0, 3)], "camp": "Iran"}
        for i in range(count)
    ]  # fmt: skip
    articles, quotes = tables.as_articles(pages), tables.as_quotes(rows)
    ax = charts.timeline(quotes, articles=articles)
    assert ax.get_ylabel() == f"quotes a {word}"
    assert sum(bar.get_height() for bar in ax.patches) == count
    forced = charts.timeline(quotes, articles=articles, every="month")
    assert forced.get_ylabel() == "quotes a month"
    with pytest.raises(ValueError, match="every='decade' is not one of: day, week, month, year"):
        charts.timeline(quotes, articles=articles, every="decade")


@pytest.mark.parametrize("when", ["2021-06-29", date(2021, 6, 29), pd.Timestamp("2021-06-29")])
def test_events_are_labelled_lines_however_their_date_is_given(quotes, articles, when):
    ax = charts.timeline(quotes, articles=articles, events={when: "funeral, $x_1$"})
    assert "funeral, $x_1$" in [text.get_text() for text in ax.texts]
    assert "2021-06-29 funeral" in charts.describe(ax)
    ax.figure.canvas.draw()


def test_events_outside_are_noted_and_bad_dates_named(quotes, articles):
    ax = charts.timeline(quotes, articles=articles, events={"2031-01-01": "later"})
    assert "1 event outside these dates" in ax.get_xlabel().replace("\n", " ")
    with pytest.raises(ValueError, match="'last Tuesday'"):
        charts.timeline(quotes, articles=articles, events={"last Tuesday": "talks"})
    with pytest.raises(ValueError, match="talks"):
        charts.timeline(quotes, articles=articles, events={None: "talks"})


def test_labels_of_close_events_do_not_overlap(quotes, articles):
    days = pd.date_range("2021-06-27", "2021-07-07")
    events = {day: f"a strike on the border, number {i}" for i, day in enumerate(days)}
    ax = charts.timeline(quotes, articles=articles, events=events)
    ax.figure.canvas.draw()
    renderer = ax.figure.canvas.get_renderer()
    boxes = [t.get_window_extent(renderer) for t in ax.texts if t.get_text()]
    assert len(boxes) == len(events)
    title = ax._left_title.get_window_extent(renderer)
    for i, box in enumerate(boxes):
        assert not any(box.overlaps(other) for other in boxes[:i])
        assert box.x1 <= ax.figure.bbox.x1 + 1 and box.y1 <= title.y0


shares = st.floats(0, 1)


@given(st.lists(st.tuples(shares, st.floats(0.02, 0.4)), max_size=8))
def test_labels_in_one_row_never_overlap(marks):
    taken: list[_Label] = []
    for at, length in sorted(marks, reverse=True):
        ends = (at - length, at) if at > 0.6 else (at, at + length)
        label = _Label(at, *ends).among(taken)
        beside = [other for other in taken if other.row == label.row]
        assert all(label.end < other.start or other.end < label.start for other in beside)
        taken.append(label)


def test_many_speakers_get_different_colours_and_the_rest_is_added_up(quotes, articles):
    table = quotes.assign(speaker=[f"$Speaker_{i % 20}$" for i in range(len(quotes))])
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        ax = charts.timeline(table, articles=articles, by="speaker")
        ax.figure.canvas.draw()
    assert len(legend(ax)) == 8
    assert legend(ax)[-1] == "13 others"
    colours = {bar.get_facecolor() for bar in ax.patches if bar.get_height()}
    assert len(colours) == 8


def test_ticks_stand_under_bars_evenly(quotes, articles):
    for days in (1, 5, 31, 100):
        stamps = pd.date_range("2021-06-28T12:00Z", periods=days)
        dated = articles.assign(published=[stamps[i % days] for i in range(len(articles))])
        ax = charts.timeline(quotes, articles=dated)
        assert len({after - before for before, after in pairwise(ax.get_xticks())}) <= 1
        bars = {round(bar.get_x() + bar.get_width() / 2) for bar in ax.patches}
        assert min(bars) == ax.get_xticks()[0]
        assert ax.get_xticks()[-1] <= max(bars)


def test_a_long_legend_leaves_the_plot_its_room(quotes, articles):
    table = quotes.assign(camp=[f"The long-named {i % 9}th front" for i in range(len(quotes))])
    ax = plt.subplots(figsize=(4.5, 3.3), layout="constrained")[1]
    charts.timeline(table, articles=articles, ax=ax)
    ax.figure.canvas.draw()
    assert ax.get_window_extent().height > 0.25 * ax.figure.bbox.height
    assert ax.get_legend().get_window_extent().x1 <= ax.figure.bbox.x1


def test_empty_and_undated_tables_say_so(quotes, articles):
    ax = charts.timeline(tables.empty_quotes(), articles=tables.empty_articles())
    assert [text.get_text() for text in ax.texts] == ["No quotes to show"]
    for undated in (tables.empty_articles(), articles[["article_id", "text"]]):
        ax = charts.timeline(quotes, articles=undated)
        assert [text.get_text() for text in ax.texts] == ["None of these quotes has a date"]


def test_all_camps_missing_still_draws(quotes, articles):
    table = quotes.assign(camp=pd.array([pd.NA] * len(quotes), dtype="string"))
    assert legend(charts.timeline(table, articles=articles)) == ["no camp given"]


def test_the_tables_are_left_as_they_were(quotes, articles):
    before = quotes.copy(deep=True), articles.copy(deep=True)
    charts.timeline(quotes, articles=articles, events={"2021-06-29": "funeral"})
    pd.testing.assert_frame_equal(quotes, before[0])
    pd.testing.assert_frame_equal(articles, before[1])


def test_tables_put_together_may_repeat_their_index(quotes, articles):
    twice = quotes.set_axis([0] * len(quotes))
    words = charts.describe(charts.timeline(quotes, articles=articles))
    assert charts.describe(charts.timeline(twice, articles=articles)) == words


@pytest.mark.parametrize("stray", ["1705-03-04", "1800-01-01", "9999-12-31"])
def test_a_stray_date_makes_years_of_the_bars(quotes, articles, stray):
    stamps = pd.Series(articles["published"])
    stamps.iloc[0] = pd.Timestamp(stray, tz="UTC")
    odd = articles.assign(published=stamps)
    if stray == "9999-12-31":
        with pytest.raises(ValueError, match=r"every='year' makes 7,979 bars from 2021 to 9999"):
            charts.timeline(quotes, articles=odd)
        return
    ax = charts.timeline(quotes, articles=odd)
    assert ax.get_ylabel() == "quotes a year"
    assert len(ax.patches) < 40
    assert f"{stray[:4]} to 2021" in ax.get_xlabel()
    with pytest.raises(ValueError, match="choose a longer step"):
        charts.timeline(quotes, articles=odd, every="day")
