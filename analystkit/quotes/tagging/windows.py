"""Text to model windows: paragraphs, words with their offsets, and packing.

Windows hold whole paragraphs, each followed by a separator piece; one longer than a window is cut,
after a sentence where it can be, and one that ends in a colon stays with the next.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from analystkit.text.paragraphs import cut_at_spaces, paragraphs

if TYPE_CHECKING:
    from tokenizers import Tokenizer

SIZE = 128
INTRODUCTION = 3  # an introducing paragraph fills a third of a window at most
_BLOCK = 20_000  # characters tokenised at once, so that one endless line stays cheap
_SENTENCE_END = frozenset(".?!")
_CLOSING = frozenset("\"'”’»)]")


@dataclass(frozen=True)
class Words:
    """The words of one text: ``pieces[first[i]:first[i + 1]]`` are the pieces of word i."""

    pieces: list[int]
    first: list[int]
    starts: list[int]  # in characters, as the ends
    ends: list[int]
    paragraph: list[int]  # the number of the line each word stands in

    def __len__(self) -> int:
        return len(self.starts)


@dataclass(frozen=True)
class Window:
    """Model input for the words ``[begin, end)`` of a text."""

    ids: list[int]  # the pieces with their special ones
    at: list[int]  # the place in `ids` of each word's first piece
    begin: int
    end: int


def split_words(text: str, tokenizer: Tokenizer) -> Words:
    """The words of `text` as the tokenizer cuts them, in linear time."""
    blocks = [
        (n, start, end)
        for n, line in enumerate(paragraphs(text))
        for start, end in cut_at_spaces(text, *line, most=_BLOCK, least=_BLOCK // 2)
    ]
    words = Words([], [], [], [], [])
    encoded = tokenizer.encode_batch([text[s:e] for _, s, e in blocks], add_special_tokens=False)
    for (number, base, _), block in zip(blocks, encoded, strict=True):
        last = None
        for piece, word, (start, end) in zip(block.ids, block.word_ids, block.offsets, strict=True):
            if word != last:
                words.first.append(len(words.pieces))
                words.starts.append(base + start)
                words.ends.append(base + end)
                words.paragraph.append(number)
            words.ends[-1] = base + end
            words.pieces.append(piece)
            last = word
    words.first.append(len(words.pieces))
    return words


def _units(words: Words, text: str, room: int) -> Iterator[tuple[int, int]]:
    """Word ranges that must stay together: paragraphs, or parts that fit in `room`."""
    begin, total = 0, len(words)
    while begin < total:
        end, space = bisect_right(words.paragraph, words.paragraph[begin]), room
        size = words.first[end] - words.first[begin]
        introduces = text[words.ends[end - 1] - 1] == ":" and size <= room // INTRODUCTION
        if end < total and introduces:
            end = bisect_right(words.paragraph, words.paragraph[end])
            space = room - 1  # a second separator
        while words.first[end] - words.first[begin] > space:
            cut = _cut(words, text, begin, end, space)
            yield begin, cut
            begin, space = cut, room
        yield begin, end
        begin = end


def _with_separators(words: Words, begin: int, end: int, separator: int) -> Iterator[list[int]]:
    """Each word's pieces; a paragraph's last word also has the separator after it."""
    for i in range(begin, end):
        pieces = words.pieces[words.first[i] : words.first[i + 1]]
        last = i + 1 == end or words.paragraph[i + 1] != words.paragraph[i]
        yield [*pieces, separator] if last else pieces


def _cut(words: Words, text: str, begin: int, end: int, room: int) -> int:
    limit = begin + 1
    while limit < end and words.first[limit + 1] - words.first[begin] <= room:
        limit += 1
    for cut in range(limit, (begin + limit) // 2, -1):
        before = text[words.starts[cut - 1]]
        if before in _SENTENCE_END or (
            before in _CLOSING and cut - 2 >= begin and text[words.starts[cut - 2]] in _SENTENCE_END
        ):
            return cut
    return limit


def pack(
    words: Words,
    text: str,
    *,
    special: tuple[int, int],
    size: int = SIZE,
    first_size: int | None = None,
) -> list[Window]:
    """Windows of at most `size` pieces over all the words, the first of `first_size`.

    `special` are the opening piece and the separator; training shifts the cuts by the first size.
    """
    opening, separator = special
    windows: list[Window] = []
    ids: list[int] = [opening]
    at: list[int] = []
    begin = 0
    limit = first_size or size
    for start, end in _units(words, text, size - 2):
        unit = list(_with_separators(words, start, end, separator))
        if at and len(ids) + sum(map(len, unit)) > limit:
            windows.append(Window(ids, at, begin, start))
            ids, at, begin, limit = [opening], [], start, size
        for pieces in unit:
            at.append(len(ids))
            ids.extend(pieces)
    if at:
        windows.append(Window(ids, at, begin, len(words)))
    return windows
