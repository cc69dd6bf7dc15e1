"""When an article came out, in whatever form its file gives it, as a UTC timestamp."""

import datetime as dt
import math
import re
from collections.abc import Iterable
from contextlib import suppress
from email.utils import parsedate_to_datetime
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import pandas as pd

_MONTHS = "January February March April May June July August September October November December"
_MONTH = (
    r"(?P<month>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?"
    r"|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.?"
)
_DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?"
_TIME = (
    r"(?:(?:\s*,\s*|\s+at\s+|\s+[-–|]?\s*|t)(?P<hour>\d{1,2})[:.](?P<minute>\d{2})"
    r"(?::(?P<second>\d{2})(?:\.\d+)?)?\s*(?P<half>[ap]\.?m\.?)?"
    r"\s*\(?(?P<zone>z|utc|gmt|[ecmp]t|(?:utc|gmt)?\s?[+-]\d{1,2}(?::?\d{2})?)?\)?)?"
)
_WORDS = tuple(
    re.compile(rf"{order},?\s+(?P<year>\d{{4}}){_TIME}", re.IGNORECASE)
    for order in (rf"{_DAY}[\s-]+{_MONTH}", rf"{_MONTH}\s+{_DAY}")
)
_WEEKDAY = re.compile(r"(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*\.?,?\s+(?=\S)", re.IGNORECASE)
_LABEL = re.compile(r"(?:published|posted|date)(?:\s+on)?\s*(?::\s*|\s)(?=\S)", re.IGNORECASE)
_US_ZONES = {
    "et": "America/New_York",
    "ct": "America/Chicago",
    "mt": "America/Denver",
    "pt": "America/Los_Angeles",
}
_NUMERIC = re.compile(r"(\d{1,2})\s?([/. -])\s?(\d{1,2})\s?\2\s?(\d{4}|\d\d)(?!\d)")
_YEAR_FIRST = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?!\d)")
_COMPACT = re.compile(r"((?:19|20)\d\d(?:0[1-9]|1[0-2])(?:[0-2]\d|3[01]))(?:T?(\d{4}|\d{6})Z?)?")
_NUMBER = re.compile(r"\d+(?:\.\d+)?")
_RFC_2822 = re.compile(r"\d{1,2}\s[a-z]{3}\s\d{4}\s\d{1,2}:\d{2}(?::\d{2})?\s\S+$", re.IGNORECASE)
_OFFSET = re.compile(r"(?:utc|gmt)?\s?([+-])(\d{1,2}):?(\d{2})?", re.IGNORECASE)
_MISSING = {"", "nan", "nat", "none", "null", "<na>", "n/a", "#n/a", "-"}
_LANGUAGES = ["en", "fr", "de", "es", "it", "pt", "nl", "tr", "ar", "fa", "ru"]
_LONGEST = 80
_EPOCH, _EXCEL_EPOCH = dt.datetime(1970, 1, 1), dt.datetime(1899, 12, 30)
_YEARS = range(1700, 2201)


class UnreadableDateError(ValueError):
    """No point in time can be read from the value; the message says why."""


def read_date(value: Any, *, day_first: bool | None = None) -> pd.Timestamp | None:
    """A point in time in UTC, or None where `value` is missing: a date, a number or text.

    >>> read_date("June 28, 2021 9:30 PM GMT+3")
    Timestamp('2021-06-28 18:30:00+0000', tz='UTC')
    """
    try:
        moment = _moment(value, day_first)
        if moment is None:
            return None
        if moment.year not in _YEARS:
            raise UnreadableDateError(f"the year {moment.year} cannot be right")
        stamp = pd.Timestamp(moment)
        return stamp.tz_localize("UTC") if stamp.tzinfo is None else stamp.tz_convert("UTC")
    except UnreadableDateError:
        raise
    except (ValueError, OverflowError, TypeError, ZoneInfoNotFoundError) as error:
        raise UnreadableDateError("not a date") from error


def day_comes_first(values: Iterable[Any]) -> bool | None:
    """Whether dates such as "28/06/2021" in these values name the day first; None where unclear."""
    found = [_NUMERIC.match(v.strip()) for v in values if isinstance(v, str)]
    pairs = [(int(match[1]), int(match[3])) for match in found if match]
    day, month = any(a > 12 for a, _ in pairs), any(b > 12 for _, b in pairs)
    return day if day != month else None


def _moment(value: Any, day_first: bool | None) -> dt.datetime | None:
    if isinstance(value, str):
        text = " ".join(value.split())
        return None if text.casefold() in _MISSING else _from_text(text, day_first)
    if isinstance(value, dt.datetime):  # pandas' Timestamp and NaT among them
        return None if value is pd.NaT else value
    if isinstance(value, dt.date):
        return dt.datetime(value.year, value.month, value.day)
    if pd.api.types.is_scalar(value) and pd.isna(value):
        return None
    if pd.api.types.is_number(value) and not isinstance(value, bool):
        return _from_number(repr(value.item() if hasattr(value, "item") else value))
    return pd.Timestamp(value)  # numpy's datetime64 and the like


def _from_text(text: str, day_first: bool | None) -> dt.datetime:
    if len(text) > _LONGEST:
        raise UnreadableDateError("not a date")
    if _NUMBER.fullmatch(text) or _COMPACT.fullmatch(text):
        return _from_number(text)
    text = _LABEL.sub("", text, count=1) if _LABEL.match(text) else text
    text = _WEEKDAY.sub("", text, count=1) if _WEEKDAY.match(text) else text
    if year_first := _YEAR_FIRST.match(text):
        try:
            return dt.datetime.fromisoformat(text)
        except ValueError:
            year, month, day = map(int, year_first.groups())
            text = _spelled(year, month, day) + text[year_first.end() :]
    elif numeric := _NUMERIC.match(text):
        year, month, day = _in_order(numeric, day_first)
        text = _spelled(year, month, day) + text[numeric.end() :]
    for form in _WORDS:
        if match := form.fullmatch(text):
            return _from_words(match)
    if _RFC_2822.match(text):
        with suppress(ValueError):
            return parsedate_to_datetime(text)
    return _from_dateparser(text)


def _from_number(digits: str) -> dt.datetime:
    if match := _COMPACT.fullmatch(digits):
        clock = (match[2] or "0000").ljust(6, "0")
        return dt.datetime.strptime(match[1] + clock, "%Y%m%d%H%M%S")
    number = float(digits)
    if not math.isfinite(number):
        raise UnreadableDateError("not a date")
    if 20_000 <= number < 80_000:  # 1954 to 2119 as Excel counts days
        return _EXCEL_EPOCH + dt.timedelta(seconds=round(number * 86_400))
    for ceiling, unit in ((1e11, 1), (1e14, 1e3), (1e17, 1e6), (1e20, 1e9)):
        if 1e8 <= number < ceiling:
            return _EPOCH + dt.timedelta(seconds=number / unit)
    raise UnreadableDateError("a number that is neither a date nor a time since 1970")


def _in_order(match: re.Match[str], day_first: bool | None) -> tuple[int, int, int]:
    first, second, year = int(match[1]), int(match[3]), int(match[4])
    if len(match[4]) == 2:
        year += 2000 if year < 70 else 1900
    if match[2] == "." and day_first is None:
        day_first = True
    if first == second or second > 12:
        day_first = False
    elif first > 12:
        day_first = True
    if day_first is None:
        raise UnreadableDateError("day and month could stand either way round")
    return (year, second, first) if day_first else (year, first, second)


def _spelled(year: int, month: int, day: int) -> str:
    return f"{dt.date(year, month, day).day} {_MONTHS.split()[month - 1]} {year}"


def _from_words(match: re.Match[str]) -> dt.datetime:
    month = 1 + [name[:3] for name in _MONTHS.split()].index(match["month"][:3].title())
    hour, half = int(match["hour"] or 0), (match["half"] or "").lower()
    if half:
        if hour > 12 and half.startswith("a"):
            raise UnreadableDateError("not a time of day")
        hour = hour if hour > 12 else hour % 12 + (12 if half.startswith("p") else 0)
    return dt.datetime(
        *(int(match["year"]), month, int(match["day"])),
        *(hour, int(match["minute"] or 0), int(match["second"] or 0)),
        tzinfo=_zone(match["zone"] or ""),
    )


def _zone(name: str) -> dt.tzinfo:
    if name.lower() in _US_ZONES:  # "ET" is summer or winter time, whichever holds that day
        return ZoneInfo(_US_ZONES[name.lower()])
    match = _OFFSET.fullmatch(name)
    if match is None:
        return dt.UTC
    offset = dt.timedelta(hours=int(match[2]), minutes=int(match[3] or 0))
    return dt.timezone(-offset if match[1] == "-" else offset)


def _from_dateparser(text: str) -> dt.datetime:
    if not any(c.isdigit() for c in text):
        raise UnreadableDateError("not a date")
    if _NUMERIC.search(text):
        # dateparser would take the month first without saying so.
        raise UnreadableDateError("not a date that can be read in one way only")
    import dateparser

    found = dateparser.parse(
        text,
        languages=_LANGUAGES,
        settings={
            "TIMEZONE": "UTC",
            "RETURN_AS_TIMEZONE_AWARE": True,
            "PARSERS": ["absolute-time"],
            "REQUIRE_PARTS": ["day", "month", "year"],
            "STRICT_PARSING": True,
        },
    )
    if found is None:
        raise UnreadableDateError("not a date with day, month and year")
    return found
