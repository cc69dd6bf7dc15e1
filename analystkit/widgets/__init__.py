"""Widgets for notebooks: the explorer of a quotes table, and the article reader."""

from analystkit.widgets._explore import Explorer, explore
from analystkit.widgets._markup import article_html
from analystkit.widgets._reader import Reading, read_article

__all__ = ["Explorer", "Reading", "article_html", "explore", "read_article"]
