"""The style sheet by context, figures of the right size, text that fits, legends, alt text."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from textwrap import wrap
from typing import TYPE_CHECKING, Any

import pandas as pd

from analystkit.palette import camp_colours
from analystkit.tables import readable
from analystkit.tables.joins import group_camps, tidy_names

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_UNPRINTABLE = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\ufdd0-\ufdef\ufffe\uffff]")
INK, MUTED, RULE = "#1f2a33", "#5a6772", "#dfe3e7"
_KEY = "_analystkit_alt"


@contextmanager
def styled() -> Iterator[None]:
    """The project's style sheet inside the block; the user's settings come back after it."""
    import matplotlib.style

    interactive = matplotlib.is_interactive()
    try:
        with matplotlib.style.context(Path(__file__).with_name("analystkit.mplstyle")):
            yield
            interactive = matplotlib.is_interactive()
    finally:
        # A notebook's backend turns this on when the first figure opens. Were it undone with the
        # style, no later figure would be shown.
        matplotlib.interactive(interactive)


def axes(ax: Axes | None, *, width: float = 7.2, height: float = 3.4) -> Axes:
    """The caller's Axes, or those of a new figure (inches) that pyplot shows."""
    if ax is not None:
        return _dressed(ax)
    import matplotlib.pyplot as plt

    return plt.subplots(figsize=(width, height), layout="constrained")[1]


def _dressed(ax: Axes) -> Axes:
    """The caller's Axes in the style sheet's look, which they were not made under."""
    ax.set_axisbelow(True)
    ax.spines[["top", "right"]].set_visible(False)
    ax.tick_params(colors=MUTED, labelsize=8.5)
    ax.tick_params(axis="y", length=0)
    for label in (ax.xaxis.label, ax.yaxis.label):
        label.set(size=8.5, color=MUTED)
    ax.title.set_fontweight("bold")
    return ax


def blank(ax: Axes, title: str, message: str) -> Axes:
    """A chart without data that says why."""
    ax.set_title(fit(title, 90), parse_math=False)
    ax.set(xticks=[], yticks=[])
    ax.spines[:].set_visible(False)
    ax.text(
        0.5, 0.5, fit(message, 60), transform=ax.transAxes, ha="center", va="center",
        color=MUTED, style="italic", parse_math=False,
    )  # fmt: skip
    return ax


def clean(value: Any) -> str:
    """One line of printable text: fonts have no glyphs, and SVG no place, for the others."""
    return " ".join(_UNPRINTABLE.sub(" ", readable(str(value))).split()) or "(blank)"


def fit(value: Any, width: int, *, lines: int = 2, hyphens: bool = False) -> str:
    """`value` on at most so many lines of about `width` characters, the rest cut with "…".

    Words are parted after a hyphen only where `hyphens` allows it.
    """
    text = clean(value)
    rows = wrap(text, width, break_on_hyphens=hyphens)
    if len(rows) <= lines:
        return "\n".join(rows)
    last = " ".join(rows[lines - 1 :])[: width - 1]
    head, space, _ = last.rpartition(" ")
    if space and len(head) > width / 2:
        last = head
    return "\n".join([*rows[: lines - 1], last.rstrip() + "…"])


def inches(ax: Axes, *, beside: float = 0.5, under: float = 0.9) -> tuple[float, float]:
    """About how wide and high the plot will be, given the inches its labels take.

    A layout engine makes room for labels out of the plot; without one they hang outside it.
    """
    box, figure = ax.get_position(original=True), ax.get_figure(root=True)
    assert figure is not None
    width, height = figure.get_size_inches() * (box.width, box.height)
    if figure.get_layout_engine() is None:
        return float(width), float(height)
    # Before it has run, positions still hold the default margins, a fifth of the figure.
    return max(0.8, width * 1.24 - beside), max(0.4, height * 1.24 - under)


def fitting(
    top: int | None, ax: Axes | None, *, under: float, points: float, besides: float = 0
) -> int | None:
    """As many groups as asked for, fewer where the caller's Axes have no room for them.

    Parameters
    ----------
    top : int or None
        What was asked for.
    ax : Axes or None
        None for a figure of its own, which grows.
    under : float
        Inches that title, ticks, notes and legend take.
    points : float
        The height of a group.
    besides : float
        Groups' heights kept for what is shown in any case.
    """
    if ax is None:
        return top
    most = max(3, int(inches(ax, under=under)[1] * 72 / points - besides))
    return most if top is None else min(top, most)


def _names(ax: Axes) -> float:
    """About how many inches the names of the rows take, 0 where they are short."""
    wide = [
        max(map(len, label.get_text().split("\n"))) * float(label.get_fontsize())
        for label in ax.get_yticklabels()
    ]
    inch = max(wide, default=0) * 0.57 / 72
    return inch if inch > 0.8 else 0


def legend_below(
    ax: Axes, keys: list[tuple[str, str]], *, points: float, rows: int | None = None
) -> None:
    """A legend of (words, colour) under the Axes and its rows' names, in as many columns as fit.

    Many long words are cut so that two columns fit, or the legend would leave no room to plot.
    Beyond so many `rows` the last words say how many there are more.
    """
    from matplotlib.patches import Patch
    from matplotlib.transforms import offset_copy

    letter, key, left = 8.5 * 0.58 / 72, 0.42, _names(ax)
    width = inches(ax, beside=0.15 if left else 0.5)[0]
    widest = max(len(words) for words, _ in keys) * letter + key
    columns = max(1, min(len(keys), 4, int(width / widest)))
    if columns == 1 and len(keys) > 4:
        columns, most = 2, max(8, int((width / 2 - key) / letter))
        keys = [(fit(words, most, lines=1), colour) for words, colour in keys]
    if rows is not None and len(keys) > rows * columns:
        shown = rows * columns - 1
        keys = [*keys[:shown], (f"and {len(keys) - shown} more", "none")]
    page = ax.get_figure(root=True)
    below = offset_copy(ax.transAxes, page, x=-72 * left, y=-points, units="points")
    legend = ax.legend(
        handles=[Patch(color=colour) for _, colour in keys], labels=["key"] * len(keys),
        loc="upper left", bbox_to_anchor=(0, 0), bbox_transform=below, borderaxespad=0,
        borderpad=0, ncols=columns,
    )  # fmt: skip
    # Set afterwards: matplotlib leaves labels that begin with an underscore out of a legend.
    for text, (words, _) in zip(legend.get_texts(), keys, strict=True):
        text.set_parse_math(False)
        text.set_text(words)


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


def remember(ax: Axes, *sentences: str) -> Axes:
    """Keep the chart's words with its Axes."""
    setattr(ax, _KEY, " ".join(sentence for sentence in sentences if sentence))
    return ax


def camp_keys(
    groups: Iterable[str], camps: Mapping[str, str], palette: Mapping[str, str], *, rest: str
) -> list[tuple[str, str]]:
    """The words and colours of the camps of these groups, in their order.

    Parameters
    ----------
    groups : iterable of str
        Those shown.
    camps, palette : mapping
        Group to camp, and group to colour.
    rest : str
        The colour of groups without a camp, which have a key too.

    Returns
    -------
    list of tuple of str
        Empty where no group has a camp.

    Examples
    --------
    >>> camp_keys(["Dana", "a man"], {"Dana": "Iran"}, {"Dana": "#CC79A7"}, rest="#5F6B76")
    [('Iran', '#CC79A7'), ('no camp', '#5F6B76')]
    """
    shown = list(groups)
    found = {camps[group]: palette[group] for group in shown if group in camps}
    keys = [(fit(camp, 24, lines=1), colour) for camp, colour in found.items()]
    if keys and not all(group in camps for group in shown):
        keys.append(("no camp", rest))
    return keys


def group_colours(
    table: pd.DataFrame, by: str, colours: Mapping[str, str] | None
) -> dict[str, str]:
    """The colour of each group that has a camp."""
    camps = group_camps(table, by)
    palette = {**camp_colours(tidy_names(table["camp"])), **(colours or {})} if camps else {}
    return {name: palette[camp] for name, camp in camps.items()}
