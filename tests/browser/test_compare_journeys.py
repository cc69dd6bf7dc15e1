"""Speakers set side by side, in JupyterLab."""

import pytest

from browser.cells import write_cells

STANCE = """
stance = ak.tables.as_stance(
    {"quote_id": key, "target": target, "score": 0.5, "label": "for", "confidence": 0.8}
    for i, key in enumerate(quotes["quote_id"]) for target in ("raid", "convoy") if i % 3
)
"""


@pytest.fixture
def board(notebooks, open_notebook):
    def opener(name: str, *cells: str):
        notebook = open_notebook(write_cells(notebooks, name, *cells))
        notebook.run_all()
        assert notebook.errors() == []
        return notebook, notebook.page.locator(".ak-comparison")

    return opener


def names(board) -> list[str]:
    return board.locator(".ak-column .ak-name").all_inner_texts()


def test_columns_are_chosen_and_a_quote_read_in_its_article(board):
    notebook, compare = board(
        "compare.ipynb", STANCE,
        "board = ak.compare_speakers(quotes, articles, stance=stance, by='camp'); board",
    )  # fmt: skip
    assert len(names(compare)) == 2
    assert compare.get_by_label("Target:").locator("option").count() == 3

    field = compare.get_by_label("Side by side:")
    field.click()
    field.press_sequentially("cong")
    compare.get_by_role("option", name="US Congress").wait_for()
    field.press("Enter")
    compare.locator(".ak-column", has_text="US Congress").wait_for()
    assert names(compare)[-1] == "US Congress" and len(names(compare)) == 3

    compare.get_by_role("button", name=f"Take {names(compare)[0]} out").click()
    compare.locator(".ak-chip").nth(2).wait_for(state="detached")
    assert len(names(compare)) == 2

    card = compare.locator(".ak-said").first
    quote = card.locator("p").inner_text()
    card.click()
    focus = notebook.page.locator(".ak-reading .ak-pane mark.ak-focus")
    focus.first.wait_for()
    shown = " … ".join(focus.all_inner_texts())
    assert [*filter(str.isalpha, shown)] == [*filter(str.isalpha, quote)]
    assert card.get_attribute("aria-pressed") == "true"

    compare.get_by_label("Words:").fill("parliament")
    notebook.page.wait_for_function(
        "() => { const said = [...document.querySelectorAll('.ak-said p')];"
        " return said.length && said.every(p => p.innerText.toLowerCase().includes('parliament')) }"
    )
    compare.get_by_label("Speaker", exact=True).check(force=True)
    compare.locator(".ak-column .ak-side").first.wait_for()
    assert notebook.errors() == []


def test_five_thousand_speakers_are_found_by_typing_and_paged(board):
    notebook, compare = board(
        "many_speakers.ipynb", "articles, quotes = coverage(articles=1250, each=4)",
        "quotes['speaker'] = [f'Speaker {i % 4900}' for i in range(len(quotes))]\n"
        "ak.compare_speakers(quotes, articles)",
        "quotes['speaker'] = ['One', 'Two'] * 2500\nak.compare_speakers(quotes, articles)",
    )  # fmt: skip
    first, second = compare.first, compare.nth(1)
    field = first.get_by_label("Side by side:")
    field.click()
    field.press_sequentially("4321")
    first.get_by_role("option").filter(has_text="Speaker 4321").wait_for()
    field.press("Enter")
    first.locator(".ak-column", has_text="Speaker 4321").wait_for()

    for each in (first, second):  # two widgets in a page keep their controls apart
        assert each.get_by_label("Speaker", exact=True).is_checked()
    assert second.locator(".ak-said").count() == 60
    assert "Quotes 1 to 60 of 5,000" in second.locator(".ak-range").inner_text()
    second.get_by_role("button", name="Last").click()
    second.get_by_text("Page 84 of 84").wait_for()
    assert second.locator(".ak-said").count() == 20
    assert notebook.errors() == []


HOSTILE = r"""
evil = ('<script>window.hacked=1</script><img src=x onerror="window.hacked=1">'
        '</style><b>bold</b> "><svg onload=window.hacked=1>')
articles["title"] = articles["outlet"] = articles["author"] = evil
for column in ("speaker", "camp", "actor"):
    quotes[column] = [column[0].upper() + evil + str(i % 3) for i in range(len(quotes))]
quotes["quote"] = "Q " + evil
quotes["quote_id"] = [f"{evil}{i}" for i in range(len(quotes))]
quotes["spans"] = [[(0, len("Q " + evil))]] * len(quotes)
articles["text"] = ["Q " + evil + " " + text for text in articles["text"]]
stance = ak.tables.as_stance(
    {"quote_id": key, "target": evil, "score": 0.5, "label": "for", "confidence": 0.8}
    for key in quotes["quote_id"])
board = ak.compare_speakers(quotes, articles, stance=stance, by="camp")
board.selection = {**board.selection, "target": None}
board
"""


def test_markup_in_every_field_is_shown_and_never_run(board):
    notebook, compare = board("hostile_compare.ipynb", HOSTILE)
    literal = '<script>window.hacked=1</script><img src=x onerror="window.hacked=1">'
    for part in (".ak-column .ak-name", ".ak-chip", ".ak-said p", ".ak-under", ".ak-to"):
        assert literal in compare.locator(part).first.inner_text()
    assert literal in (compare.get_by_label("Target:").locator("option").nth(1).inner_text())
    compare.get_by_label("Side by side:").click()
    option = compare.get_by_role("option").first
    option.wait_for()
    assert literal in option.inner_text()
    compare.locator(".ak-said").first.click()
    notebook.page.locator(".ak-reading .ak-focus").first.wait_for()
    assert notebook.page.evaluate("typeof window.hacked") == "undefined"
    output = ".jp-OutputArea-output"
    assert notebook.page.locator(f"{output} img[src=x], {output} svg[onload]").count() == 0
    assert compare.locator("b", has_text="bold").count() == 0
    assert notebook.errors() == []
