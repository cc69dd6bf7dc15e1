"""Journeys through read_article() in JupyterLab: quote after quote, with what is known of each."""

import nbformat
import pytest

SET_UP = """
import sys
sys.path.insert(0, {tests!r})
import ipywidgets as w
import traitlets
from samples import coverage
import analystkit as ak
from analystkit import tables
articles, quotes = coverage(articles=3, each=12)
"""
CONDEMNED = """
text = "The senator condemned the raid. He said more.\\n\\n" + "A paragraph of filling.\\n\\n" * 90
more = text.index("more")
quotes = tables.as_quotes([
    dict(quote_id="a#0", article_id="a", kind="indirect", quote="the raid", spans=[(22, 30)],
         speaker="Dana Whitfield", camp="US Congress", confidence=0.93,
         source="The senator", source_start=0, source_end=11,
         cue="condemned", cue_start=12, cue_end=21),
    dict(quote_id="a#1", article_id="a", kind="direct", quote="more", spans=[(more, more + 4)]),
])
stance = tables.as_stance([
    dict(quote_id="a#0", target="raid", label="against", score=-0.8, confidence=0.9,
         mention_start=26, mention_end=30),
    dict(quote_id="a#1", target="raid", label="unclear"),
])
ak.read_article(dict(article_id="a", text=text), quotes, stance=stance)
"""
HOSTILE = r"""
evil = '<script>window.hacked=1</script><img src=x onerror="window.hacked=1">"\'><svg onload=1>'
text = "Evil " + evil + " spoke."
row = dict(article_id=evil, kind="direct", cue=evil, cue_start=0, cue_end=4)
row |= dict(source=evil, source_start=2, source_end=9, speaker=evil, actor="A " + evil, camp=evil)
quotes = tables.as_quotes([
    row | dict(quote_id=f"{evil}{i}", spans=[(i, 90 + i)], quote=text[i : 90 + i]) for i in (0, 1)
])
stance = tables.as_stance([
    dict(quote_id=evil + "0", target=evil, label="for", mention_start=10, mention_end=15),
    dict(quote_id=evil + "0", target=evil + "b", label="for"),
])
page = dict(article_id=evil, text=text, title=evil, outlet=evil, author=evil, published=evil)
ak.read_article(page, quotes, stance=stance, focus=evil + "0")
"""
IN_VIEW = """node => {
    const box = node.closest('.ak-pane').getBoundingClientRect();
    const mark = node.getBoundingClientRect();
    return mark.top >= box.top && mark.bottom <= box.bottom;
}"""
CONTRAST = """node => {
    const pen = document.createElement('canvas').getContext('2d', { willReadFrequently: true });
    const paint = (colour) => { pen.fillStyle = colour; pen.fillRect(0, 0, 1, 1); };
    const light = () => [...pen.getImageData(0, 0, 1, 1).data].slice(0, 3)
        .map(c => c / 255).map(c => c <= 0.03928 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4)
        .reduce((sum, c, i) => sum + c * [0.2126, 0.7152, 0.0722][i], 0);
    const above = [];
    for (let at = node; at; at = at.parentElement) above.unshift(at);
    for (const at of above) paint(getComputedStyle(at).backgroundColor);
    const under = light();
    paint(getComputedStyle(node).color);
    const [low, high] = [under, light()].sort((a, b) => a - b);
    return (high + 0.05) / (low + 0.05);
}"""


@pytest.fixture
def open_reader(notebooks, request, open_notebook):
    """Run these cells in a notebook; gives it and its reader."""

    def opener(name: str, *cells: str):
        first = SET_UP.format(tests=str(request.config.rootpath / "tests"))
        sources = [nbformat.v4.new_code_cell(cell) for cell in (first, *cells)]
        kernel = {"name": "python3", "display_name": "Python 3 (ipykernel)", "language": "python"}
        book = nbformat.v4.new_notebook(cells=sources, metadata={"kernelspec": kernel})
        nbformat.write(book, notebooks / name)
        notebook = open_notebook(name)
        notebook.run_all()
        assert notebook.errors() == []
        return notebook, notebook.page.locator(".ak-reading").first

    return opener


def test_quote_after_quote_by_button_and_by_key(open_reader):
    notebook, reader = open_reader(
        "leaf.ipynb",
        "reading = ak.read_article(articles.iloc[0], quotes)\n"
        "seen, wanted = w.Label().add_class('seen'), w.Text(description='Wanted:')\n"
        "traitlets.dlink((reading, 'focus'), (seen, 'value'))\n"
        "wanted.observe(lambda change: setattr(reading, 'focus', change.new), names='value')\n"
        "w.VBox([reading, seen, wanted])",
        "'a cell below'",
    )
    page = notebook.page
    focus, count = reader.locator(".ak-focus.ak-quote"), reader.locator(".ak-count")
    assert count.inner_text() == "12 quotes" and focus.count() == 0
    cells = page.locator(".jp-Cell").count()

    def at(number: int) -> None:
        reader.get_by_text(f"Quote {number} of 12", exact=True).wait_for()
        page.locator(".seen").get_by_text(f"a000#{number - 1}", exact=True).wait_for()
        assert set(focus.evaluate_all("nodes => nodes.map(node => node.dataset.quote)")) == {
            str(number - 1)
        }
        assert focus.first.evaluate(IN_VIEW)

    reader.evaluate("node => { node.querySelector('.ak-text').dataset.kept = 'yes'; }")
    reader.get_by_role("button", name="Next").click()
    at(1)
    reader.get_by_role("button", name="Next").click()
    at(2)
    pane = reader.locator(".ak-pane")
    pane.focus()
    for key, number in {
        "j": 3, "n": 4, "ArrowRight": 5, "k": 4, "p": 3, "ArrowLeft": 2, "End": 12, "Home": 1,
    }.items():  # fmt: skip
        page.keyboard.press(key)
        at(number)
    page.keyboard.press("k")
    at(1)
    reader.get_by_label("Quotes of this article").select_option(index=7)
    at(7)
    focus.first.click()
    for key in ("x", "d", "d", "b", "m"):
        page.keyboard.press(key)
    assert page.locator(".jp-Cell").count() == cells
    assert page.locator(".jp-MarkdownCell").count() == 0

    page.get_by_label("Wanted:").fill("a000#10")
    page.get_by_label("Wanted:").press("Enter")
    at(11)
    assert reader.locator("[data-kept]").count() == 1, "the article was drawn again"
    pane.focus()
    page.keyboard.press("Escape")
    reader.get_by_text("12 quotes", exact=True).wait_for()
    assert notebook.errors() == []


def test_the_card_shows_who_speaks_and_the_words_that_moved_the_stance(open_reader):
    notebook, reader = open_reader("card.ipynb", CONDEMNED)
    page, card = notebook.page, reader.locator(".ak-card")
    first = reader.locator('mark[data-quote="0"]')
    first.hover()
    card.get_by_text("Dana Whitfield").wait_for()
    assert reader.locator(".ak-focus").count() == 0
    assert card.locator(".ak-words").count() == 0
    reader.locator(".ak-title, .ak-legend").first.hover()
    card.get_by_text("Choose a quote").wait_for()

    first.click()
    card.locator(".ak-passage").wait_for(timeout=60_000)
    for words in ("US Congress", "indirect", "“condemned”", "very likely right (0.93)", "against"):
        assert words in card.inner_text()
    moved = card.locator(".ak-moved li").filter(has_text="condemned")
    assert moved.get_attribute("class") == "ak-against" and "−0." in moved.inner_text()
    assert card.locator(".ak-is-target").inner_text() == "raid"

    reader.locator(".ak-pane").focus()
    page.keyboard.press("n")
    card.get_by_text("Speaker not found").wait_for()
    wrong = card.get_by_role("alert")
    wrong.wait_for()
    assert "ValueError" in wrong.inner_text()
    assert notebook.errors() == []


def test_in_a_dark_theme_text_keeps_its_contrast(open_reader):
    notebook, reader = open_reader("dark.ipynb", CONDEMNED)
    page = notebook.page

    def theme(name: str) -> None:
        page.get_by_role("menuitem", name="Settings", exact=True).click()
        page.locator(".lm-Menu-itemLabel").get_by_text("Theme", exact=True).click()
        page.get_by_text(f"JupyterLab {name}", exact=True).click()
        light = str(name == "Light").lower()
        page.wait_for_function(f"document.body.dataset.jpThemeLight === '{light}'")
        page.wait_for_timeout(500)

    reader.get_by_role("button", name="Next").click()
    reader.locator(".ak-passage").wait_for(timeout=60_000)
    for name in ("Dark", "Light"):  # back to light, which the other tests share
        theme(name)
        for part in (
            ".ak-focus.ak-quote", ".ak-focus.ak-cue", ".ak-who", "dd bdi", ".ak-count",
            ".ak-is-word", ".ak-label", ".ak-moved b", ".ak-list", "button",
        ):  # fmt: skip
            contrasts = reader.locator(part).evaluate_all(f"nodes => nodes.map({CONTRAST})")
            assert contrasts and min(contrasts) >= 4.5, (name, part, contrasts)


def test_markup_in_any_field_is_shown_and_never_run(open_reader):
    notebook, reader = open_reader("hostile_reader.ipynb", HOSTILE)
    page, card = notebook.page, reader.locator(".ak-card")
    card.locator(".ak-passage").wait_for(timeout=60_000)
    card.get_by_role("alert").wait_for()
    literal = '<script>window.hacked=1</script><img src=x onerror="window.hacked=1">'
    assert literal in reader.locator(".ak-pane").inner_text()
    for part in (".ak-who", "dl", ".ak-target >> nth=0", ".ak-passage"):
        assert literal in card.locator(part).first.inner_text()
    reader.get_by_role("button", name="Next").click()
    reader.get_by_text("Quote 2 of 2").wait_for()
    assert reader.locator("script, img, svg").count() == 0
    assert page.evaluate("typeof window.hacked") == "undefined"
    assert notebook.errors() == []
