import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analystkit.articles import load_articles
from analystkit.articles.formats.rtf import rtf_paragraphs

pytestmark = pytest.mark.filterwarnings("ignore:not all was read")


def texts(rtf):
    return [para.text for para in rtf_paragraphs(rtf)]


@pytest.mark.parametrize(
    ("rtf", "expected"),
    [
        (r"\ansi\ansicpg1252 Caf\'e9 \'93now\'94\par", ["Café “now”"]),
        (r"\ansi\ansicpg1251 \'cf\'f0\par", ["Пр"]),
        (r"\uc1 \u8220?one\u8221?\par \uc2 \u8364\'80\'80 two\par", ["“one”", "€ two"]),
        (r"\u-10179?\u-8704?", ["😀"]),
        (r"\ldblquote a\rdblquote\emdash b\~c\_d\-e\{f\}\\", ["“a”—b\xa0c-de{f}\\"]),
        (r"One\line two\par\pard Three\page Four\sect Five", ["One\ntwo", "Three", "Four", "Five"]),
        (r"{\b Bold}{\i it}\par", ["Boldit"]),
        (r"{\*\generator X;}{\info{\title T}}{\header Page 1\par}Text\par", ["Text"]),
        (r"{\field{\*\fldinst{HYPERLINK x}}{\fldrslt words}} on\par", ["words on"]),
        (r"\trowd\intbl A\cell B\cell\row\intbl C\cell\cell\row", ["A\tB", "C"]),
        (r"{\pict{\*\picprop\sp}\pngblip " + "89504e47" * 400 + "}Text", ["Text"]),
        (r"{\object{\*\objdata 0102}{\result OLE}}Text", ["Text"]),
        (r"{\b open", ["open"]),
        (r"}}Text", []),
        (r"\'81\par", ["\ufffd"]),
    ],
)  # fmt: skip
def test_what_is_read(rtf, expected):
    assert texts("{\\rtf1" + rtf + "}") == expected


def test_each_font_has_its_characters():
    fonts = r"{\fonttbl{\f0\fcharset0 Arial;}{\f1\fcharset204 Arial Cyr;}}"
    assert texts(r"{\rtf1\ansi\ansicpg1252" + fonts + r"\f0 \'e9\f1 \'e9\plain\f0 \'e9}") == ["éйé"]


def test_bold_and_pages_are_told():
    paras = rtf_paragraphs(r"{\rtf1{\b Title}\par Text with {\b bold}\par\page Next\par}")
    assert [(p.text, p.bold, p.page) for p in paras] == [
        ("Title", True, False),
        ("Text with bold", False, False),
        ("Next", False, True),
    ]


def test_rich_text_is_known_by_its_content(tmp_path):
    for name in ("a.rtf", "b.doc", "c.txt"):
        (tmp_path / name).write_bytes(rb"{\rtf1\ansi One.\par Two.\par}")
    assert load_articles(tmp_path)["text"].tolist() == ["One.\n\nTwo."] * 3


def test_what_is_none_says_what_to_do(tmp_path):
    (tmp_path / "a.rtf").write_text("plain")
    (tmp_path / "b.doc").write_bytes(b"\xd0\xcf\x11\xe0" + b"\0" * 600)
    (tmp_path / "c.doc").write_text("plain")
    said = load_articles(tmp_path).attrs["problems"]["problem"].tolist()
    assert said == [
        "is not an RTF file; skipped",
        "is of Word's old format, which is not read: open it and save it as .docx; skipped",
        "is not a Word document: open it and save it as .docx; skipped",
    ]


@given(st.text(alphabet="{}\\'*~abfpru0189 \n;", max_size=200))
def test_anything_ends(text):
    rtf_paragraphs("{\\rtf1" + text)
    rtf_paragraphs(text)


@pytest.mark.parametrize(
    "piece", [r"{\fonttbl\f0 ", "{", r"{\field{\*\fldinst HYPERLINK \"", r"\'e9"]
)
def test_time_is_linear_in_what_is_repeated(piece):
    started = time.perf_counter()
    rtf_paragraphs("{\\rtf1 " + piece * 50_000)
    assert time.perf_counter() - started < 5
