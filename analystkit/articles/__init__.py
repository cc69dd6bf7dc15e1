"""Reading coverage in: text files, tables, JSON, saved web pages and DataFrames."""

from analystkit.articles.front_matter import split_front_matter
from analystkit.articles.load import load_articles

__all__ = ["load_articles", "split_front_matter"]
