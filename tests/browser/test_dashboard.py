"""The dashboard as `make dashboard` opens it: widgets, no code, nothing from elsewhere."""

import os
import re
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from importlib.util import find_spec
from pathlib import Path

import nbformat
import pytest
from make_plan import plan

from .conftest import FOLDERS, HOW, ROOT, absent, find_chromium

SELECTED = "2021-06-2*.txt"
# Nothing around a list that hangs out of its box cuts it off.
FULLY_SEEN = """node => {
    const box = node.getBoundingClientRect();
    return node.contains(document.elementFromPoint(box.x + box.width / 2, box.bottom - 10));
}"""


@pytest.fixture(scope="module")
def serve(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[..., tuple[str, Path]]]:
    """Start the command of `make dashboard`; gives the page's address and the server's log."""
    if find_chromium() is None:
        absent(HOW)
    if find_spec("voila") is None:
        absent('Voilà is missing: pip install "analystkit[dashboard]"')
    if shutil.which("make") is None:
        absent("make is missing")
    servers = []

    def start(*options: str, notebook: Path | None = None) -> tuple[str, Path]:
        home = tmp_path_factory.mktemp("dashboard")
        environment = os.environ | {name: str(home / name.lower()) for name in FOLDERS}
        given = [*options, "--no-browser", f"--port={_free_port()}"]
        command = [sys.executable, *plan("dashboard", *given)[1:]]
        if notebook is not None:
            command = [str(notebook) if part.endswith(".ipynb") else part for part in command]
        log = home / "server.log"
        with log.open("wb") as output:
            server = subprocess.Popen(
                command, cwd=ROOT, env=environment, stdout=output, stderr=subprocess.STDOUT
            )
        servers.append(server)
        return _address(log, server), log

    yield start
    for server in servers:
        server.terminate()
    for server in servers:
        try:
            server.wait(15)
        except subprocess.TimeoutExpired:
            server.kill()


def _free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return free.getsockname()[1]


def _address(log: Path, server: subprocess.Popen) -> str:
    until = time.monotonic() + 90
    while time.monotonic() < until and server.poll() is None:
        if found := re.search(r"http://127\.0\.0\.1:\d+/\?token=\w+", log.read_text()):
            return found[0]
        time.sleep(0.1)
    raise RuntimeError(f"the dashboard did not start:\n{log.read_text()[-3000:]}")


@pytest.fixture
def console(page) -> list[str]:
    """The errors the page's console has shown."""
    errors: list[str] = []
    page.on("console", lambda said: errors.append(said.text) if said.type == "error" else None)
    return errors


def test_the_explorers_are_there_without_code_and_answer(serve, page, console):
    from playwright.sync_api import TimeoutError

    before = (ROOT / "data" / "actors.toml").read_bytes()
    address, log = serve("--coverage", str(ROOT / "data" / "coverage" / SELECTED))
    page.goto(address, wait_until="commit")
    loading = page.locator("#loading_text")
    loading.get_by_text(re.compile("Reading the coverage|Finding who said what")).wait_for()
    explorer = page.locator(".ak-explore")
    try:
        explorer.locator("tbody tr").first.wait_for(timeout=90_000)
    except TimeoutError:
        # now and then Voilà draws a widget before its model has come; loading it again helps
        page.reload(wait_until="commit")
        console.clear()
        explorer.locator("tbody tr").first.wait_for(timeout=150_000)
    assert page.title() == "Who said what"
    assert page.locator(".ak-head h1").inner_text() == "Who said what"
    assert "28 to 29 June 2021" in page.locator(".ak-facts").inner_text()
    assert loading.count() == 0
    assert page.get_by_text("import analystkit").count() == 0
    code = ".jp-InputArea-editor, .jp-InputPrompt, .jp-OutputPrompt, .ak-failed"
    assert page.locator(code).locator("visible=true").count() == 0

    counts = explorer.locator(".ak-counts").inner_text()
    explorer.get_by_role("button", name="Camp: All").click()
    camps = explorer.get_by_role("group", name="Camp: options")
    camps.get_by_role("checkbox").last.wait_for()
    assert camps.evaluate(FULLY_SEEN)
    camps.get_by_label(re.compile("^Iran-aligned militias")).check()
    page.wait_for_function(
        "() => { const rows = [...document.querySelectorAll('.ak-explore tbody tr')];"
        " return rows.length && rows.every(row => row.innerText.includes('Iran-aligned')); }"
    )
    assert explorer.locator(".ak-counts").inner_text() != counts
    page.keyboard.press("Escape")
    row = explorer.locator("tbody tr").first
    quote = row.locator(".ak-col-quote").inner_text()
    row.click()
    focus = explorer.locator(".ak-quote.ak-focus")
    focus.first.wait_for()
    shown = "".join(filter(str.isalpha, "".join(focus.all_inner_texts())))
    assert shown == "".join(filter(str.isalpha, quote))

    page.get_by_role("tab", name="Compare speakers").click()
    page.locator(".ak-compare").get_by_text("Side by side").wait_for()
    page.get_by_role("tab", name="Registry").click()
    page.locator(".ak-registry").wait_for()
    assert "a copy" in page.locator(".ak-where").inner_text()
    assert page.locator(".ak-error:visible").count() == 0
    assert console == []

    page.close(run_before_unload=True)
    _wait_for(lambda: "Kernel shutdown" in log.read_text())
    assert (ROOT / "data" / "actors.toml").read_bytes() == before


def _wait_for(condition: Callable[[], bool], seconds: float = 20) -> None:
    until = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < until
        time.sleep(0.1)


WRITING = "out = w.Output(); display(out)\nwith out:\n    for i in range(3): display(i)"
CELLS = [
    "import ipywidgets as w",
    *[WRITING] * 12,
    "w.HTML(r'$\\frac{x}{y}$')",
    "w.Button(description='Undo', icon='undo')",
    "raise ValueError('<b>no such</b> folder')",
    "print('never run')",
]


def test_output_formulas_icons_and_failures_stay_on_this_machine(serve, page, console, tmp_path):
    kernel = {"name": "python3", "display_name": "Python 3 (ipykernel)", "language": "python"}
    cells = [nbformat.v4.new_markdown_cell(r"The sum $\sum x^2$")]
    cells += [nbformat.v4.new_code_cell(source) for source in CELLS]
    book = nbformat.v4.new_notebook(cells=cells, metadata={"kernelspec": kernel})
    nbformat.write(book, tmp_path / "many.ipynb")
    address, _ = serve(notebook=tmp_path / "many.ipynb")
    for _ in range(3):
        page.goto(address, wait_until="commit")
        failed = page.locator(".ak-failed")
        failed.wait_for(timeout=90_000)
        assert failed.inner_text().startswith("ValueError: <b>no such</b> folder")
        page.get_by_role("button", name="Undo").wait_for()
        assert page.get_by_text("never run").count() == 0
    page.wait_for_timeout(1000)
    assert console == []


def test_the_page_is_not_for_who_lacks_its_token(serve, page, tmp_path):
    book = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell("print('secret')")])
    nbformat.write(book, tmp_path / "secret.ipynb")
    address, log = serve(notebook=tmp_path / "secret.ipynb")
    page.goto(address.split("?")[0])
    assert page.get_by_text("secret").count() == 0
    assert "Kernel started" not in log.read_text()
