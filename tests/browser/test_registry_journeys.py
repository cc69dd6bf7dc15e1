"""The registry's gaps closed by a click, in JupyterLab."""

import pytest

from browser.cells import write_cells

REGISTRY = r"""
from pathlib import Path
Path("registry.toml").write_text('''# Ours: keep.
camps = ["Iraqi government", "United States"]

[[actor]]
name = "Layth al-Samaoui"  # as he spells it
type = "person"
camp = "Iraqi government"
''')
quotes["actor"] = quotes["camp"] = pd.NA
quotes = ak.tables.check_quotes(quotes)
quotes.loc[quotes["speaker"] == "Layth al-Samawi", "speaker"] = "Laith al-Samaoui"
"""


@pytest.fixture
def desk(notebooks, open_notebook):
    def opener(name: str, *cells: str):
        notebook = open_notebook(write_cells(notebooks, name, *cells))
        notebook.run_all()
        assert notebook.errors() == []
        return notebook, notebook.page.locator(".ak-desk")

    return opener


def test_an_alias_is_added_and_the_quote_moves_to_its_camp(desk, notebooks):
    notebook, editor = desk(
        "registry.ipynb",
        REGISTRY,
        "import ipywidgets\n"
        "editor = ak.edit_actors(quotes, 'registry.toml', articles=articles)\n"
        "seen = ipywidgets.Label().add_class('seen')\n"
        "def tell(_=None):\n"
        "    table = editor.quotes.set_index('speaker')\n"
        "    seen.value = str(set(table['camp'].get(['Laith al-Samaoui', 'Harlan Pruitt'])))\n"
        "editor.observe(tell, 'version'); tell()\n"
        "ipywidgets.VBox([editor, seen])",
    )
    from playwright.sync_api import expect

    file, seen = notebooks / "registry.toml", notebook.page.locator(".seen")
    before = file.read_bytes()
    row = editor.locator("li", has_text="Laith al-Samaoui")
    expect(seen).not_to_contain_text("Iraqi government")
    lacking = editor.locator(".ak-lacking").inner_text()
    row.get_by_role("button", name="Alias of Layth al-Samaoui").click()
    editor.get_by_text("is an alias of Layth al-Samaoui").wait_for()
    row.wait_for(state="detached")
    expect(seen).to_contain_text("Iraqi government")
    expect(seen).not_to_contain_text("United States")
    assert editor.locator(".ak-lacking").inner_text() != lacking
    text = file.read_text()
    assert text.startswith("# Ours: keep.") and "# as he spells it" in text
    assert 'aliases = ["Laith al-Samaoui"]' in text

    other = editor.locator("li", has_text="Harlan Pruitt")
    other.get_by_role("button", name="Add to the registry").click()
    other.get_by_label("Camp:").fill("United States")
    other.get_by_role("button", name="Add entry").click()
    other.wait_for(state="detached")
    editor.get_by_role("button", name="Undo (2)").wait_for()
    expect(seen).to_contain_text("United States")

    editor.locator(".ak-read").first.click()
    notebook.page.locator(".ak-reading .ak-focus").first.wait_for()
    editor.get_by_role("button", name="Undo (2)").click()
    editor.get_by_role("button", name="Undo (1)").click()
    editor.get_by_role("button", name="Undo", exact=True).wait_for()
    assert file.read_bytes() == before
    expect(seen).not_to_contain_text("Iraqi government")
    assert notebook.errors() == []


def test_what_cannot_be_is_said_in_the_widget(desk, notebooks):
    _, editor = desk("refused.ipynb", REGISTRY, "ak.edit_actors(quotes, 'registry.toml')")
    before = (notebooks / "registry.toml").read_bytes()
    row = editor.locator("li", has_text="Shirin Vahedi")
    row.get_by_role("button", name="Add to the registry").click()
    row.get_by_label("Alias of:").fill("Layth al-Samau")
    row.get_by_role("button", name="Add alias").click()
    error = editor.locator(".ak-error")
    error.wait_for()
    assert "there is no actor 'Layth al-Samau' (did you mean 'Layth al-Samaoui'?)" in (
        error.inner_text()
    )
    assert row.get_by_label("Alias of:").input_value() == "Layth al-Samau"
    assert (notebooks / "registry.toml").read_bytes() == before


HOSTILE = r"""
import json
evil = ('<script>window.hacked=1</script><img src=x onerror="window.hacked=1">'
        '</style><b>bold</b> "><svg onload=window.hacked=1>')
articles["title"] = articles["outlet"] = articles["author"] = evil
articles["text"] = ["Q " + evil + " " + text for text in articles["text"]]
quotes["speaker"] = "Speaker " + evil
quotes["quote"] = "Q " + evil
quotes["actor"] = quotes["camp"] = pd.NA
quotes["quote_id"] = [f"{evil}{i}" for i in range(len(quotes))]
quotes["spans"] = [[(0, len("Q " + evil))]] * len(quotes)
from pathlib import Path
near = json.dumps("Speakers " + evil)
Path("hostile.toml").write_text(
    f'camps = [{json.dumps(evil)}]\n[[actor]]\nname = {near}\ntype = "organisation"\n'
    f'camp = {json.dumps(evil)}\n')
"""


def test_markup_in_every_field_is_shown_and_never_run(desk):
    notebook, editor = desk(
        "hostile_registry.ipynb",
        HOSTILE,
        "ak.edit_actors(ak.tables.check_quotes(quotes), 'hostile.toml', articles=articles)",
    )
    literal = '<script>window.hacked=1</script><img src=x onerror="window.hacked=1">'
    row = editor.locator("li").first
    for part in (".ak-name", ".ak-example", ".ak-near"):
        assert literal in row.locator(part).inner_text()
    row.locator(".ak-read").click()
    notebook.page.locator(".ak-reading .ak-focus").first.wait_for()
    row.locator(".ak-more").click()
    row.get_by_label("Camp:").fill(literal)
    row.locator(".ak-near").click()
    editor.locator(".ak-note").wait_for()
    assert literal in editor.locator(".ak-note").inner_text()
    assert notebook.page.evaluate("typeof window.hacked") == "undefined"
    output = ".jp-OutputArea-output"
    assert notebook.page.locator(f"{output} img[src=x], {output} svg[onload]").count() == 0
    assert editor.locator("b", has_text="bold").count() == 0
    assert notebook.errors() == []
