"""What the news services export: many documents a file, each an article of its own."""

from analystkit.articles.exports.reading import is_export, read_export, split_export

__all__ = ["is_export", "read_export", "split_export"]
