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
_LACKS = "``position`` is missing, "
_REST = 'the rest are added up as\n    "others". None shows all that `ax` has room for.'
_COLUMNS = "``camp``, ``speaker``, ``actor``, ``outlet`` …"
_PARTS = {
    "quotes": "quotes : DataFrame\n    A quotes table.",
    "by": f"by : str\n    The column to count by: {_COLUMNS}",
    "rows": f"by : str\n    The column of the quotes for the rows: {_COLUMNS}",
    "holder": (
        "by : str\n    The column of the quotes that names the holder: ``camp``, ``speaker`` …"
    ),
    "articles": (
        "articles : DataFrame, optional\n"
        "    Needed for columns that articles have and quotes have not (``outlet``)."
    ),
    "outlet_articles": (
        "articles : DataFrame or None\n"
        "    The articles, which have the outlets; None where the quotes have them."
    ),
    "top": f"top : int or None\n    Groups to show, those with most quotes; {_REST}",
    "top_both": f"top : int or None\n    How many to show each way, the commonest; {_REST}",
    "words": (
        "words : iterable of str, optional\n"
        '    The cues to take instead, in any form ("vowed" is "vow"), in this order.'
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
    "interval": (
        "``low`` and ``high`` are Wilson's 95 % interval of the share, which takes quotes as\n"
        "independent although those of one article are not: read it as a lower bound of the doubt."
    ),
    "raises": _RAISES.format(more=""),
    "axes": _AXES.format(more=""),
    "across_axes": _AXES.format(more="`across` is not one, "),
    "stance_raises": _RAISES.format(more=_TWICE),
    "stance_axes": _AXES.format(more=_TWICE),
    "position_raises": _RAISES.format(more=_LACKS),
    "position_axes": _AXES.format(more=_LACKS),
    "least": "ValueError\n    When `top` is less than 1.",
    "words_raise": (
        "ValueError\n    When one of `words` is no cue of these quotes, or `top` is less than 1."
    ),
    "targets_raise": (
        "ValueError\n    When one of `targets` is in neither the stance table nor `names`, or\n"
        "    `top` is less than 1."
    ),
    "example": "Examples\n--------\n>>> from analystkit import tables",
}


def documented(function: _Function) -> _Function:
    """Fill in the parts that lines of the docstring name: ``$quotes $by``."""

    def parts(found: re.Match[str]) -> str:
        named = "\n".join(_PARTS[name] for name in re.findall(r"\w+", found[2]))
        return indent(named, found[1])

    if function.__doc__:
        function.__doc__ = re.sub(r"^( *)(\$\w+(?: \$\w+)*)$", parts, function.__doc__, flags=re.M)
    return function
