"""What a draft of actors and one of targets share: their file, its entries, what they count."""

import os
from collections.abc import Collection, Hashable
from pathlib import Path

import pandas as pd

from analystkit.registry.writing import listed, plain, quoted


class Drafted:
    """What was proposed, as the text of a file; it stands for that file once it is written."""

    text: str
    file: Path | None
    _again: str  # the call that writes it

    def __fspath__(self) -> str:
        if self.file is None:
            raise ValueError(
                f"this draft was not written to a file yet; draft it with {self._again}"
            )
        return os.fspath(self.file)


def from_one(**given: int) -> None:
    """Complain of a number that is below 1 or none."""
    for name, value in given.items():
        if not isinstance(value, int) or value < 1:
            raise ValueError(f"{name} must be a whole number from 1, not {value!r}")


def outlets_of(articles: pd.DataFrame) -> dict[Hashable, str]:
    """The outlet of each article that has one."""
    if "outlet" not in articles:
        return {}
    known = articles[articles["outlet"].notna()]
    return dict(zip(known["article_id"], known["outlet"], strict=True))


def entry(key: str, said: str, **values: str | Collection[str]) -> list[str]:
    r"""The lines of a ``[[key]]`` block without its empty lists, `said` a comment at its name.

    >>> print(*entry("actor", "2 quotes", name="Lena Orsk", aliases=()), sep="\n")
    [[actor]]
    name = "Lena Orsk"  # 2 quotes
    """
    lines = [f"[[{key}]]"]
    for name, value in values.items():
        if isinstance(value, str):
            lines.append(f"{name} = {quoted(value)}" + f"  # {said}" * (name == "name"))
        elif value:
            lines.append(f"{name} = {listed(value)}")
    return lines


def shortened(quote: str, most: int = 70) -> str:
    """A quote's first words, on one line."""
    words = plain(quote)
    return words if len(words) <= most else words[:most].rsplit(" ", 1)[0] + " …"
