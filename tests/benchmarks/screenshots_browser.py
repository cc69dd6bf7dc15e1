"""Pictures of the explorers in JupyterLab, by theme and width; see screenshots.py."""

from __future__ import annotations

import inspect
import json
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pandas as pd

from benchmarks.screenshots import ROOT, Data, Shot

# Each explorer and the cell that shows it. The cell finds `ak`, `articles`, `quotes`, `stance`,
# `names` and `registry` (a copy of the actors file). One that analystkit lacks is left out, and
# so is one that needs articles where there are none.
WIDGETS: list[tuple[str, str]] = [
    ("explore", "ak.explore(quotes, articles, stance=stance)"),
    ("read_article", "ak.read_article(articles.iloc[0], quotes)"),
    ("compare_speakers", "ak.compare_speakers(quotes, articles, stance=stance)"),
    ("edit_actors", "ak.edit_actors(quotes, registry)"),
    ("review", "ak.review(quotes, articles, stance, labels='labels.jsonl', reviewer='Ana')"),
]
# Notebooks of the project shown whole, where they are.
NOTEBOOKS = ["05_dashboard.ipynb"]
THEMES = {"light": "JupyterLab Light", "dark": "JupyterLab Dark"}
WIDTHS = (1280, 1920)
HEIGHT = 1500
# Charts follow the rest of an explorer.
DRAWN = (
    "() => [...document.querySelectorAll('.ak-chart')].every(chart => "
    "chart.shadowRoot.querySelector('svg'))"
)
SET_UP = """\
import pandas as pd, analystkit as ak
articles, quotes, stance, names = pd.read_pickle({pickle!r})
registry = {registry!r}
"""


class _Folders:
    """What the tests' fixtures ask of pytest: new folders under one root."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def mktemp(self, name: str) -> Path:
        folder = self.root / name
        folder.mkdir()
        return folder


def photograph(
    out: Path, sizes: list[Data], only: str, *, alone: str | None = None
) -> Iterator[Shot]:
    """Open every explorer at every size of data, in both themes and widths.

    `alone` is a cell that shows an explorer: there is one picture then, of that and no more.
    """
    from browser.conftest import FLAGS, HOW, find_chromium

    missing = "" if (program := find_chromium()) else HOW
    try:
        import jupyterlab  # noqa: F401
        from playwright.sync_api import sync_playwright
    except ImportError as error:
        missing = f"{error.name} is missing: pip install {error.name}"
    if missing:
        print(f"No pictures of the explorers: {missing}")
        return
    with tempfile.TemporaryDirectory() as home, sync_playwright() as playwright:
        widgets = [(only, alone)] if alone else WIDGETS
        books = [*_books(Path(home), sizes, widgets, only)]
        browser = playwright.chromium.launch(executable_path=program, args=FLAGS)
        with _server(Path(home)) as (address, settings):
            for theme in [*THEMES][:1] if alone else THEMES:
                settings.write_text(json.dumps({"theme": THEMES[theme]}))
                for name, data, file in books:
                    label = f"{data}-{theme}"
                    yield from _pictures(
                        browser, address, out, file, name, label, alone=bool(alone)
                    )
        browser.close()


def _books(
    home: Path, sizes: list[Data], widgets: list[tuple[str, str]], only: str
) -> Iterator[tuple[str, str, str]]:
    """The notebooks written into the served folder: explorer, data, file."""
    import nbformat

    import analystkit as ak

    folder = home / "notebooks"
    folder.mkdir()
    for data in sizes:
        pickle, registry = folder / f"{data.name}.pkl", folder / f"{data.name}.toml"
        pd.to_pickle((data.articles, data.quotes, data.stance, data.names), pickle)
        registry.write_bytes((ROOT / "data/actors.toml").read_bytes())
        first = SET_UP.format(pickle=str(pickle), registry=str(registry))
        for name, source in widgets:
            if only not in name or not hasattr(ak, name):
                continue
            if data.articles.empty and "iloc" in source:
                continue
            cells = [nbformat.v4.new_code_cell(cell) for cell in (first, source)]
            file = f"{name}-{data.name}.ipynb"
            nbformat.write(nbformat.v4.new_notebook(cells=cells, metadata=_kernel()), folder / file)
            yield name, data.name, file
    for file in NOTEBOOKS:
        book = ROOT / "notebooks" / file
        if only in file and book.exists():
            (folder / "notebooks").mkdir(exist_ok=True)
            (folder / "notebooks" / file).write_bytes(book.read_bytes())
            if not (folder / "data").exists():
                (folder / "data").symlink_to(ROOT / "data")
            yield book.stem, "sample", f"notebooks/{file}"


def _kernel() -> dict[str, Any]:
    spec = {"name": "python3", "display_name": "Python 3 (ipykernel)", "language": "python"}
    return {"kernelspec": spec}


@contextmanager
def _server(home: Path) -> Iterator[tuple[str, Path]]:
    """The tests' own JupyterLab: its address, and the file that sets its theme."""
    from browser import conftest

    serve = contextmanager(inspect.unwrap(conftest.lab))
    with serve(home / "notebooks", _Folders(home), ("ANALYSTKIT_CACHE", "")) as address:
        settings = home / "jupyter" / "jupyterlab_settings_dir" / "@jupyterlab"
        yield address, settings / "apputils-extension" / "themes.jupyterlab-settings"


def _pictures(
    browser: Any, address: str, out: Path, file: str, name: str, label: str, *, alone: bool
) -> Iterator[Shot]:
    """One notebook, run and seen at every width, with the errors it shows."""
    from browser.conftest import Notebook
    from playwright.sync_api import Error

    size = {"width": WIDTHS[0], "height": HEIGHT}
    page = browser.new_page(viewport=size, locale="en-GB")
    problems: list[str] = []
    page.on("pageerror", lambda error: problems.append(f"page error: {error}"))
    page.on("console", lambda note: problems.append(note.text) if note.type == "error" else None)
    page.set_default_timeout(60_000)
    base, token = address.split("?")
    try:
        page.goto(f"{base}lab/tree/{file}?{token}&reset")
        book = Notebook(page)
        book.wait_until_idle()
        book.run_all()
        if alone:
            page.keyboard.press("Control+b")  # the list of files goes
        for width in WIDTHS[:1] if alone else WIDTHS:
            page.set_viewport_size({"width": width, "height": 2 * HEIGHT if alone else HEIGHT})
            page.wait_for_function(DRAWN, timeout=30_000)
            page.wait_for_timeout(1500)
            picture = f"{name}-{label}-{width}.png"
            page.screenshot(path=out / picture, clip=_upper(book.explorer) if alone else None)
            seen, problems = [*problems, *book.errors()], []
            yield Shot(name, f"{label}, {width} px", picture, problem="\n".join(seen))
    except Error as error:
        problem = "\n".join([*problems, str(error)])
        yield Shot(name, label, "", problem=problem)
    finally:
        page.close()


def _upper(explorer: Any) -> dict[str, float]:
    """Where an explorer stands, from its filters to the fifth row of its table."""
    whole = explorer.bounding_box()
    row = explorer.locator("tr[data-quote]").nth(4).bounding_box()
    return whole | {"height": row["y"] + row["height"] - whole["y"]}
