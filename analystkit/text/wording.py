"""Counts, shares and scores in words."""

import math


def signed(score: float, places: int = 1) -> str:
    """``+0.6``, ``−0.6`` or ``0.0``, with a true minus sign."""
    words = f"{float(score):+.{places}f}".replace("-", "−")
    return words if words.strip("+−0.") else words[1:]


def span(low: float, high: float) -> str:
    """``−0.8 to −0.3``; with two places where one would make both ends alike, or one 0."""
    ends = {low, high}
    alike = signed(low) == signed(high)
    places = 2 if alike or any(end and signed(end) == "0.0" for end in ends) else 1
    if places == 2:  # an end that is not 0 is not printed as 0
        low, high = (math.copysign(max(abs(end), 0.01), end) if end else end for end in (low, high))
    return f"{signed(low, places)} to {signed(high, places)}"


def percent(share: float) -> str:
    """A share in per cent, never 0 or 100 where it is not.

    >>> percent(0.25), percent(0.003), percent(0.0001), percent(0.997), percent(0.00995)
    ('25%', '0.3%', 'under 0.1%', 'over 99%', '1%')
    """
    if 0 < share < 0.0095:
        return f"{share:.1%}" if share >= 0.0005 else "under 0.1%"
    return "over 99%" if 0.99 < share < 1 else f"{share:.0%}"


def plural(n: int, word: str) -> str:
    """``1 quote``, ``2 quotes``, ``1,204 quotes``."""
    return f"{n:,} {word}{'' if n == 1 else 's'}"
