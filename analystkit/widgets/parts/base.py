"""What all widgets need: style sheets, failures shown, steps that wait, names of targets."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Sequence
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING

import ipywidgets as w
import pandas as pd

if TYPE_CHECKING:
    from analystkit.targets import Targets

STATIC = Path(__file__).parents[1] / "static"
_LOG = logging.getLogger(__name__)


def stylesheet(name: str) -> str:
    """The text of a style sheet or script."""
    return (STATIC / name).read_text(encoding="utf-8")


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


def target_names(stance: pd.DataFrame | None, targets: Targets | None) -> dict[str, str]:
    """The name of each target of a stance table: the registry's, or its id with spaces."""
    ids = [] if stance is None else [str(target) for target in stance["target"].unique()]
    known = {target.id: target.name for target in targets or ()}
    return {target: known.get(target) or target.replace("-", " ") for target in ids}


class Later:
    """Runs steps one by one once nothing was asked for `wait` seconds.

    A newer request drops what has not begun, so that quick clicks never queue up, and between two
    steps the kernel can answer. Without a running loop the steps run at once.

    Parameters
    ----------
    steps : sequence of callables
    wait : float
        Seconds.
    loop : event loop, optional
        Where the steps run, such as `kernel_loop`; unless given, the one that runs at the time.

    Examples
    --------
    >>> done = []
    >>> Later([lambda: done.append("drawn")]).ask()
    >>> done
    ['drawn']
    """

    def __init__(
        self,
        steps: Sequence[Callable[[], None]],
        *,
        wait: float = 0.18,
        loop: asyncio.AbstractEventLoop | None = None,
    ) -> None:
        self._steps, self._wait, self._loop = steps, wait, loop
        self._asked = 0

    def ask(self, *, wait: float | None = None) -> None:
        """Run all steps, from the first, once it has been quiet for a while."""
        self._asked += 1
        loop = self._loop or _running()
        if loop is None or not loop.is_running():
            for step in self._steps:
                step()
            return
        seconds = self._wait if wait is None else wait
        # Asked from whichever thread: JupyterLab answers widgets on one beside the kernel's own.
        loop.call_soon_threadsafe(loop.call_later, seconds, self._run, loop, self._asked, 0)

    def _run(self, loop: asyncio.AbstractEventLoop, asked: int, number: int) -> None:
        if asked != self._asked:
            return
        if number + 1 < len(self._steps):
            loop.call_later(0.02, self._run, loop, asked, number + 1)
        self._steps[number]()


def kernel_loop() -> asyncio.AbstractEventLoop | None:
    """The loop of the kernel's main thread, on which cells run, or None outside a kernel.

    matplotlib's settings belong to the whole process: what draws must take turns with the cells.
    """
    from IPython.core.getipython import get_ipython

    kernel = getattr(get_ipython(), "kernel", None)
    loop = getattr(getattr(kernel, "io_loop", None), "asyncio_loop", None)
    return loop if isinstance(loop, asyncio.AbstractEventLoop) else _running()


def _running() -> asyncio.AbstractEventLoop | None:
    try:
        return asyncio.get_running_loop()
    except RuntimeError:
        return None
