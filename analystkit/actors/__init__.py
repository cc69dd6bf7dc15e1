"""The registry of people and groups: names, aliases, camps."""

from analystkit.actors.assigning import assign, suggest
from analystkit.actors.described import Descriptor
from analystkit.actors.draft import DraftedActors, draft_actors
from analystkit.actors.loading import actors_of, load_actors
from analystkit.actors.registry import Actor, Actors
from analystkit.registry.reading import RegistryError
from analystkit.text.names import normalise

__all__ = [
    "Actor",
    "Actors",
    "Descriptor",
    "DraftedActors",
    "RegistryError",
    "actors_of",
    "assign",
    "draft_actors",
    "load_actors",
    "normalise",
    "suggest",
]
