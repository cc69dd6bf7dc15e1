"""Europresse and Eureka: pages with many documents, in the layout of old and in <article>s.

As text the documents follow one another without what tells title, author and text apart; they
are only counted.
"""

import re
from collections.abc import Iterable
from itertools import pairwise
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
)
from analystkit.articles.exports.markup import paragraphs, text_of

_NUMBER = re.compile(
    r"(?:Numéro de document|Document number|Document no\.?|Número de documento)\s*:?\s*(\S+)", re.I
)
_ISSUE = re.compile(r",?\s+(?:no|n°|nº|vol)\.?\s*[\d, no.]+.*$", re.IGNORECASE | re.DOTALL)
_PAGES = re.compile(r"\bpp?\.\s*([\w*-]+(?:,\s*[\w*-]*\d[\w*-]*)*)", re.IGNORECASE)
_WORDS = re.compile(r"\d[\d  \xa0,.]*\s*(?:mots|words|palabras)", re.IGNORECASE)
_CLOSING = re.compile(
    r"\s*(?:©|\(c\)\s*\d{4}|Cet article est paru dans|Numéro de document|Document number"
    r"|news[·.]\d{8})",
    re.I,
)
_OWN_NUMBER = re.compile(r"news[·.]\d{8}\S*", re.IGNORECASE)
_CERTIFICATE = re.compile(r"(?:ce )?certificat (?:est )?émis (?:à|le) ", re.IGNORECASE)
_RIGHTS = re.compile(r"(?:©|\(c\))\s*\d{4}\b.*tous droits réservés", re.IGNORECASE)
_OF_A_SITE = re.compile(r"(?:publié|mis à jour|modifié|published|updated)\b", re.IGNORECASE)
_LONGEST_NAME = 100
_LONGEST_HEADER = 160


def split_europresse(tree: Any) -> Export | None:
    """The documents of a page of Europresse; None where it is none."""
    names = _classed(tree, "DocPublicationName")
    if not names or not (_classed(tree, "TitreArticleVisu") or _classed(tree, "titreArticle")):
        return None
    export = Export("Europresse")
    export.stated["its DocPublicationName classes"] = len(names)
    holders = []
    for name in names:
        holder = _holder(name)
        if holder not in holders:
            holders.append(holder)
    for holder in holders:
        export.documents.append(_new(holder) if holder.tag == "article" else _old(holder))
    return export


def counted_outlets(tree: Any) -> int:
    """How many documents a page names an outlet for."""
    return len(_classed(tree, "DocPublicationName"))


def counted_documents(paras: Iterable[Para]) -> int:
    """How many documents end in the paragraphs: by number, certificate or owner of the rights."""
    lines = [line for para in paras for line in tidy(para.text).split("\n")]
    labelled = {m[1] for line in lines if (m := _NUMBER.fullmatch(line))}
    labelled = {number for number in labelled if _OWN_NUMBER.fullmatch(number)}
    numbers = {line for line in lines if _OWN_NUMBER.fullmatch(line)}
    certificates = sum(_CERTIFICATE.match(line) is not None for line in lines)
    return max(len(labelled), len(numbers), certificates, _counted_rights(lines))


def _counted_rights(lines: list[str]) -> int:
    """How many lines name who has the rights, a header with a date above each."""
    rights = [-1, *(n for n, line in enumerate(lines) if _RIGHTS.match(line))]
    return sum(
        any(
            len(line) <= _LONGEST_HEADER and labels.find_date(line) and not _OF_A_SITE.match(line)
            for line in lines[a + 1 : b]
        )
        for a, b in pairwise(rights)
    )


def _classed(element: Any, name: str) -> list[Any]:
    found = []
    for node in element.iter():
        if isinstance(node.tag, str) and name.lower() in (node.get("class") or "").lower().split():
            found.append(node)
    return found


def _holder(name: Any) -> Any:
    """The largest element around an outlet's name that has no other one in it."""
    best = name
    for up in name.iterancestors():
        if up.tag == "article":
            return up
        if up.tag in ("body", "html") or len(_classed(up, "DocPublicationName")) > 1:
            break
        best = up
    return best


def _new(article: Any) -> Document:
    fields: Document = {}
    _outlet(_classed(article, "DocPublicationName")[0], fields)
    headers = " ".join(map(text_of, _classed(article, "DocHeader")))
    extra = _classed(article, "DocTitreSousSection")
    if labels.find_date(headers) is None and extra:
        headers += " " + " ".join(
            text_of(node) for node in extra[0].itersiblings() if node.tag == "span"
        )
    _header(headers, fields)
    title = (
        _classed(article, "rdp__articletitle")
        or _classed(article, "titreArticleVisu")
        or _classed(article, "titreArticle")
    )
    if title:
        fields["title"] = text_of(title[0])
    for node in _classed(article, "rdp__subtitle"):
        add(fields, "subtitle", text_of(node))
    authors = _classed(article, "docAuthors")
    bottom = [node for node in _classed(article, "sm-margin-bottomNews") if node not in authors]
    if authors:
        add(fields, "author", text_of(authors[0]))
    for node in bottom:
        within = next(
            (up for up in node.iterancestors() if "titreArticle" in (up.get("class") or "")), None
        )
        if not authors and within is None and not fields.get("author"):
            add(fields, "author", text_of(node))
        elif text_of(node) != fields.get("author"):
            add(fields, "kicker", text_of(node))
    body = (
        _classed(article, "docOcurrContainer")
        or _classed(article, "DocText")
        or article.findall(".//section")
    )
    texts = [para.text for node in body[:1] for para in paragraphs(node)]
    foot = [text_of(node) for node in article.iter("small", "footer")] + [
        text_of(node) for node in _classed(article, "publiC-lblNodoc")
    ]
    for text in foot:
        _closing(text, fields)
    return _settled(fields, texts)


def _old(holder: Any) -> Document:
    """A document whose head and body are told apart by line breaks."""
    fields: Document = {}
    _outlet(_classed(holder, "DocPublicationName")[0], fields)
    headers = _classed(holder, "DocHeader")
    _header(" ".join(map(text_of, headers)), fields)
    titles = _classed(holder, "TitreArticleVisu")
    if titles:
        fields["title"] = text_of(titles[0])
    before, chunks = _chunks(
        holder, headers[-1] if headers else None, titles[0] if titles else None
    )
    if kicker := one_line(before):
        add(fields, "kicker", kicker)
    if chunks:
        first = chunks[0]
        text = tidy(first)
        named = (
            first.rstrip(" \t").endswith("\n") and "\n" not in text and len(text) <= _LONGEST_NAME
        )
        if text and named and not re.search(r"[.!?…:]$", text) and len(chunks) > 1:
            add(fields, "author", text)
            chunks = chunks[1:]
    return _settled(fields, chunks)


def _chunks(holder: Any, header: Any, title: Any) -> tuple[str, list[str]]:
    """The text between head and title, and the paragraphs after the title."""
    before: list[str] = []
    chunks: list[str] = [""]
    state = 0 if header is not None else 1

    def walk(node: Any) -> None:
        nonlocal state
        if not isinstance(node.tag, str) or node.tag in ("script", "style"):
            pass
        elif node is title:
            state = 2
        elif node is header:
            state = 1
        else:
            if node.tag in ("p", "table", "tr", "div"):
                put("\0")
            elif node.tag == "br":
                put("\n")
            put(re.sub(r"\s+", " ", node.text or ""))
            for child in node:
                walk(child)
            if node.tag in ("p", "table", "tr", "div"):
                put("\0")
        put(re.sub(r"\s+", " ", node.tail or "") if node is not holder else "")

    def put(text: str) -> None:
        if state == 1:
            before.append(text.replace("\0", "\n"))
        elif state == 2:
            if text == "\0":
                chunks.append("")
            else:
                chunks[-1] += text

    walk(holder)
    kept = [chunk for chunk in chunks if chunk.strip()]
    return "".join(before).strip(" ,\n"), kept


def _outlet(node: Any, fields: Document) -> None:
    """The outlet's name without number and volume, which are kept beside."""
    lines = [para.text for para in paragraphs(node)]
    name = one_line(lines[0].split("\n")[0]) if lines else ""
    match = _ISSUE.search(name)
    if match:
        add(fields, "issue", match[0].strip(" ,"))
        name = name[: match.start()]
    add(fields, "outlet", name)
    for rest in "\n".join(lines).split("\n")[1:]:
        add(fields, "section", rest)


def _header(text: str, fields: Document) -> None:
    """Section, date, length and pages of a line such as "Politique, lundi 5 juillet 2021, p. 3"."""
    text = one_line(text)
    found = labels.find_date(text)
    section, rest = (text[: found.start], text[found.end :]) if found else ("", text)
    if found:
        fields["published"] = found.value
    elif text:
        fields["published"] = text
        return
    outlet = fields.get("outlet") or ""
    section = section.removeprefix(outlet) if outlet else section
    add(fields, "section", section.strip(" ,;-"))
    if words := _WORDS.search(rest):
        add(fields, "length", words[0])
        rest = rest.replace(words[0], " ")
    if pages := _PAGES.search(rest):
        add(fields, "page", pages[1])
        rest = rest.replace(pages[0], " ")
    add(fields, "edition", rest.strip(" ,;-–"))


def _closing(text: str, fields: Document) -> None:
    if number := _NUMBER.search(text) or re.search(r"(news[·.]\d{8}\S*)", text):
        fields.setdefault("article_id", number[1])
    elif "©" in text and not fields.get("copyright"):
        add(fields, "copyright", text)


def _settled(fields: Document, texts: list[str]) -> Document:
    """The document without what stands below the article, the certificate among it."""
    end = next((n for n, text in enumerate(texts) if _CLOSING.match(tidy(text))), len(texts))
    for text in texts[end:]:
        for line in tidy(text).split("\n"):
            _closing(line, fields)
    return document(fields, texts[:end])
