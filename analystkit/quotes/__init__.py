"""Who said what: quotations with cue, source and speaker."""

from analystkit.models.loading import ModelError
from analystkit.quotes.extract import extract_quotes

__all__ = ["ModelError", "extract_quotes"]
