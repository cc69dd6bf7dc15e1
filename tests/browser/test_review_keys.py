"""The desk by keyboard and mouse, Python behind it: what each decision leaves on the disk."""

import json

import pytest
from samples import coverage

import analystkit as ak
from browser.alone import show_alone

STANCE = """
stance = ak.tables.as_stance(
    {"quote_id": key, "target": target, "score": 0.5, "label": "for", "confidence": 0.8}
    for i, key in enumerate(quotes["quote_id"]) for target in ("raid", "convoy") if i % 3
)
"""
MAYOR = "Mina Lor was angry 😀. The mayor, she hinted, had known all along. “No,” said Ray Ott.\n"


def decisions(file) -> list[dict]:
    """The lines of a reviewer's file."""
    if not file.exists():
        return []
    return [json.loads(line) for line in file.read_text("utf-8").splitlines()]


def at(shown, number: int, total: int) -> None:
    """Wait until so many of the quotes are gone through."""
    shown.get_by_text(f"Quote {number} of {total}", exact=True).wait_for()


def row(shown, field: str):
    """A field and its answer."""
    return shown.locator(f'[data-field="{field}"]')


@pytest.fixture
def desk(page, tmp_path):
    """Open a desk over these tables; gives it and the file its decisions go to."""

    def opener(quotes=None, articles=None, stance=None, **more):
        if quotes is None:
            tables = {"ak": ak}
            articles, tables["quotes"] = coverage()
            exec(STANCE, tables)
            quotes, stance = tables["quotes"], tables["stance"]
        made = ak.review(
            quotes, articles, stance, labels=tmp_path / "labels.jsonl", reviewer="Ana", **more
        )
        show_alone(page, made)
        shown = page.locator(".ak-review")
        shown.locator(".ak-pane").focus()
        return shown, tmp_path / "labels.ana.jsonl"

    return opener


def test_a_speaker_edges_and_a_stance_are_set_right(desk):
    shown, file = desk(sample=["a000#1", "a001#2"], actors=ak.Actors(camps=["United States"]))
    page = shown.page
    at(shown, 1, 2)
    machine = row(shown, "speaker").inner_text()
    page.keyboard.press("w")
    shown.get_by_role("combobox", name="Speaker").press_sequentially("vahe")
    shown.get_by_role("option", name="Shirin Vahedi").wait_for()
    page.keyboard.press("Enter")
    row(shown, "speaker").locator("del").wait_for()
    assert "Shirin Vahedi" in row(shown, "speaker").inner_text() and machine
    shown.get_by_text("The camp goes with the speaker: Iran.").wait_for()
    assert row(shown, "camp").locator("button").inner_text().startswith("Iran")

    # The quote's words: its first piece begins a word later and ends two sooner.
    words = row(shown, "spans").inner_text()
    page.keyboard.press("q")
    shown.get_by_text("Choosing the quote").wait_for()
    for key in ("Shift+ArrowRight", "ArrowLeft", "ArrowLeft"):
        page.keyboard.press(key)
    page.keyboard.press("Enter")
    row(shown, "spans").locator("del").wait_for()
    assert row(shown, "spans").inner_text() != words

    before = row(shown, "stance:raid").inner_text()
    assert "for" in before
    page.keyboard.press("1")
    row(shown, "stance:raid").get_by_text("unclear").wait_for()
    page.keyboard.press("1")
    row(shown, "stance:raid").get_by_text("against").wait_for()
    page.keyboard.press("k")
    row(shown, "kind").get_by_text("mixed").wait_for()
    assert shown.locator(".ak-pane").evaluate("node => node === document.activeElement")
    page.keyboard.press("n")
    page.keyboard.type("Check the <b>ministry's</b> site")
    page.keyboard.press("Enter")
    shown.get_by_text("Note: Check the <b>ministry's</b> site").wait_for()
    page.keyboard.press("Enter")
    at(shown, 2, 2)
    said = {each["field"]: each for each in decisions(file)}
    assert said["speaker"]["value"] == "Shirin Vahedi" and said["camp"]["value"] == "Iran"
    assert said["stance:raid"]["value"] == "against" and said["stance:raid"]["before"] == "for"
    assert said["kind"]["value"] == "mixed"
    (start, end), *_ = said["spans"]["value"]
    (was_start, was_end), *_ = said["spans"]["before"]
    assert was_start < start < end < was_end
    assert set(said["accept"]["before"]) == {"cue", "source", "stance:convoy"}

    # By mouse: words are marked, then said to be the reporting words.
    mark = shown.locator(".ak-pane .ak-focus.ak-source").first
    mark.dblclick()
    shown.get_by_text("These words are:").wait_for()
    page.keyboard.press("Enter")
    shown.get_by_text("First say what these words are").wait_for()
    page.keyboard.press("r")
    row(shown, "cue").locator("del").wait_for()
    assert shown.locator(".ak-error").count() == 0


def test_a_speaker_nobody_knows_is_taken_as_typed_and_a_note_as_written(desk):
    known = coverage()[1].dropna(subset=["camp"]).head(2)
    shown, file = desk(sample=list(known["quote_id"]))
    page, camp = shown.page, known["camp"].iloc[0]
    page.keyboard.press("w")
    page.keyboard.type("Yusra Haddad of the port office")
    shown.get_by_role("option", name="Yusra Haddad of the port office as typed").wait_for()
    page.keyboard.press("Enter")
    shown.get_by_text(f"The camp is still {camp}: press c if it is another.").wait_for()
    note = 'ask “her” again, "twice" 😀'
    page.keyboard.press("n")
    page.keyboard.type(note)
    page.keyboard.press("Enter")
    shown.get_by_text(f"Note: {note}", exact=True).wait_for()
    page.keyboard.press("Enter")
    at(shown, 2, 2)
    assert [each["value"] for each in decisions(file)] == [
        "Yusra Haddad of the port office",
        note,
        True,
    ]


def test_the_list_of_names_is_seen_whole_and_marked_words_stay_where_they_are(desk):
    shown, _ = desk(sample=["a000#1"])
    page = shown.page
    focus = shown.locator(".ak-pane .ak-focus.ak-quote").first
    before = focus.bounding_box()
    page.keyboard.press("q")
    shown.get_by_text("Choosing the quote").wait_for()
    assert focus.bounding_box() == before
    page.keyboard.press("Escape")
    page.keyboard.press("w")
    for name in shown.get_by_role("option").all()[:6]:
        box = name.bounding_box()
        x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
        found = page.evaluate(
            "([x, y]) => document.elementFromPoint(x, y).closest('li')?.id", [x, y]
        )
        assert found == name.get_attribute("id")


def test_a_missed_quote_is_added_with_its_cue_and_source(desk):
    start = MAYOR.index("No")
    articles = ak.tables.as_articles([{"article_id": "a", "text": MAYOR, "title": "Mayor"}])
    quotes = ak.tables.as_quotes(
        [
            {
                "quote_id": "a#0",
                "article_id": "a",
                "kind": "direct",
                "quote": "No",
                "spans": [(start, start + 2)],
                "speaker": "Ray Ott",
                "camp": "City",
            }
        ]
    )
    shown, file = desk(quotes, articles, None)
    page = shown.page
    page.keyboard.press("m")
    shown.get_by_text("Choosing a missed quote").wait_for()
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Enter")
    shown.get_by_text("A quote that was missed").wait_for()
    page.keyboard.press("r")
    shown.get_by_text("Choosing the reporting words").wait_for()
    for key in ["ArrowRight"] * 4 + ["Shift+ArrowRight"] * 4:
        page.keyboard.press(key)
    page.keyboard.press("Enter")
    row(shown, "cue").get_by_text("“").wait_for()
    page.keyboard.press("w")
    page.keyboard.type("mina l")
    shown.get_by_role("option", name="Mina Lor").first.wait_for()
    page.keyboard.press("Enter")
    row(shown, "speaker").get_by_text("Mina Lor").wait_for()
    page.keyboard.press("Enter")
    shown.get_by_text("The missed quote is kept.").wait_for()
    (made,) = decisions(file)
    value = made["value"]
    assert made["field"] == "missed" and value["speaker"] == "Mina Lor"
    assert made["quote_id"] == f"a+{made['id']}"
    ((start, end),) = value["spans"]
    assert made["words"] == MAYOR[start:end] == "The mayor, she hinted, had known all along."
    assert MAYOR[slice(*value["cue"])] == "hinted"
    assert shown.locator(".ak-pane mark").count() > 1
    at(shown, 1, 1)
    assert shown.locator(".ak-error").count() == 0


def test_markup_in_any_field_is_shown_and_never_run(desk):
    literal = '<script>window.hacked=1</script><img src=x onerror="window.hacked=1">'
    articles, quotes = coverage(articles=2)
    evil = literal + "'><svg onload=1>"
    quotes["speaker"] = quotes["camp"] = articles["title"] = articles["outlet"] = evil
    articles["text"] = evil + articles["text"].str[len(evil) :]
    sides = [{"quote_id": key, "target": evil, "label": "for"} for key in quotes["quote_id"]]
    shown, _ = desk(quotes, articles, ak.tables.as_stance(sides))
    page = shown.page
    assert literal in shown.locator(".ak-text").inner_text()
    assert literal in row(shown, "speaker").inner_text()
    assert literal in shown.locator(".ak-sides").inner_text()
    for key in ("w", "c"):
        page.keyboard.press(key)
        shown.get_by_role("option").first.wait_for()
        assert literal in shown.locator(".ak-found:visible").inner_text()
        page.keyboard.press("Escape")
    page.keyboard.press("n")
    page.keyboard.type(literal)
    page.keyboard.press("Enter")
    shown.locator(".ak-note-text").wait_for()
    assert literal in shown.locator(".ak-note-text").inner_text()
    assert shown.locator("script, img, svg").count() == 0
    assert page.evaluate("typeof window.hacked") == "undefined"
    assert shown.locator(".ak-error").count() == 0
