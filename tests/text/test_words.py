import re
import tomllib
from collections import Counter
from pathlib import Path

import pytest

import analystkit
from analystkit.quotes.speakers import lexicon
from analystkit.text import names
from analystkit.text.words import fold, is_plural, plurals, singular, stands_in

PACKAGE = Path(analystkit.__file__).parent
LISTS = [*PACKAGE.glob("text/*.toml"), *PACKAGE.glob("quotes/speakers/*.toml")]


@pytest.mark.parametrize("path", LISTS, ids=lambda path: path.name)
def test_a_word_list_is_in_lower_case_and_holds_each_word_once(path):
    for name, words in tomllib.loads(path.read_text("utf-8")).items():
        if isinstance(words, str):
            assert words == words.lower(), name
            assert not [word for word, n in Counter(words.split()).items() if n > 1], name


def test_titles_that_actors_and_speakers_share_stand_once():
    assert not names.COMMON_TITLES & lexicon.LISTS["titles"]
    assert lexicon.TITLES > names.COMMON_TITLES < names.TITLES


def test_data_files_are_shipped_with_the_package():
    shipped = (PACKAGE.parent / "pyproject.toml").read_text("utf-8")
    for path in LISTS:
        folder = path.parent.relative_to(PACKAGE).as_posix()
        assert re.search(rf'"{folder}/\*\.toml"', shipped)


def test_folded_words_differ_in_letters_alone():
    assert {fold(word) for word in ("Kādhimī", "kadhimi", "KADHIMI", "Ka\u0304dhimi")} == {
        "kadhimi"
    }
    assert fold("ﬁre") == "fire"
    assert fold("قال") == "قال"


def test_singular_and_plural_agree():
    for word in ("official", "deputy", "spokesman", "strike"):
        assert singular(word) == word and not is_plural(word)
    for word in ("officials", "deputies", "strikes"):
        assert is_plural(word) and plurals(singular(word))[-1] == word
    for word in ("press", "news", "Congress", "crisis", "police"):
        assert singular(word) == word


@pytest.mark.parametrize(
    ("text", "phrase"),
    [("THE SENATE", "Senate"), ("senates", "Senate"), ("White-House aides", "White House"),
     ("Capitol\nHill", "Capitol Hill"), ("U.S.", "US"), ("the USA", "USA"), ("a+b", "a+b")],
)  # fmt: skip
def test_a_phrase_stands_in_a_text_whole_whatever_its_case(text, phrase):
    assert stands_in(text, phrase) and not stands_in(f"x{text}x", phrase)
