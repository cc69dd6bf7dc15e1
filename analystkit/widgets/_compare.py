"""Two or more speakers, actors or camps side by side: their words, first to last."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING, Any

import anywidget
import ipywidgets as w
import pandas as pd
import traitlets

from analystkit.markup.article import given
from analystkit.palette import STANCES
from analystkit.tables import check_articles, hint
from analystkit.widgets.parts.base import stylesheet, target_names
from analystkit.widgets.parts.comparison import BY, Material, day_words, heading, paged
from analystkit.widgets.parts.reader_pane import ReaderPane
from analystkit.widgets.parts.selection import check_keys

if TYPE_CHECKING:
    from analystkit.targets import Targets

_LOG = logging.getLogger(__name__)
_KEYS = ("by", "who", "target", "words", "quote")
_MOST = 8  # columns
_HINT = "Choose a quote above to read it in its article."
_ABSENT = object()
PAGE = 60  # quotes on a page, all columns together


def compare_speakers(
    quotes: pd.DataFrame,
    articles: pd.DataFrame,
    *,
    stance: pd.DataFrame | None = None,
    targets: Targets | None = None,
    by: str = "speaker",
    who: Iterable[str] | None = None,
    target: str | None = None,
    words: str | None = None,
    colours: Mapping[str, str] | None = None,
) -> Comparison:
    """Set two or more speakers side by side and read what each said, day by day.

    Parameters
    ----------
    quotes : DataFrame
        A quotes table.
    articles : DataFrame
        The articles they come from; quotes of articles that are not there have no outlet or date.
    stance : DataFrame, optional
        A stance table; with it the columns hold the groups' words on one target.
    targets : Targets, optional
        The registry of targets, for their names; without it their ids are shown, a space for each
        hyphen.
    by : {"speaker", "actor", "camp"}
        What a column is.
    who : iterable of str, optional
        The columns, at most eight; by default the two with the most quotes.
    target : str, optional
        A target of the stance table; by default the one on which these have most to say, each of
        them. Set ``selection`` with ``"target": None`` for their words on anything.
    words : str, optional
        Words that must all stand in the quote, upper and lower case alike.
    colours : mapping, optional
        Camp to colour where it should not be the usual one.

    Returns
    -------
    Comparison
        A widget. ``.quotes`` is the table of the quotes compared, first to last, with ``target``,
        ``label`` and ``score`` where there is a target; ``.selection`` a plain dict of ``by``,
        ``who``, ``target``, ``words`` and ``quote``, which can be kept and set again.

    Raises
    ------
    TableError
        When a table breaks the contract.
    ValueError
        When `by`, `who` or `target` is not there; the message names those that are.

    Examples
    --------
    >>> from analystkit.tables import as_quotes, empty_articles
    >>> rows = [{"quote_id": f"a#{i}", "article_id": "a", "kind": "direct", "quote": "No.",
    ...          "spans": [(i, i + 3)], "speaker": name} for i, name in enumerate(["Dana", "Ray"])]
    >>> board = compare_speakers(as_quotes(rows), empty_articles())
    >>> board.selection["who"], len(board.quotes)
    (['Dana', 'Ray'], 2)
    """
    asked: dict[str, Any] = {"by": by}
    asked |= {} if who is None else {"who": who}
    asked |= {} if target is None else {"target": target}
    asked |= {} if words is None else {"words": words}
    return Comparison(
        quotes, articles, stance=stance, targets=targets, colours=colours, selection=asked
    )


class Comparison(w.VBox):
    """What `compare_speakers` returns; see there."""

    def __init__(
        self,
        quotes: pd.DataFrame,
        articles: pd.DataFrame,
        *,
        stance: pd.DataFrame | None = None,
        targets: Targets | None = None,
        colours: Mapping[str, str] | None = None,
        selection: Mapping[str, Any],
    ) -> None:
        self._material = Material(quotes, articles, stance, colours=colours)
        self._targets = targets
        self._names = target_names(self._material.stance, targets)
        self._articles = check_articles(articles)
        self._default_by = str(selection.get("by", "speaker"))
        self._state: dict[str, Any] = {}
        self._rows = self._ordered = pd.DataFrame()
        self._quiet = False
        self._board = CompareBoard(kinds=[[key, label] for key, label in BY.items()])
        self._pane = ReaderPane()
        self._pane.say(_HINT)
        super().__init__([self._board, self._pane])
        self.add_class("ak-theme").add_class("ak-compare")
        self.selection = selection
        self._board.on_msg(lambda _, content, __: self._guarded(lambda: self._asked(content)))
        self._board.observe(lambda _: self._turned(), names="page")
        self._board.observe(lambda _: self._chosen(), names="quote")

    @property
    def quotes(self) -> pd.DataFrame:
        """The quotes compared, first to last, undated last."""
        return self._rows.drop(columns=["_group", "_day"]).reset_index(drop=True)

    @property
    def selection(self) -> dict[str, Any]:
        """What is compared; setting it puts what it leaves out back to its default."""
        chosen = {"quote": self._board.quote} if self._board.quote else {}
        return {**self._state, "who": list(self._state["who"]), **chosen}

    @selection.setter
    def selection(self, selection: Mapping[str, Any]) -> None:
        state = self._checked(selection)
        rows = self._material.rows(**state)
        quote = str(selection.get("quote") or "")
        ordered = paged(rows)
        if quote and quote not in set(rows["quote_id"]):
            some = ", ".join(rows["quote_id"].head(8)) or "none"
            raise ValueError(f"selection: quote {quote!r} is not among those shown: {some}")
        self._state, self._rows, self._ordered = state, rows, ordered
        page = 0
        if quote:
            page = int((ordered["quote_id"] == quote).to_numpy().argmax()) // PAGE
        self._quiet = True
        with self._board.hold_sync():
            self._board.error = ""
            self._board.page, self._board.quote = page, quote
            self._board.view = self._view()
        self._quiet = False
        self._read()

    @property
    def error(self) -> str:
        """What went wrong at the last change, or nothing."""
        return self._board.error

    def _checked(self, selection: Mapping[str, Any]) -> dict[str, Any]:
        check_keys(selection, _KEYS)
        by, words = selection.get("by", self._default_by), selection.get("words") or ""
        if by not in BY:
            raise ValueError(f"selection: by={by!r} is not one of: {', '.join(BY)}{hint(by, BY)}")
        if not isinstance(words, str):
            raise ValueError(f"selection: words {words!r} must be text")
        who = selection.get("who")
        who = [who] if isinstance(who, str) else who
        who = self._material.first_two(by) if who is None else list(dict.fromkeys(who))
        sizes = self._material.sizes(by)
        for name in who:
            if name not in sizes.index:
                raise ValueError(_not_there(by, name, [str(each) for each in sizes.index]))
        if len(who) > _MOST:
            raise ValueError(f"selection: {len(who)} columns are too many to read; at most {_MOST}")
        targets = [each for each, _ in self._material.targets(by, who)]
        target = selection.get("target", _ABSENT)
        if target is _ABSENT:
            target = targets[0] if targets else None
        every = sorted(self._material.stance["target"].unique())
        if target is not None and target not in every:
            raise ValueError(_not_there("target", target, every))
        return {"by": by, "who": who, "target": target, "words": " ".join(words.split())}

    def _asked(self, content: Mapping[str, Any]) -> None:
        """What the browser asks for: names that fit what is typed, or another comparison."""
        if "search" in content:
            typed = str(content["search"])
            self._board.send({"found": self._found(typed), "search": typed})
        elif "set" in content:
            asked = dict(content["set"])
            kept = dict(self._state)
            if "by" in asked:
                del kept["who"]
            self.selection = {**kept, **asked}

    def _found(self, typed: str) -> list[list[Any]]:
        by, wanted = self._state["by"], typed.casefold().split()
        names = [str(name) for name in self._material.sizes(by).index]
        fitting = [
            name
            for name in names
            if name not in self._state["who"] and all(word in name.casefold() for word in wanted)
        ]
        if wanted:
            fitting.sort(key=lambda name: not name.casefold().startswith(wanted[0]))
        sizes = self._material.sizes(by)
        shown = [[each, int(sizes[each]), self._material.colour(by, each)] for each in fitting[:40]]
        return [*shown, [None, len(fitting) - len(shown), ""]]

    def _view(self) -> dict[str, Any]:
        page = self._board.page
        return board_view(self._material, self._state, self._ordered, page, names=self._names)

    def _turned(self) -> None:
        if self._quiet:
            return
        page = min(max(self._board.page, 0), pages(self._ordered) - 1)
        if page != self._board.page:
            self._board.page = page
            return
        self._guarded(lambda: self._board.set_trait("view", self._view()))

    def _chosen(self) -> None:
        if not self._quiet:
            self._guarded(self._read)

    def _read(self) -> None:
        chosen = self._board.quote
        if not chosen:
            self._pane.say(_HINT)
            return
        table = self._material.table
        quote = table[table["quote_id"] == chosen].iloc[0]
        article = self._articles[self._articles["article_id"] == quote["article_id"]]
        if article.empty:
            self._pane.say(
                f"The article of this quote ({quote['article_id']}) is not among the articles "
                f"given. It says: {quote['quote']}"
            )
            return
        stance = None if self._material.stance.empty else self._material.stance
        self._pane.show(
            article, table, stance=stance, focus=chosen, colours=self._material.colours,
            targets=self._targets,
        )  # fmt: skip

    def _guarded(self, step: Callable[[], None]) -> None:
        # An exception in a widget's callback is lost in the kernel's log: show it where it counts.
        try:
            step()
        except Exception as error:
            named = str(error) if type(error) is ValueError else f"{type(error).__name__}: {error}"
            self._board.error = named
            if type(error) is not ValueError:
                _LOG.exception("the comparison could not be redrawn")
        else:
            self._board.error = ""


def _not_there(what: str, value: object, valid: list[str]) -> str:
    shown = ", ".join(valid[:12]) + (" …" if len(valid) > 12 else "")
    return (
        f"selection: {what} {value!r} is not in the tables{hint(value, valid)}; "
        f"they have: {shown or 'none'}"
    )


class CompareBoard(anywidget.AnyWidget):
    """The controls and columns in the browser; all of it is set as text, never as HTML."""

    _esm = stylesheet("dom.js") + stylesheet("compare.js")
    _css = stylesheet("theme.css") + stylesheet("compare.css")

    kinds: traitlets.List[Any] = traitlets.List().tag(sync=True)
    view: traitlets.Dict[str, Any] = traitlets.Dict().tag(sync=True)
    page = traitlets.Int(0).tag(sync=True)
    quote = traitlets.Unicode("").tag(sync=True)
    error = traitlets.Unicode("").tag(sync=True)


def pages(rows: pd.DataFrame) -> int:
    """Pages these rows take, at least one."""
    return max(1, -(-len(rows) // PAGE))


def board_view(
    material: Material,
    state: Mapping[str, Any],
    rows: pd.DataFrame,
    page: int,
    *,
    names: Mapping[str, str],
) -> dict[str, Any]:
    """The state, the targets with counts and names, the columns' heads and one page of days."""
    by, who, target = state["by"], state["who"], state["target"]
    stance = material.stance
    of_target = stance if target is None else stance[stance["target"] == target]
    sizes, camps = material.sizes(by), material.camps(by)
    columns = [
        {
            **heading(name, rows, of=int(sizes[name]), stances=None if stance.empty else of_target),
            "colour": material.colour(by, name),
            "camp": camps.get(name, "") if by != "camp" else "",
        }
        for name in who
    ]
    counts = dict(material.targets(by, who))
    if target is not None:
        counts.setdefault(target, 0)
    return {
        **state,
        "targets": None if stance.empty else [[id, n, names[id]] for id, n in counts.items()],
        "toward": "" if target is None else names[target],
        "columns": columns,
        "groups": len(sizes),
        "total": len(rows),
        "pages": pages(rows),
        "page": page,
        "first": page * PAGE,
        "days": _days(material, state, rows, page * PAGE, names),
    }


def _days(
    material: Material,
    state: Mapping[str, Any],
    rows: pd.DataFrame,
    start: int,
    names: Mapping[str, str],
) -> list[dict[str, Any]]:
    part = rows.iloc[start : start + PAGE]
    held = _stances(material.stance, part, state["target"], names)
    at = {name: number for number, name in enumerate(state["who"])}
    sizes = rows["_day"].fillna("").value_counts()
    days: dict[str, dict[str, Any]] = {}
    for row in part.to_dict("records"):
        key = given(row, "_day")
        if key not in days:
            days[key] = {
                "day": day_words(row["_day"]),
                "weekday": f"{pd.Timestamp(key):%A}" if key else "",
                "n": int(sizes[key]),
                "cells": [[] for _ in at],
            }
        sure = given(row, "confidence")
        card = {
            "id": str(row["quote_id"]),
            "quote": str(row["quote"]),
            "speaker": given(row, "speaker") if state["by"] != "speaker" else "",
            "outlet": given(row, "outlet"),
            "kind": given(row, "kind"),
            "sure": f"{float(sure):.2f}" if sure else "",
            "stances": held.get(str(row["quote_id"]), []),
        }
        days[key]["cells"][at[row["_group"]]].append(card)
    return list(days.values())


def _stances(
    stance: pd.DataFrame, part: pd.DataFrame, target: str | None, names: Mapping[str, str]
) -> dict[str, list[list[str]]]:
    """Label, score, colour and, where any target is meant, the target of each quote's stances."""
    sides = stance[stance["quote_id"].isin(part["quote_id"])]
    if target is not None:
        sides = sides[sides["target"] == target]
    held: dict[str, list[list[str]]] = {}
    for side in sides.to_dict("records"):
        label, score = str(side["label"]), given(side, "score")
        score = f"{float(score):+.2f}".replace("-", "−") if score else ""
        toward = "" if target is not None else names[str(side["target"])]
        held.setdefault(str(side["quote_id"]), []).append([label, score, STANCES[label], toward])
    return held
