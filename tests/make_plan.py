"""What a target of the Makefile would run."""

import os
import shlex
import subprocess
from pathlib import Path

ROOT = Path(__file__).parents[1]


def plan(target: str, *options: str) -> list[str]:
    """The words of the target's last command, whether or not make itself runs the tests."""
    outside = {k: v for k, v in os.environ.items() if not k.startswith(("MAKE", "MFLAGS"))}
    shown = subprocess.run(
        ["make", "--dry-run", "--always-make", "--no-print-directory", target,
         f"ARGS={shlex.join(options)}"],
        cwd=ROOT, env=outside, capture_output=True, text=True, check=True,
    ).stdout  # fmt: skip
    return shlex.split(shown.strip().splitlines()[-1])
