"""What the docstrings of the charts share: parameters, what is returned, what is raised."""

import re
from collections.abc import Callable
from textwrap import indent
from typing import Any, TypeVar

_Function = TypeVar("_Function", bound=Callable[..., Any])

_TEXT = """
$quotes quotes : DataFrame
    A quotes table.
$by by : str
    The column to count by: ``camp``, ``speaker``, ``actor``, ``outlet`` …
$rows by : str
    The column of the quotes for the rows: ``camp``, ``speaker``, ``actor``, ``outlet`` …
$holder by : str
    The column of the quotes that names the holder: ``camp``, ``speaker`` …
$articles articles : DataFrame, optional
    Needed for columns that articles have and quotes have not (``outlet``).
$outlet_articles articles : DataFrame or None
    The articles, which have the outlets; None where the quotes have them.
$top top : int or None
    Groups to show, those with most quotes; the rest are added up as
    "others". None shows all that `ax` has room for.
$top_both top : int or None
    How many to show each way, the commonest; the rest are added up as
    "others". None shows all that `ax` has room for.
$words words : iterable of str, optional
    The cues to take instead, in any form ("vowed" is "vow"), in this order.
$colours colours : mapping, optional
    Camp to colour where it should not be the usual one.
$estimate estimate : DataFrame, optional
    What `analystkit.estimate` found for these groups, to be drawn beside the machine's figures.
$ax ax : Axes, optional
    Where to draw; a new figure otherwise, as large as it needs.
$stance stance : DataFrame
    A stance table. Rows whose quote is not in `quotes` are left out.
quotes : DataFrame
    The quotes table.
$names names : mapping or Targets, optional
    The names to show for targets.
$interval ``low`` and ``high`` are Wilson's 95 % interval of the share, which takes quotes as
independent although those of one article are not: read it as a lower bound of the doubt.
$least ValueError
    When `top` is less than 1.
$words_raise ValueError
    When one of `words` is no cue of these quotes, or `top` is less than 1.
$targets_raise ValueError
    When one of `targets` is in neither the stance table nor `names`, or
    `top` is less than 1.
$example Examples
--------
>>> from analystkit import tables
"""
_PARTS = dict(re.findall(r"^\$(\w+) (.*?)\n(?=\$|\Z)", _TEXT, flags=re.M | re.S))
for _name, _more in {
    "": "",
    "across_": "`across` is not one, ",
    "stance_": "a quote has two rows toward one\n    target, ",
    "position_": "``position`` is missing, ",
}.items():
    _when = f"When `by` is not a column to count by, {_more}or the tables break the contract."
    _PARTS[f"{_name}raises"] = f"Raises\n------\nTableError\n    {_when}"
    _PARTS[f"{_name}axes"] = f"Returns\n-------\nAxes\n\n{_PARTS[f'{_name}raises']}"


def documented(function: _Function) -> _Function:
    """Fill in the parts that lines of the docstring name: ``$quotes $by``."""

    def parts(found: re.Match[str]) -> str:
        named = "\n".join(_PARTS[name] for name in re.findall(r"\w+", found[2]))
        return indent(named, found[1])

    if function.__doc__:
        function.__doc__ = re.sub(r"^( *)(\$\w+(?: \$\w+)*)$", parts, function.__doc__, flags=re.M)
    return function
