"""Actors and camps put into the quotes table, and put right there when the registry changes."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Mapping
from typing import Any

import pandas as pd

from analystkit.actors.registry import Actor, Actors, Context, by_surname
from analystkit.tables import require
from analystkit.text.names import CONNECTORS, tokens, without_title

_Found = tuple[str | None, str | None]  # actor and camp
_COLUMNS = {
    "speaker": "string",
    "quotes": "Int64",
    "articles": "Int64",
    "suggestion": "string",
    "camp": "string",
    "score": "Float64",
}
Names = Callable[[list[str]], Mapping[str, Iterable[str]]]


def assign(
    quotes: pd.DataFrame,
    actors: Actors,
    *,
    names: Mapping[str, Iterable[str]] | None = None,
) -> pd.DataFrame:
    """The quotes with ``actor`` and ``camp`` written anew from ``speaker``, missing where unknown.

    `names` are further names each article holds, which a bare surname may stand for instead.
    """
    require(quotes, ["article_id", "speaker"], name="quotes")
    keys = list(zip(quotes["article_id"], quotes["speaker"], strict=True))
    held: dict[Any, dict[str, None]] = {}
    for article, speaker in keys:
        if isinstance(speaker, str):
            held.setdefault(article, {})[speaker] = None
    found: dict[Hashable, _Found] = {}
    known: dict[Hashable, _Found] = {}
    for article, said in held.items():
        context = by_surname([*said, *(names or {}).get(article, ())])
        for speaker in said:
            # all a match can take from the article are the bearers of the name's own words
            bearers = [frozenset(context.get(word, ())) for word in tokens(speaker)]
            key = (speaker, *bearers)
            if key not in known:
                actor = actors.match(speaker, context=context)
                camp = actor.camp if actor else actors.camp(speaker, context=context)
                known[key] = (actor.name if actor else None), camp
            found[article, speaker] = known[key]
    pairs = [found.get(key, (None, None)) for key in keys]
    filled = quotes.copy()
    for at, column in enumerate(("actor", "camp")):
        filled[column] = pd.Series([p[at] for p in pairs], index=quotes.index, dtype="string")
    return filled


def suggest(
    quotes: pd.DataFrame, *, registry: Actors | None = None, limit: int = 1
) -> pd.DataFrame:
    """Speakers the registry does not know, the most quoted first, with its nearest entries.

    Parameters
    ----------
    quotes : DataFrame
        A quotes table; ``article_id`` and ``speaker`` are read.
    registry : Actors, optional
        The registry to compare with.  Without it a speaker counts as unknown where the
        columns ``actor`` and ``camp`` are both missing, and no entry is suggested.
    limit : int, default 1
        The most entries to suggest for a speaker, each in a row of its own.

    Returns
    -------
    DataFrame
        One row a speaker, with a higher `limit` one a speaker and suggestion, the nearest
        first: ``speaker``; ``quotes`` and ``articles``, how many; ``suggestion``, the
        actor, missing where none is near; ``camp``, that actor's; ``score``, 0 to 100, how
        alike the names are spelled.  Unnamed sources with a camp are left out, since
        nothing is lacking there.

    Raises
    ------
    TableError
        When a column is missing.
    ValueError
        When `limit` is below 1.

    Notes
    -----
    The score is rapidfuzz's ``ratio`` (normalised indel similarity) over the compared
    form of the names with their words sorted, the best of an actor's names; below 60, or
    where no word of one name is like a word of the other, nothing is suggested.  It is
    about spelling only: check before adding an alias.

    Examples
    --------
    >>> from analystkit.actors.registry import Actor, Actors
    >>> actors = Actors([Actor("Dana Whitfield", "person", "Senate")], camps=["Senate"])
    >>> quotes = pd.DataFrame({"article_id": ["a", "a"], "speaker": ["Dana Witfield"] * 2})
    >>> suggest(quotes, registry=actors)[["speaker", "quotes", "suggestion"]].values.tolist()
    [['Dana Witfield', 2, 'Dana Whitfield']]
    """
    if limit < 1:
        raise ValueError(f"limit must be at least 1, not {limit!r}")
    if registry is None:
        require(quotes, ["article_id", "speaker", "actor", "camp"], name="quotes")
    else:
        quotes = assign(quotes, registry)
    unknown = quotes[quotes["speaker"].notna() & quotes["actor"].isna() & quotes["camp"].isna()]
    counts = unknown.groupby("speaker", observed=True)["article_id"].agg(["size", "nunique"])
    counts = counts.reset_index().sort_values(["size", "speaker"], ascending=[False, True])
    rows: list[tuple[object, ...]] = []
    entries = [(actor, _sorted(alias)) for actor in registry or () for alias in actor.names]
    for speaker, n, articles in counts.itertuples(index=False):
        near = _nearest(speaker, entries)[:limit] or [(None, None, None)]
        rows += [(speaker, n, articles, *suggestion) for suggestion in near]
    return pd.DataFrame(rows, columns=list(_COLUMNS)).astype(_COLUMNS)


def _nearest(speaker: str, entries: list[tuple[Actor, str]]) -> list[tuple[Any, Any, Any]]:
    """Name, camp and score of the actors spelled most alike."""
    from rapidfuzz import fuzz, process

    best: dict[str, tuple[str, str | None, float]] = {}
    name, keys = _sorted(speaker), [key for _, key in entries]
    telling = set(name.split()) - CONNECTORS
    for key, score, at in process.extract(
        name, keys, scorer=fuzz.ratio, score_cutoff=60, limit=None
    ):
        if any(fuzz.ratio(a, b) >= 75 for a in telling for b in key.split()):
            actor = entries[at][0]
            best.setdefault(actor.name, (actor.name, actor.camp, round(score, 1)))
    return list(best.values())


def _sorted(name: str) -> str:
    return " ".join(sorted(without_title(tokens(name))))


def rejoin(
    quotes: pd.DataFrame, before: Actors, after: Actors, *, names: Names | None = None
) -> pd.DataFrame:
    """The quotes as `assign` gives them by the changed registry; what it may concern is redone."""
    require(quotes, ["article_id", "speaker", "actor", "camp"], name="quotes")
    changed = _names(before) ^ _names(after)  # in one registry only, or another actor's
    words = {word for _, name in changed for word in tokens(name)} - CONNECTORS
    touched = {
        speaker
        for speaker in quotes["speaker"].dropna().unique()
        if words.intersection(tokens(speaker)) or _phrase_changed(speaker, before, after)
    }
    rows = quotes["speaker"].isin(touched)
    held = quotes["article_id"].isin(set(quotes.loc[rows, "article_id"]))
    pairs = quotes.loc[rows, ["article_id", "speaker"]].itertuples(index=False)
    wanted = {str(article) for article, speaker in pairs if _depends(speaker, after)}
    known = names(sorted(wanted)) if names and wanted else None
    fresh = assign(quotes[held], after, names=known)[rows[held]]
    joined = quotes.copy()
    for column in ("actor", "camp"):
        values = joined[column].astype("string")
        values[rows] = fresh[column]
        joined[column] = values
    return joined


def _names(actors: Actors) -> set[tuple[Actor, str]]:
    # Without the aliases, so that one more of them is one more name and not all anew.
    return {
        (Actor(actor.name, actor.type, actor.camp), name)
        for actor in actors
        for name in actor.names
    }


def _phrase_changed(speaker: str, before: Actors, after: Actors) -> bool:
    return any(
        before.camp(speaker, context=context) != after.camp(speaker, context=context)
        for context in ({}, _strangers(speaker))
    )


def _depends(speaker: str, actors: Actors) -> bool:
    """Whether somebody else of the name in the same article could change who this is."""
    alone = actors.match(speaker)
    return alone is None or actors.match(speaker, context=_strangers(speaker)) != alone


def _strangers(speaker: str) -> Context:
    """An article's names, of which others bear each word of the name as their surname."""
    return {word: {("somebody", "else", word), ("another", word)} for word in tokens(speaker)}
