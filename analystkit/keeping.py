"""Answers kept on disk, so that what was read once need not be read again."""

import hashlib
import json
import os
import sqlite3
import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from functools import lru_cache
from pathlib import Path
from typing import Any

VARIABLE = "ANALYSTKIT_CACHE"
FILE = "analystkit-answers.sqlite"
_PACKAGE = Path(__file__).parent
_AT_ONCE = 500  # keys asked of the database together
_WAIT = 60.0  # seconds another process may be writing


def cache(folder: str | os.PathLike[str] | None) -> Path | None:
    """Keep on disk what `extract_quotes` and `score_stance` find; off by default.

    Whatever is asked again of the same text is then looked up: a notebook over thousands of
    articles costs seconds when it is run again, after an interruption only what was not yet
    read, and with articles added only these.  A changed text, another version of the package
    or other weights are read anew.

    Parameters
    ----------
    folder : path or None
        Where to keep it, made if it is not there; None keeps nothing from now on.  The
        environment's ``ANALYSTKIT_CACHE`` says the same for a whole session.

    Returns
    -------
    Path or None
        The file in which answers are kept.  Several notebooks may share it; to forget all,
        delete it.  It holds words of the articles, so keep it where you keep those.

    Raises
    ------
    ValueError
        When the folder cannot be made or written to, or its file is no such file.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     print(cache(folder).name)
    analystkit-answers.sqlite
    >>> cache(None)
    """
    if folder is None:
        os.environ.pop(VARIABLE, None)
        return None
    path = Path(folder).expanduser().absolute()
    file = path / FILE
    try:
        path.mkdir(parents=True, exist_ok=True)
        with _opened(file):
            pass
    except (OSError, sqlite3.Error) as error:
        raise ValueError(f"cache: nothing can be kept in {str(path)!r}: {error}") from None
    os.environ[VARIABLE] = str(path)
    return file


class Kept:
    """The answers of one kind that are kept, all made by the same code and weights."""

    def __init__(self, file: Path, made_by: str) -> None:
        self.file, self.made_by = file, made_by

    def key(self, asked: Any) -> bytes:
        """What an answer is kept by: a digest of what was asked, and of what answers it."""
        words = json.dumps([self.made_by, asked], ensure_ascii=True)
        return hashlib.sha256(words.encode()).digest()

    def find(self, keys: Iterable[bytes]) -> dict[bytes, Any]:
        """The answers there are."""
        wanted, found = list(dict.fromkeys(keys)), {}
        with _opened(self.file) as base:
            for at in range(0, len(wanted), _AT_ONCE):
                some = wanted[at : at + _AT_ONCE]
                marks = ",".join("?" * len(some))
                asked = f"SELECT key, answer FROM answers WHERE key IN ({marks})"
                for key, answer in base.execute(asked, some):
                    found[key] = json.loads(zlib.decompress(answer))
        return found

    def keep(self, answers: Mapping[bytes, Any]) -> None:
        """Keep these too."""
        rows = [(k, zlib.compress(json.dumps(a).encode(), 1)) for k, a in answers.items()]
        with _opened(self.file) as base:
            base.executemany("INSERT OR REPLACE INTO answers VALUES (?, ?)", rows)


def kept(*made_by: str, rooms: Sequence[str]) -> Kept | None:
    """Where answers are kept that these rooms of the package give; None while `cache` is off."""
    if not (folder := os.environ.get(VARIABLE)):
        return None
    return Kept(Path(folder) / FILE, " ".join([*made_by, *map(digest, sorted(rooms))]))


@lru_cache
def digest(room: str) -> str:
    """Of all code, word lists and weights of a room."""
    digest = hashlib.sha256()
    for path in sorted((_PACKAGE / room).rglob("*")):
        if path.is_file() and path.suffix not in (".pyc", ".md"):
            content = path.read_bytes()
            digest.update(f"{path.relative_to(_PACKAGE).as_posix()} {len(content)} ".encode())
            digest.update(content)
    return digest.hexdigest()


@contextmanager
def _opened(file: Path) -> Iterator[sqlite3.Connection]:
    """The database of a file for as long as it is needed."""
    file.parent.mkdir(parents=True, exist_ok=True)
    with closing(sqlite3.connect(file, timeout=_WAIT)) as base, base:  # commits, then closes
        base.execute("CREATE TABLE IF NOT EXISTS answers (key BLOB PRIMARY KEY, answer BLOB)")
        yield base
