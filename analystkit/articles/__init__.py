"""Coverage in: text files, tables, JSON, saved pages, DataFrames; and which are copies."""

from analystkit.articles.copies import mark_duplicates, without_copies
from analystkit.articles.formats.text import split_front_matter
from analystkit.articles.load import load_articles

__all__ = ["load_articles", "mark_duplicates", "split_front_matter", "without_copies"]
