"""Widgets for notebooks: the explorer of a quotes table, and the article reader."""

from analystkit.markup.article import article_html
from analystkit.widgets._compare import Comparison, compare_speakers
from analystkit.widgets._dashboard import Dashboard, dashboard
from analystkit.widgets._edit_actors import ActorEditor, edit_actors
from analystkit.widgets._explore import Explorer, explore
from analystkit.widgets._filter_quotes import filter_quotes
from analystkit.widgets._reader import Reading, read_article
from analystkit.widgets._review import ReviewDesk, review

__all__ = [
    "ActorEditor", "Comparison", "Dashboard", "Explorer", "Reading", "ReviewDesk",
    "article_html", "compare_speakers", "dashboard", "edit_actors", "explore", "filter_quotes",
    "read_article", "review",
]  # fmt: skip
