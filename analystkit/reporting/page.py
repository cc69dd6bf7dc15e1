"""The page put together."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import count
from pathlib import Path
from typing import Any

import pandas as pd

from analystkit.reporting.brief import dates_line, in_brief, summary_figures
from analystkit.reporting.charts import Drawing, of_stance, of_telling, of_voices
from analystkit.reporting.dates import day
from analystkit.reporting.figure import figure
from analystkit.reporting.markup import Html, join, tag, words
from analystkit.reporting.material import Material
from analystkit.reporting.people import camps_table, outlets_table, speakers_table
from analystkit.reporting.sayings import Sayings
from analystkit.reporting.sources import articles_list, problems_list, problems_of
from analystkit.reporting.standing import standing
from analystkit.reporting.trust import trust

POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; "
    "form-action 'none'"
)
_HEAD = (
    '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
    f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">\n'
    '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
    '<meta name="referrer" content="no-referrer">\n'
    '<meta name="color-scheme" content="light dark">\n'
)


def page(
    material: Material, *, title: str, events: Mapping[Any, str] | None, made: Any
) -> Iterator[str]:
    """The file, piece by piece."""
    style = Path(__file__).with_name("report.css").read_text(encoding="utf-8")
    yield f"{_HEAD}<title>{words(title)}</title>\n<style>\n{style}</style>\n</head>\n<body>\n"
    yield from _body(material, title, events, made)
    yield "</body>\n</html>\n"


def _body(
    material: Material, title: str, events: Mapping[Any, str] | None, made: Any
) -> Iterator[str]:
    sayings, numbers = Sayings(material), count(1)
    quotes = list(sayings.camps())
    problems = problems_of(material.quotes, material.articles)
    parts = [
        ("voices", "Who speaks", _voices(material, events, numbers)),
        ("telling", "How it is told", _telling(material, numbers)),
        ("stances", "Who stands where", _standing(material, numbers)),
        ("quotes", "The quotes", _quotes(material, quotes)),
        ("trust", "How far to trust this", trust(material)),
        ("articles", "The articles", articles_list(material, sayings.marks)),
        ("problems", "What could not be read", problems_list(problems)),
    ]
    absent = {
        "voices": not material.rows,
        "telling": not material.rows,
        "stances": material.stance is None,
        "articles": not material.pages,
        "problems": not problems,
    }
    parts = [part for part in parts if not absent.get(part[0])]
    yield tag(
        "header",
        tag("p", dates_line(material), class_="dates"),
        tag("h1", title),
        summary_figures(material),
        in_brief(material),
        tag("nav", *[tag("a", head, href=f"#{key}") for key, head, _ in parts], aria_label="Parts"),
    )
    yield "\n<main>\n"
    for key, head, inside in parts:
        yield f'<section id="{key}" class="part">\n{tag("h2", head)}\n'
        for piece in inside:
            yield f"{piece}\n"
        yield "</section>\n"
    yield "</main>\n"
    yield tag("footer", tag("p", " ".join(["Made with analystkit", _made(made)]).strip() + "."))
    yield "\n"


def _made(made: Any) -> str:
    if made is None:
        return ""
    return f"on {made if isinstance(made, str) else day(pd.Timestamp(made))}"


def _drawn(drawings: Iterable[Drawing], numbers: Iterator[int]) -> Iterator[Html]:
    for draw in drawings:
        yield figure(draw, number=next(numbers))


def _voices(
    material: Material, events: Mapping[Any, str] | None, numbers: Iterator[int]
) -> Iterator[Any]:
    yield from _drawn(of_voices(material, events), numbers)
    yield camps_table(material) or ""
    yield tag("div", speakers_table(material), id="speakers")


def _telling(material: Material, numbers: Iterator[int]) -> Iterator[Any]:
    yield from _drawn(of_telling(material), numbers)
    yield tag("div", outlets_table(material), id="outlets")


def _standing(material: Material, numbers: Iterator[int]) -> Iterator[Any]:
    if material.cells:
        yield from _drawn(of_stance(material), numbers)
    yield standing(material)


def _quotes(material: Material, quotes: Iterable[Html]) -> Iterator[Any]:
    if not material.rows:
        yield tag("p", "There are no quotes to show.")
        return
    yield tag(
        "p",
        "Each quote is marked in its sentence; the reporting words are dotted, the words that name "
        "the speaker underlined. The outlet leads to the passage, a number in the tables to the "
        "quotes behind it.",
        class_="hint",
    )
    yield join(quotes, "\n")
