"""The registry of people and groups: its entries, and the matching of names against them."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

import pandas as pd

from analystkit.actors.described import Descriptor, Descriptors, about, principals
from analystkit.registry.reading import RegistryError
from analystkit.tables import hint
from analystkit.text.names import (
    CONNECTORS,
    Tokens,
    full_name,
    is_title,
    readings,
    same_person,
    surnames,
    tokens,
)
from analystkit.text.words import stands_in

# as a source these are pronouns, though "US" and "WHO" in capitals are not
_PRONOUNS = frozenset({"us", "who", "it", "he", "she", "they", "we", "i", "you"})
# no name, but a description that ends in one: "newspapers loyal to Whitfield"
_DESCRIBES = CONNECTORS - {"'s", "and", "or"}
TYPES = ("person", "organisation", "document")


class Context(dict[str, set[Tokens]]):
    """An article's names by surname, and the tied names that its words let count."""

    untied: frozenset[Tokens] = frozenset()


@dataclass(frozen=True, slots=True)
class Actor:
    """A person, an organisation or a document of the registry.

    Names that are ``tied``, such as common words ("Congress"), count only where a word of ``near``
    stands in the same article.
    """

    name: str
    type: str
    camp: str | None = None
    aliases: tuple[str, ...] = ()
    wikidata: str | None = None
    tied: tuple[str, ...] = ()
    near: tuple[str, ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        """The name and all aliases, which count in every article."""
        return (self.name, *self.aliases)


@lru_cache(maxsize=65536)  # an edited registry is made anew, and of thousands one is changed
def _read(alias: str) -> tuple[Tokens, tuple[str, ...], bool]:
    """A name's compared form, the bare forms of a person who has it, whether it is only a title."""
    words = tokens(alias)
    bare = surnames(words) if words else []
    if len(words) > 1 and any(w.casefold().startswith(("al-", "el-")) for w in alias.split()):
        bare = [*bare, f"al {words[-1]}"]
    return words, tuple(bare), is_title(words)


class Actors:
    """People and groups with their aliases and camps.

    Parameters
    ----------
    actors : iterable of Actor
    camps : iterable of str
        The camps an actor may stand in, in the order charts show them.
    descriptors : iterable of Descriptor
        Phrases for unnamed sources ("US officials") and the camp they speak for.

    Raises
    ------
    RegistryError
        When an entry has an unknown type or camp, an alias is empty, only a title, or
        stands at two actors, or a camp is empty or named twice; the message names the entry.

    Examples
    --------
    >>> whitfield = Actor("Dana Whitfield", "person", "Senate", ("D. R. Whitfield",))
    >>> actors = Actors([whitfield], camps=["Senate"])
    >>> actors
    Actors: 1 in 1 camp (Senate 1); 2 names, 0 descriptors
    >>> actors.match("Senator Whitfield").name
    'Dana Whitfield'
    >>> actors.match("Whitfield", context=["Dana Whitfield", "Ray Whitfield"]) is None
    True
    """

    def __init__(
        self,
        actors: Iterable[Actor] = (),
        *,
        camps: Iterable[str] = (),
        descriptors: Iterable[Descriptor] = (),
    ) -> None:
        self.actors = tuple(actors)
        self.camps = tuple(camps)
        for camp, times in Counter(self.camps).items():
            if not camp.strip():
                raise RegistryError("camps: one of them is empty")
            if times > 1:
                raise RegistryError(f"camps: {camp!r} stands {times} times; once is enough")
        self._names: dict[Tokens, Actor] = {}
        self._tied: dict[Tokens, tuple[str, ...]] = {}
        self._bare: dict[str, dict[str, Actor]] = defaultdict(dict)
        self._people: dict[str, list[Tokens]] = defaultdict(list)
        for actor in self.actors:
            self._add(actor)
        self._described = tuple(descriptors)
        for descriptor in self._described:
            self._check_camp(descriptor.camp, f"descriptor {', '.join(descriptor.words)!r}")
        self._descriptors = Descriptors(self._described)

    def _add(self, actor: Actor) -> None:
        entry = f"actor {actor.name!r}"
        if actor.type not in TYPES:
            valid = ", ".join(TYPES)
            raise RegistryError(
                f"{entry}: type {actor.type!r} is not one of: {valid}{hint(actor.type, TYPES)}"
            )
        if actor.camp is not None:
            self._check_camp(actor.camp, entry)
        if bool(actor.tied) != bool(actor.near):
            here, lacking = ("tied", "near") if actor.tied else ("near", "tied")
            raise RegistryError(
                f"{entry}: {here!r} needs {lacking!r}; names in `tied` count only where a word "
                "of `near` stands in the same article"
            )
        if self._names.get(_read(actor.name)[0]) is actor:
            raise self._twice(entry)
        for word in actor.near:
            if not tokens(word):
                raise RegistryError(f"{entry}: {word!r} of 'near' holds no word")
        for alias in (*actor.names, *actor.tied):
            words, bares, only_title = _read(alias)
            if only_title:
                what = (
                    "is only a title, so it would match whoever holds it" if words else "is empty"
                )
                raise RegistryError(f"{entry}: the name {alias!r} {what}")
            other = self._names.setdefault(words, actor)
            if other is not actor and other.name == actor.name:
                raise self._twice(entry)
            if other is not actor:
                raise RegistryError(
                    f"{entry}: the name {alias!r} also stands at {other.name!r}; "
                    "a name may belong to one actor only"
                )
            if alias in actor.tied:
                if alias in actor.names:
                    raise RegistryError(
                        f"{entry}: {alias!r} stands both among its names and in `tied`"
                    )
                self._tied[words] = actor.near
            elif actor.type == "person":
                for bare in bares:
                    self._bare[bare][actor.name] = actor
                if len(words) > 1:
                    self._people[words[-1]].append(words)

    @staticmethod
    def _twice(entry: str) -> RegistryError:
        return RegistryError(f"{entry}: has two entries; put their aliases into one")

    def _check_camp(self, camp: str, entry: str) -> None:
        if camp not in self.camps:
            valid = ", ".join(self.camps) or "none; name them in `camps`"
            raise RegistryError(
                f"{entry}: camp {camp!r} is not one of: {valid}{hint(camp, self.camps)}"
            )

    def __len__(self) -> int:
        return len(self.actors)

    def __iter__(self) -> Iterator[Actor]:
        return iter(self.actors)

    def __repr__(self) -> str:
        count = Counter(actor.camp or "no camp" for actor in self.actors)
        shares = ", ".join(f"{camp} {n}" for camp, n in count.items())
        n = len(self.camps)
        ties = f" ({len(self._tied)} tied)" * bool(self._tied)
        return (
            f"Actors: {len(self)} in {n} camp{'s' * (n != 1)}{f' ({shares})' * bool(shares)}; "
            f"{len(self._names)} names{ties}, {len(self._described)} descriptors"
        )

    @property
    def described(self) -> int:
        """How many descriptors there are."""
        return len(self._described)

    def table(self) -> pd.DataFrame:
        """One row an actor: ``actor, camp, type, aliases, wikidata``."""
        rows = [[a.name, a.camp, a.type, list(a.aliases), a.wikidata] for a in self.actors]
        table = pd.DataFrame(rows, columns=["actor", "camp", "type", "aliases", "wikidata"])
        return table.astype(dict.fromkeys(["actor", "camp", "type", "wikidata"], "string"))

    def bearer(self, name: str) -> Actor | None:
        """The actor at whom exactly this name stands, spelled alike but for case and marks."""
        return self._names.get(tokens(name))

    def match(
        self,
        name: str,
        *,
        context: Iterable[str] | Context | None = None,
        text: str | None = None,
    ) -> Actor | None:
        """The actor a name stands for, None for unnamed sources, whose camp `camp` gives.

        A given name that differs never matches.  A surname alone matches the one actor who has it,
        unless the article's names, `context`, hold somebody else of that surname.  A tied name
        matches where the article's `text` holds a word that it needs.
        """
        if not isinstance(name, str) or _PRONOUNS.intersection(name.split()[-1:]):
            return None
        held = self._held(name, context, text)
        found = (self._match_words(words, held) for words in readings(name))
        return next((actor for actor in found if actor is not None), None)

    def camp(
        self,
        name: str,
        *,
        context: Iterable[str] | Context | None = None,
        text: str | None = None,
    ) -> str | None:
        """The camp a name or a description speaks for; parameters as in `match`.

        Descriptions are read by the registry's descriptors and by the actor they name.
        """
        if not isinstance(name, str) or _PRONOUNS.intersection(name.split()[-1:]):
            return None
        held = self._held(name, context, text)
        if (actor := self.match(name, context=held)) is not None:
            return actor.camp
        for nth, words in enumerate(about(name)):
            if camp := self._descriptors.camp(words):
                return camp
            for head in principals(words, whole=nth > 0):
                for plain in (head, *readings(" ".join(head))):
                    if (actor := self._match_words(plain, held)) is not None:
                        return actor.camp
        return None

    @property
    def ties(self) -> bool:
        """Whether there are tied names."""
        return bool(self._tied)

    def untied(self, text: str, names: Iterable[str]) -> frozenset[Tokens]:
        """The tied names which an article's text lets count, of those that `names` may hold."""
        said = {word for name in names for word in tokens(name)}
        near = {words: near for words, near in self._tied.items() if said.issuperset(words)}
        return frozenset(w for w, some in near.items() if any(stands_in(text, n) for n in some))

    def _held(
        self, name: str, context: Iterable[str] | Context | None, text: str | None
    ) -> Context:
        held = by_surname(context)
        if text is not None and self._tied:
            held = Context(held)
            held.untied = self.untied(text, [name])
        return held

    def _match_words(self, words: Tokens, context: Context) -> Actor | None:
        key, actor = " ".join(words), self._names.get(words)
        if words in self._tied:
            if words in context.untied:
                return actor
        elif actor is not None and (actor.type != "person" or len(words) > 1):
            return actor
        if key in self._bare:
            return self._by_surname(self._bare[key], words[-1], context)
        return self._by_full_name(words) or self._by_initial(words, context)

    def _by_full_name(self, words: Tokens) -> Actor | None:
        if len(words) > 2 and words[-1] == "jr":
            words = words[:-1]
        found = {
            self._names[entry]
            for entry in self._people.get(words[-1], ())
            if entry[0] == words[0] and same_person(words, entry)
        }
        return found.pop() if len(found) == 1 else None

    def _by_initial(self, words: Tokens, context: Context) -> Actor | None:
        if len(words) != 2 or len(words[0]) > 1:
            return None
        bearers = self._bare.get(words[1], {})
        fitting = {n: a for n, a in bearers.items() if tokens(n)[0].startswith(words[0])}
        return self._by_surname(fitting, words[1], context)

    def _by_surname(
        self, bearers: dict[str, Actor], surname: str, context: Context
    ) -> Actor | None:
        held: set[str | Tokens] = set()
        for words in context.get(surname, ()):
            if len(words[0]) > 1:
                actor = self._names.get(words) or self._by_full_name(words)
                held.add(actor.name if actor else words)
        if not held:
            return next(iter(bearers.values())) if len(bearers) == 1 else None
        named = held.pop()
        return bearers.get(named) if not held and isinstance(named, str) else None


def by_surname(names: Iterable[str] | Context | None) -> Context:
    """The names of an article looked up by surname; what is one already stays."""
    if isinstance(names, Context):
        return names
    context = Context()
    for name in names or ():
        words = full_name(tokens(name)) if isinstance(name, str) else ()
        if len(words) > 1 and not _DESCRIBES.intersection(words):
            context.setdefault(words[-1], set()).add(words)
    return context
