"""The stages, from marks and the tagger by places, clauses and joining to headlines."""

from analystkit.quotes.spans.clauses import untangle
from analystkit.quotes.spans.marks import uniform
from analystkit.quotes.spans.page_layout import sign, take_turns, without_headlines
from analystkit.quotes.spans.placing import finish, join, place
from analystkit.quotes.spans.quotation import Marks, Quotation
from analystkit.quotes.tagging.linking import link
from analystkit.quotes.tagging.tagger import Tagged, tag


def find_quotations(text: str) -> list[Quotation]:
    """The quotations of `text`, in reading order."""
    marks = Marks(text)
    tagged = tag(uniform(text, marks.marked))
    return quotations_of(tagged, marks)


def quotations_of(tagged: Tagged, marks: Marks) -> list[Quotation]:
    """The quotations of one tagged text, in reading order."""
    placed = place(link(tagged), tagged.words, marks)
    whole = take_turns(sign(join(untangle(placed, marks), marks), marks), marks)
    kept = without_headlines(whole, marks.text)
    return sorted((finish(q, marks) for q in kept), key=lambda q: q.spans)
