"""The pane of the reader: an article, one of its quotes in focus, and a card about that one."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape
from typing import TYPE_CHECKING, Any

import anywidget
import pandas as pd
import traitlets

from analystkit.markup.article import one_article, page_html
from analystkit.tables import TableError, check_quotes, check_stance, empty_stance, hint, require
from analystkit.widgets.parts.base import failure, script, stylesheet
from analystkit.widgets.parts.quote_card import MovingWords, quote_facts

if TYPE_CHECKING:
    from analystkit.targets import Targets


class ReaderPane(anywidget.AnyWidget):
    """An article with its quotes marked, one of them in focus, and a card about that one.

    For use inside other widgets: it scrolls in a box of its own, at most ``height`` pixels high.
    ``focus`` is the ``quote_id`` in focus, or ""; it follows the reader's clicks and keys and
    can be set. ``html`` is the escaped page, the same whichever quote is in focus. ``hint``
    stands where nothing is to be read.

    Examples
    --------
    >>> from analystkit.tables import as_quotes
    >>> quotes = as_quotes([{"quote_id": "a#0", "article_id": "a", "kind": "direct",
    ...     "quote": "No", "spans": [(1, 3)]}])
    >>> pane = ReaderPane()
    >>> pane.show({"article_id": "a", "text": "“No”"}, quotes)
    >>> pane.focus = "a#0"
    >>> pane.say("Choose a row.")
    >>> pane.focus, pane.html
    ('', '<p class="ak-hint">Choose a row.</p>')
    """

    _esm = script("reader.js")
    _css = stylesheet("theme.css", "reader.css")

    html = traitlets.Unicode("").tag(sync=True)
    focus = traitlets.Unicode("").tag(sync=True)
    facts: traitlets.List[Any] = traitlets.List().tag(sync=True)
    height = traitlets.Int(460).tag(sync=True)
    hint = traitlets.Unicode("")

    def __init__(self, **kwargs: Any) -> None:
        self._page: Mapping[Any, Any] = {}
        self._table = pd.DataFrame()
        self._colours: Mapping[str, str] | None = None
        self._words = MovingWords()
        super().__init__(**kwargs)
        self.on_msg(self._answer)
        if self.hint:
            self.say(self.hint)

    def read(
        self,
        quote_id: str,
        quotes: pd.DataFrame,
        articles: pd.DataFrame,
        *,
        stance: pd.DataFrame | None = None,
        colours: Mapping[str, str] | None = None,
        targets: Targets | None = None,
    ) -> None:
        """Show one of these quotes in its article, or the hint where there is no id."""
        if not quote_id:
            self.say(self.hint)
            return
        quote = quotes[quotes["quote_id"] == quote_id].iloc[0]
        article = articles[articles["article_id"] == quote["article_id"]]
        if article.empty:
            self.say(
                f"The article of this quote ({quote['article_id']}) is not among the articles "
                f"given. It says: {quote['quote']}"
            )
            return
        self.show(article, quotes, stance=stance, focus=quote_id, colours=colours, targets=targets)

    def show(
        self,
        article: pd.DataFrame | pd.Series | Mapping[str, Any],
        quotes: pd.DataFrame,
        *,
        stance: pd.DataFrame | None = None,
        focus: str | None = None,
        colours: Mapping[str, str] | None = None,
        targets: Targets | None = None,
    ) -> None:
        """Show an article; quotes and stances of other articles are left out.

        The parameters and errors are those of `read_article`. Showing an article again with the
        same quotes sends nothing but the focus to the browser.
        """
        page = one_article(article)
        table = _own(quotes, str(page["article_id"]))
        known = list(table["quote_id"])
        if focus and focus not in known:
            raise TableError(_unknown(focus, known, page))
        sides = _sides(stance, known)
        names = {target.id: target.name for target in targets or ()}
        facts = quote_facts(table, sides, colours=colours, names=names)
        html = page_html(page, table, colours=colours, titles=False)
        self._words.set(page, table, sides)
        self._page, self._table, self._colours = page, table, colours
        with self.hold_sync():
            self.html, self.facts, self.focus = html, facts, focus or ""

    def say(self, text: str) -> None:
        """Show a sentence, such as a hint, in place of an article."""
        self._words.set({}, pd.DataFrame(), empty_stance())
        self._page, self._table = {}, pd.DataFrame()
        with self.hold_sync():
            self.html, self.facts = f'<p class="ak-hint">{escape(text)}</p>', []
            self.focus = ""

    @traitlets.validate("focus")
    def _check_focus(self, proposal: Mapping[str, Any]) -> str:
        focus = str(proposal["value"])
        known = [] if self._table.empty else list(self._table["quote_id"])
        if focus and focus not in known:
            raise TableError(_unknown(focus, known, self._page))
        return focus

    def _answer(self, _: Any, content: Mapping[str, Any], __: Any) -> None:
        """The words behind a stance, asked for when its quote is opened."""
        asked = content.get("explain")
        if not asked:
            return
        quote_id, number = str(asked[0]), int(asked[1])
        reply: dict[str, Any] = {"quote": quote_id, "number": number}
        try:
            reply |= self._words.of(quote_id, number)
        except Exception as error:
            reply["error"] = failure(error, "the words behind a stance", plain=False)
        self.send(reply)


def _own(quotes: pd.DataFrame, article_id: str) -> pd.DataFrame:
    # Only these rows are checked: an explorer shows one article after another of a large table.
    require(quotes, ["quote_id", "article_id"], name="quotes")
    own = quotes[quotes["article_id"].astype("string").eq(article_id).fillna(False)]
    own = check_quotes(own).reset_index(drop=True)
    starts = own["spans"].map(lambda spans: spans[0][0])
    return own.loc[starts.sort_values(kind="stable").index].reset_index(drop=True)


def _sides(stance: pd.DataFrame | None, known: list[str]) -> pd.DataFrame:
    if stance is None:
        return empty_stance()
    require(stance, ["quote_id", "target", "label"], name="stance")
    own = stance[stance["quote_id"].astype("string").isin(known)]
    return check_stance(own).reset_index(drop=True)


def _unknown(focus: str, known: list[str], page: Mapping[Any, Any]) -> str:
    if not page:
        return f"focus={focus!r}: no article is shown"
    return (
        f"read_article: focus={focus!r} is not a quote of article {page['article_id']!r}, "
        f"which has: {', '.join(known) or 'none'}{hint(focus, known)}"
    )
