import warnings
from itertools import pairwise

import matplotlib as mpl
import matplotlib.pyplot as plt
import pandas as pd
import pytest
from laid_out import (
    ARABIC,
    LONG,
    cells_hold_their_words,
    grid,
    inside_the_page,
    leaves_alone,
    words_of,
)

from analystkit import charts, tables
from analystkit.charts.scaffold.counting import wilson
from analystkit.palette import CAMPS, share_colour


def printed(*rows: tuple) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Quotes and articles of rows (outlet, camp, how many)."""
    pages = [{"article_id": f"a{i}", "text": "No.", "outlet": row[0]} for i, row in enumerate(rows)]
    said = [
        {"quote_id": f"a{i}#{j}", "article_id": f"a{i}", "kind": "direct", "quote": "No.",
         "spans": [(0, 3)], "camp": camp, "speaker": camp}
        for i, (_, camp, n) in enumerate(rows) for j in range(n)
    ]  # fmt: skip
    return tables.as_quotes(said), tables.as_articles(pages)


def crowd() -> tuple[pd.DataFrame, pd.DataFrame]:
    names = [f"{LONG} {i}" if i % 3 else f"{ARABIC} {i}" for i in range(40)]
    rows = [(names[i], names[(i * j) % 40], 1 + j % 3) for i in range(40) for j in range(6)]
    return printed(*rows, (pd.NA, names[0], 2), (names[0], pd.NA, 3))


def totals(ax) -> list[str]:
    return [words for words in words_of(ax) if words.startswith("n = ")]


@pytest.mark.parametrize("by", ["camp", "speaker", "kind", "speaker_type"])
def test_the_table_is_what_a_plain_count_gives(quotes, articles, by):
    table = charts.quoted_shares(quotes, articles=articles, by=by)
    joined = quotes.merge(articles[["article_id", "outlet"]], on="article_id")
    joined[by] = joined[by].astype(object)
    known = joined[joined[by].notna()]
    assert table["quotes"].sum() == len(quotes)
    assert sorted(table["quote_ids"].explode()) == sorted(quotes["quote_id"])
    assert not table.duplicated(["outlet", by]).any()
    for row in table.to_dict("records"):
        own = joined[joined["outlet"] == row["outlet"]]
        assert row["outlet_quotes"] == len(own)
        if pd.isna(row[by]):
            assert row["quotes"] == own[by].isna().sum()
            assert row["share"] == pytest.approx(row["quotes"] / len(own)) and pd.isna(row["low"])
        else:
            n, of = (own[by] == row[by]).sum(), (known["outlet"] == row["outlet"]).sum()
            assert row["quotes"] == n == len(row["quote_ids"])
            assert row["share"] == pytest.approx(n / of)
            assert (row["low"], row["high"]) == pytest.approx(wilson(n, of))


def test_each_cell_has_its_quotes_and_share_and_each_row_its_n(quotes, articles):
    ax = charts.who_quotes_whom(quotes, articles=articles)
    title = ax.get_title(loc="left").replace("\n", " ")
    assert title == "Who quotes whom: 48 quotes in 12 articles, by outlet and camp"
    cells, table = grid(ax), charts.quoted_shares(quotes, articles=articles)
    for row in table.itertuples():
        camp = "no camp given" if pd.isna(row.camp) else row.camp
        assert cells.pop((row.outlet, camp)) == [str(row.quotes), f"{row.share:.0%}"]
    assert set(map(tuple, cells.values())) <= {("0",)}
    sizes = table.drop_duplicates("outlet")["outlet_quotes"]
    assert totals(ax) == [f"n = {n}" for n in sizes]


def test_the_colour_is_the_share_of_the_quotes_with_a_camp():
    quotes, articles = printed(("A", "Iran", 8), ("A", "Elders", 2), ("A", pd.NA, 90))
    ax = charts.who_quotes_whom(quotes, articles=articles)
    colours = [mpl.colors.to_hex(patch.get_facecolor()).upper() for patch in ax.patches]
    assert colours[:2] == [share_colour(1.0), share_colour(0.25)]
    assert "80%" in words_of(ax) and "90%" in words_of(ax)
    assert [text.get_text() for text in ax.get_legend().get_texts()] == ["0%", "40%", "80%"]


def test_quotes_without_a_camp_or_an_outlet_stand_apart(quotes, articles):
    known = articles.assign(outlet=articles["outlet"].mask(articles.index == 3))
    ax = charts.who_quotes_whom(quotes, articles=known)
    for ticks, places, name in (
        (ax.get_xticklabels(), ax.get_xticks(), "no camp given"),
        (ax.get_yticklabels(), ax.get_yticks(), "no outlet given"),
    ):
        assert ticks[-1].get_text().replace("\n", " ") == name
        gaps = [b - a for a, b in pairwise(places)]
        assert gaps[-1] > max(gaps[:-1])


def test_the_others_are_added_up_not_dropped():
    quotes, articles = crowd()
    ax = charts.who_quotes_whom(quotes, articles=articles, top=4)
    cells = grid(ax)
    rows = {row for row, _ in cells}
    assert {"36 others", "no outlet given"} <= rows and len(ax.get_yticks()) == 6
    assert any(column.endswith(" others") for _, column in cells)
    assert sum(int(words[4:].replace(",", "")) for words in totals(ax)) == len(quotes)
    named = [t.xy for t in ax.texts if t.get_fontweight() == "bold"]
    assert len(named) <= len(ax.patches)


def test_outlets_with_few_quotes_are_hatched_and_pale():
    quotes, articles = printed(("A", "Iran", 5), ("B", "Iran", 4), ("B", pd.NA, 9))
    ax = charts.who_quotes_whom(quotes, articles=articles)
    hatched = [patch for patch in ax.patches if patch.get_hatch()]
    assert len(hatched) == 1
    full = next(p for p in ax.patches if mpl.colors.to_hex(p.get_facecolor()) == "#1b2c47")
    assert sum(hatched[0].get_facecolor()[:3]) > sum(full.get_facecolor()[:3])
    assert "fewer than 5" in ax.get_xlabel().replace("\n", " ")


def test_camps_have_their_colour_at_the_head_of_their_column(quotes, articles):
    ax = charts.who_quotes_whom(quotes, articles=articles)
    stripes = [mpl.colors.to_hex(patch.get_facecolor()).upper() for patch in ax.patches]
    assert set(CAMPS[camp] for camp in quotes["camp"].dropna().unique()) <= set(stripes)


@pytest.mark.parametrize(("top", "size"), [(12, None), (12, (4.5, 3.3)), (None, (11, 8))])
def test_forty_long_and_arabic_names_neither_overlap_nor_leave_the_page(top, size):
    quotes, articles = crowd()
    ax = plt.subplots(figsize=size, layout="constrained")[1] if size else None
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        ax = charts.who_quotes_whom(quotes, articles=articles, top=top, ax=ax)
        inside_the_page(ax)
        cells_hold_their_words(ax)


@pytest.mark.parametrize(
    "name", ["$x_1$", r"$\frac{", "a_b^c", "_hidden", "<script>", "\x00\x07", "%s {0}", "l\n2"]
)
def test_names_are_shown_as_they_are(name):
    quotes, articles = printed((name, name, 6), ("Tigris Daily", "Iran", 6))
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        ax = charts.who_quotes_whom(quotes, articles=articles)
        ax.figure.canvas.draw()
    if name.isprintable():
        for ticks in (ax.get_xticklabels(), ax.get_yticklabels()):
            assert name in [tick.get_text().replace("\n", " ") for tick in ticks]


def test_what_cannot_be_counted_is_named(quotes, articles):
    with pytest.raises(tables.TableError, match="neither quotes nor articles have a column 'outl"):
        charts.who_quotes_whom(quotes, articles=articles[["article_id", "text"]])
    with pytest.raises(tables.TableError, match=r"by='kamp'.*did you mean 'camp'"):
        charts.who_quotes_whom(quotes, articles=articles, by="kamp")
    with pytest.raises(tables.TableError, match="quoted_shares: by='outlet' is already the rows"):
        charts.quoted_shares(quotes, articles=articles, by="outlet")
    with pytest.raises(ValueError, match="who_quotes_whom: top=0"):
        charts.who_quotes_whom(quotes, articles=articles, top=0)


def test_no_quotes_one_quote_and_only_missing_still_draw(quotes, articles):
    ax = charts.who_quotes_whom(quotes.head(0), articles=articles)
    assert words_of(ax) == ["No quotes to show"]
    assert "no quotes to show" in charts.describe(ax)
    assert "1 quote in 1 article" in charts.describe(
        charts.who_quotes_whom(quotes.head(1), articles=articles)
    )
    none = charts.who_quotes_whom(quotes.assign(camp=pd.NA), articles=articles.assign(outlet=pd.NA))
    assert grid(none) == {("no outlet given", "no camp given"): ["48", "100%"]}
    inside_the_page(none)


def test_quotes_that_have_their_outlet_need_no_articles(quotes, articles):
    own = quotes.merge(articles[["article_id", "outlet"]], on="article_id")
    pd.testing.assert_frame_equal(
        charts.quoted_shares(own, articles=None), charts.quoted_shares(quotes, articles=articles)
    )


def test_the_words_hold_the_figures(quotes, articles):
    words = charts.describe(charts.who_quotes_whom(quotes, articles=articles))
    for row in charts.quoted_shares(quotes, articles=articles).itertuples():
        assert f"{row.outlet} (n = {row.outlet_quotes}): " in words
        known = not pd.isna(row.camp)
        said = f"{row.camp} {row.quotes} ({row.share:.0%})" if known else f"given {row.quotes}"
        assert said in words


def test_the_table_the_users_settings_and_figures_are_left_as_they_were(quotes, articles):
    leaves_alone(charts.who_quotes_whom, quotes, articles=articles)
