"""Two columns of nodes with bands between: their order, and where each band ends."""

from dataclasses import dataclass

import numpy as np

_SHUFFLES, _SWEEPS = 8, 12


@dataclass(frozen=True)
class Side:
    """One column: from top to bottom, in points."""

    middle: dict[int, float]  # each node's height on the page
    ends: dict[tuple[int, int], float]  # (left, right) to where that band meets this column


def crossings(weights: np.ndarray) -> float:
    """How much the bands (weights, left × right) cross, each crossing weighed by both bands."""
    lower = weights[::-1].cumsum(axis=0)[::-1] - weights
    before = lower.cumsum(axis=1) - lower
    return float((weights * before).sum())


def ordered(weights: np.ndarray) -> tuple[list[int], list[int]]:
    """The orders of left and right nodes that lessen the crossings of their bands."""
    # The barycentre method (Sugiyama, Tagawa and Toda, IEEE Transactions on Systems, Man, and
    # Cybernetics 11, 1981), from the order given, the one by the graph's second eigenvector (Hall,
    # Management Science 17, 1970) and seeded shuffles.
    draw, given = np.random.default_rng(0), np.arange(weights.shape[0])
    starts = [given, _spectral(weights), *(draw.permutation(given) for _ in range(_SHUFFLES))]
    best = (crossings(weights), given, np.arange(weights.shape[1]))
    for rows in starts:
        columns = np.arange(weights.shape[1])
        for _ in range(_SWEEPS):
            before = (*rows, *columns)
            columns = columns[_by_neighbours(weights[rows][:, columns].T)]
            rows = rows[_by_neighbours(weights[rows][:, columns])]
            found = crossings(weights[rows][:, columns])
            if found < best[0]:
                best = (found, rows, columns)
            if not found or before == (*rows, *columns):
                break
    _, rows, columns = best
    # Or its mirror image, with the heaviest left node in the upper half.
    heaviest = int(weights.sum(axis=1).argmax()) if weights.size else 0
    if rows.tolist().index(heaviest) > (len(rows) - 1) / 2:
        rows, columns = rows[::-1], columns[::-1]
    return rows.tolist(), columns.tolist()


def _spectral(weights: np.ndarray) -> np.ndarray:
    """The left nodes along the line on which bands are shortest."""
    left, both = weights.shape[0], sum(weights.shape)
    graph = np.zeros((both, both))
    graph[:left, left:], graph[left:, :left] = weights, weights.T
    places = np.linalg.eigh(np.diag(graph.sum(axis=0)) - graph)[1][:, 1]
    return np.argsort(places[:left], kind="stable")


def _by_neighbours(weights: np.ndarray) -> np.ndarray:
    """The nodes (rows) by the mean place of their neighbours; those without one stay put."""
    total = weights.sum(axis=1)
    places = np.arange(weights.shape[0]) / max(1, weights.shape[0] - 1)
    means = weights @ (np.arange(weights.shape[1]) / max(1, weights.shape[1] - 1))
    return np.argsort(np.where(total > 0, means / np.where(total, total, 1), places), kind="stable")


def placed(
    slots: np.ndarray, order: list[int], other: list[int], *, label: float, room: float
) -> Side:
    """One column's nodes, each at least `label` high, and a slot for each band's end."""
    heights = np.maximum(slots.sum(axis=1), label)
    squeeze = min(1.0, room / max(heights.sum(), 1e-9))
    gap = max(0.0, room - heights.sum()) / len(order) if order else 0.0
    top, middle, ends = 0.0, {}, {}
    for node in order:
        height = heights[node] * squeeze + gap
        middle[node] = top + height / 2
        at = middle[node] - slots[node].sum() * squeeze / 2
        for far in other:
            if slots[node, far]:
                ends[node, far] = at + slots[node, far] * squeeze / 2
                at += slots[node, far] * squeeze
        top += height
    return Side(middle, ends)
