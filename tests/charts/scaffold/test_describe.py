import subprocess
import sys

import matplotlib.pyplot as plt
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analystkit import charts
from analystkit.charts.scaffold.style import fit


def test_the_words_hold_the_figures(quotes, articles):
    words = charts.describe(charts.voices(quotes))
    shares = charts.voice_shares(quotes)
    for row in shares[shares["camp"].notna()].itertuples():
        assert f"{row.camp} {row.share:.0%} (n = {row.quotes}" in words
    assert f"{shares['quotes'].iloc[-1]} quotes" in words
    assert "Stacked bar chart" in charts.describe(charts.timeline(quotes, articles=articles))


def test_other_axes_have_no_words():
    with pytest.raises(ValueError, match="no analystkit chart"):
        charts.describe(plt.subplots()[1])


def test_importing_the_charts_does_not_start_pyplot():
    code = (
        "import sys, matplotlib as m, analystkit, analystkit.charts; "
        "print('matplotlib.pyplot' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"


@given(st.text(), st.integers(4, 40), st.integers(1, 3))
def test_text_is_fitted_to_its_lines(text, width, lines):
    rows = fit(text, width, lines=lines).split("\n")
    assert 1 <= len(rows) <= lines
    assert all(len(row) <= width or row == "(blank)" for row in rows)


def test_short_text_is_whole_and_long_text_says_that_it_is_cut():
    assert fit("Iraqi government", 20) == "Iraqi government"
    assert fit("x" * 50, 20, lines=1) == "x" * 19 + "…"
