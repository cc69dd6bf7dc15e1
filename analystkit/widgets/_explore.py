"""The explorer: filters, counts, charts, table and reader over one table of quotes."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from copy import deepcopy
from functools import partial
from html import escape
from os import PathLike
from typing import Any

import ipywidgets as w
import numpy as np
import pandas as pd

from analystkit.reviewing import Labels, checked_tables, read_labels
from analystkit.tables import hint
from analystkit.targets import Targets
from analystkit.text.wording import plural
from analystkit.widgets._reader import Reading
from analystkit.widgets._review import ReviewDesk, make_desk
from analystkit.widgets.parts.base import Debounce, Guarded, kernel_loop, stylesheet
from analystkit.widgets.parts.chart_panes import LinkedCharts
from analystkit.widgets.parts.coverage import Coverage
from analystkit.widgets.parts.facet_index import Index
from analystkit.widgets.parts.filter_bar import FilterBar
from analystkit.widgets.parts.notices import notes_html
from analystkit.widgets.parts.quote_table import QuoteTable
from analystkit.widgets.parts.selection import FILTERS, check_keys, valid_filters, valid_sort

_KEYS = (*FILTERS, "sort", "quote")
_HINT = "Choose a row to read the quote in its article."


def explore(
    quotes: pd.DataFrame,
    articles: pd.DataFrame,
    stance: pd.DataFrame | None = None,
    *,
    targets: Targets | None = None,
    colours: Mapping[str, str] | None = None,
    labels: Labels | None = None,
    reviewer: str | None = None,
) -> "Explorer":
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
    labels : path or DataFrame, optional
        Reviewers' decisions, see `review`, to be put in: a column says which quotes were checked,
        by whom, and what was changed; conflicts and what could not be put in are listed.
    reviewer : str, optional
        With a path of labels: who reviews here. A button at the reader then opens the desk at the
        quote in focus, with the quotes that the filters keep. What is decided there is marked at
        once, and counts in values, filters and charts when the explorer is made anew.

    Returns
    -------
    Explorer
        A widget. ``.quotes`` is the filtered table, as `filter_quotes` gives it too.
        ``.selection`` is a plain dict of the filters set, the sorting and the quote in the reader;
        it can be kept as JSON and set again, and says with an error which key or value there is
        not. ``.views`` are the selections saved by name, which can be set too. ``.error`` says
        what went wrong, if anything.

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
    desk = None
    known = labels
    if reviewer is not None:
        if labels is None or isinstance(labels, pd.DataFrame):
            raise ValueError(f"explore: reviewer={reviewer!r} needs the path of labels (labels=)")
        known = read_labels(labels)  # there may be none so far
        machine = Coverage(quotes, articles, stance, targets, colours)
        desk = _Desk(machine, labels, reviewer, known)
    reviewed = checked_tables(quotes, articles, stance, known)
    coverage = Coverage(reviewed.quotes, articles, reviewed.stance, targets, colours)
    return Explorer(coverage, reviewed.notes, desk)


class _Desk:
    """The desk that an explorer opens, over the tables as the machine has them."""

    def __init__(
        self, machine: Coverage, labels: str | PathLike[str], reviewer: str, known: pd.DataFrame
    ) -> None:
        self._machine, self._labels, self._reviewer = machine, labels, reviewer
        self._known = self._decisions(known)
        self.pane: ReviewDesk | None = None

    def open(self, quote: str, kept: list[str]) -> ReviewDesk:
        """A desk at a quote, with these beside it; those that reviewers added are not on it."""
        quotes = self._machine.quotes
        here = quotes["article_id"].isin(self._machine.articles["article_id"])
        shown = set(quotes.loc[here, "quote_id"].astype(str))
        if quote not in shown:
            raise ValueError("This quote was added by a reviewer, or its article was not given")
        if self.pane is not None:
            self.pane.close()
        ids = dict.fromkeys([quote] * (quote not in kept) + [q for q in kept if q in shown])
        self.pane = make_desk(self._machine, self._labels, self._reviewer, sample=list(ids))
        self.pane.selection = {"quote": quote}
        self.pane.opened += 1
        return self.pane

    def checked(self) -> dict[str, Any]:
        """What is said by now of the quotes of the articles with other decisions than before."""
        labels, machine = read_labels(self._labels), self._machine
        now = self._decisions(labels)
        touched = {article for _, article in now ^ self._known}
        self._known = now
        own, articles = (
            t[t["article_id"].isin(touched)] for t in (machine.quotes, machine.articles)
        )
        sides = machine.stance
        if sides is not None:
            sides = sides[sides["quote_id"].isin(own["quote_id"])]
        labels = labels[labels["article_id"].isin(touched)]
        reviewed = checked_tables(own, articles, sides, labels)
        said = reviewed.quotes.set_index("quote_id")["checked"].to_dict()
        return {str(q): said.get(q, f"{self._reviewer}: not a quote") for q in own["quote_id"]}

    def _decisions(self, labels: pd.DataFrame) -> set[tuple[str, str]]:
        return set(zip(labels["id"], labels["article_id"], strict=True))


class Explorer(Guarded, w.VBox):
    """What `explore` returns; see there."""

    def __init__(
        self, coverage: Coverage, notes: Mapping[str, pd.DataFrame], desk: _Desk | None
    ) -> None:
        self._desk = desk
        self._coverage, self._all = coverage, coverage.quotes
        self._count = len({*coverage.articles["article_id"], *self._all["article_id"]})
        names, colours = coverage.names, coverage.colours
        self._index = Index(self._all, coverage.stance)
        self._kept = np.arange(len(self._all))
        self._views: dict[str, dict[str, Any]] = {}
        self._following = False
        self._bar = FilterBar(self._index, colours=colours, names=names, act=self._act)
        self._counts = w.HTML().add_class("ak-counts")
        self._problems = w.HTML(layout={"display": "none"})
        self._table = QuoteTable(with_stances(coverage), colours=colours)
        self._pane = Reading(hint=_HINT, action="" if desk is None else "Review this quote")
        self._pane.act = lambda quote: self.guard("desk", lambda: self._review(quote))
        self._charts = LinkedCharts(coverage)
        self._options = Debounce([partial(self.guard, "options", self._bar.prepare)])
        steps: dict[str, Any] = {"charts": self._prepare}
        steps |= {name: partial(self._charts.draw, name) for name in self._charts.panes}
        drawing = [partial(self.guard, *step) for step in steps.items()]
        self._drawing = Debounce(drawing, loop=kernel_loop())
        panes = list(self._charts.panes.values())
        style = w.HTML(f"<style>{stylesheet('theme.css', 'explore.css')}</style>")
        drawn = w.Box(panes).add_class("ak-charts").add_class(f"ak-charts-{len(panes)}")
        notices = [moved_notice(coverage)] if coverage.moved else []
        notices += [w.HTML(notes_html(notes))] if notes else []
        self._parts = [
            style, self._bar, self._counts, self._problems, *notices, drawn, self._table,
            self._pane,
        ]  # fmt: skip
        super().__init__(self._parts)
        self.add_class("ak-explore").add_class("ak-theme")
        self.observe(self._show_failures, names="failures")
        self._redraw(wait=0.4)
        self._bar.observe(lambda _: self._redraw(), names="selection")
        self._bar.observe(lambda bar: self.set_failure("filters", bar.new), names="error")
        self._table.observe(lambda _: self.guard("reader", self._read), names="selected")
        self._pane.observe(lambda _: self.guard("reader", self._follow), names="focus")
        for pane in panes:
            pane.observe(lambda _: self._drawing.ask(), names="width")

    @property
    def quotes(self) -> pd.DataFrame:
        """The quotes that the filters keep, with outlet, title and date of their articles."""
        return self._all.iloc[self._kept].copy()

    @property
    def selection(self) -> dict[str, Any]:
        """The filters, ``sort`` and the chosen ``quote``, as far as they are set.

        The filters are those of `filter_quotes`, with the stance's label as ``stance`` and the
        days as ``from`` and ``to``; ``sort`` is a column and ``ascending`` or ``descending``.
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

    def _show_failures(self, _: Any) -> None:
        lines = [f'<div class="ak-error">{escape(line)}</div>' for line in self.failures.values()]
        self._problems.layout.display = "" if lines else "none"
        self._problems.value = f'<div role="alert">{"".join(lines)}</div>' if lines else ""

    def _redraw(self, *, wait: float = 0.18) -> None:
        self.guard("table", self._filter)
        self._options.ask()
        self._drawing.ask(wait=wait)

    def _filter(self) -> None:
        filters = self._bar.selection
        self._kept = self._index.where(filters).nonzero()[0]
        self._count_up()
        with self._reader_left_alone():
            self._table.show(self._kept, words=filters.get("words", ""))

    def _count_up(self) -> None:
        checked = None
        if "checked" in self._all:
            checked = int(self._all["checked"].notna().to_numpy()[self._kept].sum())
        text = counts_html(self._index, self._kept, articles=self._count, checked=checked)
        self._counts.value = text

    def _review(self, quote: str) -> None:
        """Open the desk below, at a quote, with those that the filters keep now."""
        assert self._desk is not None
        ids = self._all["quote_id"].iloc[self._kept].astype(str).tolist()
        pane = self._desk.open(quote, ids)
        # Marked when the next quote shows: the reviewer need not wait for it.
        marking = Debounce([partial(self.guard, "desk", self._checked)])
        pane.observe(lambda _: marking.ask(), names="version")
        self.children = (*self._parts, pane)

    def _checked(self) -> None:
        """What the desk has decided is marked in table, counts and reader."""
        assert self._desk is not None
        said = self._desk.checked()
        ids = self._all["quote_id"].astype(str)
        checked = self._all["checked"].mask(ids.isin(said), ids.map(said).astype("string"))
        self._all["checked"] = checked
        self._count_up()
        self._table.put("checked", checked)
        self._read()

    def _prepare(self) -> None:
        filters = self._bar.selection
        self._charts.set(self._all.iloc[self._kept], self._index.stances(filters), filters)

    def _read(self) -> None:
        if not self._following:
            shown, stance = self._coverage.read, self._index.stance
            self._pane.read(self._table.selected, self._all, stance=stance, **shown)

    def _follow(self) -> None:
        """The table's row goes along where the reader moves on to another quote."""
        focus = self._pane.focus
        if focus and focus != self._table.selected:
            with self._reader_left_alone():
                self._table.reveal(focus)

    @contextmanager
    def _reader_left_alone(self) -> Iterator[None]:
        """The article stays open whichever row is selected meanwhile."""
        self._following = True
        try:
            yield
        finally:
            self._following = False


def with_stances(coverage: Coverage) -> pd.DataFrame:
    """The quotes with a column of text: "for troop withdrawal; against airstrikes"."""
    table, stance = coverage.quotes.drop(columns="stance", errors="ignore"), coverage.stance
    if stance is None or stance.empty:
        return table
    words = stance["label"].astype("string") + " " + stance["target"].map(coverage.names)
    lines = words.groupby(stance["quote_id"], sort=False).agg("; ".join).rename("stance")
    return table.join(lines.astype("string"), on="quote_id")


def moved_notice(coverage: Coverage) -> w.HTML:
    """The line that says which articles have changed since their quotes were extracted."""
    return w.HTML(f'<div class="ak-error" role="note">{escape(coverage.moved)}</div>')


def counts_html(
    index: Index, kept: np.ndarray, *, articles: int, checked: int | None = None
) -> str:
    """How many quotes, articles (of all there are) and speakers the quotes at these places are."""
    speakers = int((index.facets["speaker"].tally(kept) > 0)[:-1].sum())
    facts = [
        f"<b>{len(kept):,}</b> of {plural(index.size, 'quote')}",
        f"<b>{len(np.unique(index.articles[kept])):,}</b> of {plural(articles, 'article')}",
        f"<b>{speakers:,}</b> speaker{'' if speakers == 1 else 's'}",
    ]
    facts += [] if checked is None else [f"<b>{checked:,}</b> checked"]
    return f'<div role="status">{"".join(f"<span>{fact}</span>" for fact in facts)}</div>'
