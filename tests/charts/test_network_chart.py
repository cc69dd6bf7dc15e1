import warnings
from collections import Counter

import matplotlib as mpl
import matplotlib.pyplot as plt
import pandas as pd
import pytest
from laid_out import apart_on, drawn, held
from matplotlib.patches import PathPatch

from analystkit import charts, tables
from analystkit.palette import CAMPS, stance_colour
from analystkit.text.wording import signed, span

LONG = "The Committee for the Reconstruction and Development of the Border Provinces"
TARGETS = ["strikes", "presence", "iran", "talks"]


def bands(ax) -> list[PathPatch]:
    return [patch for patch in ax.patches if isinstance(patch, PathPatch)]


def words(ax) -> list[str]:
    return [text.get_text() for text in ax.texts]


def dashed(band) -> bool:
    return band.get_linestyle() not in ("-", "solid")


ROWS = [
    *[("Iran", "strikes", -0.9, "against")] * 6,
    ("Iran", "strikes", 0.0, "neutral"),
    ("Iran", "strikes", 0.0, "unclear"),
    *[("United States", "strikes", 0.8, "for")] * 2,
    *[("United States", "iran", score, "neutral") for score in (-0.2, 0.2, 0.0)],
    ("Iraqi government", "iran", pd.NA, "unclear"),
    (pd.NA, "iran", 0.7, "for"),
]


def test_a_band_a_pair_as_wide_as_its_stances_and_in_their_colour():
    ax = charts.network(*held(*ROWS)[:1], quotes=held(*ROWS)[1])
    found = sorted(bands(ax), key=lambda band: -band.get_linewidth())
    colours = [mpl.colors.to_hex(band.get_edgecolor()) for band in found]
    assert colours == [stance_colour(score).lower() for score in (-5.4 / 7, 0.0, 0.8)]
    widths = [band.get_linewidth() for band in found]
    assert [width / widths[0] for width in widths] == pytest.approx([1, 3 / 7, 2 / 7])
    assert [dashed(band) for band in found] == [False, True, True]


def test_what_has_no_band_is_counted_apart():
    stance, quotes = held(*ROWS)
    ax = charts.network(stance, quotes=quotes)
    title = ax.get_title(loc="left").replace("\n", " ")
    assert title == "Who stands where: 13 clear stances in 13 quotes, from camp to target"
    note = ax.get_xlabel().replace("\n", " ")
    assert "not drawn: 2 unclear and 1 with no camp" in note
    assert "dashed: n < 3, or the 95% interval holds 0" in note
    shown = words(ax)
    assert "Iraqi government" not in shown
    assert "n = 7, +1 unclear" in shown and "n = 5" in shown
    assert "n = 9, +1 unclear" in shown and "n = 3, +1 unclear" in shown


@pytest.mark.parametrize("by", ["camp", "speaker", "kind", "outlet"])
def test_bands_and_figures_are_those_of_a_plain_count(quotes, articles, by):
    stance = drawn(quotes, TARGETS)
    ax = charts.network(stance, quotes=quotes, by=by, articles=articles)
    source = quotes.merge(articles[["article_id", "outlet"]], on="article_id")
    rows = stance.merge(source, on="quote_id")
    clear = rows[(rows["label"] != "unclear") & rows[by].notna()]
    pairs = clear.groupby([by, "target"], observed=True)["score"].agg(["size", "mean"])
    assert Counter(mpl.colors.to_hex(band.get_edgecolor()) for band in bands(ax)) == Counter(
        stance_colour(mean).lower() for mean in pairs["mean"]
    )
    figures = Counter(word for word in words(ax) if word.isdigit())
    assert figures == Counter(map(str, pairs["size"]))
    for key in (by, "target"):
        for name, n in clear.groupby(key, observed=True).size().items():
            assert str(name) in words(ax)
            assert any(word.split(",")[0] == f"n = {n}" for word in words(ax))


def test_a_band_is_dashed_exactly_where_it_says_little(quotes):
    stance = drawn(quotes, TARGETS)
    ax = charts.network(stance, quotes=quotes)
    cells = charts.stance_cells(stance, quotes=quotes).dropna(subset=["camp", "mean"])
    little = [
        cell.n < 3 or pd.isna(cell.low) or cell.low <= 0 <= cell.high for cell in cells.itertuples()
    ]
    look = {mpl.colors.to_hex(band.get_edgecolor()): dashed(band) for band in bands(ax)}
    assert look == {
        stance_colour(mean).lower(): few for mean, few in zip(cells["mean"], little, strict=True)
    }


def test_holders_have_their_camps_colour_and_speakers_a_legend_of_camps(quotes):
    stance = drawn(quotes, TARGETS)
    for by, keys in (("camp", []), ("speaker", sorted(quotes["camp"].dropna().unique()))):
        ax = charts.network(stance, quotes=quotes, by=by)
        used = {mpl.colors.to_hex(line.get_color()) for line in ax.lines}
        assert {CAMPS[camp].lower() for camp in quotes["camp"].dropna().unique()} <= used
        legends = [*ax.artists, ax.get_legend()]
        shown = [text.get_text() for legend in legends for text in legend.get_texts()]
        assert {"−1 against", "0 neutral", "+1 for", *keys} <= set(shown)


def test_targets_have_the_names_given_and_only_those_asked_for_are_shown(quotes):
    stance = drawn(quotes, TARGETS)
    ax = charts.network(
        stance, quotes=quotes, targets=["iran", "strikes"], names={"strikes": "The air strikes"}
    )
    assert "The air strikes" in words(ax) and "iran" in words(ax)
    assert not {"strikes", "talks", "presence"} & set(words(ax))


def test_the_largest_are_shown_and_the_others_counted():
    rows = [(f"Camp {i:02}", f"target {i % 3}", 0.5, "for") for i in range(20)]
    rows += [(f"Camp {i:02}", "target 0", 0.5, "for") for i in (3, 9, 3)]
    stance, quotes = held(*rows)
    ax = charts.network(stance, quotes=quotes, top=2)
    assert {"Camp 03", "Camp 09"} <= set(words(ax)) and "Camp 00" not in words(ax)
    assert "18 more camps and 2 more targets (18 stances) not shown" in ax.get_xlabel().replace(
        "\n", " "
    )
    assert sum(int(word) for word in words(ax) if word.isdigit()) == 23 - 18


@pytest.mark.parametrize("size", [None, (4.5, 3.3), (6, 9), (11, 5)])
@pytest.mark.parametrize("top", [12, None])
def test_forty_speakers_and_fourteen_targets_neither_overlap_nor_leave_the_page(quotes, size, top):
    names = [f"{LONG} {i}" if i % 3 else f"نزار الجبوري من وزارة الخارجية {i}" for i in range(40)]
    many = pd.concat(
        [quotes.assign(quote_id=quotes["quote_id"] + f"-{k}") for k in range(4)], ignore_index=True
    )
    many["speaker"] = [names[i % 40] for i in range(len(many))]
    stance = drawn(many, [f"target {LONG} {i}" for i in range(14)])
    ax = plt.subplots(figsize=size, layout="constrained")[1] if size else None
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        ax = charts.network(stance, quotes=many, by="speaker", top=top, ax=ax)
        ax.figure.canvas.draw()
    renderer, page = ax.figure.canvas.get_renderer(), ax.figure.bbox
    texts = [*ax.texts, ax.title, ax.xaxis.label, ax._left_title]
    for legend in filter(None, [*ax.artists, ax.get_legend()]):
        texts += legend.get_texts()
    boxes = [text.get_window_extent(renderer) for text in texts if text.get_text()]
    apart_on(page, boxes, high=2)
    said = "more speakers" in ax.get_xlabel().replace("\n", " ")
    assert said == (top == 12 or size is not None)


@pytest.mark.parametrize("size", [None, (4.5, 3.3)])
def test_no_band_runs_through_a_name(quotes, size):
    ax = plt.subplots(figsize=size, layout="constrained")[1] if size else None
    long = {target: f"{target} and {LONG}" for target in TARGETS}
    ax = charts.network(drawn(quotes, TARGETS), quotes=quotes, names=long, ax=ax)
    ax.figure.canvas.draw()
    renderer = ax.figure.canvas.get_renderer()
    ends = [ax.transData.transform(band.get_path().vertices)[:, 0] for band in bands(ax)]
    left, right = min(xs[0] for xs in ends), max(xs[-1] for xs in ends)
    for text in ax.texts:
        box = text.get_window_extent(renderer)
        assert box.x1 <= left + 1 or box.x0 >= right - 1, text.get_text()
    assert right - left > 0.2 * ax.get_window_extent(renderer).width


@pytest.mark.parametrize("name", ["$x_1$", r"$\frac{", "_hidden", "<script>", "\x00\x07", "  "])
def test_names_are_shown_as_they_are(name):
    stance, quotes = held((name, name, 0.5, "for"), ("Iran", "strikes", -0.5, "against"))
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        for by in ("camp", "speaker"):
            ax = charts.network(stance, quotes=quotes, by=by)
            ax.figure.canvas.draw()
    if name.isprintable() and name.strip():
        assert name in words(ax) and name in charts.describe(ax)


def test_the_words_hold_every_band(quotes):
    stance = drawn(quotes, TARGETS)
    said = charts.describe(charts.network(stance, quotes=quotes, names={"iran": "Iran itself"}))
    assert said.startswith("Network. Who stands where")
    for cell in charts.stance_cells(stance, quotes=quotes).dropna(subset=["low"]).itertuples():
        target = {"iran": "Iran itself"}.get(cell.target, cell.target)
        ends = span(cell.low, cell.high)
        assert f"{target} {signed(cell.mean)} (n = {cell.n}; {ends}" in said
    assert "No camp given" in said


def test_nothing_to_draw_gives_a_readable_empty_chart(quotes):
    ax = charts.network(tables.empty_stance(), quotes=tables.empty_quotes())
    assert words(ax) == ["No stances to show"]
    assert charts.describe(ax).endswith("There are no stances to show.")
    stance, table = held(("Iran", "strikes", pd.NA, "unclear"))
    assert words(charts.network(stance, quotes=table)) == ["All 1 stance here are unclear"]
    stance, table = held((pd.NA, "strikes", 0.5, "for"))
    assert words(charts.network(stance, quotes=table)) == ["None of these quotes has a camp"]


def test_one_stance_is_enough():
    stance, quotes = held(("Iran", "strikes", -0.5, "against"))
    ax = charts.network(stance, quotes=quotes)
    ax.figure.canvas.draw()
    assert len(bands(ax)) == 1 and dashed(bands(ax)[0])


def test_what_cannot_be_drawn_is_named(quotes):
    stance = drawn(quotes, TARGETS)
    with pytest.raises(ValueError, match="network: top=0"):
        charts.network(stance, quotes=quotes, top=0)
    with pytest.raises(tables.TableError, match=r"network: by='outlet'.*articles="):
        charts.network(stance, quotes=quotes, by="outlet")
    with pytest.raises(ValueError, match=r"'strike' is not one of: .*did you mean 'strikes'"):
        charts.network(stance, quotes=quotes, targets=["strike"])


def test_the_tables_and_the_users_settings_are_left_as_they_were(quotes):
    stance = drawn(quotes, TARGETS)
    before, settings = (quotes.copy(deep=True), stance.copy(deep=True)), dict(mpl.rcParams)
    figure, ax = plt.subplots()
    assert charts.network(stance, quotes=quotes, ax=ax) is ax
    assert plt.get_fignums() == [figure.number]
    pd.testing.assert_frame_equal(quotes, before[0])
    pd.testing.assert_frame_equal(stance, before[1])
    assert dict(mpl.rcParams) == settings
