"""Saved mail: an .eml file, an article."""

import email
import email.policy
import email.utils
import re
from email.message import EmailMessage
from pathlib import Path
from typing import Any

from analystkit.articles.decode import NotTextError, decode
from analystkit.articles.formats.markup import as_plain
from analystkit.articles.reading import Note, Options, Rows


def read_mail(path: Path, options: Options, note: Note) -> Rows:
    """The mail's plain text, else its HTML as text; what is attached is noted."""
    with path.open("rb") as file:
        mail = email.message_from_binary_file(file, policy=email.policy.default)
    if not isinstance(mail, EmailMessage) or not any(mail.get(n) for n in ("From", "Subject")):
        raise NotTextError("is no saved mail (no From and no Subject); skipped")
    plain, markup, attached = _parts(mail, options.encoding)
    if attached:
        note(f"attachments are not read: {', '.join(attached)[:200]}; save and load them")
    article = {
        "text": plain if plain.strip() else as_plain(markup),
        "title": _head(mail, "Subject"),
        "published": _head(mail, "Date"),
        "author": _sender(_head(mail, "From")),
        "language": _head(mail, "Content-Language"),
    }
    return Rows(list(article), [(None, article)], loose=True)


def _parts(mail: EmailMessage, encoding: str | None) -> tuple[str, str, list[str]]:
    """The first plain text, the first HTML, and the names of the files attached."""
    found = {"plain": "", "html": ""}
    attached: list[str] = []
    for part in mail.walk():
        if part.is_multipart():
            continue
        kind = part.get_content_subtype()
        if part.get_content_maintype() == "text" and part.get_content_disposition() != "attachment":
            if kind in found and not found[kind]:
                found[kind] = _text(part, encoding)
        elif part.get_content_disposition() != "inline" and not part.get("Content-ID"):
            attached.append(part.get_filename() or part.get_content_type())
    return found["plain"], found["html"], attached


def _text(part: Any, encoding: str | None) -> str:
    raw = part.get_payload(decode=True) or b""
    try:
        text = raw.decode(part.get_content_charset() or "utf-8")
    except (UnicodeError, LookupError, ValueError):
        text = decode(raw, encoding)[0]
    text = text.replace("\r\n", "\n")
    if str(part.get_param("format", "")).lower() == "flowed":
        # a space before the line's end says that the paragraph goes on
        text = re.sub(r"(?m)^ (?=[ >]|From )", "", re.sub(r"(?<!\n--) \n(?!-- \n|\n)", " ", text))
    return text.strip()


def _head(mail: EmailMessage, name: str) -> str | None:
    try:
        value = mail.get(name)
    except (ValueError, IndexError, AttributeError):  # the parser of a field that is no such field
        return None
    return None if value is None else str(value).strip() or None


def _sender(value: str | None) -> str | None:
    name, address = email.utils.parseaddr(value or "")
    return name or address or value
