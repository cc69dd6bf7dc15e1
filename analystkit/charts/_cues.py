"""How each group is reported: which cues it has more, and which less, than the others."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from analystkit.charts._crossed import MISSING, OTHERS, by_size, commonest, crossed
from analystkit.charts._cue_odds import chosen_cues, cue_rows, log_odds
from analystkit.charts._describe import remember
from analystkit.charts._heat import Cell, Heat, draw_heat, most_columns
from analystkit.charts._style import axes, blank, clean, fitting, plural, styled
from analystkit.charts._tables import group_colours, with_articles
from analystkit.palette import MISSING as GREY
from analystkit.palette import use_colour

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_SURE, _FULL = 1.96, 3.0  # z beyond chance at 95 %, and z of the fullest colour


def cues(
    quotes: pd.DataFrame,
    *,
    by: str = "camp",
    articles: pd.DataFrame | None = None,
    top: int | None = 10,
    words: Iterable[str] | None = None,
    ax: Axes | None = None,
) -> Axes:
    """How each group is reported: "said", "claimed", "vowed", more or less often than the others.

    A cell for each group and cue with its quotes, and how many there would be were the group
    reported as all others are. Green is more than that, pink less, the fuller the surer; framed
    cells are beyond chance at 95 %, each taken alone. The measure is that of Monroe, Colaresi and
    Quinn, "Fightin' Words" (Political Analysis 16, 2008): log odds with an informative Dirichlet
    prior, over their standard error. `cue_odds` gives the figures, how they are made, and the
    quotes behind each cell; `cue_lemma` says what makes two cues one.

    Parameters
    ----------
    quotes : DataFrame
        A quotes table.
    by : str
        The column for the rows: ``camp``, ``speaker``, ``actor``, ``outlet`` …
    articles : DataFrame, optional
        Needed to count by ``outlet``.
    top : int or None
        Cues, and groups, to show, the commonest; the rest are added up as "others". None shows
        all that `ax` has room for.
    words : iterable of str, optional
        The cues to show instead, in any form ("vowed" is "vow"), in this order.
    ax : Axes, optional
        Where to draw; a new figure otherwise, as large as its cells need.

    Returns
    -------
    Axes

    Raises
    ------
    TableError
        When `by` is not a column to count by, or the tables break the contract.
    ValueError
        When one of `words` is no cue of these quotes, or `top` is less than 1.

    Examples
    --------
    >>> from analystkit import tables
    >>> cues(tables.empty_quotes()).get_title(loc="left")
    'How they are reported, by camp'
    """
    if top is not None and top < 1:
        raise ValueError(f"cues: top={top!r} must be at least 1, or None for all")
    word, table = by.replace("_", " "), with_articles(quotes, articles)
    frame = cue_rows(table, by, chart="cues")
    chosen = chosen_cues(words, frame["cue"], chart="cues")
    if frame["cue"].isna().all():
        title = f"How they are reported, by {word}"
        message = "None of these quotes has a cue" if len(frame) else "No quotes to show"
        with styled():
            ax = blank(axes(ax, height=2.2), title, message)
        return remember(ax, f"{title}. {message.replace('No q', 'There are no q')}.")
    n = int(frame["cue"].notna().sum())
    title = f"How they are reported: the cues of {plural(n, 'quote')}, by {word}"
    groups = commonest(frame["group"], fitting(top, ax, under=1.9, points=11))
    shown = chosen or commonest(frame["cue"], most_columns(ax, top))
    counts = crossed(frame["group"], frame["cue"], keep=(groups, shown))
    left = frame["group"].nunique() - len(groups), frame["cue"].nunique() - len(shown)
    heat, notes = _heat(counts, left, word)
    palette = group_colours(table, by, None)
    stripes = {i: palette[name] for i, name in enumerate(groups) if name in palette}
    heat.row_colours.update(stripes)
    keys = [("less often", use_colour(-1)), ("as expected", use_colour(0))]
    with styled():
        ax = draw_heat(
            ax, heat, title=title, notes=notes, keys=[*keys, ("more often", use_colour(1))]
        )
    return remember(ax, *_words(title, frame, shown, word))


def _heat(counts: pd.DataFrame, left: tuple[int, int], word: str) -> tuple[Heat, list[str]]:
    """The cells, and what is said under them."""
    names = {OTHERS: f"{left[0]} others", MISSING: f"no {word} given"}
    heads = {OTHERS: plural(left[1], "other cue"), MISSING: "no cue"}
    groups, shown = (list(map(str, axis)) for axis in (counts.index, counts.columns))
    expected, z = _figures(counts)
    cells = []
    for (i, j), n in np.ndenumerate(counts.to_numpy()):
        if MISSING in (groups[i], shown[j]):
            cells.append(Cell(i, j, (f"{n:,}", ""), GREY if n else None))
            continue
        of, sure = float(expected[i, j]), float(z[i, j])
        words = f"{n:,}", "" if np.isnan(of) else f"({_count(of)})"
        framed = bool(abs(sure) >= _SURE)
        cells.append(Cell(i, j, words, use_colour(_shade(sure)), framed=framed))
    heat = Heat(
        [names.get(name, name) for name in groups],
        [heads.get(name, name) for name in shown],
        cells,
        [f"n = {n:,}" for n in counts.sum(axis=1)],
        row_apart=bool(counts.index[-1] == MISSING),
        column_apart=bool(counts.columns[-1] == MISSING),
        brief="quotes; colour: against how the others are reported",
    )
    notes = ["quotes, in brackets how many were it reported as the others are"]
    notes += ["framed: beyond chance (95%)"] * any(cell.framed for cell in cells)
    return heat, notes


def _figures(counts: pd.DataFrame) -> tuple[np.ndarray, np.ndarray]:
    """What is expected, and z, where neither group nor cue is missing."""
    known = counts.drop(index=MISSING, columns=MISSING, errors="ignore")
    expected, _, z = log_odds(known.to_numpy())
    return expected, z


def _shade(z: float) -> float:
    """How full the colour is, -1 to 1: what may be chance stays pale."""
    return 0.0 if np.isnan(z) else float(np.sign(z) * min(1.0, abs(z) / _FULL) ** 1.5)


def _count(number: float) -> str:
    return f"{number:,.0f}" if number >= 9.95 else f"{number:.1f}"


def _words(title: str, frame: pd.DataFrame, shown: list[str], word: str) -> list[str]:
    groups = by_size(frame["group"])
    counts = crossed(frame["group"], frame["cue"], keep=(groups, shown))
    expected, z = _figures(counts)
    said = []
    for i, group in enumerate(groups):
        row = counts.to_numpy()[i]
        parts = [
            f"{cue} {n:,}" + ("" if np.isnan(of) else f" ({_count(of)} expected)")
            for cue, n, of in zip(shown, row, expected[i], strict=False)
            if n or of >= 1
        ]
        more = f"; and {len(parts) - 12} more" if len(parts) > 12 else ""
        said.append(f"{clean(group)} (n = {row.sum():,}): {'; '.join(parts[:12])}{more}.")
    sure = {
        sign: [
            f"{clean(groups[i])} {shown[j]}"
            for i, j in np.argwhere(sign * z >= _SURE)
            if j < len(shown)
        ]
        for sign in (1, -1)
    }
    last = f"And {plural(len(said) - 20, f'more {word}')}." if len(said) > 20 else ""
    without = int(frame["cue"].isna().sum())
    apart = int(frame["group"].isna().sum())
    return [
        f"Heat map. {title}.",
        f"More often than expected: {', '.join(sure[1][:12])}." if sure[1] else "",
        f"Less often than expected: {', '.join(sure[-1][:12])}." if sure[-1] else "",
        *said[:20],
        last,
        f"{plural(without, 'quote')} without a cue, counted apart." if without else "",
        f"{plural(apart, 'quote')} without a {word}, counted apart." if apart else "",
    ]
