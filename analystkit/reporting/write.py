"""A quotes table to a report in one HTML file."""

from __future__ import annotations

import os
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd

from analystkit.reporting.markup import missing
from analystkit.reporting.material import gather
from analystkit.reporting.page import page


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
