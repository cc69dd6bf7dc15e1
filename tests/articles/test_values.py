import numpy as np
import pandas as pd
import pytest

from analystkit.articles.convert import as_extra, as_name, as_text


@pytest.mark.parametrize(
    "value", [None, pd.NA, pd.NaT, np.nan, "", " \n", "nan", "<NA>", "#N/A", [], {}]
)
def test_nothing_is_nothing(value):
    assert as_text(value) is None
    assert as_name(value) is None


def test_text_is_left_as_it_stands():
    assert as_text("  Crews return &amp; work.\r\n ") == "  Crews return &amp; work.\r\n "
    assert as_text(["First.", "Second."]) == "First.\n\nSecond."
    assert as_text(42) == "42"
    assert as_text({"html": "x"}) is None
    assert as_text("a\udc80") == "a\ufffd"


def test_names():
    assert as_name("  The Wire ") == "The Wire"
    assert as_name(17.0) == "17"
    assert as_name({"id": 1, "name": "The Wire"}) == "The Wire"
    assert as_name(["Ana Brook", {"name": "Li Wei"}, None]) == "Ana Brook, Li Wei"
    assert as_name("Null") == "Null"
    nested = "deep"
    for _ in range(5_000):
        nested = [nested]
    assert as_name(nested) is None


def test_further_values_keep_their_type():
    assert as_extra(3) == 3
    assert as_extra(["a"]) == ["a"]
    assert as_extra("") is None
    assert as_extra(np.nan) is None
