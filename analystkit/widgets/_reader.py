"""The article reader: an article, one of its quotes in focus, and a card about that one."""

from collections.abc import Callable, Mapping
from html import escape
from typing import Any

import anywidget
import pandas as pd
import traitlets

from analystkit import tables
from analystkit.markup.article import given, one_article, page_html
from analystkit.reviewing import Labels, checked_tables, labels_of
from analystkit.targets import Targets
from analystkit.text.wording import plural
from analystkit.widgets.parts.base import failure, script, stylesheet
from analystkit.widgets.parts.notices import notes_html
from analystkit.widgets.parts.quote_card import pieces, quote_facts, strongest
from analystkit.widgets.parts.selection import check_keys


def read_article(
    article: pd.DataFrame | pd.Series | Mapping[str, Any],
    quotes: pd.DataFrame,
    *,
    stance: pd.DataFrame | None = None,
    focus: str | None = None,
    colours: Mapping[str, str] | None = None,
    targets: Targets | None = None,
    labels: Labels | None = None,
) -> "Reading":
    """The article with its quotes in their camps' colours, cues and sources underlined.

    A click on a quote, or the keys j and k, n and p, the arrows, Home and End, bring it into
    focus and show a card: who speaks, for which camp, in which words, how sure that is, and
    toward which targets the quote takes a stance, with the words that moved each score.
    Where the text has changed since its quotes were extracted the page says so: quotes are marked
    where their words stand now, and those that stand nowhere any more are not.

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
    labels : path or DataFrame, optional
        Reviewers' decisions, see `review`, to be put in: quotes that were checked have a mark, and
        the card says by whom and what was changed. What could not be put in is listed.

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
    if labels is not None:
        page = one_article(article)
        key = str(page["article_id"])
        home = tables.as_articles([{"article_id": key, "text": page["text"]}])
        decisions = labels_of(labels)
        own = decisions[decisions["article_id"].astype("string").eq(key).fillna(False)]
        quotes, stance, notes = checked_tables(_own(quotes, key), home, stance, own)
        reading.notes = notes_html(notes)
    reading.show(article, quotes, stance=stance, focus=focus, colours=colours, targets=targets)
    return reading


class Reading(anywidget.AnyWidget):
    """What `read_article` returns, see there; an explorer's pane too, which may show a hint."""

    _esm = script("reader.js")
    _css = stylesheet("theme.css", "reader.css")

    html = traitlets.Unicode("").tag(sync=True)
    focus = traitlets.Unicode("").tag(sync=True)
    facts: traitlets.List[Any] = traitlets.List().tag(sync=True)
    height = traitlets.Int(460).tag(sync=True)
    hint = traitlets.Unicode("")
    notes = traitlets.Unicode("", help="HTML above the page.")
    action = traitlets.Unicode("", help="What a button can do with the quote in focus.").tag(
        sync=True
    )

    def __init__(self, **kwargs: Any) -> None:
        self.act: Callable[[str], None] = lambda quote_id: None
        self._page: Mapping[Any, Any] = {}
        self._table, self._sides = pd.DataFrame(), tables.empty_stance()
        self._colours: Mapping[str, str] | None = None
        self._explained: dict[tuple[Any, ...], dict[str, Any]] = {}
        super().__init__(**kwargs)
        self.on_msg(self._answer)
        if self.hint:
            self.say(self.hint)

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
        name = given(self._page, "title") or given(self._page, "article_id")
        return f"Article {name}: {plural(len(self._table), 'quote')}" if name else self.hint

    def __repr__(self) -> str:
        return self.summary

    def _repr_html_(self) -> str:
        page = self.html
        if self._page:
            page = page_html(self._page, self._table, focus=self.focus, colours=self._colours)
            page = self.notes + page
        return f"<style>{self._css}</style>{page}"

    def _repr_mimebundle_(self, **kwargs: Any) -> tuple[dict[str, Any], dict[str, Any]] | None:
        # The page itself is there too for front ends without widgets: exports, GitHub, e-mail.
        bundle = super()._repr_mimebundle_(**kwargs)
        return bundle and ({**bundle[0], "text/html": self._repr_html_()}, bundle[1])

    def read(
        self, quote_id: str, quotes: pd.DataFrame, articles: pd.DataFrame, **shown: Any
    ) -> None:
        """Show one of these quotes in its article, or the hint where there is no id."""
        if not quote_id:
            self.say(self.hint)
            return
        quote = quotes[quotes["quote_id"] == quote_id].iloc[0]
        article = articles[articles["article_id"] == quote["article_id"]]
        if len(article):
            self.show(article, quotes, focus=quote_id, **shown)
            return
        lacking = f"The article of this quote ({quote['article_id']}) is not among the articles"
        self.say(f"{lacking} given. It says: {quote['quote']}")

    def show(
        self, article: pd.DataFrame | pd.Series | Mapping[str, Any], quotes: pd.DataFrame, *,
        stance: pd.DataFrame | None = None, focus: str | None = None,
        colours: Mapping[str, str] | None = None, targets: Targets | None = None,
    ) -> None:  # fmt: skip
        """Show an article; parameters and errors are those of `read_article`."""
        page = one_article(article)
        table = _own(quotes, str(page["article_id"]))
        known = list(table["quote_id"])
        focus = _known(focus or "", known, page)
        sides = tables.empty_stance()
        if stance is not None:
            tables.require(stance, ["quote_id", "target", "label"], name="stance")
            own = stance[stance["quote_id"].astype("string").isin(known)]
            sides = tables.check_stance(own).reset_index(drop=True)
        names = {target.id: target.name for target in targets or ()}
        facts = quote_facts(table, sides, colours=colours, names=names)
        html = self.notes + page_html(page, table, colours=colours, titles=False)
        self._take(page, table, sides)
        self._colours = colours
        with self.hold_sync():
            self.html, self.facts, self.focus = html, facts, focus

    def say(self, text: str) -> None:
        """Show a sentence, such as a hint, in place of an article."""
        self._take({}, pd.DataFrame(), tables.empty_stance())
        with self.hold_sync():
            self.html, self.facts, self.focus = f'<p class="ak-hint">{escape(text)}</p>', [], ""

    def _take(self, page: Mapping[Any, Any], table: pd.DataFrame, sides: pd.DataFrame) -> None:
        """Hold another article; what was explained of the same article and quotes is kept."""
        same = all(page.get(key) == self._page.get(key) for key in ("article_id", "text"))
        if not (same and table.equals(self._table)):
            self._explained.clear()
        self._page, self._table, self._sides = page, table, sides

    @traitlets.validate("focus")
    def _check_focus(self, proposal: Mapping[str, Any]) -> str:
        known = list(self._table.get("quote_id", ()))
        return _known(str(proposal["value"]), known, self._page)

    def _answer(self, _: Any, content: Mapping[str, Any], __: Any) -> None:
        """The words behind a stance, asked for when its quote is opened; the button's action."""
        if content.get("act"):
            self.act(str(content["act"]))
        if asked := content.get("explain"):
            quote_id, number = str(asked[0]), int(asked[1])
            try:
                reply = self._explain(quote_id, number)
            except Exception as error:
                reply = {"error": failure(error, "the words behind a stance")}
            self.send({"quote": quote_id, "number": number, **reply})

    def _explain(self, quote_id: str, number: int) -> dict[str, Any]:
        """``pieces`` and ``words`` of a quote's n-th stance; each costs some hundred calls."""
        rows = self._sides[self._sides["quote_id"].eq(quote_id)]
        if not 0 <= number < len(rows):
            raise LookupError(f"quote {quote_id!r} of the article shown has no stance {number}")
        row = rows.iloc[number]
        key = (quote_id, *(str(row.get(k)) for k in ("target", "mention_start", "mention_end")))
        if key not in self._explained:
            from analystkit.stance import explain_quote

            article = tables.as_articles([{k: self._page[k] for k in ("article_id", "text")}])
            if tables.standing(self._table, article).moved:
                raise ValueError(
                    "the article is not the text its quotes were extracted from; extract the "
                    "quotes and score the stance again to see the words behind it"
                )
            found = explain_quote(row, quotes=self._table, articles=article)
            self._explained[key] = {"pieces": pieces(found), "words": strongest(found)}
        return self._explained[key]


def _own(quotes: pd.DataFrame, article_id: str) -> pd.DataFrame:
    # Only these rows are checked: an explorer shows one article after another of a large table.
    tables.require(quotes, ["quote_id", "article_id"], name="quotes")
    own = quotes[quotes["article_id"].astype("string").eq(article_id).fillna(False)]
    own = tables.check_quotes(own)
    starts = own["spans"].map(lambda spans: spans[0][0]).to_numpy()
    return own.iloc[starts.argsort(kind="stable")].reset_index(drop=True)


def _known(focus: str, known: list[str], page: Mapping[Any, Any]) -> str:
    if not focus or focus in known:
        return focus
    if not page:
        raise tables.TableError(f"focus={focus!r}: no article is shown")
    raise tables.TableError(
        f"read_article: focus={focus!r} is not a quote of article {page['article_id']!r}, "
        f"which has: {', '.join(known) or 'none'}{tables.hint(focus, known)}"
    )
