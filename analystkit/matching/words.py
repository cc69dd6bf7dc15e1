"""The words of a quotation, so that case, marks, brackets and ellipses do not count."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from analystkit.quotes.marks import find_marked

_LETTER = r"\w\u0300-\u036f\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06ed\u0900-\u0903\u093a-\u094f"
_WORD = re.compile(
    r"\d+(?:[.,]\d+)+"  # 1,000
    r"|(?<!\w)(?:[^\W\d_]\.){2,}(?!\w)|(?<!\w)(?:[^\W\d_]\.)+[^\W\d_](?!\w)"  # U.S.
    r"|[\u3040-\u30ff\u3400-\u9fff]"  # scripts without spaces, by character
    rf"|(?:(?![\u3040-\u30ff\u3400-\u9fff])[{_LETTER}])+"
    rf"(?:['’ʼ＇][{_LETTER}]+)*"
)
_SILENT = re.compile(r"[.,'’ʼ＇_]")


@dataclass(frozen=True)
class Words:
    """A quotation's words in their plain form, and where each stands in it.

    ``verbatim`` tells which words the outlet gives as the speaker's own: all of a direct
    quotation, those between quote marks of a mixed one, none of indirect speech.
    """

    plain: tuple[str, ...]
    places: tuple[tuple[int, int], ...]
    verbatim: tuple[bool, ...]

    def __len__(self) -> int:
        return len(self.plain)

    def said(self) -> Words:
        """The verbatim words alone, or all where none is."""
        if all(self.verbatim) or not any(self.verbatim):
            return self
        told = zip(self.plain, self.places, self.verbatim, strict=True)
        plain, places = zip(*((word, place) for word, place, own in told if own), strict=True)
        return Words(plain, places, (True,) * len(plain))


def words_of(quote: str, kind: str = "direct") -> Words:
    """The words of a quotation.

    Examples
    --------
    >>> words_of("“[The] U.S. … don’t,”").plain
    ('the', 'us', 'dont')
    >>> words_of('it was "an open war", he felt', "mixed").verbatim[:5]
    (False, False, True, True, True)
    """
    found = [(_plain(m.group()), m.span()) for m in _WORD.finditer(quote)]
    found = [(word, place) for word, place in found if word]
    places = tuple(place for _, place in found)
    return Words(tuple(word for word, _ in found), places, _verbatim(quote, kind, places))


def _plain(word: str) -> str:
    text = unicodedata.normalize("NFKD", word).casefold()
    text = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
    return _SILENT.sub("", text)


def _verbatim(quote: str, kind: str, places: tuple[tuple[int, int], ...]) -> tuple[bool, ...]:
    if kind != "mixed":
        return (kind == "direct",) * len(places)
    inside, told = iter(m.inner for m in find_marked(quote)), []
    low, high = next(inside, (len(quote), len(quote)))
    for start, _ in places:
        while start >= high and low < len(quote):
            low, high = next(inside, (len(quote), len(quote)))
        told.append(low <= start < high)
    return tuple(told)
