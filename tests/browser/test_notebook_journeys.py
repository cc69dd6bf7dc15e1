"""The curated notebooks in JupyterLab: opened, run, and their explorer used."""

import shutil
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
JOURNEYS = [
    # notebook, a camp to choose in its explorer
    ("01_who_said_what.ipynb", "Iran-aligned militias"),
    ("02_who_stands_where.ipynb", "Iran-aligned militias"),
]


@pytest.fixture(scope="session")
def project(notebooks: Path) -> Path:
    """The notebooks and their data, copied side by side as they stand in the project."""
    for folder in ("notebooks", "data"):
        shutil.copytree(ROOT / folder, notebooks / "project" / folder)
    return notebooks / "project"


@pytest.mark.parametrize(("name", "camp"), JOURNEYS)
def test_a_notebook_runs_and_its_explorer_answers(name, camp, project, open_notebook):
    notebook = open_notebook(f"project/notebooks/{name}")
    notebook.run_all()
    assert notebook.errors() == []

    notebook.explorer.scroll_into_view_if_needed()
    counts, charts, rows = notebook.counts(), notebook.charts(), notebook.rows()
    notebook.choose("Camp:", camp)
    notebook.wait_for_change(counts)
    notebook.wait_for_rows(camp)
    assert notebook.rows() != rows
    assert not set(charts) & set(notebook.charts())
    assert notebook.errors() == []
