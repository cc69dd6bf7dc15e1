"""The tables' contract: columns, types, checks, joins and empty tables.

Four tables flow through analystkit: articles, quotes, stance and labels.  The ``as_*`` functions
turn rows into a typed table, the ``check_*`` functions return a typed copy of a table or raise
`TableError`, the ``empty_*`` ones give tables without rows.  Further columns pass through.
"""

from analystkit.tables.casting import place_of, readable
from analystkit.tables.checks import (
    as_articles,
    as_quotes,
    as_stance,
    check_articles,
    check_labels,
    check_quotes,
    check_stance,
    empty_articles,
    empty_labels,
    empty_quotes,
    empty_stance,
)
from analystkit.tables.columns import (
    ARTICLES,
    CAMP_FROM,
    KINDS,
    LABELS,
    QUOTES,
    SPEAKER_TYPES,
    STANCE,
    STANCES,
    SideTable,
)
from analystkit.tables.errors import TableError, hint, require
from analystkit.tables.moved import Standing, standing

__all__ = [
    "ARTICLES", "CAMP_FROM", "KINDS", "LABELS", "QUOTES", "SPEAKER_TYPES", "STANCE", "STANCES",
    "SideTable", "Standing",
    "TableError", "as_articles", "as_quotes", "as_stance", "check_articles", "check_labels",
    "check_quotes", "check_stance", "empty_articles", "empty_labels", "empty_quotes",
    "empty_stance", "hint", "place_of", "readable", "require", "standing",
]  # fmt: skip
