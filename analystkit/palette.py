"""One colour a camp and one a stance, the same in charts, reader and explorers.

The known camps have the hues of Okabe and Ito's palette for colour-blind readers ("Color
Universal Design", 2008); the further ones were chosen to stay apart from these, and from each
other, under simulated red- and green-blindness (Machado, Oliveira and Fernandes 2009).
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from zlib import crc32

import pandas as pd

CAMPS = {
    "Iraqi government": "#009E73",
    "United States": "#0072B2",
    "Iran-aligned militias": "#D55E00",
    "Iran": "#CC79A7",
    "US Congress": "#56B4E9",
    "US-led coalition": "#E69F00",
}
FURTHER = ("#5B4FCF", "#999933", "#882255", "#F0E442", "#8C4A1B", "#1B7F3B")
MISSING = "#C3C8CD"
OTHERS = "#5F6B76"
STANCES = {"against": "#B35806", "neutral": "#EFEDEA", "for": "#542788", "unclear": MISSING}
_SCALE = ("#B35806", "#F1A340", "#EFEDEA", "#998EC3", "#542788")


def camp_colours(camps: Iterable[Any]) -> dict[str, str]:
    """The colour of each of these camps.

    The camps of the founding case have fixed colours. Any other camp's colour follows from its
    name, and moves on to the next free one only where two of the given camps would share it.
    Beyond six further camps the colours of founding camps that are not given serve too, and
    beyond twelve camps colours repeat. Give all of a table's camps at once where several views of
    it must agree.

    Parameters
    ----------
    camps : iterable of str
        Names, in any order, repeated or not. Missing values are left out: they are drawn in
        `MISSING`, a light grey.

    Returns
    -------
    dict
        Camp to ``#rrggbb``: the known camps in the palette's order, then the others by name.

    Examples
    --------
    >>> camp_colours(["Iran", "United States", None])
    {'United States': '#0072B2', 'Iran': '#CC79A7'}
    """
    names = {str(camp) for camp in camps if not pd.isna(camp)}
    colours = {camp: colour for camp, colour in CAMPS.items() if camp in names}
    taken: set[str] = set()
    spare = tuple(colour for camp, colour in CAMPS.items() if camp not in names)
    for camp in sorted(names - set(CAMPS)):
        start = crc32(camp.encode("utf-8", "replace")) % len(FURTHER)
        ring = FURTHER[start:] + FURTHER[:start] + spare
        colours[camp] = next((colour for colour in ring if colour not in taken), ring[0])
        taken.add(colours[camp])
    return colours


def stance_colour(score: float) -> str:
    """The colour of a stance score: brown against, near white at 0, violet for.

    The scale is ColorBrewer's PuOr (Harrower and Brewer, "ColorBrewer.org", 2003), which
    colour-blind readers can tell apart. Both ends are equally dark: print the sign as well.

    Parameters
    ----------
    score : float
        From -1 (against) to 1 (for); beyond, the colour of the end.

    Returns
    -------
    str
        ``#rrggbb``.

    Examples
    --------
    >>> stance_colour(-1), stance_colour(0), stance_colour(0.9)
    ('#B35806', '#EFEDEA', '#623C94')
    """
    at = (min(1.0, max(-1.0, score)) + 1) / 2 * (len(_SCALE) - 1)
    left = min(int(at), len(_SCALE) - 2)
    ends = [[int(colour[i : i + 2], 16) for i in (1, 3, 5)] for colour in _SCALE[left : left + 2]]
    mixed = [round(a + (b - a) * (at - left)) for a, b in zip(*ends, strict=True)]
    return "#{:02X}{:02X}{:02X}".format(*mixed)
