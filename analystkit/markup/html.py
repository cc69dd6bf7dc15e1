"""HTML put together so that text cannot become markup."""

from __future__ import annotations

import re
from collections.abc import Iterable
from html import escape
from typing import Any
from urllib.parse import urlsplit

import pandas as pd

from analystkit.tables import readable

_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufdd0-\ufdef\ufffe\uffff]")
_WEB = re.compile(r'https?://[^\s\x00-\x20\x7f-\x9f\\"<>`]+\Z', re.IGNORECASE)


class Html(str):
    """Text that is HTML already; every other text is escaped by `tag` and `join`."""

    __slots__ = ()


def words(value: Any) -> Html:
    r"""A value as escaped text; control characters, which HTML forbids, are replaced.

    Examples
    --------
    >>> words("<b> & \x00")
    '&lt;b&gt; &amp; �'
    """
    if isinstance(value, Html):
        return value
    text = _CONTROL.sub("\ufffd", readable(str(value)).replace("\r\n", "\n").replace("\r", "\n"))
    return Html(escape(text, quote=True))


def join(parts: Iterable[Any], between: str = "") -> Html:
    """The parts one after another, those that are no `Html` escaped, empty ones left out."""
    kept = (part for part in parts if part is not None and part is not False and part != "")
    return Html(words(between).join(map(words, kept)))


def tag(name: str, *inside: Any, **attributes: str | bool | None) -> Html:
    """An element; ``class_`` is written ``class``, ``aria_label`` ``aria-label``.

    Examples
    --------
    >>> tag("a", "1 < 2", href="#q1", class_=None)
    '<a href="#q1">1 &lt; 2</a>'
    """
    given = "".join(
        f" {key.rstrip('_').replace('_', '-')}" + ("" if value is True else f'="{words(value)}"')
        for key, value in attributes.items()
        if value is not None and value is not False
    )
    return Html(f"<{name}{given}>{join(inside)}</{name}>")


def name_of(value: Any, *, absent: str) -> Html:
    """A name from the data, kept apart from the direction of the text around it."""
    return Html(absent) if missing(value) else tag("bdi", " ".join(str(value).split()))


def missing(value: Any) -> bool:
    """Whether a cell holds nothing to show."""
    return value is None or bool(pd.isna(value)) or not str(value).strip()


def web_address(value: Any) -> str | None:
    r"""The address where it is one of the web, and so may be linked; None for all others.

    Examples
    --------
    >>> web_address("https://example.org/a"), web_address("java\tscript:alert(1)")
    ('https://example.org/a', None)
    """
    if missing(value) or not _WEB.match(text := str(value).strip()):
        return None
    try:
        return text if urlsplit(text).hostname else None
    except ValueError:
        return None


def share(part: int, whole: int) -> str:
    """A share in per cent, without a false 0 or 100."""
    if not whole:
        return "none"
    percent = 100 * part / whole
    if 0 < percent < 1:
        return "under 1%"
    return "over 99%" if 99 < percent < 100 else f"{percent:.0f}%"
