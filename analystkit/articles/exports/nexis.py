"""Nexis Uni, Lexis Advance and the older LexisNexis: many documents a file, head, body and tail.

The older layout counts its documents ("2 of 74 DOCUMENTS") and has outlet, date and headline
before labels in capitals; the newer one closes each with "End of Document" and has headline,
outlet and date before a paragraph "Body".
"""

import re
from collections import Counter
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
from analystkit.articles.exports.nexis_fields import (
    cut,
    first_label,
    like_date,
    rights,
    rights_apart,
    settle,
    starts_with_date,
    take_date,
    take_head,
    without_tail,
)

_NUMBER = r"(\d+(?:[.,]\d{3})*)"
_OF = r"(?:of|von|de|di|van|sur|out of)"
_MARK = re.compile(
    rf"{_NUMBER}\s+{_OF}\s+{_NUMBER}\s+(?:DOCUMENTS?|DOKUMENTEN?|DOKUMENTE|DOCUMENTOS?|DOCUMENTI|DOCUMENTO"
    rf"|DOCUMENTEN)|(?:Dokument|Document|Documento|DOKUMENT|DOCUMENT|DOCUMENTO)\s+{_NUMBER}\s+{_OF}"
    rf"\s+{_NUMBER}"
)
_CENTRED_MARK = re.compile(rf"^[ \t]{{8,}}(?:{_MARK.pattern})[ \t]*\r?$", re.MULTILINE)
_COVER_COUNT = re.compile(
    r"(?:documents?|dokumente?|documenti|documentos|documenten)\s*\((\d+)\)", re.IGNORECASE
)
_SELECTED = re.compile(
    r"(?:Download Request|Ausgabeauftrag|Print Request|Email Request)\s*:[^\d]*([\d, -]+)"
)
_PAGE_OF = re.compile(rf"(?:page|seite|página|pagina|pag\.)\s+\d+\s+{_OF}\s+\d+", re.IGNORECASE)
_CONTENTS = re.compile(r"(\d+)\.\s*(\S.*)", re.DOTALL)
_NOT_SHOWN = re.compile(r"we are sorry but there is an error in this document", re.IGNORECASE)
_TELLING = ("published", "length", "load_date", "publication_type")


def split_nexis(paras: Iterable[Para]) -> Export | None:
    """The documents of an export of Nexis in either layout; None where there are no marks of it."""
    lines = [piece for para in paras for piece in _own_lines(para)]
    marks = sum(_MARK.fullmatch(tidy(para.text)) is not None for para in lines)
    ends = sum(labels.is_word(para.text, "end") for para in lines)
    if not marks and not ends:
        return None
    export = _older(lines) if marks >= ends else _newer(lines)
    # Other texts count documents or say where one ends; of Nexis most have a date or its labels.
    sure = sum(any(d.get(name) for name in _TELLING) for d in export.documents)
    return export if sure * 2 >= len(export.documents) else None


def is_wrapped(text: str) -> bool:
    """Whether a text is of the older layout as text, whose lines are wrapped always."""
    return _CENTRED_MARK.search(text) is not None


def counted_marks(paras: Iterable[Para]) -> int:
    """How many paragraphs count or close a document."""
    return sum(
        _MARK.fullmatch(tidy(piece.text)) is not None or labels.is_word(piece.text, "end")
        for para in paras
        for piece in _own_lines(para)
    )


def _own_lines(para: Para) -> list[Para]:
    """A paragraph, its lines apart where one of them is a mark between documents."""
    lines = para.text.split("\n")
    if len(lines) == 1 or not any(
        _MARK.fullmatch(tidy(x)) or labels.is_word(x, "end") for x in lines
    ):
        return [para]
    pieces: list[list[str]] = [[]]
    for line in lines:
        if _MARK.fullmatch(tidy(line)) or labels.is_word(line, "end"):
            pieces += [[line], []]
        else:
            pieces[-1].append(line)
    texts = ["\n".join(piece) for piece in pieces if piece]
    return [para._replace(text=text, page=para.page and not n) for n, text in enumerate(texts)]


def _older(paras: list[Para]) -> Export:
    export = Export("Nexis")
    parts: list[list[Para]] = []
    numbers: list[int] = []
    totals: list[tuple[int, str]] = []
    for para in paras:
        mark = _MARK.fullmatch(tidy(para.text))
        if mark:
            here, total = (int(re.sub(r"\D", "", n)) for n in mark.groups() if n)
            numbers.append(here)
            totals.append((total, tidy(para.text)))
            if not parts or any(tidy(other.text) for other in parts[-1]):
                parts.append([])
        elif not parts:
            _of_cover(para, export)
        elif para.page and _NOT_SHOWN.search(para.text):
            parts.append([para])
        else:
            parts[-1].append(para)
    usual = Counter(total for total, _ in totals).most_common(1)[0][0]
    where = next(text for total, text in totals if total == usual)
    export.stated[f"“{where}”"] = usual
    odd = {text: row for row, (total, text) in reversed([*enumerate(totals, 1)]) if total != usual}
    export.problems += [
        (row, f"“{text}”, where other documents are of {usual}") for text, row in odd.items()
    ]
    if missing := sorted(set(range(min(numbers), max(numbers) + 1)) - set(numbers)):
        named = ", ".join(map(str, missing[:20])) + (" …" if len(missing) > 20 else "")
        export.problems.append((None, f"the documents numbered {named} are not in the file"))
    for number, part in enumerate(parts, 1):
        if any(_NOT_SHOWN.search(para.text) for para in part) and len(part) < 4:
            export.documents.append({"text": None})
            said = one_line(part[0].text)
            export.problems.append((number, f"no article: the service says “{said}”"))
        else:
            export.documents.append(_older_document(part))
    return export


def _of_cover(para: Para, export: Export) -> None:
    """What a cover page says of the number of documents."""
    text = tidy(para.text)
    for line in text.split("\n"):
        if count := _COVER_COUNT.fullmatch(line):
            export.stated[f"“{line}”"] = int(count[1])
        elif selected := _SELECTED.match(line):
            spans = re.findall(r"(\d+)\s*-\s*(\d+)|(\d+)", selected[1])
            many = sum(int(b) - int(a) + 1 if b else 1 for a, b, _ in spans)
            export.stated[f"“{line}”"] = many


def _older_document(part: list[Para]) -> Document:
    part = [para for para in part if tidy(para.text)]
    fields: Document = {}
    part = without_tail(part, fields, upper=True)
    first = first_label(part, upper=True)
    head = part[: first if first is not None else min(len(part), 3)]
    body_from = first if first is not None else len(head)
    dated = next((n for n, para in enumerate(head) if starts_with_date(para.text)), None)
    if dated is None:
        dated = next((n for n, p in enumerate(head[:4]) if n and like_date(p.text)), None)
    apart = (line for para in head[: dated or 0] for line in rights_apart(para))
    before = [para for para in apart if not rights(para, fields)]
    rest = head[dated + 1 :] if dated is not None else head
    rest = [para for para in rest if not rights(para, fields)]
    if dated is not None:
        take_date(head[dated].text, fields)
    elif rest:
        before, rest = rest[:1], rest[1:]
    if before:
        add(fields, "outlet", before[0].text)
        rest = before[1:] + rest
    if rest:
        add(fields, "title", " ".join(one_line(para.text) for para in rest))
    if first is not None:
        body_from = take_head(part, first, fields, upper=True)
    body = [para.text for para in part[body_from:]]
    settle(fields)
    return document(fields, body)


def _newer(paras: list[Para]) -> Export:
    export = Export("Nexis Uni")
    parts: list[list[Para]] = [[]]
    for para in paras:
        if labels.is_word(para.text, "end"):
            parts.append([])
        elif not _PAGE_OF.fullmatch(tidy(para.text)):
            parts[-1].append(para)
    if _closing(parts[-1]):
        parts.pop()
    else:
        said = "the last document has no “End of Document”; it may be cut short"
        export.problems.append((len(parts), said))
    titles = _cover(parts[0], export) if parts else []
    for number, part in enumerate(parts, 1):
        if number == 1:
            part = _without_cover(part, titles)
        export.documents.append(_newer_document(part))
    return export


def _closing(part: list[Para]) -> bool:
    """Whether what follows the last document is none: no date, no body."""
    text = [para for para in part if tidy(para.text)]
    return len(text) < 4 and not any(labels.is_word(para.text, "body") for para in text)


def _cover(part: list[Para], export: Export) -> list[str]:
    """The titles in a table of contents, whose number is one that the file states."""
    titles: list[str] = []
    for place, para in enumerate(part):
        _of_cover(para, export)
        entry = _CONTENTS.match(tidy(para.text))
        following = [tidy(other.text) for other in part[place + 1 : place + 3]]
        if entry and int(entry[1]) == len(titles) + 1 and _is_cover(following):
            titles.append(one_line(entry[2]))
    if titles:
        export.stated["the table of contents"] = len(titles)
    return titles


def _is_cover(lines: list[str]) -> bool:
    return any(
        found is not None and found[0] in labels.WORDS["cover"]
        for found in (labels.label(line, upper=False) for line in lines)
    )


def _without_cover(part: list[Para], titles: list[str]) -> list[Para]:
    """The first document alone: from its page, its title, or the second line before its date."""
    covered = [n for n, para in enumerate(part) if _is_cover([tidy(para.text)])]
    if not covered and not titles:
        return part
    first = first_label(part[covered[-1] + 1 :] if covered else part, upper=False)
    end = len(part) if first is None else first + (covered[-1] + 1 if covered else 0)
    dates = [n for n in range(end) if starts_with_date(part[n].text)]
    dated = dates[-1] if dates else end
    start = covered[-1] + 1 if covered else 0
    pages = [n for n in range(start, dated) if part[n].page]
    if pages:
        return part[pages[-1] :]
    if titles:
        for n in range(dated - 1, start - 1, -1):
            text = "".join(part[n].text.split())
            if text and "".join(titles[0].split()).startswith(text):
                return part[n:]
    named = [n for n in range(start, dated) if tidy(part[n].text)]
    return part[named[-2] if len(named) >= 2 else start :]


def _newer_document(part: list[Para]) -> Document:
    part = [para for para in part if tidy(para.text)]
    fields: Document = {}
    body_at = next((n for n, para in enumerate(part) if labels.is_word(para.text, "body")), None)
    head_end = body_at if body_at is not None else len(part)
    first = first_label(part[:head_end], upper=False)
    pre = part[: first if first is not None else min(head_end, 4)]
    dates = [n for n, para in enumerate(pre) if n and starts_with_date(para.text)]
    dated = (
        dates[-1]
        if dates
        else next((n for n, para in enumerate(pre) if n and n < 4 and like_date(para.text)), None)
    )
    before = [para for para in pre[:dated] if not rights(para, fields)]
    if before:
        add(fields, "title", before[0].text)
    if len(before) > 1:
        add(fields, "outlet", one_line(before[-1].text))
    for para in before[1:-1]:
        add(fields, "subtitle", para.text)
    if dated is not None:
        take_date(pre[dated].text, fields)
        for para in pre[dated + 1 :]:
            if not rights(para, fields):
                add(fields, "edition", para.text)
    body_from = len(pre)
    if first is not None:
        marked = body_at is not None
        body_from = take_head(part[:head_end], first, fields, upper=False, bounded=marked)
    if body_at is not None:
        for para in part[body_from:body_at]:
            if not rights(para, fields):
                add(fields, "highlight", para.text)
        body_from = body_at + 1
    rest = part[body_from:]
    whole = len(rest)
    rest = cut(rest, "classification", fields)
    if len(rest) == whole:
        rest = without_tail(rest, fields, upper=False)
    rest = cut(rest, "graphic", fields)
    settle(fields)
    return document(fields, (para.text for para in rest))
