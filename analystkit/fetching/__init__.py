"""Web pages to files: the one door to the network, opened by the analyst alone."""

from analystkit.fetching.fetch import fetch

__all__ = ["fetch"]
