"""An entry of the registry, and the names of an article it is compared with."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from analystkit.actors.names import Tokens, full_name, tokens

TYPES = ("person", "organisation", "document")


class RegistryError(ValueError):
    """A registry that cannot be used; the message names the entry and the remedy."""


@dataclass(frozen=True)
class Actor:
    """A person, an organisation or a document of the registry."""

    name: str
    type: str
    camp: str | None = None
    aliases: tuple[str, ...] = ()
    wikidata: str | None = None

    @property
    def names(self) -> tuple[str, ...]:
        """The name and all aliases."""
        return (self.name, *self.aliases)


@dataclass
class Article:
    """The names an article holds, looked up by surname."""

    people: dict[str, set[Tokens]] = field(default_factory=lambda: defaultdict(set))

    @classmethod
    def of(cls, names: Iterable[str]) -> Article:
        """The article that holds these names."""
        article = cls()
        for name in names:
            words = full_name(tokens(name)) if isinstance(name, str) else ()
            if len(words) > 1:
                article.people[words[-1]].add(words)
        return article
