"""Two wordings laid side by side, word by word; case, marks and ellipses do not count."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import compress, groupby
from typing import Self

from analystkit.quotes.spans.marks import find_marked
from analystkit.text.words import fold

_LETTER = r"\w\u0300-\u036f\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06ed\u0900-\u0903\u093a-\u094f"
_WORD = re.compile(
    r"\d+(?:[.,]\d+)+"  # 1,000
    r"|(?<!\w)(?:[^\W\d_]\.){2,}(?!\w)|(?<!\w)(?:[^\W\d_]\.)+[^\W\d_](?!\w)"  # U.S.
    r"|[\u3040-\u30ff\u3400-\u9fff]"  # scripts without spaces, by character
    rf"|(?:(?![\u3040-\u30ff\u3400-\u9fff])[{_LETTER}])+"
    rf"(?:['’ʼ＇][{_LETTER}]+)*"
)
_SILENT = re.compile(r"[.,'’ʼ＇_]")
LONGEST = 400  # words that are aligned by longest common stretches; beyond, faster
_TELLING = 5  # letters: shorter words stand in any two sentences
Block = tuple[int, int, int]


@dataclass(frozen=True)
class Words:
    """A quotation's words in plain form, their places, and which are verbatim: inside marks."""

    plain: tuple[str, ...]
    places: tuple[tuple[int, int], ...]
    verbatim: tuple[bool, ...]

    def __len__(self) -> int:
        return len(self.plain)

    def said(self) -> Self:
        """The verbatim words alone, or all where none is."""
        if all(self.verbatim) or not any(self.verbatim):
            return self
        plain = tuple(compress(self.plain, self.verbatim))
        return type(self)(plain, tuple(compress(self.places, self.verbatim)), (True,) * len(plain))


def words_of(quote: str, kind: str = "direct") -> Words:
    """The words of a quotation.

    >>> words_of("“[The] U.S. … don’t,”").plain
    ('the', 'us', 'dont')
    """
    found = [(_SILENT.sub("", fold(m.group())), m.span()) for m in _WORD.finditer(quote)]
    found = [(word, place) for word, place in found if word]
    places = tuple(place for _, place in found)
    return Words(tuple(word for word, _ in found), places, _verbatim(quote, kind, places))


def _verbatim(quote: str, kind: str, places: tuple[tuple[int, int], ...]) -> tuple[bool, ...]:
    if kind != "mixed":
        return (kind == "direct",) * len(places)
    inside, flags = iter(m.inner for m in find_marked(quote)), []
    low, high = next(inside, (len(quote), len(quote)))
    for start, _ in places:
        while start >= high and low < len(quote):
            low, high = next(inside, (len(quote), len(quote)))
        flags.append(low <= start < high)
    return tuple(flags)


def blocks(one: Words, other: Words) -> list[Block]:
    """Common stretches in order, (place in `one`, place in `other`, words); no short word alone.

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
    flags = [False] * length
    for block in found:
        start, n = block[side], block[2]
        flags[start : start + n] = [True] * n
    return flags


def stretches(flags: Sequence[bool], value: bool) -> Iterator[tuple[int, int]]:
    """The half-open runs of words whose flag is `value`."""
    start = 0
    for flag, run in groupby(flags):
        end = start + len(list(run))
        if flag == value:
            yield start, end
        start = end


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
