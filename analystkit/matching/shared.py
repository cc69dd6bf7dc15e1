"""Two wordings laid side by side: which words both have, which only one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from difflib import SequenceMatcher

from analystkit.matching.words import Words

LONGEST = 400  # words that are aligned by longest common stretches; beyond, faster
_TELLING = 5  # letters: shorter words stand in any two sentences

Block = tuple[int, int, int]


def blocks(one: Words, other: Words) -> list[Block]:
    """Common stretches in the same order: (place in `one`, place in `other`, words).

    A short word that stands alone between different words is no stretch.

    Examples
    --------
    >>> from analystkit.matching.words import words_of
    >>> blocks(words_of("we will act to protect them"), words_of("to act to protect"))
    [(2, 1, 3)]
    """
    if max(len(one), len(other)) <= LONGEST:
        matcher = SequenceMatcher(None, one.plain, other.plain, autojunk=False)
        found = [(m.a, m.b, m.size) for m in matcher.get_matching_blocks() if m.size]
    else:
        from rapidfuzz.distance import LCSseq

        codes = LCSseq.opcodes(one.plain, other.plain)
        found = [
            (c.src_start, c.dest_start, c.src_end - c.src_start) for c in codes if c.tag == "equal"
        ]
    return [(i, j, n) for i, j, n in found if n > 1 or len(one.plain[i]) >= _TELLING]


def kept(found: Sequence[Block], length: int, *, side: int = 0) -> list[bool]:
    """For each word of the one (side 0) or the other (side 1), whether it is in a block."""
    told = [False] * length
    for block in found:
        start, n = block[side], block[2]
        told[start : start + n] = [True] * n
    return told


def stretches(told: Sequence[bool], value: bool) -> Iterator[tuple[int, int]]:
    """The half-open runs of words for which `told` is `value`."""
    start = None
    for i, is_kept in enumerate([*told, not value]):
        if is_kept == value and start is None:
            start = i
        elif is_kept != value and start is not None:
            yield start, i
            start = None


def text_of(quote: str, words: Words, runs: Iterable[tuple[int, int]]) -> str:
    """The words of these runs as they stand in the quote, what is left out told by " … "."""
    parts: list[tuple[int, int]] = []
    for start, end in runs:
        for i in range(start, end):
            low, high = words.places[i]
            # Of a mixed quote's marked words, two may stand apart in the text.
            if i > start and not any(c.isalnum() for c in quote[parts[-1][1] : low]):
                parts[-1] = (parts[-1][0], high)
            else:
                parts.append((low, high))
    return " … ".join(quote[low:high] for low, high in parts)
