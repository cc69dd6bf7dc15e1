"""Opens a notebook as a page of its widgets: ``python -m analystkit.serve NOTEBOOK``."""
