import re
from itertools import combinations
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

import analystkit.widgets
from analystkit import palette
from analystkit.palette import CAMPS, FURTHER, GROUPS, KINDS, MISSING, OTHERS, STANCES, camp_colours

# Machado, Oliveira and Fernandes (2009), severity 1.0, on linear RGB.
SIGHT = {
    "usual": np.eye(3),
    "protanopia": np.array(
        [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216],
         [-0.003882, -0.048116, 1.051998]]
    ),
    "deuteranopia": np.array(
        [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413],
         [-0.011820, 0.042940, 0.968881]]
    ),
}  # fmt: skip
TO_XYZ = np.array(
    [[0.4124564, 0.3575761, 0.1804375], [0.2126729, 0.7151522, 0.0721750],
     [0.0193339, 0.1191920, 0.9503041]]
)  # fmt: skip


def rgb(colour: str) -> np.ndarray:
    return np.array([int(colour[i : i + 2], 16) for i in (1, 3, 5)]) / 255


def linear(values: np.ndarray) -> np.ndarray:
    return np.where(values <= 0.04045, values / 12.92, ((values + 0.055) / 1.055) ** 2.4)


def distance(one: str, other: str, sight: str) -> float:
    """How far apart two colours look: Delta E 1976 in CIE Lab."""

    def lab(colour: str) -> np.ndarray:
        seen = np.clip(SIGHT[sight] @ linear(rgb(colour)), 0, 1)
        xyz = TO_XYZ @ seen / np.array([0.95047, 1, 1.08883])
        x, y, z = np.where(xyz > 0.008856, np.cbrt(xyz), 7.787 * xyz + 16 / 116)
        return np.array([116 * y - 16, 500 * (x - y), 200 * (y - z)])

    return float(np.linalg.norm(lab(one) - lab(other)))


def contrast(one: np.ndarray, other: np.ndarray) -> float:
    high, low = sorted((linear(c) @ TO_XYZ[1] for c in (one, other)), reverse=True)
    return float((high + 0.05) / (low + 0.05))


@pytest.mark.parametrize("sight", SIGHT)
def test_camps_can_be_told_apart_whatever_the_sight(sight):
    for one, other in combinations([*CAMPS.values(), MISSING, OTHERS], 2):
        assert distance(one, other, sight) > 15, (one, other)
    for one, other in combinations([*CAMPS.values(), *FURTHER, MISSING, OTHERS], 2):
        assert distance(one, other, sight) > 10, (one, other)


@pytest.mark.parametrize("sight", SIGHT)
def test_kinds_look_like_no_camp_no_stance_and_not_like_one_another(sight):
    for one, other in combinations(KINDS.values(), 2):
        assert distance(one, other, sight) > 30, (one, other)
    for one in KINDS.values():
        for other in [*CAMPS.values(), *FURTHER, MISSING, OTHERS, *STANCES.values()]:
            assert distance(one, other, sight) > 13, (one, other)


@pytest.mark.parametrize("sight", SIGHT)
def test_groups_can_be_told_apart_and_look_like_no_camp(sight):
    for one, other in combinations([*GROUPS, MISSING, OTHERS], 2):
        assert distance(one, other, sight) > 18, (one, other)
    for one in GROUPS:
        for other in [*CAMPS.values(), *FURTHER]:
            assert distance(one, other, "usual") > 20, (one, other)


@pytest.mark.parametrize("sight", SIGHT)
def test_more_or_less_than_expected_can_be_told_apart_whatever_the_sight(sight):
    for score in (0.3, 0.6, 1.0):
        assert distance(palette.use_colour(score), palette.use_colour(-score), sight) > 10, score
        assert distance(palette.use_colour(score), palette.use_colour(0), sight) > 10, score
        assert distance(palette.use_colour(-score), palette.use_colour(0), sight) > 10, score


def test_a_larger_share_is_darker():
    light = [float(linear(rgb(palette.share_colour(i / 20))) @ TO_XYZ[1]) for i in range(21)]
    assert light == sorted(light, reverse=True) and light[0] > 0.8 > 0.1 > light[-1]


@given(st.floats(-2, 2))
def test_words_on_the_cells_of_heat_maps_read_well(at):
    for colour in (palette.share_colour(at), palette.use_colour(at), palette.stance_colour(at)):
        for ground in (colour, palette.pale(colour)):
            assert contrast(rgb(palette.ink_on(ground)), rgb(ground)) >= 4.2, ground


@pytest.mark.parametrize("colour", [*CAMPS.values(), *FURTHER, MISSING])
@pytest.mark.parametrize(
    ("theme", "ink", "paper"), [("light", "#212121", "#ffffff"), ("dark", "#ffffff", "#111111")]
)
def test_words_on_a_camps_tint_read_well(colour, theme, ink, paper):
    css = (Path(analystkit.widgets.__file__).parent / "static" / "reader.css").read_text()
    shares = [int(share) for share in re.findall(r"--ak-tint: (\d+)%", css)]
    plain, missing, hovered = (dict(zip(("light", "dark"), shares[i : i + 2], strict=True))
                               for i in (0, 2, 4))  # fmt: skip
    for share in ((missing if colour == MISSING else plain)[theme], hovered[theme]):
        ground = rgb(colour) * share / 100 + rgb(paper) * (1 - share / 100)
        assert contrast(rgb(ink), ground) >= 4.5


def test_known_camps_keep_their_colour_whoever_else_is_there():
    assert camp_colours(["Iran"])["Iran"] == camp_colours([*CAMPS, "Elders"])["Iran"]
    assert camp_colours([pd.NA, None, float("nan")]) == {}


@given(st.lists(st.text(min_size=1), max_size=12))
def test_colours_do_not_depend_on_order_or_repetition(camps):
    assert camp_colours(camps) == camp_colours([*reversed(camps), *camps])
    assert set(camp_colours(camps)) == set(camps)


@given(st.lists(st.text(min_size=1), max_size=len(CAMPS) + len(FURTHER), unique=True))
def test_as_many_camps_as_there_are_colours_all_differ(camps):
    colours = camp_colours(camps)
    assert len(set(colours.values())) == len(colours)
