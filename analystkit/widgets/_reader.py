"""The article reader: one article typeset for reading, with who says what in it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import pandas as pd

from analystkit.markup.article import given, page_html
from analystkit.text.wording import plural
from analystkit.widgets.parts.reader_pane import ReaderPane
from analystkit.widgets.parts.selection import check_keys

if TYPE_CHECKING:
    from analystkit.targets import Targets


class Reading(ReaderPane):
    """What `read_article` returns; see there."""

    @property
    def quotes(self) -> pd.DataFrame:
        """The quotes of this article."""
        return self._table.copy()

    @property
    def selection(self) -> dict[str, str]:
        """``{"quote": quote_id}`` of the quote in focus, or an empty dict; can be set."""
        return {"quote": self.focus} if self.focus else {}

    @selection.setter
    def selection(self, selection: Mapping[str, Any]) -> None:
        check_keys(selection, ("quote",))
        self.focus = str(selection.get("quote") or "")

    @property
    def summary(self) -> str:
        """The article's title and number of quotes."""
        name = given(self._page, "title") or str(self._page["article_id"])
        return f"Article {name}: {plural(len(self._table), 'quote')}"

    def __repr__(self) -> str:
        return self.summary

    def _repr_html_(self) -> str:
        page = page_html(self._page, self._table, focus=self.focus, colours=self._colours)
        return f"<style>{self._css}</style>{page}"

    def _repr_mimebundle_(self, **kwargs: Any) -> tuple[dict[str, Any], dict[str, Any]] | None:
        # The page itself is there too for front ends without widgets: exports, GitHub, e-mail.
        bundle = super()._repr_mimebundle_(**kwargs)
        if bundle is None:
            return None
        data, metadata = bundle
        return {**data, "text/html": self._repr_html_()}, metadata


def read_article(
    article: pd.DataFrame | pd.Series | Mapping[str, Any],
    quotes: pd.DataFrame,
    *,
    stance: pd.DataFrame | None = None,
    focus: str | None = None,
    colours: Mapping[str, str] | None = None,
    targets: Targets | None = None,
) -> Reading:
    """The article with its quotes in their camps' colours, cues and sources underlined.

    A click on a quote, or the keys j and k, n and p, the arrows, Home and End, bring it into
    focus and show a card: who speaks, for which camp, in which words, how sure that is, and
    toward which targets the quote takes a stance, with the words that moved each score.

    Parameters
    ----------
    article : DataFrame of one row, Series or mapping
        With ``article_id`` and ``text``; ``title``, ``outlet``, ``author`` and ``published`` are
        shown where given.
    quotes : DataFrame
        A quotes table; those of other articles are left out.
    stance : DataFrame, optional
        A stance table. The words behind a stance are found when its quote is opened.
    focus : str, optional
        The ``quote_id`` of a quote to open at.
    colours : mapping, optional
        Camp to colour where it should not be the usual one.
    targets : Targets, optional
        The registry of targets, for their names; without it their ids are shown.

    Returns
    -------
    Reading
        A widget. ``.quotes`` is the table of this article's quotes; ``.selection``, a plain dict
        such as ``{"quote": "a1#3"}``, is the quote in focus and can be set; ``.html`` is the page
        without its style sheet. Where there are no widgets the page shows without its card.

    Raises
    ------
    TableError
        When the article is not one article, lacks its text, or `focus` is not one of its quotes.

    Examples
    --------
    >>> from analystkit import tables
    >>> read_article({"article_id": "a1", "text": "Fire & smoke."}, tables.empty_quotes())
    Article a1: 0 quotes
    """
    reading = Reading(height=680)
    reading.show(article, quotes, stance=stance, focus=focus, colours=colours, targets=targets)
    return reading
