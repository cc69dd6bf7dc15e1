"""The curated notebooks in JupyterLab: opened, run, and their explorer used."""

import shutil
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="package")
def project(notebooks: Path) -> Path:
    """The notebooks and their data, copied side by side as they stand in the project."""
    for folder in ("notebooks", "data"):
        shutil.copytree(ROOT / folder, notebooks / "project" / folder)
    return notebooks / "project"


def test_the_second_notebook_runs_and_its_explorer_answers(project, open_notebook):
    notebook = open_notebook("project/notebooks/02_who_stands_where.ipynb")
    notebook.run_all()
    assert notebook.errors() == []

    notebook.explorer.scroll_into_view_if_needed()
    notebook.wait_for_charts()
    counts, charts, rows = notebook.counts(), notebook.charts(), notebook.rows()
    notebook.choose("Camp", "Iran-aligned militias")
    notebook.wait_for_change(counts)
    notebook.wait_for_rows("Iran-aligned militias")
    assert notebook.rows() != rows
    assert notebook.charts()[:2] != charts[:2]
    assert notebook.errors() == []


def test_the_first_notebook_from_camp_to_sentence(project, open_notebook):
    notebook = open_notebook("project/notebooks/01_who_said_what.ipynb")
    notebook.run_all()
    assert notebook.errors() == []
    explorer = notebook.explorer
    explorer.scroll_into_view_if_needed()
    notebook.wait_for_charts()
    everything, rows = notebook.counts(), notebook.rows()

    def change(step) -> int:
        before, charts = notebook.counts(), notebook.charts()
        step()
        notebook.wait_for_change(before)
        assert notebook.charts()[:2] != charts[:2]
        return notebook.quote_count()

    camp = change(lambda: notebook.choose("Camp", "Iraqi government"))
    notebook.wait_for_rows("Iraqi government")
    assert notebook.rows() != rows
    words = change(lambda: notebook.type_words("sovereignty"))
    notebook.wait_for_rows("sovereignty")
    assert 0 < words < camp

    row = explorer.locator(".ak-table tbody tr").first
    quote = row.locator(".ak-col-quote").inner_text()
    row.click()
    focus = explorer.locator(".ak-pane .ak-focus.ak-quote")
    focus.first.wait_for()
    shown = " … ".join(focus.all_inner_texts())
    assert [*filter(str.isalpha, shown)] == [*filter(str.isalpha, quote)]
    assert focus.first.is_visible()

    explorer.get_by_role("button", name="Views").click()
    explorer.get_by_label("Name of this view").fill("Sovereignty")
    explorer.get_by_role("button", name="Save", exact=True).click()
    saved = explorer.get_by_role("button", name="Sovereignty", exact=True)
    saved.wait_for()
    notebook.page.keyboard.press("Escape")
    change(lambda: explorer.get_by_role("button", name="Reset").click())
    assert notebook.counts() == everything
    days = change(lambda: explorer.get_by_label("From day").fill("2021-07-05"))
    later = explorer.locator(".ak-table .ak-col-published").all_inner_texts()
    assert days > 0 and min(later) >= "2021-07-05"

    explorer.get_by_role("button", name="Views (1)").click()
    assert change(saved.click) == words
    assert notebook.chips() == ["Words sovereignty", "Camp Iraqi government"]
    assert notebook.errors() == []
