"""Where a new key or entry goes in a TOML document, so that comments stay where they belong."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import tomlkit
from tomlkit.items import AoT, Comment, Table, Whitespace

_WIDTH = 100


def append_text(table: Any, key: str, text: str) -> None:
    """Add `text` to the list at `key`, which is made where it is missing."""
    if key in table:
        _append(table[key], text)
        return
    values = tomlkit.array()
    values.append(text)
    if isinstance(table, Table):
        rest = _cut(table)
        table.append(key, values)
        table.value.body.extend(rest)
    else:
        table[key] = values


def append_actor(document: tomlkit.TOMLDocument, entry: Mapping[str, Any], place: int) -> None:
    """Put an ``[[actor]]`` at this place among the others.

    The comment over the next entries' section follows it, as it followed the one before.
    """
    _insert(document, "actor", entry, place)


def append_descriptor(document: tomlkit.TOMLDocument, camp: str, words: str) -> None:
    """Put a ``[[descriptor]]`` after the others."""
    _insert(
        document, "descriptor", {"camp": camp, "words": [words]},
        len(document.get("descriptor", ())),
    )  # fmt: skip


def _insert(document: tomlkit.TOMLDocument, key: str, entry: Mapping[str, Any], place: int) -> None:
    held = document.get(key)
    if held is not None and not isinstance(held, AoT):
        inline = tomlkit.inline_table()
        inline.update(entry)
        held.insert(place, inline)
        return
    table = tomlkit.table()
    for name, value in entry.items():
        table.append(name, value)
    if held is None:
        held = tomlkit.aot()
        held.append(table)
        _end_with_blank(document)
        document.append(key, held)
        return
    if place:
        previous = held[place - 1]
        rest = _cut(previous)
        previous.value.body.append((None, Whitespace("\n")))
        held.insert(place, table)
        if not _ends_line(rest):
            rest = []
        table.value.body.extend(rest)
        return
    held.insert(place, table)


def _append(values: Any, text: str) -> None:
    lines = values.as_string().split("\n")
    last = lines[-2] if len(lines) > 2 else ""
    full = len(last.rstrip()) + len(text) + 4 > _WIDTH and "#" not in last
    if full and last.rstrip().endswith(","):
        indent = last[: len(last) - len(last.lstrip())]
        values.add_line(text, indent=indent)
    else:
        values.append(text)


def _cut(table: Any) -> list[Any]:
    """Take off, and return, what follows the table's last key from the first blank line on.

    Without a blank line, comments that end the table are those of the entry after it.
    """
    body = table.value.body
    last = max((at for at, (key, _) in enumerate(body) if key is not None), default=-1)
    cut = next(
        (
            at
            for at in range(last + 1, len(body))
            if isinstance(body[at][1], Whitespace) and "\n" in body[at][1].s
        ),
        last + 1 if any(isinstance(item, Comment) for _, item in body[last + 1 :]) else len(body),
    )
    rest = body[cut:]
    del body[cut:]
    return rest


def _ends_line(rest: list[Any]) -> bool:
    return any(isinstance(item, (Whitespace, Comment)) for _, item in rest)


def _end_with_blank(document: tomlkit.TOMLDocument) -> None:
    text = document.as_string()
    if text and not text.endswith("\n\n"):
        document.add(tomlkit.nl())
