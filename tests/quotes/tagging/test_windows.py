from hypothesis import given
from hypothesis import strategies as st

from analystkit.models.loading import load_tokenizer
from analystkit.quotes.tagging.windows import SIZE, pack, split_words
from analystkit.text.paragraphs import paragraphs

SPECIAL = (101, 102)
TEXT = st.text(alphabet=st.characters(exclude_categories=["Cs"]), max_size=300) | st.text(
    alphabet="The mayor said.\n\r\u00a0\u2028“”'’é½ﬁ", max_size=600
)


def packed(text, **options):
    words = split_words(text, load_tokenizer())
    return words, pack(words, text, special=SPECIAL, **options)


@given(TEXT)
def test_words_lie_in_order_inside_their_paragraphs(text):
    words = split_words(text, load_tokenizer())
    lines = paragraphs(text)
    at = 0
    for start, end, number in zip(words.starts, words.ends, words.paragraph, strict=True):
        assert at <= start <= end <= len(text)
        assert lines[number][0] <= start and end <= lines[number][1]
        at = start


@given(TEXT, st.integers(8, 64), st.integers(3, 64))
def test_every_word_stands_in_one_window(text, size, first):
    words, windows = packed(text, size=size, first_size=min(first, size))
    assert [i for w in windows for i in range(w.begin, w.end)] == list(range(len(words)))
    for w in windows:
        longest = max(words.first[i + 1] - words.first[i] for i in range(w.begin, w.end))
        assert len(w.ids) <= max(size, longest + 2)
        for i, at in enumerate(w.at):
            assert w.ids[at] == words.pieces[words.first[w.begin + i]]


def test_a_window_holds_whole_paragraphs():
    text = "\n\n".join("The ministry said on Monday that it would not comment." for _ in range(60))
    words, windows = packed(text)
    for w in windows[1:]:
        assert words.paragraph[w.begin] != words.paragraph[w.begin - 1]
    assert max(len(w.ids) for w in windows) <= SIZE


def test_a_long_paragraph_is_cut_after_a_sentence():
    text = "The ministry said on Monday that it would not comment. " * 60
    words, windows = packed(text)
    assert len(windows) > 1
    assert {text[words.starts[w.begin - 1]] for w in windows[1:]} == {"."}


def test_a_word_without_end_and_a_paragraph_without_end():
    words, windows = packed("a" * 100_000 + " " + "word " * 30_000)
    assert len(words) > 30_000
    assert windows[-1].end == len(words)


def test_a_paragraph_that_introduces_another_stays_with_it():
    filler = "The ministry said on Monday that it would not comment on the report. "
    for filled in range(1, 12):
        text = f"{filler * filled}\n\nShe then wrote:\n\n“{filler * 4}”"
        words, windows = packed(text)
        (at,) = [i for i in range(len(words)) if text.startswith("wrote", words.starts[i])]
        (window,) = [w for w in windows if w.begin <= at < w.end]
        assert window.end > at + 10
        assert len(window.ids) <= SIZE
        assert window.ids.count(102) >= 2
