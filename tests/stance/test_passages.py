from hypothesis import given
from hypothesis import strategies as st

from analystkit.stance.passages import FAR, passage
from analystkit.text.sentences import Sentences


def read(text, mention, source=None):
    def span(words):
        at = text.index(words)
        return at, at + len(words)

    row = {"source_start": None, "source_end": None}
    if source is not None:
        row = dict(zip(("source_start", "source_end"), span(source), strict=True))
    part = passage(row, span(mention), text, Sentences(text))
    assert part.text in text
    assert part.text[slice(*part.target)] == mention
    if part.holder is not None:
        assert part.text[slice(*part.holder)] == source
    return part.text, part.holder is not None


def test_the_sentence_with_its_source_is_read():
    text = "It was dark. The mayor condemned the raid on Monday. Nobody slept."
    assert read(text, "raid", "The mayor") == ("The mayor condemned the raid on Monday.", True)


def test_a_source_in_a_neighbouring_sentence_is_read_along():
    text = "“This was wrong,” the mayor said. “The raid was a crime.” Nobody slept."
    assert read(text, "raid", "the mayor") == (text[: text.index(" Nobody")], True)


def test_a_source_in_another_paragraph_or_far_away_is_not():
    apart = "The mayor spoke on Monday.\n\n“The raid was a crime.”"
    assert read(apart, "raid", "The mayor") == ("“The raid was a crime.”", False)
    far = (
        f"“We came,” the mayor said. {'“We waited for them.” ' * (FAR // 10)}“The raid was wrong.”"
    )
    assert read(far, "raid", "the mayor") == ("“The raid was wrong.”", False)


def test_no_source_and_a_source_that_is_the_mention():
    text = "The raid was a crime."
    assert read(text, "raid") == (text, False)
    assert read(text, "raid", "raid") == (text, False)


@given(
    st.text(alphabet="ab. \n“”", min_size=2, max_size=60),
    st.integers(0, 58),
    st.integers(1, 9),
    st.integers(0, 58),
    st.integers(1, 9),
)
def test_places_point_at_the_words_meant(text, at, long, from_, wide):
    mention = (min(at, len(text) - 1), min(at + long, len(text)))
    source = (min(from_, len(text) - 1), min(from_ + wide, len(text)))
    if mention[0] >= mention[1] or source[0] >= source[1]:
        return
    row = {"source_start": source[0], "source_end": source[1]}
    part = passage(row, mention, text, Sentences(text))
    start = mention[0] - part.target[0]
    assert start >= 0
    assert part.text == text[start : start + len(part.text)] != ""
    assert start + part.target[1] == mention[1]
    if part.holder is not None:
        assert (start + part.holder[0], start + part.holder[1]) == source
        assert part.holder[1] <= len(part.text)
