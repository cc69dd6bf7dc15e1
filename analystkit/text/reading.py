"""A text as it is read: without tags, entities, invisible characters and hard line ends."""

import html
import re
from collections.abc import Iterable, Iterator

from analystkit.text.edits import Edit, Edited

_BLOCK = r"p|div|br|li|ul|ol|h[1-6]|blockquote|tr|td|table|section|article|figure|figcaption|hr"
_TAG = re.compile(
    rf"<!--.*?-->|</?(?P<block>{_BLOCK})\b[^<>\n]{{0,500}}>"
    r"|</?(?:a|b|i|u|em|strong|span|font|small|sup|sub|img|cite|q|mark|abbr|time)\b[^<>\n]{0,500}>",
    re.IGNORECASE | re.DOTALL,
)
_ENTITY = re.compile(r"&(?:#\d{1,6}|#[xX][0-9a-fA-F]{1,5}|[A-Za-z]{2,8}\d{0,2});")
_INVISIBLE = re.compile("[\u00ad\u200b\u200c\u200d\u2060\ufeff]+")
_BREAK = re.compile(r"(?<=[^\s])[ \t]*\r?\n[ \t]*(?=[^\s])")
_WORD = re.compile(r"\S+")
_WIDTH = range(40, 121)  # characters of a hard-wrapped line
_FEW = 4  # line ends: of fewer all, of others most must be where the next word had no room
_MOST = 0.6


def readable(text: str) -> Edited:
    r"""`text` as it is read, with the way back to its own offsets.

    Tags and entities as HTML has them; between words an invisible character is a space.

    >>> readable("<p>&quot;No,&quot; she&nbsp;said.</p>").text.strip()
    '"No," she\xa0said.'
    """
    return Edited(text, _apart(sorted(_edits(text))))


def _apart(edits: Iterable[Edit]) -> Iterator[Edit]:
    """The edits less those inside another: an entity in a link's address goes with its tag."""
    done = 0
    for edit in edits:
        if edit[0] >= done:
            yield edit
            done = edit[1]


def _edits(text: str) -> Iterator[Edit]:
    if "<" in text:
        for tag in _TAG.finditer(text):
            yield *tag.span(), "\n" if tag["block"] else ""
    if "&" in text:
        for entity in _ENTITY.finditer(text):
            meant = html.unescape(entity.group())
            if meant != entity.group():
                yield *entity.span(), meant
    for run in _INVISIBLE.finditer(text):
        between = text[run.start() - 1 : run.start()].isalnum() and text[run.end() :][:1].isalnum()
        yield *run.span(), " " if between and "\u200b" in run.group() else ""
    yield from _hard_breaks(text)


def _hard_breaks(text: str) -> Iterator[Edit]:
    """The line ends of a text wrapped at some width: there the next word had no room."""
    breaks = list(_BREAK.finditer(text))
    if len(breaks) < 2:
        return
    longest = max(map(len, text.splitlines()))
    if longest not in _WIDTH:
        return
    full = []
    for found in breaks:
        begin = max(text.rfind("\n", 0, found.start()) + 1, 0)
        word = _WORD.match(text, found.end())
        if word and found.start() - begin + 1 + len(word.group()) > longest:
            full.append(found)
    inside = [found for found in full if text[found.start() - 1] not in ".!?:\"”’'"]
    least = len(breaks) if len(breaks) < _FEW else _MOST * len(breaks)
    if len(full) >= least and len(inside) >= len(full) / 2:
        for found in full:
            yield *found.span(), " "
