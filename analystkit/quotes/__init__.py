"""Who said what: quotations with cue, source and speaker."""

from analystkit.quotes.extract import extract_quotes
from analystkit.quotes.tagger import ModelError

__all__ = ["ModelError", "extract_quotes"]
