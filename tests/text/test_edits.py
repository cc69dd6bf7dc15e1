from hypothesis import given
from hypothesis import strategies as st

from analystkit.text.edits import Edited

TEXT = "One <b>two</b> three."


def test_a_span_goes_there_and_back():
    edited = Edited(TEXT, [(4, 7, ""), (10, 14, "")])
    assert edited.text == "One two three."
    assert edited.moved((7, 10)) == (4, 7)
    assert edited.back((4, 7)) == (7, 10)
    assert TEXT[slice(*edited.back((8, 13)))] == "three"


def test_what_is_put_in_is_all_of_what_stood_there():
    edited = Edited("a &amp; b", [(2, 7, "&")])
    assert edited.back((2, 3)) == (2, 7)
    assert edited.back((0, 5)) == (0, 9)


@given(st.text(alphabet="ab <>", max_size=40), st.data())
def test_untouched_characters_stand_where_both_ways_say(text, data):
    cuts = sorted(data.draw(st.sets(st.integers(0, len(text)), max_size=8)))
    pairs = list(zip(cuts[::2], cuts[1::2], strict=False))
    edits = [(a, b, data.draw(st.sampled_from(["", "x", "xyz"]))) for a, b in pairs]
    edited = Edited(text, edits)
    touched = {i for a, b, _ in edits for i in range(a, b)}
    for i in set(range(len(text))) - touched:
        start, end = edited.moved((i, i + 1))
        assert edited.text[start:end] == text[i]
        assert edited.back((start, end)) == (i, i + 1)
    for i in range(len(edited.text)):
        start, end = edited.back((i, i + 1))
        assert 0 <= start < end <= len(text)
