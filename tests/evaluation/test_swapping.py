"""Names change places everywhere, and the mentions move with them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analystkit.evaluation.swapping import exchanged, pairs_of, swap_table
from analystkit.stance import Question

NAMES = pairs_of(["Donald Trump=Hillary Clinton", "Trump=Clinton"])
TEXT = "Hillary Clinton said Donald Trump’s plan was a gift; Trumpeters cheered Trump."


def test_whole_names_change_places_and_others_stay():
    target, holder = TEXT.index("Donald"), 0
    asked = Question(TEXT, (target, target + 12), (holder, 15))
    found = exchanged(asked, NAMES)
    assert found.text == (
        "Donald Trump said Hillary Clinton’s plan was a gift; Trumpeters cheered Clinton."
    )
    assert found.text[slice(*found.target)] == "Hillary Clinton"
    assert found.text[slice(*found.holder)] == "Donald Trump"


@given(st.lists(st.sampled_from(["Trump", "Clinton", "the mayor", "said", "“No”"]), min_size=1))
def test_twice_exchanged_is_the_same(words):
    text = " ".join(["word", *words])
    asked = Question(text, (0, 4))
    once = exchanged(asked, NAMES)
    assert (once is None) == (not {"Trump", "Clinton"} & set(words))
    assert once is None or exchanged(once, NAMES) == asked


def test_the_table_holds_those_who_are_named_only():
    asked = [
        Question("The mayor praised Trump.", (18, 23), (0, 9)),
        Question("The mayor praised the bridge.", (22, 28), (0, 9)),
    ]
    table = swap_table(asked, NAMES)
    assert table["target"].tolist() == ["Trump"]
    assert table["before"].tolist() == table["after"].tolist() == ["for"]
    assert swap_table(asked[1:], NAMES).empty


@pytest.mark.parametrize("pair", ["Trump", "Trump=", "=Trump", "Trump=Trump", "Trump=Biden"])
def test_a_pair_that_is_none_is_named(pair):
    with pytest.raises(ValueError, match="is no pair of names"):
        pairs_of(["Obama=Trump", pair])
