"""Journeys through explore() and read_article() in JupyterLab, as an analyst makes them."""

import nbformat
import pytest

SET_UP = """
import sys
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


def test_a_camp_is_chosen_and_a_quote_read_in_its_article(write_notebook, open_notebook):
    name = write_notebook(
        "explore.ipynb", "ak.explore(quotes, articles)", "ak.read_article(articles.iloc[0], quotes)"
    )
    notebook = open_notebook(name)
    notebook.run_all()
    assert notebook.errors() == []
    reader = notebook.page.locator(".jp-RenderedHTMLCommon .ak-reader")
    assert "Convoy struck near the border, day 1" in reader.inner_text()

    explorer = notebook.explorer
    counts, charts, rows = notebook.counts(), notebook.charts(), notebook.rows()
    assert counts.startswith("48 of 48 quotes")
    assert len(charts) == 2

    notebook.choose("Camp:", "Iraqi government")
    notebook.wait_for_change(counts)
    assert notebook.rows() != rows
    assert all("Iraqi government" in row for row in notebook.rows())
    assert len(notebook.charts()) == 2
    assert not set(charts) & set(notebook.charts())

    row = explorer.locator("tbody tr").nth(1)
    quote = row.locator("td.ak-col-quote").inner_text()
    row.click()
    focus = explorer.locator(".ak-pane .ak-focus.ak-quote")
    focus.first.wait_for()
    shown = " … ".join(focus.all_inner_texts())
    assert [*filter(str.isalpha, shown)] == [*filter(str.isalpha, quote)]
    assert focus.first.is_visible()

    counts = notebook.counts()
    explorer.get_by_label("Words:").fill("parliament")
    explorer.get_by_label("Words:").press("Enter")
    notebook.wait_for_change(counts)
    assert all("parliament" in row.lower() for row in notebook.rows())

    counts = notebook.counts()
    explorer.get_by_role("button", name="Reset").click()
    notebook.wait_for_change(counts)
    assert notebook.rows() == rows
    assert notebook.errors() == []


HOSTILE = r"""
evil = ('<script>window.hacked=1</script><img src=x onerror="window.hacked=1">'
        '</style><b>bold</b> $\\frac{ "><svg onload=window.hacked=1>')
articles["title"] = "T " + evil
articles["outlet"] = "O " + evil
articles["author"] = "A " + evil
articles["text"] = [text[:20] + evil + text[20:] + evil for text in articles["text"]]
quotes["spans"] = [[(0, 60), (100, 200)]] * len(quotes)
quotes["quote"] = "Q " + evil
for column in ("speaker", "camp", "actor"):
    quotes[column] = column[0].upper() + " " + evil
quotes["quote_id"] = [f"{evil}{i}" for i in range(len(quotes))]
"""


def test_markup_in_names_titles_and_quotes_is_shown_and_never_run(write_notebook, open_notebook):
    name = write_notebook(
        "hostile.ipynb",
        HOSTILE,
        "explorer = ak.explore(quotes, articles); explorer",
        "ak.read_article(articles.iloc[0], quotes, focus=quotes['quote_id'].iloc[1])",
        "ak.charts.voices(quotes, by='speaker');",
        "ak.charts.timeline(quotes, articles=articles, events={'2021-06-28': evil});",
    )
    notebook = open_notebook(name)
    notebook.run_all()
    assert notebook.errors() == []
    explorer, page = notebook.explorer, notebook.page
    explorer.locator("tbody tr").first.click()
    explorer.locator(".ak-pane .ak-focus").first.wait_for()
    explorer.get_by_label("Camp:").select_option(index=1)
    notebook.wait_until_idle()
    page.wait_for_timeout(500)

    literal = '<script>window.hacked=1</script><img src=x onerror="window.hacked=1">'
    row = explorer.locator("tbody tr").first
    for column in ("speaker", "camp", "quote", "outlet"):
        assert literal in row.locator(f"td.ak-col-{column}").inner_text()
    for place in (explorer.locator(".ak-pane"), page.locator(".jp-RenderedHTMLCommon .ak-reader")):
        place.scroll_into_view_if_needed()
        assert literal in place.inner_text()
        assert r"$\frac{" in place.inner_text()
    assert page.locator(".ak-explore b, .ak-reader b").get_by_text("bold").count() == 0
    assert (
        page.locator(
            '.jp-OutputArea-output img[src="x"], .jp-OutputArea-output svg[onload]'
        ).count()
        == 0
    )
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
    assert explorer.locator("th.ak-col-published").get_attribute("aria-sort") == "ascending"
    dates = explorer.locator("td.ak-col-published").all_inner_texts()
    assert dates == sorted(dates)
    assert explorer.locator("tbody tr").count() == 10
    assert notebook.errors() == []
