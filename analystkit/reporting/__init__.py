"""An analyst's memo of a quotes table: one HTML file to send or to print."""

from analystkit.reporting.write import report

__all__ = ["report"]
