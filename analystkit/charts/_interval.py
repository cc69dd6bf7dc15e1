"""Wilson's interval for a share."""

from __future__ import annotations

from math import sqrt


def wilson(count: int, total: int, *, z: float = 1.959964) -> tuple[float, float]:
    """The score interval of a share, 95 % unless `z` says otherwise.

    From E. B. Wilson, "Probable inference, the law of succession, and statistical inference",
    JASA 22 (1927); it keeps its coverage for small counts and shares near 0 or 1 (Brown, Cai and
    DasGupta, Statistical Science 16, 2001).

    Examples
    --------
    >>> [round(limit, 3) for limit in wilson(8, 10)]
    [0.49, 0.943]
    """
    if total <= 0:
        return 0.0, 1.0
    share, square = count / total, z * z
    middle = (share + square / (2 * total)) / (1 + square / total)
    half = z / (1 + square / total) * sqrt(share * (1 - share) / total + square / (4 * total**2))
    return max(0.0, middle - half), min(1.0, middle + half)
