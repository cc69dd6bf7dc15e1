"""A quotes table laid out for filtering: codes, days and folded text, made once."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from functools import partial
from typing import Any

import numpy as np
import pandas as pd

from analystkit.tables import KINDS, SPEAKER_TYPES, STANCES
from analystkit.widgets._facets import Facet

_COLUMNS = ("camp", "speaker", "outlet", "kind", "speaker_type", "cue")
_ORDERS = {"kind": KINDS, "speaker_type": SPEAKER_TYPES}
_PAIR = ("target", "stance")
_UNDATED = np.iinfo(np.int64).min


class Index:
    """Which quotes a selection keeps, and how many there would be for each further choice.

    A selection is a valid one, as `valid_filters` returns it. A quote without a stance row counts
    as having one row without target and stance.

    Examples
    --------
    >>> index = Index(pd.DataFrame({"quote": ["Yes.", "No."], "camp": ["A", "B"]}))
    >>> index.where({"camp": ["B"]}).tolist()
    [False, True]
    >>> index.counts({"camp": ["B"]}, "camp").tolist()  # of A, of B, of none given
    [1, 1, 0]
    """

    def __init__(self, table: pd.DataFrame, stance: pd.DataFrame | None = None) -> None:
        self.size = len(table)
        self.facets: dict[str, Facet] = {
            key: Facet(_text(table[key], key), order=_ORDERS.get(key, ()))
            for key in _COLUMNS
            if key in table
        }
        self.stance: pd.DataFrame | None = None
        if stance is not None:
            self._add_stance(table["quote_id"], stance)
        self.articles = pd.factorize(table.get("article_id", pd.Series(index=table.index)))[0]
        self._folded = [str(quote).casefold() for quote in table["quote"]]
        self._days = _days(table.get("published"), self.size)
        sure = table.get("confidence", pd.Series(pd.NA, index=table.index))
        self._confidence = pd.to_numeric(sure).astype("Float64").to_numpy(float, na_value=np.nan)
        self._made: dict[str, tuple[Any, np.ndarray]] = {}

    @property
    def days(self) -> tuple[date, date] | None:
        """The first and last day of the quotes that have one."""
        known = self._days[self._days != _UNDATED]
        if not len(known):
            return None
        first, last = (np.datetime64(int(day), "D") for day in (known.min(), known.max()))
        return first.item(), last.item()

    @property
    def sure(self) -> bool:
        """Whether any quote has a confidence."""
        return bool(np.isfinite(self._confidence).any())

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
        none = pd.Series(pd.NA, index=range(len(silent)), dtype="string")
        for key, column, order in (("target", "target", ()), ("stance", "label", STANCES)):
            values = pd.concat([_text(self.stance[column], key), none], ignore_index=True)
            self.facets[key] = Facet(values, order=order, rows=rows)

    def _row_match(self, selection: Mapping[str, Any], *, without: str = "") -> np.ndarray:
        """True for each stance row that has a wanted target and stance."""
        match = np.ones(len(self.facets["target"].rows), dtype=bool)
        for key in _PAIR:
            if (wanted := selection.get(key)) and key != without:
                match = match & self.facets[key].match(wanted)
        return match

    def _pair(self, selection: Mapping[str, Any]) -> np.ndarray:
        keep = np.zeros(self.size, dtype=bool)
        keep[self.facets["target"].rows[self._row_match(selection)]] = True
        return keep

    def _between(self, first: str | None, last: str | None) -> np.ndarray:
        keep = self._days != _UNDATED
        if first:
            keep = keep & (self._days >= _number(first))
        if last:
            keep = keep & (self._days <= _number(last))
        return keep

    def _said(self, words: str) -> np.ndarray:
        keep = np.ones(self.size, dtype=bool)
        for word in words.casefold().split():
            if keep.all():
                keep = np.array([word in quote for quote in self._folded], dtype=bool)
            else:
                left = keep.nonzero()[0]
                keep[left] = [word in self._folded[i] for i in left]
        return keep


def folded_cue(value: str) -> str:
    """A cue in lower case, with single spaces: "Said" and "said" are one option."""
    return " ".join(value.lower().split())


def _text(values: pd.Series, key: str) -> pd.Series:
    text = values.astype("string")
    return text.map(folded_cue, na_action="ignore").astype("string") if key == "cue" else text


def _days(published: pd.Series | None, size: int) -> np.ndarray:
    if published is None:
        return np.full(size, _UNDATED)
    stamps = pd.to_datetime(published, utc=True).dt.tz_localize(None)
    return stamps.to_numpy(dtype="datetime64[s]").astype("datetime64[D]").astype(np.int64)


def _number(day: str) -> int:
    return int(np.datetime64(day, "D").astype(np.int64))
