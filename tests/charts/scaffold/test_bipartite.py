from itertools import combinations, permutations, product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from analystkit.charts.scaffold.bands import Plan
from analystkit.charts.scaffold.bipartite import crossings, ordered, placed

counts = arrays(int, st.tuples(st.integers(1, 9), st.integers(1, 9)), elements=st.integers(0, 40))


def counted(weights) -> int:
    """Crossings by their definition: two bands whose ends are in opposite order."""
    bands = [key for key in product(*map(range, weights.shape)) if weights[key]]
    return sum(
        int(weights[one] * weights[two])
        for one, two in combinations(bands, 2)
        if (one[0] - two[0]) * (one[1] - two[1]) < 0
    )


@given(counts)
def test_crossings_are_those_of_the_definition(weights):
    assert crossings(weights) == counted(weights)


@given(counts)
def test_an_order_holds_every_node_once_and_crosses_no_more_than_the_order_given(weights):
    rows, columns = ordered(weights)
    assert sorted(rows) == list(range(weights.shape[0]))
    assert sorted(columns) == list(range(weights.shape[1]))
    assert crossings(weights[rows][:, columns]) <= crossings(weights)
    assert rows.index(int(weights.sum(axis=1).argmax())) <= (len(rows) - 1) / 2


@pytest.mark.parametrize("seed", range(8))
def test_bands_that_need_not_cross_do_not(seed):
    draw = np.random.default_rng(seed)
    ladder = np.eye(7, dtype=int) * 4 + np.eye(7, k=1, dtype=int)
    mixed = ladder[draw.permutation(7)][:, draw.permutation(7)]
    rows, columns = ordered(mixed)
    assert crossings(mixed[rows][:, columns]) == 0


def test_a_small_network_has_the_fewest_crossings():
    weights = np.array([[0, 5, 1], [4, 0, 0], [0, 1, 6]])
    fewest = min(
        crossings(weights[list(rows)][:, list(columns)])
        for rows, columns in product(permutations(range(3)), repeat=2)
    )
    rows, columns = ordered(weights)
    assert crossings(weights[rows][:, columns]) == fewest


@given(counts, st.floats(20, 900), st.floats(6, 30))
def test_ends_stand_inside_the_room_in_the_order_of_the_other_side(weights, room, label):
    slots = np.where(weights > 0, weights + 2.0, 0.0)
    rows, columns = ordered(weights)
    side = placed(slots, rows, columns, label=label, room=room)
    middles = [side.middle[node] for node in rows]
    assert middles == sorted(middles)
    assert set(side.ends) == {(int(i), int(j)) for i, j in np.argwhere(weights)}
    ends = [side.ends[i, j] for i in rows for j in columns if weights[i, j]]
    assert ends == sorted(ends)
    assert all(0 <= y <= room + 1e-6 for y in [*ends, *middles])


@given(counts.filter(lambda weights: weights.any()), st.floats(2, 14), st.floats(30, 700))
def test_a_plan_has_no_invisible_band_and_names_of_a_readable_size(weights, width, room):
    plan = Plan.of(weights, width, room)
    assert ((plan.widths > 0) == (weights > 0)).all() and (plan.slots >= plan.widths).all()
    assert plan.widths[weights > 0].min() >= 0.8
    assert plan.labels.size >= 4.5
    large, small = weights.max(), weights[weights > 0].min()
    if plan.widths.min(where=weights > 0, initial=99) > 0.8:
        assert plan.widths.max() / plan.widths[weights > 0].min() == pytest.approx(large / small)
    if plan.tall <= room and plan.small:
        assert plan.slots[weights > 0].min() >= 1.2 * plan.small
