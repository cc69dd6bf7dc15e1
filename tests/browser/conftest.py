"""JupyterLab and Chromium for the browser tests: everything local, nothing left behind."""

import json
import os
import secrets
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote, urlsplit

import pytest

ROOT = Path(__file__).parents[2]
NAMES = ("chromium", "chromium-browser", "google-chrome")
HOW = (
    "no Chromium found: install it (on Debian and Ubuntu: apt-get install chromium) or set "
    "ANALYSTKIT_CHROMIUM to the program's path"
)
FLAGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-sync",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-dev-shm-usage",
]
FOLDERS = [
    "JUPYTER_CONFIG_DIR",
    "JUPYTER_DATA_DIR",
    "JUPYTER_RUNTIME_DIR",
    "JUPYTERLAB_SETTINGS_DIR",
    "JUPYTERLAB_WORKSPACES_DIR",
    "IPYTHONDIR",
    "MPLCONFIGDIR",
]
HERE = {"127.0.0.1", "localhost", ""}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if Path(item.path).parent == Path(__file__).parent:
            item.add_marker(pytest.mark.browser)


def find_chromium() -> str | None:
    named = os.environ.get("ANALYSTKIT_CHROMIUM")
    return next(filter(None, map(shutil.which, [named] if named else NAMES)), None)


def absent(reason: str) -> None:
    """Skip where a developer lacks the browser; fail where it must be there."""
    if os.environ.get("CI"):
        pytest.fail(reason)
    pytest.skip(reason)


# Until Playwright ends, a loop runs in the tests' thread, and what waits for a loop draws later.
@pytest.fixture(scope="package")
def chromium() -> Iterator[object]:
    path = find_chromium()
    if path is None:
        absent(HOW)
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:
        absent("Playwright is missing: pip install playwright")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture(scope="package")
def notebooks(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder JupyterLab serves: tests write or copy their notebooks into it."""
    return tmp_path_factory.mktemp("notebooks")


@pytest.fixture(scope="package")
def lab(
    notebooks: Path, tmp_path_factory: pytest.TempPathFactory, kept: tuple[str, str]
) -> Iterator[str]:
    """The address of a JupyterLab of our own, token included."""
    if find_chromium() is None:
        absent(HOW)
    home, token = tmp_path_factory.mktemp("jupyter"), secrets.token_hex(16)
    environment = os.environ | {name: str(home / name.lower()) for name in FOLDERS}
    environment |= [kept]
    for name in FOLDERS:
        Path(environment[name]).mkdir()
    quiet = home / "jupyterlab_settings_dir" / "@jupyterlab" / "apputils-extension"
    quiet.mkdir(parents=True)
    (quiet / "notification.jupyterlab-settings").write_text('{"fetchNews": "false"}')
    options = {
        "ServerApp.ip": "127.0.0.1",
        "ServerApp.port": "0",
        "IdentityProvider.token": token,
        "ServerApp.root_dir": str(notebooks),
        "ServerApp.terminals_enabled": "False",
        "LabApp.check_for_updates_class": "jupyterlab.NeverCheckForUpdate",
        "LabApp.news_url": "",
    }
    command = [sys.executable, "-m", "jupyterlab", "--no-browser", "--allow-root"]
    log = home / "server.log"
    with log.open("wb") as output:
        server = subprocess.Popen(
            [*command, *(f"--{key}={value}" for key, value in options.items())],
            env=environment, cwd=notebooks, stdout=output, stderr=subprocess.STDOUT,
        )  # fmt: skip
        try:
            yield (
                _address(Path(environment["JUPYTER_RUNTIME_DIR"]), server, log) + f"?token={token}"
            )
        finally:
            server.terminate()
            try:
                server.wait(15)
            except subprocess.TimeoutExpired:
                server.kill()


def _address(runtime: Path, server: subprocess.Popen, log: Path) -> str:
    """Where the server listens: it writes this once it does."""
    file, until = runtime / f"jpserver-{server.pid}.json", time.monotonic() + 90
    while time.monotonic() < until and server.poll() is None:
        if file.exists() and (text := file.read_text()).strip().endswith("}"):
            return json.loads(text)["url"]
        time.sleep(0.1)
    raise RuntimeError(f"JupyterLab did not start:\n{log.read_text()[-3000:]}")


# What JupyterLab itself reports while it starts: none of it concerns a notebook.
NOISE = (
    "favicon",
    "/api/me",
    "/api/contents",
    "/api/sessions",
    "/lab/api/workspaces",
    "ERR_ABORTED",
    "widget model not found",  # Voilà's, of a page that is then loaded again
)


def _console_error(said) -> list[str]:
    where = said.location.get("url", "")
    if said.type != "error" or any(noise in f"{said.text} {where}" for noise in NOISE):
        return []
    return [f"console error: {said.text} ({where})"]


@pytest.fixture
def page(chromium) -> Iterator[object]:
    """A page that fails its test on an error in it or on a request that leaves this machine."""
    context = chromium.new_context(viewport={"width": 1280, "height": 1400}, locale="en-GB")
    opened, problems = context.new_page(), []
    opened.set_default_timeout(30_000)
    opened.on("pageerror", lambda error: problems.append(f"page error: {error}"))
    opened.on("console", lambda said: problems.extend(_console_error(said)))

    def watch(address: str) -> None:
        parts = urlsplit(address)
        if parts.scheme in ("http", "https", "ws", "wss") and parts.hostname not in HERE:
            problems.append(f"request to {address}")

    context.on("request", lambda request: watch(request.url))
    opened.on("websocket", lambda socket: watch(socket.url))
    yield opened
    context.close()
    assert not problems, "\n".join(problems)


@pytest.fixture
def open_notebook(lab: str, page):
    """Open a notebook of the served folder and wait for its kernel."""

    def opener(name: str) -> Notebook:
        base, token = lab.split("?")
        page.goto(f"{base}lab/tree/{quote(name)}?{token}&reset")
        notebook = Notebook(page)
        notebook.wait_until_idle()
        return notebook

    return opener


class Notebook:
    """A notebook open in JupyterLab, by what a reader of it does and sees."""

    def __init__(self, page) -> None:
        self.page = page
        self.output = page.locator(".jp-OutputArea-output")
        self.explorer = page.locator(".ak-explore").first

    def wait_until_idle(self) -> None:
        # The status bar, since the notebook's own indicator says idle before a kernel exists.
        status = self.page.locator("#jp-main-statusbar")
        status.get_by_text("Python 3 (ipykernel) | Idle").wait_for(timeout=90_000)

    def run_all(self) -> None:
        self.page.get_by_role("menuitem", name="Run", exact=True).click()
        self.page.get_by_text("Run All Cells", exact=True).click()
        self.page.wait_for_timeout(500)
        self.page.wait_for_function(
            "() => ![...document.querySelectorAll('.jp-CodeCell .jp-InputArea-prompt')]"
            ".some(prompt => prompt.textContent.includes('[*]'))",
            timeout=240_000,
        )
        self.wait_until_idle()

    def errors(self) -> list[str]:
        failed = self.page.locator('[data-mime-type="application/vnd.jupyter.stderr"]')
        return [
            text for text in failed.all_inner_texts() if "Traceback" in text or "Error" in text
        ] + self.page.locator(".ak-error").all_inner_texts()

    def open(self, facet: str) -> None:
        """Open a facet's list of options."""
        self.explorer.locator(f'.ak-open[aria-label^="{facet}:"]').click()
        self.panel(facet).locator(".ak-option").first.wait_for()

    def panel(self, facet: str):
        return self.explorer.get_by_role("dialog", name=facet, exact=True)

    def options(self, facet: str) -> dict[str, int]:
        """The options of an open facet, with their counts."""
        rows = self.panel(facet).locator(".ak-option")
        names = rows.locator(".ak-name").all_inner_texts()
        counts = rows.locator(".ak-n").all_inner_texts()
        return {name: int(n.replace(",", "")) for name, n in zip(names, counts, strict=True)}

    def choose(self, facet: str, option: str) -> None:
        """Tick or untick an option of a facet."""
        self.open(facet)
        name = self.page.locator(".ak-name").get_by_text(option, exact=True)
        self.panel(facet).locator(".ak-option").filter(has=name).click()
        self.page.keyboard.press("Escape")

    def chips(self) -> list[str]:
        """The active filters."""
        return self.explorer.locator(".ak-chip-text").all_inner_texts()

    def type_words(self, words: str) -> None:
        self.explorer.get_by_label("Words in the quote").fill(words)

    def charts(self) -> list[str]:
        """The charts in words, as their labels have them."""
        shown = self.explorer.locator(".ak-chart svg")
        return [chart.get_attribute("aria-label") or "" for chart in shown.all()]

    def rows(self) -> list[str]:
        return self.explorer.locator(".ak-table tbody tr").all_inner_texts()

    def counts(self) -> str:
        return self.explorer.locator(".ak-counts").inner_text()

    def quote_count(self) -> int:
        """The first of the counts: how many quotes the filters keep."""
        return int(self.counts().split()[0].replace(",", ""))

    def wait_for_change(self, before: str) -> None:
        """Wait until the line of counts shows another state than `before`, and all is drawn."""
        counts = self.explorer.locator(".ak-counts")
        self.page.wait_for_function(
            "([node, before]) => node.innerText !== before", arg=[counts.element_handle(), before]
        )
        self.wait_for_charts()

    def wait_for_charts(self) -> None:
        """Wait until the first two charts show as many quotes as the line of counts says."""
        self.page.wait_for_function(
            """node => {
                const shown = node.querySelector('.ak-counts').innerText.split(' ')[0];
                const words = [...node.querySelectorAll('.ak-chart')].slice(0, 2).map(
                    box => box.shadowRoot.querySelector('svg')?.getAttribute('aria-label') ?? '');
                return words.length === 2 && words.every(alt => shown === '0'
                    ? alt.includes('no quotes') || alt.includes('No quotes')
                    : alt.includes(`: ${shown} quote`) || alt.includes('has a date')
                        || alt.includes('without a date'));
            }""",
            arg=self.explorer.element_handle(),
        )
        self.wait_until_idle()

    def wait_for_rows(self, words: str) -> None:
        """Wait until every row of the table says this: its page comes after the counts."""
        self.page.wait_for_function(
            "([node, words]) => { const rows = [...node.querySelectorAll('.ak-table tbody tr')];"
            " return rows.length > 0"
            " && rows.every(row => row.innerText.toLowerCase().includes(words)); }",
            arg=[self.explorer.element_handle(), words.lower()],
        )
