"""The pane of the reader: an article, one of its quotes in focus, and a card about that one."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape
from typing import TYPE_CHECKING, Any

import anywidget
import pandas as pd
import traitlets

from analystkit.markup.article import one_article, page_html
from analystkit.tables import (
    TableError,
    as_articles,
    check_quotes,
    check_stance,
    empty_stance,
    hint,
    require,
)
from analystkit.widgets.parts.base import failure, script, stylesheet
from analystkit.widgets.parts.quote_card import pieces, quote_facts, strongest

if TYPE_CHECKING:
    from analystkit.targets import Targets


class ReaderPane(anywidget.AnyWidget):
    """An article with its quotes marked, ``focus`` the id of the one a card is shown about."""

    _esm = script("reader.js")
    _css = stylesheet("theme.css", "reader.css")

    html = traitlets.Unicode("").tag(sync=True)
    focus = traitlets.Unicode("").tag(sync=True)
    facts: traitlets.List[Any] = traitlets.List().tag(sync=True)
    height = traitlets.Int(460).tag(sync=True)
    hint = traitlets.Unicode("")

    def __init__(self, **kwargs: Any) -> None:
        self._page: Mapping[Any, Any] = {}
        self._table, self._sides = pd.DataFrame(), empty_stance()
        self._colours: Mapping[str, str] | None = None
        self._explained: dict[tuple[Any, ...], dict[str, Any]] = {}
        super().__init__(**kwargs)
        self.on_msg(self._answer)
        if self.hint:
            self.say(self.hint)

    def read(
        self, quote_id: str, quotes: pd.DataFrame, articles: pd.DataFrame, **shown: Any
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
        self.show(article, quotes, focus=quote_id, **shown)

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
        """Show an article; parameters and errors are those of `read_article`."""
        page = one_article(article)
        table = _own(quotes, str(page["article_id"]))
        known = list(table["quote_id"])
        if focus and focus not in known:
            raise _unknown(focus, known, page)
        sides = empty_stance()
        if stance is not None:
            require(stance, ["quote_id", "target", "label"], name="stance")
            own = stance[stance["quote_id"].astype("string").isin(known)]
            sides = check_stance(own).reset_index(drop=True)
        names = {target.id: target.name for target in targets or ()}
        facts = quote_facts(table, sides, colours=colours, names=names)
        html = page_html(page, table, colours=colours, titles=False)
        self._take(page, table, sides)
        self._colours = colours
        with self.hold_sync():
            self.html, self.facts, self.focus = html, facts, focus or ""

    def say(self, text: str) -> None:
        """Show a sentence, such as a hint, in place of an article."""
        self._take({}, pd.DataFrame(), empty_stance())
        with self.hold_sync():
            self.html, self.facts = f'<p class="ak-hint">{escape(text)}</p>', []
            self.focus = ""

    def _take(self, page: Mapping[Any, Any], table: pd.DataFrame, sides: pd.DataFrame) -> None:
        """Hold another article; what was explained of the same article and quotes is kept."""
        same = all(page.get(key) == self._page.get(key) for key in ("article_id", "text"))
        if not (same and table.equals(self._table)):
            self._explained.clear()
        self._page, self._table, self._sides = page, table, sides

    @traitlets.validate("focus")
    def _check_focus(self, proposal: Mapping[str, Any]) -> str:
        focus = str(proposal["value"])
        known = [] if self._table.empty else list(self._table["quote_id"])
        if focus and focus not in known:
            raise _unknown(focus, known, self._page)
        return focus

    def _answer(self, _: Any, content: Mapping[str, Any], __: Any) -> None:
        """The words behind a stance, asked for when its quote is opened."""
        asked = content.get("explain")
        if not asked:
            return
        quote_id, number = str(asked[0]), int(asked[1])
        reply: dict[str, Any] = {"quote": quote_id, "number": number}
        try:
            reply |= self._explain(quote_id, number)
        except Exception as error:
            reply["error"] = failure(error, "the words behind a stance")
        self.send(reply)

    def _explain(self, quote_id: str, number: int) -> dict[str, Any]:
        """``pieces`` and ``words`` of a quote's n-th stance; each costs some hundred calls."""
        rows = self._sides[self._sides["quote_id"].eq(quote_id)]
        if not 0 <= number < len(rows):
            raise LookupError(f"quote {quote_id!r} of the article shown has no stance {number}")
        row = rows.iloc[number]
        key = (quote_id, *(str(row.get(k)) for k in ("target", "mention_start", "mention_end")))
        if key not in self._explained:
            from analystkit.stance import explain_quote

            article = {k: self._page[k] for k in ("article_id", "text")}
            found = explain_quote(row, quotes=self._table, articles=as_articles([article]))
            self._explained[key] = {"pieces": pieces(found), "words": strongest(found)}
        return self._explained[key]


def _own(quotes: pd.DataFrame, article_id: str) -> pd.DataFrame:
    # Only these rows are checked: an explorer shows one article after another of a large table.
    require(quotes, ["quote_id", "article_id"], name="quotes")
    own = quotes[quotes["article_id"].astype("string").eq(article_id).fillna(False)]
    own = check_quotes(own).reset_index(drop=True)
    starts = own["spans"].map(lambda spans: spans[0][0])
    return own.loc[starts.sort_values(kind="stable").index].reset_index(drop=True)


def _unknown(focus: str, known: list[str], page: Mapping[Any, Any]) -> TableError:
    if not page:
        return TableError(f"focus={focus!r}: no article is shown")
    return TableError(
        f"read_article: focus={focus!r} is not a quote of article {page['article_id']!r}, "
        f"which has: {', '.join(known) or 'none'}{hint(focus, known)}"
    )
