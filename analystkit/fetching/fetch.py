"""Web addresses to saved pages that `load_articles` reads."""

import codecs
import os
import re
import warnings
from collections.abc import Iterable
from contextlib import suppress
from hashlib import sha256
from http import HTTPStatus
from math import isfinite
from pathlib import Path
from time import monotonic
from typing import Any

import pandas as pd

from analystkit.fetching.addresses import Address, RefusedError, host_of, read_address
from analystkit.fetching.asking import Answer, FailedError, Limits
from analystkit.fetching.visiting import Visitor
from analystkit.tables import SideTable
from analystkit.tables.files import replacing

_BAR_AFTER = 2  # seconds
_LONGEST_NAME = 80
_PAGES = {"text/html", "application/xhtml+xml"}
_SAVED = "<!-- saved from url=({:04}){} -->\n"
_WIDE = (codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_LATIN = {"iso8859-1", "ascii"}  # codecs' names; browsers read both as Windows-1252


def fetch(
    urls: str | Iterable[str],
    folder: str | os.PathLike[str],
    *,
    allow: Iterable[str] = (),
    delay: float = 1.0,
    timeout: float = 30.0,
    max_bytes: int = 10_000_000,
    progress: bool | None = None,
) -> pd.DataFrame:
    """Save web pages to a folder, for `load_articles` to read.

    The only function of the package that opens a connection, and none other calls it.  A page
    that is in the folder already is not asked for again, so a run that was cut off is taken up
    by running it again; delete a page's file to have it anew.  One host is asked for one page
    at a time, and nothing that its ``robots.txt`` asks to leave alone.

    Parameters
    ----------
    urls : str or iterable of str
        Addresses, http or https.
    folder : path
        Where the pages are saved, made if it is not there.
    allow : iterable of str, optional
        Hosts that may stand at a private, local or otherwise closed address, by name:
        ``["localhost"]``.  All others are refused there, after redirects too.
    delay : float, default 1.0
        Seconds between two requests to a host; more where its robots.txt asks for more, a
        minute at most.
    timeout : float, default 30.0
        Seconds in which an answer must be there as a whole.
    max_bytes : int, default 10,000,000
        The largest page, unpacked.
    progress : bool, optional
        Whether to show a progress bar; by default where it takes longer than two seconds.

    Returns
    -------
    DataFrame
        One row an address, in the order given: ``url``; ``file``, the page's name in `folder`,
        missing where there is none; ``status``, one of *fetched*, *kept* (it was there) and
        *failed*; ``problem``, why it failed.  ``attrs["problems"]`` has those that failed
        (``url, problem``); a warning says when there are any.

    Raises
    ------
    ValueError
        When a limit is no number above zero, `allow` names no hosts or `folder` cannot be made.

    Notes
    -----
    Pages come without scripts being run, without cookies and past no login or paywall: what a
    site shows only then is not in the file.  Connections are direct: proxies that the
    environment names are not used.  A server of https must have a certificate that the system
    trusts, or one in the file that the environment variable ``SSL_CERT_FILE`` names; redirects
    are followed from https to http too, as browsers do.  Each file begins with a comment that
    names the address it came from, as browsers write it, and `load_articles` takes it as ``url``
    where the page names none of its own.  Articles and this table can be joined on ``file``.

    Examples
    --------
    >>> import analystkit as ak
    >>> pages = ak.fetch(["https://wire.example/ferry"], "coverage")  # doctest: +SKIP
    >>> articles = ak.load_articles("coverage")  # doctest: +SKIP
    >>> ak.fetch([], ".")
    Empty DataFrame
    Columns: [url, file, status, problem]
    Index: []
    """
    limits, visitor_allow = _limits(timeout, max_bytes, delay), _names(allow)
    asked = [urls] if isinstance(urls, str) else list(urls)
    place = Path(folder).expanduser()
    try:
        place.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise ValueError(f"fetch: no folder {str(place)!r} can be made ({error})") from None
    visitor = Visitor(limits, delay=delay, allow=visitor_allow)
    done = _fetched(asked, place, visitor, progress)
    table = pd.DataFrame(done, columns=["url", "file", "status", "problem"], dtype="string")
    failed = table.loc[table["status"] == "failed", ["url", "problem"]]
    table.attrs["problems"] = SideTable(failed.reset_index(drop=True))
    if len(failed):
        url, why = failed.iloc[0]
        warnings.warn(
            f"{len(failed)} of {len(table)} pages were not fetched, the first {str(url)[:200]!r}: "
            f"{why} (all of them: pages.attrs['problems'])",
            stacklevel=2,
        )
    return table


def _limits(timeout: float, max_bytes: int, delay: float) -> Limits:
    for name, value, least in (
        ("timeout", timeout, "above 0"),
        ("max_bytes", max_bytes, "above 0"),
        ("delay", delay, "from 0"),
    ):
        number = isinstance(value, (int, float)) and isfinite(value)
        if not number or value < 0 or (value == 0 and least == "above 0"):
            raise ValueError(f"fetch: {name}={value!r} is not a number {least}")
    return Limits(timeout, int(max_bytes))


def _names(allow: Iterable[str]) -> list[str]:
    try:
        return [host_of(name) for name in ([allow] if isinstance(allow, str) else allow)]
    except (RefusedError, AttributeError, TypeError) as error:
        raise ValueError(f"fetch: allow={allow!r} does not name hosts ({error})") from None


def _fetched(
    asked: list[Any], folder: Path, visitor: Visitor, progress: bool | None
) -> list[tuple[Any, ...]]:
    """A row an address; hosts take turns, so that the wait for one is spent on another."""
    from tqdm.auto import tqdm

    rows: dict[int, tuple[Any, ...]] = {}
    waiting: dict[str, list[tuple[int, Address]]] = {}
    for number, url in enumerate(asked):
        try:
            if not isinstance(url, str):
                raise RefusedError("not a web address")
            address = read_address(url)
            waiting.setdefault(address.host, []).append((number, address))
        except RefusedError as error:
            rows[number] = (str(url), None, "failed", str(error))
    with tqdm(
        total=len(asked), desc="Fetching", unit="page", initial=len(rows),
        disable=progress is False, delay=0 if progress else _BAR_AFTER,
    ) as bar:  # fmt: skip
        for left in waiting.values():
            left.reverse()
        while waiting:
            host = min(waiting, key=lambda host: max(visitor.ready(host), monotonic()))
            number, address = waiting[host].pop()
            if not waiting[host]:
                del waiting[host]
            rows[number] = (asked[number], *_one(address, folder, visitor))
            bar.update()
    return [rows[number] for number in range(len(asked))]


def _one(address: Address, folder: Path, visitor: Visitor) -> tuple[str | None, str, str | None]:
    """File, status and problem of one address."""
    file = _file_name(address)
    if (folder / file).is_file():
        return file, "kept", None
    try:
        found, answer = visitor.page(address)
        page = _page(found, answer)
        with replacing(folder / file) as part:
            part.write_bytes(page)
    except (RefusedError, FailedError) as error:
        return None, "failed", str(error)
    except Exception as error:  # one page may not stop the rest, whatever it holds
        return None, "failed", f"{type(error).__name__}: {str(error)[:200]}"
    return file, "fetched", None


def _file_name(address: Address) -> str:
    """A name to read, and a digest that tells addresses apart.

    >>> _file_name(read_address("https://www.wire.example/2021/06/ferry-strike.html?page=2"))
    'wire.example-2021-06-ferry-strike-649c0ff238.html'
    """
    path = re.sub(r"\.\w{1,5}$", "", address.target.partition("?")[0])
    words = re.sub(r"[^a-z0-9.]+", "-", f"{address.host.removeprefix('www.')}{path}".lower())
    digest = sha256(address.url.encode()).hexdigest()[:10]
    return f"{words[:_LONGEST_NAME].strip('-.') or 'page'}-{digest}.html"


def _page(address: Address, answer: Answer) -> bytes:
    """The bytes to save of a page: its address first, UTF-8 where its encoding is known."""
    if answer.status != 200:
        with suppress(ValueError):
            raise FailedError(f"HTTP {answer.status}: {HTTPStatus(answer.status).phrase}")
        raise FailedError(f"HTTP {answer.status}")
    kind, body = answer.headers.get_content_type(), answer.body
    if answer.headers.get("Content-Type") and kind not in _PAGES:
        raise FailedError(f"it is {kind[:60]}, not a web page")
    if not body.strip():
        raise FailedError("it is empty")
    text = _decoded(body, answer.headers.get_content_charset())
    told, nul = ("<" in text, "\0" in text) if text is not None else (b"<" in body, b"\0" in body)
    if nul or not told:
        raise FailedError("what it holds is not a web page")
    said = _SAVED.format(len(address.url), address.url).encode("ascii")
    # The mark keeps whoever opens the file from the encoding that the page declares inside.
    return said + body if text is None else codecs.BOM_UTF8 + said + text.encode("utf-8")


def _decoded(body: bytes, charset: str | None) -> str | None:
    """The page's source, None where only the page itself may know its encoding."""
    if body.startswith(_WIDE):
        wide = "utf-32" if body.startswith(_WIDE[:2]) else "utf-16"
        with suppress(UnicodeError):
            return body.decode(wide)
    with suppress(UnicodeError):
        return body.decode("utf-8-sig")  # what reads as UTF-8 is, whatever the server says
    with suppress(UnicodeError, LookupError):
        name = codecs.lookup(charset or "").name
        return body.decode("cp1252" if name in _LATIN else name)
    return None
