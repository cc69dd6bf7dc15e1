"""The figures that README, cards and notebooks state, and the measured ones they are copied from.

``analystkit/models/figures.json`` holds what ``make bench`` measured.  A document states one of
its figures as a number with a comment behind it, which readers do not see: ``.77<!--dev.f1-->``
is figure ``f1`` of part ``dev``, in as many digits as the document wants.
"""

import json
import re
from collections.abc import Mapping
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from analystkit.models.loading import MODELS

FIGURES = MODELS / "figures.json"
_MARK = re.compile(r"(?P<number>(?:\d[\d,]*)?\.?\d+)?(?P<unit>\s?%)?<!--(?P<name>\w+\.\w+)-->")


def read_parts() -> dict[str, dict[str, Any]]:
    """Each part that was measured: its ``figures``, how, when, and on which machine."""
    parts: dict[str, dict[str, Any]] = json.loads(FIGURES.read_text(encoding="utf-8"))
    return parts


def write_parts(parts: Mapping[str, Mapping[str, Any]]) -> None:
    """Keep the parts, in place of what was kept."""
    text = json.dumps(parts, indent=1, ensure_ascii=False) + "\n"
    FIGURES.write_text(text, encoding="utf-8", newline="\n")


def by_name(parts: Mapping[str, Mapping[str, Any]]) -> dict[str, float]:
    """Every figure under the name that documents use.

    >>> by_name({"dev": {"figures": {"f1": 0.77}}})
    {'dev.f1': 0.77}
    """
    return {f"{part}.{name}": x for part, p in parts.items() for name, x in p["figures"].items()}


def documents(root: Path) -> list[Path]:
    """What may state figures, in a checkout of the project."""
    patterns = ("README.md", "analystkit/models/*.md", "notebooks/*.ipynb")
    return [path for pattern in patterns for path in sorted(root.glob(pattern))]


def names_in(text: str) -> list[str]:
    """The figures that a text states."""
    return [mark["name"] for mark in _MARK.finditer(text)]


def restated(text: str, figures: Mapping[str, float]) -> str:
    """The text with every marked number as it was measured.

    >>> restated("It is .7<!--dev.f1-->, or 70 %<!--dev.f1-->.", {"dev.f1": 0.7704})
    'It is .8<!--dev.f1-->, or 77 %<!--dev.f1-->.'
    """

    def measured(mark: re.Match[str]) -> str:
        number, unit, name = mark["number"], mark["unit"] or "", mark["name"]
        if name not in figures:
            near = ", ".join(get_close_matches(name, figures, 3)) or "none is near"
            raise ValueError(f"no figure {name!r} was measured; known ones: {near}")
        if number is None:
            raise ValueError(f"no number stands before the mark of figure {name!r}")
        value = figures[name] * (100 if unit else 1)
        digits = len(number.partition(".")[2])
        said = f"{value:,.{digits}f}"
        if number.startswith("."):
            said = said.removeprefix("0")
        return f"{said}{unit}<!--{name}-->"

    return _MARK.sub(measured, text)
