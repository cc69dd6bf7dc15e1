"""The style sheet by context, and the colours of groups."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd

from analystkit.palette import OTHERS, camp_colours
from analystkit.tables.joins import group_camps, tidy_names

# matplotlib is imported when the first chart is drawn.
if TYPE_CHECKING:
    from matplotlib.axes import Axes
else:
    Axes = Any

INK, MUTED, RULE = "#1f2a33", "#5a6772", "#dfe3e7"
PLAIN = "#4d7391"  # groups where none has a camp


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
    if ax is None:
        import matplotlib.pyplot as plt

        return plt.subplots(figsize=(width, height), layout="constrained")[1]
    # The caller's were not made under the style sheet.
    ax.set_axisbelow(True)
    ax.spines[["top", "right"]].set_visible(False)
    ax.tick_params(colors=MUTED, labelsize=8.5)
    ax.tick_params(axis="y", length=0)
    for label in (ax.xaxis.label, ax.yaxis.label):
        label.set(size=8.5, color=MUTED)
    ax.title.set_fontweight("bold")
    return ax


def group_colours(
    table: pd.DataFrame, by: str, colours: Mapping[str, str] | None = None
) -> dict[str, str]:
    """The colour of each group that has a camp."""
    camps = group_camps(table, by)
    palette = {**camp_colours(tidy_names(table["camp"])), **(colours or {})} if camps else {}
    return {name: palette[camp] for name, camp in camps.items()}


def camp_keys(
    table: pd.DataFrame, by: str, shown: Iterable[str], palette: Mapping[str, str]
) -> list[tuple[str, str]]:
    """A legend: the camps of these groups, where they are no camps themselves, commonest first."""
    if by == "camp":
        return []
    camps, groups = group_camps(table, by), list(shown)
    found = Counter((camps[name], palette[name]) for name in groups if name in camps)
    keys = [pair for pair, _ in found.most_common()]
    rest = any(name not in camps for name in groups)
    return [*keys, *[("no camp", OTHERS)] * rest] if keys else []
