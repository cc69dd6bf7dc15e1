"""Which files a source means: folders, files and patterns to a list of paths."""

import glob
import os
import re
import stat
from collections.abc import Iterable, Iterator
from pathlib import Path, PurePosixPath
from typing import NamedTuple

from analystkit.articles.kinds import unread
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

_IRREGULAR = (
    (stat.S_ISFIFO, "a pipe"),
    (stat.S_ISSOCK, "a socket"),
    (stat.S_ISCHR, "a device"),
    (stat.S_ISBLK, "a device"),
)


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
            "save the page, by hand or with ak.fetch, and give its path"
        )
    if "\n" in source or len(source) > 2_000:
        cut = f"{source[:40]!r}…"
        raise ValueError(f"{cut} is not a path; to load a text itself give [{{'text': …}}]")
    path = Path(os.path.expanduser(source))  # noqa: PTH111 - leaves '~unknown' as it is
    if os.path.isdir(path):  # noqa: PTH112 - no error on names too long for the system
        prefix = "" if alone else _slashes(source).rstrip("/") + "/"
        yield from _folder(path, prefix, valid, notes, _slashes(source))
    elif why := _irregular(path):
        raise ValueError(f"{source}: {why}")
    elif os.path.exists(path):  # noqa: PTH110
        if path.suffix.lower() not in valid:
            raise ValueError(f"{source}: {unread(path, valid)}")
        yield Found(path, _slashes(source), named=True)
    elif glob.has_magic(source):
        matches = _matches(path)
        if not matches:
            raise FileNotFoundError(f"no file matches {source!r}")
        for match in matches:
            if Path(match).is_dir():
                yield from _folder(Path(match), _slashes(match).rstrip("/") + "/", valid, notes)
            else:
                yield from _readable(Path(match), _slashes(match), valid, notes)
    else:
        raise FileNotFoundError(_not_found(path, source))


def _matches(path: Path) -> list[str]:
    """The paths that fit a pattern, sorted; ``**`` follows no links, which may run in rings."""
    if "**" not in path.parts:
        return sorted(glob.glob(str(path)))  # noqa: PTH207 - absolute patterns
    plain = next(n for n, part in enumerate(path.parts) if glob.has_magic(part))
    base = Path(*path.parts[:plain])
    found = base.glob(str(Path(*path.parts[plain:])))
    return sorted(
        str(match)
        for match in found
        if not any(part.startswith(".") for part in match.parts[len(base.parts) :])
    )


def _folder(
    folder: Path, prefix: str, valid: list[str], notes: Notes, name: str = ""
) -> Iterator[Found]:
    def unreadable(error: OSError) -> None:
        file = prefix + Path(error.filename).relative_to(folder).as_posix()
        notes.add(file, f"cannot be opened: {error.strerror}")

    files: list[Path] = []
    noted, seen = len(notes.rows), {os.path.realpath(folder)}
    for here, folders, names in os.walk(folder, onerror=unreadable, followlinks=True):
        beside = beside_pages(names)
        every, folders[:] = sorted(folders), []
        for inner in every:
            real = os.path.realpath(Path(here, inner))
            if real not in seen and not _hidden(inner) and inner not in beside:
                seen.add(real)
                folders.append(inner)
        files += [Path(here, inner) for inner in names]
    any_read = False
    for file, path in sorted((path.relative_to(folder).as_posix(), path) for path in files):
        for found in _readable(path, prefix + file, valid, notes):
            any_read = True
            yield found
    if not any_read and len(notes.rows) == noted:
        what = "holds no files" if not files else "holds no files that are read"
        notes.add(name or prefix.rstrip("/"), f"{what}; those that are: {' '.join(valid)}")


def beside_pages(names: Iterable[str]) -> set[str]:
    """The folders that browsers make for the pictures and frames of the pages among `names`."""
    pages = (name for name in names if name.lower().endswith((".htm", ".html")))
    return {f"{name.rsplit('.', 1)[0]}_files" for name in pages}


def _readable(path: Path, file: str, valid: list[str], notes: Notes) -> Iterator[Found]:
    if passed_over(PurePosixPath(path.name)):
        return
    if why := _irregular(path):
        notes.add(file, f"{why}; skipped")
    elif path.suffix.lower() in valid:
        yield Found(path, file, named=False)
    else:
        notes.add(file, unread(path, valid))


def passed_over(name: PurePosixPath) -> bool:
    """Whether nobody expects an article in it: hidden, machine-made, a picture, a script."""
    return any(map(_hidden, name.parts)) or name.suffix.lower() in _BESIDE


def _irregular(path: Path) -> str | None:
    """What a path is that is neither a file nor a folder; opening it could wait for ever."""
    try:
        mode = path.stat().st_mode
    except FileNotFoundError:
        return "is a link to something that is not there" if path.is_symlink() else None
    except (OSError, ValueError) as error:
        if path.is_symlink():
            return "is a link that leads back to itself"
        return None if isinstance(error, ValueError) else f"cannot be opened: {error.strerror}"
    return next((f"is {what}, no file" for test, what in _IRREGULAR if test(mode)), None)


def _hidden(name: str) -> bool:
    return name.startswith((".", "~$")) or name.lower() in _MACHINE_MADE


def _not_found(path: Path, source: str) -> str:
    try:
        beside = [entry.name for entry in path.parent.iterdir()]
    except OSError:
        return f"no file or folder {source!r}: its folder {str(path.parent)!r} is not there either"
    return f"no file or folder {source!r}{hint(path.name, beside)}"


def _slashes(name: str) -> str:
    return name.replace(os.sep, "/")
