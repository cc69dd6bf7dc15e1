"""Which files a source means: folders, files and patterns to a list of paths."""

import glob
import os
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from analystkit.articles.reading import Notes
from analystkit.tables import hint

_ADDRESS = re.compile(r"[a-z][a-z0-9+.-]*://", re.IGNORECASE)
_MACHINE_MADE = {"thumbs.db", "desktop.ini", "__macosx", "__pycache__"}
# What a saved page or a project folder brings along; nobody expects articles in these.
_BESIDE = {
    *(".css", ".js", ".mjs", ".map", ".woff", ".woff2", ".ttf", ".eot"),
    *(".png", ".jpg", ".jpeg", ".gif", ".svg", ".webp", ".ico", ".bmp", ".tif", ".tiff"),
    *(".mp3", ".mp4", ".webm", ".mov", ".avi", ".wav"),
    *(".py", ".pyc", ".ipynb", ".toml", ".yaml", ".yml", ".ini", ".cfg", ".lock", ".log"),
}


class Found(NamedTuple):
    """A file to read, its name in the table, and whether the caller named it directly."""

    path: Path
    file: str
    named: bool


def find_files(sources: list[str], *, suffixes: Iterable[str], notes: Notes) -> list[Found]:
    """The files that `sources` mean, each once, in the order given and sorted within folders."""
    valid = list(suffixes)
    found: dict[str, Found] = {}
    for source in sources:
        for file in _expand(source, valid, notes, alone=len(sources) == 1):
            found.setdefault(os.path.abspath(file.path), file)  # noqa: PTH100 - keeps links
    return list(found.values())


def _expand(source: str, valid: list[str], notes: Notes, *, alone: bool) -> Iterator[Found]:
    if _ADDRESS.match(source):
        raise ValueError(
            f"{source!r} is an address: load_articles reads saved files only; "
            "save the page and give its path"
        )
    if "\n" in source or len(source) > 2_000:
        cut = f"{source[:40]!r}…"
        raise ValueError(f"{cut} is not a path; to load a text itself give [{{'text': …}}]")
    path = Path(os.path.expanduser(source))  # noqa: PTH111 - leaves '~unknown' as it is
    if os.path.isdir(path):  # noqa: PTH112 - no error on names too long for the system
        prefix = "" if alone else _slashes(source).rstrip("/") + "/"
        yield from _folder(path, prefix, valid, notes)
    elif os.path.exists(path):  # noqa: PTH110
        if path.suffix.lower() not in valid:
            raise ValueError(f"{source}: {_unread(path, valid)}")
        yield Found(path, _slashes(source), named=True)
    elif glob.has_magic(source):
        matches = sorted(glob.glob(str(path), recursive=True))  # noqa: PTH207 - absolute patterns
        if not matches:
            raise FileNotFoundError(f"no file matches {source!r}")
        for match in matches:
            if Path(match).is_dir():
                yield from _folder(Path(match), _slashes(match).rstrip("/") + "/", valid, notes)
            else:
                yield from _readable(Path(match), _slashes(match), valid, notes)
    else:
        raise FileNotFoundError(_not_found(path, source))


def _folder(folder: Path, prefix: str, valid: list[str], notes: Notes) -> Iterator[Found]:
    def unreadable(error: OSError) -> None:
        file = prefix + Path(error.filename).relative_to(folder).as_posix()
        notes.add(file, f"cannot be opened: {error.strerror}")

    files: list[Path] = []
    seen = {os.path.realpath(folder)}
    for here, folders, names in os.walk(folder, onerror=unreadable, followlinks=True):
        pages = [name for name in names if name.lower().endswith((".htm", ".html"))]
        beside = {f"{name.rsplit('.', 1)[0]}_files" for name in pages}
        every, folders[:] = sorted(folders), []
        for name in every:
            real = os.path.realpath(Path(here, name))
            if real not in seen and not _hidden(name) and name not in beside:
                seen.add(real)
                folders.append(name)
        files += [Path(here, name) for name in names]
    for file, path in sorted((path.relative_to(folder).as_posix(), path) for path in files):
        yield from _readable(path, prefix + file, valid, notes)


def _readable(path: Path, file: str, valid: list[str], notes: Notes) -> Iterator[Found]:
    suffix = path.suffix.lower()
    if _hidden(path.name) or suffix in _BESIDE:
        return
    if suffix in valid:
        yield Found(path, file, named=False)
    else:
        notes.add(file, _unread(path, valid))


def _hidden(name: str) -> bool:
    return name.startswith((".", "~$")) or name.lower() in _MACHINE_MADE


def _unread(path: Path, valid: list[str]) -> str:
    kind = f"{path.suffix!r} files" if path.suffix else "files without an extension"
    old = "; save it as .xlsx" if path.suffix.lower() == ".xls" else ""
    return f"{kind} are not read{hint(path.suffix, valid)}{old}; those that are: {' '.join(valid)}"


def _not_found(path: Path, source: str) -> str:
    try:
        beside = [entry.name for entry in path.parent.iterdir()]
    except OSError:
        return f"no file or folder {source!r}: its folder {str(path.parent)!r} is not there either"
    return f"no file or folder {source!r}{hint(path.name, beside)}"


def _slashes(name: str) -> str:
    return name.replace(os.sep, "/")
