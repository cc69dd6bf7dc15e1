"""The words our own training sentences are put together from, read from ``stance_words.toml``.

In a part, ``<name>`` stands for a choice among another part and ``^…^`` marks a phrase's head.
In a frame, ``{H}``, ``{Z}`` and ``{Y}`` are speakers, ``{T}`` and ``{U}`` what they speak about;
``asked`` says who takes which side toward what in each of its patterns.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

SIDES = {"neutral": 0, "for": 1, "for back": 2, "against": 3, "against back": 4}
Question = tuple[str | None, str, int]


@dataclass(frozen=True)
class Frame:
    """Patterns that share their questions: (holder, target, class of the pair)."""

    patterns: tuple[str, ...]
    asked: tuple[Question, ...]
    weight: float = 1.0
    bodies: bool = False
    held_only: bool = False
    extended: bool = True


@dataclass(frozen=True)
class Words:
    """The parts by name, and the frames."""

    parts: dict[str, tuple[str, ...]]
    frames: tuple[Frame, ...]


@lru_cache(maxsize=1)
def words() -> Words:
    """All of them, read once.

    Examples
    --------
    >>> words().parts["name"]
    ('<first> <last>', '<first> <last>', '<last>')
    """
    path = Path(__file__).with_name("stance_words.toml")
    read = tomllib.loads(path.read_text(encoding="utf-8"))
    parts = {name: tuple(choices) for name, choices in read["parts"].items()}
    return Words(parts, tuple(_frame(**entry) for entry in read["frame"]))


def _frame(*, patterns: list[str], asked: list[dict[str, str]], **further: bool) -> Frame:
    questions = tuple((q.get("holder"), q["target"], SIDES[q["side"]]) for q in asked)
    return Frame(tuple(patterns), questions, **further)
