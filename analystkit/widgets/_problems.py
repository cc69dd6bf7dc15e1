"""What went wrong in a widget, shown where the reader looks."""

from __future__ import annotations

import logging
from collections.abc import Callable
from html import escape

import ipywidgets as w

_LOG = logging.getLogger(__name__)


def named(error: Exception) -> str:
    """What went wrong, for the reader: a wrong value by its message, all else with its name."""
    return str(error) if type(error) is ValueError else f"{type(error).__name__}: {error}"


class Problems(w.HTML):
    """A line for each part of a widget that failed at its last attempt.

    Examples
    --------
    >>> problems = Problems()
    >>> problems.guard("sum", lambda: sum([1, "2"]))
    >>> problems.text
    "TypeError: unsupported operand type(s) for +: 'int' and 'str'"
    >>> problems.guard("sum", lambda: sum([1, 2]))
    >>> problems.text
    ''
    """

    def __init__(self) -> None:
        self._lines: dict[str, str] = {}
        super().__init__()
        self.note("", "")

    @property
    def text(self) -> str:
        """All that is wrong at the moment."""
        return "; ".join(list(self._lines.values()))

    def guard(self, part: str, step: Callable[[], None]) -> None:
        """Run a step; an exception is noted under the part's name, and logged."""
        # In a widget's callback it would be lost in the kernel's log.
        try:
            step()
        except Exception as error:
            if type(error) is not ValueError:
                _LOG.exception("a part of the widget failed: %s", part)
            self.note(part, named(error))
        else:
            self.note(part, "")

    def note(self, part: str, problem: str) -> None:
        """Show what is wrong with a part, or nothing more of it."""
        self._lines.pop(part, None)
        if problem:
            self._lines[part] = problem
        rows = [
            f'<div class="ak-error">{escape(line)}</div>' for line in list(self._lines.values())
        ]
        self.layout.display = "" if rows else "none"
        self.value = f'<div role="alert">{"".join(rows)}</div>' if rows else ""
