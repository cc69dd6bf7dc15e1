from hypothesis import given
from hypothesis import strategies as st

from analystkit.quotes.spans.page_layout import take_turns
from analystkit.quotes.spans.quotation import Marks, Quotation

TALK = (
    "The interview ran on Sunday.\n\n"
    "HALE: Will the bridge open this year?\n\n"
    "MAYOR ORTIZ: It will. I told the council that “money is not the trouble.”\n\n"
    "HALE: What is?\n\n"
    "MAYOR ORTIZ: Time.\n"
)


def turns(text, quotations=()):
    marks = Marks(text)
    return [
        (text[slice(*q.source)], text[slice(*q.spans[0])]) for q in take_turns(quotations, marks)
    ]


def test_each_line_goes_to_the_speaker_who_opens_it():
    assert turns(TALK) == [
        ("HALE", "Will the bridge open this year?"),
        ("MAYOR ORTIZ", "It will. I told the council that “money is not the trouble."),
        ("HALE", "What is?"),
        ("MAYOR ORTIZ", "Time."),
    ]


def test_words_of_a_turn_belong_to_nobody_else():
    start = TALK.index("money")
    inner = Quotation([(start, start + 5)], None, (start - 4, start - 1), {})
    assert len(turns(TALK, [inner])) == 4


def test_kickers_and_datelines_are_no_speakers():
    for text in (
        "WATCH: The bridge opens.\n\nWATCH: The mayor speaks.\n\nHe said it would hold.",
        "BAGHDAD: The ministry met.\n\nLONDON: So did the other one.",
        "READ MORE: Bridges\n\nHe left.\n\nREAD MORE: Tolls\n\nWell.\n\nWATCH: a\n\nWATCH: b",
    ):
        assert turns(text) == []


@given(st.text(alphabet='AB: .\n“”"a\r', max_size=200))
def test_offsets_point_into_the_text(text):
    marks = Marks(text)
    for q in take_turns([], marks):
        ((start, end),) = q.spans
        assert 0 <= q.source[0] < q.source[1] <= q.cue[0] < q.cue[1] <= start < end <= len(text)
        assert text[slice(*q.cue)] == ":"
