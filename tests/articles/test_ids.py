from hypothesis import given
from hypothesis import strategies as st

from analystkit.articles.ids import Origin, make_ids
from analystkit.articles.reading import Notes


def ids(*origins):
    notes = Notes()
    return make_ids([Origin(*origin) for origin in origins], notes), notes.rows


def test_stem_and_row():
    assert ids(("wire/a.txt", None, None), ("t.csv", 2, None), (None, 1, None)) == (
        ["a", "t#2", "row#1"],
        [],
    )


def test_files_that_share_a_stem_take_their_paths():
    found, notes = ids(("x/a.txt", None, None), ("y/a.txt", None, None), ("y/b.txt", None, None))
    assert found == ["x/a.txt", "y/a.txt", "b"]
    assert notes == []


def test_an_id_given_twice_is_renamed_and_noted():
    found, notes = ids(("t.csv", 2, "7"), ("t.csv", 3, "7"), ("t.csv", 4, "7-2"))
    assert found == ["7", "7-2", "7-2-2"]
    assert [row for _, row, _ in notes] == [3, 4]
    assert "'7' stands more than once; this one is now '7-2'" in notes[0][2]


def test_a_given_id_goes_before_a_stem():
    assert ids(("a.txt", None, None), ("t.csv", 2, "a"))[0] == ["a.txt", "a"]


files = st.sampled_from([None, "a.txt", "b/a.txt", "a.csv", "a#1.txt", ".txt"])
origins = st.builds(
    Origin,
    files,
    st.none() | st.integers(1, 3),
    st.none() | st.sampled_from(["a", "a#1", "row#1", "7"]),
)


@given(st.lists(origins, max_size=12))
def test_ids_are_always_distinct(origins):
    found = make_ids(origins, Notes())
    assert len(set(found)) == len(origins)
