"""The registry of people and groups: names, aliases, camps."""

from analystkit.actors.assigning import assign, suggest
from analystkit.actors.described import Descriptor
from analystkit.actors.entries import Actor, RegistryError
from analystkit.actors.loading import load_actors
from analystkit.actors.names import normalise
from analystkit.actors.registry import Actors

__all__ = [
    "Actor",
    "Actors",
    "Descriptor",
    "RegistryError",
    "assign",
    "load_actors",
    "normalise",
    "suggest",
]
