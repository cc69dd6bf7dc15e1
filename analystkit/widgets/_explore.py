"""The explorer: filters, counts, charts, table and reader over one table of quotes."""

from __future__ import annotations

from collections.abc import Mapping
from copy import deepcopy
from functools import partial
from typing import TYPE_CHECKING, Any

import ipywidgets as w
import numpy as np
import pandas as pd

from analystkit.palette import camp_colours
from analystkit.tables import check_articles, check_stance, hint
from analystkit.tables.joins import with_articles
from analystkit.text.wording import plural
from analystkit.widgets.parts.base import Later, Problems, kernel_loop, stylesheet, target_names
from analystkit.widgets.parts.chart_panes import LinkedCharts
from analystkit.widgets.parts.facet_index import Index
from analystkit.widgets.parts.filter_bar import FilterBar
from analystkit.widgets.parts.quote_table import QuoteTable
from analystkit.widgets.parts.reader_pane import ReaderPane
from analystkit.widgets.parts.selection import FILTERS, check_keys, valid_filters, valid_sort

if TYPE_CHECKING:
    from analystkit.targets import Targets

_KEYS = (*FILTERS, "sort", "quote")
_HINT = "Choose a row to read the quote in its article."


def explore(
    quotes: pd.DataFrame,
    articles: pd.DataFrame,
    stance: pd.DataFrame | None = None,
    *,
    targets: Targets | None = None,
    colours: Mapping[str, str] | None = None,
) -> Explorer:
    """Filter quotes by who, where, how and when; see counts, charts and each quote in place.

    Parameters
    ----------
    quotes : DataFrame
        A quotes table.
    articles : DataFrame
        The articles they come from; quotes of articles that are not there have no outlet or date.
    stance : DataFrame, optional
        A stance table; adds filters by target and stance, a chart and a column of stances.
    targets : Targets, optional
        The registry of targets, for their names; without it their ids are shown, a space for each
        hyphen.
    colours : mapping, optional
        Camp to colour where it should not be the usual one.

    Returns
    -------
    Explorer
        A widget. ``.quotes`` is the filtered table. ``.selection`` is a plain dict of the filters
        set, the sorting and the quote in the reader; it can be kept as JSON and set again, and
        says with an error which key or value there is not. ``.views`` are the selections saved by
        name, which can be set too. ``.error`` says what went wrong, if anything.

    Raises
    ------
    TableError
        When a table breaks the contract.

    Examples
    --------
    >>> from analystkit import tables
    >>> quotes = tables.as_quotes([
    ...     {"quote_id": "a#0", "article_id": "a", "kind": "direct", "quote": "No", "camp": "Iran",
    ...      "spans": [(1, 3)]}])
    >>> explorer = explore(quotes, tables.as_articles([{"article_id": "a", "text": "“No”"}]))
    >>> explorer.selection = {"camp": "Iran", "words": "no"}
    >>> explorer.selection, len(explorer.quotes)
    ({'camp': ['Iran'], 'words': 'no'}, 1)
    """
    return Explorer(quotes, articles, stance, targets=targets, colours=colours)


class Explorer(w.VBox):
    """What `explore` returns; see there."""

    def __init__(
        self,
        quotes: pd.DataFrame,
        articles: pd.DataFrame,
        stance: pd.DataFrame | None = None,
        *,
        targets: Targets | None = None,
        colours: Mapping[str, str] | None = None,
    ) -> None:
        self._articles, self._targets = check_articles(articles), targets
        self._all = joined(quotes, self._articles)
        every = pd.concat([self._articles["article_id"], self._all["article_id"]])
        self._count = int(every.nunique())
        known = None if stance is None else check_stance(stance)
        names = target_names(known, targets)
        self._index = Index(self._all, known)
        self._colours = {**camp_colours(self._all["camp"]), **(colours or {})}
        self._kept = np.arange(len(self._all))
        self._views: dict[str, dict[str, Any]] = {}
        self._following = False
        self._bar = FilterBar(self._index, colours=self._colours, names=names, act=self._act)
        self._counts = w.HTML().add_class("ak-counts")
        self._problems = Problems()
        self._table = QuoteTable(with_stances(self._all, known, names), colours=self._colours)
        self._pane = ReaderPane()
        self._pane.say(_HINT)
        self._charts = LinkedCharts(
            self._articles, colours=self._colours, names=names, stances=known is not None
        )
        guard = self._problems.guard
        self._options = Later([partial(guard, "options", self._bar.prepare)])
        steps = {"charts": self._prepare, **self._charts.steps()}
        drawing = [partial(guard, *step) for step in steps.items()]
        self._drawing = Later(drawing, loop=kernel_loop())
        panes = list(self._charts.panes.values())
        super().__init__(
            [
                w.HTML(f"<style>{stylesheet('theme.css')}{stylesheet('explore.css')}</style>"),
                self._bar,
                self._counts,
                self._problems,
                w.Box(panes).add_class("ak-charts").add_class(f"ak-charts-{len(panes)}"),
                self._table,
                self._pane,
            ]
        )
        self.add_class("ak-explore").add_class("ak-theme")
        self._redraw(wait=0.4)
        self._bar.observe(lambda _: self._redraw(), names="selection")
        self._bar.observe(lambda bar: self._problems.note("filters", bar.new), names="problem")
        self._table.observe(lambda _: guard("reader", self._read), names="selected")
        self._pane.observe(lambda _: guard("reader", self._follow), names="focus")
        for pane in panes:
            pane.observe(lambda _: self._drawing.ask(), names="width")

    @property
    def quotes(self) -> pd.DataFrame:
        """The quotes that the filters keep, with outlet, title and date of their articles."""
        return self._all.iloc[self._kept].copy()

    @property
    def selection(self) -> dict[str, Any]:
        """The filters, ``sort`` and the chosen ``quote``, as far as they are set.

        See `filter_quotes` for the filters; ``sort`` is a column and ``ascending`` or
        ``descending``.
        """
        chosen = deepcopy(self._bar.selection)
        if self._table.sort[0]:
            chosen["sort"] = list(self._table.sort)
        if self._table.selected:
            chosen["quote"] = self._table.selected
        return chosen

    @selection.setter
    def selection(self, selection: Mapping[str, Any]) -> None:
        check_keys(selection, _KEYS)
        filters = {key: value for key, value in selection.items() if key in FILTERS}
        valid = valid_filters(filters, self._index)
        sort = valid_sort(selection.get("sort"), [key for key, _ in self._table.columns])
        quote = str(selection.get("quote") or "")
        if quote and not self._index.where(valid)[self._table.place(quote)]:
            raise ValueError(f"selection: the quote {quote!r} is not among those the filters keep")
        with self._table.hold_sync():
            self._table.sort = sort
            self._bar.apply(valid)
            self._table.reveal(quote)

    @property
    def views(self) -> dict[str, dict[str, Any]]:
        """The saved views: name to selection."""
        return deepcopy(self._views)

    @views.setter
    def views(self, views: Mapping[str, Mapping[str, Any]]) -> None:
        for selection in views.values():
            check_keys(selection, _KEYS)
        self._views = {str(name): deepcopy(dict(view)) for name, view in views.items()}
        self._bar.views = list(self._views)

    @property
    def error(self) -> str:
        """What is wrong at the moment, or nothing."""
        return self._problems.text

    def _act(self, action: str, name: str) -> None:
        """Save, restore or delete a view, as asked in the filter bar."""
        name = " ".join(name.split())
        if not name:
            raise ValueError("Give the view a name")
        if action == "save":
            self.views = {**self._views, name: self.selection}
        elif name not in self._views:
            raise ValueError(f"There is no saved view {name!r}{hint(name, self._views)}")
        elif action == "restore":
            self.selection = self._views[name]
        else:
            self.views = {key: view for key, view in self._views.items() if key != name}

    def _redraw(self, *, wait: float | None = None) -> None:
        self._problems.guard("table", self._filter)
        self._options.ask()
        self._drawing.ask(wait=wait)

    def _filter(self) -> None:
        filters = self._bar.selection
        self._kept = self._index.where(filters).nonzero()[0]
        self._counts.value = counts_html(self._index, self._kept, articles=self._count)
        self._following = True
        try:
            self._table.show(self._kept, words=filters.get("words", ""))
        finally:
            self._following = False

    def _prepare(self) -> None:
        filters = self._bar.selection
        shown = self._all.iloc[self._kept]
        self._charts.set(shown, self._index.stances(filters), filters)

    def _read(self) -> None:
        chosen = self._table.selected
        if not chosen and not self._following:
            self._pane.say(_HINT)
        if not chosen or self._following:
            return
        quote = self._all[self._all["quote_id"] == chosen].iloc[0]
        article = self._articles[self._articles["article_id"] == quote["article_id"]]
        if article.empty:
            self._pane.say(
                f"The article of this quote ({quote['article_id']}) is not among the articles "
                f"given. It says: {quote['quote']}"
            )
            return
        own = self._all[self._all["article_id"] == quote["article_id"]]
        self._pane.show(
            article, own, stance=self._index.stance, focus=chosen, colours=self._colours,
            targets=self._targets,
        )  # fmt: skip

    def _follow(self) -> None:
        """The table's row goes along where the reader moves on to another quote."""
        focus = self._pane.focus
        if focus and focus != self._table.selected:
            self._following = True
            try:
                self._table.reveal(focus)
            finally:
                self._following = False


def joined(quotes: pd.DataFrame, articles: pd.DataFrame) -> pd.DataFrame:
    """The quotes with their articles' columns, and empty ones where a column is missing."""
    table = with_articles(quotes, articles)
    for column in ("speaker", "camp", "outlet", "published"):
        if column not in table:
            table[column] = pd.Series(pd.NA, index=table.index, dtype="string")
    table["published"] = pd.to_datetime(table["published"], utc=True)
    return table


def with_stances(
    table: pd.DataFrame, stance: pd.DataFrame | None, names: Mapping[str, str]
) -> pd.DataFrame:
    """With a column of text, a line a quote: "for troop withdrawal; against airstrikes"."""
    table = table.drop(columns="stance", errors="ignore")
    if stance is None or stance.empty:
        return table
    words = stance["label"].astype("string") + " " + stance["target"].map(dict(names))
    lines = words.groupby(stance["quote_id"], sort=False).agg("; ".join).rename("stance")
    return table.join(lines.astype("string"), on="quote_id")


def counts_html(index: Index, kept: np.ndarray, *, articles: int) -> str:
    """How many quotes, articles and speakers the quotes at these places are.

    `articles` are all there are, those known from their quotes alone among them.
    """
    speakers = int((index.facets["speaker"].tally(kept) > 0)[:-1].sum())
    facts = [
        f"<b>{len(kept):,}</b> of {plural(index.size, 'quote')}",
        f"<b>{len(np.unique(index.articles[kept])):,}</b> of {plural(articles, 'article')}",
        f"<b>{speakers:,}</b> speaker{'' if speakers == 1 else 's'}",
    ]
    return f'<div role="status">{"".join(f"<span>{fact}</span>" for fact in facts)}</div>'
