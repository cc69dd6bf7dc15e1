import re
import shutil
import subprocess
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
