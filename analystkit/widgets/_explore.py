"""The explorer: filters, counts, charts, table and reader over one table of quotes."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from html import escape
from typing import Any

import ipywidgets as w
import pandas as pd

from analystkit import charts
from analystkit.charts._style import plural
from analystkit.charts._tables import with_articles
from analystkit.palette import camp_colours
from analystkit.tables import check_articles, check_stance
from analystkit.widgets._article import ArticlePane
from analystkit.widgets._figures import figure_html
from analystkit.widgets._filters import KEYS, FilterBar, check_keys, filter_quotes
from analystkit.widgets._reader import read_article, stylesheet
from analystkit.widgets._table import QuoteTable

_LOG = logging.getLogger(__name__)
_HINT = '<p class="ak-hint">Choose a row to read the quote in its article.</p>'


def explore(
    quotes: pd.DataFrame, articles: pd.DataFrame, *, stance: pd.DataFrame | None = None
) -> Explorer:
    """Filter quotes by who, where, how and when; see counts, charts and each quote in place.

    Parameters
    ----------
    quotes : DataFrame
        A quotes table.
    articles : DataFrame
        The articles they come from; quotes of articles that are not there have no outlet or date.
    stance : DataFrame, optional
        A stance table; adds a column of targets and stances to the table.

    Returns
    -------
    Explorer
        A widget. ``.quotes`` is the filtered table, ``.selection`` a plain dict of the filters
        set, which can be kept and set again.

    Raises
    ------
    TableError
        When a table breaks the contract.

    Examples
    --------
    >>> from analystkit import tables
    >>> explorer = explore(tables.empty_quotes(), tables.empty_articles())
    >>> explorer.selection, len(explorer.quotes)
    ({}, 0)
    """
    return Explorer(quotes, articles, stance=stance)


class Explorer(w.VBox):
    """What `explore` returns; see there."""

    def __init__(
        self, quotes: pd.DataFrame, articles: pd.DataFrame, *, stance: pd.DataFrame | None = None
    ) -> None:
        self._all = with_articles(quotes, articles)
        for column in ("speaker", "camp", "outlet", "published"):
            if column not in self._all:
                self._all[column] = pd.Series(pd.NA, index=self._all.index, dtype="string")
        self._all["published"] = pd.to_datetime(self._all["published"], utc=True)
        self._articles = check_articles(articles)
        self._stances = _stances(stance)
        self._colours = camp_colours(self._all["camp"])
        self._shown = self._all
        self._bar = FilterBar(self._all)
        self._counts = w.HTML().add_class("ak-counts")
        self._error = w.HTML()
        self._voices = w.HTML().add_class("ak-chart")
        self._timeline = w.HTML().add_class("ak-chart")
        self._table = QuoteTable(colours=self._colours)
        self._pane = ArticlePane(html=_HINT)
        super().__init__(
            [
                w.HTML(f"<style>{stylesheet('reader.css')}{stylesheet('explore.css')}</style>"),
                self._bar,
                self._counts,
                self._error,
                w.HBox([self._voices, self._timeline]).add_class("ak-charts"),
                self._table,
                self._pane,
            ]
        )
        self.add_class("ak-explore")
        self._guarded(self._redraw)
        self._bar.observe(lambda _: self._guarded(self._redraw), names="selection")
        self._table.observe(lambda _: self._guarded(self._read), names="selected")

    @property
    def quotes(self) -> pd.DataFrame:
        """The quotes that the filters keep, with outlet, title and date of their articles."""
        return self._shown.copy()

    @property
    def selection(self) -> dict[str, Any]:
        """The filters that are set, and ``quote``, the chosen row; see `filter_quotes`."""
        chosen = {"quote": self._table.selected} if self._table.selected else {}
        return {**self._bar.selection, **chosen}

    @selection.setter
    def selection(self, selection: Mapping[str, Any]) -> None:
        check_keys(selection, (*KEYS, "quote"))
        filters = {key: value for key, value in selection.items() if key != "quote"}
        filter_quotes(self._all.iloc[:0], filters)
        self._bar.apply(filters)
        self._table.reveal(str(selection.get("quote") or ""))

    @property
    def error(self) -> str:
        """What went wrong at the last change, or nothing."""
        return self._problem

    def _guarded(self, step: Callable[[], None]) -> None:
        # An exception in a widget's callback is lost in the kernel's log: show it where it counts.
        try:
            step()
        except Exception as error:
            named = str(error) if type(error) is ValueError else f"{type(error).__name__}: {error}"
            self._problem = named
            self._error.layout.display = ""
            self._error.value = f'<div class="ak-error" role="alert">{escape(named)}</div>'
            if type(error) is not ValueError:
                _LOG.exception("the explorer could not be redrawn")
        else:
            self._problem = self._error.value = ""
            self._error.layout.display = "none"

    def _redraw(self) -> None:
        shown = filter_quotes(self._all, self._bar.selection)
        self._shown = shown
        self._counts.value = _counted(shown, self._all, self._articles)
        self._table.show(self._with_stances(shown))
        # One camp's bar alone says nothing; its speakers do.
        by = "speaker" if "camp" in self._bar.selection else "camp"
        self._voices.value = figure_html(
            lambda ax: charts.voices(shown, by=by, top=7, colours=self._colours, ax=ax)
        )
        self._timeline.value = figure_html(
            lambda ax: charts.timeline(shown, articles=self._articles, colours=self._colours, ax=ax)
        )

    def _with_stances(self, shown: pd.DataFrame) -> pd.DataFrame:
        if self._stances.empty:
            return shown
        return shown.drop(columns="stance", errors="ignore").join(self._stances, on="quote_id")

    def _read(self) -> None:
        chosen = self._table.selected
        if not chosen:
            self._pane.html = _HINT
            return
        quote = self._all[self._all["quote_id"] == chosen].iloc[0]
        article = self._articles[self._articles["article_id"] == quote["article_id"]]
        if article.empty:
            self._pane.html = (
                f'<p class="ak-hint">The article of this quote ({escape(quote["article_id"])}) '
                f"is not among the articles given. It says: {escape(quote['quote'])}</p>"
            )
            return
        reading = read_article(article, self._all, focus=chosen, colours=self._colours)
        self._pane.html = reading.html


def _stances(stance: pd.DataFrame | None) -> pd.DataFrame:
    """A line a quote: "for troop withdrawal; against airstrikes"."""
    if stance is None or stance.empty:
        return pd.DataFrame(columns=["stance"])
    table = check_stance(stance)
    words = table["label"].astype("string") + " " + table["target"]
    return words.groupby(table["quote_id"], sort=False).agg("; ".join).to_frame("stance")


def _counted(shown: pd.DataFrame, whole: pd.DataFrame, articles: pd.DataFrame) -> str:
    speakers = shown["speaker"].nunique()
    facts = [
        f"<b>{len(shown):,}</b> of {plural(len(whole), 'quote')}",
        f"<b>{shown['article_id'].nunique():,}</b> of {plural(len(articles), 'article')}",
        f"<b>{speakers:,}</b> speaker{'' if speakers == 1 else 's'}",
    ]
    return "".join(f"<span>{fact}</span>" for fact in facts)
