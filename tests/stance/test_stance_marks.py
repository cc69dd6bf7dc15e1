import pytest
from hypothesis import given
from hypothesis import strategies as st

from analystkit.stance.marks import (
    CLOSE_HOLDER,
    CLOSE_TARGET,
    OPEN_HOLDER,
    OPEN_TARGET,
    SIZE,
    Marked,
    Pieces,
    mark,
)
from analystkit.stance.network import load_tokenizer

TOKENIZER, SPECIAL = load_tokenizer()
TEXT = "Prime Minister Mustafa al-Kadhimi condemned the overnight strikes on Tuesday."
HOLDER, TARGET = (15, 33), (48, 65)
FIRST = TOKENIZER.token_to_id("[unused1]")
PLACED = (~OPEN_HOLDER, ~CLOSE_HOLDER, ~OPEN_TARGET, ~CLOSE_TARGET)


def shown(marked: Marked) -> str:
    """As it is read on, marks spelt [unused1] and so on."""
    pieces = [marked.ids[n] if n >= 0 else FIRST + ~n for n in marked.order]
    return TOKENIZER.decode(pieces, skip_special_tokens=False)


def of(text: str, target: tuple[int, int], holder: tuple[int, int] | None = None, **rest) -> Marked:
    pieces = Pieces.of(text, TOKENIZER)
    at = None if holder is None else pieces.within(holder)
    return mark(pieces, SPECIAL, target=pieces.within(target), holder=at, **rest)


def test_each_mention_stands_between_its_own_marks():
    assert TEXT[slice(*HOLDER)] == "Mustafa al-Kadhimi"
    marked = of(TEXT, TARGET, HOLDER)
    assert shown(marked) == (
        "[CLS] prime minister [unused1] mustafa al - kadhimi [unused2] condemned the "
        "[unused3] overnight strikes [unused4] on tuesday. [SEP]"
    )
    assert marked.order[marked.holder] == ~OPEN_HOLDER
    assert marked.order[marked.target] == ~OPEN_TARGET


def test_a_passage_is_read_alike_whatever_is_asked_of_it():
    asked = [of(TEXT, TARGET, HOLDER), of(TEXT, HOLDER, TARGET), of(TEXT, TARGET)]
    assert len({marked.ids for marked in asked}) == 1
    assert TOKENIZER.decode(asked[0].ids) == TEXT.lower().replace("al-", "al - ")


def test_the_target_may_stand_first():
    marked = of(TEXT, HOLDER, TARGET)
    assert marked.target < marked.holder
    assert "[unused3] mustafa" in shown(marked)


def test_without_a_holder_its_place_is_0():
    marked = of(TEXT, TARGET)
    assert marked.holder == 0
    assert ~OPEN_HOLDER not in marked.order


def test_a_hidden_mention_shows_its_role_only():
    text = shown(of(TEXT, TARGET, HOLDER, hide=(True, True)))
    assert "[unused1] [unused5] [unused2]" in text
    assert "[unused3] [unused6] [unused4]" in text
    assert "strikes" not in text and "kadhimi" not in text


@pytest.mark.parametrize("part", [(48, 57), (50, 53), (50, 65), (47, 66)])
def test_a_span_inside_a_word_takes_the_word(part):
    pieces = Pieces.of(TEXT, TOKENIZER)
    first, last = pieces.within(part)
    words = TEXT[pieces.offsets[first][0] : pieces.offsets[last - 1][1]]
    assert words in ("overnight", "overnight strikes")


def test_a_word_of_several_pieces_is_not_cut():
    pieces = Pieces.of(TEXT, TOKENIZER)
    first, last = pieces.within((29, 30))
    assert TEXT[pieces.offsets[first][0] : pieces.offsets[last - 1][1]] == "Kadhimi"


@pytest.mark.parametrize("name", ["[unused1]", "[MASK]", "[CLS]", "[SEP]", "[PAD]", "[UNK]"])
def test_pieces_spelt_out_in_a_text_are_words(name):
    number = TOKENIZER.token_to_id(name)
    assert number not in Pieces.of(f"He wrote {name} on the wall {name}.", TOKENIZER).ids


def test_blanks_are_no_mention():
    with pytest.raises(ValueError, match=r"no word at \(5, 6\)"):
        Pieces.of("Prime Minister", TOKENIZER).within((5, 6))


def test_mentions_far_apart_keep_the_words_around_each():
    text = "The ministry spoke. " + "It rained again. " * 400 + "It condemned the strikes at last."
    at = text.index("strikes")
    marked = of(text, (at, at + 7), (4, 12))
    assert SIZE - 1 <= len(marked.order) <= SIZE
    assert "[CLS] the [unused1] ministry [unused2] spoke." in shown(marked)
    assert "it condemned the [unused3] strikes [unused4] at last. [SEP]" in shown(marked)
    assert marked.ids.count(SPECIAL[1]) == 2


def test_long_texts_are_cut_evenly_around_a_lone_mention():
    text = "It rained again. " * 200 + "They condemned the strikes. " + "The sun rose. " * 200
    at = text.index("strikes")
    marked = of(text, (at, at + 7))
    assert len(marked.order) == SIZE
    assert 50 < marked.target < 75


@st.composite
def asked(draw: st.DrawFn) -> tuple[str, tuple[int, int], tuple[int, int]]:
    words = draw(st.lists(st.from_regex(r"\A[a-zA-Z’\[\]0-9-]{1,12}\Z"), min_size=2, max_size=300))
    text = " ".join(words)
    starts = [sum(len(w) + 1 for w in words[:n]) for n in range(len(words))]
    one = draw(st.integers(0, len(words) - 2))
    one_end = draw(st.integers(one, len(words) - 2))
    two = draw(st.integers(one_end + 1, len(words) - 1))
    two_end = draw(st.integers(two, len(words) - 1))
    first = starts[one], starts[one_end] + len(words[one_end])
    second = starts[two], starts[two_end] + len(words[two_end])
    return (text, first, second) if draw(st.booleans()) else (text, second, first)


@given(asked())
def test_every_question_fits_and_has_each_mark_once(question):
    text, target, holder = question
    for held in (holder, None):
        marked = of(text, target, held)
        assert len(marked.order) <= SIZE
        expected = PLACED if held else PLACED[2:]
        assert [marked.order.count(n) for n in expected] == [1] * len(expected)
        opened = marked.order.index(~OPEN_TARGET)
        assert opened == marked.target < marked.order.index(~CLOSE_TARGET)
        assert [n for n in marked.order if n >= 0] == list(range(len(marked.ids)))
        if held is None:
            plain = list(marked.ids[1:-1])
            whole = Pieces.of(text, TOKENIZER).ids
            assert any(
                whole[n : n + len(plain)] == plain for n in range(len(whole) - len(plain) + 1)
            )
