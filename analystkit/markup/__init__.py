"""Articles with their quotes as HTML."""
