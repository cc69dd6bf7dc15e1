"""Objects of JSON in a shape that is known: CSL (Zotero), ninjs, news-please, trafilatura …"""

import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

from analystkit.articles.formats.markup import as_plain

Item = Mapping[str, Any]
_ADDRESS = re.compile(r"https?://\S+")


def known_shape(item: Item) -> Item:
    """The object with its fields under the names that tables use, or as it is.

    >>> csl = {"type": "article-newspaper", "container-title": "The Harbour Wire",
    ...        "issued": {"date-parts": [[2021, 6, 28]]}, "abstract": "Crews return."}
    >>> known_shape(csl)["published"], known_shape(csl)["outlet"]
    ('2021-06-28', 'The Harbour Wire')
    """
    if "container-title" in item or isinstance(item.get("issued"), Mapping):
        return _csl(item)
    if any(name in item for name in ("body_text", "body_xhtml", "body_html", "bodies")):
        return _ninjs(item)
    return _scraped(item)


def _csl(item: Item) -> Item:
    """CSL-JSON: the longer of abstract and note is the text."""
    found = dict(item)
    texts = {n: found[n] for n in ("abstract", "note") if _filled(found.get(n))}
    if texts and not _filled(found.get("text")):
        longest = max(texts, key=lambda name: len(texts[name]))
        found["text"] = found.pop(longest)
    outlet = found.pop("container-title", None)
    found["outlet"] = _first(outlet) or found.get("publisher")
    found["published"] = _issued(found.pop("issued", None))
    found["author"] = _people(found.get("author"))
    found["title"] = _first(found.get("title"))
    if "URL" in found:
        found["url"] = found.pop("URL")
    return found


def _issued(value: Any) -> Any:
    """A CSL date: ``{"date-parts": [[2021, 6, 28]]}``, or as it was written."""
    if not isinstance(value, Mapping):
        return value
    parts = value.get("date-parts")
    if isinstance(parts, list) and parts and isinstance(parts[0], list) and parts[0]:
        return "-".join(str(part).zfill(2) for part in parts[0][:3])
    return next((value[n] for n in ("raw", "literal", "timestamp") if value.get(n)), None)


def _people(value: Any) -> Any:
    """CSL's names, and any other as it is."""
    if not isinstance(value, list):
        return value
    names = []
    for person in value:
        if isinstance(person, Mapping):
            parts = (person.get("given"), person.get("non-dropping-particle"), person.get("family"))
            name = " ".join(str(part) for part in parts if part)
            names.append(name or person.get("literal") or person.get("name"))
        else:
            names.append(person)
    return [name for name in names if isinstance(name, str) and name]


def _ninjs(item: Item) -> Item:
    """The IPTC's news in JSON, versions 1 to 3."""
    found = dict(item)
    bodies = {
        str(body.get("contenttype") or body.get("contentType") or ""): body["value"]
        for body in _objects(item.get("bodies"))
        if _filled(body.get("value"))
    }
    plain = item.get("body_text") or bodies.get("text/plain")
    markup = item.get("body_xhtml") or item.get("body_html")
    markup = markup or next((text for kind, text in bodies.items() if kind != "text/plain"), None)
    if not _filled(found.get("text")):
        if _filled(plain):
            found["text"] = plain
        elif _filled(markup):
            found["text"] = as_plain(str(markup))
        for name in ("body_text", "body_xhtml", "body_html", "bodies"):
            found.pop(name, None)
    heads = [head["value"] for head in _objects(found.pop("headlines", None)) if head.get("value")]
    found["title"] = found.pop("headline", None) or _first(heads) or item.get("title")
    names = [source.get("name") for source in _objects(found.pop("infosource", None))]
    found["outlet"] = _first(names) or found.pop("source", None) or found.pop("provider", None)
    found["published"] = item.get("firstcreated") or item.get("versioncreated")
    found["author"] = found.pop("byline", None) or found.pop("by", None)
    if not _filled(item.get("url")) and _ADDRESS.fullmatch(str(item.get("uri"))):
        found["url"] = item["uri"]
    found.setdefault("article_id", item.get("uri"))
    return found


def _scraped(item: Item) -> Item:
    """What scrapers write: newspaper3k, trafilatura, news-please and their like."""
    found: dict[str, Any] | None = None
    if _filled(item.get("maintext")) and not _filled(item.get("text")):
        found = {**item, "text": item["maintext"]}
        del found["maintext"]
    source = item.get("source")
    if isinstance(source, str) and _ADDRESS.fullmatch(source.strip()):
        found = dict(item) if found is None else found
        found.pop("source")
        if not _filled(item.get("url")):  # as trafilatura names the page's own address
            found["url"] = source
        else:
            found["source_url"] = source
    if found is None and "source_url" not in item and "source-hostname" not in item:
        return item
    found = dict(item) if found is None else found
    if not any(_filled(found.get(n)) for n in ("outlet", "source", "publication", "sitename")):
        site = found.get("source-hostname") or found.get("hostname") or found.get("source_domain")
        site = site or _host(found.get("source_url"))
        if _filled(site):
            found["outlet"] = site
    return found


def _host(address: Any) -> str | None:
    try:
        return urlsplit(str(address or "")).hostname
    except ValueError:
        return None


def _filled(value: Any) -> bool:
    return isinstance(value, str) and bool(value.strip())


def _first(value: Any) -> Any:
    return (value[0] if value else None) if isinstance(value, list) else value


def _objects(value: Any) -> list[Item]:
    return [one for one in value if isinstance(one, Mapping)] if isinstance(value, list) else []
