"""Saved web pages: the article's text and what the page says about it."""

import codecs
import json
import logging
import re
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from analystkit.articles.dates import UnreadableDateError, read_date
from analystkit.articles.decode import NotTextError, decode
from analystkit.articles.reading import Note, Options, Rows
from analystkit.tables import readable

_CHARSET = re.compile(rb"<(?:meta|\?xml)[^>]*?(?:charset|encoding)\s*=\s*[\"']?\s*([\w.:-]+)", re.I)
_SAVED_FROM = re.compile(r"<!-- saved from url=\(\d+\)(https?://\S+) -->")
_WHEN = (
    "//meta[@property='article:published_time']/@content",
    "//meta[@itemprop='datePublished']/@content",
    "//*[@itemprop='datePublished']/@datetime",
    "//meta[@name='pubdate' or @name='publishdate' or @name='parsely-pub-date']/@content",
    "//meta[translate(@name, 'DC', 'dc')='dc.date.issued']/@content",
)


def read_html(path: Path, options: Options, note: Note) -> Rows:
    """The article of a saved page as trafilatura finds it, with the time that the page declares."""
    from trafilatura import bare_extraction, load_html

    source, doubt = decode_page(path.read_bytes(), options.encoding)
    if doubt:
        note(doubt)
    with _quietly():
        tree = load_html(readable(source)) if source.strip() else None
        if tree is None:
            raise NotTextError("holds no web page; skipped")
        page: Any = bare_extraction(
            tree,
            with_metadata=True,
            include_comments=False,
            date_extraction_params={"original_date": True, "extensive_search": False},
        )
    if page is None or not page.text:
        raise NotTextError("no article text found in the page; skipped")
    saved_from = _SAVED_FROM.search(source[:2_000])
    article = {
        "text": page.text,
        "title": page.title,
        "outlet": page.sitename or page.hostname,
        "published": _declared(tree) or page.date,
        "author": page.author,
        "url": page.url or (saved_from[1] if saved_from else None),
        "language": next(iter(tree.xpath("/html/@lang | /html/@xml:lang")), None),
    }
    return Rows(list(article), [(None, article)], loose=True)


def decode_page(raw: bytes, encoding: str | None) -> tuple[str, str | None]:
    """The source of a page in the encoding it declares, and what is doubtful about it."""
    declared = _CHARSET.search(raw[:4_096])
    marked = raw.startswith((codecs.BOM_UTF8, b"\xff\xfe", b"\xfe\xff"))
    if encoding is None and declared and not marked:
        name = declared[1].decode("ascii", errors="replace").lower()
        # As browsers do: pages that say Latin-1 hold Windows-1252's quote marks.
        name = "cp1252" if name in ("iso-8859-1", "latin1", "latin-1", "us-ascii") else name
        for guess in ("utf-8", name):
            with suppress(UnicodeError, LookupError):
                return raw.decode(guess), None
    return decode(raw, encoding)


def _declared(tree: Any) -> str | None:
    """The first time of publication that the page declares and that can be read."""
    for value in (*(value for path in _WHEN for value in tree.xpath(path)), *_in_linked_data(tree)):
        with suppress(UnreadableDateError):
            if read_date(value) is not None:
                return str(value)
    return None


def _in_linked_data(tree: Any) -> Iterator[str]:
    for script in tree.xpath("//script[@type='application/ld+json']/text()"):
        try:
            waiting = [json.loads(script)]
        except (ValueError, RecursionError):
            continue
        while waiting:
            item = waiting.pop(0)
            if isinstance(item, list):
                waiting += item
            elif isinstance(item, dict):
                if isinstance(item.get("datePublished"), str):
                    yield item["datePublished"]
                waiting += [item[key] for key in ("@graph", "mainEntity") if key in item]


@contextmanager
def _quietly() -> Iterator[None]:
    """Keep trafilatura's log off the notebook; what it cannot read is noted by the caller."""
    loggers = map(logging.getLogger, ("trafilatura", "htmldate", "readability"))
    before = {logger: logger.level for logger in loggers}
    try:
        for logger in before:
            logger.setLevel(logging.CRITICAL + 1)
        yield
    finally:
        for logger, level in before.items():
            logger.setLevel(level)
