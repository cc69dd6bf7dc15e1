import textwrap
from itertools import pairwise

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analystkit.quotes import extract_quotes
from analystkit.text.reading import readable

PARAGRAPHS = [
    "The harbour master spoke on Monday.",
    "“We need more boats before winter comes,” Anna Lind said. The ministry said it would pay.",
    "“Nobody asked us about the new rules,” said Karl Rees, a fisherman.",
    "Lind added that two ferries had been sold.",
]
CLEAN = "\n\n".join(PARAGRAPHS)
LEFTOVERS = {
    "tags": "".join(f'<p class="x">{p}</p>' for p in PARAGRAPHS),
    "marks as entities": CLEAN.replace("“", "&quot;").replace("”", "&quot;"),
    "invisible between words": CLEAN.replace(" ", "\u200b"),
    "spaces as entities": CLEAN.replace(" ", "&nbsp;"),
    "hard line ends": "\n\n".join(textwrap.fill(p, 50) for p in PARAGRAPHS),
    "soft hyphens": CLEAN.replace("minist", "min\u00adist"),
}

PIECES = [
    *("<p>", "<a href='", "'>", "</a>", "<!--", "-->", "&amp;", "&quot;", "&#8220;", "<img alt='"),
    *("\u00ad", "\u200b", "\n", "word", " said ", "two\nlines of a text that is wrapped at\nsome "),
]


def quotes_of(text):
    quotes = extract_quotes(pd.DataFrame({"article_id": ["a"], "text": [text]}))
    for row in quotes.itertuples():
        assert row.quote == " … ".join(text[start:end] for start, end in row.spans)
        assert row.source == text[row.source_start : row.source_end]
        assert row.cue == text[row.cue_start : row.cue_end]
    return list(zip(quotes["kind"], quotes["speaker"], strict=True))


@pytest.mark.parametrize("leftover", LEFTOVERS)
def test_leftovers_are_read_as_the_clean_text_is(leftover):
    clean = quotes_of(CLEAN)
    assert len(clean) == 4
    assert quotes_of(LEFTOVERS[leftover]) == clean


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ('<a href="http://a.example/?p=1&amp;b=2">No</a>, she said.', "No, she said."),
        ('<img alt="a\u00adb &quot;c&quot;">No.', "No."),
        ("One<!-- a &amp; b\u200bc -->, two.", "One, two."),
    ],
)
def test_what_stands_inside_a_tag_goes_with_it(text, read):
    assert readable(text).text == read


@given(st.text("a .\n") | st.sampled_from(PIECES), st.lists(st.sampled_from(PIECES), max_size=12))
def test_no_letter_is_read_twice_whatever_stands_in_what(start, pieces):
    text = "".join([start, *pieces])
    read = readable(text)
    assert len(read.text) <= len(text)
    places = [read.back((at, at + 1)) for at in range(len(read.text))]
    assert all(0 <= start < end <= len(text) for start, end in places)
    assert all(sooner[1] <= later[0] or sooner == later for sooner, later in pairwise(places))


@pytest.mark.parametrize(
    "text",
    [
        "It cost 5 < 6 & more; R&D rose.",
        "One line.\nAnother line that is its own paragraph.\nA third one, as long as this.",
        "roses are red\nviolets are blue\nthis is a poem\nand so are you",
        "",
    ],
)
def test_what_is_no_leftover_stays(text):
    assert readable(text).text == text
