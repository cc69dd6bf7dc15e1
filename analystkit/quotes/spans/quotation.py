"""A quotation on its way through the stages, and its kind by the quote marks."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from dataclasses import dataclass

from analystkit.quotes.spans.marks import MarkedPiece, find_marked
from analystkit.text.paragraphs import Offsets


@dataclass(frozen=True)
class Quotation:
    """One quotation in character offsets; its kind is told once its pieces are final."""

    spans: list[Offsets]
    cue: Offsets | None
    source: Offsets | None
    certainty: dict[str, float]
    kind: str = ""


class Marks:
    """The marked pieces of a text, looked up by place."""

    def __init__(self, text: str) -> None:
        self.text, self.marked = text, find_marked(text)
        self._starts = [m.start for m in self.marked]

    def overlapping(self, start: int, end: int) -> list[MarkedPiece]:
        """The marked pieces whose inside shares a character with ``[start, end)``."""
        low = bisect_right(self._starts, start) - 1
        high = bisect_left(self._starts, end)
        near = self.marked[max(low, 0) : high]
        return [m for m in near if m.inner[0] < end and m.inner[1] > start]

    def share(self, spans: Iterable[Offsets]) -> float:
        """How much of the letters and digits in `spans` stands inside marks, 0 to 1."""
        inside = total = 0
        for start, end in spans:
            total += letters_in(self.text, start, end)
            for m in self.overlapping(start, end):
                inside += letters_in(self.text, max(start, m.inner[0]), min(end, m.inner[1]))
        return inside / total if total else 0.0


def kind_of(share: float) -> str:
    """The kind of a quotation with this share of its words inside quote marks."""
    return "direct" if share >= 0.95 else "indirect" if share <= 0.05 else "mixed"


def letters_in(text: str, start: int, end: int) -> int:
    """How many letters and digits stand between these offsets."""
    return sum(map(str.isalnum, text[start:end]))
