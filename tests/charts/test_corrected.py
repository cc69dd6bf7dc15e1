"""Charts that draw what reviewed quotes correct the machine's figures to."""

import matplotlib.pyplot as plt
import pandas as pd
import pytest
from laid_out import inside_the_page

from analystkit import charts, tables


def found(of: str = "share", **columns: object) -> pd.DataFrame:
    rows = [
        {"camp": camp, "minus": pd.NA, "way": way, "estimate": value, "low": value - 0.06,
         "high": value + 0.07, "labels": 60, "tuning": 1.0, **columns}
        for camp, value in (("Iran", 0.11), ("Iraqi government", 0.42))
        for way, value in (("naive", 0.3), ("ppi", value))
    ]  # fmt: skip
    table = pd.DataFrame(rows)
    table.attrs["of"] = of
    return table


def stance_of(quotes: pd.DataFrame) -> pd.DataFrame:
    return tables.as_stance(
        {"quote_id": name, "target": target, "label": "against", "score": -0.8}
        for name in quotes["quote_id"]
        for target in ("raid", "vote")
    )


def diamonds(ax) -> list[tuple[float, float]]:
    return [tuple(line.get_xydata()[0]) for line in ax.lines if line.get_marker() == "D"]


@pytest.mark.parametrize("size", [None, (3.6, 2.8), (6, 4)])
def test_a_diamond_stands_at_the_corrected_share_with_its_interval(quotes, size):
    ax = plt.subplots(figsize=size, layout="constrained")[1] if size else None
    ax = charts.voices(quotes, estimate=found(), ax=ax)
    ax.figure.canvas.draw()
    inside_the_page(ax)
    assert sorted(x for x, _ in diamonds(ax)) == [0.11, 0.42]
    ends = [tuple(line.get_xdata()) for line in ax.lines if len(line.get_xdata()) == 2]
    assert sum(sorted(ends), ()) == pytest.approx((0.05, 0.18, 0.36, 0.49))
    said = [text.get_text() for text in ax.texts]
    assert sum("→ 11%" in words for words in said) == 1
    assert "corrected by reviewed quotes 42% (36% to 49%)" in charts.describe(ax)
    assert "corrected by 60 reviewed" in ax.get_xlabel().replace("\n", " ")


def test_bars_and_their_order_are_those_of_the_machine(quotes):
    plain, corrected = charts.voices(quotes), charts.voices(quotes, estimate=found())
    assert [b.get_width() for b in plain.patches] == [b.get_width() for b in corrected.patches]


@pytest.mark.parametrize("size", [None, (3.6, 3.2)])
def test_a_cell_has_the_corrected_mean_and_the_machines_beside_it(quotes, size):
    ax = plt.subplots(figsize=size, layout="constrained")[1] if size else None
    stance, known = stance_of(quotes), found("stance", target="raid")
    plain = charts.stance_matrix(stance, quotes=quotes)
    ax = charts.stance_matrix(stance, quotes=quotes, estimate=known, ax=ax)
    ax.figure.canvas.draw()
    inside_the_page(ax)
    assert len(ax.patches) == len(plain.patches) + 2  # a strip in each corrected cell
    said = " ".join(text.get_text() for text in ax.texts)
    assert "+0.4" in said and "−0.8" in said
    assert "Iran toward raid: +0.1 (" in charts.describe(ax)
    assert "corrected" in ax.get_xlabel() or "correct" in ax.get_xlabel()


def test_figures_of_something_else_are_refused(quotes):
    with pytest.raises(tables.TableError, match="are of 'direct', not of 'share'"):
        charts.voices(quotes, estimate=found("direct"))
    with pytest.raises(tables.TableError, match="column 'speaker' is missing"):
        charts.voices(quotes, by="speaker", estimate=found())
    with pytest.raises(tables.TableError, match="column 'target' is missing"):
        charts.stance_matrix(stance_of(quotes), quotes=quotes, estimate=found("stance"))
    naive = found().query("way == 'naive'")
    with pytest.raises(tables.TableError, match="no row's way is one of: ppi"):
        charts.voices(quotes, estimate=naive)
