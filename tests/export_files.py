"""Files of the shapes that the services write, and Word documents made of paragraphs."""

import zipfile
from pathlib import Path
from xml.sax.saxutils import escape

DATA = Path(__file__).parent / "data" / "exports"
REAL = Path(__file__).parents[2] / "shared" / "samples" / "exports"
_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
SECTION = "<w:p><w:pPr><w:sectPr/></w:pPr></w:p>"


def paragraph(text: str, *, bold: bool = False) -> str:
    """A Word paragraph; a newline is a line break."""
    run = "<w:rPr><w:b/></w:rPr>" if bold else ""
    lines = "<w:br/>".join(
        f'<w:t xml:space="preserve">{escape(line)}</w:t>' for line in text.split("\n")
    )
    return f"<w:p><w:r>{run}{lines}</w:r></w:p>"


def docx(path: Path, body: str, **parts: str) -> Path:
    """A Word document of this XML."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr(
            "word/document.xml", f"<w:document {_W}><w:body>{body}</w:body></w:document>"
        )
        for name, content in parts.items():
            archive.writestr(f"word/{name}.xml", content)
    return path


def nexis_uni(title: str, outlet: str, date: str, *body: str, labels: str = "Length:\xa020 words",
              tail: str = "Load-Date:\xa0January 10, 2021") -> str:  # fmt: skip
    """One document as Nexis Uni writes it into a Word file."""
    head = [paragraph(title, bold=True), paragraph(outlet), paragraph(date), paragraph("")]
    head.append(paragraph("\nCopyright 2021 Northgate Press All Rights Reserved"))
    fields = [paragraph(line) for line in labels.split("|") if line]
    texts = [paragraph(text) for text in body]
    closing = [paragraph("Classification", bold=True), paragraph(tail)] if tail else []
    end = paragraph("\nEnd of Document", bold=True)
    body = paragraph("Body", bold=True)
    return "".join([*head, *fields, body, *texts, *closing, end])


def cover(*titles: str, count: int | None = None) -> str:
    """A cover page with a table of contents."""
    lines = ["Date and Time: Friday, March 12, 2021 10:01:00 AM CET", "Job Number: 139"]
    lines.append(f"Documents ({len(titles) if count is None else count})")
    for number, title in enumerate(titles, 1):
        lines += [f"{number}. {title}", "Client/Matter: -None-", "Search Terms: ferry"]
    return "".join(map(paragraph, lines))
