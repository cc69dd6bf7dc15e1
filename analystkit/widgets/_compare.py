"""Two or more speakers, actors or camps side by side: their words, first to last."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import anywidget
import ipywidgets as w
import pandas as pd
import traitlets

from analystkit.markup.article import given
from analystkit.palette import STANCES
from analystkit.targets import Targets
from analystkit.text.wording import signed
from analystkit.widgets._reader import Reading
from analystkit.widgets.parts.base import Guarded, script, stylesheet
from analystkit.widgets.parts.comparison import BY, Material, day_words, heading, paged
from analystkit.widgets.parts.coverage import Coverage
from analystkit.widgets.parts.selection import check_choice, check_keys, not_there

_KEYS = ("by", "who", "target", "words", "quote")
_MOST = 8  # columns
_HINT = "Choose a quote above to read it in its article."
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
    asked = {"by": by, "who": who, "target": target, "words": words}
    chosen = {key: value for key, value in asked.items() if value is not None}
    return Comparison(Coverage(quotes, articles, stance, targets, colours), chosen)


class Comparison(w.VBox):
    """What `compare_speakers` returns; see there."""

    def __init__(self, coverage: Coverage, selection: Mapping[str, Any]) -> None:
        self._coverage, self._material = coverage, Material(coverage)
        self._default_by = str(selection.get("by", "speaker"))
        self._state: dict[str, Any] = {}
        self._rows = self._ordered = pd.DataFrame()
        self._board = CompareBoard(kinds=[[key, label] for key, label in BY.items()])
        self._pane = Reading(hint=_HINT)
        super().__init__([self._board, self._pane])
        self.add_class("ak-theme").add_class("ak-compare")
        self.selection = selection
        guard = self._board.guard
        self._board.on_msg(lambda _, content, __: guard("board", lambda: self._asked(content)))
        self._board.observe(lambda _: guard("board", self._turn), names="page")
        self._board.observe(lambda _: guard("board", self._read), names="quote")

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
        if quote and quote not in set(rows["quote_id"]):
            some = ", ".join(rows["quote_id"].head(8)) or "none"
            raise ValueError(f"selection: quote {quote!r} is not among those shown: {some}")
        self._state, self._rows, self._ordered = state, rows, paged(rows)
        page = list(self._ordered["quote_id"]).index(quote) // PAGE if quote else 0
        with self._board.hold_sync():
            self._board.set_failure("board", "")
            self._board.view = self._view(page)
            self._board.page, self._board.quote = page, quote
        self._read()

    @property
    def error(self) -> str:
        """What went wrong at the last change, or nothing."""
        return self._board.error

    def _checked(self, selection: Mapping[str, Any]) -> dict[str, Any]:
        check_keys(selection, _KEYS)
        by, words = selection.get("by", self._default_by), selection.get("words") or ""
        check_choice("selection: by=", by, BY)
        if not isinstance(words, str):
            raise ValueError(f"selection: words {words!r} must be text")
        who = selection.get("who")
        who = [who] if isinstance(who, str) else who
        sizes = self._material.groups(by)[1]
        who = list(sizes)[:2] if who is None else list(dict.fromkeys(who))
        if odd := [name for name in who if name not in sizes]:
            raise ValueError(f"selection: {not_there(by, odd[0], list(sizes), where='tables')}")
        if len(who) > _MOST:
            raise ValueError(f"selection: {len(who)} columns are too many to read; at most {_MOST}")
        targets = [each for each, _ in self._material.targets(by, who)]
        target = selection.get("target", targets[0] if targets else None)
        every = sorted(self._material.stance["target"].unique())
        if target is not None and target not in every:
            raise ValueError(f"selection: {not_there('target', target, every, where='tables')}")
        return {"by": by, "who": who, "target": target, "words": " ".join(words.split())}

    def _asked(self, content: Mapping[str, Any]) -> None:
        """What the browser asks for: names that fit what is typed, or another comparison."""
        if "search" in content:
            typed = str(content["search"])
            self._board.send({"found": self._found(typed), "search": typed})
        elif "set" in content:
            asked = dict(content["set"])
            kept = {k: v for k, v in self._state.items() if k != "who" or "by" not in asked}
            self.selection = {**kept, **asked}

    def _found(self, typed: str) -> list[list[Any]]:
        by, wanted = self._state["by"], typed.casefold().split()
        sizes = self._material.groups(by)[1]
        others = [name for name in sizes if name not in self._state["who"]]
        fitting = [name for name in others if all(word in name.casefold() for word in wanted)]
        if wanted:
            fitting.sort(key=lambda name: not name.casefold().startswith(wanted[0]))
        shown = [[each, sizes[each], self._material.colour(by, each)] for each in fitting[:40]]
        return [*shown, [None, len(fitting) - len(shown), ""]]

    def _turn(self) -> None:
        page = min(max(self._board.page, 0), self._board.view["pages"] - 1)
        if page != self._board.page:
            self._board.page = page
        elif page != self._board.view["page"]:
            self._board.view = self._view(page)

    def _read(self) -> None:
        if (quote := self._board.quote) != self._pane.focus:
            shown, stance = self._coverage.read, self._material.stance
            self._pane.read(quote, self._material.table, stance=stance, **shown)

    def _view(self, page: int) -> dict[str, Any]:
        """The state, the targets with counts and names, the columns' heads and a page of days."""
        material, rows = self._material, self._ordered
        by, who, target = self._state["by"], self._state["who"], self._state["target"]
        stance, names = material.stance, material.names
        of_target = stance if target is None else stance[stance["target"] == target]
        _, sizes, camps = material.groups(by)
        columns = [
            {**heading(name, rows, of=sizes[name], stances=of_target),
             "colour": material.colour(by, name),
             "camp": camps.get(name, "") if by != "camp" else ""}
            for name in who
        ]  # fmt: skip
        counts = dict(material.targets(by, who))
        if target is not None:
            counts.setdefault(target, 0)
        return {
            **self._state, "columns": columns, "groups": len(sizes), "total": len(rows),
            "targets": None if stance.empty else [[id, n, names[id]] for id, n in counts.items()],
            "toward": "" if target is None else names[target],
            "pages": max(1, -(-len(rows) // PAGE)), "page": page, "first": page * PAGE,
            "days": self._days(page * PAGE, of_target),
        }  # fmt: skip

    def _days(self, start: int, stance: pd.DataFrame) -> list[dict[str, Any]]:
        by, who, target = self._state["by"], self._state["who"], self._state["target"]
        part = self._ordered.iloc[start : start + PAGE]
        held: dict[str, list[list[str]]] = {}
        for side in stance[stance["quote_id"].isin(part["quote_id"])].to_dict("records"):
            label, score = str(side["label"]), given(side, "score")
            score = signed(float(score), 2) if score else ""
            toward = "" if target is not None else self._material.names[str(side["target"])]
            told = [label, score, STANCES[label], toward]
            held.setdefault(str(side["quote_id"]), []).append(told)
        sizes = self._ordered["_day"].fillna("").value_counts()
        days: dict[str, dict[str, Any]] = {}
        for row in part.to_dict("records"):
            key, sure = given(row, "_day"), given(row, "confidence")
            if key not in days:
                weekday = f"{pd.Timestamp(key):%A}" if key else ""
                days[key] = {"day": day_words(row["_day"]), "weekday": weekday}
                days[key] |= {"n": int(sizes[key]), "cells": [[] for _ in who]}
            card = {
                "id": str(row["quote_id"]), "quote": str(row["quote"]),
                "speaker": given(row, "speaker") if by != "speaker" else "",
                "outlet": given(row, "outlet"), "kind": given(row, "kind"),
                "sure": f"{float(sure):.2f}" if sure else "",
                "stances": held.get(str(row["quote_id"]), []),
            }  # fmt: skip
            days[key]["cells"][who.index(row["_group"])].append(card)
        return list(days.values())


class CompareBoard(Guarded, anywidget.AnyWidget):
    """The controls and columns in the browser; all of it is set as text, never as HTML."""

    _esm = script("compare.js")
    _css = stylesheet("theme.css", "compare.css")

    kinds: traitlets.List[Any] = traitlets.List().tag(sync=True)
    view: traitlets.Dict[str, Any] = traitlets.Dict().tag(sync=True)
    page = traitlets.Int(0).tag(sync=True)
    quote = traitlets.Unicode("").tag(sync=True)
    error = traitlets.Unicode("").tag(sync=True)
