"""A quotes table to a report in one HTML file: its charts, its parts, the page."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd

from analystkit import charts
from analystkit.charts.scaffold.svg import figure
from analystkit.markup.html import Html, join, missing, tag, words
from analystkit.reporting.content import Material, dates_line, gather, in_brief, summary_figures
from analystkit.reporting.evidence import Sayings, articles_list, problems_list, problems_of
from analystkit.reporting.speakers import camps_table, outlets_table, speakers_table, standing
from analystkit.reporting.trust import trust
from analystkit.text.dates import day

if TYPE_CHECKING:
    from matplotlib.axes import Axes

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
Drawing = Callable[[], "Axes"]


def report(
    quotes: pd.DataFrame,
    articles: pd.DataFrame,
    *,
    stance: pd.DataFrame | None = None,
    targets: Any = None,
    title: str | None = None,
    events: Mapping[Any, str] | None = None,
    made: date | str | None = None,
    path: str | os.PathLike[str] = "report.html",
) -> Path:
    """Write an analyst's memo of these quotes: one HTML file to send or to print.

    The file holds summary figures; charts of who speaks, when and how they are told; with
    `stance`, who stands where; tables of camps, speakers and outlets; every quote in its sentence,
    by camp and speaker; how far to trust it all, with the measured figures of the networks; the
    articles' passages; and what could not be read. Each count in a table leads to the quotes behind
    it. Nothing is left out or cut: filter the tables first for a shorter report.

    The file needs nothing else: no script, no font, no request. All text from the tables is
    escaped. Addresses of articles become links only where they begin with ``http`` or ``https``.

    Parameters
    ----------
    quotes : DataFrame
        A quotes table. Without any camp, charts count by speaker.
    articles : DataFrame
        The articles table; ``attrs["problems"]``, where present, is printed at the end.
    stance : DataFrame, optional
        A stance table. Rows whose quote is not in `quotes` are left out.
    targets : Targets or mapping, optional
        The names to show for targets.
    title : str, optional
        "Who said what" unless given.
    events : mapping, optional
        Date to a few words, marked in the chart of days: ``{"2021-06-27": "strikes"}``.
    made : date or str, optional
        When the report was made, to be printed; left out unless given, so that the same tables
        give the same file, byte for byte.
    path : path, default "report.html"
        Where to write. A file already there is replaced, once the new one is whole.

    Returns
    -------
    Path
        The file written: some 0.6 MB for 250 quotes, 5 MB for 5,000.

    Raises
    ------
    ValueError
        When `path` does not end in ``.html``, or an event's date cannot be read.
    FileNotFoundError, IsADirectoryError
        When the folder of `path` does not exist, or `path` is a folder.
    TableError
        When a table breaks the contract.

    Examples
    --------
    >>> from tempfile import TemporaryDirectory
    >>> from analystkit import tables
    >>> with TemporaryDirectory() as folder:
    ...     memo = Path(folder) / "memo.html"
    ...     report(tables.empty_quotes(), tables.empty_articles(), path=memo).name
    'memo.html'
    """
    target = _checked(path)
    material = gather(quotes, articles, stance, targets)
    heading = "Who said what" if missing(title) else str(title).strip()
    part = target.with_name(f".{target.name}.part")
    try:
        with part.open("w", encoding="utf-8", newline="\n") as file:
            file.writelines(page(material, title=heading, events=events, made=made))
        part.replace(target)  # so that a failure leaves the file that was there
    finally:
        part.unlink(missing_ok=True)
    return target


def _checked(path: str | os.PathLike[str]) -> Path:
    target = Path(path).expanduser()
    if target.is_dir():
        raise IsADirectoryError(
            f"report: {target} is a folder; name a file in it that ends in .html"
        )
    if target.suffix.lower() not in (".html", ".htm"):
        raise ValueError(f"report: {target.name!r} must end in .html")
    if not target.parent.is_dir():
        raise FileNotFoundError(f"report: the folder {target.parent} does not exist")
    return target


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


def of_voices(material: Material, events: Mapping[Any, str] | None) -> Iterator[Drawing]:
    """Who speaks, and when."""
    quotes, articles, by = material.quotes, material.articles, material.by
    yield lambda: charts.voices(quotes, by=by)
    if by == "camp":
        yield lambda: charts.voices(quotes, by="speaker")
    yield lambda: charts.timeline(quotes, articles=articles, by=by, events=events)


def of_telling(material: Material) -> Iterator[Drawing]:
    """How outlets tell it: whose words, whom they quote, with which verbs, in which place."""
    quotes, articles, by = material.quotes, material.articles, material.by
    if not all(map(missing, articles["outlet"])):
        yield lambda: charts.verbatim(quotes, articles=articles)
        yield lambda: charts.who_quotes_whom(quotes, articles=articles, by=by)
    else:
        yield lambda: charts.verbatim(quotes, by=by)
    yield lambda: charts.cues(quotes, by=by)
    if quotes["position"].notna().any():
        yield lambda: charts.prominence(quotes, by=by, articles=articles)


def of_stance(material: Material) -> Iterator[Drawing]:
    """Who stands where."""
    stance, quotes, by, names = material.stance, material.quotes, material.by, material.targets
    assert stance is not None
    yield lambda: charts.stance_matrix(stance, quotes=quotes, by=by, names=names)
    yield lambda: charts.network(stance, quotes=quotes, by=by, names=names)
