"""Words in charts: printable, as wide as matplotlib sets them, wrapped; and a chart in words."""

import re
import warnings
from collections.abc import Callable, Sequence
from functools import lru_cache
from textwrap import wrap
from typing import Any

import numpy as np

from analystkit.charts.scaffold.style import Axes
from analystkit.tables import readable
from analystkit.text.wording import plural

_UNPRINTABLE = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\ufdd0-\ufdef\ufffe\uffff]")
_KEY = "_analystkit_alt"


def clean(value: Any) -> str:
    """One line of printable text: fonts have no glyphs, and SVG no place, for the others."""
    return " ".join(_UNPRINTABLE.sub(" ", readable(str(value))).split()) or "(blank)"


def wide(words: str, size: float, *, weight: str = "normal") -> float:
    """Inches the longest line of these words takes in so many points."""
    lines = words.split("\n")
    return size * max(sum(_letter(letter, weight) for letter in line) for line in lines)


def widest(words: Sequence[str], size: float) -> float:
    """Inches the longest of these takes, 0 where there are none."""
    return wide("\n".join(words), size)


@lru_cache(maxsize=4096)
def _letter(letter: str, weight: str) -> float:
    """Inches a letter takes for each point of its size, as matplotlib sets a row of it."""
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    # The size and resolution of a notebook's pictures: hinting rounds a letter to whole pixels.
    figure = Figure(dpi=100)
    row = figure.text(
        0, 0, 20 * letter, family="DejaVu Sans", fontsize=10, fontweight=weight, parse_math=False
    )
    with warnings.catch_warnings():  # drawing warns of letters the font lacks, measuring need not
        warnings.simplefilter("ignore")
        box = row.get_window_extent(FigureCanvasAgg(figure).get_renderer())
    return float(box.width) / (100 * 10 * 20)


def fit(
    value: Any,
    width: float,
    *,
    size: float = 8.5,
    weight: str = "normal",
    lines: int = 2,
    hyphens: bool = False,
) -> str:
    """`value` on at most so many lines of `width` inches, the rest cut with "…"."""
    text = clean(value)
    letter = wide(text, size, weight=weight) / len(text)
    letters = max(4, min(len(text), int(1.1 * width / max(letter, 1e-4))))
    while True:
        rows = _rows(text, letters, lines, hyphens)
        if letters <= 4 or wide(rows, size, weight=weight) <= width:
            return rows
        letters -= 1


def _rows(text: str, letters: int, lines: int, hyphens: bool) -> str:
    rows = wrap(text, letters, break_on_hyphens=hyphens)
    if len(rows) <= lines:
        return "\n".join(rows)
    last = " ".join(rows[lines - 1 :])[: letters - 1]
    head, space, _ = last.rpartition(" ")
    if space and len(head) > letters / 2:
        last = head
    return "\n".join([*rows[: lines - 1], last.rstrip() + "…"])


def one(word: str) -> str:
    """``a camp``, ``an actor``."""
    return f"{'an' if word[:1].lower() in tuple('aeiou') else 'a'} {word}"


def listed(parts: Sequence[str], *, most: int = 20) -> str:
    """``a; b; and 3 more``."""
    more = [f"and {len(parts) - most:,} more"] * (len(parts) > most)
    return "; ".join([*parts[:most], *more])


def sentences(lines: Sequence[str], word: str) -> list[str]:
    """The first twenty lines, and how many rows of this kind there are more."""
    more = [f"And {plural(len(lines) - 20, f'more {word}')}."] * (len(lines) > 20)
    return [*lines[:20], *more]


def tallied(
    names: Sequence[str], numbers: np.ndarray, part: Callable[[int, int], str], word: str
) -> list[str]:
    """A sentence for each row of counts: its name, its n, and its parts that are not nought."""
    said = []
    for i, row in enumerate(numbers):
        parts = [part(i, int(j)) for j in np.flatnonzero(row)]
        said.append(f"{names[i]} (n = {row.sum():,}): {listed(parts, most=12)}.")
    return sentences(said, word)


def describe(ax: Axes) -> str:
    """The chart in words, with its figures.

    Parameters
    ----------
    ax : Axes
        As returned by one of `analystkit.charts`.

    Returns
    -------
    str
        A few plain sentences; names are not shortened as they may be in the chart. It is not
        escaped: do so before putting it into HTML.

    Raises
    ------
    ValueError
        When the Axes were not drawn by analystkit.

    Examples
    --------
    >>> from analystkit import charts, tables
    >>> charts.describe(charts.voices(tables.empty_quotes()))
    'Who speaks, by camp. There are no quotes to show.'
    """
    text = getattr(ax, _KEY, None)
    if text is None:
        raise ValueError("describe: these Axes hold no analystkit chart, so there are no words")
    return str(text)


def remember(ax: Axes, *said: str) -> Axes:
    """Keep the chart's words with its Axes."""
    setattr(ax, _KEY, " ".join(filter(None, said)))
    return ax
