import re
from types import SimpleNamespace

import pandas as pd
import pytest
from IPython.core.formatters import DisplayFormatter

import analystkit.stance
from analystkit import read_article, tables
from analystkit.palette import CAMPS, MISSING, STANCES
from analystkit.stance import Explanation, Stance
from analystkit.widgets import Reading
from analystkit.widgets.parts.quote_card import pieces, quote_facts, strongest, sureness

HOSTILE = "<img src=x onerror=hacked()>"
VERDICT = Stance(-0.8, "against", 0.9, 0.85, 0.1, 0.05, "against")
TEXT = "The senator condemned the raid. “We praise the army,” she added."


def said(**columns):
    row = {"quote_id": "a#0", "article_id": "a", "kind": "indirect", "quote": "the raid"}
    row |= {"spans": [(22, 30)], "source": "The senator", "source_start": 0, "source_end": 11}
    return row | {"cue": "condemned", "cue_start": 12, "cue_end": 21} | columns


def stands(**columns):
    row = {"quote_id": "a#0", "target": "raid", "label": "against", "score": -0.8}
    return row | {"confidence": 0.9, "mention_start": 26, "mention_end": 30} | columns


@pytest.fixture
def reading():
    quotes = tables.as_quotes([said(speaker="Dana Whitfield", camp="US Congress")])
    stance = tables.as_stance([stands(), stands(quote_id="other#0")])
    return read_article({"article_id": "a", "text": TEXT}, quotes, stance=stance)


@pytest.fixture
def sent(monkeypatch):
    """What widgets tell the browser besides their traits."""
    messages: list[dict] = []
    monkeypatch.setattr(
        Reading, "send", lambda self, content, buffers=None: messages.append(content)
    )
    return messages


def ask(pane, *, quote, number=0):
    pane._handle_custom_msg({"explain": [quote, number]}, [])


@pytest.mark.parametrize("form", ["series", "frame", "mapping"])
def test_an_article_may_be_a_row_a_table_of_one_or_a_mapping(articles, quotes, form):
    row = articles.iloc[0]
    article = {"series": row, "frame": articles.head(1), "mapping": row.to_dict()}[form]
    reading = read_article(article, quotes)
    assert repr(reading) == reading.summary
    assert repr(reading) == "Article Convoy struck near the border, day 1: 4 quotes"
    assert "Northgate Wire" in reading.html and "27 June 2021" in reading.html
    assert reading.quotes["article_id"].unique().tolist() == ["a000"]


def test_the_legend_counts_the_quotes_of_this_article_by_camp(articles, quotes):
    own = quotes[quotes["article_id"] == "a000"]
    html = read_article(articles.iloc[0], quotes).html
    found = dict(re.findall(r"<bdi>([^<]+)</bdi> <b>(\d+)</b>", html))
    expected = own["camp"].fillna("no camp given").value_counts().astype(str).to_dict()
    assert found == expected


def test_where_there_are_no_widgets_the_page_shows_with_its_style_and_focus(articles, quotes):
    reading = read_article(articles.iloc[0], quotes, focus="a000#1")
    data, _ = DisplayFormatter().format(reading)
    assert "application/vnd.jupyter.widget-view+json" in data
    assert data["text/plain"] == repr(reading)
    shown = data["text/html"]
    assert shown.count("<style>") == 1 and ".ak-reader mark" in shown
    assert "http" not in shown and "Speaker: " in shown
    assert " ak-focus" in shown.split("</style>")[1]


def test_the_page_of_the_widget_is_the_same_whichever_quote_is_in_focus(articles, quotes):
    reading = read_article(articles.iloc[0], quotes)
    html, changes = reading.html, []
    reading.observe(changes.append, names=["html", "facts"])
    reading.selection = {"quote": "a000#2"}
    reading.show(articles.iloc[0], quotes, focus="a000#3")
    assert reading.html == html and "ak-focus" not in html
    assert changes == []


@pytest.mark.parametrize("column", ["title", "outlet", "author", "text", "published"])
def test_every_field_is_escaped(column):
    article = {"article_id": "a", "text": "No.", column: HOSTILE}
    reading = read_article(article, tables.empty_quotes())
    for html in (reading.html, reading._repr_html_()):
        assert "<img" not in html and "&lt;img" in html


def test_an_article_without_quotes_or_facts_says_so():
    reading = read_article({"article_id": "a", "text": ""}, tables.empty_quotes())
    assert "No quotes were found" in reading.html
    assert "ak-title" not in reading.html and "ak-facts" not in reading.html
    assert reading.selection == {} and reading.facts == []


def test_what_is_not_one_article_is_refused_by_name(articles, quotes):
    with pytest.raises(tables.TableError, match="a table of 12 rows"):
        read_article(articles, quotes)
    with pytest.raises(tables.TableError, match=r"'text'.*it has: article_id, body"):
        read_article({"article_id": "a", "body": "No."}, quotes)
    with pytest.raises(tables.TableError, match="not str"):
        read_article("No.", quotes)
    with pytest.raises(tables.TableError, match="column 'article_id' is missing"):
        read_article(articles.iloc[0], quotes.drop(columns="article_id"))
    with pytest.raises(tables.TableError, match=r"column 'label' is missing"):
        read_article(articles.iloc[0], quotes, stance=pd.DataFrame({"quote_id": [], "target": []}))


def test_an_unknown_focus_is_refused_with_the_nearest(articles, quotes):
    with pytest.raises(tables.TableError, match=r"'a000#9'.*did you mean 'a000#"):
        read_article(articles.iloc[0], quotes, focus="a000#9")
    reading = read_article(articles.iloc[0], quotes, focus="a000#2")
    with pytest.raises(tables.TableError, match=r"'a001#0'.*did you mean 'a000#"):
        reading.selection = {"quote": "a001#0"}
    with pytest.raises(ValueError, match=r"'quotes'.*did you mean 'quote'"):
        reading.selection = {"quotes": "a000#0"}
    assert reading.selection == {"quote": "a000#2"}


def test_a_selection_restores_another_reading(articles, quotes):
    one, other = (read_article(articles.iloc[0], quotes) for _ in range(2))
    one.focus = "a000#3"
    other.selection = one.selection
    assert other.focus == "a000#3"
    other.selection = {}
    assert other.selection == {}


def test_the_tables_are_left_as_they_were(articles, quotes):
    before = quotes.copy(deep=True)
    reading = read_article(articles.iloc[0], quotes, focus="a000#0")
    mine = reading.quotes
    mine["speaker"] = "changed"
    assert quotes.equals(before)
    assert not reading.quotes["speaker"].eq("changed").any()


def test_a_pane_goes_from_article_to_hint_to_article(articles, quotes):
    pane = Reading()
    with pytest.raises(tables.TableError, match="no article is shown"):
        pane.focus = "a000#0"
    pane.show(articles.iloc[0], quotes, focus="a000#0")
    pane.show(articles.iloc[1], quotes, focus="a001#2")
    assert "day 2" in pane.html and [fact["id"] for fact in pane.facts][2] == "a001#2"
    pane.say(HOSTILE)
    assert (pane.focus, pane.facts) == ("", [])
    assert "<img" not in pane.html and "&lt;img" in pane.html
    pane.show(articles.iloc[1], quotes)
    assert "day 2" in pane.html and pane.focus == ""


def test_quotes_are_in_reading_order_whatever_the_tables_order(articles, quotes):
    mixed = quotes.sample(frac=1, random_state=1).set_axis([0] * len(quotes))
    reading = read_article(articles.iloc[0], mixed)
    assert reading.quotes["quote_id"].tolist() == [f"a000#{i}" for i in range(4)]
    assert [fact["id"] for fact in reading.facts] == [f"a000#{i}" for i in range(4)]
    assert reading.html == read_article(articles.iloc[0], quotes).html


def test_a_broken_row_of_another_article_does_not_matter(articles, quotes):
    quotes["kind"] = quotes["kind"].astype("string")
    quotes.loc[quotes["article_id"] == "a005", "kind"] = "sung"
    read_article(articles.iloc[0], quotes)
    with pytest.raises(tables.TableError, match="sung"):
        read_article(articles.iloc[5], quotes)


def test_the_card_tells_what_is_known_of_a_quote(reading):
    (facts,) = reading.facts
    assert (facts["id"], facts["speaker"]) == ("a#0", "Dana Whitfield")
    assert facts["colour"] == CAMPS["US Congress"]
    rows = dict(facts["rows"])
    assert rows["Camp"] == "US Congress" and rows["Kind"].startswith("indirect")
    assert rows["Named as"] == "“The senator”" and rows["Reporting words"] == "“condemned”"
    (side,) = facts["stances"]
    assert (side["target"], side["label"]) == ("raid", "against")
    assert side["words"] == "score −0.80, confidence 0.90"
    assert side["colour"] == STANCES["against"]


def test_the_card_says_what_is_missing():
    quotes = tables.as_quotes(
        [{"quote_id": "a#0", "article_id": "a", "kind": "direct", "quote": "x", "spans": [(0, 1)]}]
    )
    (facts,) = quote_facts(quotes, tables.as_stance([stands(score=pd.NA, confidence=pd.NA)]))
    assert facts["speaker"] == "" and facts["colour"] == MISSING
    rows = dict(facts["rows"])
    assert rows["Camp"] == "none given" and rows["Reporting words"] == "none"
    assert "Confidence" not in rows and "Actor" not in rows
    assert facts["stances"][0]["words"] == ""


def test_targets_have_their_names_where_the_registry_is_given():
    quotes, stance = tables.as_quotes([said()]), tables.as_stance([stands(), stands(target="x")])
    registry = [SimpleNamespace(id="raid", name="The raid of 27 June")]
    article = {"article_id": "a", "text": TEXT}
    shown = read_article(article, quotes, stance=stance, targets=registry).facts[0]["stances"]
    assert [side["target"] for side in shown] == ["The raid of 27 June", "x"]


@pytest.mark.parametrize(
    ("confidence", "words"),
    [(1, "very likely right (1.00)"), (0.75, "likely right (0.75)"),
     (0.5, "more likely right than wrong (0.50)"), (0, "may well be wrong (0.00)")],
)  # fmt: skip
def test_confidence_in_words(confidence, words):
    assert sureness(confidence) == words


def test_the_words_that_moved_a_stance_are_those_of_explain_quote(reading, sent):
    ask(reading, quote="a#0")
    (answer,) = sent
    assert "error" not in answer
    assert (answer["quote"], answer["number"]) == ("a#0", 0)
    passage = "".join(piece["text"] for piece in answer["pieces"])
    assert "The senator condemned the raid." in passage
    roles = {piece["text"]: piece["role"] for piece in answer["pieces"]}
    assert roles["raid"] == "target" and roles["The senator"] == "holder"
    condemned = next(word for word in answer["words"] if word["text"] == "condemned")
    assert condemned["side"] == "against" and condemned["effect"].startswith("−")
    assert condemned["tone"] == STANCES["against"]


def test_words_are_found_once_and_again_when_the_article_changes(reading, sent, monkeypatch):
    calls = []
    explained = Explanation(TEXT, (26, 30), None, VERDICT, _words([]))
    monkeypatch.setattr(
        analystkit.stance, "explain_quote", lambda row, **_: calls.append(row) or explained
    )
    article, quotes = {"article_id": "a", "text": TEXT}, reading.quotes
    stance = tables.as_stance([stands()])
    ask(reading, quote="a#0")
    ask(reading, quote="a#0")
    reading.show(article, quotes, stance=stance, focus="a#0")
    ask(reading, quote="a#0")
    assert len(calls) == 1 and len(sent) == 3
    reading.show(article | {"text": TEXT + " It rained."}, quotes, stance=stance)
    ask(reading, quote="a#0")
    assert len(calls) == 2


def test_nothing_is_explained_before_a_quote_is_opened(reading, monkeypatch):
    monkeypatch.setattr(analystkit.stance, "explain_quote", lambda *_, **__: pytest.fail("asked"))
    reading.focus = "a#0"
    reading._repr_html_()


@pytest.mark.parametrize(
    ("quote", "number", "message"),
    [("a#0", 1, "LookupError: quote 'a#0' of the article shown has no stance 1"),
     ("gone", 0, "LookupError: quote 'gone'")],
)  # fmt: skip
def test_an_error_in_finding_the_words_is_told_by_name(reading, sent, quote, number, message):
    ask(reading, quote=quote, number=number)
    assert sent[-1]["error"].startswith(message)


def test_a_stance_without_its_mention_is_told_by_name(sent):
    stance = tables.as_stance([stands(mention_start=pd.NA, mention_end=pd.NA)])
    pane = Reading()
    pane.show({"article_id": "a", "text": TEXT}, tables.as_quotes([said()]), stance=stance)
    ask(pane, quote="a#0")
    assert "ValueError" in sent[-1]["error"] and "where its target stands" in sent[-1]["error"]


def _words(rows):
    return pd.DataFrame(rows, columns=["word", "start", "end", "effect"])


def test_pieces_are_the_passage_again_whatever_lies_over_what():
    found = Explanation(
        "abcdefghij", (2, 5), (4, 8), VERDICT,
        _words([("ab", 0, 2, 0.9), ("cd", 2, 4, -0.4), ("j", 9, 10, 0.0)]),
    )  # fmt: skip
    assert "".join(piece["text"] for piece in pieces(found)) == "abcdefghij"
    assert [word["text"] for word in strongest(found)] == ["ab", "cd"]
    assert [word["effect"] for word in strongest(found)] == ["+0.90", "−0.40"]


def test_small_effects_are_shaded_little():
    found = Explanation("a b", (2, 3), None, VERDICT, _words([("a", 0, 1, 0.03)]))
    assert pieces(found)[0]["strength"] == 0.1
    assert strongest(found) == []
