import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analystkit.registry.writing import comment, listed, plain, quoted, write_new

TEXTS = st.text(st.characters(exclude_categories=["Cs"]))
HIDDEN = "\n\r\t\0\x1b\x7f\x85\u200b\u200f\u202e\u2028\u2029\u2066\ufeff"


@given(TEXTS)
def test_what_is_quoted_is_read_back_equal(text):
    assert tomllib.loads(f"a = {quoted(text)}") == {"a": text}


@given(st.lists(TEXTS))
def test_a_list_is_read_back_equal(texts):
    assert tomllib.loads(f"a = {listed(texts)}") == {"a": texts}


@given(st.text())
def test_a_comment_is_nothing_but_comment(text):
    lines = comment(text).split("\n")
    assert all(line.startswith("#") for line in lines)
    assert tomllib.loads("\n".join(lines)) == {}


def test_nothing_in_a_file_hides_or_turns_the_line_round():
    for written in (quoted(f"a{HIDDEN}b"), comment(f"a{HIDDEN}b"), plain(f"a{HIDDEN}b")):
        assert not set(HIDDEN).intersection(written)
    assert quoted("half \ud83d") == '"half \ufffd"'


def test_long_comments_and_lists_are_wrapped():
    assert max(map(len, comment("Who speaks in this coverage. " * 20).split("\n"))) <= 100
    assert max(map(len, listed(["Harbour Guard"] * 30).split("\n"))) <= 100


def test_a_file_that_is_there_is_kept_unless_told_otherwise(tmp_path: Path):
    path = tmp_path / "actors.toml"
    assert write_new(path, "a = 1\n") == path
    with pytest.raises(FileExistsError, match="may hold your edits; give another file, or over"):
        write_new(path, "a = 2\n")
    assert path.read_bytes() == b"a = 1\n"
    write_new(path, "a = 2\n", overwrite=True)
    assert path.read_bytes() == b"a = 2\n"
    with pytest.raises(IsADirectoryError, match="is a folder; name a file in it"):
        write_new(tmp_path, "")
