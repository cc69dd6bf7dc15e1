"""The stages: marks, tagger, links, places, joining, signatures, transcripts, headlines."""

from __future__ import annotations

from analystkit.quotes.headlines import without_headlines
from analystkit.quotes.joining import join
from analystkit.quotes.linking import link
from analystkit.quotes.marks import find_marked, uniform
from analystkit.quotes.signatures import sign
from analystkit.quotes.spans import Marks, Quotation, finish, place
from analystkit.quotes.tagger import Tagged, tag
from analystkit.quotes.transcripts import take_turns
from analystkit.tables import readable


def find_quotations(text: str, *, threads: int | None = None) -> list[Quotation]:
    """The quotations of `text`, in reading order.

    Parameters
    ----------
    text : str
    threads : int, optional
        Cores the tagger may use; all of them by default.
    """
    text = readable(text)
    marks = Marks(text, find_marked(text))
    tagged = tag(uniform(text, marks.marked), threads=threads)
    return quotations_of(tagged, marks)


def quotations_of(tagged: Tagged, marks: Marks) -> list[Quotation]:
    """The quotations of one tagged text, in reading order."""
    placed = place(link(tagged), tagged.words, marks)
    whole = take_turns(sign(join(placed, marks), marks), marks)
    kept = without_headlines(whole, marks.text)
    return sorted((finish(q, marks) for q in kept), key=lambda q: q.spans)
