"""Where the paragraphs of a text begin and end."""

from __future__ import annotations

import re

_PARAGRAPH = re.compile(r"[^\r\n\u2028\u2029\x0b\x0c\x85]+")


def paragraphs(text: str) -> list[tuple[int, int]]:
    r"""Half-open offsets of the lines that are not blank.

    Examples
    --------
    >>> paragraphs("One.\n\nTwo.")
    [(0, 4), (6, 10)]
    """
    return [m.span() for m in _PARAGRAPH.finditer(text) if not m.group().isspace()]
