"""Bytes to text: which encoding a file is in."""

import codecs
import re
from contextlib import suppress
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
_SAMPLE = 65_536
_CANDIDATES = [
    *("cp1252", "latin_1", "cp1250", "cp1251", "cp1253", "cp1254", "cp1255", "cp1256", "cp1257"),
    *("mac_roman", "koi8_r", "cp932", "gb18030", "big5", "cp949"),
]


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
    if b"\0" in raw:
        return _utf16_without_mark(raw), None
    try:
        text, doubt = raw.decode("utf-8"), None
    except UnicodeDecodeError:
        text, doubt = _guess(raw)
    if len(_CONTROL.findall(text)) > len(text) / 20:
        raise NotTextError("looks like a binary file, not text; skipped")
    return text, doubt


def _marked(raw: bytes, name: str) -> tuple[str, str | None]:
    try:
        text, doubt = raw.decode(name), None
    except UnicodeDecodeError as error:
        text, doubt = raw.decode(name, errors="replace"), f"broken {name}: {_reason(error)}"
    if "\0" in text:
        raise NotTextError("looks like a binary file, not text; skipped")
    return text, doubt


def _utf16_without_mark(raw: bytes) -> str:
    even, odd = raw[::2].count(0), raw[1::2].count(0)
    name = "utf-16-le" if odd > even else "utf-16-be"
    # Text in the Latin, Greek, Arabic … scripts has its zero bytes on one side only.
    few, many = sorted((even, odd))
    if len(raw) % 2 == 0 and few <= many / 50 and many >= len(raw) / 50:
        with suppress(UnicodeDecodeError):
            text = raw.decode(name)
            if not any(category(c) in ("Cc", "Cn", "Co") for c in text if not c.isspace()):
                return text
    raise NotTextError("looks like a binary file, not text; skipped")


def _guess(raw: bytes) -> tuple[str, str | None]:
    damaged = raw.decode("utf-8", errors="replace")
    bad = damaged.count("\ufffd")
    good = sum(c > "\x7f" for c in damaged) - bad
    if good and (mixed := _line_by_line(raw)) is not None:
        return mixed, "some lines are UTF-8 and some Windows-1252; each is read as what it is"
    name = None if good > bad else _charset(raw)
    if name is None and good:
        return damaged, f"UTF-8 with broken bytes in {bad} places, which read as \ufffd"
    if name is None:
        raise NotTextError("looks like a binary file, not text; skipped")
    doubt = None if name == "cp1252" else f"not UTF-8; taken for {name}, name it with encoding="
    return raw.decode(name, errors="replace"), doubt


def _line_by_line(raw: bytes) -> str | None:
    """Lines of two sources put together; None where one of them is in two encodings itself."""
    lines = []
    for line in raw.splitlines(keepends=True):
        try:
            lines.append(line.decode("utf-8"))
        except UnicodeDecodeError:
            text = line.decode("cp1252", errors="replace")
            if "\ufffd" in text or not line.decode("utf-8", errors="ignore").isascii():
                return None
            lines.append(text)
    return "".join(lines)


def _charset(raw: bytes) -> str | None:
    from charset_normalizer import from_bytes

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
