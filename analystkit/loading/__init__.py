"""Quotes in: what `export` wrote, and the quotations of published data sets."""

from analystkit.loading.load import load_quotes

__all__ = ["load_quotes"]
