"""Reading coverage in: text files, tables, JSON, saved web pages and DataFrames."""

from analystkit.articles.formats.text import split_front_matter
from analystkit.articles.load import load_articles

__all__ = ["load_articles", "split_front_matter"]
