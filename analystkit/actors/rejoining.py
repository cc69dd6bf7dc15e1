"""A quotes table joined again after its registry was changed, the rest of it left alone."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

import pandas as pd

from analystkit.actors.assigning import assign
from analystkit.actors.entries import Actor, Article
from analystkit.actors.names import CONNECTORS, tokens
from analystkit.actors.registry import Actors
from analystkit.tables import require

Names = Callable[[list[str]], Mapping[str, Iterable[str]]]


def rejoin(
    quotes: pd.DataFrame, before: Actors, after: Actors, *, names: Names | None = None
) -> pd.DataFrame:
    """The quotes with `actor` and `camp` as `assign` gives them by the changed registry.

    Only speakers whose name shares a word with a changed entry, or whose camp a changed
    phrase gives, are looked up again, so the people an article names are wanted of few
    articles.

    Parameters
    ----------
    quotes : DataFrame
        A quotes table joined with the registry `before`.
    before, after : Actors
        The registry as it was and as it is.
    names : callable, optional
        Takes a list of article_ids and gives the people each article names; see `assign`.
        Without it the speakers are the only people known.

    Returns
    -------
    DataFrame
        A copy, its rows in the same order.

    Raises
    ------
    TableError
        When a column is missing.

    Examples
    --------
    >>> quotes = pd.DataFrame({"article_id": ["a"], "speaker": ["D. Witfield"],
    ...                        "actor": [pd.NA], "camp": [pd.NA]})
    >>> old = Actors([Actor("Dana Whitfield", "person", "Senate")], camps=["Senate"])
    >>> new = Actors([Actor("Dana Whitfield", "person", "Senate", ("D. Witfield",))],
    ...              camps=["Senate"])
    >>> rejoin(quotes, old, new)[["actor", "camp"]].values.tolist()
    [['Dana Whitfield', 'Senate']]
    """
    require(quotes, ["article_id", "speaker", "actor", "camp"], name="quotes")
    words = _changed_words(before, after)
    touched = {
        speaker
        for speaker in quotes["speaker"].dropna().unique()
        if words.intersection(tokens(speaker)) or _phrase_changed(speaker, before, after)
    }
    rows = quotes["speaker"].isin(touched)
    held = quotes["article_id"].isin(set(quotes.loc[rows, "article_id"]))
    fresh = quotes[held]
    wanted = {
        article
        for article, speaker in zip(
            quotes["article_id"][rows], quotes["speaker"][rows], strict=True
        )
        if _depends(speaker, after)
    }
    known = names(sorted(map(str, wanted))) if names and wanted else None
    fresh = assign(fresh, after, names=known)[rows[held]]
    joined = quotes.copy()
    for column in ("actor", "camp"):
        values = joined[column].astype("string")
        values[rows] = fresh[column]
        joined[column] = values
    return joined


def _changed_words(before: Actors, after: Actors) -> set[str]:
    """The words of all names that stand in one registry only, or for another actor."""
    old, new = _names(before), _names(after)
    return {word for _, name in old ^ new for word in tokens(name)} - CONNECTORS


def _names(actors: Actors) -> set[tuple[Actor, str]]:
    # Without the aliases, so that one more of them is one more name and not all anew.
    return {
        (Actor(actor.name, actor.type, actor.camp), name)
        for actor in actors
        for name in actor.names
    }


def _phrase_changed(speaker: str, before: Actors, after: Actors) -> bool:
    return any(
        before.camp_in(speaker, article) != after.camp_in(speaker, article)
        for article in (Article(), _strangers(speaker))
    )


def _depends(speaker: str, actors: Actors) -> bool:
    """Whether somebody else of the name in the same article could change who this is."""
    alone = actors.match_in(speaker, Article())
    return alone is None or actors.match_in(speaker, _strangers(speaker)) != alone


def _strangers(speaker: str) -> Article:
    """An article in which others bear each word of the name as their surname."""
    article = Article()
    for word in tokens(speaker):
        article.people[word] = {("somebody", "else", word), ("another", word)}
    return article
