import zipfile

import pytest
from export_files import docx, paragraph

from analystkit.articles import load_articles

pytestmark = pytest.mark.filterwarnings("ignore:not all was read")


def one(path):
    articles = load_articles(path)
    assert articles["text"].tolist()[1:] == []
    return articles["text"][0] if len(articles) else articles.attrs["problems"]["problem"][0]


def run(xml):
    return f"<w:p><w:r>{xml}</w:r></w:p>"


def test_a_plain_document_is_one_article_of_its_paragraphs(tmp_path):
    body = paragraph("Café & bar", bold=True) + paragraph("") + paragraph("One\nline more.")
    body += run("<w:t>A</w:t><w:tab/><w:t>b</w:t><w:noBreakHyphen/><w:t>c</w:t>")
    path = docx(tmp_path / "Letter.DOCX", body)
    assert one(path) == "Café & bar\n\nOne\nline more.\n\nA b-c"
    assert load_articles(path)["article_id"].tolist() == ["Letter"]


def test_text_that_was_deleted_or_stands_twice_is_not_read_and_inserted_text_is(tmp_path):
    body = (
        "<w:p><w:ins><w:r><w:t>New </w:t></w:r></w:ins>"
        "<w:del><w:r><w:delText>old </w:delText></w:r></w:del>"
        "<w:moveFrom><w:r><w:t>moved </w:t></w:r></w:moveFrom>"
        "<w:r><w:fldChar/><w:instrText>HYPERLINK http://example.org</w:instrText></w:r>"
        '<w:hyperlink xmlns:r="r" r:id="rId1"><w:r><w:t>words</w:t></w:r></w:hyperlink></w:p>'
    )
    assert one(docx(tmp_path / "a.docx", body)) == "New words"


def test_rows_of_a_table_stand_on_a_line_where_their_cells_are_short(tmp_path):
    def cell(*texts):
        return "<w:tc>" + "".join(map(paragraph, texts)) + "</w:tc>"

    def row(*cells):
        return "<w:tr>" + "".join(cells) + "</w:tr>"

    rows = row(cell("Port"), cell("Ships"), cell("Crews")) + row(cell("North"), cell("4"), cell(""))
    rows += row(cell("One.", "Two."), cell("Three."), cell("Four."))
    text = one(docx(tmp_path / "a.docx", f"<w:tbl>{rows}</w:tbl>"))
    assert text == "Port Ships Crews\n\nNorth 4\n\nOne.\n\nTwo.\n\nThree.\n\nFour."


def test_footnotes_are_said_to_be_left_out(tmp_path):
    notes = "<w:footnote /><w:footnote /><w:footnote w:id='2'/>"
    path = docx(tmp_path / "a.docx", paragraph("Text."), footnotes=notes)
    assert load_articles(path).attrs["problems"]["problem"].tolist() == ["1 footnotes are not read"]


def test_what_is_no_word_document_says_what_to_do(tmp_path):
    path = tmp_path / "a.docx"
    path.write_bytes(b"\xd0\xcf\x11\xe0" + b"\0" * 600)
    assert "save it as .docx without one" in one(path)
    path.write_bytes(b"PK\x03\x04nonsense")
    assert "is not a Word document that can be opened" in one(path)
    whole = docx(path, paragraph("Text. " * 400)).read_bytes()
    for place in range(len(whole) // 3, len(whole), 7):
        path.write_bytes(whole[:place] + b"\xff" + whole[place + 1 :])
        assert "cannot be read" not in one(path)
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("a.txt", "x")
    assert one(path) == "is not a Word document; skipped"


def test_a_document_that_unpacks_without_end_is_refused_before_it_fills_the_memory(tmp_path):
    path = docx(tmp_path / "a.docx", "<w:p><w:r><w:t>" + "a" * (101 * 2**20) + "</w:t></w:r></w:p>")
    assert path.stat().st_size < 200_000
    assert one(path).startswith("unpacks to more than 100 MiB")
    path = docx(tmp_path / "b.docx", run("<w:t>a</w:t>") * 200_002)
    assert one(path) == "has more than 200,000 paragraphs; skipped"


@pytest.mark.parametrize(
    "start", ['<!DOCTYPE a [<!ENTITY b "bb">]>', '<!DOCTYPE a SYSTEM "file:///etc/hostname">']
)
def test_entities_are_refused(tmp_path, start):
    path = tmp_path / "a.docx"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("word/document.xml", f"{start}<w:document xmlns:w='w'>x</w:document>")
    assert one(path) == "its text declares a DTD, whose entities are not read; skipped"


def test_deep_nesting_ends(tmp_path):
    nested = "<w:tbl><w:tr><w:tc>" * 20_000 + "</w:tc></w:tr></w:tbl>" * 20_000
    path = docx(tmp_path / "a.docx", nested + paragraph("After."))
    assert one(path) == "After."
