"""Values to HTML by templates, so that text cannot become markup."""

import re
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pandas as pd
from markupsafe import Markup, escape

from analystkit.tables import readable
from analystkit.text.wording import plural

_FORBIDDEN = re.compile("[\0-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")
_TURNING = re.compile("[\u202a-\u202e\u2066-\u2069]")  # embeddings, overrides, isolates
_WEB = re.compile(r'https?://[^\s\x00-\x20\x7f-\x9f\\"<>`]+\Z', re.IGNORECASE)


@cache
def environment(folder: Path, *filters: Callable[..., Any]) -> Any:
    """The templates of a room's folder and of this one, which escape every value they are given."""
    import jinja2

    made = jinja2.Environment(
        loader=jinja2.FileSystemLoader([folder / "templates", Path(__file__).parent / "templates"]),
        autoescape=True, finalize=printable, lstrip_blocks=True, trim_blocks=True,
        undefined=jinja2.StrictUndefined,
    )  # fmt: skip
    made.filters.update({f.__name__: f for f in (exact, one_line, plural, *filters)})
    made.tests["missing"] = missing
    return made


def printable(value: Any) -> str:
    r"""A value as text of the same length without characters that HTML forbids.

    >>> printable("cut \x00"), printable(None)
    ('cut �', '')
    """
    if hasattr(value, "__html__"):
        return value
    return "" if value is None else _FORBIDDEN.sub("\ufffd", str(value))


def exact(text: str) -> Markup:
    """Text of which an HTML parser gives back every character, carriage returns too.

    One that would turn the order of the words around is named and turns nothing; halves of an
    emoji, which no file can hold, are replaced.
    """
    safe = escape(readable(text))
    safe = safe.replace("\r", Markup("&#13;")) if "\r" in text else safe
    return Markup(_TURNING.sub(_named, safe)) if _TURNING.search(safe) else safe


def _named(found: re.Match[str]) -> str:
    code = f"U+{ord(found[0]):04X}"
    # with a direction of its own, what the character turns ends with the element
    return f'<span class="ak-bidi" dir="ltr" data-code="{code}">{found[0]}</span>'


def one_line(value: Any) -> str:
    """A value on one line."""
    return " ".join(str(value).split())


def missing(value: Any) -> bool:
    """Whether a cell holds nothing to show."""
    return value is None or bool(pd.isna(value)) or not str(value).strip()


def web_address(value: Any) -> str | None:
    r"""The address where it is one of the web, and so may be linked; None for all others.

    >>> web_address("https://example.org/a"), web_address("java\tscript:alert(1)")
    ('https://example.org/a', None)
    """
    if missing(value) or not _WEB.match(text := str(value).strip()):
        return None
    try:
        return text if urlsplit(text).hostname else None
    except ValueError:
        return None
