"""A registry's file written from nothing: names that may hold anything, and comments."""

import re
import unicodedata
from collections.abc import Iterable
from pathlib import Path

from analystkit.tables import readable

_WIDTH = 100


def quoted(text: str) -> str:
    r"""A text as TOML writes it; what does not show, or turns the line round, is escaped.

    >>> print(quoted('Lena "Bo" Orsk\n\u202e'))
    "Lena \"Bo\" Orsk\n\u202E"
    """
    return f'"{"".join(map(_escaped, readable(text)))}"'


def _escaped(letter: str) -> str:
    if letter in '"\\':
        return f"\\{letter}"
    if letter == "\n":
        return "\\n"
    return _hidden(letter)


def _hidden(letter: str) -> str:
    # controls, formats such as bidi overrides and zero widths, line ends, private use, unassigned
    if unicodedata.category(letter) in ("Cc", "Cf", "Zl", "Zp", "Co", "Cn"):
        code = ord(letter)
        return f"\\u{code:04X}" if code < 0x10000 else f"\\U{code:08X}"
    return letter


def comment(text: str, *, indent: str = "") -> str:
    """Lines of comment, whatever the text holds, wrapped between words."""
    lines: list[str] = []
    start = f"{indent}# "
    for word in plain(text).split(" "):
        if lines and len(start) + len(lines[-1]) + len(word) < _WIDTH:
            lines[-1] += f" {word}"
        else:
            lines.append(word)
    return "\n".join(f"{start}{line}".rstrip() for line in lines)


def plain(text: str) -> str:
    """A text on one line, what does not show written out."""
    return "".join(map(_hidden, re.sub(r"\s+", " ", readable(text)).strip()))


def listed(texts: Iterable[str]) -> str:
    """A list of texts, on one line where it is short."""
    entries = [quoted(text) for text in texts]
    line = f"[{', '.join(entries)}]"
    if len(line) < _WIDTH - 12:
        return line
    lines = [" "]
    for entry in entries:
        if len(lines[-1]) + len(entry) + 2 > _WIDTH and lines[-1] != " ":
            lines.append(" ")
        lines[-1] += f" {entry},"
    return "[\n" + "\n".join(lines) + "\n]"


def write_new(path: str | Path | None, text: str, *, overwrite: bool = False) -> Path | None:
    """Put a text into a file that is not there yet, or over it when told; no file, nothing."""
    if path is None:
        return None
    path = Path(path).expanduser()
    if path.is_dir():
        raise IsADirectoryError(f"{path}: is a folder; name a file in it, such as {path.name}.toml")
    try:
        with path.open("wb" if overwrite else "xb") as file:
            file.write(text.encode("utf-8"))
    except FileExistsError:
        raise FileExistsError(
            f"{path}: is there already and is not written over, since it may hold your edits; "
            "give another file, or overwrite=True"
        ) from None
    return path
