import io
import re
import sys

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from analystkit.articles import load_articles
from analystkit.articles.formats.pdf import paragraphs, running

pypdf = pytest.importorskip("pypdf")
pytestmark = pytest.mark.filterwarnings("ignore:not all was read")

HEAD = "The Harbour Wire"
BODY = [
    ["Ferry strike ends", "", "HARBOUR TOWN - Crews return on Monday, and not a day later, com-",
     "pany officials said. The company that runs the boats and the union", "agreed."],
    ['"We will answer," said Senator Dana Whitfield, who chairs the panel and',
     "has followed the talks from the start, as members of the union de-", "bated the terms and"],
    ["went home. Two officials said that pay would rise by 4% from July."],
]  # fmt: skip


def pdf(pages, title=None):
    """A PDF of these pages, each a list of lines set one below the other."""
    objects = [b"<< /Type /Catalog /Pages 2 0 R >>", b"", b"<< /Type /Font /Subtype /Type1 "
               b"/BaseFont /Helvetica /Encoding /WinAnsiEncoding >>"]  # fmt: skip
    kids = []
    for lines in pages:
        shown = b"".join(
            b"(" + re.sub(rb"([()\\])", rb"\\\1", line.encode("cp1252")) + b") Tj T*\n"
            for line in lines
        )
        stream = b"BT /F1 10 Tf 72 770 Td 14 TL\n" + shown + b"ET"
        objects.append(b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream))
        kids.append(len(objects) + 1)
        objects.append(
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents %d 0 R "
            b"/Resources << /Font << /F1 3 0 R >> >> >>" % len(objects)
        )
    objects[1] = b"<< /Type /Pages /Kids [%s] /Count %d >>" % (
        b" ".join(b"%d 0 R" % kid for kid in kids),
        len(kids),
    )
    info = b""
    if title:
        objects.append(b"<< /Title (%s) >>" % title.encode("cp1252"))
        info = b" /Info %d 0 R" % len(objects)
    out, places = io.BytesIO(), []
    out.write(b"%PDF-1.4\n")
    for number, body in enumerate(objects, 1):
        places.append(out.tell())
        out.write(b"%d 0 obj\n%s\nendobj\n" % (number, body))
    start = out.tell()
    out.write(b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1))
    out.writelines(b"%010d 00000 n \n" % place for place in places)
    out.write(b"trailer << /Size %d /Root 1 0 R%s >>\n" % (len(objects) + 1, info))
    out.write(b"startxref\n%d\n%%%%EOF\n" % start)
    return out.getvalue()


def load(tmp_path, raw, name="report.pdf"):
    (tmp_path / name).write_bytes(raw)
    articles = load_articles(tmp_path / name)
    return articles, " | ".join(articles.attrs["problems"]["problem"])


def pages():
    return [[HEAD, *lines, f"Page {n} of 3"] for n, lines in enumerate(BODY, 1)]


def test_paragraphs_are_whole_and_heads_and_page_numbers_gone(tmp_path):
    articles, said = load(tmp_path, pdf(pages(), title="Ferry strike ends"))
    text = articles["text"][0]
    assert "not a day later, company officials said. The company that runs" in text
    assert "as members of the union debated the terms and went home." in text
    assert HEAD not in text and "Page" not in text
    assert articles["title"][0] == "Ferry strike ends"
    assert articles["pages"][0] == 3
    assert "left out" in said and HEAD in said


def test_under_another_name_it_is_still_a_pdf(tmp_path):
    assert len(load(tmp_path, pdf(pages()), "report.txt")[0]) == 1


def test_a_title_that_is_a_file_name_is_none(tmp_path):
    assert load(tmp_path, pdf(pages(), title="Microsoft Word - strike.docx"))[0]["title"].isna()[0]


def test_a_scan_is_told_what_to_do(tmp_path):
    articles, said = load(tmp_path, pdf([[], []]))
    assert len(articles) == 0
    assert "no text layer" in said and "ocrmypdf" in said


def test_a_page_without_text_is_named(tmp_path):
    articles, said = load(tmp_path, pdf([["Crews return on Monday."], []]))
    assert len(articles) == 1
    assert "no text on page 2 of 2" in said


def locked(user):
    writer = pypdf.PdfWriter(clone_from=io.BytesIO(pdf(pages())))
    writer.encrypt(user, "owner", algorithm="RC4-128")
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def test_a_locked_file_is_told_what_to_do_and_one_that_only_forbids_printing_is_read(tmp_path):
    articles, said = load(tmp_path, locked("secret"))
    assert len(articles) == 0
    assert "encrypted" in said and "print it to a new .pdf" in said
    assert len(load(tmp_path, locked(""))[0]) == 1


def test_without_pypdf_the_install_line_is_given(tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "pypdf", None)
    articles, said = load(tmp_path, pdf(pages()))
    assert len(articles) == 0
    assert 'pip install "analystkit[pdf]"' in said


def test_lines_of_the_text_that_come_again_are_kept_inside_a_page():
    chorus = [["a", "b", "c", "no, he said", "d", "e", f"f{n}"] for n in "xyz"]
    running(chorus)
    assert all("no, he said" in page for page in chorus)


lines = st.lists(st.text(st.sampled_from("ab .-1"), max_size=12), max_size=6)


@given(st.lists(lines, max_size=5))
def test_every_word_of_the_lines_is_in_the_paragraphs(pages):
    squeezed = "".join("".join(line.split()) for page in pages for line in page)
    found = "".join("".join(paragraphs(pages)).split())
    assert found.replace("-", "") == squeezed.replace("-", "")


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.binary(max_size=200), st.integers(0, 1_500))
def test_a_broken_pdf_is_an_article_or_a_problem(tmp_path, dirt, at):
    raw = pdf(pages())
    articles, said = load(tmp_path, raw[:at] + dirt + raw[at + len(dirt) :])
    assert len(articles) == 1 or said


@pytest.mark.parametrize(
    "ends",
    [
        ["Document HARWI00020210628eh6s0001m", "Document HARWI00020210629eh6t0002k"],
        ["End of Document", "End of Document"],
        ["1 of 2 DOCUMENTS", "2 of 2 DOCUMENTS"],
    ],
)
def test_an_export_of_many_documents_is_never_one_article(tmp_path, ends):
    pages = [[*body[:2], "", end] for body, end in zip(BODY, ends, strict=False)]
    (tmp_path / "export.pdf").write_bytes(pdf(pages))
    (tmp_path / "one.pdf").write_bytes(pdf(pages[:1]))
    articles = load_articles(tmp_path)
    assert articles["article_id"].tolist() == ["one"]
    problem = articles.attrs["problems"].query("file == 'export.pdf'")["problem"].item()
    assert "looks like 2 documents in one file" in problem
