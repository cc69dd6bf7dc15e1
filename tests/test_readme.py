import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")


@pytest.mark.skipif(shutil.which("make") is None, reason="make is not installed")
@pytest.mark.parametrize("target", ["lab", "test"])
def test_the_two_commands_are_there_and_run_what_the_readme_says(target):
    assert re.search(rf"^make {target} ", README, re.MULTILINE)
    plan = subprocess.run(
        ["make", "--dry-run", "--always-make", target],
        cwd=ROOT, capture_output=True, text=True, check=True,
    ).stdout  # fmt: skip
    assert "--constraint constraints.txt --editable . --group dev" in plan
    assert {"lab": "jupyter lab notebooks/01", "test": "-m pytest"}[target] in plan


def test_every_file_the_readme_names_is_there():
    named = set(re.findall(r"\]\(([^)#:]+)\)", README))
    named |= {
        p.replace("\\", "/") for p in re.findall(r"(?:notebooks|data)[/\\][\w./\\]+\w", README)
    }
    assert named
    for path in named:
        assert (ROOT / path).exists(), path


def test_every_public_name_the_readme_uses_is_there():
    import analystkit as ak

    for name in set(re.findall(r"\bak\.(\w+)", README)):
        assert hasattr(ak, name), name


PICTURES = re.findall(r"!\[([^\]]*)\]\(([^)]+)\)", README)
COMMANDS = {
    line.partition("#")[0].strip()
    for block in re.findall(r"```(?:sh|powershell)\n(.*?)```", README, re.DOTALL)
    for line in block.splitlines()
}


@pytest.mark.parametrize("words, path", PICTURES, ids=[path for _, path in PICTURES])
def test_pictures_are_small_and_told_in_words_where_they_cannot_be_shown(words, path):
    assert (ROOT / path).read_bytes().startswith(b"\x89PNG")
    assert (ROOT / path).stat().st_size < 150_000
    assert len(words.split()) > 15


@pytest.mark.skipif(shutil.which("make") is None, reason="make is not installed")
def test_both_pictures_are_made_by_a_command_of_the_project():
    made = subprocess.run(
        ["make", "--dry-run", "pictures"], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout
    script, out = re.search(r"python (\S+\.py) (\S+) --readme", made).groups()
    assert {str(Path(path).parent) for _, path in PICTURES} == {out}
    source = (ROOT / script).read_text(encoding="utf-8")
    assert len(PICTURES) == 2 and all(Path(path).name in source for _, path in PICTURES)


def test_every_command_is_one_that_is_run_or_known():
    """Those that install or stay open cannot be run here: they are what the Makefile runs."""
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    install = "-e . --group dev"
    assert "--editable . --group dev" in makefile
    for command in COMMANDS:
        plain = command.replace("\\", "/").removeprefix("uv run --no-sync ")
        known = (
            (re.fullmatch(r"make (\w+)", plain) and f"\n{plain.split()[1]}:" in makefile)
            or plain in ("jupyter lab notebooks/01_who_said_what.ipynb", "python -m pytest")
            or re.fullmatch(rf"(?:uv )?pip install -c constraints.txt {install}", plain)
            or re.fullmatch(r"(?:python -m )?pip install -U \"pip>=[\d.]+\"", plain)
            or re.fullmatch(r"(?:python3 -m venv|py -3.12 -m venv) .venv|uv venv -p 3.12", plain)
            or plain in (". .venv/bin/activate", ".venv/Scripts/Activate.ps1")
            or plain.startswith("python -m analystkit.")
        )  # fmt: skip
        assert known, command


@pytest.mark.parametrize("command", [c for c in COMMANDS if c.startswith("python -m analystkit.")])
def test_the_commands_of_the_package_run(command):
    program = [sys.executable, *shlex.split(command)[1:]]
    done = subprocess.run(program, cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert "attributed" in done.stdout
