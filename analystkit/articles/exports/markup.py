"""The paragraphs of an HTML file as a reader sees them, and safe parsing of HTML."""

import re
from collections.abc import Iterator
from typing import Any

from analystkit.articles.exports.documents import Para, one_line

_BLOCKS = frozenset(
    "address article aside blockquote body center dd div dl dt fieldset footer form h1 h2 h3 h4 h5 "
    "h6 header hr li main nav ol p pre section table tbody td th tfoot thead tr ul".split()
)
_SKIPPED = frozenset("script style head noscript template select button input iframe".split())
_BOLD = frozenset("b strong h1 h2 h3 h4 h5 h6".split())
_SPACE = re.compile(r"[ \t\r\n\f]+")
_DECLARED = re.compile(r"\s*<\?xml[^>]*\?>")


def parse_html(source: str) -> Any:
    """The tree of a page, or None; nothing is fetched and no entity of its own is resolved."""
    from lxml import html

    source = _DECLARED.sub("", source.replace("\0", ""), count=1)
    if not source.strip():
        return None
    return html.document_fromstring(source, parser=html.HTMLParser(no_network=True))


def page_of(source: str) -> list[Para]:
    """The paragraphs of a page, rows of a table on one line each, their cells parted by tabs."""
    tree = parse_html(source)
    return [] if tree is None else paragraphs(tree)


def paragraphs(element: Any) -> list[Para]:
    """The paragraphs within an element."""
    found: list[Para] = []
    text: list[str] = []
    bold: list[bool] = []
    page = False

    def flush() -> None:
        nonlocal page
        joined = "".join(text)
        text.clear()
        lines = (_SPACE.sub(" ", line).strip(" ") for line in joined.split("\v"))
        clean = "\n".join(line for line in lines if line.strip(" \xa0"))
        if clean:
            found.append(Para(clean, bold=bool(bold) and all(bold), page=page))
            page = False
        bold.clear()

    for kind, value, strong in _walk(element):
        if kind == "text":
            text.append(value)
            if value.strip():
                bold.append(strong)
        elif kind == "break":
            text.append("\v")
        elif kind == "cell":
            text.append("\t\x1f")  # told apart below from the source's own tabs
        else:
            flush()
            page = page or kind == "page"
    flush()
    return [para._replace(text=_cells(para.text)) for para in found]


def _cells(text: str) -> str:
    """Cells of a row parted by single tabs, none of them empty."""
    if "\x1f" not in text:
        return text
    return "\t".join(cell.strip() for cell in text.split("\x1f") if cell.strip())


def text_of(element: Any) -> str:
    """All the text within an element, on one line."""
    return " ".join(one_line(para.text) for para in paragraphs(element))


def _walk(root: Any) -> Iterator[tuple[str, str, bool]]:
    """Text, line breaks, block and page boundaries in reading order; no recursion."""
    waiting: list[tuple[Any, bool, bool]] = [(root, False, False)]
    while waiting:
        element, strong, leaving = waiting.pop()
        tag = element.tag if isinstance(element.tag, str) else ""
        if leaving:
            if tag in ("td", "th") and _simple_row(element.getparent()):
                yield "cell", "", False
            elif tag in _BLOCKS and not _in_simple_row(element):
                yield "block", "", False
            if element is not root and element.tail:
                yield "text", element.tail, strong
            continue
        waiting.append((element, strong, True))
        if not tag or tag in _SKIPPED:
            continue
        if tag == "br":
            yield "break", "", False
            if "page-break" in (element.get("style") or ""):
                yield "page", "", False
        elif tag == "a" and (element.get("name") or "").upper().startswith("DOC_ID"):
            yield "page", "", False
        elif tag in _BLOCKS and not _in_simple_row(element):
            yield "block", "", False
        inner = strong or tag in _BOLD
        if element.text:
            yield "text", element.text, inner
        for child in reversed(element):
            waiting.append((child, inner, False))


def _in_simple_row(element: Any) -> bool:
    """Whether this is a cell of a simple row, or the one block in it."""
    parent = element.getparent()
    if element.tag in ("p", "div") and parent is not None and parent.tag in ("td", "th"):
        parent = parent.getparent()
    return element.tag in ("td", "th", "p", "div") and _simple_row(parent)


def _simple_row(row: Any) -> bool:
    """Whether a table row has several cells with at most one block in each."""
    if row is None or row.tag != "tr" or len(row) < 2:
        return False
    return all(
        sum(1 for child in cell if child.tag in _BLOCKS) <= 1 and cell.find(".//table") is None
        for cell in row
    )
