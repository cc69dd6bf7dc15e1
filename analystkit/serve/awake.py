"""A notebook's cells run to their end, whatever they write into Output widgets."""

from typing import Any

import zmq
from nbclient.output_widget import OutputWidget


def keep_awake() -> None:
    """Let an Output widget of a running notebook never swallow the kernel's answer.

    Nbclient, which runs the cells for Voilà, writes for each output to the socket on which it also
    waits for the end of the cell, and so may take that socket's wake-up call: the page then says
    "Executing 2 of 4" for ever (github.com/jupyter/nbclient/issues/312). Asking the socket for its
    state afterwards wakes the one who waits.
    """
    if getattr(OutputWidget.send, "wakes", False):
        return
    send = OutputWidget.send

    def send_and_wake(self: OutputWidget, *arguments: Any, **keywords: Any) -> None:
        send(self, *arguments, **keywords)
        self.kernel_client.shell_channel.socket.get(zmq.EVENTS)

    send_and_wake.wakes = True  # type: ignore[attr-defined]
    OutputWidget.send = send_and_wake  # type: ignore[method-assign]
