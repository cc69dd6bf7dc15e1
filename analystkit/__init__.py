"""analystkit: who said what, about whom, in which outlet, with the evidence at hand.

The public names are listed in ``__all__``; each is imported when first used, so
``import analystkit as ak`` stays light.

Examples
--------
>>> import analystkit as ak
>>> articles = ak.load_articles(["data/coverage"])  # doctest: +SKIP
>>> quotes = ak.extract_quotes(articles)            # doctest: +SKIP
"""

from importlib import import_module
from importlib.metadata import version as _version
from typing import TYPE_CHECKING, Any

from analystkit.export import export  # not lazy: the module of the same name would hide it

if TYPE_CHECKING:
    from analystkit import charts, cluster, tables
    from analystkit.actors import Actors, draft_actors, load_actors, suggest
    from analystkit.articles import load_articles, mark_duplicates, without_copies
    from analystkit.evaluation import read_gold, score_quotes
    from analystkit.fetching import fetch
    from analystkit.keeping import cache
    from analystkit.loading import load_quotes
    from analystkit.matching import match_quotes
    from analystkit.quotes import extract_quotes
    from analystkit.reporting import report
    from analystkit.reviewing import agreement, apply_labels, estimate, plan_review, read_labels
    from analystkit.sentiment import explain_sentiment, score_sentiment
    from analystkit.stance import explain_stance, score_stance, stance_toward
    from analystkit.targets import Targets, draft_targets, load_targets, quote_targets
    from analystkit.widgets import (
        compare_speakers,
        dashboard,
        edit_actors,
        explore,
        filter_quotes,
        read_article,
        review,
    )

_WHERE = {
    "Actors": "actors",
    "draft_actors": "actors",
    "load_actors": "actors",
    "suggest": "actors",
    "load_articles": "articles",
    "mark_duplicates": "articles",
    "without_copies": "articles",
    "fetch": "fetching",
    "cache": "keeping",
    "load_quotes": "loading",
    "match_quotes": "matching",
    "extract_quotes": "quotes",
    "explain_stance": "stance",
    "score_stance": "stance",
    "stance_toward": "stance",
    "Targets": "targets",
    "draft_targets": "targets",
    "load_targets": "targets",
    "quote_targets": "targets",
    "score_sentiment": "sentiment",
    "explain_sentiment": "sentiment",
    "read_gold": "evaluation",
    "agreement": "reviewing",
    "apply_labels": "reviewing",
    "estimate": "reviewing",
    "plan_review": "reviewing",
    "read_labels": "reviewing",
    "report": "reporting",
    "score_quotes": "evaluation",
    "compare_speakers": "widgets",
    "dashboard": "widgets",
    "edit_actors": "widgets",
    "explore": "widgets",
    "filter_quotes": "widgets",
    "read_article": "widgets",
    "review": "widgets",
}
_MODULES = {
    "charts", "cluster", "tables", "actors", "articles", "matching", "quotes", "sentiment",
    "stance", "targets", "widgets",
}  # fmt: skip

__all__ = [
    "Actors",
    "Targets",
    "agreement",
    "apply_labels",
    "cache",
    "charts",
    "cluster",
    "compare_speakers",
    "dashboard",
    "draft_actors",
    "draft_targets",
    "edit_actors",
    "estimate",
    "explain_sentiment",
    "explain_stance",
    "explore",
    "export",
    "extract_quotes",
    "fetch",
    "filter_quotes",
    "load_actors",
    "load_articles",
    "load_quotes",
    "load_targets",
    "mark_duplicates",
    "match_quotes",
    "plan_review",
    "quote_targets",
    "read_article",
    "read_gold",
    "read_labels",
    "report",
    "review",
    "score_quotes",
    "score_sentiment",
    "score_stance",
    "stance_toward",
    "suggest",
    "tables",
    "without_copies",
]
__version__ = _version("analystkit")


def __getattr__(name: str) -> Any:
    if name in _WHERE:
        value = getattr(import_module(f"analystkit.{_WHERE[name]}"), name)
    elif name in _MODULES:
        value = import_module(f"analystkit.{name}")
    else:
        raise AttributeError(f"module 'analystkit' has no attribute {name!r}")
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted(set(globals()) | set(__all__))
