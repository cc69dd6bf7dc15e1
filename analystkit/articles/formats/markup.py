"""HTML as it stands inside feeds, mails and news items, to plain text."""

import re
from typing import Any

_BLOCKS = {
    *("address", "article", "aside", "blockquote", "body", "dd", "div", "dl", "dt", "figcaption"),
    *("figure", "footer", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "li", "main", "nav"),
    *("ol", "p", "pre", "section", "table", "td", "th", "tr", "ul"),
}
_UNSEEN = {"script", "style", "head", "title", "template", "noscript", "iframe", "object", "svg"}
_SPACES = re.compile(r"[ \t\r\n\f\u200b]+")
_PARTED = re.compile(r"[ ]*\n[ ]*")


def as_plain(markup: str) -> str:
    r"""The text that a reader of this HTML sees, paragraphs parted by blank lines.

    >>> as_plain("<p>Crews <b>return</b>,<br>she said.</p><p>Talks &amp; more.")
    'Crews return,\nshe said.\n\nTalks & more.'
    """
    from lxml.etree import ParserError

    try:
        tree = _parsed(markup.replace("\0", "\ufffd"))
    except (ParserError, ValueError):
        return ""
    pieces: list[str] = []
    # An explicit stack, since what is nested thousands deep must not stop the others.
    waiting: list[tuple[object, bool]] = [(tree, False)]
    while waiting:
        node, closing = waiting.pop()
        if isinstance(node, str):
            pieces.append(_SPACES.sub(" ", node))
            continue
        tag = node.tag if isinstance(node.tag, str) else ""  # type: ignore[attr-defined]
        if tag in _BLOCKS:
            pieces.append("\n\n")
        if closing:
            continue
        if tag == "br":
            pieces.append("\n")
        if not tag or tag in _UNSEEN:
            continue
        waiting.append((node, True))
        for child in reversed(node):  # type: ignore[call-overload]
            waiting += [(child.tail or "", False), (child, False)]
        waiting.append((node.text or "", False))  # type: ignore[attr-defined]
    text = _PARTED.sub("\n", "".join(pieces))
    return re.sub(r"\n{3,}", "\n\n", re.sub(r" {2,}", " ", text)).strip()


def _parsed(markup: str) -> Any:
    import lxml.html

    try:
        return lxml.html.fragment_fromstring(markup, create_parent="div")
    except (AssertionError, IndexError):  # lxml takes it that a page has one body
        return lxml.html.document_fromstring(markup)
