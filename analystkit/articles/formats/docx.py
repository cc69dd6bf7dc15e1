"""Word documents: their paragraphs, as one article or as the documents of an export."""

import re
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path

from analystkit.articles.decode import NotTextError
from analystkit.articles.exports import split_export
from analystkit.articles.exports.documents import Para, tidy
from analystkit.articles.formats.safe_xml import UnsafeXMLError, walk_xml
from analystkit.articles.reading import Note, Options, Rows

_MOST = 100 * 2**20  # bytes of XML: some 3,000 articles
_MOST_PARAGRAPHS = 200_000
_DOCUMENT = re.compile(r"word/document\d*\.xml")
_OLE = b"\xd0\xcf\x11\xe0"
_ENCRYPTED = 1
_DAMAGED = (zipfile.BadZipFile, zlib.error, OSError, EOFError, NotImplementedError, UnicodeError)
# What stands twice, was deleted, or is not the document's text.
_SKIPPED = frozenset(
    "del moveFrom instrText delText delInstrText Fallback rPrChange pPrChange".split()
)


def is_docx(head: bytes, path: Path) -> bool:
    """Whether a file is a Word document, whatever its name."""
    if not head.startswith(b"PK\x03\x04") or path.suffix.lower() in (".xlsx", ".zip"):
        return False
    try:
        with zipfile.ZipFile(path) as archive:
            return _main(archive) is not None
    except (zipfile.BadZipFile, OSError, NotImplementedError, UnicodeError):
        return False


def read_docx(path: Path, options: Options, note: Note) -> Rows:
    """The documents of an export, or one article of all paragraphs.

    Nothing outside the document's own text is read: no links, pictures, embedded files, headers
    or footers.  At most 100 MiB of it are unpacked.
    """
    paras = docx_paragraphs(path, note)
    export = split_export(paras, note)
    if export is not None:
        return export
    return Rows(["text"], [(None, {"text": join(paras)})], loose=True)


def join(paras: list[Para]) -> str | None:
    """The paragraphs as one text, a blank line between them."""
    kept = (tidy(para.text) for para in paras)
    return "\n\n".join(text for text in kept if text) or None


def docx_paragraphs(path: Path, note: Note) -> list[Para]:
    """The paragraphs of a Word document, a row of a table on one line where that tells it whole."""
    with path.open("rb") as file:
        if file.read(4) == _OLE:
            raise NotTextError(
                "is protected by a password or of Word's old format: save it as .docx without "
                "one; skipped"
            )
    try:
        with zipfile.ZipFile(path) as archive:
            entry = _main(archive)
            if entry is None:
                raise NotTextError("is not a Word document; skipped")
            if entry.flag_bits & _ENCRYPTED:
                raise NotTextError("is protected by a password: save it without one; skipped")
            reader = _Reader()
            walk_xml(_pieces(archive, entry), reader.start, reader.end, reader.text)
            _note_left_out(archive, note)
    except _DAMAGED as error:
        raise NotTextError(
            f"is not a Word document that can be opened ({error}); skipped"
        ) from None
    except UnsafeXMLError as error:
        raise NotTextError(f"its text {error}; skipped") from None
    return reader.found


def _main(archive: zipfile.ZipFile) -> zipfile.ZipInfo | None:
    """The entry with the document's text."""
    return next((e for e in archive.infolist() if _DOCUMENT.fullmatch(e.filename)), None)


def _pieces(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> Iterator[bytes]:
    """The entry unpacked piece by piece, up to the limit, whatever size it declares."""
    left = _MOST
    with archive.open(entry) as file:
        while piece := file.read(1 << 16):
            left -= len(piece)
            if left < 0:
                raise NotTextError(
                    f"unpacks to more than {_MOST >> 20} MiB of text, the most that is read: "
                    "split it into several files; skipped"
                )
            yield piece


def _note_left_out(archive: zipfile.ZipFile, note: Note) -> None:
    for part in ("footnotes", "endnotes"):
        name = f"word/{part}.xml"
        if name in archive.namelist():
            with archive.open(name) as file:
                found = len(re.findall(rb":(?:foot|end)note ", file.read(1 << 20))) - 2
            if found > 0:  # the first two are the rules above them
                note(f"{found} {part} are not read")


class _Reader:
    """Takes an XML's elements one after another and keeps the paragraphs."""

    def __init__(self) -> None:
        self.found: list[Para] = []
        self.page = False
        self.skipping = 0
        self.in_text = False
        self.open: list[list[str]] = []  # paragraphs may hold boxes with paragraphs
        self.bold: list[list[bool]] = []
        self.run_bold = False
        self.rows: list[list[list[Para]]] = []  # rows, cells, paragraphs

    def start(self, name: str, attributes: dict[str, str]) -> None:
        name = _local(name)
        if self.skipping or name in _SKIPPED:
            self.skipping += 1
        elif name == "p":
            self.open.append([])
            self.bold.append([])
        elif name == "tr":
            self.rows.append([])
        elif name == "tc" and self.rows:
            self.rows[-1].append([])
        elif name == "r":
            self.run_bold = False
        elif name == "b":
            self.run_bold = _value(attributes, "val") not in ("false", "0", "off", "none")
        elif name == "t":
            self.in_text = True
        elif name in ("sectPr", "pageBreakBefore"):
            self.page = True
        elif name == "br" and _value(attributes, "type") == "page":
            self._put("\f")
        elif mark := {"br": "\n", "cr": "\n", "tab": "\t", "noBreakHyphen": "-"}.get(name):
            self._put(mark)

    def end(self, name: str) -> None:
        name = _local(name)
        if self.skipping:
            self.skipping -= 1
        elif name == "t":
            self.in_text = False
        elif name == "p" and self.open:
            self._paragraph("".join(self.open.pop()), self.bold.pop())
        elif name == "tr" and self.rows:
            for para in _row([cell for cell in self.rows.pop() if cell]):
                self._keep(para)

    def text(self, text: str) -> None:
        if self.in_text and not self.skipping:
            self._put(text)
            if text.strip() and self.bold:
                self.bold[-1].append(self.run_bold)

    def _put(self, text: str) -> None:
        if self.open:
            self.open[-1].append(text)

    def _paragraph(self, text: str, bold: list[bool]) -> None:
        self.page = self.page or "\f" in text
        text = text.replace("\f", "\n").strip("\n \t")
        if not text.strip(" \xa0\n\t"):
            return
        self._keep(Para(text, bold=bool(bold) and all(bold), page=self.page))
        self.page = False

    def _keep(self, para: Para) -> None:
        if self.rows and self.rows[-1]:
            self.rows[-1][-1].append(para)
        else:
            self.found.append(para)
        if len(self.found) > _MOST_PARAGRAPHS:
            raise NotTextError(f"has more than {_MOST_PARAGRAPHS:,} paragraphs; skipped")


def _row(cells: list[list[Para]]) -> list[Para]:
    """A table's row: one line where cells have a paragraph each, or a label and its paragraphs."""
    if (
        len(cells) > 1
        and (len(cells) == 2 or all(len(cell) == 1 for cell in cells))
        and len(cells[0]) == 1
    ):
        line = "\t".join(cell[0].text for cell in cells)
        return [
            cells[0][0]._replace(text=line, bold=False),
            *(p for cell in cells for p in cell[1:]),
        ]
    return [para for cell in cells for para in cell]


def _local(name: str) -> str:
    return name.rsplit(" ", 1)[-1]


def _value(attributes: dict[str, str], wanted: str) -> str | None:
    return next((value for name, value in attributes.items() if _local(name) == wanted), None)
