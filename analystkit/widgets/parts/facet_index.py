"""A quotes table laid out for filtering: facets as codes, days and folded text, made once."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from functools import partial
from typing import Any

import numpy as np
import pandas as pd

from analystkit.tables import KINDS, SPEAKER_TYPES, STANCES

_COLUMNS = ("camp", "speaker", "outlet", "kind", "speaker_type", "cue")
_ORDERS = {"kind": KINDS, "speaker_type": SPEAKER_TYPES}
_PAIR = ("target", "stance")
_MOST = 100  # options offered
NONE = "(none given)"


class Index:
    """Which quotes a valid selection keeps, and how many there would be for each further choice.

    A quote without a stance row counts as having one row without target and stance.
    """

    def __init__(self, table: pd.DataFrame, stance: pd.DataFrame | None = None) -> None:
        self.size = len(table)
        held = [key for key in _COLUMNS if key in table]
        self.facets = {key: Facet(_text(table[key], key), _ORDERS.get(key, ())) for key in held}
        self.stance: pd.DataFrame | None = None
        if stance is not None:
            self._add_stance(table["quote_id"], stance)
        self.articles = pd.factorize(table.get("article_id", pd.Series(index=table.index)))[0]
        self._folded = [str(quote).casefold() for quote in table["quote"]]
        stamps = pd.to_datetime(table.get("published", pd.Series(index=table.index)), utc=True)
        days = stamps.dt.tz_localize(None).to_numpy(dtype="datetime64[s]")
        self._days = days.astype("datetime64[D]")
        sure = table.get("confidence", pd.Series(pd.NA, index=table.index))
        self._confidence = pd.to_numeric(sure).astype("Float64").to_numpy(float, na_value=np.nan)
        self.sure = bool(np.isfinite(self._confidence).any())
        self._made: dict[str, tuple[Any, np.ndarray]] = {}

    @property
    def days(self) -> tuple[date, date] | None:
        """The first and last day of the quotes that have one."""
        known = self._days[~np.isnat(self._days)]
        return (known.min().item(), known.max().item()) if len(known) else None

    def where(self, selection: Mapping[str, Any], *, without: str = "") -> np.ndarray:
        """True for each quote that the selection keeps, one of its facets left out if named."""
        keep = np.ones(self.size, dtype=bool)
        for mask in self._masks(selection, without):
            keep &= mask
        return keep

    def counts(self, selection: Mapping[str, Any], key: str) -> np.ndarray:
        """The quotes of each option of a facet under the other filters; none given is the last."""
        facet = self.facets[key]
        keep = self.where(selection, without=key)
        if key not in _PAIR:
            return facet.tally(keep)
        return facet.tally(self._row_match(selection, without=key) & keep[facet.rows], once=True)

    def stances(self, selection: Mapping[str, Any]) -> pd.DataFrame | None:
        """The rows of the stance table whose target and stance are selected."""
        if self.stance is None:
            return None
        return self.stance[self._row_match(selection)[: len(self.stance)]]

    def _masks(self, selection: Mapping[str, Any], without: str) -> Iterable[np.ndarray]:
        for key in _COLUMNS:
            if (wanted := selection.get(key)) and key != without:
                yield self._kept(key, wanted, partial(self.facets[key].match, wanted))
        if pair := {key: selection[key] for key in _PAIR if selection.get(key)}:
            pair.pop(without, None)
            if pair and without not in _PAIR:
                yield self._kept("pair", pair, lambda: self._pair(pair))
        if (days := (selection.get("from"), selection.get("to"))) != (None, None):
            yield self._kept("days", days, lambda: self._between(*days))
        if (least := selection.get("min_confidence")) is not None:
            yield self._kept("sure", least, lambda: self._confidence >= least)
        if words := selection.get("words"):
            yield self._kept("words", words, lambda: self._said(words))

    def _kept(self, name: str, value: Any, make: Callable[[], np.ndarray]) -> np.ndarray:
        """The last mask of each filter is kept: most changes leave the others as they are."""
        last, mask = self._made.get(name, (None, None))
        if mask is None or last != value:
            mask = make()
            self._made[name] = (value, mask)
        return mask

    def _add_stance(self, ids: pd.Series, stance: pd.DataFrame) -> None:
        place = pd.Index(ids).get_indexer(pd.Index(stance["quote_id"]))
        self.stance, place = stance[place >= 0], place[place >= 0]
        silent = np.setdiff1d(np.arange(self.size), place)
        rows = np.concatenate([place, silent])
        for key, column, order in (("target", "target", ()), ("stance", "label", STANCES)):
            values = self.stance[column].astype("string").reset_index(drop=True)
            self.facets[key] = Facet(values.reindex(range(len(rows))), order, rows)

    def _row_match(self, selection: Mapping[str, Any], *, without: str = "") -> np.ndarray:
        """True for each stance row that has a wanted target and stance."""
        match = np.ones(len(self.facets["target"].rows), dtype=bool)
        for key in _PAIR:
            if (wanted := selection.get(key)) and key != without:
                match = match & self.facets[key].match(wanted)
        return match

    def _pair(self, selection: Mapping[str, Any]) -> np.ndarray:
        places = self.facets["target"].rows[self._row_match(selection)]
        return np.bincount(places, minlength=self.size) > 0

    def _between(self, first: str | None, last: str | None) -> np.ndarray:
        start, end = np.datetime64(first or date.min), np.datetime64(last or date.max)
        return (start <= self._days) & (self._days <= end)  # undated ones are not

    def _said(self, words: str) -> np.ndarray:
        keep = np.ones(self.size, dtype=bool)
        for word in words.casefold().split():
            left = keep.nonzero()[0]
            keep[left] = [word in self._folded[i] for i in left]
        return keep


def folded_cue(value: str) -> str:
    """A cue in lower case, with single spaces: "Said" and "said" are one option."""
    return " ".join(value.lower().split())


def _text(values: pd.Series, key: str) -> pd.Series:
    text = values.astype("string")
    return text.map(folded_cue, na_action="ignore").astype("string") if key == "cue" else text


class Facet:
    """A column as codes, in `order` or most frequent first, none last; `rows` are their places."""

    def __init__(
        self, values: pd.Series, order: Sequence[str] = (), rows: np.ndarray | None = None
    ) -> None:
        totals = {str(name): int(n) for name, n in values.value_counts(sort=False).items()}
        place = {name: i for i, name in enumerate(order)}
        self.names = sorted(
            totals, key=lambda name: (place.get(name, len(place)), -totals[name], name.casefold())
        )
        codes = pd.Categorical(values, categories=self.names).codes.astype(np.int32)
        self.codes = np.where(codes < 0, len(self.names), codes)
        self.rows = np.arange(len(values)) if rows is None else rows
        self.fixed = bool(order)
        self.code: dict[str | None, int]
        self.code = {name: i for i, name in enumerate([*self.names, None])}
        self.lacking = bool((self.codes == len(self.names)).any())
        self._folded = [name.casefold() for name in self.names]
        self._by_code: np.ndarray | None = None

    def match(self, wanted: Iterable[str | None]) -> np.ndarray:
        """True for each row that has one of these values, which must be options."""
        chosen = np.zeros(len(self.names) + 1, dtype=bool)
        chosen[[self.code[value] for value in wanted]] = True
        return chosen[self.codes]

    def tally(self, keep: np.ndarray, *, once: bool = False) -> np.ndarray:
        """How many kept rows each option has, counting each place only once if so asked."""
        if not once:
            return np.bincount(self.codes[keep], minlength=len(self.names) + 1)
        if self._by_code is None:
            self._by_code = np.lexsort((self.rows, self.codes))
        order = self._by_code[keep[self._by_code]]
        codes, rows = self.codes[order], self.rows[order]
        new = np.ones(len(order), dtype=bool)
        new[1:] = (codes[1:] != codes[:-1]) | (rows[1:] != rows[:-1])
        return np.bincount(codes[new], minlength=len(self.names) + 1)

    def best(
        self, counts: np.ndarray, typed: str = "", *, chosen: Iterable[str | None] = ()
    ) -> tuple[list[str | None], int]:
        """The options for a typed text, the chosen among them, and how many contain it."""
        words = typed.casefold().split()
        places = [
            i for i, name in enumerate(self._folded) if all(word in name for word in words)
        ] if words else range(len(self.names))  # fmt: skip
        found = np.fromiter(places, dtype=np.int64)
        if not self.fixed:
            start = " ".join(words)
            late = [f" {start}" not in f" {self._folded[i]}" for i in found] if words else 0
            found = found[np.lexsort((found, -counts[found], np.broadcast_to(late, found.shape)))]
        options: list[str | None] = [self.names[i] for i in found[:_MOST]]
        if len(found) > _MOST:
            options += [value for value in chosen if value and value not in options]
        nameless = self.lacking and all(word in NONE for word in words)
        return options + [None] * nameless, len(found) + nameless
