"""A review in JupyterLab: what is decided is on the disk, whatever happens to the kernel."""

import time

import nbclient
import nbformat
import pytest

from browser.cells import write_cells
from browser.test_review_keys import STANCE, at, decisions, row

DESK = "desk = ak.review(quotes, articles, stance, labels={file!r}, reviewer='Ana'{more}); desk"


@pytest.fixture
def desk(notebooks, open_notebook):
    """Open a desk; gives the notebook, the desk and the file its decisions go to."""

    def opener(name: str, *, more: str = "", before: str = STANCE):
        cell = DESK.format(file=f"{name}.jsonl", more=more)
        notebook = open_notebook(write_cells(notebooks, f"{name}.ipynb", before, cell))
        notebook.run_all()
        assert notebook.errors() == []
        shown = notebook.page.locator(".ak-review")
        shown.locator(".ak-pane").focus()
        return notebook, shown, notebooks / f"{name}.ana.jsonl"

    return opener


def test_ten_are_reviewed_by_keyboard_each_on_the_disk_before_the_next_shows(desk, figure):
    notebook, shown, file = desk("ten", more=", n=10")
    page, seen, spent = notebook.page, set(), []
    cells = page.locator(".jp-Cell").count()
    for number in range(1, 11):
        at(shown, number, 10)
        focus = shown.locator(".ak-pane .ak-focus.ak-quote")
        seen.add(" ".join(focus.all_inner_texts()))
        key = {4: "x", 7: "ArrowRight"}.get(number, "Enter" if number % 2 else "a")
        began = time.perf_counter()
        page.keyboard.press(key)
        if number < 10:
            at(shown, number + 1, 10)
            spent.append(time.perf_counter() - began)
            assert len(decisions(file)) == number
    shown.get_by_text("All of these are done: 9 decided, 1 skipped.").wait_for()
    made = decisions(file)
    assert [each["field"] for each in made].count("accept") == 8 and len(made) == 10
    assert {each["field"] for each in made} == {"accept", "not_a_quote", "skip"}
    assert {each["probability"] for each in made} == {10 / 48}
    assert {each["design"] for each in made} == {"random"}
    assert page.locator(".jp-Cell").count() == cells
    figure("seconds from a key to the next quote", sorted(spent)[len(spent) // 2], most=1.5)

    page.keyboard.press("u")
    at(shown, 10, 10)
    assert decisions(file)[-1]["field"] == "undo"
    page.keyboard.press("ArrowLeft")
    at(shown, 9, 10)
    shown.get_by_text("You found this right").wait_for()
    assert notebook.errors() == []


def test_a_killed_kernel_loses_nothing_and_the_desk_opens_where_it_was(desk):
    before = STANCE + "\nimport os; pid = os.getpid()"
    notebook, shown, file = desk("killed", more=", n=12", before=before)
    page = notebook.page
    for number in range(1, 5):
        at(shown, number, 12)
        page.keyboard.press("Enter")
    at(shown, 5, 12)
    fifth = shown.locator(".ak-pane .ak-focus.ak-quote").all_inner_texts()
    page.keyboard.press("k")
    row(shown, "kind").locator("del").wait_for()
    kept = file.read_bytes()
    page.get_by_role("menuitem", name="Kernel", exact=True).click()
    page.get_by_text("Restart Kernel…", exact=True).click()
    page.get_by_role("button", name="Confirm Kernel Restart").click()
    page.wait_for_timeout(1500)
    notebook.wait_until_idle()
    assert file.read_bytes() == kept
    notebook.run_all()
    at(shown, 5, 12)
    assert shown.locator(".ak-pane .ak-focus.ak-quote").all_inner_texts() == fifth
    row(shown, "kind").locator("del").wait_for()
    shown.locator(".ak-pane").focus()
    page.keyboard.press("Enter")
    at(shown, 6, 12)
    assert file.read_bytes().startswith(kept)
    assert notebook.errors() == []


def test_the_page_loaded_again_and_a_second_notebook_lose_nothing(desk, notebooks, page):
    notebook, shown, file = desk("twice", more=", n=12")
    for number in range(1, 4):
        at(shown, number, 12)
        page.keyboard.press("Enter")
    at(shown, 4, 12)
    page.keyboard.press("Control+s")  # the notebook's own key, with the keyboard on the desk
    saved = notebooks / "twice.ipynb"
    until = time.monotonic() + 20
    while "widget-view" not in saved.read_text("utf-8") and time.monotonic() < until:
        page.wait_for_timeout(100)
    page.reload()
    notebook.wait_until_idle()
    at(shown, 4, 12)
    kept = file.read_bytes()

    # A desk in another notebook, under the same name, decides the quote that this one shows.
    again = "desk = ak.review(quotes, articles, stance, labels='twice.jsonl', reviewer='Ana', n=12)"
    second = again + "\ndesk._handle_custom_msg({**desk.selection, 'do': 'not_a_quote'}, [])"
    cells = write_cells(notebooks, "second.ipynb", STANCE, second)
    book = nbformat.read(notebooks / cells, as_version=4)
    nbclient.NotebookClient(book, resources={"metadata": {"path": str(notebooks)}}).execute()
    assert [each["field"] for each in decisions(file)][3:] == ["not_a_quote"]
    shown.locator(".ak-pane").focus()
    page.keyboard.press("Enter")
    shown.get_by_text("Not kept: another desk has written decisions of 'Ana'").wait_for()
    shown.get_by_text("You found this no quote").wait_for()
    assert len(decisions(file)) == 4 and file.read_bytes().startswith(kept)
    page.keyboard.press("ArrowRight")
    at(shown, 5, 12)
    page.keyboard.press("Enter")
    at(shown, 6, 12)
    assert len(decisions(file)) == 5
    assert shown.locator(".ak-error").count() == 0


def test_the_explorer_marks_what_is_checked_and_opens_the_desk_at_a_quote(notebooks, open_notebook):
    cell = "ex = ak.explore(quotes, articles, labels='explored.jsonl', reviewer='Ana'); ex"
    notebook = open_notebook(write_cells(notebooks, "explored.ipynb", cell))
    notebook.run_all()
    page, explorer = notebook.page, notebook.explorer
    assert "0 checked" in notebook.counts()
    rows = explorer.locator(".ak-table tbody tr")
    rows.nth(3).click()
    quote = rows.nth(3).get_attribute("data-quote")
    explorer.get_by_role("button", name="Review this quote").click()
    shown = page.locator(".ak-review")
    at(shown, 4, 48)
    page.wait_for_function("document.activeElement.matches('.ak-review .ak-pane')")
    page.keyboard.press("Enter")
    at(shown, 5, 48)
    rows.nth(3).get_by_text("Ana: right").wait_for()
    explorer.locator(".ak-counts").get_by_text("1 checked").wait_for()
    explorer.locator(".ak-reading .ak-card").first.get_by_text("Ana: right").wait_for()
    mark = explorer.locator(".ak-reading:not(.ak-review) .ak-checked")
    assert mark.count() == 1 and "ak-focus" in mark.get_attribute("class")
    (made,) = decisions(notebooks / "explored.ana.jsonl")
    assert made["quote_id"] == quote and made["design"] == "list"
    assert notebook.errors() == []
