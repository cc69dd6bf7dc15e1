"""Small tables, and whether a chart's words stay on the page and apart from one another."""

import random
from itertools import combinations, pairwise

import matplotlib as mpl
import matplotlib.pyplot as plt
import pandas as pd

from analystkit import tables

LONG = "The Committee for the Reconstruction and Development of the Border Provinces"
ARABIC = "نزار الجبوري من وزارة الخارجية"


def words_of(ax) -> list[str]:
    return [text.get_text() for text in ax.texts]


def inside_the_page(ax) -> None:
    """Fails where a word leaves the page, or two row labels, or a cell's words, overlap."""
    ax.figure.canvas.draw()
    renderer, page = ax.figure.canvas.get_renderer(), ax.figure.bbox
    legend = ax.get_legend()
    everything = [*ax.get_yticklabels(), *ax.get_xticklabels(), *ax.texts, ax.xaxis.label]
    everything += legend.get_texts() if legend else []
    everything += [ax.title, ax._left_title]
    for text in everything:
        if text.get_text():
            box = text.get_window_extent(renderer)
            assert page.x0 - 1 <= box.x0 and box.x1 <= page.x1 + 1, text.get_text()
            assert page.y0 - 1 <= box.y0 and box.y1 <= page.y1 + 1, text.get_text()
    rows = [label.get_window_extent(renderer) for label in ax.get_yticklabels()]
    rows = sorted((box for box in rows if box.width), key=lambda box: box.y0)
    assert all(low.y1 <= high.y0 + 1 for low, high in pairwise(rows))
    heads = [label for label in ax.get_xticklabels() if label.get_text()]
    if heads and not heads[0].get_rotation():
        boxes = sorted((h.get_window_extent(renderer) for h in heads), key=lambda box: box.x0)
        assert all(left.x1 <= right.x0 + 1 for left, right in pairwise(boxes))


def cells_hold_their_words(ax) -> None:
    """Fails where a word on a heat map's cell is wider than the cell, or its lines are taller."""
    renderer = ax.figure.canvas.get_renderer()
    places: dict[tuple, list] = {}
    for text in ax.texts:
        if not text.get_text().startswith("n = "):
            places.setdefault(tuple(text.xy), []).append(text.get_window_extent(renderer))
    width, height = ax.transData.transform((1, 0)) - ax.transData.transform((0, 1))
    for boxes in places.values():
        assert all(box.width <= width for box in boxes)
        assert max(box.y1 for box in boxes) - min(box.y0 for box in boxes) <= 1.2 * height


def grid(ax) -> dict[tuple[str, str], list[str]]:
    """The words of each cell under its row's and column's name."""
    heads, rows = (
        dict(
            zip(axis.get_ticklocs(), [t.get_text().replace("\n", " ") for t in ticks], strict=True)
        )
        for axis, ticks in ((ax.xaxis, ax.get_xticklabels()), (ax.yaxis, ax.get_yticklabels()))
    )
    found: dict[tuple[str, str], list[str]] = {}
    for text in ax.texts:
        x, y = text.xy
        if x in heads and not text.get_text().startswith("n = "):
            found.setdefault((rows[y], heads[x]), []).append(text.get_text())
    return found


def held(*rows: tuple) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Stance and quotes of rows (camp, target, score, label), a quote each."""
    said = [
        {"quote_id": f"a#{i}", "article_id": "a", "kind": "direct", "quote": "No.",
         "spans": [(0, 3)], "camp": camp, "speaker": f"Speaker of {camp}"}
        for i, (camp, *_) in enumerate(rows)
    ]  # fmt: skip
    stance = [
        {"quote_id": f"a#{i}", "target": target, "score": score, "label": label}
        for i, (_, target, score, label) in enumerate(rows)
    ]
    return tables.check_stance(pd.DataFrame(stance)), tables.as_quotes(said)


def drawn(quotes: pd.DataFrame, targets: list[str], seed: int = 3) -> pd.DataFrame:
    """Random stances of about half of all pairs of a quote and a target."""
    draw, rows = random.Random(seed), []
    for quote in quotes["quote_id"]:
        for target in targets:
            if draw.random() < 0.5:
                score = round(draw.uniform(-1, 1), 2)
                label = "against" if score < -0.3 else "for" if score > 0.3 else "neutral"
                label = "unclear" if draw.random() < 0.2 else label
                row = {"quote_id": quote, "target": target, "score": score, "label": label}
                rows.append(row | {"confidence": 0.7})
    return tables.check_stance(pd.DataFrame(rows))


def apart_on(page, boxes: list, *, high: float) -> None:
    """Fails where a box leaves the page, or two overlap by more than so many pixels in height."""
    for box in boxes:
        assert page.x0 - 1 <= box.x0 and box.x1 <= page.x1 + 1
        assert page.y0 - 1 <= box.y0 and box.y1 <= page.y1 + 1
    for one, two in combinations(boxes, 2):
        wide = min(one.x1, two.x1) - max(one.x0, two.x0)
        tall = min(one.y1, two.y1) - max(one.y0, two.y0)
        assert wide <= 1 or tall <= high, "words overlap"


def leaves_alone(chart, quotes: pd.DataFrame, **options) -> None:
    """Fails where a chart on given Axes opens a figure, or alters the table or the settings."""
    before, settings = quotes.copy(deep=True), dict(mpl.rcParams)
    figure, ax = plt.subplots()
    assert chart(quotes, ax=ax, **options) is ax
    assert plt.get_fignums() == [figure.number]
    pd.testing.assert_frame_equal(quotes, before)
    assert dict(mpl.rcParams) == settings
