"""Which column of a file is which column of the articles table."""

import re
import tomllib
from collections.abc import Iterable, Mapping
from pathlib import Path

from analystkit.tables import ARTICLES, TableError, hint

_ALSO_CALLED = tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))


def check_mapping(columns: Mapping[str, str] | None) -> dict[str, str]:
    """A copy of the mapping {contract's name: column of the file}, its keys checked."""
    if columns is None:
        return {}
    if not isinstance(columns, Mapping):
        raise TableError(f"columns: expected a dict such as {{'text': 'body'}}, not {columns!r}")
    for name, column in columns.items():
        if name in ARTICLES:
            continue
        turned = f"; write columns={{{column!r}: {name!r}}}" if column in ARTICLES else ""
        raise TableError(
            f"columns: {name!r} is not a column of the articles table{hint(name, ARTICLES)}; "
            f"the columns are: {', '.join(ARTICLES)}{turned}"
        )
    return dict(columns)


def check_present(names: Iterable[str], columns: Mapping[str, str]) -> None:
    """Raise `TableError` where a column that `columns` names, or any with text, is missing."""
    names = list(names)
    there = f"the columns are: {', '.join(map(str, names)) or 'none'}"
    for name, column in columns.items():
        if column not in names:
            raise TableError(f"no column {column!r} (for {name!r}){hint(column, names)}; {there}")
    chosen = choose(names, columns)
    if "text" not in chosen:
        # as Media Cloud and others export: where the articles are, not what they say
        listed = "; if it only lists addresses, save those pages and load them" * ("url" in chosen)
        raise TableError(
            f"no column with the text; name it, columns={{'text': …}}{listed}; {there}"
        )


def choose(names: Iterable[str], columns: Mapping[str, str]) -> dict[str, str]:
    """The column of the file for each of the articles table: by `columns`, its name or a usual one.

    >>> choose(["Headline", "Full Text", "Newspaper"], {})
    {'text': 'Full Text', 'title': 'Headline', 'outlet': 'Newspaper'}
    """
    names = list(names)
    chosen = {name: column for name, column in columns.items() if column in names}
    plain: dict[str, str] = {}
    for column in names:
        if column not in chosen.values():
            plain.setdefault(re.sub(r"[\s_-]+", "_", str(column).strip().casefold()), column)
    for name, others in _ALSO_CALLED.items():
        found = [plain[other] for other in (name, *others) if other in plain]
        if found and name not in chosen:
            chosen[name] = found[0]
    return chosen


def unique_names(header: Iterable[object]) -> list[str]:
    """A header's cells as distinct names: ``column 3`` where empty, ``text.1`` for a second."""
    names: list[str] = []
    for number, cell in enumerate(header, 1):
        name = "" if cell is None else str(cell).strip().removeprefix("\ufeff")
        name = base = name or f"column {number}"
        again = 1
        while name in names:
            name, again = f"{base}.{again}", again + 1
        names.append(name)
    return names
