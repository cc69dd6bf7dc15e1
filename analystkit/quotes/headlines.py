"""Headlines and crossheads: the outlet's words, not a quotation of anybody."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from analystkit.quotes.spans import Quotation
from analystkit.quotes.windows import paragraphs

HEADLINE, CROSSHEAD = 25, 12  # words at most
_PULL_QUOTE = re.compile(r"[\"”’»'](?:\s*[–—―-]{1,2}\s*)\S")
_CLOSING = "\"'”’»)]"


def headlines(text: str) -> list[tuple[int, int]]:
    r"""Offsets of the lines that stand as headline or crosshead.

    A short line without an end to its sentence, above a blank line and more text; a
    quotation with a dash and a name is none.

    Examples
    --------
    >>> text = "Freedonia slams ‘reckless’ raid\n\nThe raid came at night.\n\nAll was quiet."
    >>> [text[start:end] for start, end in headlines(text)]
    ['Freedonia slams ‘reckless’ raid']
    """
    lines = paragraphs(text)
    return [
        (start, end)
        for number, ((start, end), (after, _)) in enumerate(pairwise(lines))
        if end - start <= 400
        and text.count("\n", end, after) > 1  # a wrapped line is none
        and _heads(text[start:end], HEADLINE if number == 0 else CROSSHEAD)
    ]


def _heads(line: str, most: int) -> bool:
    bare = line.strip().strip("#*_ \t\xa0").rstrip(_CLOSING)
    if not bare or len(bare.split()) > most or _PULL_QUOTE.search(line):
        return False
    return bare[-1].isalnum() or bare[-1] == "?"


def without_headlines(quotations: Sequence[Quotation], text: str) -> list[Quotation]:
    """The quotations less those that stand in a headline."""
    heads = headlines(text)
    return [
        q
        for q in quotations
        if not any(start <= q.spans[0][0] and q.spans[-1][1] <= end for start, end in heads)
    ]
