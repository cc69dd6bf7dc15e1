"""Factiva: fields of two letters, or the same values without them, in a page, RTF, text or XML."""

import re
from collections.abc import Iterable
from typing import Any

from analystkit.articles.exports import labels
from analystkit.articles.exports.documents import (
    Document,
    Export,
    Para,
    add,
    document,
    one_line,
    tidy,
    unwrap,
)
from analystkit.articles.exports.markup import paragraphs, text_of

# In the order in which Factiva writes them.
_CODES = (
    "CLM SE HD BY CR WC PD ET SN SC NGC GC ED PG VOL LA CY LP TD CT RF ART CX RE2 DLN CO IN NS RE "
    "IPC IPD PUB AN"
).split()
_COLUMNS = {
    "HD": "title", "BY": "author", "SN": "outlet", "LA": "language", "AN": "article_id",
    "SE": "section", "WC": "length", "ET": "time", "SC": "source_code", "ED": "edition",
    "PG": "page", "VOL": "volume", "CY": "copyright", "CR": "credit", "CO": "company",
    "IN": "industry", "NS": "subject", "RE": "region", "IPC": "publisher_codes",
    "IPD": "publisher_descriptors", "PUB": "published_by", "RF": "reference", "CLM": "column",
    "PD": "published", "ART": "graphic", "CT": "contact", "NGC": "source_group",
    "GC": "source_group_code",
}  # fmt: skip
_CODE = re.compile(
    rf"[ \t\xa0]*({'|'.join(sorted(_CODES, key=len, reverse=True))})(?:([ \t\xa0:]+)(\S.*)?)?",
    re.DOTALL,
)
_DOCUMENT = r"(?:Document|Dokument|Documento)\s+"
_NUMBER = re.compile(
    rf"{_DOCUMENT}([A-Za-z0-9]{{6,12}}0{{0,8}}(?:19|20)\d{{6}}[A-Za-z0-9]{{4,14}})"
)
_WORDS = re.compile(
    r"\d[\d.,’'  \xa0]*\s*(?:words?|mots?|wörter|worte|palabras?|parole|palavras?|woorden"
    r"|ord|słów|слов)",
    re.IGNORECASE,
)
_TIME = re.compile(r"\d{1,2}:\d{2}(?:\s*(?:[ap]m|gmt))?", re.IGNORECASE)
_SOURCE_CODE = re.compile(r"[A-Z0-9]{2,8}")
_ARTICLE = re.compile(r"(?:^|\s)(?:[a-z]{2}(?:[A-Z]{2}|-\w+)?Article)(?:\s|$)")
_RIGHTS = re.compile(r"copyright|\(c\)|©|reserved|vorbehalten|réservés|reservados", re.IGNORECASE)
_LONGEST_RIGHTS = 160
# What stands on every page of a file that was printed.
_FURNITURE = re.compile(
    r"(?:page|seite|página|pagina) \d+ (?:of|sur|de|von|di|van) \d+(?:.*factiva.*)?"
    r"|(?:©|\(c\)|copyright) \d{4} factiva\b.*|factiva|dow jones",
    re.IGNORECASE,
)
_BY = re.compile(r"(?:by|von|par|por|di|door)\s+\S", re.IGNORECASE)


def split_factiva(paras: Iterable[Para]) -> Export | None:
    """The documents in the paragraphs of a Factiva file with or without its two letters."""
    lines = [
        Para(line, para.bold, para.page and not number)
        for para in paras
        for number, line in enumerate(para.text.split("\n"))
        if line.strip(" \t\xa0") and not _FURNITURE.fullmatch(tidy(line))
    ]
    gap = _gap(lines)
    if gap is not None:
        return _with_codes(lines, gap)
    ends = [n for n, line in enumerate(lines) if _NUMBER.fullmatch(tidy(line.text))]
    if not ends or not any(_WORDS.fullmatch(tidy(line.text)) for line in lines):
        return None
    export = Export("Factiva")
    export.stated["its document numbers"] = len(ends)
    start = 0
    for end in ends:
        export.documents.append(_unlabelled(lines[start:end], lines[end].text))
        start = end + 1
    return export


def counted_numbers(paras: Iterable[Para]) -> int:
    """How many document numbers or headline codes stand in the paragraphs."""
    lines = [line for para in paras for line in para.text.split("\n")]
    numbers = {m[1] for line in lines if (m := _NUMBER.search(line))}
    coded = [
        sum(1 for line in lines if re.match(rf"[ \t\xa0]*{code}(?:[ \t\xa0]|$)", line))
        for code in ("HD", "AN")
    ]
    return max(len(numbers), min(coded))


def _gap(lines: list[Para]) -> str | None:
    """What parts a code from its value: a tab, spaces, a space, a new line; None for no codes."""
    found = [(m[1], m[2] or "", m[3]) for line in lines if (m := _CODE.fullmatch(line.text))]
    codes = {code for code, _, _ in found}
    if not ("HD" in codes and codes & {"PD", "SN"} and len(codes) >= 4):
        return None
    heads = [(between, value) for code, between, value in found if code == "HD"]
    if any("\t" in between for between, _ in heads):
        return "\t"
    if all(not value for _, value in heads):
        return "\n"
    return "  " if all(len(between) > 1 for between, value in heads if value) else " "


def _with_codes(lines: list[Para], gap: str) -> Export:
    export = Export("Factiva")
    documents: list[list[tuple[str, list[str]]]] = []
    last = -1
    for line in lines:
        code, value = _code(line.text, gap, last)
        closed = bool(documents) and documents[-1][-1][0] == "AN"
        if code is None:
            if documents and not (closed and documents[-1][-1][1]):
                documents[-1][-1][1].append(value)
            continue
        place = _CODES.index(code)
        if not documents or closed or (place <= last and code in ("SE", "HD", "CLM")):
            documents.append([])
        last = place
        documents[-1].append((code, [value] if value else []))
    for fields in documents:
        export.documents.append(_labelled(fields))
    heads = sum(code == "HD" for fields in documents for code, _ in fields)
    numbers = sum(_NUMBER.search(line.text) is not None for line in lines)
    export.stated["its HD fields"] = heads
    if numbers:
        export.stated["its document numbers"] = numbers
    return export


def _code(text: str, gap: str, last: int) -> tuple[str | None, str]:
    """The code that a line opens with, and the rest of it."""
    match = _CODE.fullmatch(text)
    if match is None:
        return None, text
    code, between, value = match[1], match[2] or "", match[3] or ""
    after_body = last >= _CODES.index("LP")
    fits = {
        "\t": "\t" in between or not value,
        "\n": not value,
        "  ": len(between) > 1 or not value,
        " ": _CODES.index(code) > last or last == len(_CODES) - 1,
    }[gap]
    if fits and gap == " " and after_body and code in ("CO", "IN", "NS", "RE", "IPC", "ART", "CT"):
        fits = ":" in value or "|" in value  # "IN London, ministers …" is the article's
    return (code, value) if fits else (None, text)


def _labelled(found: list[tuple[str, list[str]]]) -> Document:
    """A document from its codes and the paragraphs of each."""
    fields: Document = {}
    body: list[str] = []
    for code, values in found:
        if code in ("LP", "TD"):
            body += values
        else:
            add(fields, _COLUMNS.get(code, code.lower()), " ".join(values))
    return _settled(fields, body)


def _unlabelled(lines: list[Para], number: str) -> Document:
    """A document whose values stand in Factiva's order without their codes."""
    texts = [tidy(line.text) for line in lines]
    counted = next((n for n, text in enumerate(texts) if _WORDS.fullmatch(text)), None)
    fields: Document = {"article_id": number}
    if counted is None:
        return _settled(fields, texts)
    head, rest = lines[:counted], texts[counted + 1 :]
    bold = [n for n, line in enumerate(head) if line.bold]
    title = bold[0] if bold else 0
    for n, line in enumerate(head):
        text = one_line(line.text)
        if n == title or (line.bold and n == title + 1):
            fields["title"] = f"{fields['title']} {text}" if fields.get("title") else text
        elif n < title:
            add(fields, "section", text)
        elif bold or _BY.match(text):
            add(fields, "author", text)
        else:
            add(fields, "head", text)  # who or what this is nothing tells for certain
    add(fields, "length", texts[counted])
    return _settled(fields, _source(rest, fields))


def _source(rest: list[str], fields: Document) -> list[str]:
    """Take date, time, outlet … language and copyright; what is left is the body."""
    place = 0
    if place < len(rest) and labels.find_date(rest[place]):
        add(fields, "published", rest[place])
        place += 1
    if place < len(rest) and _TIME.fullmatch(rest[place]):
        add(fields, "time", rest[place])
        place += 1
    if place < len(rest):
        add(fields, "outlet", rest[place])
        place += 1
    spoken = next(
        (n for n in range(place, min(place + 7, len(rest))) if labels.is_language(rest[n])), None
    )
    for text in rest[place:spoken] if spoken is not None else []:
        if _SOURCE_CODE.fullmatch(text) and not text.isdigit() and "source_code" not in fields:
            add(fields, "source_code", text)
        elif re.fullmatch(r"[A-Z]?\d{1,4}(?:[-,/ ]+[A-Z]?\d+)*", text):
            add(fields, "page", text)
        else:
            add(fields, "edition", text)
    if spoken is None:
        if place < len(rest) and _SOURCE_CODE.fullmatch(rest[place]):
            add(fields, "source_code", rest[place])
            place += 1
    else:
        add(fields, "language", rest[spoken])
        place = spoken + 1
    if place < len(rest) and _is_rights(rest[place], after_language=spoken is not None):
        add(fields, "copyright", rest[place])
        place += 1
    return rest[place:]


def _is_rights(text: str, *, after_language: bool) -> bool:
    """Whether a line says whose the article is: in its place also where it opens with a name."""
    named = after_language and len(text) < _LONGEST_RIGHTS and _RIGHTS.search(text) is not None
    return named or labels.COPYRIGHT.match(text) is not None


def _settled(fields: Document, body: list[str]) -> Document:
    """Numbers, dates and languages in their usual form."""
    number = fields.get("article_id")
    if number:
        fields["article_id"] = re.sub(rf"^{_DOCUMENT}", "", number.strip())
    date, time = fields.get("published"), fields.get("time")
    found = labels.find_date(date) if date else None
    if found:
        timed = time and _TIME.fullmatch(time) and ":" not in found.value
        fields["published"] = f"{found.value} {time}" if timed else found.value
        if timed:
            fields.pop("time")
    closing = [n for n, text in enumerate(body) if _NUMBER.fullmatch(tidy(text))]
    return document(fields, body[: closing[0]] if closing else body)


def split_page(tree: Any) -> Export | None:
    """The documents of a page as Factiva saves it."""
    articles = [
        div
        for div in tree.iter("div")
        if _ARTICLE.search(div.get("class") or "")
        and not any(_ARTICLE.search(up.get("class") or "") for up in div.iterancestors("div"))
    ]
    if not articles:
        return None
    export = Export("Factiva")
    export.stated["its article classes"] = len(articles)
    for div in articles:
        rows = _rows(div)
        export.documents.append(_labelled(rows) if rows else _from_blocks(div))
    return export


def _rows(div: Any) -> list[tuple[str, list[str]]]:
    """Codes and values in the rows of an article's table."""
    found: list[tuple[str, list[str]]] = []
    for row in div.iter("tr"):
        cells = [cell for cell in row if cell.tag in ("td", "th")]
        if len(cells) < 2:
            continue
        code = text_of(cells[0])
        if re.fullmatch(r"[A-Z]{2,4}", code):
            found.append((code, [p.text for cell in cells[1:] for p in paragraphs(cell)]))
    return found


def _from_blocks(div: Any) -> Document:
    """An article shown without its codes."""
    fields: Document = {}
    lines: list[Para] = []
    body: list[str] = []
    for element in div.iter("div", "p", "span"):
        kind = element.get("class") or ""
        if re.search(r"Headline\b", kind) or element.get("id") == "hd":
            if not fields.get("title"):
                add(fields, "title", text_of(element))
        elif "author" in kind.split():
            add(fields, "author", text_of(element))
        elif element.tag == "p":
            body += [para.text for para in paragraphs(element)]
        elif element.tag == "div" and element is not div and _is_value(element):
            lines.append(Para(text_of(element)))
    texts = [line.text for line in lines if line.text]
    counted = next((n for n, text in enumerate(texts) if _WORDS.fullmatch(text)), None)
    if counted is None:
        for text in texts:
            add(fields, "head", text)
        return _settled(fields, body)
    for text in texts[:counted]:
        add(fields, "section", text)
    add(fields, "length", texts[counted])
    more = _source(texts[counted + 1 :], fields)
    number = next((m[1] for text in [*body, *more] if (m := _NUMBER.search(text))), None)
    if number:
        fields["article_id"] = number
    return _settled(fields, [text for text in more if not _NUMBER.search(text)] + body)


def _is_value(element: Any) -> bool:
    """Whether a block is one of the values between headline and text."""
    inner = (node.get("class") or "" for node in element.iter("span"))
    return element.find(".//p") is None and not any("Headline" in kind for kind in inner)


def split_xml(root: Any) -> Export | None:
    """The documents of Factiva's XML."""
    _strip_namespaces(root)
    articles = [
        node
        for node in root.iter("article")
        if node.find("headline") is not None or node.find("accessionNo") is not None
    ]
    if not articles:
        return None
    export = Export("Factiva")
    for holder in root.iter("ppsarticleResultSet"):
        if (holder.get("count") or "").isdigit():
            export.stated["its count="] = int(holder.get("count"))
    export.documents += map(_from_xml, articles)
    return export


_XML = {
    "headline": "title", "byline": "author", "sourceName": "outlet", "baseLanguage": "language",
    "accessionNo": "article_id", "sectionName": "section", "wordCount": "length",
    "copyright": "copyright", "edition": "edition", "pages": "page", "columnName": "column",
    "credit": "credit", "artWork": "graphic", "notes": "notes", "newsSubject": "subject",
    "company": "company", "industry": "industry", "region": "region", "sourceCode": "source_code",
    "publisherName": "published_by", "publicationDate": "published", "publicationTime": "time",
}  # fmt: skip


def _from_xml(node: Any) -> Document:
    fields: Document = {}
    body: list[str] = []
    for child in node:
        inner = ["".join(c.itertext()) for c in child.iter("paragraph")]
        if child.tag in ("leadParagraph", "tailParagraphs"):
            for text in inner or ["".join(child.itertext())]:
                body += unwrap(text.strip("\n"))
            continue
        named = next((c for c in child if c.tag in ("name", "date")), child)
        name = _XML.get(child.tag, re.sub(r"(?<=[a-z])(?=[A-Z])", "_", child.tag).lower())
        add(fields, name, " ".join(inner if named is child and inner else named.itertext()))
    return _settled(fields, body)


def _strip_namespaces(root: Any) -> None:
    for node in root.iter():
        if isinstance(node.tag, str) and "}" in node.tag:
            node.tag = node.tag.split("}", 1)[1]
