"""Bytes to text: which encoding a file is in."""

import codecs
import io
import re
from contextlib import suppress
from pathlib import Path
from typing import TextIO
from unicodedata import category

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16, whose mark it begins with
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_MAGIC = {b"%PDF-": "a PDF", b"PK\x03\x04": "a zip or Office file", b"{\\rtf": "an RTF file"}
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")
_CONTROL_BYTES = re.compile(rb"[\x01-\x08\x0e-\x1f]")
_SAMPLE = 65_536
_CANDIDATES = [
    *("cp1252", "latin_1", "cp1250", "cp1251", "cp1253", "cp1254", "cp1255", "cp1256", "cp1257"),
    *("mac_roman", "koi8_r", "cp932", "gb18030", "big5", "cp949"),
]

_MANY_BYTES = {"cp932", "gb18030", "big5", "cp949", "shift_jis", "gbk", "gb2312", "euc_kr"}
# What Windows-1252 writes into English: marks and accents, without the bytes that are quote marks
# on a Mac (Ò Ó Õ) or letters of Turkish (Ð Ý Þ ð ý þ).
_WESTERN = "€…‘’“”–—™\xa0£§©«®°·»½ÀÁÂÃÄÅÆÇÈÉÊËÌÍÎÏÑÔÖØÙÚÛÜßàáâãäåæçèéêëìíîïñòóôõöøùúûü".encode(
    "cp1252"
)
_BLOCK = 2**20
_NO_CONTROL = bytes(c for c in range(256) if not _CONTROL.match(chr(c)))
_ASCII = bytes(range(0x80))
_FEW = 500  # characters to a NUL at least, where text is damaged and not binary


class NotTextError(ValueError):
    """The bytes are not text, or not in the encoding named."""


def decode(raw: bytes, encoding: str | None = None) -> tuple[str, str | None]:
    """The text of these bytes without a byte order mark, and what is doubtful about it."""
    if encoding is not None:
        try:
            return raw.decode(encoding).removeprefix("\ufeff"), None
        except UnicodeError as error:
            raise NotTextError(f"is not {encoding}: {_reason(error)}; skipped") from None
    for mark, name in _BOMS:
        if raw.startswith(mark):
            return _marked(raw[len(mark) :], name)
    for magic, what in _MAGIC.items():
        if raw.startswith(magic):
            raise NotTextError(f"is {what}, not text; skipped")
    if raw.count(b"\0") > len(raw) / _FEW:
        return _utf16_without_mark(raw), None
    try:
        text, doubt = raw.decode("utf-8"), None
    except UnicodeDecodeError:
        text, doubt = _guess(raw)
    return _mended(text, doubt)


def opened(path: Path, encoding: str | None = None) -> tuple[TextIO, str | None]:
    """The text of a file as a stream, as `decode` reads it, and what is doubtful about it.

    What is plain UTF-8 all through is not held in memory.
    """
    if encoding is None and _is_plain_utf8(path):
        return path.open(encoding="utf-8-sig", newline=""), None
    text, doubt = decode(path.read_bytes(), encoding)
    return io.StringIO(text, newline=""), doubt


def _is_plain_utf8(path: Path) -> bool:
    reader = codecs.getincrementaldecoder("utf-8")()
    with path.open("rb") as file:
        if file.peek(8).startswith(tuple(_MAGIC)):  # type: ignore[attr-defined]
            return False
        try:
            while chunk := file.read(_BLOCK):
                if chunk.translate(None, _NO_CONTROL):
                    return False
                reader.decode(chunk)
            reader.decode(b"", final=True)
        except UnicodeDecodeError:
            return False
    return True


def _marked(raw: bytes, name: str) -> tuple[str, str | None]:
    try:
        text, doubt = raw.decode(name), None
    except UnicodeDecodeError as error:
        text, doubt = raw.decode(name, errors="replace"), f"broken {name}: {_reason(error)}"
    return _mended(text, doubt)


def _mended(text: str, doubt: str | None) -> tuple[str, str | None]:
    """The text with its few NULs replaced; with more of them, or of other controls, it is none."""
    nulls = text.count("\0")
    if nulls > len(text) / _FEW or len(_CONTROL.findall(text)) > len(text) / (200 if nulls else 20):
        raise NotTextError("looks like a binary file, not text; skipped")
    if nulls:
        line = text.count("\n", 0, text.index("\0")) + 1
        said = f"{nulls} NUL bytes, the first in line {line}, read as \ufffd"
        text, doubt = text.replace("\0", "\ufffd"), "; ".join(filter(None, (doubt, said)))
    return text, doubt


def _utf16_without_mark(raw: bytes) -> str:
    even, odd = raw[::2].count(0), raw[1::2].count(0)
    name = "utf-16-le" if odd > even else "utf-16-be"
    # Text in the Latin, Greek, Arabic … scripts has its zero bytes on one side only.
    few, many = sorted((even, odd))
    # What is ASCII but for some NULs is damaged, since as UTF-16 every second byte would be NUL.
    damaged = many < len(raw) / 4 and raw.isascii() and not _CONTROL_BYTES.search(raw)
    if not damaged and len(raw) % 2 == 0 and few <= many / 50 and many >= len(raw) / 50:
        with suppress(UnicodeDecodeError):
            text = raw.decode(name)
            if not any(category(c) in ("Cc", "Cn", "Co") for c in text if not c.isspace()):
                return text
    raise NotTextError("looks like a binary file, not text; skipped")


def _guess(raw: bytes) -> tuple[str, str | None]:
    lines = raw.splitlines(keepends=True)
    bad = [number for number, line in enumerate(lines) if not _is_utf8(line)]
    good = sum(not line.isascii() for line in lines) - len(bad)
    damaged = raw.decode("utf-8", errors="replace")
    strays = damaged.count("\ufffd")
    if good >= len(bad) or sum(c > "\x7f" for c in damaged) > 2 * strays:
        return _line_by_line(lines, bad)
    name = _charset(raw)
    # By chance a line of Chinese or Japanese is UTF-8 too, one of another script hardly ever.
    if good * 10 >= len(bad) and name not in _MANY_BYTES:
        return _line_by_line(lines, bad)
    if name is None and strays < len(damaged) / 20 and not damaged.isascii():
        return _line_by_line(lines, bad)
    if name is None:
        raise NotTextError("looks like a binary file, not text; skipped")
    doubt = None if name == "cp1252" else f"not UTF-8; taken for {name}, name it with encoding="
    return raw.decode(name, errors="replace"), doubt


def _is_utf8(line: bytes) -> bool:
    try:
        line.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _line_by_line(lines: list[bytes], bad: list[int]) -> tuple[str, str | None]:
    """UTF-8 with lines of another source among them: Windows-1252 where that is sure."""
    western = broken = 0
    texts = {}
    for number in bad:
        line = lines[number]
        damaged = line.decode("utf-8", errors="replace")
        strays = damaged.count("\ufffd")
        cut = number == len(lines) - 1 and _is_cut(line)
        text = line.decode("cp1252", errors="replace")
        if "\ufffd" not in text and not cut and sum(c > "\x7f" for c in damaged) < 2 * strays:
            texts[number] = text
            western += 1
        else:
            texts[number] = damaged
            broken += strays
    first = f"the first is line {bad[0] + 1}"
    said = []
    if western:
        said.append(f"UTF-8, but for {western} lines read as Windows-1252; {first}")
    if broken:
        said.append(f"UTF-8 with broken bytes in {broken} places, which read as \ufffd; {first}")
    decoded = (texts.get(n) or line.decode("utf-8") for n, line in enumerate(lines))
    return "".join(decoded), "; ".join(said)


def _is_cut(line: bytes) -> bool:
    """Whether a line ends in the middle of a character of UTF-8 and is right before it."""
    try:
        line.decode("utf-8")
    except UnicodeDecodeError as error:
        return error.reason == "unexpected end of data"
    return False


def _charset(raw: bytes) -> str | None:
    from charset_normalizer import from_bytes

    marks = raw.translate(None, _ASCII)
    if len(marks) < len(raw) / 50 and not marks.translate(None, _WESTERN):
        return "cp1252"  # a few bytes tell a guesser nothing
    telling = b"\n".join(line for line in raw.splitlines() if not line.isascii())[:_SAMPLE]
    matches = list(from_bytes(telling, cp_isolation=_CANDIDATES))
    if not matches:
        return None
    best = matches[0]
    as_likely = [m for m in matches if m.chaos <= best.chaos and m.coherence >= best.coherence]
    western = any("cp1252" in match.could_be_from_charset for match in as_likely)
    return "cp1252" if western else best.encoding


def _reason(error: UnicodeError) -> str:
    if isinstance(error, UnicodeDecodeError) and error.start < len(error.object):
        return f"byte 0x{error.object[error.start]:02x} at {error.start}"
    return str(error)
