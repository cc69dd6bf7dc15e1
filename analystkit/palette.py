"""One colour a camp, a stance and a kind of quote, the same in charts, reader and explorers.

The known camps have the hues of Okabe and Ito's palette for colour-blind readers ("Color
Universal Design", 2008); the further ones were chosen to stay apart from these, and from each
other, under simulated red- and green-blindness (Machado, Oliveira and Fernandes 2009).
"""

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
# For groups that are no camps: told from one another by sight of any kind, and like no camp.
GROUPS = (
    "#2A4AA7", "#B1E3A8", "#8F7128", "#A79FE8", "#36492E", "#EACB5F", "#1E4863", "#769E94",
)  # fmt: skip
# Blues for the speaker's own words, sand for a paraphrase; no camp's and no stance's colour.
KINDS = {"direct": "#375481", "mixed": "#86AFCB", "indirect": "#EDD7B6"}
_STANCE = ("#B35806", "#F1A340", "#EFEDEA", "#998EC3", "#542788")
_SHARE = ("#F1F4F8", "#86AFCB", "#375481", "#1B2C47")
_USE = ("#C51B7D", "#E9A3C9", "#F0EEEE", "#A1D76A", "#4D9221")


def camp_colours(camps: Iterable[Any]) -> dict[str, str]:
    """The colour of each of these camps, the known ones first, then the others by name.

    A camp's colour follows from its name and moves on to the next free one only where two of the
    given camps would share it, so give all of a table's camps at once where several views of it
    must agree. Beyond six further camps the colours of known camps not given serve too, then
    colours repeat. Missing values are left out.

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
    """The colour of a stance score: brown against, near white at 0, violet for (PuOr).

    Both ends are equally dark: print the sign as well.

    >>> stance_colour(-1), stance_colour(0), stance_colour(0.9)
    ('#B35806', '#EFEDEA', '#623C94')
    """
    return _blend(_STANCE, (score + 1) / 2)


def share_colour(share: float) -> str:
    """The colour of a share in a heat map: near white at 0, dark blue at 1.

    >>> share_colour(0), share_colour(0.5), share_colour(1)
    ('#F1F4F8', '#5E82A6', '#1B2C47')
    """
    return _blend(_SHARE, share)


def use_colour(score: float) -> str:
    """The colour of a word's use: pink below what is expected (-1), green above it (PiYG).

    >>> use_colour(-1), use_colour(0), use_colour(1)
    ('#C51B7D', '#F0EEEE', '#4D9221')
    """
    return _blend(_USE, (score + 1) / 2)


def ink_on(colour: str) -> str:
    """White or near black, whichever reads better on this colour (relative luminance, WCAG 2).

    >>> ink_on(KINDS["direct"]), ink_on(KINDS["indirect"])
    ('#ffffff', '#111111')
    """
    parts = [(int(colour[i : i + 2], 16) / 255) ** 2.2 for i in (1, 3, 5)]
    dark = 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2] < 0.19
    return "#ffffff" if dark else "#111111"


def pale(colour: str) -> str:
    """The colour halfway to white, for what is uncertain.

    >>> pale("#1B2C47")
    '#8D96A3'
    """
    return _blend((colour, "#FFFFFF"), 0.5)


def _blend(scale: tuple[str, ...], share: float) -> str:
    """The colour so far along the scale; beyond, that of the end."""
    at = min(1.0, max(0.0, share)) * (len(scale) - 1)
    left = min(int(at), len(scale) - 2)
    ends = [[int(colour[i : i + 2], 16) for i in (1, 3, 5)] for colour in scale[left : left + 2]]
    mixed = [round(a + (b - a) * (at - left)) for a, b in zip(*ends, strict=True)]
    return "#{:02X}{:02X}{:02X}".format(*mixed)
