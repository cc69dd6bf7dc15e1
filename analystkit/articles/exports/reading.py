"""Which service exported a file, and its documents as rows, checked against what the file says."""

import re
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from analystkit.articles.decode import NotTextError, decode
from analystkit.articles.exports import europresse, factiva, nexis, proquest
from analystkit.articles.exports.documents import Export, Para, from_text
from analystkit.articles.exports.markup import paragraphs, parse_html
from analystkit.articles.formats.pages import decode_page
from analystkit.articles.formats.safe_xml import UnsafeXMLError, parse_xml
from analystkit.articles.reading import Note, Options, Rows

# By any of these names come pages and texts too.
_SUFFIXES = {".txt", ".md", ".html", ".htm", ".xml", ".doc", ".docx", ".rtf"}
# What only exports hold, as bytes; zero bytes are dropped first, for files in UTF-16.
_SIGNS = re.compile(
    rb"\d (?:of|von|de|di|van) \d+ (?:DOCUMENTS?|DOKUMENTE?N?|DOCUMENT[OEI]S?)"
    rb"|D(?:ocument|okument|ocumento|OCUMENT|OKUMENT) \d+ (?:of|von|de|di|van) \d"
    rb"|(?i:end of document|fin d[ue]l? document|ende des dokuments|fine (?:del )?documento"
    rb"|fim do documento|einde van (?:het )?document)"
    rb"|ProQuest document ID|DocPublicationName|[a-z]{2}Article\b|ppsArticle|ppsarticle"
    rb"|(?m:^[ \t]*HD(?:[ \t\r\n]))|>HD<"
    rb"|D(?:ocument|okument|ocumento)\s+[A-Za-z0-9]{6,12}(?:19|20)\d{6}"
    rb"|DOC NUMBER=|DOC_ID_"
    # of Europresse, "·", "é" and "©" in whatever encoding
    rb"|(?i:news[^\w\s]{1,2}\d{8}|certificat (?:est )?.{1,2}mis |\d{4}[^\r\n]{1,160}tous droits r)"
)
_BY_PARAGRAPHS: list[Callable[[list[Para]], Export | None]] = [
    factiva.split_factiva,
    proquest.split_proquest,
    nexis.split_nexis,
]


def is_export(head: bytes, path: Path) -> bool:
    """Whether a text, page or XML file has a sign that only exports of news services have."""
    if path.suffix.lower() not in _SUFFIXES or head.startswith((b"PK\x03\x04", b"{\\rtf", b"%PDF")):
        return False
    return _SIGNS.search(path.read_bytes().replace(b"\0", b"")) is not None


def read_export(path: Path, options: Options, note: Note) -> Rows | None:
    """The documents of an export in text, HTML or XML; None where it is none after all."""
    raw = path.read_bytes()
    start = raw[:4_096].replace(b"\0", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n").lower()
    if (start.startswith(b"<?xml") and b"<html" not in start) or start.startswith(b"<pps"):
        return _read_xml(raw, note)
    if start.startswith((b"<!doctype html", b"<html")) or (
        b"<body" in raw[:400_000].lower() and start.startswith(b"<")
    ):
        source, doubt = decode_page(raw, options.encoding)
        return _told(doubt, _read_page(source, note), note)
    text, doubt = decode(raw, options.encoding)
    return _told(doubt, split_export(from_text(text, wrapped=nexis.is_wrapped(text)), note), note)


def _told(doubt: str | None, rows: Rows | None, note: Note) -> Rows | None:
    if doubt and rows is not None:
        note(doubt)
    return rows


def _read_xml(raw: bytes, note: Note) -> Rows | None:
    if b"pps" not in raw and b"<headline" not in raw:
        return None
    try:
        root = parse_xml(raw)
    except UnsafeXMLError as error:
        raise NotTextError(f"{error}; skipped") from None
    return _rows(factiva.split_xml(root), note)


def _read_page(source: str, note: Note) -> Rows | None:
    tree = parse_html(source)
    if tree is None:
        return None
    export = factiva.split_page(tree) or europresse.split_europresse(tree)
    if export is not None:
        return _rows(export, note)
    return split_export(
        paragraphs(tree), note, stated=_meta(tree), many=europresse.counted_outlets(tree), page=True
    )


def _meta(tree: Any) -> dict[str, int]:
    """The number of documents that a page of LexisNexis declares."""
    found = next((meta.get("documents") for meta in tree.iter("meta") if meta.get("documents")), "")
    return {f"documents={found} in its head": int(found)} if found.isdigit() else {}


def split_export(
    paras: Iterable[Para],
    note: Note,
    *,
    stated: dict[str, int] | None = None,
    many: int = 0,
    page: bool = False,
) -> Rows | None:
    """The documents in the paragraphs of a file, None where it is no export of a service.

    `stated` is what else is known of their number, `many` how many there are at least.
    Of a `page` the marks of its own markup are known, so its words are no sign of Europresse.

    Raises
    ------
    NotTextError
        When the paragraphs look like many documents and cannot be told apart.
    """
    paras = list(paras)
    for split in _BY_PARAGRAPHS:
        export = split(paras)
        if export is not None and export.documents:
            export.stated |= stated or {}
            return _rows(export, note)
    refuse_many(paras, many=many, page=page)
    return None


def refuse_many(paras: list[Para], *, many: int = 0, page: bool = False) -> None:
    """Raise `NotTextError` when the paragraphs look like many documents of a service."""
    counted = (factiva.counted_numbers, proquest.counted_ids, nexis.counted_marks)
    many = max(many, *(count(paras) for count in counted))
    if many > 1:
        raise NotTextError(
            f"looks like {many} documents in one file, which cannot be told apart: export them "
            "again as text, RTF, DOCX or HTML with all fields, or one document a file; skipped"
        )
    if not page and (many := europresse.counted_documents(paras)) > 1:
        raise NotTextError(
            f"looks like {many} documents of Europresse in one file, which cannot be told apart: "
            "export them again as HTML, or one document a file; skipped"
        )


def _rows(export: Export | None, note: Note) -> Rows | None:
    if export is None:
        return None
    number = len(export.documents)
    for row, problem in export.problems:
        note(problem, row=row)
    for where, said in export.stated.items():
        if said != number:
            note(f"{export.service}: {where} says {said} documents, {number} were found")
    for row, document in enumerate(export.documents, 1):
        if document.get("text") and not document.get("published"):
            note("no date of its own found; left empty", row=row)
    told = {row for row, problem in export.problems if problem.startswith("no article")}
    rows = [
        (row, document)
        for row, document in enumerate(export.documents, 1)
        if document.get("text") or row not in told
    ]
    return Rows(None, rows, loose=True)
