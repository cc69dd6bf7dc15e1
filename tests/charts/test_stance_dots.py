import warnings
from itertools import pairwise

import matplotlib as mpl
import matplotlib.pyplot as plt
import pandas as pd
import pytest
from laid_out import inside_the_page

from analystkit import charts, tables
from analystkit.palette import CAMPS, MISSING

LONG = "The Committee for the Reconstruction and Development of the Border Provinces"


def held(*rows: tuple) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Stance and quotes of rows (speaker, camp, score, label) toward the strikes."""
    said = [
        {"quote_id": f"a#{i}", "article_id": "a", "kind": "direct", "quote": "No.",
         "spans": [(0, 3)], "speaker": speaker, "camp": camp}
        for i, (speaker, camp, *_) in enumerate(rows)
    ]  # fmt: skip
    stance = [
        {"quote_id": f"a#{i}", "target": "strikes", "score": score, "label": label}
        for i, (_, _, score, label) in enumerate(rows)
    ]
    return tables.check_stance(pd.DataFrame(stance)), tables.as_quotes(said)


ROWS = [
    ("John Kirby", "United States", 0.9, "for"),
    ("John Kirby", "United States", 0.5, "for"),
    ("John Kirby", "United States", 0.0, "unclear"),
    ("Mustafa al-Kadhimi", "Iraqi government", -0.9, "against"),
    ("Mustafa al-Kadhimi", "Iraqi government", -0.8, "against"),
    ("Chris Murphy", "US Congress", -0.1, "neutral"),
    ("a shopkeeper", pd.NA, 0.0, "unclear"),
    (pd.NA, pd.NA, 0.3, "neutral"),
]


def dots(ax) -> list:
    return [line for line in ax.lines if line.get_marker() == "o"]


def labels(ax) -> list[str]:
    return [label.get_text() for label in ax.get_yticklabels()]


def counts(ax) -> list[str]:
    return [text.get_text() for text in ax.texts]


def test_a_dot_a_speaker_sorted_from_for_to_against_and_the_rest_apart():
    stance, quotes = held(*ROWS)
    ax = charts.stance_dots(stance, quotes=quotes, target="strikes")
    names = ["John Kirby", "Chris Murphy", "Mustafa al-Kadhimi", "no speaker given"]
    assert labels(ax) == names
    assert [dot.get_xdata()[0] for dot in dots(ax)] == pytest.approx([0.7, -0.1, -0.85, 0.3])
    assert counts(ax) == ["n = 2, +1 unclear", "n = 1", "n = 2", "n = 1"]
    assert ax.yaxis_inverted()
    gaps = [b - a for a, b in pairwise(ax.get_yticks())]
    assert gaps[-1] > max(gaps[:-1])
    assert "1 speaker only unclear" in ax.get_xlabel().replace("\n", " ")
    title = ax.get_title(loc="left").replace("\n", " ")
    assert title == "strikes: who is for and who against in 6 quotes, by speaker"
    ends = [label.get_text() for label in ax.get_xticklabels()]
    assert ends[0] == "−1\nagainst" and ends[-1] == "+1\nfor"


def test_one_quote_has_a_hollow_dot_and_no_interval():
    stance, quotes = held(*ROWS)
    ax = charts.stance_dots(stance, quotes=quotes, target="strikes")
    hollow = [dot.get_markerfacecolor() == "none" for dot in dots(ax)]
    assert hollow == [False, True, False, True]
    lines = [line for line in ax.lines if line.get_marker() != "o"]
    cells = charts.stance_cells(stance, quotes=quotes, by="speaker").dropna(subset=["low"])
    drawn = {tuple(line.get_xdata()) for line in lines}
    assert drawn == set(zip(cells["low"], cells["high"], strict=True))
    assert "hollow: one quote" in ax.get_xlabel().replace("\n", " ")


def test_dots_have_their_camps_colour():
    stance, quotes = held(*ROWS)
    ax = charts.stance_dots(stance, quotes=quotes, target="strikes")
    colours = [mpl.colors.to_hex(dot.get_color()).upper() for dot in dots(ax)]
    camps = ["United States", "US Congress", "Iraqi government"]
    assert colours == [*(CAMPS[camp] for camp in camps), MISSING]
    assert [text.get_text() for text in ax.get_legend().get_texts()] == camps
    by_camp = charts.stance_dots(stance, quotes=quotes, target="strikes", by="camp")
    assert by_camp.get_legend() is None
    mine = {"United States": "#123456"}
    ax = charts.stance_dots(stance, quotes=quotes, target="strikes", colours=mine)
    assert mpl.colors.to_hex(dots(ax)[0].get_color()) == "#123456"


def test_speakers_with_too_few_quotes_are_counted_in_a_note():
    stance, quotes = held(*ROWS)
    ax = charts.stance_dots(stance, quotes=quotes, target="strikes", at_least=2)
    assert labels(ax) == ["John Kirby", "Mustafa al-Kadhimi", "no speaker given"]
    note = "1 more speaker with 1 quote not shown"
    assert note in ax.get_xlabel().replace("\n", " ") and note in charts.describe(ax)
    ax = charts.stance_dots(stance, quotes=quotes, target="strikes", top=1)
    assert "2 more speakers with 3 quotes" in ax.get_xlabel().replace("\n", " ")
    known = quotes[quotes["speaker"].notna()]
    ax = charts.stance_dots(stance, quotes=known, target="strikes", at_least=9)
    assert counts(ax) == ["No speaker has 9 clear quotes"]


def test_the_words_hold_the_figures():
    stance, quotes = held(*ROWS)
    ax = charts.stance_dots(stance, quotes=quotes, target="strikes", names={"strikes": "The raid"})
    words = charts.describe(ax)
    assert words.startswith("Dot plot. The raid: who is for and who against in 6 quotes")
    assert "John Kirby +0.7 (n = 2; " in words and "; 1 unclear)" in words
    assert "Chris Murphy −0.1 (n = 1)" in words
    assert "No speaker given: +0.3 (n = 1)." in words


def test_what_cannot_be_drawn_is_named():
    stance, quotes = held(*ROWS)
    with pytest.raises(ValueError, match=r"target 'strike' is not one of: strikes \(did you mean"):
        charts.stance_dots(stance, quotes=quotes, target="strike")
    with pytest.raises(tables.TableError, match=r"stance_dots: by='speker'.*'speaker'"):
        charts.stance_dots(stance, quotes=quotes, target="strikes", by="speker")
    for wrong in ({"at_least": 0}, {"top": 0}):
        with pytest.raises(ValueError, match=f"{next(iter(wrong))}=0 must be at least 1"):
            charts.stance_dots(stance, quotes=quotes, target="strikes", **wrong)


@pytest.mark.parametrize("size", [None, (6, 9), (4, 3)])
def test_forty_long_and_arabic_names_neither_overlap_nor_leave_the_page(size):
    names = [f"{LONG} {i}" if i % 3 else f"نزار الجبوري من وزارة الخارجية {i}" for i in range(40)]
    rows = [
        (name, list(CAMPS)[i % 6], (i * 37 % 200) / 100 - 1, ("for", "unclear")[i % 4 == j])
        for i, name in enumerate(names)
        for j in range(3)
    ]
    stance, quotes = held(*rows)
    ax = plt.subplots(figsize=size, layout="constrained")[1] if size else None
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        ax = charts.stance_dots(stance, quotes=quotes, target="strikes", top=None, ax=ax)
        ax.figure.canvas.draw()
    inside_the_page(ax)
    assert (len(ax.get_yticklabels()) == 40) == (size != (4, 3))
    renderer = ax.figure.canvas.get_renderer()
    edge = max(line.get_window_extent(renderer).x1 for line in ax.lines)
    assert all(text.get_window_extent(renderer).x0 >= edge - 1 for text in ax.texts)


@pytest.mark.parametrize("name", ["$x_1$", r"$\frac{", "_hidden", "<script>", "\x00\x07", "  "])
def test_names_are_shown_as_they_are(name):
    stance, quotes = held((name, name, 0.5, "for"), ("Dana Whitfield", "Iran", -0.5, "against"))
    names = {"strikes": name}
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        ax = charts.stance_dots(stance, quotes=quotes, target="strikes", names=names)
        ax.figure.canvas.draw()
    if name.isprintable() and name.strip():
        assert name in labels(ax) and name in ax.get_title(loc="left")


def test_empty_and_unclear_tables_give_a_readable_empty_chart(quotes):
    ax = charts.stance_dots(tables.empty_stance(), quotes=quotes, target="strikes")
    assert counts(ax) == ["No stances to show"]
    stance, said = held(("John Kirby", "United States", 0.2, "unclear"))
    ax = charts.stance_dots(stance, quotes=said, target="strikes")
    assert counts(ax) == ["All 1 stance here are unclear"]
    ax = charts.stance_dots(stance, quotes=said, target="iran", names={"iran": "Iran"})
    assert counts(ax) == ["No stances to show"]


def test_only_quotes_without_a_speaker_still_draw():
    stance, quotes = held((pd.NA, pd.NA, 0.5, "for"), (pd.NA, pd.NA, 0.7, "for"))
    ax = charts.stance_dots(stance, quotes=quotes, target="strikes")
    assert labels(ax) == ["no speaker given"] and len(dots(ax)) == 1


def test_the_tables_and_the_users_settings_are_left_as_they_were():
    stance, quotes = held(*ROWS)
    before, settings = (quotes.copy(deep=True), stance.copy(deep=True)), dict(mpl.rcParams)
    figure, ax = plt.subplots()
    assert charts.stance_dots(stance, quotes=quotes, target="strikes", ax=ax) is ax
    assert plt.get_fignums() == [figure.number]
    pd.testing.assert_frame_equal(quotes, before[0])
    pd.testing.assert_frame_equal(stance, before[1])
    assert dict(mpl.rcParams) == settings
