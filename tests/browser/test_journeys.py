"""Journeys through explore() and read_article() in JupyterLab, as an analyst makes them."""

import nbformat
import pytest

SET_UP = """
import sys
import pandas as pd
sys.path.insert(0, {tests!r})
from samples import coverage
import analystkit as ak
articles, quotes = coverage(articles=12, each=4)
"""


@pytest.fixture
def write_notebook(notebooks, request):
    """A notebook of these cells in the served folder."""

    def writer(name: str, *cells: str) -> str:
        first = SET_UP.format(tests=str(request.config.rootpath / "tests"))
        sources = [nbformat.v4.new_code_cell(cell) for cell in (first, *cells)]
        kernel = {"name": "python3", "display_name": "Python 3 (ipykernel)", "language": "python"}
        book = nbformat.v4.new_notebook(cells=sources, metadata={"kernelspec": kernel})
        nbformat.write(book, notebooks / name)
        return name

    return writer


def test_camp_words_and_days_are_chosen_and_a_quote_read_in_its_article(
    write_notebook, open_notebook
):
    name = write_notebook("explore.ipynb", "ak.explore(quotes, articles)")
    notebook = open_notebook(name)
    notebook.run_all()
    explorer = notebook.explorer
    notebook.wait_for_charts()
    assert notebook.errors() == []
    everything, rows = notebook.counts(), notebook.rows()
    assert everything.startswith("48 of 48 quotes")
    assert len(notebook.charts()) == 2 and all("48 quotes" in chart for chart in notebook.charts())

    notebook.open("Camp")
    offered = notebook.options("Camp")
    assert sum(offered.values()) == 48
    notebook.page.keyboard.press("Escape")
    notebook.choose("Camp", "Iraqi government")
    notebook.wait_for_change(everything)
    notebook.wait_for_rows("Iraqi government")
    assert notebook.quote_count() == offered["Iraqi government"]
    assert "by speaker" in notebook.charts()[0]
    assert notebook.chips() == ["Camp Iraqi government"]
    notebook.open("Camp")
    assert notebook.options("Camp") == offered
    notebook.page.keyboard.press("Escape")
    notebook.open("Speaker")
    speakers = notebook.options("Speaker")
    assert speakers["Dana Whitfield"] == 0 and speakers["Layth al-Samawi"] > 0
    notebook.page.keyboard.press("Escape")

    row = explorer.locator(".ak-table tbody tr").nth(1)
    quote = row.locator(".ak-col-quote").inner_text()
    row.click()
    focus = explorer.locator(".ak-pane .ak-focus.ak-quote")
    focus.first.wait_for()
    shown = " … ".join(focus.all_inner_texts())
    assert [*filter(str.isalpha, shown)] == [*filter(str.isalpha, quote)]
    assert focus.first.is_visible() and row.get_attribute("aria-selected") == "true"

    counts = notebook.counts()
    notebook.type_words("parliament")
    notebook.wait_for_change(counts)
    notebook.wait_for_rows("parliament")
    marked = explorer.locator(".ak-col-quote mark").all_inner_texts()
    assert set(map(str.lower, marked)) == {"parliament"}

    counts = notebook.counts()
    explorer.get_by_role("button", name="Remove the filter Camp").click()
    notebook.wait_for_change(counts)
    assert notebook.chips() == ["Words parliament"]
    counts = notebook.counts()
    explorer.get_by_label("From day").fill("2021-07-01")
    notebook.wait_for_change(counts)
    counts = notebook.counts()
    explorer.get_by_label("To day").fill("2021-07-03")
    notebook.wait_for_change(counts)
    days = set(explorer.locator(".ak-table .ak-col-published").all_inner_texts())
    assert days and days <= {"2021-07-01", "2021-07-02", "2021-07-03"}

    explorer.get_by_label("To day").fill("2021-06-30")
    explorer.get_by_text("From (2021-07-01) is after To (2021-06-30)").wait_for()
    explorer.get_by_label("To day").fill("2021-07-03")
    explorer.locator(".ak-error").wait_for(state="detached")

    counts = notebook.counts()
    explorer.get_by_role("button", name="Reset").click()
    notebook.wait_for_change(counts)
    assert (notebook.counts(), notebook.rows(), notebook.chips()) == (everything, rows, [])
    assert explorer.get_by_label("Words in the quote").input_value() == ""
    assert notebook.errors() == []


def test_a_view_is_saved_restored_and_deleted(write_notebook, open_notebook):
    name = write_notebook("views.ipynb", "explorer = ak.explore(quotes, articles); explorer")
    notebook = open_notebook(name)
    notebook.run_all()
    explorer = notebook.explorer
    notebook.wait_for_charts()
    everything = notebook.counts()
    notebook.choose("Camp", "Iran")
    notebook.wait_for_change(everything)
    notebook.wait_for_rows("Iran")
    explorer.get_by_role("button", name="Date").click()
    explorer.locator('th[aria-sort="ascending"]').wait_for()
    chosen, rows = notebook.counts(), notebook.rows()

    explorer.get_by_role("button", name="Views").click()
    explorer.get_by_label("Name of this view").fill("Tehran <b>first</b>")
    explorer.get_by_label("Name of this view").press("Enter")
    saved = explorer.get_by_role("button", name="Tehran <b>first</b>", exact=True)
    saved.wait_for()
    notebook.page.keyboard.press("Escape")
    explorer.get_by_role("button", name="Reset").click()
    notebook.wait_for_change(chosen)
    assert notebook.counts() == everything

    explorer.get_by_role("button", name="Views (1)").click()
    saved.click()
    notebook.wait_for_change(everything)
    notebook.wait_for_rows("Iran")
    assert (notebook.counts(), notebook.rows()) == (chosen, rows)
    assert notebook.chips() == ["Camp Iran"]

    explorer.get_by_role("button", name="Views (1)").click()
    explorer.get_by_role("button", name="Delete the view").click()
    explorer.get_by_text("No saved views yet.").wait_for()
    assert notebook.errors() == []


MANY = """
articles, quotes = coverage(articles=500, each=4)
names = [f"Speaker {i:04}" for i in range(len(quotes))]
quotes["speaker"] = pd.array(names, dtype="string")
quotes.loc[:2, "speaker"] = ["Kirby, John", "المتحدث باسم الحكومة", "N" * 90]
stance = pd.DataFrame({
    "quote_id": quotes["quote_id"], "target": ["strikes", "us-presence"] * (len(quotes) // 2),
    "label": ["for", "against", "unclear", "neutral"] * (len(quotes) // 4), "score": 0.5,
})
"""


def test_the_keyboard_alone_finds_a_speaker_among_thousands(write_notebook, open_notebook):
    name = write_notebook("keys.ipynb", MANY, "ak.explore(quotes, articles, stance)")
    notebook = open_notebook(name)
    notebook.run_all()
    page, explorer = notebook.page, notebook.explorer
    notebook.wait_for_charts()
    counts = notebook.counts()
    explorer.get_by_role("button", name="Speaker:").focus()
    page.keyboard.press("Enter")
    panel = notebook.panel("Speaker")
    panel.get_by_text("First 100 of 2,000").wait_for()
    assert panel.locator(".ak-option").count() == 100
    page.keyboard.type("kirb")
    panel.get_by_text("First 100").wait_for(state="hidden")
    assert notebook.options("Speaker") == {"Kirby, John": 1}
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Space")
    notebook.wait_for_change(counts)
    assert notebook.quote_count() == 1
    page.keyboard.press("Escape")
    opener = explorer.get_by_role("button", name="Speaker: Kirby, John", exact=True)
    assert opener.evaluate("node => node === document.activeElement")

    chip = explorer.get_by_role("button", name="Remove the filter Speaker")
    drawn = chip.element_handle()
    notebook.open("Target")  # an answer that changes no filter takes no button away
    page.keyboard.press("Escape")
    notebook.wait_until_idle()
    assert drawn.evaluate("node => node.isConnected")

    counts = notebook.counts()
    chip.press("Enter")
    notebook.wait_for_change(counts)
    counts = notebook.counts()
    notebook.choose("Target", "strikes")
    notebook.wait_for_change(counts)
    explorer.locator('.ak-chart svg[aria-label^="Dot plot"]').first.wait_for(state="attached")
    notebook.open("Stance")
    assert notebook.options("Stance") == {"against": 0, "neutral": 0, "for": 500, "unclear": 500}
    assert notebook.errors() == []


HOSTILE = r"""
evil = ('<script>window.hacked=1</script><img src=x onerror="window.hacked=1">'
        '</style><b>bold</b> $\\frac{ "><svg onload=window.hacked=1>')
articles["title"] = "T " + evil
articles["outlet"] = "O " + evil
articles["author"] = "A " + evil
articles["text"] = [text[:20] + evil + text[20:] + evil for text in articles["text"]]
quotes["spans"] = [[(0, 170), (175, 200)]] * len(quotes)
texts = quotes["article_id"].map(articles.set_index("article_id")["text"])
quotes["quote"] = [text[:170] + " … " + text[175:200] for text in texts]
quotes["cue"] = "said " + evil
for column in ("speaker", "camp", "actor"):
    quotes[column] = column[0].upper() + " " + evil
quotes["quote_id"] = [f"{evil}{i}" for i in range(len(quotes))]
stance = pd.DataFrame({"quote_id": quotes["quote_id"], "target": "Z " + evil, "label": "for"})
"""


def test_markup_in_names_titles_and_quotes_is_shown_and_never_run(write_notebook, open_notebook):
    name = write_notebook(
        "hostile.ipynb",
        HOSTILE,
        "explorer = ak.explore(quotes, articles, stance)\n"
        "explorer.views = {evil: {'camp': 'C ' + evil}}\n"
        "explorer",
        "ak.read_article(articles.iloc[0], quotes, focus=quotes['quote_id'].iloc[1])",
        "ak.charts.voices(quotes, by='speaker');",
        "ak.charts.timeline(quotes, articles=articles, events={'2021-06-28': evil});",
    )
    notebook = open_notebook(name)
    notebook.run_all()
    assert notebook.errors() == []
    explorer, page = notebook.explorer, notebook.page
    notebook.wait_for_charts()
    explorer.locator(".ak-table tbody tr").first.click()
    explorer.locator(".ak-pane .ak-focus").first.wait_for()
    literal = '<script>window.hacked=1</script><img src=x onerror="window.hacked=1">'
    for facet in ("Camp", "Speaker", "Outlet", "Reporting words", "Target"):
        notebook.open(facet)
        assert literal in notebook.panel(facet).locator(".ak-name").first.inner_text()
        notebook.panel(facet).locator(".ak-option input").first.click()
        page.keyboard.press("Escape")
    notebook.type_words("<img")
    explorer.get_by_role("button", name="Views (1)").click()
    assert literal in explorer.locator(".ak-view").inner_text()
    page.keyboard.press("Escape")
    page.wait_for_timeout(500)
    notebook.wait_until_idle()
    assert len(notebook.chips()) == 6 and literal in notebook.chips()[1]

    row = explorer.locator(".ak-table tbody tr").first
    for column in ("speaker", "camp", "quote", "outlet", "stance"):
        assert literal in row.locator(f".ak-col-{column}").inner_text()
    reader = page.locator(".jp-OutputArea-output > .ak-reading, .jp-OutputArea .ak-reading").last
    for place in (explorer.locator(".ak-pane"), reader):
        place.scroll_into_view_if_needed()
        assert literal in place.inner_text()
        assert r"$\frac{" in place.inner_text()
    assert page.locator(".ak-explore b, .ak-reader b").get_by_text("bold").count() == 0
    planted = '.jp-OutputArea-output img[src="x"], .jp-OutputArea-output svg[onload]'
    assert page.locator(planted).count() == 0
    assert page.evaluate("typeof window.hacked") == "undefined"


def test_thousands_of_rows_are_paged_and_sorted(write_notebook, open_notebook):
    name = write_notebook(
        "many.ipynb", "articles, quotes = coverage(articles=1250, each=4)",
        "ak.explore(quotes, articles)",
    )  # fmt: skip
    notebook = open_notebook(name)
    notebook.run_all()
    explorer = notebook.explorer
    assert explorer.locator(".ak-range").inner_text() == "1–10 of 5,000"
    explorer.get_by_role("button", name="Last", exact=True).click()
    explorer.get_by_text("Page 500 of 500").wait_for()
    explorer.get_by_role("button", name="Date", exact=True).click()
    explorer.get_by_text("1–10 of 5,000").wait_for()
    assert explorer.locator("th.ak-group-outlet").get_attribute("aria-sort") == "ascending"
    dates = explorer.locator(".ak-table .ak-col-published").all_inner_texts()
    assert len(dates) == 10 and dates == sorted(dates)
    explorer.get_by_label("Rows to a page").select_option("50")
    explorer.get_by_text("1–50 of 5,000").wait_for()
    assert explorer.locator(".ak-table tbody tr").count() == 50
    assert notebook.errors() == []
