"""Word lists kept as data: TOML files beside the modules that read them."""

import tomllib
from pathlib import Path


def read_lists(path: Path, table: str = "") -> dict[str, frozenset[str]]:
    """The lists of a file, or of one of its tables, by name, each with its words."""
    file = tomllib.loads(path.read_text(encoding="utf-8"))
    lists = file[table] if table else file
    return {name: frozenset(v.split()) for name, v in lists.items() if isinstance(v, str)}


def read_forms(path: Path, table: str) -> dict[str, str]:
    """What the words of a table's lines stand for: ``iraq = "iraqi"`` gives Iraq for "iraqi"."""
    lines = tomllib.loads(path.read_text(encoding="utf-8"))[table]
    return {form: base for base, forms in lines.items() for form in forms.split()}
