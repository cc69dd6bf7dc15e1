"""The registry's gaps: speakers it does not know, one click from an alias, an actor or a camp."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from os import PathLike
from pathlib import Path
from typing import Any

import anywidget
import ipywidgets as w
import pandas as pd
import traitlets

from analystkit.actors import Actors, assign, load_actors, suggest
from analystkit.actors.assigning import rejoin
from analystkit.actors.editing import Edit, add_actor, add_alias, add_descriptor, undo
from analystkit.actors.registry import TYPES
from analystkit.markup.article import given
from analystkit.palette import MISSING, camp_colours
from analystkit.tables import check_articles, check_quotes, empty_articles
from analystkit.text.wording import plural
from analystkit.widgets._reader import Reading
from analystkit.widgets.parts.base import Guarded, script, stylesheet
from analystkit.widgets.parts.comparison import day_words
from analystkit.widgets.parts.selection import check_choice, check_keys

_KEYS = ("words", "type", "quote")
_HINT = "Choose “Read” at a speaker to see the example in its article."
_PAGE = 10  # speakers on a page
_NEAR = 3  # entries suggested for a speaker


def edit_actors(
    quotes: pd.DataFrame, path: str | PathLike[str], *, articles: pd.DataFrame | None = None
) -> ActorEditor:
    """Close the registry's gaps: speakers it lacks, each with its nearest entries.

    One click makes a speaker an alias of an actor; a short form makes it a new actor, or, for
    unnamed sources, a phrase that stands for a camp. Each change is written to the file at once,
    comments and layout kept, and can be undone.

    Parameters
    ----------
    quotes : DataFrame
        A quotes table. Where it has no actors and camps yet it is joined with the registry.
    path : str or Path
        The registry's TOML file, see `load_actors`; a draft that was written to one, as by
        ``draft_actors(quotes, articles, file="actors.toml")``, will do.
    articles : DataFrame, optional
        The articles the quotes come from: the reader then shows an example in its place, and a
        bare surname goes to a registered person only where the article names nobody else of it,
        as in `extract_quotes`.

    Returns
    -------
    ActorEditor
        A widget. ``.quotes`` is the table joined with the registry as it is now, ``.actors`` that
        registry, ``.unknown`` the speakers it lacks (as `suggest` gives them). ``version`` is
        counted up after each change: ``editor.observe(redraw, "version")``.

    Raises
    ------
    TableError
        When a table breaks the contract.
    FileNotFoundError, RegistryError
        When the file cannot be read.

    Examples
    --------
    >>> from analystkit.tables import empty_quotes
    >>> edit_actors(empty_quotes(), "people.toml")
    Traceback (most recent call last):
    ...
    FileNotFoundError: people.toml: no such file; expected a TOML file with a list `camps` ...
    """
    return ActorEditor(quotes, path, articles=articles)


class ActorEditor(w.VBox):
    """What `edit_actors` returns; see there."""

    version = traitlets.Int(0, help="Counted up after each change.")

    def __init__(
        self,
        quotes: pd.DataFrame,
        path: str | PathLike[str],
        *,
        articles: pd.DataFrame | None = None,
    ) -> None:
        self._path = Path(path)
        self._actors = load_actors(self._path)
        self._articles = None if articles is None else check_articles(articles)
        self._people = None if self._articles is None else self._people_named
        self._pages = empty_articles() if self._articles is None else self._articles
        self._named: dict[str, list[str]] = {}
        pages = self._articles
        self._texts = None if pages is None else dict(pages[["article_id", "text"]].to_numpy())
        table = check_quotes(quotes)
        for column in ("speaker", "speaker_type", "confidence"):
            if column not in table:
                table[column] = pd.Series(pd.NA, index=table.index, dtype="string")
        if not {"actor", "camp"} <= set(table) or table[["actor", "camp"]].isna().all(axis=None):
            names = self._people(list(table["article_id"].unique())) if self._people else None
            table = assign(table, self._actors, names=names, texts=self._texts)
        self._quotes = table
        self._unknown, self._edits = suggest(table), list[Edit]()
        self._drawn: list[Any] = []
        self._desk = RegistryDesk()
        self._pane = Reading(hint=_HINT)
        super().__init__([self._desk, *([] if articles is None else [self._pane])])
        self.add_class("ak-theme").add_class("ak-registry")
        self._draw()
        self._desk.on_msg(lambda _, content, __: self._guard(lambda: self._asked(content)))
        self._desk.observe(self._changed, names=["words", "type", "page"])

    @property
    def quotes(self) -> pd.DataFrame:
        """The quotes, joined with the registry as it is now."""
        return self._quotes.copy()

    @property
    def actors(self) -> Actors:
        """The registry as it is now."""
        return self._actors

    @property
    def unknown(self) -> pd.DataFrame:
        """The speakers the registry lacks, the most quoted first; see `suggest`."""
        return self._unknown[["speaker", "quotes", "articles"]].copy()

    @property
    def selection(self) -> dict[str, str]:
        """The filters that are set, ``words`` and ``type``, and ``quote``, the example read."""
        state = {"words": self._desk.words, "type": self._desk.type, "quote": self._pane.focus}
        return {key: value for key, value in state.items() if value}

    @selection.setter
    def selection(self, selection: Mapping[str, Any]) -> None:
        check_keys(selection, _KEYS)
        values = {key: str(selection.get(key) or "") for key in _KEYS}
        if values["type"]:
            check_choice("selection: type ", values["type"], (*TYPES, "unnamed"))
        self._read(values["quote"])
        with self._desk.hold_trait_notifications():
            self._desk.words, self._desk.type = values["words"], values["type"]
            self._desk.page = 0
        self._desk.set_failure("desk", "")

    @property
    def error(self) -> str:
        """What went wrong at the last change, or nothing."""
        return self._desk.error

    def add_alias(self, speaker: str, actor: str) -> None:
        """Make a speaker's name an alias of an actor; raises as `actors.editing.add_alias`."""
        self._done(add_alias(self._path, actor, speaker))

    def add_actor(
        self, speaker: str, *, name: str = "", type: str = "person", camp: str = ""
    ) -> None:
        """Make a speaker a new actor; where `name` differs, the speaker's name is its alias.

        A new camp is added. With the type "unnamed" the name is a phrase that stands for the camp.
        """
        full = " ".join(name.split()) or speaker
        own: dict[str, Any] = {"camp": camp, "new_camp": True}
        if type == "unnamed":
            self._done(add_descriptor(self._path, full, **own))
        else:
            named = [speaker] if speaker.strip() else []
            self._done(add_actor(self._path, full, type=type, aliases=named, **own))

    def undo(self) -> None:
        """Take the last change back; raises when somebody else has changed the file since."""
        if not self._edits:
            raise ValueError("there is no change to undo")
        actors, what = undo(self._edits[-1]), self._edits.pop().what
        self._join(actors, f"Undone: {what}.")

    def _done(self, edit: Edit) -> None:
        self._edits.append(edit)
        self._join(edit.actors, f"{edit.what}.")

    def _join(self, actors: Actors, note: str) -> None:
        was = self._quotes
        self._quotes = rejoin(was, self._actors, actors, names=self._people, texts=self._texts)
        self._actors, self._unknown = actors, suggest(self._quotes)
        old, new = (t[["actor", "camp"]].astype("string").fillna("") for t in (was, self._quotes))
        moved = int((old != new).any(axis=1).sum())
        has = "has" if moved == 1 else "have"
        self._desk.note = f"{note} {plural(moved, 'quote')} {has} another actor or camp now."
        self._draw()
        if self._pane.focus:
            self._read(self._pane.focus)
        self.version += 1

    def _asked(self, content: Mapping[str, Any]) -> None:
        """What the browser asks for."""
        try:
            match content.get("do"):
                case "alias":
                    self.add_alias(str(content["speaker"]), str(content["actor"]))
                case "new":
                    given = {key: str(content[key]) for key in ("name", "type", "camp")}
                    self.add_actor(str(content["speaker"]), **given)
                case "undo":
                    self.undo()
                case "read":
                    self._read(str(content["quote"]))
        finally:
            self._desk.answered += 1

    def _read(self, quote_id: str) -> None:
        if quote_id and not self._quotes["quote_id"].eq(quote_id).any():
            raise ValueError(f"selection: quote {quote_id!r} is not in the quotes")
        if quote_id and self._articles is None:
            raise ValueError("selection: a quote can be read where the articles are given")
        self._pane.read(quote_id, self._quotes, self._pages, colours=self._colours())

    def _colours(self) -> dict[str, str]:
        return camp_colours([*self._actors.camps, *self._quotes["camp"].dropna().unique()])

    def _changed(self, change: Any) -> None:
        if change["name"] != "page":
            self._desk.page = 0
        if [self._desk.words, self._desk.type, self._desk.page] != self._drawn:
            self._guard(self._draw)

    def _draw(self) -> None:
        desk = self._desk
        self._drawn = [desk.words, desk.type, desk.page]
        held = self._quotes[self._quotes["actor"].isna() & self._quotes["camp"].isna()]
        shown = gaps(held, self._unknown, words=desk.words, type=desk.type)
        pages = max(1, -(-len(shown) // _PAGE))
        page = min(max(desk.page, 0), pages - 1)
        part = shown.iloc[page * _PAGE : (page + 1) * _PAGE]
        colours = self._colours()
        desk.view = {
            "rows": self._rows(part, held), "total": len(shown), "page": page, "pages": pages,
            "camps": [[camp, colours[camp]] for camp in self._actors.camps],
            "actors": [actor.name for actor in self._actors],
            "readable": self._articles is not None, "all": len(self._unknown),
            "quotes": int(self._unknown["quotes"].sum()), "whole": len(self._quotes),
            "edits": [edit.what for edit in self._edits], "file": self._path.name,
        }  # fmt: skip

    def _rows(self, shown: pd.DataFrame, quotes: pd.DataFrame) -> list[dict[str, Any]]:
        colours = self._colours()
        held = quotes[quotes["speaker"].isin(shown["speaker"])]
        near = suggest(held, registry=self._actors, limit=_NEAR).dropna(subset=["suggestion"])
        sure = held.sort_values("confidence", ascending=False, kind="stable", na_position="last")
        examples = sure.drop_duplicates("speaker").set_index("speaker")
        named = self._pages[self._pages["article_id"].isin(examples["article_id"])]
        pages = {page["article_id"]: page for page in named.to_dict("records")}
        rows = []
        for row in shown.to_dict("records"):
            example = examples.loc[row["speaker"]]
            page = pages.get(example["article_id"], {})
            day = day_words(page["published"]) if given(page, "published") else ""
            own = near[near["speaker"] == row["speaker"]]
            rows.append({
                "speaker": str(row["speaker"]), "type": given(row, "type"),
                "quotes": int(row["quotes"]), "articles": int(row["articles"]),
                "example": str(example["quote"]), "quote": str(example["quote_id"]),
                "facts": [fact for fact in (given(page, "outlet"), day) if fact],
                "near": [
                    [str(each["suggestion"]), given(each, "camp"), float(each["score"]),
                     colours.get(given(each, "camp"), MISSING)]
                    for each in own.to_dict("records")
                ],
            })  # fmt: skip
        return rows

    def _people_named(self, ids: list[str]) -> Mapping[str, list[str]]:
        """The people these articles name, read as by `extract_quotes`, each article once."""
        texts = self._pages.set_index("article_id")["text"]
        fresh = {id: str(texts[id]) for id in ids if id not in self._named and id in texts.index}
        if fresh:
            from analystkit.quotes.entities import load_language, names_in
            from analystkit.text.spacy_model import MODEL

            found = names_in(list(fresh.values()), load_language(MODEL))
            for (id, text), names in zip(fresh.items(), found, strict=True):
                people = {text[name.start : name.end] for name in names if name.label == "PERSON"}
                self._named[id] = sorted(people)
        return self._named

    def _guard(self, step: Callable[[], None]) -> None:
        self._desk.guard("desk", step)
        if self._desk.error:
            self._desk.note = ""


class RegistryDesk(Guarded, anywidget.AnyWidget):
    """The list and its forms in the browser; all of it is set as text, never as HTML."""

    _esm = script("registry.js")
    _css = stylesheet("theme.css", "registry.css")
    plain = (ValueError, OSError)

    view: traitlets.Dict[str, Any] = traitlets.Dict().tag(sync=True)
    words = traitlets.Unicode("").tag(sync=True)
    type = traitlets.Unicode("").tag(sync=True)
    page = traitlets.Int(0).tag(sync=True)
    note = traitlets.Unicode("").tag(sync=True)
    error = traitlets.Unicode("").tag(sync=True)
    answered = traitlets.Int(0).tag(sync=True)


def gaps(
    quotes: pd.DataFrame, unknown: pd.DataFrame, *, words: str = "", type: str = ""
) -> pd.DataFrame:
    """The unknown speakers whose name holds all of these words, each with its usual ``type``."""
    held = quotes[quotes["speaker"].isin(unknown["speaker"])]
    kinds: Any = held["speaker_type"].astype("string").groupby(held["speaker"])
    usual = kinds.agg(lambda values: next(iter(values.value_counts().index), pd.NA))
    table = unknown[["speaker", "quotes", "articles"]].copy()
    table["type"] = usual.reindex(table["speaker"]).to_numpy()
    for word in words.casefold().split():
        table = table[table["speaker"].str.casefold().str.contains(word, regex=False)]
    return table[table["type"].eq(type).fillna(False)] if type else table
