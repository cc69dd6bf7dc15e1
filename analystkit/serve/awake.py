"""A notebook's cells run to their end, whatever they write into Output widgets."""

from __future__ import annotations

from typing import Any

import zmq
from nbclient.output_widget import OutputWidget


def keep_awake() -> None:
    """Let an Output widget of a running notebook never swallow the kernel's answer.

    Nbclient, which runs the cells for Voilà, plays the browser's part for Output widgets: on each
    output it writes to the socket on which it also waits for the end of the cell. Such a write
    takes the socket's wake-up call with it, so an answer that has just come stays unread and the
    page says "Executing 2 of 4" for ever (github.com/jupyter/nbclient/issues/312): one cell in
    three hung that writes three lines into an Output. Asking the socket for its state afterwards
    wakes the one who waits.
    """
    if getattr(OutputWidget.send, "wakes", False):
        return
    send = OutputWidget.send

    def send_and_wake(self: OutputWidget, *arguments: Any, **keywords: Any) -> None:
        send(self, *arguments, **keywords)
        self.kernel_client.shell_channel.socket.get(zmq.EVENTS)

    send_and_wake.wakes = True  # type: ignore[attr-defined]
    OutputWidget.send = send_and_wake  # type: ignore[method-assign]
