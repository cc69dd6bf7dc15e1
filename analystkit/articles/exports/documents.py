"""What the readers of all services share: paragraphs in, documents out."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from analystkit.articles.exports.labels import language_code

Document = dict[str, str | None]  # columns of the articles table and further ones
_CONTRACT = ("title", "outlet", "published", "author", "url", "language")
_BY = re.compile(r"^by\s+(?=\S)", re.IGNORECASE)
_NARROWEST, _WIDEST = 60, 132
_SLACK = 10
_CENTRED = re.compile(r"[ \t\xa0]{8}")
_INDENTED = re.compile(r"(?:[ \t\xa0]{2,}|\u3000)\S")


class Para(NamedTuple):
    """A paragraph, whether it is set bold, and whether a page or section starts before it."""

    text: str
    bold: bool = False
    page: bool = False


@dataclass
class Export:
    """The documents of a file, what it says of their number, and what was amiss."""

    service: str
    documents: list[Document] = field(default_factory=list)
    stated: dict[str, int] = field(default_factory=dict)  # where it is said, how many
    problems: list[tuple[int | None, str]] = field(default_factory=list)


def document(fields: Document, body: Iterable[str]) -> Document:
    r"""A document with all columns of the articles table; a blank line parts its paragraphs.

    A language is its two letters, an author stands without "By".

    >>> document({"title": "Ferry strike"}, ["One.", "", "Two."])["text"]
    'One.\n\nTwo.'
    """
    made: Document = dict.fromkeys(_CONTRACT)
    made |= {name: value for name, value in fields.items() if value}
    made["language"] = language_code(made["language"])
    made["author"] = _BY.sub("", made["author"] or "") or None
    kept = [tidy(text) for text in body]
    made["text"] = "\n\n".join(text for text in kept if text) or None
    return made


def add(fields: Document, name: str, value: str) -> None:
    """Put a value into a column, on one line, after what stands there already."""
    value = one_line(value)
    if value:
        fields[name] = f"{fields[name]}; {value}" if fields.get(name) else value


def tidy(text: str) -> str:
    """A paragraph without space around its lines, no-break spaces and empty lines."""
    lines = (" ".join(line.replace("\xa0", " ").split()) for line in text.split("\n"))
    return "\n".join(line for line in lines if line)


def one_line(text: str) -> str:
    """All of a paragraph's lines as one."""
    return " ".join(text.replace("\xa0", " ").split())


def from_text(text: str, *, wrapped: bool = False) -> list[Para]:
    r"""The paragraphs of a plain text, hard-wrapped lines joined; centred lines stay lines.

    `wrapped` says that the lines are wrapped for certain; else their lengths tell.

    >>> [para.text for para in from_text("   \n One line.\n\nAnother.\n")]
    ['One line.', 'Another.']
    """
    lines = re.split(r"\r\n|\r|\n", text.replace("\u2028", "\n").expandtabs(8))
    width = _wrapped_at(lines, surely=wrapped)
    paras: list[Para] = []
    block: list[str] = []
    page = False
    for line in [*lines, ""]:
        page = page or "\f" in line
        line = line.replace("\f", "").rstrip(" \xa0")
        if line:
            block.append(line)
            continue
        paras += [Para(text, page=page and not n) for n, text in enumerate(_unwrap(block, width))]
        page = page and not block
        block = []
    return paras


def unwrap(text: str) -> list[str]:
    r"""The paragraphs of running text, each after a blank line or indented, other lines joined.

    >>> unwrap("The ferry was\nlate.\n    Nobody knew.")
    ['The ferry was late.', 'Nobody knew.']
    """
    parts = re.split(r"(?:\r\n?|\n)(?=[ \t\xa0]{2,}\S|[ \t\xa0]*[\r\n])", text.expandtabs(4))
    return [line for part in parts if (line := one_line(part))]


def _wrapped_at(lines: list[str], *, surely: bool) -> int:
    """The width at which a file's lines are wrapped; 0 where they are not."""
    lengths = [len(line.rstrip()) for line in lines if " " in line.strip()]
    if not lengths or sum(n > _WIDEST for n in lengths) > len(lengths) / 20:
        return 0
    width = max((n for n in lengths if n <= _WIDEST), default=0)
    full = sum(width - _SLACK - 5 <= n <= width for n in lengths)
    many = surely or full >= max(2, len(lengths) / 12)
    return width if width >= _NARROWEST and many else 0


def _unwrap(block: list[str], width: int) -> Iterator[str]:
    """One block of lines: joined where the next word would not have fitted, else left apart."""
    joined = ""
    for number, line in enumerate(block):
        before = block[number - 1] if number else ""
        plain = _CENTRED.match(line) is None and _CENTRED.match(before) is None
        if not number:
            joined = line.strip()
        elif plain and _INDENTED.match(line) and not _INDENTED.match(before):
            yield joined
            joined = line.strip()
        elif plain and width and len(before) + 1 + len(line.split()[0]) >= width - _SLACK:
            glue = "" if re.search(r"\w-$", joined) and line.lstrip()[0].islower() else " "
            joined += glue + line.strip()
        else:
            joined += "\n" + line.strip()
    if joined:
        yield joined
