"""What the docstrings of the charts share: parameters, what is returned, what is raised."""

from __future__ import annotations

import re
from collections.abc import Callable
from textwrap import indent
from typing import Any, TypeVar

_Function = TypeVar("_Function", bound=Callable[..., Any])

_RAISES = """Raises
------
TableError
    When `by` is not a column to count by, {more}or the tables break the contract."""
_AXES = f"Returns\n-------\nAxes\n\n{_RAISES}"
_TWICE = "a quote has two rows toward one\n    target, "
_PARTS = {
    "quotes": "quotes : DataFrame\n    A quotes table.",
    "by": "by : str\n    The column to count by: ``camp``, ``speaker``, ``kind``, ``outlet`` …",
    "articles": (
        "articles : DataFrame, optional\n"
        "    Needed for columns that articles have and quotes have not (``outlet``)."
    ),
    "colours": (
        "colours : mapping, optional\n    Camp to colour where it should not be the usual one."
    ),
    "ax": "ax : Axes, optional\n    Where to draw; a new figure otherwise, as large as it needs.",
    "stance": (
        "stance : DataFrame\n"
        "    A stance table. Rows whose quote is not in `quotes` are left out.\n"
        "quotes : DataFrame\n    The quotes table."
    ),
    "names": "names : mapping or Targets, optional\n    The names to show for targets.",
    "raises": _RAISES.format(more=""),
    "axes": _AXES.format(more=""),
    "stance_raises": _RAISES.format(more=_TWICE),
    "stance_axes": _AXES.format(more=_TWICE),
    "least": "ValueError\n    When `top` is less than 1.",
}


def documented(function: _Function) -> _Function:
    """Fill in the parts that the docstring names on lines of their own: ``$quotes``."""

    def part(found: re.Match[str]) -> str:
        return indent(_PARTS[found[2]], found[1])

    if function.__doc__:
        function.__doc__ = re.sub(r"^( *)\$(\w+)$", part, function.__doc__, flags=re.M)
    return function
