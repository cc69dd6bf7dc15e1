"""Files put in place whole."""

import os
import platform
import re
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

_SHORT = 40  # characters of a name that is part of another


@contextmanager
def replacing(target: Path) -> Iterator[Path]:
    """A file to write to that then takes the target's place; a failure leaves what was there.

    A link stays a link and a file keeps its mode; each writer has a file of its own, and those
    that a killed one left behind are removed.
    """
    target = Path(os.path.realpath(target))
    _remove_left(target)
    begin = f"{_begin(target)}{os.getpid()}-"
    handle, name = tempfile.mkstemp(prefix=begin, suffix=".part", dir=target.parent)
    os.close(handle)
    part = Path(name)
    try:
        yield part
        with part.open("rb+") as file:
            os.fsync(file.fileno())
        with suppress(OSError):  # where the place knows no modes
            part.chmod(_mode(target))
        part.replace(target)
    finally:
        part.unlink(missing_ok=True)


def _begin(target: Path) -> str:
    """How the names of a file's parts begin, on this machine: processes are told apart there."""
    machine = re.sub(r"\W", "_", platform.node())
    return f".{target.name[:_SHORT]}.{machine[:_SHORT]}-"


def _mode(target: Path) -> int:
    """The file's own mode, or the one that new files have here."""
    with suppress(FileNotFoundError):
        return target.stat().st_mode & 0o7777
    mask = os.umask(0)
    os.umask(mask)
    return 0o666 & ~mask


def _remove_left(target: Path) -> None:
    """Remove the parts whose writer lives no more."""
    own = re.compile(rf"{re.escape(_begin(target))}(\d+)-\w+\.part")
    for path in target.parent.iterdir():
        if (found := own.fullmatch(path.name)) and not _lives(int(found[1])):
            with suppress(OSError):
                path.unlink()


def _lives(process: int) -> bool:
    if os.name == "nt":  # where asking would end it
        return True
    try:
        os.kill(process, 0)
    except (ProcessLookupError, OverflowError):
        return False
    except PermissionError:
        return True
    return True
