import os
import socket
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


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("a.doc", "save it as .docx"),
        ("a.pages", "export it as .docx"),
        ("a.msg", "save it as .eml"),
        ("a.epub", "convert it to .html"),
        ("a.odt", "save it as .docx"),
        ("a.bib", "export it as .ris"),
        ("a.rar", "pack it as .zip"),
        ("a.txtt", "files are not read; those that are"),
    ],
)
def test_what_to_do_instead_is_said_and_no_ending_guessed(tmp_path, name, said):
    write(tmp_path, name)
    with pytest.raises(ValueError, match=said) as error:
        find(tmp_path / name)
    assert "did you mean" not in str(error.value)


def test_an_empty_folder_is_not_passed_over_in_silence(tmp_path):
    (tmp_path / "empty" / "within").mkdir(parents=True)
    write(tmp_path, "pictures/photo.jpg")
    notes = Notes()
    assert find(tmp_path / "empty", notes=notes) == []
    assert find(tmp_path / "pictures", notes=notes) == []
    assert [problem.split(";")[0] for _, _, problem in notes.rows] == [
        "holds no files",
        "holds no files that are read",
    ]
    assert notes.rows[0][0].endswith("/empty")


@pytest.mark.skipif(sys.platform == "win32", reason="no pipes among files on Windows")
def test_pipes_sockets_devices_and_rings_of_links_are_refused_by_kind(tmp_path):
    write(tmp_path, "a.txt")
    os.mkfifo(tmp_path / "pipe.txt")
    (tmp_path / "ring.txt").symlink_to(tmp_path / "ring.txt")
    (tmp_path / "gone.txt").symlink_to(tmp_path / "nothing.txt")
    (tmp_path / "zero.txt").symlink_to("/dev/zero")
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(str(tmp_path / "socket.txt"))
        notes = Notes()
        assert find(tmp_path, notes=notes) == ["a.txt"]
        said = {file: problem for file, _, problem in notes.rows}
        assert said == {
            "pipe.txt": "is a pipe, no file; skipped",
            "ring.txt": "is a link that leads back to itself; skipped",
            "gone.txt": "is a link to something that is not there; skipped",
            "zero.txt": "is a device, no file; skipped",
            "socket.txt": "is a socket, no file; skipped",
        }
        for name, problem in said.items():
            with pytest.raises(ValueError, match=problem.removesuffix("; skipped")):
                find(tmp_path / name)
        notes = Notes()
        assert find(tmp_path / "*.txt", notes=notes) == [str(tmp_path / "a.txt")]
        assert len(notes.rows) == len(said)


@pytest.mark.skipif(sys.platform == "win32", reason="making links needs a right on Windows")
def test_a_pattern_does_not_run_in_rings(tmp_path):
    write(tmp_path, "n/a.txt", "n/.hidden/b.txt")
    for ring in ("one", "two", "three"):
        (tmp_path / "n" / ring).symlink_to(tmp_path)
    assert find(tmp_path / "**/*.txt") == [str(tmp_path / "n/a.txt")]
