"""A TOML file by its ``[[key]]`` blocks, so that of a large one only what is new is parsed."""

import re
import tomllib
from functools import lru_cache
from typing import Any

MANY = 200  # blocks from which it is worth it
_TABLE = re.compile(r"^[ \t]*\[", re.MULTILINE)
_HEADER = re.compile(r"[ \t]*\[\[(\w+)\]\][ \t]*(?:#[^\n]*)?(?:\n|\Z)")


@lru_cache(maxsize=2)  # of a file and of what it becomes, each asked three times an edit
def blocks(text: str) -> tuple[str, ...] | None:
    """What stands before the first block, and each block; None where there is another table."""
    starts = [found.start() for found in _TABLE.finditer(text)]
    parts = tuple(text[a:b] for a, b in zip([0, *starts], [*starts, None], strict=True))
    return parts if all(_HEADER.match(part) for part in parts[1:]) else None


def key_of(block: str) -> str:
    """The key of a block."""
    found = _HEADER.match(block)
    return found[1] if found else ""


def parsed(text: str) -> dict[str, Any]:
    r"""The data of a TOML text; its entries are shared between calls, so leave them as they are.

    >>> parsed('camps = []\n[[actor]]\nname = "Ann"\n')
    {'camps': [], 'actor': [{'name': 'Ann'}]}
    """
    parts = blocks(text)
    if parts is None or len(parts) <= MANY:
        return tomllib.loads(text)
    try:
        data = tomllib.loads(parts[0])
        entries: dict[str, list[Any]] = {}
        for part in parts[1:]:
            ((key, (entry,)),) = _block(part).items()
            entries.setdefault(key, []).append(entry)
    except ValueError:  # what looked like a block was not one, or is wrong: tell it of the whole
        return tomllib.loads(text)
    return tomllib.loads(text) if data.keys() & entries.keys() else data | entries


@lru_cache(maxsize=65536)
def _block(text: str) -> dict[str, list[Any]]:
    return tomllib.loads(text)
