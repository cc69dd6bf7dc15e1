"""A quotes table to a report in one HTML file: its charts, and the page by templates."""

import os
from collections.abc import Iterator, Mapping
from datetime import date
from functools import partial
from importlib.metadata import version
from itertools import count
from pathlib import Path
from typing import Any

import pandas as pd

from analystkit import charts
from analystkit.charts.scaffold.style import Axes
from analystkit.charts.scaffold.svg import PAGE_COLOURS, page_figure
from analystkit.markup.html import environment, missing, web_address
from analystkit.palette import STANCES as TONES
from analystkit.palette import stance_colour
from analystkit.reporting.content import Material, gather
from analystkit.reporting.summary import fingerprint, share, told
from analystkit.tables.columns import KINDS, STANCES
from analystkit.tables.files import replacing
from analystkit.text.dates import day, period
from analystkit.text.wording import percent, signed, span

_OPEN = 300  # quotes up to which every group stands open
_CELL = 400  # characters of a problem that are shown


def cell(value: Any) -> str:
    """A value cut where it is long."""
    text = str(value)
    return text if len(text) <= _CELL else text[: _CELL - 1] + "…"


_FILTERS = (
    cell, day, fingerprint, percent, period, share, signed, span, stance_colour,
    web_address,
)  # fmt: skip


def report(
    quotes: pd.DataFrame,
    articles: pd.DataFrame,
    *,
    stance: pd.DataFrame | None = None,
    targets: Any = None,
    title: str | None = None,
    events: Mapping[Any, str] | None = None,
    labels: pd.DataFrame | str | os.PathLike[str] | None = None,
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
    labels : DataFrame or path, optional
        Reviewers' decisions, see `review` and `apply_labels`: corrected values are what is shown
        and counted, each quote that was checked says by whom, and where reviewers differ or a
        decision was not placed it is listed. For a report of fewer quotes filter what
        `apply_labels` gives, which needs no `labels`: of quotes left out decisions have no place.
    made : date or str, optional
        When the report was made, to be printed; left out unless given, so that the same tables
        give the same file, byte for byte.
    path : path, default "report.html"
        Where to write. A file already there is replaced, once the new one is whole.

    Returns
    -------
    Path
        The file written: some 0.7 MB for 250 quotes, 6 MB for 5,000.

    Raises
    ------
    ValueError
        When `path` does not end in ``.html``, or an event's date cannot be read.
    FileNotFoundError, IsADirectoryError
        When the folder of `path` or the file of `labels` does not exist, or `path` is a folder.
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
    target = _target(path)
    material = gather(quotes, articles, stance, targets, labels)
    heading = "Who said what" if missing(title) else str(title).strip()
    with replacing(target) as part, part.open("w", encoding="utf-8", newline="\n") as file:
        file.writelines(_pieces(material, heading, events, made))
    return target


def _target(path: str | os.PathLike[str]) -> Path:
    target = Path(path).expanduser()
    if target.is_dir():
        end = "name a file in it that ends in .html"
        raise IsADirectoryError(f"report: {target} is a folder; {end}")
    if target.suffix.lower() not in (".html", ".htm"):
        raise ValueError(f"report: {target.name!r} must end in .html")
    if not target.parent.is_dir():
        raise FileNotFoundError(f"report: the folder {target.parent} does not exist")
    return target


def _pieces(
    material: Material, title: str, events: Mapping[Any, str] | None, made: date | str | None
) -> Iterator[str]:
    """The file, piece by piece."""
    facts = told(material)
    parts = {
        "voices": "Who speaks" if material.rows else "",
        "telling": "How it is told" if material.rows else "",
        "stances": "Who stands where" if material.stance is not None else "",
        "quotes": "The quotes",
        "trust": "How far to trust this",
        "checked": "What people have checked" if material.notes is not None else "",
        "articles": "The articles" if material.pages else "",
        "problems": "What could not be read" if facts["problems"] else "",
    }
    made = made if made is None or isinstance(made, str) else day(pd.Timestamp(made))
    numbers = count(1)
    pages = environment(Path(__file__).parent, *_FILTERS)
    return pages.get_template("report.html").generate(
        title=title,
        made=made,
        parts={part: heading for part, heading in parts.items() if heading},
        material=material,
        charts={
            # Drawn when the page has reached them.
            part: (page_figure(draw, name=f"figure-{next(numbers)}") for draw in drawings)
            for part, drawings in _drawings(material, events).items()
        },
        theme=PAGE_COLOURS,
        version=version("analystkit"),
        kinds=KINDS,
        labels=STANCES,
        tones=TONES,
        opened=len(material.rows) <= _OPEN,
        **facts,
    )


def _drawings(
    material: Material, events: Mapping[Any, str] | None
) -> dict[str, list[partial[Axes]]]:
    """The charts of each part that has any."""
    quotes, articles, by = material.quotes, material.articles, material.by
    voices = [partial(charts.voices, quotes, by=key) for key in dict.fromkeys((by, "speaker"))]
    voices.append(partial(charts.timeline, quotes, articles=articles, by=by, events=events))
    telling = [partial(charts.verbatim, quotes, by=by)]
    if any(outlet["name"] is not None for outlet in material.outlets):
        telling = [
            partial(charts.verbatim, quotes, articles=articles),
            partial(charts.who_quotes_whom, quotes, articles=articles, by=by),
        ]
    telling.append(partial(charts.cues, quotes, by=by))
    if quotes["position"].notna().any():
        telling.append(partial(charts.prominence, quotes, by=by, articles=articles))
    found = {"voices": voices, "telling": telling}
    if (stance := material.stance) is not None:
        found["stances"] = [
            partial(charts.stance_matrix, stance, quotes=quotes, by=by, names=material.names),
            partial(charts.network, stance, quotes=quotes, by=by, names=material.names),
        ]
    return found
