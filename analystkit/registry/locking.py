"""One editor of a file at a time, among all processes and threads of a machine."""

import errno
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from analystkit.registry.reading import RegistryError

_WAIT = 60.0  # seconds another may hold the file
_PAUSE = 0.005
_NO_LOCKS = (errno.ENOLCK, errno.ENOSYS, errno.EOPNOTSUPP)


@contextmanager
def locked(path: str | Path) -> Iterator[None]:
    """Wait until nobody else edits the file, and keep others waiting meanwhile.

    The lock is a file beside the registry, held by the system: it ends with its process, so that
    none is left behind by one that was killed.
    """
    target = Path(path).resolve()
    if not target.is_file():  # whoever reads it says what is wrong
        yield
        return
    beside = target.with_name(f".{target.name}.lock")
    handle = _acquired(beside, target)
    try:
        yield
    finally:
        if handle is not None:
            with suppress(OSError):  # Windows removes no open file
                beside.unlink()
            os.close(handle)


def _acquired(beside: Path, target: Path) -> int | None:
    """The open lock; None where the file's place knows no locks."""
    until = time.monotonic() + _WAIT
    while True:
        handle = os.open(beside, os.O_RDWR | os.O_CREAT, 0o666)
        try:
            if _lock(handle) and _still(handle, beside):
                return handle
        except OSError as error:
            os.close(handle)
            if error.errno in _NO_LOCKS:
                return None
            raise
        os.close(handle)
        if time.monotonic() > until:
            raise RegistryError(f"{target}: somebody else has been editing it for {_WAIT:.0f} s")
        time.sleep(_PAUSE)


def _still(handle: int, beside: Path) -> bool:
    """Whether the locked file is the one that lies there: the one before may have removed it."""
    try:
        return os.path.samestat(os.fstat(handle), beside.stat())
    except FileNotFoundError:
        return False


def _lock(handle: int) -> bool:
    try:
        import fcntl
    except ImportError:
        import msvcrt

        try:
            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined]
        except OSError:
            return False
        return True
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
