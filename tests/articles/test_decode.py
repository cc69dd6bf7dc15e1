import codecs

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from analystkit.articles.decode import NotTextError, decode
from analystkit.tables import readable

STORY = (
    "“We will answer,” said Senator Dana Whitfield’s office — a day after the café "
    "in Zürich was closed. The talks, José Brook added, cost £5m.\r\n"
)
# What a news text may hold: any assigned characters, line ends and tabs, no controls.
texts = st.text(
    st.one_of(
        st.characters(codec="utf-8", exclude_categories=["Cc", "Cs", "Cn"]),
        st.sampled_from("\t\r\n"),
    )
)


@given(texts)
def test_utf8_comes_back_as_written(text):
    assume(not text.startswith(("\ufeff", "%PDF-", "PK\x03\x04", "{\\rtf")))
    assert decode(text.encode()) == (text, None)


@given(texts, st.sampled_from(["utf-8", "utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be"]))
def test_a_byte_order_mark_decides_and_is_dropped(text, name):
    assume(name != "utf-16-le" or not text.startswith("\0"))
    marks = {
        "utf-8": codecs.BOM_UTF8,
        "utf-16-le": codecs.BOM_UTF16_LE,
        "utf-16-be": codecs.BOM_UTF16_BE,
        "utf-32-le": codecs.BOM_UTF32_LE,
        "utf-32-be": codecs.BOM_UTF32_BE,
    }
    assert decode(marks[name] + text.encode(name)) == (text, None)


@pytest.mark.parametrize("name", ["utf-16-le", "utf-16-be"])
def test_utf16_without_a_mark(name):
    assert decode(STORY.encode(name)) == (STORY, None)
    arabic = "قال رئيس الوزراء إن الضربات غير مقبولة، وهي انتهاك صارخ للسيادة.\n"
    assert decode(arabic.encode(name)) == (arabic, None)


@pytest.mark.parametrize(
    "text",
    [
        STORY,
        "The café closed.",
        "It cost £5.",
        "He said: “no.”",
        "Le ministre a déclaré que les frappes étaient inacceptables et qu’il répondrait.",
    ],
)
def test_windows_1252_is_told_without_a_doubt(text):
    assert decode(text.encode("cp1252")) == (text, None)


def test_other_encodings_are_told_apart_and_noted():
    russian = "Премьер-министр заявил, что удары неприемлемы, и потребовал объяснений. " * 3
    text, doubt = decode(russian.encode("cp1251"))
    assert text == russian
    assert "cp1251" in doubt and "encoding=" in doubt


def test_lines_of_two_encodings_put_into_one_file_are_each_read_right():
    cafe, zurich = "The café closed.\n", "“We won’t answer,” Zürich said.\n"
    text, doubt = decode(cafe.encode("cp1252") + zurich.encode())
    assert text == cafe + zurich
    assert "Windows-1252" in doubt


def test_a_line_of_utf8_with_some_bytes_of_another_encoding_is_still_text():
    text, doubt = decode("“Go,” he said, and “stay” and ".encode() + b"\x93wait\x94.")
    assert text == "“Go,” he said, and “stay” and \ufffdwait\ufffd."
    assert "broken bytes in 2 places" in doubt


def test_the_encoding_named_is_the_one_used():
    assert decode("Başbakan".encode("cp1254"), "cp1254") == ("Başbakan", None)
    assert decode(b"\xef\xbb\xbfno", "utf-8") == ("no", None)
    with pytest.raises(NotTextError, match="is not utf-8: byte 0xe9 at 3"):
        decode("café".encode("cp1252"), "utf-8")


def test_utf8_cut_in_the_middle_is_not_read_as_windows_1252():
    text, doubt = decode(STORY.encode()[:-2] + b"\xe2\x80")
    assert text.startswith("“We will answer,” said")
    assert "broken bytes" in doubt


@pytest.mark.parametrize(
    ("raw", "what"),
    [
        (b"%PDF-1.4\nstream", "a PDF"),
        (b"PK\x03\x04abc", "a zip or Office file"),
        (b"{\\rtf1 Hello}", "an RTF file"),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "binary"),
        (bytes(range(256)), "binary"),
        (b"Hello\0world, this is no text", "binary"),
        (b"t\0xt,date\nOne.,2021-06-28\nTwo.,2021-06-29\n", "binary"),
    ],
)
def test_files_that_are_no_text_say_what_they_are(raw, what):
    with pytest.raises(NotTextError, match=what):
        decode(raw)


@given(st.binary())
def test_any_bytes_are_text_or_a_clear_no(raw):
    try:
        text, _ = decode(raw)
    except NotTextError as error:
        assert str(error)
    else:
        assert "\0" not in text
        text.encode()


def test_half_characters_keep_their_place():
    assert readable("a\ud800b") == "a\ufffdb"


@pytest.mark.parametrize(
    "stray",
    [
        "Müller, Köln, Grüße, über, «\xa0é\xa0»\n",
        "Le «\xa0café\xa0» était fermé à Noël.\n",
        "“We won’t answer,” Zürich said – twice.\n",
    ],
)
@pytest.mark.parametrize("around", ["“We will answer,” she said.\n", "A café.\n", "Başbakan\n"])
def test_a_line_of_windows_1252_never_turns_utf8_into_another_script(stray, around):
    text, doubt = decode(around.encode() + stray.encode("cp1252") + b"Plain.\n")
    assert text == around + stray + "Plain.\n"
    assert "1 lines read as Windows-1252; the first is line 2" in doubt


@given(st.lists(texts.map(lambda text: " ".join(text.split())), min_size=1), st.binary(max_size=30))
def test_whatever_one_line_is_the_others_are_read_right(lines, dirt):
    dirt = dirt.translate(None, b"\r\n\0")
    whole = "“We will answer,” the café’s owner said.\n" + "\n".join(lines) + "\n"
    try:
        text, _ = decode(whole.encode() + dirt)
    except NotTextError:
        return  # too much of it is no text
    assert text.startswith(whole)


def test_a_stray_nul_is_replaced_and_its_line_named():
    rows = "".join(f"{n},Crews return.\n" for n in range(2_001))
    text, doubt = decode((rows[:99] + "\0" + rows[99:]).encode())
    assert text == rows[:99] + "\ufffd" + rows[99:]
    assert doubt == "1 NUL bytes, the first in line 7, read as \ufffd"


@pytest.mark.parametrize("mark", ["–", "’t", "“no”", "50€", "£5", "élan", "Größe", "São"])
def test_a_few_bytes_in_a_text_of_ascii_are_windows_1252(mark):
    text = "We will answer, said the owner.\n" * 50 + f"{mark}\n"
    assert decode(text.encode("cp1252")) == (text, None)
