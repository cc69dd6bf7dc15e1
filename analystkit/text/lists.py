"""Word lists kept as data: TOML files beside the modules that read them."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any


def read_lists(path: Path, table: str = "") -> dict[str, frozenset[str]]:
    """The lists of a file, or of one of its tables, by name, each with its words."""
    lists = _read(path)[table] if table else _read(path)
    return {name: frozenset(v.split()) for name, v in lists.items() if isinstance(v, str)}


def read_forms(path: Path, table: str) -> dict[str, str]:
    """What the words of a table's lines stand for: ``iraq = "iraqi"`` gives Iraq for "iraqi"."""
    return {form: base for base, forms in _read(path)[table].items() for form in forms.split()}


def _read(path: Path) -> dict[str, Any]:
    return tomllib.loads(path.read_text(encoding="utf-8"))
