"""Actors and camps put into the quotes table, and put right there when the registry changes."""

from collections.abc import Callable, Hashable, Iterable, Mapping
from functools import lru_cache
from typing import Any

import numpy as np
import pandas as pd

from analystkit.actors.loading import actors_of
from analystkit.actors.registry import Actor, Actors, Context, by_surname
from analystkit.tables import CAMP_FROM, require
from analystkit.text.names import CONNECTORS, tokens, without_title

_Found = tuple[str | None, str | None, str | None]
_AT_ONCE = 100  # words compared with all known ones together
FILLED = ("actor", "camp", "camp_from")
_CAMP_FROM = pd.CategoricalDtype(list(CAMP_FROM))
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
    texts: Mapping[str, str] | None = None,
) -> pd.DataFrame:
    """The quotes with ``actor`` and ``camp`` written anew from ``speaker``, missing where unknown.

    Whoever the registry does not know has the camp of the body that ``role``, what the article
    says of a person, names ("Pentagon spokeswoman"); ``camp_from`` says which: registry or role.
    `names` are further names each article holds, which a bare surname may stand for instead.
    `texts` are the articles' texts, in which tied names need their word; without them it is looked
    for in the article's quotes.
    """
    actors = actors_of(actors)
    require(quotes, ["article_id", "speaker"], name="quotes")
    roles = quotes["role"] if "role" in quotes else pd.Series(pd.NA, quotes.index, dtype="string")
    speakers = zip(quotes["speaker"], roles.fillna(""), strict=True)
    keys = list(zip(quotes["article_id"], speakers, strict=True))
    if texts is None:
        texts = _told(quotes) if actors.ties else {}
    held: dict[Any, dict[tuple[str, str], None]] = {}
    for article, said in keys:
        if isinstance(said[0], str):
            held.setdefault(article, {})[said] = None
    found: dict[Hashable, _Found] = {}
    known: dict[Hashable, _Found] = {}
    for article, those in held.items():
        context = by_surname([*(name for name, _ in those), *(names or {}).get(article, ())])
        context.untied = actors.untied(texts.get(article, ""), (n for pair in those for n in pair))
        for speaker, role in those:
            # all a match can take from the article are the bearers of the name's own words
            bearers = [frozenset(context.get(word, ())) for word in tokens(speaker)]
            key = (speaker, role, context.untied, *bearers)
            if key not in known:
                known[key] = _found(actors, speaker, role, context)
            found[article, (speaker, role)] = known[key]
    answers = [found.get(key, (None, None, None)) for key in keys]
    filled = quotes.copy()
    for at, column in enumerate(FILLED):
        filled[column] = pd.Series([a[at] for a in answers], index=quotes.index, dtype="string")
    filled["camp_from"] = filled["camp_from"].astype(_CAMP_FROM)
    return filled


def _told(quotes: pd.DataFrame) -> dict[Any, str]:
    """What the quotes hold of each article's words."""
    columns = [c for c in ("quote", "source", "speaker", "role") if c in quotes]
    lines = quotes[columns].fillna("").astype(str).agg("\n".join, axis=1)
    return lines.groupby(quotes["article_id"]).agg("\n".join).to_dict()


def _found(actors: Actors, speaker: str, role: str, context: Context) -> _Found:
    if actor := actors.match(speaker, context=context):
        return actor.name, actor.camp, CAMP_FROM[0] if actor.camp else None
    if camp := actors.camp(speaker, context=context):
        return None, camp, CAMP_FROM[0]
    told = {actors.camp(phrase, context=context) for phrase in role.split("; ")} - {None}
    return (None, told.pop(), CAMP_FROM[1]) if len(told) == 1 else (None, None, None)


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
    nearest = _nearest(counts["speaker"].tolist(), registry) if registry else {}
    for speaker, n, articles in counts.itertuples(index=False):
        near = nearest.get(speaker, [])[:limit] or [(None, None, None)]
        rows += [(speaker, n, articles, *suggestion) for suggestion in near]
    return pd.DataFrame(rows, columns=list(_COLUMNS)).astype(_COLUMNS)


def _nearest(speakers: list[str], registry: Actors) -> dict[str, list[tuple[Any, Any, Any]]]:
    """Of each speaker name, camp and score of the actors spelled most alike."""
    from rapidfuzz import fuzz, process

    entries, keys, holding = _spellings(registry)
    telling = {name: sorted(set(_sorted(name).split()) - CONNECTORS) for name in speakers}
    alike = _alike(sorted({word for words in telling.values() for word in words}), list(holding))
    found = {}
    for speaker, words in telling.items():
        # a word in common is asked for, so only entries that hold one are compared
        places = sorted({at for word in words for b in alike[word] for at in holding[b]})
        best: dict[str, tuple[str, str | None, float]] = {}
        for _, score, at in process.extract(
            _sorted(speaker), {at: keys[at] for at in places},
            scorer=fuzz.ratio, score_cutoff=60, limit=None,
        ):  # fmt: skip
            actor = entries[at]
            best.setdefault(actor.name, (actor.name, actor.camp, round(score, 1)))
        found[speaker] = list(best.values())
    return found


@lru_cache(maxsize=2)  # a registry is asked again and again while its gaps are closed
def _spellings(registry: Actors) -> tuple[list[Actor], list[str], dict[str, list[int]]]:
    """Each name's actor, its compared form, and where each word stands in these."""
    entries = [(actor, _sorted(alias)) for actor in registry for alias in actor.names]
    holding: dict[str, list[int]] = {}
    for at, (_, key) in enumerate(entries):
        for word in key.split():
            holding.setdefault(word, []).append(at)
    return [actor for actor, _ in entries], [key for _, key in entries], holding


def _alike(words: list[str], known: list[str]) -> dict[str, list[str]]:
    """Of each word those among the known ones that are spelled much like it."""
    from rapidfuzz import fuzz, process

    found: dict[str, list[str]] = {}
    for at in range(0, len(words), _AT_ONCE):
        some = words[at : at + _AT_ONCE]
        table = process.cdist(some, known, scorer=fuzz.ratio, score_cutoff=75, dtype=np.uint8)
        found |= {word: [] for word in some}
        for row, column in zip(*np.nonzero(table), strict=True):
            found[some[row]].append(known[column])
    return found


def _sorted(name: str) -> str:
    return " ".join(sorted(without_title(tokens(name))))


def rejoin(
    quotes: pd.DataFrame,
    before: Actors,
    after: Actors,
    *,
    names: Names | None = None,
    texts: Mapping[str, str] | None = None,
) -> pd.DataFrame:
    """The quotes as `assign` gives them by the changed registry; what it may concern is redone."""
    require(quotes, ["article_id", "speaker", "actor", "camp"], name="quotes")
    changed = _names(before) ^ _names(after)  # in one registry only, or another actor's
    words = {word for _, name in changed for word in tokens(name)} - CONNECTORS

    def touched(names: pd.Series) -> pd.Series:
        """Which rows hold words that a changed entry has, or a phrase of another camp now."""
        said = {
            text
            for text in names.dropna().unique()
            if any(
                words.intersection(tokens(name)) or _phrase_changed(name, before, after)
                for name in text.split("; ")
            )
        }
        return names.isin(said)

    rows = touched(quotes["speaker"])
    if "role" in quotes:
        rows |= touched(quotes["role"])
    held = quotes["article_id"].isin(set(quotes.loc[rows, "article_id"]))
    pairs = quotes.loc[rows, ["article_id", "speaker"]].itertuples(index=False)
    wanted = {str(article) for article, speaker in pairs if _depends(speaker, after)}
    known = names(sorted(wanted)) if names and wanted else None
    fresh = assign(quotes[held], after, names=known, texts=texts)[rows[held]]
    joined = quotes.copy()
    for column in FILLED:
        values = (joined if column in joined else fresh.reindex(joined.index))[column]
        values = values.astype(fresh[column].dtype)
        values[rows] = fresh[column]
        joined[column] = values
    return joined


def _names(actors: Actors) -> set[tuple[Actor, str]]:
    # Without the aliases, so that one more of them is one more name and not all anew.
    return {
        (Actor(actor.name, actor.type, actor.camp), name)
        for actor in actors
        for name in (*actor.names, *actor.tied)
    }


def _phrase_changed(speaker: str, before: Actors, after: Actors) -> bool:
    return any(
        before.camp(speaker, context=context) != after.camp(speaker, context=context)
        for context in (Context(), _strangers(speaker))
    )


def _depends(speaker: str, actors: Actors) -> bool:
    """Whether somebody else of the name in the same article could change who this is."""
    alone = actors.match(speaker)
    return alone is None or actors.match(speaker, context=_strangers(speaker)) != alone


def _strangers(speaker: str) -> Context:
    """An article's names, of which others bear each word of the name as their surname."""
    others = {word: {("somebody", "else", word), ("another", word)} for word in tokens(speaker)}
    return Context(others)
