"""Alt text: a chart in words, for those who cannot see it."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_KEY = "_analystkit_alt"


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
