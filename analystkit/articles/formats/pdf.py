"""PDF files with a text layer: lines joined to paragraphs, running heads and page numbers out."""

import logging
import re
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median

from analystkit.articles.decode import NotTextError
from analystkit.articles.exports.documents import Para
from analystkit.articles.exports.reading import refuse_many
from analystkit.articles.reading import Note, Options, Rows

_EDGE = 3  # lines at the top and at the foot of a page that may be running heads
_NUMBER = re.compile(
    r"[-–—\s|]*(?:(?:page|seite|pagina|página|p\.)\s*)?\d{1,4}(?:\s*(?:/|of|von|de|di|sur)\s*\d{1,4})?"
    r"[-–—\s|]*",
    re.IGNORECASE,
)
_HYPHENED = re.compile(r"(?<=[^\W\d_])[-\u00ad\u2010]$")
_ENDS = re.compile(r"[.!?:…][\"'”’»)\]]*$")
_FILE_NAME = re.compile(r"\.\w{2,5}$|^(?:microsoft word|untitled|unbenannt|document\d*\b)", re.I)


def is_pdf(head: bytes, path: Path) -> bool:
    """Whether the file begins as a PDF does, whatever its name."""
    return head.startswith(b"%PDF-")


def read_pdf(path: Path, options: Options, note: Note) -> Rows:
    """The text of a PDF as one article; an export of many documents is refused."""
    try:
        import pypdf
        from pypdf.errors import DependencyError
    except ImportError:
        raise NotTextError(
            'needs pypdf; install it with: pip install "analystkit[pdf]"; skipped'
        ) from None
    with path.open("rb") as file, _quietly():
        reader = pypdf.PdfReader(file)
        try:
            locked = reader.is_encrypted and not reader.decrypt("")
        except (DependencyError, NotImplementedError):
            locked = True
        if locked:
            raise NotTextError(
                "is encrypted; open it with its password, print it to a new .pdf; skipped"
            )
        pages: list[list[str]] = []
        unread: list[int] = []
        for number in range(1, len(reader.pages) + 1):
            try:
                text = reader.pages[number - 1].extract_text()
            except Exception:  # one bad page does not stop the others
                text = ""
            pages.append([" ".join(line.split()) for line in text.splitlines()])
            if not text.strip():
                unread.append(number)
        title = _title(reader)
    if len(unread) == len(pages):
        raise NotTextError(
            "has no text layer (a scan?); recognise its text first, for example with "
            "ocrmypdf in.pdf out.pdf, and load what comes out; skipped"
        )
    if unread:
        shown = ", ".join(map(str, unread[:10])) + (" …" if len(unread) > 10 else "")
        note(f"no text on page {shown} of {len(pages)} (scanned, or pictures only?)")
    refuse_many([Para(line) for page in pages for line in page if line])
    dropped = running(pages)
    if dropped:
        note(f"running heads and page numbers left out, such as {dropped[0][:60]!r}")
    article = {"text": "\n\n".join(paragraphs(pages)), "title": title, "pages": len(pages)}
    return Rows(list(article), [(None, article)], loose=True)


def running(pages: list[list[str]]) -> list[str]:
    """Take the lines that stand at the edge of most pages out of them; what was taken.

    >>> pages = [["The Harbour Wire", "Crews return.", "1"], ["The Harbour Wire", "Talks.", "2"],
    ...          ["The Harbour Wire", "Pay rises.", "3"]]
    >>> running(pages), pages
    (['The Harbour Wire', '1', '2', '3'], [['Crews return.'], ['Talks.'], ['Pay rises.']])
    """
    edges: Counter[str] = Counter()
    for page in pages:
        edges.update({_shape(page[place]) for place in _edge(page)})
    enough = max(3, len(pages) // 2)
    taken: list[str] = []
    for page in pages:
        for place in sorted(_edge(page), reverse=True):
            line = page[place]
            at_end = not any(page[:place]) or not any(page[place + 1 :])
            if edges[_shape(line)] >= enough or (at_end and _NUMBER.fullmatch(line)):
                taken.append(page.pop(place))
    return sorted(set(taken), key=lambda line: (_NUMBER.fullmatch(line) is not None, line))


def _edge(page: list[str]) -> set[int]:
    filled = [place for place, line in enumerate(page) if line]
    return {*filled[:_EDGE], *filled[-_EDGE:]}


def _shape(line: str) -> str:
    return re.sub(r"\d+", "0", line.casefold())


def paragraphs(pages: list[list[str]]) -> list[str]:
    """The lines of all pages joined: a paragraph ends at a blank line or a short last one.

    >>> paragraphs([["The ferry com-", "pany said pay", "would"], ["rise.", "", "Talks go on."]])
    ['The ferry company said pay would rise.', 'Talks go on.']
    """
    full = median([len(line) for page in pages for line in page if line] or [0])
    found: list[str] = []
    goes_on = False
    for page in pages:
        for place, line in enumerate(page):
            if not line:
                # the blank at a page's edge parts nothing
                goes_on &= not any(page[:place]) or not any(page[place + 1 :])
                continue
            if not goes_on:
                found.append(line)
            elif _HYPHENED.search(found[-1]) and line[0].islower():
                found[-1] = found[-1][:-1] + line
            else:
                found[-1] += " " + line
            goes_on = not (_ENDS.search(line) and len(line) < 0.8 * full)
    return found


def _title(reader: object) -> str | None:
    """The title that the file gives itself, where it is more than a file's name."""
    try:
        title = str(reader.metadata.title or "").strip()  # type: ignore[attr-defined]
    except Exception:
        return None
    return title if title and not _FILE_NAME.search(title) else None


@contextmanager
def _quietly() -> Iterator[None]:
    """Keep pypdf's log off the notebook."""
    logger = logging.getLogger("pypdf")
    before = logger.level
    logger.setLevel(logging.CRITICAL + 1)
    try:
        yield
    finally:
        logger.setLevel(before)
