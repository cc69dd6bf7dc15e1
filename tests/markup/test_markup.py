import json
import re
import time
from html.parser import HTMLParser

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

import analystkit as ak
from analystkit import tables
from analystkit.markup.marks import Mark
from analystkit.markup.passages import passages
from analystkit.palette import CAMPS, MISSING
from analystkit.widgets import article_html
from analystkit.widgets.parts.base import stylesheet

HOSTILE = "<script>hacked()</script>\"'></mark><img src=x onerror=hacked()>&amp;&#60;"


class Reader(HTMLParser):
    """What a browser would see: tags in their nesting, and the text under each."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[tuple[str, dict]] = []
        self.pieces: list[tuple[str, list[tuple[str, dict]]]] = []

    def handle_starttag(self, tag, attrs):
        self.open.append((tag, dict(attrs)))

    def handle_endtag(self, tag):
        assert self.open.pop()[0] == tag

    def handle_data(self, data):
        self.pieces.append((data, list(self.open)))


def read(html: str) -> Reader:
    reader = Reader()
    reader.feed(html)
    reader.close()
    assert reader.open == []
    return reader


def plain(html: str) -> str:
    return "".join(data for data, _ in read(html).pieces)


def under(html: str, name: str) -> str:
    """The text that stands under a class."""
    return "".join(
        data
        for data, above in read(html).pieces
        if any(name in (attrs.get("class") or "").split() for _, attrs in above)
    )


def quote(spans, **columns) -> dict:
    row = {"quote_id": "a#0", "article_id": "a", "kind": "direct", "quote": "x", "spans": spans}
    return row | columns


letters = st.text(
    st.one_of(
        st.sampled_from("<>&\"'\r\n \u00a0\u2028;#x/"), st.characters(exclude_categories=["Cs"])
    )
)
offsets = st.tuples(st.integers(0, 70), st.integers(1, 40)).map(lambda p: (p[0], p[0] + p[1]))
rows = st.lists(
    st.fixed_dictionaries(
        {"spans": st.lists(offsets, min_size=1, max_size=3), "cue": offsets, "source": offsets,
         "speaker": letters, "camp": st.sampled_from([*CAMPS, HOSTILE])}
    ),
    max_size=4,
)  # fmt: skip


def table(found: list[dict]) -> pd.DataFrame:
    return tables.as_quotes(
        quote(
            row["spans"], quote_id=f"a#{i}", speaker=row["speaker"], camp=row["camp"],
            cue_start=row["cue"][0], cue_end=row["cue"][1],
            source_start=row["source"][0], source_end=row["source"][1],
        )
        for i, row in enumerate(found)
    )  # fmt: skip


@given(letters, rows)
def test_without_its_tags_it_is_the_text_again(text, found):
    html = article_html(text, table(found), focus="a#0")
    assert plain(html) == text
    tags = {tag for _, above in read(html).pieces for tag, _ in above}
    assert tags <= {"p", "mark", "span"}


TURNING = [chr(code) for code in (*range(0x202A, 0x202F), *range(0x2066, 0x206A))]


@pytest.mark.parametrize("turning", TURNING)
def test_what_turns_words_around_is_named_and_turns_nothing_outside_itself(turning):
    text = f"“Paid {turning}000,1$ to him,” said Ann{turning}."
    html = article_html(text, tables.as_quotes([quote([(1, 24)])]))
    assert plain(html) == text
    alone = [above[-1] for data, above in read(html).pieces if turning in data]
    assert [attrs["data-code"] for _, attrs in alone] == [f"U+{ord(turning):04X}"] * 2
    assert all((tag, attrs["dir"]) == ("span", "ltr") for tag, attrs in alone)
    assert under(html, "ak-bidi") == turning * 2
    assert ".ak-bidi::before" in stylesheet("reader.css")


def test_halves_of_an_emoji_break_neither_reader_nor_report_nor_export(tmp_path):
    half, words = "\ud83d", "We \ud83d stay"
    page = {"article_id": "a", "text": f"“{words},” said Ann.", "title": f"Ann {half}"}
    row = quote([(1, 10)], quote=words, speaker=f"Ann {half}", camp=f"Guard {half}", cue=half)
    articles, quotes = (pd.DataFrame([given], dtype=object) for given in (page, row))
    reader = ak.read_article(page, quotes)
    for shown in (reader.html, reader._repr_html_(), json.dumps(reader.facts)):
        shown.encode()
    assert under(reader.html, "ak-quote") == words.replace(half, "\ufffd")
    assert "ak-moved" not in reader.html
    assert ak.report(quotes, articles, path=tmp_path / "memo.html").read_text("utf-8")
    for kind in ("csv", "xlsx", "jsonl", "parquet"):
        assert ak.export(quotes, tmp_path / f"quotes.{kind}", articles=articles).stat().st_size


@given(letters, rows)
def test_exactly_the_spanned_characters_are_marked(text, found):
    html = article_html(text, table(found))
    spanned = {at for row in found for start, end in row["spans"] for at in range(start, end)}
    expected = "".join(c for at, c in enumerate(text) if at in spanned and c not in "\r\n")
    assert under(html, "ak-quote") == expected


def test_pieces_cue_and_source_are_told_apart(articles, quotes):
    for article in articles.itertuples():
        own = quotes[quotes["article_id"] == article.article_id]
        html = article_html(article.text, own)
        words = [article.text[s:e] for spans in own["spans"] for s, e in spans]
        assert under(html, "ak-quote") == "".join(words)
        known = own.dropna(subset=["cue", "source"])
        assert set(known["cue"]) == {"said"}
        assert under(html, "ak-cue") == "said" * len(known)


def test_the_title_says_who_and_how_sure():
    row = quote(
        [(0, 4)], speaker="Dana Whitfield", actor="D. Whitfield", camp="US Congress", confidence=0.9
    )
    html = article_html("“No.” she said", tables.as_quotes([row]))
    for words in ("Dana Whitfield", "D. Whitfield", "US Congress", "direct", "0.90"):
        assert words in html
    assert f"--ak-camp:{CAMPS['US Congress']}" in html


def test_missing_speaker_and_camp_are_said_to_be_missing():
    html = article_html("No.", tables.as_quotes([quote([(0, 3)])]))
    assert "Speaker: not found" in html and "Camp: none given" in html
    assert MISSING in html and "ak-unknown" in html


def test_the_inner_of_two_quotes_gives_the_colour_and_both_are_named():
    outer = quote([(0, 20)], speaker="Outer", camp="Iran")
    inner = quote([(5, 10)], quote_id="a#1", speaker="Inner", camp="United States")
    pieces = read(article_html("0123456789" * 3, tables.as_quotes([outer, inner]))).pieces
    assert [data for data, _ in pieces] == ["01234", "56789", "0123456789", "0123456789"]
    middle = pieces[1][1][-1][1]
    assert CAMPS["United States"] in middle["style"]
    assert "Inner" in middle["title"] and "Outer" in middle["title"]
    assert CAMPS["Iran"] in pieces[0][1][-1][1]["style"]


def test_only_the_focused_quote_is_set_off():
    both = tables.as_quotes([quote([(0, 2), (5, 7)]), quote([(3, 4)], quote_id="a#1")])
    assert under(article_html("ab-c-de", both, focus="a#0"), "ak-focus") == "abde"
    assert under(article_html("ab-c-de", both), "ak-focus") == ""


def test_a_quote_over_paragraphs_is_marked_in_each():
    text = "“One.\r\n\r\n“Two.”\u00a0\n"
    html = article_html(text, tables.as_quotes([quote([(0, 15)])]))
    assert html.count("<p>") == 2
    assert under(html, "ak-quote") == "“One.“Two.”"
    assert plain(html) == text


@pytest.mark.parametrize("column", ["speaker", "actor", "camp"])
def test_names_cannot_leave_their_attribute(column):
    html = article_html("No.", tables.as_quotes([quote([(0, 3)], **{column: HOSTILE})]))
    (_, above), = read(html).pieces  # fmt: skip
    assert [tag for tag, _ in above] == ["p", "mark"]
    assert set(above[-1][1]) == {"class", "style", "data-quote", "title"}
    assert HOSTILE in above[-1][1]["title"]


def test_offsets_beyond_the_text_are_cut():
    row = quote([(2, 900), (950, 960)], cue_start=800, cue_end=900)
    assert under(article_html("No way", tables.as_quotes([row])), "ak-quote") == " way"


def test_marks_name_the_rows_they_belong_to_innermost_first():
    outer = quote([(0, 20)])
    inner = quote([(5, 10)], quote_id="a#1", cue_start=12, cue_end=14)
    pieces = read(article_html("0123456789" * 3, tables.as_quotes([outer, inner]))).pieces
    named = [above[-1][1].get("data-quote") for _, above in pieces]
    assert named == ["0", "1 0", "0", "0 1", "0", None]


def test_without_titles_the_page_is_the_same_but_for_them(articles, quotes):
    own = quotes[quotes["article_id"] == "a000"]
    page = article_html(articles["text"].iloc[0], own)
    bare = article_html(articles["text"].iloc[0], own, titles=False)
    assert re.sub(r' title="[^"]*"', "", page) == bare != page


def test_piles_of_quotes_over_one_another_do_not_pile_up():
    n = 2000
    text = "word " * n
    piled = tables.as_quotes(
        quote([(i, len(text) - i)], quote_id=f"a#{i}", speaker=f"Speaker {i}") for i in range(n)
    )
    html = article_html(text, piled)
    assert plain(html) == text
    assert len(html) < 16 * 100 * (2 * n + 1)


def test_arabic_text_keeps_its_order_of_characters():
    text = "قال نزار «لن نقبل» أمس."
    start = text.index("لن")
    html = article_html(text, tables.as_quotes([quote([(start, start + 7)])]))
    assert plain(html) == text and under(html, "ak-quote") == "لن نقبل"


def test_passages_of_one_endless_paragraph_are_cut_in_linear_time():
    text = "“We stay,” Ann Lee said on Monday at the gate of the harbour. " * 20_000
    marks = [
        Mark(at + 1, at + 9, "quote", n, "#000") for n, at in enumerate(range(0, 1_240_000, 62))
    ]
    began = time.process_time()
    pieces = [piece for part in passages(text, marks) for piece in part]
    assert time.process_time() - began < 15  # a search to the end for each takes minutes
    assert "".join(piece.text for piece in pieces) == text
    assert sum(bool(piece.element) for piece in pieces) == len(marks)
