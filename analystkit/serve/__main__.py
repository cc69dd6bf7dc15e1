"""The command ``python -m analystkit.serve``."""

import argparse
import os
import sys
from collections.abc import Sequence
from glob import glob
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory

from analystkit.keeping import VARIABLE, cache

SHARE = Path(__file__).with_name("share")
SOURCES = {
    "coverage": "a folder, file or pattern of articles, as for load_articles",
    "actors": "the registry of people and groups, a TOML file; the page writes to it",
    "targets": "what a stance may be toward, a TOML file",
    "labels": "reviewers' decisions, by the name that their files share",
}
OPTIONS = (
    "--template=analystkit", "--Voila.ip=127.0.0.1", "--Voila.auto_token=True",
    "--show_tracebacks=True",
    # The kernel of a page that was closed without saying so.
    "--MappingKernelManager.cull_idle_timeout=600", "--MappingKernelManager.cull_interval=60",
)  # fmt: skip


def main(arguments: Sequence[str] | None = None) -> None:
    """Serve the notebook until interrupted."""
    parser = argparse.ArgumentParser(
        prog="python -m analystkit.serve",
        description="Opens a notebook in the browser as a page of its widgets, without its code.",
        epilog="Other options go to Voilà, with =: --theme=dark, --port=8900, --no-browser.",
    )
    parser.add_argument("notebook", type=Path, metavar="NOTEBOOK")
    for name, help_ in SOURCES.items():
        default = os.environ.get(_variable(name))
        parser.add_argument(f"--{name}", default=default, metavar="PATH", help=help_)
    given, others = parser.parse_known_args(arguments)
    if not given.notebook.is_file():
        parser.error(f"there is no notebook {str(given.notebook)!r}")
    for name in SOURCES:
        if path := getattr(given, name):
            full = Path(path).expanduser().absolute()
            # Of labels.jsonl there may be labels.ana.jsonl alone.
            names = [str(full)] + [f"{full.with_suffix('')}.*{full.suffix}"] * (name == "labels")
            if not full.exists() and not any(glob(each, recursive=True) for each in names):  # noqa: PTH207
                parser.error(f"--{name}: there is no {path!r} in {str(Path.cwd())!r}")
            # The notebook runs in its own folder.
            os.environ[_variable(name)] = str(full)
    if find_spec("voila") is None:
        sys.exit('the dashboard needs Voilà: pip install "analystkit[dashboard]"')
    known = os.environ.get("JUPYTER_PATH")
    os.environ["JUPYTER_PATH"] = os.pathsep.join(filter(None, [str(SHARE), known]))

    from analystkit.serve.server import Server

    with TemporaryDirectory(prefix="analystkit-") as folder:
        if not os.environ.get(VARIABLE):  # a reload finds what the first load has found
            cache(folder)
        Server.launch_instance([str(given.notebook), *OPTIONS, *others])


def _variable(name: str) -> str:
    return f"ANALYSTKIT_{name.upper()}"


if __name__ == "__main__":
    main()
