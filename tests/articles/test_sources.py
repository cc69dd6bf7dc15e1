import sys

import pytest

from analystkit.articles.reading import Notes
from analystkit.articles.sources import find_files

SUFFIXES = [".txt", ".html", ".csv"]


def find(*sources, notes=None):
    notes = notes or Notes()
    return [
        found.file for found in find_files(list(map(str, sources)), suffixes=SUFFIXES, notes=notes)
    ]


def write(folder, *names):
    for name in names:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text("x")


def test_a_folder_is_read_with_its_subfolders_in_order(tmp_path):
    write(tmp_path, "b.txt", "a.TXT", "wire/c.txt", "wire/2021/d.html")
    assert find(tmp_path) == ["a.TXT", "b.txt", "wire/2021/d.html", "wire/c.txt"]


def test_what_is_hidden_or_plainly_something_else_is_passed_over_in_silence(tmp_path):
    write(
        tmp_path,
        *("a.txt", ".DS_Store", ".git/b.txt", "~$book.csv", "Thumbs.db", "photo.jpg", "style.css"),
        *(".ipynb_checkpoints/a.txt", "story.html", "story_files/frame.html", "__MACOSX/a.txt"),
    )
    notes = Notes()
    assert find(tmp_path, notes=notes) == ["a.txt", "story.html"]
    assert notes.rows == []


def test_a_document_that_cannot_be_read_is_noted(tmp_path):
    write(tmp_path, "a.txt", "sub/report.pdf", "noextension", "old.xls")
    notes = Notes()
    assert find(tmp_path, notes=notes) == ["a.txt"]
    assert {file: problem for file, _, problem in notes.rows} == {
        "sub/report.pdf": "'.pdf' files are not read; those that are: .txt .html .csv",
        "noextension": "files without an extension are not read; those that are: .txt .html .csv",
        "old.xls": "'.xls' files are not read; save it as .xlsx; those that are: .txt .html .csv",
    }


def test_files_patterns_and_lists(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    write(tmp_path, "a.txt", "b.txt", "n/c.txt", "x[1].txt")
    assert find("b.txt", "a.txt") == ["b.txt", "a.txt"]
    assert find("*.txt") == ["a.txt", "b.txt", "x[1].txt"]
    assert find("**/*.txt") == ["a.txt", "b.txt", "n/c.txt", "x[1].txt"]
    assert find("x[1].txt") == ["x[1].txt"]
    assert find("b.txt", "*.txt", "n") == ["b.txt", "a.txt", "x[1].txt", "n/c.txt"]


def test_two_folders_keep_their_names(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    write(tmp_path, "june/a.txt", "july/a.txt")
    assert find("june", "july/") == ["june/a.txt", "july/a.txt"]


@pytest.mark.skipif(sys.platform == "win32", reason="making links needs a right on Windows")
def test_linked_folders_are_followed_once(tmp_path):
    write(tmp_path, "cov/a.txt", "elsewhere/b.txt")
    (tmp_path / "cov/linked").symlink_to(tmp_path / "elsewhere")
    (tmp_path / "cov/loop").symlink_to(tmp_path / "cov")
    assert find(tmp_path / "cov") == ["a.txt", "linked/b.txt"]


def test_what_is_not_there_is_named_with_what_is_near(tmp_path):
    write(tmp_path, "coverage.csv")
    with pytest.raises(FileNotFoundError, match=r"covrage.csv'.*did you mean 'coverage.csv'"):
        find(tmp_path / "covrage.csv")
    with pytest.raises(FileNotFoundError, match="is not there either"):
        find(tmp_path / "no" / "a.txt")
    with pytest.raises(FileNotFoundError, match=r"no file matches .*\*\.txt"):
        find(tmp_path / "*.txt")


def test_a_kind_not_read_named_directly_is_an_error(tmp_path):
    write(tmp_path, "a.pdf")
    with pytest.raises(ValueError, match=r"'.pdf' files are not read; those that are: .txt"):
        find(tmp_path / "a.pdf")


@pytest.mark.parametrize(
    "address", ["https://wire.example/a.html", "HTTP://x.example", "file:///a.txt"]
)
def test_addresses_are_refused(address):
    with pytest.raises(ValueError, match="reads saved files only"):
        find(address)


def test_a_text_given_for_a_path_is_told_so():
    with pytest.raises(ValueError, match="is not a path"):
        find("HARBOUR TOWN — Crews return.\nThe union agreed.")
    with pytest.raises(ValueError, match="is not a path"):
        find("word " * 1_000)
