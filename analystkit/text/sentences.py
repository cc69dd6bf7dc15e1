"""Where sentences begin, by rule: light, linear, without a model."""

import re
from bisect import bisect_right
from functools import lru_cache

from analystkit.text.paragraphs import Offsets

_BREAK = re.compile(
    r"""
    \n[^\S\n]*\n\s*                                    # a blank line
    | (?<![.!?…])[.!?…]+ ["'”’»)\]_*]* \s+ (?=["'“‘«(\[_*]*[^\W_a-z])
    """,
    re.VERBOSE,
)
_SHORT = re.compile(
    r"""(?: \b(?:Mr|Mrs|Ms|Dr|Prof|Sen|Sens|Rep|Reps|Gov|Gen|Lt|Col|Maj|Capt|Sgt|Adm|Brig|Cmdr
        |St|No|vs|Jr|Sr|Jan|Feb|Mar|Apr|Aug|Sept?|Oct|Nov|Dec|Conn|Va|Md|Pa|Fla|Calif)
        | \b[A-Z](?:\.[A-Z])*)\Z""",
    re.VERBOSE,
)


class Sentences:
    """The sentences of a text, which initials ("U.S."), titles and months do not end."""

    def __init__(self, text: str) -> None:
        starts, self._openers = [0], {0}
        for match in _BREAK.finditer(text):
            blank = match.group()[0] == "\n" or match.group().count("\n") > 1
            at = match.start()
            if blank or text[at] != "." or not _SHORT.search(text[max(0, at - 12) : at]):
                starts.append(match.end())
                if blank:
                    self._openers.add(len(starts) - 1)
        self._starts = starts
        self.bounds: list[Offsets] = list(zip(starts, [*starts[1:], len(text)], strict=True))

    def at(self, place: int) -> int:
        """The number of the sentence that holds this place."""
        return bisect_right(self._starts, place) - 1

    def opens_paragraph(self, number: int) -> bool:
        """Whether a sentence is the first of its paragraph."""
        return number in self._openers


@lru_cache(maxsize=256)  # mentions, clauses and passages of an article are looked for in turn
def sentences_of(text: str) -> Sentences:
    """The sentences of a text, kept for the texts read last."""
    return Sentences(text)
