"""How large the names, figures and bands of a network can be."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from analystkit.charts._bipartite import needed
from analystkit.charts._style import fit

LETTER = 0.59 / 72  # inches a letter takes for each point of its size
_WIDEST = 13.0


@dataclass(frozen=True)
class Labels:
    """The words of a node: as many lines as there is room for."""

    lines: int  # of the name, 0 where name and n share a line
    size: float
    wide: int

    @property
    def height(self) -> float:
        """Points, with some space around."""
        return (self.lines * 1.25 + 1.15) * self.size + 5 if self.lines else 1.3 * self.size

    def of(self, name: str, n: int, unclear: int) -> tuple[str, str]:
        """The name and, where they have a line of their own, the node's figures."""
        if self.lines:
            count = f"n = {n:,}" + (f", +{unclear:,} unclear" if unclear else "")
            return fit(name, self.wide, lines=self.lines), count
        return f"{fit(name, self.wide - len(f', {n:,}'), lines=1)}, {n:,}", ""

    def wide_of(self, name: str, count: str) -> float:
        """Inches the longest line takes."""
        longest = max(map(len, name.split("\n")))
        return LETTER * self.size * max(longest, 0.9 * len(count))


@dataclass(frozen=True)
class Plan:
    """The largest words and bands that fit, all in points."""

    labels: Labels
    small: float  # the figures at the bands, 0 for none
    widths: np.ndarray  # of the bands, left nodes × right nodes
    slots: np.ndarray  # what each band's end takes of a node

    @classmethod
    def of(cls, counts: np.ndarray, width: float, room: float) -> Plan:
        """What fits into an Axes so many inches wide and points high.

        Figures at the bands give way before the names do, and these before the bands' widths.
        """
        plans = [
            cls._try(counts, width, room, lines, size, small, 0.75)
            for small in (7.0, 6.0, 5.5)
            for size, lines in ((8.5, 2), (8.5, 1), (7.5, 2), (7.5, 1), (7.5, 0))
        ]
        sizes = ((8.5, 2), (8.5, 1), (7.5, 1), (7.5, 0), (6.5, 0), (5.5, 0), (4.5, 0))
        plans += [
            cls._try(counts, width, room, lines, size, 0.0, share)
            for size, lines in sizes
            for share in (0.75, 0.5, 0.3)
        ]
        return next((plan for plan in plans if plan.tall <= room), plans[-1])

    @classmethod
    def height(cls, counts: np.ndarray) -> float:
        """The points that show everything at its largest, and some space between nodes."""
        return cls._try(counts, 7.6, np.inf, 2, 8.5, 7.0, 0.75).tall + 8 * max(counts.shape)

    @classmethod
    def _try(
        cls, counts: np.ndarray, width: float, room: float, lines: int, size: float, small: float,
        share: float,
    ) -> Plan:  # fmt: skip
        labels = Labels(lines, size, max(9, min(28, int(0.35 * width / (size * LETTER)))))
        each = min(_WIDEST / counts.max(), share * room / counts.sum())
        widths = np.where(counts > 0, np.maximum(0.8, counts * each), 0.0)
        slots = np.maximum(widths + 0.6, 1.2 * small if small else 1.6)
        return cls(labels, small, widths, np.where(counts > 0, slots, 0.0))

    @property
    def tall(self) -> float:
        """Points the taller column needs."""
        return max(needed(side, label=self.labels.height) for side in (self.slots, self.slots.T))
