"""Opens a notebook as a page of its widgets: ``python -m analystkit.serve NOTEBOOK``."""

from analystkit.serve.keeping import kept

__all__ = ["kept"]
