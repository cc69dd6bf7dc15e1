"""What a comparison of speakers shows: who, on which target, in which rows; tables only."""

from collections.abc import Iterable, Sequence
from functools import cached_property
from typing import Any

import pandas as pd

from analystkit.palette import MISSING, STANCES
from analystkit.tables import empty_stance
from analystkit.tables.joins import group_camps, group_column
from analystkit.widgets.parts.coverage import Coverage

BY = {"speaker": "Speaker", "actor": "Actor", "camp": "Camp"}


class Material:
    """The quotes with their articles' dates and outlets, their stances, and their groups."""

    def __init__(self, coverage: Coverage) -> None:
        self.table = coverage.quotes.sort_values("published", kind="stable", ignore_index=True)
        known = empty_stance() if coverage.stance is None else coverage.stance
        known = known[known["quote_id"].isin(self.table["quote_id"])]
        self.stance = known.drop_duplicates(["quote_id", "target"])
        self.colours, self.names = coverage.colours, coverage.names
        self._groups: dict[str, tuple[pd.Series, dict[str, int], dict[str, str]]] = {}

    @cached_property
    def _folded(self) -> pd.Series:
        return self.table["quote"].astype("string").str.casefold()

    def groups(self, by: str) -> tuple[pd.Series, dict[str, int], dict[str, str]]:
        """Each quote's group or none, the groups' sizes, the largest first, and their camps."""
        if by not in self._groups:
            groups = group_column(self.table, by, chart="compare_speakers")
            sizes = groups.value_counts().sort_index().sort_values(ascending=False, kind="stable")
            camps = group_camps(self.table.assign(**{by: groups}), by)
            counts = {str(name): int(n) for name, n in sizes.items()}
            self._groups[by] = groups, counts, camps
        return self._groups[by]

    def colour(self, by: str, group: str) -> str:
        """The colour of a group's camp."""
        return self.colours.get(self.groups(by)[2].get(group, ""), MISSING)

    def targets(self, by: str, who: Iterable[str]) -> list[tuple[str, int]]:
        """Targets and how many stances these groups take to them, those they share first."""
        own = self.groups(by)[0].set_axis(self.table["quote_id"])
        group = own.reindex(self.stance["quote_id"]).to_numpy()
        keep = pd.Series(group).isin(list(who)).to_numpy()
        wide = pd.crosstab(self.stance["target"].to_numpy()[keep], group[keep])
        wide = wide.reindex(columns=list(dict.fromkeys(who)), fill_value=0)
        ranked = pd.DataFrame({"least": wide.min(axis=1), "all": wide.sum(axis=1)})
        ranked = ranked.sort_index().sort_values(["least", "all"], ascending=False, kind="stable")
        return [(str(target), int(n)) for target, n in ranked["all"].items()]

    def rows(self, by: str, who: Sequence[str], target: str | None, words: str) -> pd.DataFrame:
        """The quotes of these groups on a target or any, with `_group` and `_day`, undated last."""
        groups = self.groups(by)[0]
        keep = groups.isin(list(who)).to_numpy(dtype=bool)
        for word in words.casefold().split():
            found = self._folded.str.contains(word, regex=False)
            keep = keep & found.fillna(False).to_numpy(dtype=bool)
        shown = self.table[keep].assign(_group=groups[keep])
        if target is not None:
            sides = self.stance[self.stance["target"] == target].set_index("quote_id")
            shown = shown[shown["quote_id"].isin(sides.index)].drop(
                columns=["target", "label", "score"], errors="ignore"
            )
            shown = shown.join(sides[["target", "label", "score"]], on="quote_id")
        return shown.assign(_day=shown["published"].dt.strftime("%Y-%m-%d").astype("string"))


def paged(rows: pd.DataFrame) -> pd.DataFrame:
    """The rows day by day, and within a day the groups' first quotes before their second."""
    nth = rows.groupby(["_day", "_group"], dropna=False, observed=True).cumcount()
    order = rows.assign(_nth=nth).sort_values(["_day", "_nth"], kind="stable")
    return order.drop(columns="_nth")


def heading(group: str, rows: pd.DataFrame, *, of: int, stances: pd.DataFrame) -> dict[str, Any]:
    """A column's head: quotes, outlets, first and last day, and stances by label."""
    own = rows[rows["_group"] == group]
    days, labels = own["_day"].dropna(), stances["label"].astype("string")
    counts = labels[stances["quote_id"].isin(own["quote_id"])].value_counts()
    return {
        "name": group, "n": len(own), "all": of, "outlets": int(own["outlet"].nunique()),
        "first": day_words(days.min()) if len(days) else "",
        "last": day_words(days.max()) if len(days) else "",
        "undated": len(own) - len(days),
        "stances": [[x, int(counts[x]), colour] for x, colour in STANCES.items() if x in counts],
    }  # fmt: skip


def day_words(day: Any) -> str:
    """``28 Jun 2021`` of ``2021-06-28``."""
    if pd.isna(day):
        return "No date"
    stamp = pd.Timestamp(day)
    return f"{stamp.day} {stamp:%b %Y}"
