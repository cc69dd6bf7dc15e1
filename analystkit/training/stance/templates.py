"""Sentences of our own in which the target is an event or a policy.

NewsMTSC and DSE ask about people and organisations only.  The parts stand in ``stance_words.toml``:
``<name>`` is a choice among another part, ``^…^`` a phrase's head; in a frame ``{H}``, ``{Z}`` and
``{Y}`` are speakers, ``{T}`` and ``{U}`` what they speak about, ``asked`` who takes which side.
"""

import random
import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from analystkit.stance.marks import Span
from analystkit.training.stance.data import Labelled

SIDES = {"neutral": 0, "for": 1, "for back": 2, "against": 3, "against back": 4}
AS_MENTION = {SIDES["against"]: 0, SIDES["neutral"]: 1, SIDES["for"]: 2}
WITHOUT_HOLDER = 0.3
PRONOUN = 0.15
_PART = re.compile(r"<(\w+)>")
_SLOT = re.compile(r"\{(\w+)\}")
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


def expand(pattern: str, rng: random.Random) -> str:
    """Put a random choice in place of each ``<part>``, as long as there are any."""
    parts, _ = words()
    while found := _PART.search(pattern):
        pattern = pattern[: found.start()] + rng.choice(parts[found[1]]) + pattern[found.end() :]
    return pattern


def fill(pattern: str, values: dict[str, str], rng: random.Random) -> tuple[str, dict[str, Span]]:
    """A sentence with the named values in its slots, and the places of these or of their heads."""
    text, at, spans = "", 0, dict[str, Span]()
    for slot in _SLOT.finditer(pattern):
        text += pattern[at : slot.start()].replace("^", "")
        value, start = values[slot[1]], len(text)
        before, head, after = value.split("^") if value.count("^") == 2 else ("", value, "")
        text += before + head + after
        if slot[1] not in spans:
            spans[slot[1]] = _chosen(start, before, head, after, rng)
        at = slot.end()
    text += pattern[at:].replace("^", "")
    return text[:1].upper() + text[1:], spans


def _chosen(start: int, before: str, head: str, after: str, rng: random.Random) -> Span:
    end = start + len(before) + len(head) + len(after)
    draw = rng.random()
    if draw < 0.4 or not (before or after):
        return start, end
    if draw < 0.6 and before.startswith(("the ", "a ", "an ")):
        return start + before.index(" ") + 1, end
    return start + len(before), start + len(before) + len(head)


def values_for(frame: Frame, pattern: str, rng: random.Random) -> dict[str, str]:
    """A different person, body or event for each slot."""
    plural = rng.random() < 0.5
    agree = ("were", "are", "have", "them", "they") if plural else ("was", "is", "has", "it", "it")
    out = dict(zip(("was", "is", "has", "it", "they"), agree, strict=True))
    event = "<events>" if plural else "<event>"
    for slot, part in (("T", event), ("U", event), *((slot, "<holder>") for slot in "HZY")):
        value = expand(part, rng)
        while value in out.values():
            value = expand(part, rng)
        out[slot] = value
    out["B"] = expand("<bare>", rng)
    out["V"] = expand("<revenge>", rng)
    leads = pattern.startswith(("{H} <", "{H} said", "{H} called")) or ",” {H} said" in pattern
    if leads and rng.random() < PRONOUN:
        out["H"] = expand("<pronoun>", rng)
    if frame.bodies:
        out["T"] = expand("<body>", rng)
    return out


def rows_of(frame: Frame, number: int, rng: random.Random) -> Iterator[Labelled]:
    """One sentence of a frame, with all it is asked."""
    pattern = rng.choice(frame.patterns)
    values = values_for(frame, pattern, rng)
    if frame.extended:
        pattern = rng.choice(("", "", "", "", "<opening> ")) + pattern
        if pattern.endswith(".") and rng.random() < 0.33:
            pattern = pattern[:-1] + "<tail>."
        draw = rng.random()
        if draw < 0.12:
            pattern = "<filler> " + pattern
        elif draw < 0.24:
            pattern = pattern + " <filler>"
    text, spans = fill(expand(pattern, rng), values, rng)
    for n, (holder, target, label) in enumerate(frame.asked):
        if target not in spans or (holder and holder not in spans):
            continue
        name = f"written:{number}:{n}"
        if holder is None:
            yield Labelled(name, text, spans[target], None, AS_MENTION[label])
            continue
        yield Labelled(name, text, spans[target], spans[holder], label)
        if len(frame.asked) == 1 and rng.random() < WITHOUT_HOLDER and not frame.held_only:
            yield Labelled(name + ":m", text, spans[target], None, AS_MENTION[label])


def sentences(count: int, *, seed: int) -> list[Labelled]:
    """The questions of `count` different sentences."""
    rng = random.Random(seed)
    _, frames = words()
    weights = [frame.weight for frame in frames]
    seen: set[str] = set()
    out: list[Labelled] = []
    while len(seen) < count:
        frame = rng.choices(frames, weights)[0]
        rows = list(rows_of(frame, len(seen), rng))
        if rows and rows[0].text not in seen:
            seen.add(rows[0].text)
            out += rows
    return out


@cache
def words() -> tuple[dict[str, list[str]], list[Frame]]:
    """The parts by name, and the frames, read once."""
    path = Path(__file__).with_name("stance_words.toml")
    read = tomllib.loads(path.read_text(encoding="utf-8"))
    return read["parts"], [_frame(**entry) for entry in read["frame"]]


def _frame(*, patterns: list[str], asked: list[dict[str, str]], **further: bool) -> Frame:
    questions = tuple((q.get("holder"), q["target"], SIDES[q["side"]]) for q in asked)
    return Frame(tuple(patterns), questions, **further)
