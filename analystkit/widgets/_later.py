"""Steps that wait until a reader has stopped choosing."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence


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
