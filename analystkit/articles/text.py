"""Plain text and Markdown files: one article each."""

from __future__ import annotations

from pathlib import Path

from analystkit.articles.decode import decode
from analystkit.articles.front_matter import parse_front_matter
from analystkit.articles.reading import Note, Options, Rows


def read_text(path: Path, options: Options, note: Note) -> Rows:
    """The file's text, and the fields of its front matter."""
    raw, doubt = decode(path.read_bytes(), options.encoding)
    if doubt:
        note(doubt)
    fields, start, doubt = parse_front_matter(raw)
    if doubt:
        note(doubt)
    if "text" in fields:
        fields["text_in_file"] = fields.pop("text")
    # Without front matter not a character goes, so that offsets noted elsewhere still count.
    text = raw[start:].rstrip() if start else raw
    return Rows(["text", *fields], [(None, {**fields, "text": text})], loose=True)
