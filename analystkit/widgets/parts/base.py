"""What all widgets need: scripts and style sheets, failures shown, steps that wait."""

from __future__ import annotations

import asyncio
import logging
import re
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import ClassVar

import traitlets

STATIC = Path(__file__).parents[1] / "static"
_LOG = logging.getLogger(__name__)
_IMPORT = re.compile(r'^import \{[^}]*\} from "\./([\w.]+)";\n', re.MULTILINE)


def stylesheet(*names: str) -> str:
    """The text of these style sheets."""
    return "".join((STATIC / name).read_text(encoding="utf-8") for name in names)


def script(name: str) -> str:
    """A JavaScript module and those it imports, as the one module that anywidget hands over.

    Each stands once, behind what it imports, without its import and export statements; their
    top-level names share one scope and must differ.
    """
    texts: dict[str, str] = {}

    def add(name: str) -> None:
        text = (STATIC / name).read_text(encoding="utf-8")
        for other in _IMPORT.findall(text):
            if other not in texts:
                add(other)
        texts[name] = re.sub(r"^export (?!default)", "", _IMPORT.sub("", text), flags=re.MULTILINE)

    add(name)
    return "\n".join(texts.values())


def failure(error: Exception, part: str) -> str:
    """What to show of an exception in a callback, which else is lost in the kernel's log."""
    _LOG.error("a part of the widget failed: %s", part, exc_info=error)
    return f"{type(error).__name__}: {error}"


class Guarded(traitlets.HasTraits):
    """A widget that shows what its callbacks raise; ``error`` is all that is wrong now."""

    plain: ClassVar[tuple[type[Exception], ...]] = ()  # told by their message alone, as ValueError

    error = traitlets.Unicode("")
    failures: traitlets.Dict[str, str] = traitlets.Dict()

    def guard(self, part: str, step: Callable[[], None]) -> None:
        """Run a step; an exception is noted under the part's name until it goes well again."""
        try:
            step()
        except Exception as error:
            plain = type(error) is ValueError or isinstance(error, self.plain)
            self.set_failure(part, str(error) if plain else failure(error, part))
        else:
            self.set_failure(part, "")

    def set_failure(self, part: str, problem: str) -> None:
        """What is wrong with a part, or nothing any more."""
        others = {name: text for name, text in self.failures.items() if name != part}
        self.failures = {**others, part: problem} if problem else others
        self.error = "; ".join(self.failures.values())


class Debounce:
    """Runs the steps of the newest request once it is quiet, the kernel answering between them."""

    def __init__(
        self, steps: Sequence[Callable[[], None]], loop: asyncio.AbstractEventLoop | None = None
    ) -> None:
        self._steps, self._loop = steps, loop
        self._asked = 0

    def ask(self, *, wait: float = 0.18) -> None:
        """Run all steps, from the first, once it has been quiet for a while."""
        self._asked += 1
        loop = self._loop or _running()
        if loop is None or not loop.is_running():
            for step in self._steps:
                step()
            return
        # Asked from whichever thread: JupyterLab answers widgets on one beside the kernel's own.
        loop.call_soon_threadsafe(loop.call_later, wait, self._run, loop, self._asked, 0)

    def _run(self, loop: asyncio.AbstractEventLoop, asked: int, number: int) -> None:
        if asked != self._asked:
            return
        if number + 1 < len(self._steps):
            loop.call_later(0.02, self._run, loop, asked, number + 1)
        self._steps[number]()


def kernel_loop() -> asyncio.AbstractEventLoop | None:
    """The loop on which a kernel's cells run: what sets matplotlib up takes turns with them."""
    from IPython.core.getipython import get_ipython

    kernel = getattr(get_ipython(), "kernel", None)
    loop = getattr(getattr(kernel, "io_loop", None), "asyncio_loop", None)
    return loop if isinstance(loop, asyncio.AbstractEventLoop) else _running()


def _running() -> asyncio.AbstractEventLoop | None:
    try:
        return asyncio.get_running_loop()
    except RuntimeError:
        return None
