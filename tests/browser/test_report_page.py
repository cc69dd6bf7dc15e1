"""A report in a browser: links lead to quotes, themes and print, hostile text runs nothing."""

import re

import pandas as pd
import pytest
from samples import coverage

import analystkit as ak
from analystkit import tables

EVIL = (
    '<script>window.hacked=1</script><img src=x onerror="window.hacked=1"></style></title>'
    '<svg onload=window.hacked=1><a href="javascript:window.hacked=1">'
)


def stances(quotes: pd.DataFrame, target: str) -> pd.DataFrame:
    labels = {"against": -0.8, "for": 0.7, "neutral": 0.0, "unclear": 0.1}
    rows = [
        {"quote_id": quote_id, "target": target, "label": label, "score": labels[label]}
        for quote_id, label in zip(quotes["quote_id"], [*labels] * len(quotes), strict=False)
    ]
    return tables.as_stance(rows)


@pytest.fixture
def show(page, tmp_path):
    """Write a report and open it; anything in its console fails the test."""
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))

    def shower(quotes, articles, **given):
        path = ak.report(quotes, articles, path=tmp_path / "report.html", **given)
        page.goto(path.as_uri())
        return page

    yield shower
    assert said == []


def test_a_count_leads_to_its_quotes_and_a_quote_to_its_passage(show):
    articles, quotes = coverage(articles=100, each=4)
    page = show(quotes, articles, stance=stances(quotes, "strikes"))
    table = page.get_by_role("region", name="Speakers", exact=True)
    row = table.get_by_role("row").filter(has_text="Dana Whitfield")
    cell = row.get_by_role("cell").nth(2)  # direct
    n = int(cell.inner_text())
    assert not page.locator(".quote").first.is_visible()
    cell.get_by_role("link").click()
    target = page.locator(":target")
    assert target.get_attribute("id").endswith("-direct")
    quoted = target.locator(".quote:visible")
    quoted.first.wait_for()
    assert quoted.count() == n

    words = quoted.first.locator("mark").first.inner_text()
    quoted.first.locator(".about a").first.click()
    passage = page.locator("p:has(> :target)")
    passage.wait_for()
    assert words in passage.inner_text()
    page.locator(":target").click()
    assert page.locator(":target.quote").locator("mark").first.inner_text() == words

    row = page.get_by_role("region", name="Stances").get_by_role("row").nth(2)
    cell = row.get_by_role("cell").nth(3)  # against
    n = int(cell.inner_text())
    cell.get_by_role("link").click()
    links = page.locator(":target a")
    links.first.wait_for()
    assert links.count() == n
    links.first.click()
    chip = page.locator(":target.quote .chip")
    chip.wait_for()
    assert "against" in chip.inner_text()


def test_charts_are_drawn_and_named(show):
    articles, quotes = coverage(articles=12, each=4)
    page = show(quotes, articles, stance=stances(quotes, "strikes"))
    charts = page.get_by_role("img", name=re.compile(r"\. "))
    assert charts.count() == 9
    for chart in charts.all():
        box = chart.bounding_box()
        assert box["width"] > 400 and box["height"] > 100
    # A clip path or marker that is not found would leave its shapes without a size.
    lost = page.evaluate(
        "() => [...document.querySelectorAll('.chart use')]"
        ".filter(use => !document.querySelector(use.getAttribute('href'))).length"
    )
    assert lost == 0
    bar = page.locator("#figure-1 svg path[clip-path]").first
    assert bar.bounding_box() is not None


def test_dark_light_print_and_narrow(show):
    articles, quotes = coverage(articles=100, each=4)
    page = show(quotes, articles)
    ground = "() => getComputedStyle(document.body).backgroundColor"
    title = "() => getComputedStyle(document.querySelector('.chart text')).fill"
    assert page.evaluate(ground) == "rgb(255, 255, 255)"
    light = page.evaluate(title)
    page.emulate_media(color_scheme="dark")
    assert page.evaluate(ground) == "rgb(21, 24, 27)"
    assert page.evaluate(title) != light
    page.emulate_media(color_scheme="dark", media="print")
    assert page.evaluate(ground) == "rgb(255, 255, 255)"
    assert page.locator(".quote").last.bounding_box()["height"] > 10  # folded on the screen
    page.emulate_media(color_scheme="light", media="screen")
    page.set_viewport_size({"width": 360, "height": 800})
    assert page.evaluate("() => document.documentElement.scrollWidth") <= 360


def test_hostile_text_runs_nothing(show):
    articles, quotes = coverage(articles=3, each=4)
    articles["text"] = [text + EVIL for text in articles["text"]]
    texts = articles.set_index("article_id")["text"]
    ends = [len(texts[key]) for key in quotes["article_id"]]
    quotes["spans"] = pd.Series(
        [[(end - len(EVIL), end)] if i % 4 == 0 else spans
         for i, (end, spans) in enumerate(zip(ends, quotes["spans"], strict=True))], dtype=object,
    )  # fmt: skip
    quotes.loc[::4, "quote"] = EVIL
    for column in ("title", "outlet", "author"):
        articles[column] = f"{column} {EVIL}"
    articles["url"] = ["javascript:window.hacked=1", f"data:text/html,{EVIL}", f"https://x/{EVIL}"]
    for column in ("cue", "speaker", "camp", "actor"):
        quotes[column] = pd.Series([f"{column} {EVIL}"] * len(quotes), dtype="string")
    quotes["quote_id"] = [f"{EVIL}{i}" for i in range(len(quotes))]
    articles.attrs["problems"] = tables.SideTable({EVIL: [EVIL], "problem": [EVIL]})
    page = show(
        quotes, articles, stance=stances(quotes, EVIL), targets={EVIL: EVIL}, title=EVIL,
        events={"2021-06-28": EVIL}, made=EVIL,
    )  # fmt: skip
    page.wait_for_timeout(300)
    assert page.evaluate("() => window.hacked") is None
    assert page.locator("script, img, a[href^='javascript'], a[href^='data']").count() == 0
    assert page.title().startswith("<script>window.hacked=1")
    assert EVIL in page.locator(".said mark").all_inner_texts()
    assert page.locator("[onload], [onerror]").count() == 0
    assert set(
        page.locator("a").evaluate_all("all => all.map(a => a.getAttribute('href')[0])")
    ) == {"#"}
