"""What an explorer is given, checked and joined once."""

from collections.abc import Mapping
from typing import Any

import pandas as pd

from analystkit.palette import camp_colours
from analystkit.tables import check_articles, check_stance, standing
from analystkit.tables.joins import with_articles
from analystkit.targets import Targets

_COLUMNS = ("speaker", "actor", "camp", "outlet", "published")


class Coverage:
    """``quotes`` with every column an explorer asks for, and the colours and names to show."""

    def __init__(
        self, quotes: pd.DataFrame, articles: pd.DataFrame, stance: pd.DataFrame | None,
        targets: Targets | None, colours: Mapping[str, str] | None,
    ) -> None:  # fmt: skip
        self.articles = check_articles(articles)
        table = with_articles(quotes, self.articles)
        for column in _COLUMNS:
            if column not in table:
                table[column] = pd.Series(pd.NA, index=table.index, dtype="string")
        #: What to say of articles whose text has changed since their quotes were extracted.
        self.moved = standing(table, self.articles).notice
        table["published"] = pd.to_datetime(table["published"], utc=True)
        self.quotes = table
        self.stance = None if stance is None else check_stance(stance)
        self.colours = {**camp_colours(table["camp"]), **(colours or {})}
        #: What the reader is given of it beside the quotes and stances.
        self.read: dict[str, Any]
        self.read = {"articles": self.articles, "colours": self.colours, "targets": targets}
        known = {target.id: target.name for target in targets or ()}
        ids = [] if self.stance is None else [str(id) for id in self.stance["target"].unique()]
        self.names = {id: known.get(id) or id.replace("-", " ") for id in ids}
