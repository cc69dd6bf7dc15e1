import warnings
from itertools import pairwise

import matplotlib as mpl
import matplotlib.pyplot as plt
import pandas as pd
import pytest
from laid_out import ARABIC, LONG, inside_the_page, leaves_alone, words_of

from analystkit import charts, tables
from analystkit.charts.scaffold.counting import wilson
from analystkit.palette import KINDS


def told(*rows: tuple) -> pd.DataFrame:
    """Quotes of rows (camp, kind)."""
    return tables.as_quotes(
        {"quote_id": f"a#{i}", "article_id": f"a{i % 3}", "kind": kind, "quote": "No.",
         "spans": [(0, 3)], "camp": camp, "speaker": camp}
        for i, (camp, kind) in enumerate(rows)
    )  # fmt: skip


def many(groups: list, each: int = 7) -> pd.DataFrame:
    kinds = list(KINDS)
    return told(*[(name, kinds[(i * j) % 3]) for i, name in enumerate(groups) for j in range(each)])


def labels(ax) -> list[str]:
    return [label.get_text() for label in ax.get_yticklabels()]


@pytest.mark.parametrize("by", ["outlet", "camp", "speaker", "speaker_type"])
def test_the_table_is_what_a_plain_count_gives(quotes, articles, by):
    table = charts.verbatim_shares(quotes, by=by, articles=articles)
    joined = quotes.merge(articles[["article_id", "outlet"]], on="article_id")
    counts = pd.crosstab(joined[by].astype(object).fillna("none"), joined["kind"].astype(str))
    counts = counts.reindex(columns=list(KINDS), fill_value=0)
    assert len(table) == len(counts)
    for row in table.to_dict("records"):
        found = counts.loc["none" if pd.isna(row[by]) else row[by]]
        assert [row[kind] for kind in KINDS] == found.tolist()
        assert row["quotes"] == found.sum()
        own = found["direct"] + found["mixed"]
        assert row["share"] == pytest.approx(own / found.sum())
        assert (row["low"], row["high"]) == pytest.approx(wilson(own, found.sum()))
    assert table[by].isna().tolist() == sorted(table[by].isna())


def test_bars_fill_the_whole_and_have_the_tables_shares(quotes, articles):
    ax = charts.verbatim(quotes, articles=articles)
    table = charts.verbatim_shares(quotes, articles=articles).set_index("outlet")
    bars = [bar for bar in ax.patches if isinstance(bar, mpl.patches.Rectangle)]
    parts = [bars[i : i + 3] for i in range(0, len(bars), 3)]
    for name, three in zip(labels(ax), parts, strict=True):
        row = table.loc[name]
        assert [bar.get_width() for bar in three] == pytest.approx(
            [row[kind] / row["quotes"] for kind in KINDS]
        )
        assert sum(bar.get_width() for bar in three) == pytest.approx(1)
        colours = [mpl.colors.to_hex(bar.get_facecolor()).upper() for bar in three]
        assert colours == list(KINDS.values())
    lines = [line.get_xdata() for line in ax.lines[::2]]
    for name, ends in zip(labels(ax), lines, strict=True):
        assert list(ends) == pytest.approx([table.loc[name, "low"], table.loc[name, "high"]])


def test_the_title_says_the_finding_and_each_row_its_n(quotes, articles):
    ax = charts.verbatim(quotes, articles=articles)
    own = (quotes["kind"] != "indirect").mean()
    title = ax.get_title(loc="left").replace("\n", " ")
    frame = f"Verbatim or paraphrase: {own:.0%} of {len(quotes)} quotes in the speaker's words"
    assert title == f"{frame}, by outlet"
    table = charts.verbatim_shares(quotes, articles=articles).set_index("outlet")
    ends = [words for words in words_of(ax) if "n = " in words]
    for name, words in zip(labels(ax), ends, strict=True):
        row = table.loc[name]
        between = f"({row['low']:.0%} to {row['high']:.0%})"
        assert words == f"{row['share']:.0%} {between}, n = {row['quotes']:.0f}"


def test_the_most_verbatim_stand_first_and_the_others_and_the_missing_last():
    rows = [("A", "indirect")] * 9 + [("B", "direct")] * 8 + [("C", "mixed")] * 7
    rows += [("D", "direct"), ("E", "indirect"), (pd.NA, "direct")]
    ax = charts.verbatim(told(*rows), by="camp", top=3)
    assert labels(ax) == ["B", "C", "A", "2 others", "no camp given"]
    gaps = [b - a for a, b in pairwise(ax.get_yticks())]
    assert gaps[-1] > max(gaps[:-1])
    assert [words for words in words_of(ax) if "n = " in words][3].startswith("50%")


def test_few_quotes_are_hatched_and_said_to_be_few():
    rows = [("A", "direct")] * 5 + [("B", "direct")] * 4
    ax = charts.verbatim(told(*rows), by="camp")
    hatched = [bool(bar.get_hatch()) for bar in ax.patches]
    assert hatched == [False] * 3 + [True] * 3
    assert "fewer than 5" in ax.get_xlabel().replace("\n", " ")
    assert "fewer" not in charts.verbatim(told(*rows[:5]), by="camp").get_xlabel()


@pytest.mark.parametrize(
    ("top", "size"), [(12, None), (None, None), (12, (4.5, 3.3)), (None, (6, 9))]
)
def test_forty_long_and_arabic_names_neither_overlap_nor_leave_the_page(top, size):
    names = [f"{LONG} {i}" if i % 3 else f"{ARABIC} {i}" for i in range(40)]
    ax = plt.subplots(figsize=size, layout="constrained")[1] if size else None
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        ax = charts.verbatim(many([*names, pd.NA]), by="speaker", top=top, ax=ax)
        inside_the_page(ax)
    assert len(labels(ax)) >= 4 and (size or len(labels(ax)) == (41 if top is None else 14))


@pytest.mark.parametrize(
    "name", ["$x_1$", r"$\frac{", "a_b^c", "_hidden", "<script>", "\x00\x07", "%s {0}", "l\n2"]
)
def test_names_are_shown_as_they_are(name):
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        ax = charts.verbatim(many([name, "Iran"]), by="camp")
        ax.figure.canvas.draw()
    if name.isprintable():
        assert name in labels(ax)


def test_what_cannot_be_counted_is_named(quotes):
    with pytest.raises(tables.TableError, match=r"verbatim: by='outlet' .*articles="):
        charts.verbatim(quotes)
    with pytest.raises(tables.TableError, match=r"by='speker'.*did you mean 'speaker'"):
        charts.verbatim(quotes, by="speker")
    with pytest.raises(tables.TableError, match="verbatim_shares: by='kind' is what is counted"):
        charts.verbatim_shares(quotes, by="kind")
    with pytest.raises(ValueError, match="verbatim: top=0"):
        charts.verbatim(quotes, top=0)


def test_no_quotes_one_quote_and_only_missing_still_draw(quotes, articles):
    ax = charts.verbatim(quotes.head(0), articles=articles)
    assert words_of(ax) == ["No quotes to show"]
    assert "no quotes to show" in charts.describe(ax)
    one = charts.verbatim(quotes.head(1), articles=articles)
    assert "n = 1" in " ".join(words_of(one)) and "of 1 quote in" in charts.describe(one)
    none = charts.verbatim(quotes.assign(camp=pd.NA), by="camp")
    assert labels(none) == ["no camp given"]


def test_the_words_hold_the_figures(quotes, articles):
    words = charts.describe(charts.verbatim(quotes, articles=articles))
    for row in charts.verbatim_shares(quotes, articles=articles).itertuples():
        kinds = f"{row.direct} direct, {row.mixed} mixed, {row.indirect} indirect"
        between = f"{row.low:.0%} to {row.high:.0%}"
        assert f"{row.outlet} {row.share:.0%} (n = {row.quotes}; {between}; {kinds})" in words


def test_the_table_the_users_settings_and_figures_are_left_as_they_were(quotes, articles):
    leaves_alone(charts.verbatim, quotes, articles=articles)
