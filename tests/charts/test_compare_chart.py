import warnings

import matplotlib as mpl
import matplotlib.pyplot as plt
import pandas as pd
import pytest
from laid_out import ARABIC, LONG, inside_the_page, leaves_alone, words_of

from analystkit import charts, tables
from analystkit.palette import CAMPS, KINDS


def said(*rows: tuple) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Quotes and articles of rows (outlet, day, camp, how many)."""
    pages = [
        {"article_id": f"a{i}", "text": "No.", "outlet": row[0], "published": row[1]}
        for i, row in enumerate(rows)
    ]
    quotes = [
        {"quote_id": f"a{i}#{j}", "article_id": f"a{i}", "kind": "direct", "quote": "No.",
         "spans": [(0, 3)], "camp": camp, "speaker": camp}
        for i, (_, _, camp, n) in enumerate(rows) for j in range(n)
    ]  # fmt: skip
    return tables.as_quotes(quotes), tables.as_articles(pages)


def grid(ax) -> dict[tuple[str, str], int]:
    """The figure at each bar under its row's name and its panel's."""
    heads = {tick.get_text().split("\nn = ")[0].replace("\n", " "): at
             for tick, at in zip(ax.get_xticklabels(), ax.get_xticks(), strict=True)}  # fmt: skip
    names = [label.get_text().replace("\n", " ") for label in ax.get_yticklabels()]
    rows = dict(zip(ax.get_yticks(), names, strict=True))
    found = {}
    for text in ax.texts:
        x, y = text.xy
        head = max((at, head) for head, at in heads.items() if at <= x + 1e-9)[1]
        found[(rows[y], head)] = int(text.get_text().replace(",", ""))
    return found


@pytest.mark.parametrize("by", ["camp", "kind", "speaker_type"])
@pytest.mark.parametrize("across", ["outlet", "speaker_type", "camp"])
def test_the_figures_are_those_of_a_plain_count(quotes, articles, by, across):
    if by == across:
        with pytest.raises(ValueError, match=f"by and across are both '{by}'"):
            charts.compare(quotes, by=by, across=across)
        return
    ax = charts.compare(quotes, by=by, across=across, articles=articles)
    joined = quotes.merge(articles[["article_id", "outlet"]], on="article_id")
    pair = [
        joined[key].astype(object).fillna(f"no {key.replace('_', ' ')} given")
        for key in (by, across)
    ]
    counts = pd.crosstab(*pair)
    assert grid(ax) == {(row, head): n for head in counts for row, n in counts[head].items()}
    totals = {tick.get_text().split("n = ")[1] for tick in ax.get_xticklabels()}
    assert totals == {str(n) for n in counts.sum()}


def test_all_bars_have_one_scale_and_their_groups_colour(quotes, articles):
    ax = charts.compare(quotes, articles=articles)
    bars = [bar for bar in ax.patches if bar.get_width()]
    figures = [int(text) for text in words_of(ax) if text != "0"]
    lengths = [bar.get_width() / n for bar, n in zip(bars, figures, strict=True)]
    assert lengths == pytest.approx([lengths[0]] * len(bars))
    colours = {mpl.colors.to_hex(bar.get_facecolor()).upper() for bar in bars}
    assert {CAMPS[camp] for camp in quotes["camp"].dropna().unique()} <= colours
    assert f"on one scale (to {max(figures)})" in ax.get_xlabel().replace("\n", " ")
    by_kind = charts.compare(quotes, by="kind", articles=articles)
    colours = {mpl.colors.to_hex(bar.get_facecolor()).upper() for bar in by_kind.patches}
    assert colours == {KINDS[kind] for kind in quotes["kind"].unique()}


def test_no_bar_reaches_into_the_next_panel(quotes, articles):
    for size in (None, (4.5, 3.3)):
        ax = plt.subplots(figsize=size, layout="constrained")[1] if size else None
        ax = charts.compare(quotes, articles=articles, ax=ax)
        ax.figure.canvas.draw()
        renderer, starts = ax.figure.canvas.get_renderer(), sorted(ax.get_xticks())
        for text in ax.texts:
            end = next((at for at in starts if at > text.xy[0] + 1e-9), ax.get_xlim()[1])
            edge = ax.transData.transform((end, 0))[0]
            assert text.get_window_extent(renderer).x1 <= edge + 1


@pytest.mark.parametrize(
    ("across", "panels"),
    [
        ("day", ["2021-06-27", "2021-06-28", "2021-07-05", "no day given"]),
        ("week", ["2021-06-21", "2021-06-28", "2021-07-05", "no week given"]),
        ("month", ["2021-06", "2021-07", "no month given"]),
        ("year", ["2021", "no year given"]),
    ],
)
def test_periods_stand_in_order_and_quotes_without_a_date_apart(across, panels):
    quotes, articles = said(
        ("A", "2021-07-05T10:00Z", "Iran", 9),
        ("A", "2021-06-27T23:00Z", "Iran", 1),
        ("B", "2021-06-28T00:00Z", "US Congress", 3),
        ("B", None, "Iran", 2),
    )
    ax = charts.compare(quotes, across=across, articles=articles)
    heads = [tick.get_text().split("\nn = ")[0] for tick in ax.get_xticklabels()]
    assert [head.replace("-\n", "-").replace("\n", " ") for head in heads] == panels
    assert ("Monday" in ax.get_xlabel()) == (across == "week")
    undated = charts.compare(quotes, across=across)
    assert [tick.get_text() for tick in undated.get_xticklabels()] == [f"no {across} given\nn = 15"]


def test_the_others_are_added_up_not_dropped():
    rows = [(f"Outlet {i}", None, f"Camp {j}", 1 + i * j) for i in range(6) for j in range(6)]
    quotes, articles = said(*rows)
    cells = grid(charts.compare(quotes, articles=articles, top=3))
    assert {row for row, _ in cells} == {"Camp 5", "Camp 4", "Camp 3", "3 others"}
    assert {head for _, head in cells} == {"Outlet 5", "Outlet 4", "Outlet 3", "3 others"}
    assert sum(cells.values()) == len(quotes)


@pytest.mark.parametrize(("top", "size"), [(8, None), (8, (4.5, 3.3)), (None, (11, 8))])
def test_forty_long_and_arabic_names_neither_overlap_nor_leave_the_page(top, size):
    names = [f"{LONG} {i}" if i % 3 else f"{ARABIC} {i}" for i in range(40)]
    rows = [(names[i], None, names[(i * j) % 40], 1 + j % 3) for i in range(40) for j in range(6)]
    quotes, articles = said(*rows, (pd.NA, None, names[0], 2), (names[0], None, pd.NA, 3))
    ax = plt.subplots(figsize=size, layout="constrained")[1] if size else None
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        ax = charts.compare(quotes, by="speaker", articles=articles, top=top, ax=ax)
        inside_the_page(ax)


@pytest.mark.parametrize("name", ["$x_1$", r"$\frac{", "_hidden", "<script>", "%s {0}"])
def test_names_are_shown_as_they_are(name):
    quotes, articles = said((name, None, name, 6), ("Tigris Daily", None, "Iran", 6))
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        ax = charts.compare(quotes, articles=articles)
        ax.figure.canvas.draw()
    assert grid(ax)[(name, name)] == 6
    assert f"{name} (n = 6): {name} 6." in charts.describe(ax)


def test_what_cannot_be_compared_is_named(quotes, articles):
    with pytest.raises(tables.TableError, match=r"compare: by='outlet' .*articles="):
        charts.compare(quotes)
    with pytest.raises(tables.TableError, match=r"compare: by='kamp'.*did you mean 'camp'"):
        charts.compare(quotes, by="kamp", articles=articles)
    with pytest.raises(ValueError, match="compare: top=0"):
        charts.compare(quotes, articles=articles, top=0)


def test_no_quotes_one_quote_and_only_missing_still_draw(quotes, articles):
    ax = charts.compare(quotes.head(0), articles=articles)
    assert words_of(ax) == ["No quotes to show"]
    assert charts.describe(ax).endswith("by camp across outlets. There are no quotes to show.")
    assert sum(grid(charts.compare(quotes.head(1), articles=articles)).values()) == 1
    none = charts.compare(quotes.assign(camp=pd.NA), articles=articles.assign(outlet=pd.NA))
    assert grid(none) == {("no camp given", "no outlet given"): 48}


def test_the_words_hold_the_figures(quotes, articles):
    words = charts.describe(charts.compare(quotes, articles=articles))
    joined = quotes.merge(articles[["article_id", "outlet"]], on="article_id")
    for outlet, own in joined.groupby("outlet"):
        part = words.split(f"{outlet} (n = {len(own)}): ")[1].split(".")[0]
        for camp, n in own["camp"].value_counts().items():
            assert f"{camp} {n}" in part.split("; ")


def test_the_table_the_users_settings_and_figures_are_left_as_they_were(quotes, articles):
    leaves_alone(charts.compare, quotes, articles=articles)
