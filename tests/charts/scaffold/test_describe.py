import subprocess
import sys

import matplotlib.pyplot as plt
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analystkit import charts
from analystkit.charts.scaffold.words import fit, wide


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


@given(st.text(), st.floats(0.5, 4), st.integers(1, 3))
def test_text_is_fitted_to_its_lines(text, width, lines):
    rows = fit(text, width, lines=lines).split("\n")
    assert 1 <= len(rows) <= lines
    assert all(wide(row, 8.5) <= width or len(row) <= 4 or row == "(blank)" for row in rows)


def test_short_text_is_whole_and_long_text_says_that_it_is_cut():
    assert fit("Iraqi government", 1.3) == "Iraqi government"
    cut = fit("x" * 50, 1.3, lines=1)
    assert cut == "x" * (len(cut) - 1) + "…" and 1.2 < wide(cut, 8.5) <= 1.3


@pytest.mark.parametrize("words", ["Mustafa al-Kadhimi", "illicit", "WWW", "12,345 (n = 7)"])
def test_words_are_as_wide_as_matplotlib_draws_them(words):
    figure = plt.figure(dpi=110)
    text = figure.text(0, 0, words, fontsize=9, family="DejaVu Sans")
    drawn = text.get_window_extent(figure.canvas.get_renderer()).width / 110
    assert wide(words, 9) == pytest.approx(drawn, rel=0.05)
