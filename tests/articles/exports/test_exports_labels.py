import pytest
from hypothesis import given
from hypothesis import strategies as st

from analystkit.articles.dates import read_date
from analystkit.articles.exports import labels


@pytest.mark.parametrize(
    "text",
    [
        "January 9, 2021 Saturday", "9 janvier 2021 samedi", "samedi 9 janvier 2021",
        "Samstag 9. Januar 2021", "9. Jänner 2021", "9 de enero de 2021 sábado",
        "sábado, 9 de janeiro de 2021", "9 gennaio 2021 sabato", "zaterdag 9 januari 2021",
        "January 9, 2021, Saturday, Late Edition - Final", "Jan. 9, 2021", "9-Jan-2021",
        "Politique, samedi 9 janvier 2021, p. 03", "2021-01-09", "le 9 Janvier 2021",
    ],
)  # fmt: skip
def test_days_in_every_language(text):
    assert str(read_date(labels.find_date(text).value))[:10] == "2021-01-09"


@pytest.mark.parametrize(
    ("text", "hour"),
    [
        ("July 1, 2019 Monday 9:20 AM GMT", "09:20"),
        ("1 juillet 2019 lundi 9:20 PM GMT", "21:20"),
        ("lundi 1er juillet 2019 - 14:30 +02:00 412 mots", "12:30"),
        ("Montag 1. Juli 2019 14:30 Uhr", "14:30"),
        ("lundi 1er juillet 2019, 14h30", "14:30"),
        ("July 1, 2019 Monday 11:05 PM EST", "04:05"),
    ],
)
def test_the_time_that_follows(text, hour):
    assert str(read_date(labels.find_date(text).value))[11:16] == hour


@pytest.mark.parametrize("text", ["March 2010", "Winter 2020", "1999", "Edition 3", "", "May Day"])
def test_no_day_no_date(text):
    assert labels.find_date(text) is None


@given(st.text(max_size=60))
def test_anything_may_be_asked(text):
    labels.find_date(text)
    labels.language_code(text)
    labels.label(text, upper=True)
    labels.label(text, upper=False)
    labels.column(text)
