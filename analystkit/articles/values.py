"""One cell of a file, one value of the articles table."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from analystkit.articles.decode import well_formed

# What pandas, Excel and JSON write for nothing; in this case only, since people are
# called Null and None too.
_NOTHING = {"", "nan", "NaN", "NaT", "None", "null", "<NA>", "#N/A", "N/A", "n/a"}


def is_missing(value: Any) -> bool:
    """Whether a cell is empty or holds a spelled-out nothing."""
    if isinstance(value, str):
        return value.strip() in _NOTHING
    if value is None:
        return True
    return bool(pd.api.types.is_scalar(value) and pd.isna(value))


def as_text(value: Any) -> str | None:
    """The article's text as it stands in the cell; paragraphs of a list part with blank lines."""
    if is_missing(value):
        return None
    if isinstance(value, (list, tuple)) and all(isinstance(part, str) for part in value):
        value = "\n\n".join(value)
    if isinstance(value, Mapping):
        return None
    text = well_formed(value if isinstance(value, str) else _written(value))
    return text if text.strip() else None


def as_name(value: Any) -> str | None:
    """A title, name, address or id as one trimmed string."""
    if isinstance(value, Mapping):  # {"id": …, "name": "The Daily"} as news interfaces give it
        value = value.get("name")
    if isinstance(value, (list, tuple)):
        value = ", ".join(name for part in value if (name := as_name(part)))
    if is_missing(value):
        return None
    return well_formed(_written(value)).strip() or None


def as_extra(value: Any) -> Any:
    """A further column's value, as it is where it is not empty."""
    if isinstance(value, str):
        return well_formed(value) or None
    return None if is_missing(value) else value


def _written(value: Any) -> str:
    if isinstance(value, float) and value.is_integer():  # 17.0: a number beside empty cells
        return str(int(value))
    if isinstance(value, bytes):
        return value.decode("utf-8", errors="replace")
    return str(value)
