"""ProQuest: documents between rules of underscores, fields with their names in full."""

import re
from collections.abc import Iterable

from analystkit.articles.exports import labels
from analystkit.articles.exports.documents import (
    Document,
    Export,
    Para,
    add,
    document,
    one_line,
    tidy,
)

_RULE = re.compile(r"[_\s]{20,}")
_MARK = re.compile(r"Document\s+(\d+)\s+of\s+(\d+)|(\d+)\s+of\s+(\d+)")
_LABEL = re.compile(r"([A-Z][\w /&'’().-]{1,40}?)\s?:(?:\s+(.*))?", re.DOTALL)
_COLUMNS = {
    "title": "title", "author": "author", "publication title": "outlet", "source": "outlet",
    "publication date": "published", "language of publication": "language", "language": "language",
    "document url": "url", "proquest document id": "article_id", "section": "section",
    "pages": "page", "first page": "page", "publication year": "year", "abstract": "abstract",
    "subject": "subject", "location": "location", "people": "person", "copyright": "copyright",
    "company / organization": "company", "company": "company", "publisher": "published_by",
    "publication info": "publication_info", "last updated": "last_updated", "edition": "edition",
    "source type": "publication_type", "document type": "document_type", "database": "database",
    "issn": "issn", "volume": "volume", "issue": "issue", "column": "column",
    "publication subject": "publication_subject",
    "place of publication": "place", "country of publication": "country", "links": "links",
    "credit": "credit", "dateline": "dateline", "identifier / keyword": "keywords", "year": "year",
    "supplement": "supplement", "url": "links", "accession number": "number",
    "document feature": "document_feature", "illustration": "graphic", "notes": "notes",
    "publication date (as published)": "date_as_published", "identifier": "keywords",
    "number of pages": "page", "ethnic newswatch": "collection", "classification": "classification",
    "people, organizations": "person", "correspondence author": "contact", "isbn": "isbn",
    "alternate title": "subtitle", "subtitle": "subtitle", "location, country": "location",
    "publication frequency": "frequency", "year of publication": "year", "city": "place",
    "broad subject": "subject", "narrow subject": "subject",
}  # fmt: skip
_FULL = ("full text", "fulltext", "text", "body")
_OF_SERVICE = re.compile(
    r"\s*(?:Contact (?:us|ProQuest)|Database copyright|Terms and Conditions|Bibliography"
    r"|Citation style)"
)
_UNKNOWN = ("anonymous", "[unknown]", "none", "not available")


def split_proquest(paras: Iterable[Para]) -> Export | None:
    """The documents of an export of ProQuest; None where there is no sign of it."""
    lines = list(_lines(paras))
    telling = [
        n for n, line in enumerate(lines)
        if (found := _label(line.text)) and found[0] in ("proquest document id", *_FULL[:2])
    ]  # fmt: skip
    if not telling or not any("proquest" in lines[n].text.lower() for n in range(len(lines))):
        return None
    parts: list[list[Para]] = [[]]
    export = Export("ProQuest")
    for line in lines:
        mark = _MARK.fullmatch(tidy(line.text))
        if _RULE.fullmatch(line.text):
            parts.append([])
        elif mark:
            export.stated[f"“{tidy(line.text)}”"] = int(mark[2] or mark[4])
            if parts[-1]:
                parts.append([])
        else:
            parts[-1].append(line)
    total = max(export.stated.values(), default=0)
    export.stated = dict([max(export.stated.items(), key=lambda pair: pair[1])]) if total else {}
    for part in parts:
        names = [found[0] for line in part if (found := _label(line.text))]
        if "title" in names or "publication title" in names or any(n in _FULL for n in names):
            export.documents.append(_document(part))
    ids = sum(
        1 for line in lines if (found := _label(line.text)) and found[0] == "proquest document id"
    )
    if ids:
        export.stated["its ProQuest document IDs"] = ids
    return export


def counted_ids(paras: Iterable[Para]) -> int:
    """How many documents the paragraphs number in the way of ProQuest."""
    return sum(
        1
        for line in _lines(paras)
        if re.fullmatch(r"Document\s+\d+\s+of\s+\d+", tidy(line.text))
        or line.text.lower().startswith("proquest document id:")
    )


def _lines(paras: Iterable[Para]) -> Iterable[Para]:
    """Paragraphs, those in which several lines open with a label taken apart."""
    for para in paras:
        pieces: list[str] = []
        for line in para.text.split("\n"):
            if not pieces or _label(line) or _RULE.fullmatch(line) or _MARK.fullmatch(tidy(line)):
                pieces.append(line)
            else:
                pieces[-1] += "\n" + line
        yield from (para._replace(text=piece) for piece in pieces if piece.strip())


def _label(text: str) -> tuple[str, str] | None:
    match = _LABEL.fullmatch(text.strip())
    if match is None:
        return None
    name = " ".join(match[1].lower().split())
    return (name, match[2] or "") if name in _COLUMNS or name in _FULL else None


def _document(part: list[Para]) -> Document:
    fields: Document = {}
    body: list[str] = []
    loose: list[str] = []
    name = ""
    tail = _tail_start(part)
    for number, line in enumerate(part):
        found = _label(line.text)
        if found and not (name in _FULL and (number < tail or found[0] in _FULL)):
            name, value = found
        else:
            value = line.text
        if name in _FULL:
            body.append(value)
        elif not name:
            loose.append(one_line(value))
        elif _closing(value) and not found:
            name = "closing"
        elif name != "closing" and value.strip().lower() not in _UNKNOWN:
            add(fields, _COLUMNS[name], value)
    if not fields.get("title") and loose:
        fields["title"] = loose[0]
    elif rest := [
        text for text in loose if text != fields.get("title") and "proquest" not in text.lower()
    ]:
        add(fields, "head", "; ".join(rest))
    name, _, place = (fields.get("outlet") or "").partition("; ")
    if place:  # "The Courier; Harbour Town"
        fields["outlet"] = name
        fields.setdefault("place", place)
    date = labels.find_date(fields.get("published") or "")
    if date:
        fields["published"] = date.value
    if not body and fields.get("abstract"):
        body, fields["text_is"] = [fields.pop("abstract") or ""], "abstract"
    return document(fields, body)


def _tail_start(part: list[Para]) -> int:
    """Where the labels after the text begin, which stand without a gap; 0 where that is unclear."""
    kept = [n for n, line in enumerate(part) if not _closing(line.text)]
    place = len(kept)
    while place and _label(part[kept[place - 1]].text):
        place -= 1
    names = {found[0] for n in kept[place:] if (found := _label(part[n].text))}
    return kept[place] if names & {"title", "proquest document id"} else 0


def _closing(text: str) -> bool:
    """Whether a paragraph is of the service and not of the article."""
    return _OF_SERVICE.match(text) is not None
