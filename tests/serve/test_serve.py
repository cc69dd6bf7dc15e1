import asyncio
import os
import shutil
import sys
from importlib.metadata import version
from pathlib import Path

import nbformat
import pytest
from make_plan import plan
from nbclient import NotebookClient
from nbclient.exceptions import DeadKernelError

from analystkit.serve import __main__ as command
from analystkit.serve.awake import keep_awake

ROOT = Path(__file__).parents[2]


@pytest.mark.skipif(shutil.which("make") is None, reason="make is not installed")
def test_make_dashboard_serves_the_notebook_with_the_options_given():
    served = ["-m", "analystkit.serve", "notebooks/05_dashboard.ipynb", "--theme=dark"]
    assert plan("dashboard", "--theme=dark")[1:] == served
    assert (ROOT / "notebooks" / "05_dashboard.ipynb").is_file()


def test_its_notebook_says_what_it_is_doing_in_every_cell():
    book = nbformat.read(ROOT / "notebooks" / "05_dashboard.ipynb", as_version=4)
    assert book.metadata["title"]
    assert all(cell.metadata["analystkit"]["doing"] for cell in book.cells)


@pytest.fixture
def served(monkeypatch):
    """What would be served, and with which options."""
    given = []

    class Server:
        launch_instance = given.extend

    monkeypatch.setitem(sys.modules, "analystkit.serve.server", sys)
    monkeypatch.setattr(sys, "Server", Server, raising=False)
    monkeypatch.setattr(command, "find_spec", lambda name: True)
    for name in ("JUPYTER_PATH", *(f"ANALYSTKIT_{name.upper()}" for name in command.SOURCES)):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(os, "environ", dict(os.environ))
    return given


def test_labels_are_named_as_their_files_share_it(served, tmp_path, monkeypatch, capsys):
    (tmp_path / "book.ipynb").touch()
    monkeypatch.chdir(tmp_path)
    with pytest.raises(SystemExit):
        command.main(["book.ipynb", "--labels", "labels.jsonl"])
    assert "there is no 'labels.jsonl'" in capsys.readouterr().err
    (tmp_path / "labels.ana.jsonl").touch()
    command.main(["book.ipynb", "--labels", "labels.jsonl"])
    assert os.environ["ANALYSTKIT_LABELS"] == str(tmp_path / "labels.jsonl")


def test_the_coverage_is_named_from_where_the_command_stands(served, tmp_path, monkeypatch):
    (tmp_path / "book.ipynb").touch()
    (tmp_path / "reports").mkdir()
    monkeypatch.chdir(tmp_path)
    command.main(["book.ipynb", "--coverage", "reports", "--theme=dark", "--no-browser"])
    assert os.environ["ANALYSTKIT_COVERAGE"] == str(tmp_path / "reports")
    assert "ANALYSTKIT_ACTORS" not in os.environ
    assert served[0] == "book.ipynb"
    assert served[-2:] == ["--theme=dark", "--no-browser"]
    assert "--Voila.ip=127.0.0.1" in served
    assert "--Voila.auto_token=True" in served


def test_patterns_that_load_articles_reads_are_served(served, tmp_path, monkeypatch):
    (tmp_path / "book.ipynb").touch()
    (tmp_path / "cov" / "june").mkdir(parents=True)
    (tmp_path / "cov" / "june" / "a.txt").touch()
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.chdir(tmp_path)
    for pattern in ("cov/**/*.txt", "~/cov/*/*.txt"):
        command.main(["book.ipynb", "--coverage", pattern])
        assert os.environ["ANALYSTKIT_COVERAGE"].startswith(str(tmp_path / "cov"))


def test_a_variable_of_the_environment_names_it_too(served, tmp_path, monkeypatch):
    (tmp_path / "book.ipynb").touch()
    (tmp_path / "who.toml").touch()
    monkeypatch.chdir(tmp_path)
    os.environ["ANALYSTKIT_ACTORS"] = "who.toml"
    command.main(["book.ipynb"])
    assert os.environ["ANALYSTKIT_ACTORS"] == str(tmp_path / "who.toml")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["absent.ipynb"], "there is no notebook 'absent.ipynb'"),
        (["{book}", "--coverage", "nowhere/*.txt"], "--coverage: there is no 'nowhere/*.txt'"),
        (["{book}", "--actors", "who.toml"], "--actors: there is no 'who.toml'"),
    ],
)
def test_what_is_not_there_is_named_before_anything_starts(
    arguments, said, served, tmp_path, capsys
):
    book = tmp_path / "book.ipynb"
    book.touch()
    with pytest.raises(SystemExit):
        command.main([part.format(book=book) for part in arguments])
    assert said in capsys.readouterr().err
    assert served == []


def test_without_voila_the_install_line_is_given(served, tmp_path, monkeypatch):
    (tmp_path / "book.ipynb").touch()
    monkeypatch.setattr(command, "find_spec", lambda name: None)
    with pytest.raises(SystemExit, match=r'pip install "analystkit\[dashboard\]"'):
        command.main([str(tmp_path / "book.ipynb")])


def test_the_page_asks_for_nothing_from_elsewhere():
    for file in command.SHARE.rglob("*.*"):
        assert "http" not in file.read_text(encoding="utf-8"), file
    assert any(command.SHARE.rglob("index.html.j2"))


def test_cells_that_write_into_output_widgets_run_to_their_end(tmp_path, monkeypatch):
    # Without keep_awake a third of such cells wait for ever on the answer of an idle kernel.
    monkeypatch.setenv("IPYTHONDIR", str(tmp_path))
    keep_awake()
    keep_awake()
    writing = "with out:\n    for i in range(3): display(i)"
    sources = ["import ipywidgets as w; out = w.Output()", *[writing] * 40]
    book = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(each) for each in sources])
    client = NotebookClient(book, kernel_name="python3")

    async def run() -> None:
        async with client.async_setup_kernel():
            for number, cell in enumerate(book.cells):
                await asyncio.wait_for(client.async_execute_cell(cell, number), 30)

    try:
        asyncio.run(run())
    except (TimeoutError, DeadKernelError):
        pytest.fail(f"a cell never ended (nbclient {version('nbclient')})")
