import datetime as dt

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analystkit.articles.dates import UnreadableDateError, day_comes_first, read_date

MORNING = pd.Timestamp("2021-06-28 09:30", tz="UTC")
DAY = pd.Timestamp("2021-06-28", tz="UTC")


@pytest.mark.parametrize(
    "value",
    [
        "2021-06-28T09:30:00Z",
        "2021-06-28T12:30:00+03:00",
        "2021-06-28 09:30",
        "2021-06-28 09:30:00 UTC",
        "2021/6/28 9:30",
        "28 June 2021 09:30",
        "28 Jun 2021, 12:30 (GMT+3)",
        "June 28, 2021 12:30 PM GMT+3",
        "Monday, June 28th, 2021 at 9.30 a.m.",
        "Mon, 28 Jun 2021 12:30:00 +0300",
        "Mon, 28 Jun 2021 05:30:00 EDT",
        "June 28, 2021, 5:30 a.m. ET",
        "Published on 28 June 2021, 2:30 am PT",
        "Posted: 2021-06-28T09:30:00Z",
        "28/06/2021 09:30",
        "06/28/2021 9:30 AM",
        "20210628T093000Z",
        "20210628093000",
        "1624872600",
        1624872600,
        1624872600.0,
        1624872600000,
        1624872600_000_000,
        1624872600_000_000_000,
        np.int64(1624872600),
        dt.datetime(2021, 6, 28, 9, 30),
        dt.datetime(2021, 6, 28, 12, 30, tzinfo=dt.timezone(dt.timedelta(hours=3))),
        pd.Timestamp("2021-06-28 12:30", tz="Asia/Baghdad"),
        np.datetime64("2021-06-28T09:30"),
        44375 + 9.5 / 24,
    ],
)
def test_moments(value):
    assert read_date(value) == MORNING


@pytest.mark.parametrize(
    "value",
    [
        "2021-06-28",
        "28 June 2021",
        "June 28, 2021",
        "28-Jun-2021",
        "28.06.2021",
        "28/06/21",
        "28 juin 2021",
        "28. Juni 2021",
        "28 de junio de 2021",
        "28 يونيو 2021",
        20210628,
        44375,
        "44375",
        dt.date(2021, 6, 28),
    ],
)
def test_days_start_at_midnight_utc(value):
    assert read_date(value) == DAY


def test_eastern_time_is_winter_time_in_winter():
    assert read_date("Jan. 5, 2021 5:30 PM ET") == pd.Timestamp("2021-01-05 22:30", tz="UTC")


@pytest.mark.parametrize("value", [None, pd.NA, pd.NaT, float("nan"), "", "  ", "N/A", "nan"])
def test_missing_is_no_error(value):
    assert read_date(value) is None


@pytest.mark.parametrize(
    "value",
    [
        *("yesterday", "Monday", "2 days ago", "now", "today at 9:30", "9:30", "tomorrow 09:30"),
        *("2021", 2021, "June 2021", "2021-06", "28 June"),
        *("2021-02-29", "2021-13-01", "31 June 2021", "31/31/2021", "28 June 2021 25:30"),
        *("soon", 12, True, [1], {}, b"2021", float("inf"), 10**30, "x" * 10_000, "9" * 5_000),
        *("0001-01-01", "9999-12-31T23:59:59-10:00", dt.date(1, 1, 1)),
    ],
)
def test_nothing_is_guessed(value):
    with pytest.raises(UnreadableDateError):
        read_date(value)


@pytest.mark.parametrize(
    "value", ["03/07/2021", "03-07-2021", "Sat 03/07/2021", "3/7/21 9:30 EST", "10 11 12"]
)
def test_day_or_month_first_is_asked_for(value):
    with pytest.raises(UnreadableDateError, match="either way round"):
        read_date(value)
    assert read_date(value, day_first=True) != read_date(value, day_first=False)


def test_day_first_holds_for_what_can_be_read_in_two_ways_only():
    assert read_date("03/07/2021", day_first=True) == pd.Timestamp("2021-07-03", tz="UTC")
    assert read_date("03/07/2021", day_first=False) == pd.Timestamp("2021-03-07", tz="UTC")
    assert read_date("06/28/2021", day_first=True) == DAY
    assert read_date("2021-06-28", day_first=False) == DAY


def test_the_other_dates_tell_which_comes_first():
    assert day_comes_first(["03/07/2021", "28/06/2021", None, "June 5, 2021"]) is True
    assert day_comes_first(["03/07/2021", "06/28/2021"]) is False
    assert day_comes_first(["03/07/2021"]) is None
    assert day_comes_first(["28/06/2021", "06/28/2021"]) is None


moments = st.datetimes(dt.datetime(1970, 6, 1), dt.datetime(2100, 1, 1)).map(
    lambda moment: moment.replace(second=0, microsecond=0)
)
forms = st.sampled_from(
    [
        "%Y-%m-%dT%H:%MZ",
        "%Y-%m-%d %H:%M",
        "%d %B %Y %H:%M",
        "%B %d, %Y %I:%M %p",
        "%d %b %Y, %H:%M UTC",
    ]
)


@given(moments, forms)
def test_every_form_of_a_moment_is_the_same_moment(moment, form):
    assert read_date(moment.strftime(form)) == pd.Timestamp(moment, tz="UTC")


@given(st.one_of(st.text(), st.integers(), st.floats(), st.datetimes(), st.dates(), st.binary()))
def test_anything_is_a_moment_missing_or_unreadable(value):
    try:
        found = read_date(value)
    except UnreadableDateError:
        return
    assert found is None or str(found.tz) == "UTC"
