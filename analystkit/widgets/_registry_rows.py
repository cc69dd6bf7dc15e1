"""The registry's desk, and what it is sent: who is lacking, an example, the nearest entries."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import anywidget
import pandas as pd
import traitlets

from analystkit.actors import Actors, suggest
from analystkit.palette import MISSING
from analystkit.widgets._markup import given
from analystkit.widgets._pane import stylesheet

_PAGE = 10  # speakers on a page
_NEAR = 3  # entries suggested for a speaker


class RegistryDesk(anywidget.AnyWidget):
    """The list and its forms in the browser; all of it is set as text, never as HTML."""

    _esm = stylesheet("dom.js") + stylesheet("registry.js")
    _css = stylesheet("theme.css") + stylesheet("registry.css")

    view: traitlets.Dict[str, Any] = traitlets.Dict().tag(sync=True)
    words = traitlets.Unicode("").tag(sync=True)
    type = traitlets.Unicode("").tag(sync=True)
    page = traitlets.Int(0).tag(sync=True)
    note = traitlets.Unicode("").tag(sync=True)
    error = traitlets.Unicode("").tag(sync=True)
    answered = traitlets.Int(0).tag(sync=True)


class PeopleNamed:
    """The people articles name, by the same reading as `extract_quotes`; each read once."""

    def __init__(self, articles: pd.DataFrame) -> None:
        self._texts = articles.set_index("article_id")["text"]
        self._known: dict[str, list[str]] = {}

    def __call__(self, ids: list[str]) -> Mapping[str, list[str]]:
        """The names of people in each of these articles."""
        fresh = [each for each in ids if each not in self._known and each in self._texts.index]
        if fresh:
            from analystkit.quotes.extract import MODEL
            from analystkit.quotes.language import load_language, names_in

            texts = [str(self._texts[each]) for each in fresh]
            found = names_in(texts, load_language(MODEL))
            for each, text, names in zip(fresh, texts, found, strict=True):
                people = {text[name.start : name.end] for name in names if name.label == "PERSON"}
                self._known[each] = sorted(people)
        return self._known


def gaps(
    quotes: pd.DataFrame, unknown: pd.DataFrame, *, words: str = "", type: str = ""
) -> pd.DataFrame:
    """The unknown speakers whose name holds all of these words, each with its usual ``type``."""
    held = quotes[quotes["speaker"].isin(unknown["speaker"])]
    kinds = held["speaker_type"].astype("string").groupby(held["speaker"]).agg(_usual)
    table = unknown[["speaker", "quotes", "articles"]].copy()
    table["type"] = kinds.reindex(table["speaker"]).to_numpy()
    folded = table["speaker"].str.casefold()
    for word in words.casefold().split():
        table = table[folded[table.index].str.contains(word, regex=False)]
    return table[table["type"].eq(type).fillna(False)] if type else table


def moves(before: pd.DataFrame, after: pd.DataFrame) -> int:
    """How many quotes have another actor or camp."""
    old, new = (t[["actor", "camp"]].astype("string").fillna("") for t in (before, after))
    return int((old != new).any(axis=1).sum())


def desk_view(
    shown: pd.DataFrame,
    held: pd.DataFrame,
    actors: Actors,
    articles: pd.DataFrame | None,
    colours: Mapping[str, str],
    page: int,
) -> dict[str, Any]:
    """One page of these speakers, with the names that the forms offer."""
    pages = max(1, -(-len(shown) // _PAGE))
    page = min(max(page, 0), pages - 1)
    part = shown.iloc[page * _PAGE : (page + 1) * _PAGE]
    return {
        "rows": _rows(part, held, actors, articles, colours),
        "total": len(shown),
        "page": page,
        "pages": pages,
        "camps": [[camp, colours[camp]] for camp in actors.camps],
        "actors": [actor.name for actor in actors],
        "readable": articles is not None,
    }


def _rows(
    shown: pd.DataFrame,
    quotes: pd.DataFrame,
    actors: Actors,
    articles: pd.DataFrame | None,
    colours: Mapping[str, str],
) -> list[dict[str, Any]]:
    held = quotes[quotes["speaker"].isin(shown["speaker"])]
    near = suggest(held, registry=actors, limit=_NEAR).dropna(subset=["suggestion"])
    sure = held.sort_values("confidence", ascending=False, kind="stable", na_position="last")
    examples = sure.drop_duplicates("speaker").set_index("speaker")
    pages = None if articles is None else articles.set_index("article_id")
    rows = []
    for row in shown.to_dict("records"):
        example = examples.loc[row["speaker"]]
        page: Mapping[Any, Any] = {}
        if pages is not None and example["article_id"] in pages.index:
            page = pages.loc[example["article_id"]].to_dict()
        day = page.get("published")
        facts = [given(page, "outlet"), "" if pd.isna(day) else f"{day.day} {day:%b %Y}"]
        own = near[near["speaker"] == row["speaker"]]
        rows.append(
            {
                "speaker": str(row["speaker"]),
                "type": given(row, "type"),
                "quotes": int(row["quotes"]),
                "articles": int(row["articles"]),
                "example": str(example["quote"]),
                "quote": str(example["quote_id"]),
                "facts": [fact for fact in facts if fact],
                "near": [
                    [str(each["suggestion"]), given(each, "camp"), float(each["score"]),
                     colours.get(given(each, "camp"), MISSING)]
                    for each in own.to_dict("records")
                ],
            }
        )  # fmt: skip
    return rows


def _usual(values: pd.Series) -> Any:
    counts = values.value_counts()
    return counts.index[0] if len(counts) else pd.NA
