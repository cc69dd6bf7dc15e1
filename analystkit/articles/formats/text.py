"""Plain text and Markdown files: one article each, fields before it.

Between ``---`` lines, or a line each ("Outlet: Quay Post") with an empty line behind them.
"""

import re
from pathlib import Path
from typing import Any

from analystkit.articles.columns import choose
from analystkit.articles.decode import decode
from analystkit.articles.reading import Note, Options, Rows

_BLOCK = re.compile(r"---[ \t]*\r?\n(.*?)(?:^---[ \t]*(?:\r?\n|\Z))", re.DOTALL | re.MULTILINE)
_OPENS = re.compile(r"---[ \t]*\r?\n")
_BLANK_LINES = re.compile(r"(?:[ \t]*\r?\n)*")
_LINE = re.compile(r"([A-Za-z_][\w .-]{0,60}?)[ \t]*:(?:[ \t]+(.*))?")
# A line and those that belong to it: indented, list items, or empty.
_ENTRY = re.compile(r".+(?:\n(?:[ \t]+.*|-[ \t].*|\r?(?=\n|\Z)))*")
_LONGEST = 20_000
_HEAD_LINES = 12


def split_front_matter(raw: str) -> tuple[dict[str, Any], int]:
    r"""The fields a text opens with, as written, and the offset at which its body starts.

    >>> split_front_matter("---\ntitle: Iraq: a statement\n---\n\nBAGHDAD")
    ({'title': 'Iraq: a statement'}, 34)
    """
    fields, start, _ = parse_front_matter(raw)
    return fields, start


def parse_front_matter(raw: str) -> tuple[dict[str, Any], int, str | None]:
    """As `split_front_matter`, with what is wrong with the block as a third value."""
    if not _OPENS.match(raw):
        return {}, 0, None
    # The bound keeps a long text between two rules from being read as fields.
    block = _BLOCK.match(raw, 0, _LONGEST)
    if block is None:
        return {}, 0, "opens with a --- line but no --- line closes it; read as text"
    found = _yaml(block[1])
    found = _by_entry(block[1]) if found is None else found
    if found is None:
        return {}, 0, "the lines between --- are not fields (key: value); read as text"
    blank = _BLANK_LINES.match(raw, block.end())
    fields = {str(key): value for key, value in found.items()}
    return fields, blank.end() if blank else block.end(), None


def parse_head(raw: str) -> tuple[dict[str, Any], int]:
    r"""The fields in the lines a text opens with, and where its body starts; none if in doubt.

    At least two lines, each with the name of a column that articles have, and an empty one after.

    >>> parse_head("Outlet: Quay Post\nDate: 2021-06-28\n\nThe dockers …")
    ({'Outlet': 'Quay Post', 'Date': '2021-06-28'}, 36)
    >>> parse_head("Source: a dockers' leader\n\nThe dockers …")
    ({}, 0)
    """
    fields: dict[str, Any] = {}
    at = 0
    for line in raw[:_LONGEST].split("\n", _HEAD_LINES + 1)[: _HEAD_LINES + 1]:
        at += len(line) + 1
        match = _LINE.fullmatch(line.rstrip())
        if match and match[1] not in fields:
            fields[match[1]] = (match[2] or "").strip()
            continue
        known = [name for name, column in choose(fields, {}).items() if name != "text"]
        whole = not line.strip() and len(fields) > 1 and len(known) == len(fields)
        whole = whole and bool(raw[at:].strip())
        blank = _BLANK_LINES.match(raw, at)
        return (fields, blank.end() if blank else at) if whole else ({}, 0)
    return {}, 0


def _yaml(block: str) -> dict[Any, Any] | None:
    import yaml

    # The base loader builds nothing but strings, lists and dicts: no dates, no yes/no.
    loader = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
    try:
        # Aliases can blow a few lines up to gigabytes; no headline needs them.
        if any(isinstance(token, yaml.AliasToken) for token in yaml.scan(block, Loader=loader)):
            return None
        loaded = yaml.load(block, Loader=loader)
    except (yaml.YAMLError, ValueError, TypeError, RecursionError):
        return None
    if loaded is None or loaded == "":
        return {}
    return loaded if isinstance(loaded, dict) else None


def _by_entry(block: str) -> dict[Any, Any] | None:
    """Each field on its own, so that a headline that is no YAML is taken as it stands."""
    fields: dict[Any, Any] = {}
    for entry in _ENTRY.findall(block):
        found = _yaml(entry)
        if found is None:
            match = _LINE.fullmatch(entry.rstrip())
            if match is None:
                return None
            found = {match[1]: match[2] or ""}
        fields.update(found)
    return fields


def read_text(path: Path, options: Options, note: Note) -> Rows:
    """The file's text, and the fields of its front matter."""
    raw, doubt = decode(path.read_bytes(), options.encoding)
    if doubt:
        note(doubt)
    fields, start, doubt = parse_front_matter(raw)
    if doubt:
        note(doubt)
    elif not start:
        fields, start = parse_head(raw)
    if "text" in fields:
        fields["text_in_file"] = fields.pop("text")
    # Without such fields not a character goes, so that offsets noted elsewhere still count.
    text = raw[start:].rstrip() if start else raw
    return Rows(["text", *fields], [(None, {**fields, "text": text})], loose=True)
