import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from samples import coverage

from analystkit.tables.joins import with_articles
from analystkit.widgets.parts.review_queue import draw_queue

TABLE = with_articles(*coverage(articles=30, each=5)[::-1])


def test_a_random_sample_names_the_chance_each_had():
    queue = draw_queue(TABLE, "random", n=60)
    assert queue.design == "random"
    assert list(queue.drawn.values()) == [60 / 150] * 60
    assert len(draw_queue(TABLE, "random").drawn) == 100
    assert set(draw_queue(TABLE, "random", n=10**9).drawn.values()) == {1.0}


@given(st.integers(1, 150), st.integers(1, 150), st.sampled_from(["random", "stratified"]))
def test_a_larger_sample_begins_with_the_smaller_whatever_the_tables_order(n, m, sample):
    small, large = (draw_queue(TABLE, sample, n=each) for each in sorted((n, m)))
    assert list(large.drawn)[: len(small.drawn)] == list(small.drawn)
    mixed = TABLE.sample(frac=1, random_state=n)
    assert draw_queue(mixed, sample, n=n) == draw_queue(TABLE, sample, n=n)


def test_over_many_seeds_each_quote_comes_as_often_as_its_probability_says():
    seen: dict[str, int] = {}
    rounds, expected = 400, {}
    for seed in range(rounds):
        drawn = draw_queue(TABLE, "stratified", n=40, seed=seed, by=["outlet"]).drawn
        for name, chance in drawn.items():
            seen[name] = seen.get(name, 0) + 1
            expected[name] = chance
    # The strata that get one more vary with the seed, so that chances vary by one in a stratum.
    off = [abs(seen.get(name, 0) / rounds - chance) for name, chance in expected.items()]
    assert set(seen) == set(TABLE["quote_id"]) and max(off) < 0.12


@given(st.integers(1, 150), st.integers(0, 5))
def test_strata_get_alike_and_each_quote_its_strata_share(n, seed):
    drawn = draw_queue(TABLE, "stratified", n=n, seed=seed).drawn
    own = TABLE.set_index("quote_id")[["camp", "outlet"]].astype("string").fillna("-")
    keys = own.agg("|".join, axis=1)
    sizes, taken = keys.value_counts(), keys[list(drawn)].value_counts()
    assert len(drawn) == n
    for name, chance in drawn.items():
        assert chance == pytest.approx(taken[keys[name]] / sizes[keys[name]])
    open_ = [key for key in sizes.index if taken.get(key, 0) < sizes[key]]
    least = min((taken.get(key, 0) for key in open_), default=0)
    assert not open_ or taken.max() <= least + 1


def test_the_least_sure_come_first_and_those_without_confidence_before_them():
    table = TABLE.assign(confidence=TABLE["confidence"].mask(TABLE.index == 7))
    queue = draw_queue(table, "unsure", n=20)
    found = table.set_index("quote_id").loc[list(queue.drawn), "confidence"]
    assert pd.isna(found.iloc[0]) and found.iloc[1:].is_monotonic_increasing
    assert set(queue.drawn.values()) == {None} and queue.design == "unsure"


def test_a_list_a_table_and_a_saved_view_come_whole_in_their_order():
    ids = ["a003#1", "a000#0", "a003#1"]
    part = TABLE[TABLE["camp"].eq("Iran").fillna(False)]
    assert list(draw_queue(TABLE, ids).drawn) == ["a003#1", "a000#0"]
    assert list(draw_queue(TABLE, part).drawn) == list(part["quote_id"])
    view = {"camp": ["Iran"], "sort": ["published", "descending"], "quote": "a000#0"}
    assert list(draw_queue(TABLE, view).drawn) == list(part["quote_id"])


@pytest.mark.parametrize(
    ("sample", "more", "message"),
    [
        ("randm", {}, "sample='randm' is not one of: random, stratified, unsure.*'random'"),
        (["a000#9"], {}, "there is no quote 'a000#9' \\(did you mean 'a000#"),
        ("random", {"n": 0}, "n=0 is not a number of quotes"),
        ("stratified", {"by": "camp"}, "by='camp' is not a list of columns"),
        ("stratified", {"by": ["cmp"]}, "column 'cmp' is missing \\(did you mean 'camp'"),
        ({"cap": "Iran"}, {}, "sample: 'cap' is not one of"),
    ],
)
def test_what_cannot_be_drawn_is_said(sample, more, message):
    with pytest.raises(ValueError, match=message):
        draw_queue(TABLE, sample, **more)


def test_an_empty_table_gives_an_empty_queue():
    for sample in ("random", "stratified", "unsure", []):
        assert draw_queue(TABLE.head(0), sample).drawn == {}
