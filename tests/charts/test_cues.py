import random
import warnings
from itertools import pairwise
from math import log, sqrt

import matplotlib as mpl
import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from laid_out import ARABIC, LONG, cells_hold_their_words, grid, inside_the_page, words_of

from analystkit import charts, tables
from analystkit.charts._cues import PRIOR, log_odds
from analystkit.palette import CAMPS

CUES = ["said", "has said", "claims", "vowed", "told reporters", "according to", "called for"]


def told(*rows: tuple) -> pd.DataFrame:
    """Quotes of rows (camp, cue, how many)."""
    said = [(camp, cue) for camp, cue, n in rows for _ in range(n)]
    return tables.as_quotes(
        {"quote_id": f"a#{i}", "article_id": f"a{i % 3}", "kind": "direct", "quote": "No.",
         "spans": [(0, 3)], "camp": camp, "speaker": camp, "cue": cue}
        for i, (camp, cue) in enumerate(said)
    )  # fmt: skip


def mixed(groups: list, each: int = 12) -> pd.DataFrame:
    draw = random.Random(5)
    rows = [(name, draw.choice([*CUES, pd.NA]), 1) for name in groups for _ in range(each)]
    return told(*rows)


PLENTY = [
    ("Iran", "said", 20), ("Iran", "has said", 5), ("Iran", "claimed", 15), ("Iran", pd.NA, 3),
    ("Elders", "says", 30), ("Elders", "claims", 1), ("Elders", "vowed", 4),
    ("Guests", "said", 11), ("Guests", "vows", 2), (pd.NA, "said", 6), (pd.NA, pd.NA, 2),
]  # fmt: skip


def test_the_table_is_what_a_plain_count_gives():
    quotes = told(*PLENTY)
    table = charts.cue_odds(quotes)
    plain = quotes.assign(cue=quotes["cue"].map(charts.cue_lemma, na_action="ignore"))
    known = plain.dropna(subset=["camp", "cue"])
    assert table["quotes"].sum() == len(quotes)
    assert sorted(table["quote_ids"].explode().dropna()) == sorted(quotes["quote_id"])
    for row in table.dropna(subset=["camp", "cue"]).to_dict("records"):
        own, rest = known[known["camp"] == row["camp"]], known[known["camp"] != row["camp"]]
        n, of = (own["cue"] == row["cue"]).sum(), len(own)
        m, more = (rest["cue"] == row["cue"]).sum(), len(rest)
        prior = PRIOR * (known["cue"] == row["cue"]).mean()
        assert (row["quotes"], row["group_quotes"]) == (n, of)
        assert row["expected"] == pytest.approx(of * m / more)
        four = (n + prior, of + PRIOR - n - prior, m + prior, more + PRIOR - m - prior)
        delta = log(four[0] / four[1]) - log(four[2] / four[3])
        assert log(row["odds"]) == pytest.approx(delta)
        assert row["z"] == pytest.approx(delta / sqrt(sum(1 / x for x in four)))
    apart = table[table["camp"].isna() | table["cue"].isna()]
    assert apart[["expected", "odds", "z"]].isna().all(axis=None)
    assert apart["quotes"].tolist() == [3, 6, 2]
    assert len(table) == 3 * 3 + 3


def test_a_pair_without_a_quote_has_a_row_and_what_would_be_expected():
    table = charts.cue_odds(told(*PLENTY)).set_index(["camp", "cue"])
    row = table.loc[("Iran", "vow")]
    assert row["quotes"] == 0 and row["quote_ids"] == []
    assert row["expected"] == pytest.approx(40 * 6 / 48) and row["odds"] < 1 and row["z"] < 0


def test_each_cell_has_its_quotes_and_what_is_expected():
    quotes = told(*PLENTY)
    ax = charts.cues(quotes)
    assert ax.get_title(loc="left") == "How they are reported: the cues of 94 quotes, by camp"
    cells = grid(ax)
    for row in charts.cue_odds(quotes).itertuples():
        camp = "no camp given" if pd.isna(row.camp) else row.camp
        words = cells[(camp, "no cue" if pd.isna(row.cue) else row.cue)]
        assert words[0] == str(row.quotes)
        if not pd.isna(row.expected):
            digits = 0 if row.expected >= 9.95 else 1
            assert words[1] == f"({row.expected:.{digits}f})"
    totals = [words for words in words_of(ax) if words.startswith("n = ")]
    assert totals == ["n = 43", "n = 35", "n = 13", "n = 8"]
    gaps = [b - a for a, b in pairwise(ax.get_xticks())]
    assert gaps[-1] > max(gaps[:-1])


def test_more_is_green_less_is_pink_and_what_is_beyond_chance_is_framed():
    quotes = told(*PLENTY)
    ax = charts.cues(quotes)
    framed = [patch for patch in ax.patches if patch.get_linewidth() > 1]
    table = charts.cue_odds(quotes)
    assert len(framed) == (table["z"].abs() >= 1.96).sum() == 3
    said = "More often than expected: Iran claim. Less often than expected: Iran say, Elders claim."
    assert said in charts.describe(ax)
    for patch in framed:
        red, green, _, _ = patch.get_facecolor()
        row, column = round(patch.get_y() + 0.47), round(patch.get_x() + 0.48)
        camp, cue = ["Iran", "Elders", "Guests"][row], ["say", "claim", "vow"][column]
        z = table.set_index(["camp", "cue"]).loc[(camp, cue), "z"]
        assert (green > red) == (z > 0)


def test_the_rest_is_added_up_and_leaves_the_figures_shown_as_they_are():
    quotes = mixed([f"Camp {i}" for i in range(9)])
    table = charts.cue_odds(quotes)
    ax = charts.cues(quotes, top=3)
    rows = [label.get_text() for label in ax.get_yticklabels()]
    heads = [label.get_text().replace("\n", " ") for label in ax.get_xticklabels()]
    assert rows[3:] == ["6 others"] and heads[3:] == ["3 other cues", "no cue"]
    cells = grid(ax)
    for row in table.dropna().itertuples():
        if (row.camp, row.cue) in cells:
            assert cells[(row.camp, row.cue)] == [str(row.quotes), f"({row.expected:.1f})"]
    assert sum(int(words[0]) for words in cells.values()) == len(quotes)


def test_the_words_asked_for_are_shown_in_any_form_and_in_their_order():
    quotes = told(*PLENTY)
    ax = charts.cues(quotes, words=["vowing", "claimed"])
    heads = [label.get_text() for label in ax.get_xticklabels()]
    assert heads == ["vow", "claim", "1 other cue", "no cue"]
    assert charts.cue_odds(quotes, words="vowed")["cue"].dropna().unique().tolist() == ["vow"]
    assert charts.cue_odds(quotes, top=1)["cue"].dropna().unique().tolist() == ["say"]
    with pytest.raises(ValueError, match=r"no quote has the cue 'clam'.*did you mean 'claim'"):
        charts.cues(quotes, words=["clam"])


counts = st.integers(1, 5).flatmap(
    lambda cues: st.lists(
        st.lists(st.integers(0, 60), min_size=cues, max_size=cues), min_size=1, max_size=5
    )
)


@given(counts)
def test_the_odds_are_finite_or_missing_and_have_the_sign_of_the_difference(rows):
    numbers = np.array(rows)
    expected, odds, z = log_odds(numbers)
    assert (np.isnan(odds) == np.isnan(z)).all()
    known = ~np.isnan(z)
    assert np.isfinite(odds[known]).all() and (expected[known] >= 0).all()
    assert np.allclose(np.sign(np.round(z[known], 9)), np.sign(np.round(np.log(odds[known]), 9)))
    more = known & (numbers > expected + 1e-9)
    assert (odds[more] > 1 - 1e-9).all()


@given(counts)
def test_two_groups_mirror_each_other(rows):
    numbers = np.array(rows)
    two = np.array([numbers[0], numbers[1:].sum(axis=0)])
    _, odds, z = log_odds(two)
    assert np.allclose(z[0], -z[1], equal_nan=True)
    known = ~np.isnan(odds[0])
    assert np.allclose(odds[0][known] * odds[1][known], 1)


def test_groups_that_do_not_differ_are_seldom_called_different():
    draw = np.random.default_rng(1)
    shares = np.array([0.55, 0.1, 0.05, 0.05, 0.05, *[0.01] * 20])
    for sizes in ((65, 50, 20, 8), (2000, 900, 300, 80)):
        zs = [
            log_odds(np.array([draw.multinomial(n, shares) for n in sizes]))[2][:, :5]
            for _ in range(200)
        ]
        assert np.mean(np.abs(zs) > 1.96) <= 0.05


def test_what_cannot_be_counted_is_named(quotes):
    with pytest.raises(tables.TableError, match=r"cues: by='outlet' .*articles="):
        charts.cues(quotes, by="outlet")
    with pytest.raises(tables.TableError, match="cue_odds: by='cue' is what is counted"):
        charts.cue_odds(quotes, by="cue")
    for call in (charts.cues, charts.cue_odds):
        with pytest.raises(ValueError, match="top=0"):
            call(quotes, top=0)


def test_an_outlet_comes_from_the_articles(quotes, articles):
    rows = charts.cue_odds(quotes, by="outlet", articles=articles)["outlet"].unique()
    assert sorted(rows) == sorted(articles["outlet"].unique())


@pytest.mark.parametrize(("top", "size"), [(12, None), (10, (4.5, 3.3)), (None, (11, 8))])
def test_forty_long_and_arabic_names_neither_overlap_nor_leave_the_page(top, size):
    names = [f"{LONG} {i}" if i % 3 else f"{ARABIC} {i}" for i in range(40)]
    quotes = mixed([*names, pd.NA])
    verbs = ["warn", "deny", "add", "write", "insist", "suggest", "confirm", "disclose"]
    some = quotes["cue"].notna() & (quotes.index % 2 == 0)
    quotes.loc[some, "cue"] = [f"{verbs[i % 8]}{'ed' * (i % 3)}" for i in range(int(some.sum()))]
    ax = plt.subplots(figsize=size, layout="constrained")[1] if size else None
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        ax = charts.cues(quotes, by="speaker", top=top, ax=ax)
        inside_the_page(ax)
        cells_hold_their_words(ax)


@pytest.mark.parametrize("name", ["$x_1$", r"$\frac{", "a_b^c", "_hidden", "<script>", "%s {0}"])
def test_names_and_cues_are_shown_as_they_are(name):
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        ax = charts.cues(told((name, "said", 3), ("Iran", name, 2), ("Iran", "\x00\x07", 2)))
        ax.figure.canvas.draw()
    assert name in [label.get_text() for label in ax.get_yticklabels()]


def test_no_quotes_no_cues_and_one_quote_still_draw(quotes):
    ax = charts.cues(quotes.head(0))
    assert words_of(ax) == ["No quotes to show"]
    assert "no quotes to show" in charts.describe(ax)
    ax = charts.cues(quotes.assign(cue=pd.NA))
    assert words_of(ax) == ["None of these quotes has a cue"]
    assert charts.cue_odds(quotes.assign(cue=pd.NA))["cue"].isna().all()
    ax = charts.cues(told(("Iran", "said", 1)))
    assert grid(ax) == {("Iran", "say"): ["1"]}
    assert "of 1 quote, by camp" in charts.describe(ax)
    ax = charts.cues(told((pd.NA, "said", 2)))
    assert grid(ax) == {("no camp given", "say"): ["2"]}


def test_camps_have_their_colour_at_the_head_of_their_row(quotes):
    ax = charts.cues(quotes)
    stripes = {mpl.colors.to_hex(patch.get_facecolor()).upper() for patch in ax.patches}
    assert {CAMPS[camp] for camp in quotes["camp"].dropna().unique()} <= stripes


def test_the_table_the_users_settings_and_figures_are_left_as_they_were(quotes):
    before, settings = quotes.copy(deep=True), dict(mpl.rcParams)
    figure, ax = plt.subplots()
    assert charts.cues(quotes, ax=ax) is ax
    charts.cue_odds(quotes)
    assert plt.get_fignums() == [figure.number]
    pd.testing.assert_frame_equal(quotes, before)
    assert dict(mpl.rcParams) == settings
