"""RSS and Atom files: an entry, an article."""

import calendar
import datetime as dt
import io
import re
from pathlib import Path
from typing import Any

from analystkit.articles.decode import NotTextError
from analystkit.articles.formats.markup import as_plain
from analystkit.articles.reading import Note, Options, Row, Rows

# Atomic, so that a file of nothing but comments takes no longer than another.
_BEGINS = re.compile(
    rb"(?:\xef\xbb\xbf)?\s*(?>(?:<\?.*?\?>|<!--.*?-->|<!DOCTYPE[^>\[]*>)\s*)*+"
    rb"<(?:rss|feed|(?:rdf:)?RDF)[\s>]",
    re.DOTALL | re.IGNORECASE,
)


def is_feed(head: bytes, path: Path) -> bool:
    """Whether the file is XML whose first element is that of RSS or Atom."""
    return _BEGINS.match(head) is not None


def read_feed(path: Path, options: Options, note: Note) -> Rows:
    """The entries of a saved feed; nothing that it names is fetched."""
    import feedparser

    # From memory: a string that looks like an address would be opened.
    feed = feedparser.parse(io.BytesIO(path.read_bytes()), resolve_relative_uris=False)
    if not feed.entries and not feed.version:
        raise NotTextError(
            "is XML but no RSS or Atom feed; export it as .csv, .json or .html; skipped"
        )
    if feed.bozo and not isinstance(feed.bozo_exception, feedparser.CharacterEncodingOverride):
        said = str(feed.bozo_exception).splitlines()
        note(f"not well-formed ({said[0][:120] if said else 'XML'}); read as far as it goes")
    rows: list[Row] = []
    summaries = 0
    for number, entry in enumerate(feed.entries, 1):
        whole = max((_plain(part) for part in entry.get("content", ())), key=len, default="")
        summary = _plain(entry.get("summary_detail", {}))
        summaries += bool(summary and not whole)
        article = {
            "article_id": entry.get("id"),
            "text": whole or summary,
            "title": _plain(entry.get("title_detail", {})),
            "outlet": entry.get("source", {}).get("title") or feed.feed.get("title"),
            "published": _when(entry),
            "author": entry.get("author"),
            # where an entry has no link, feedparser gives its id
            "url": link if (link := entry.get("link") or "").startswith("http") else None,
            "language": feed.feed.get("language"),
        }
        if whole and summary and summary != whole:
            article["summary"] = summary
        if tags := [tag["term"] for tag in entry.get("tags", ()) if tag.get("term")]:
            article["tags"] = tags
        rows.append((number, article))
    if summaries:
        note(f"{summaries} of {len(rows)} entries hold a summary only, which is taken as the text")
    return Rows(None, rows, loose=True)


def _plain(part: Any) -> str:
    value = part.get("value") or ""
    marked = part.get("type") != "text/plain" or ("<" in value and ">" in value)
    return as_plain(value) if marked else value.strip()


def _when(entry: Any) -> str | None:
    """The time of publication, else that of the update, in UTC."""
    for name in ("published", "updated"):
        if parsed := entry.get(f"{name}_parsed"):
            try:
                return dt.datetime.fromtimestamp(calendar.timegm(parsed), dt.UTC).isoformat()
            except (ValueError, OverflowError, OSError):
                return entry.get(name)
        if entry.get(name):
            return entry[name]
    return None
