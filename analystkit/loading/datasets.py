"""Quotations as data sets publish them: GDELT's Global Quotation Graph and Quotebank.

They hold quotations with some words around them and no articles.  Each object of theirs becomes
an article made of what there is: every quotation a paragraph, in marks, between its context.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from analystkit.articles.dates import UnreadableDateError, read_date

Entry = Mapping[str, Any]
Note = Callable[[str], None]
Read = Callable[[Entry, str, Note, set[str]], "Made"]
_OPENS, _CLOSES = ("“", '"', "„", "«", "``"), ("”", '"', "“", "»", "''")
_NO_SPACE = re.compile(r"[,.;:!?)\]”»]")
_NOBODY = ("", "none")  # as Quotebank writes a speaker that is not known
# What is read of each kind, or is told better by what is read: other fields are said.
_GDELT = {"date", "url", "title", "lang", "quotes"}
_GDELT_QUOTE = {"pre", "quote", "post"}
_BANK_ARTICLE = {
    "articleID", "articleLength", "date", "phase", "title", "url", "names", "quotations",
    "year", "month",
}  # fmt: skip
_BANK_MENTION = {
    "quoteID", "quotation", "quotationOffset", "leftContext", "rightContext", "numOccurrences",
    "globalTopSpeaker", "globalProbas", "localTopSpeaker", "localProbas", "contextStart",
    "contextEnd",
}  # fmt: skip
_BANK_QUOTE = {
    "quoteID", "quotation", "speaker", "qids", "date", "numOccurrences", "probas", "urls",
    "phase", "year", "month",
}  # fmt: skip


class Made(NamedTuple):
    """What one object of a data set gives: an article, and the rows of its quotations."""

    article: dict[str, Any]
    quotes: list[dict[str, Any]]


class _Said(NamedTuple):
    """One quotation, the words around it, and the further columns of its row."""

    words: Any
    before: Any
    after: Any
    row: dict[str, Any]


def reader_of(entry: Entry) -> Read | None:
    """Who reads such an object, by its fields; None where it is of no data set known."""
    if isinstance(entry.get("quotes"), list):
        return _gdelt
    if isinstance(entry.get("quotations"), list):
        return _quotebank_article
    return _quotebank_quotation if "quotation" in entry and "quoteID" in entry else None


def _gdelt(entry: Entry, name: str, note: Note, unread: set[str]) -> Made:
    """One article of the Global Quotation Graph; who speaks is not told."""
    said = [
        _Said(item.get("quote"), item.get("pre"), item.get("post"), {})
        for item in _objects(entry["quotes"], _GDELT_QUOTE, note, unread)
    ]
    article = _about(entry, note) | {"language": _text(entry.get("lang"))}
    unread |= entry.keys() - _GDELT
    return _made(name, article, said, note)


def _quotebank_article(entry: Entry, name: str, note: Note, unread: set[str]) -> Made:
    """One article of Quotebank's article-centric version."""
    said = []
    for item in _objects(entry["quotations"], _BANK_MENTION, note, unread):
        row = _attributed(item.get("localTopSpeaker"), item.get("localProbas"))
        row |= {"quotebank_id": _text(item.get("quoteID"))}
        row |= {"occurrences": _whole(item.get("numOccurrences"))}
        place, length = _whole(item.get("quotationOffset")), _whole(entry.get("articleLength"))
        if place is not None and length and place <= length:
            row["position"] = place / length
        said.append(
            _Said(item.get("quotation"), item.get("leftContext"), item.get("rightContext"), row)
        )
    unread |= entry.keys() - _BANK_ARTICLE
    return _made(_text(entry.get("articleID")) or name, _about(entry, note), said, note)


def _quotebank_quotation(entry: Entry, name: str, note: Note, unread: set[str]) -> Made:
    """One quotation of Quotebank's quotation-centric version, at its first occurrence."""
    row = _attributed(entry.get("speaker"), entry.get("probas"))
    urls = [u for u in _list(entry.get("urls")) if _text(u)]
    row |= {"quotebank_id": _text(entry["quoteID"])}
    row |= {"occurrences": _whole(entry.get("numOccurrences"))}
    row |= {"qids": "; ".join(map(str, _list(entry.get("qids")))) or None}
    row |= {"urls": " ".join(map(str, urls)) or None}
    unread |= entry.keys() - _BANK_QUOTE
    about = _about({**entry, "url": urls[0] if urls else None}, note)
    said = [_Said(entry["quotation"], None, None, row)]
    return _made(_text(entry["quoteID"]) or name, about, said, note)


def _made(name: str, about: dict[str, Any], said: list[_Said], note: Note) -> Made:
    text = ""
    rows: list[dict[str, Any]] = []
    for one in said:
        words = _text(one.words)
        if words is None:
            note("a quotation without words; skipped")
            continue
        before, after = _text(one.before) or "", _text(one.after) or ""
        text += "\n\n" * bool(text)
        text += before + " " * (bool(before) and not before.endswith(_OPENS))
        text += "" if before.endswith(_OPENS) else "“"
        start = len(text)
        text += words
        closed = after.startswith(_CLOSES)
        rows.append(
            {
                "quote_id": f"{name}#{len(rows)}", "article_id": name, "kind": "direct",
                "quote": words, "spans": [(start, len(text))], **one.row,
            }
        )  # fmt: skip
        text += "" if closed else "”"
        text += " " * (bool(after) and not closed and not _NO_SPACE.match(after)) + after
    return Made({"article_id": name, "text": text, **about}, rows)


def _about(entry: Entry, note: Note) -> dict[str, Any]:
    url = _text(entry.get("url"))
    published = None
    try:
        published = read_date(entry.get("date"))
    except UnreadableDateError as error:
        note(f"date {str(entry.get('date'))[:40]!r}: {error}; left empty")
    return {
        "title": _text(entry.get("title")), "outlet": _host(url), "published": published, "url": url
    }  # fmt: skip


def _host(url: str | None) -> str | None:
    """The site an address names, which is all that is known of the outlet."""
    try:
        host = urlsplit(url if url is None or "//" in url else f"//{url}").hostname
    except ValueError:
        return None
    return str(host).removeprefix("www.") if host else None


def _attributed(speaker: Any, shares: Any) -> dict[str, Any]:
    """A speaker, who in Quotebank is a person, and how probable the data set holds that to be."""
    name = _text(speaker)
    if name is None or name.lower() in _NOBODY:
        return {}
    return {
        "speaker": name, "speaker_type": "person", "confidence": _share(shares, str(speaker)),
    }  # fmt: skip


def _share(shares: Any, speaker: str) -> float | None:
    for item in _list(shares):
        if isinstance(item, dict):
            item = (item.get("speaker"), item.get("proba"))
        if isinstance(item, (list, tuple)) and len(item) >= 2 and item[0] == speaker:
            try:
                share = float(item[1])
            except (TypeError, ValueError):
                return None
            return share if 0 <= share <= 1 else None
    return None


def _objects(items: list[Any], known: set[str], note: Note, unread: set[str]) -> Iterator[Entry]:
    for item in items:
        if isinstance(item, dict):
            unread |= item.keys() - known
            yield item
        else:
            note(f"a quotation that is no object but {str(item)[:40]!r}; skipped")


def _text(value: Any) -> str | None:
    return value.strip() or None if isinstance(value, str) else None


def _whole(value: Any) -> int | None:
    return value if isinstance(value, int) and not isinstance(value, bool) and value >= 0 else None


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []
