"""Voilà with its faults mended: pages that wait for ever, closed pages that live on."""

import threading
import webbrowser
from typing import Any

from voila.app import Voila
from voila.shutdown_kernel_handler import VoilaShutdownKernelHandler

from analystkit.serve.awake import keep_awake


class Goodbye(VoilaShutdownKernelHandler):
    """Ends the kernel of a page that closes."""

    def check_xsrf_cookie(self) -> None:
        """A closing page cannot send the mark; it names its kernel, which no other page knows."""


class Server(Voila):
    """The server of a notebook's widgets."""

    def initialize(self, argv: list[str] | None = None) -> None:
        """Read options and configuration."""
        super().initialize(argv)
        keep_awake()

    def init_handlers(self) -> list[Any]:
        """Addresses and what answers there."""
        return [
            (rule[0], Goodbye, *rule[2:]) if rule[1] is VoilaShutdownKernelHandler else rule
            for rule in super().init_handlers()
        ]

    def launch_browser(self) -> None:
        """Open the page; Voilà's own opens it without the token, at a form that asks for it."""
        threading.Thread(target=webbrowser.open, args=[self.display_url], daemon=True).start()
