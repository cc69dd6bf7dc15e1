"""What is inside archives: each file of a zip or tar, one at a time and within bounds."""

import bz2
import gzip
import io
import lzma
import stat
import struct
import tarfile
import tempfile
import zipfile
import zlib
from collections.abc import Callable, Generator, Iterator
from contextlib import closing, suppress
from pathlib import Path, PurePath, PurePosixPath
from typing import IO, Any, NamedTuple

from analystkit.articles.decode import NotTextError
from analystkit.articles.kinds import unread
from analystkit.articles.reading import Notes
from analystkit.articles.sources import Found, beside_pages, passed_over
from analystkit.tables import readable

_PACKED: dict[str, Callable[..., Any]] = {".gz": gzip.open, ".bz2": bz2.open, ".xz": lzma.open}
_SHORT = {".tgz": ".gz", ".tbz": ".bz2", ".tbz2": ".bz2", ".txz": ".xz"}
ARCHIVES = (".zip", ".tar", *_PACKED, *_SHORT)
_MEMBERS = 200_000
_MEMBER_SIZE = 2 * 2**30
_ALL = 20 * 2**30
_DIRECTORY = 64 * 2**20  # of a zip: 46 bytes and a name for each file
_HEADER = 2**20  # of a tar's longest header
# Prose packs to a third and tables of few words to a fiftieth; beyond this it is made to flood.
_RATIO, _RATIO_FROM = 300, 10 * 2**20
_CHUNK = 2**18
_FAILS = (
    OSError, EOFError, ValueError, RuntimeError, NotImplementedError, struct.error, zlib.error,
    lzma.LZMAError, zipfile.BadZipFile, tarfile.TarError, MemoryError,
)  # fmt: skip


class TooLargeError(ValueError):
    """What an archive holds is beyond the bounds."""


class _Entry(NamedTuple):
    """A file in an archive: what forbids reading it, how to open it, its bytes as packed."""

    name: str
    refused: str | None
    open: Callable[[], IO[bytes] | None]
    packed: Callable[[], int]


def members(found: Found, notes: Notes, valid: list[str], *, depth: int = 0) -> Iterator[Found]:
    """The file itself, or those in the archive that it is, each on disk only while it is read."""
    if not _is_archive(found.path):
        yield found
        return
    if depth > 1:
        notes.add(found.file, "is an archive in an archive in an archive; unpack it first; skipped")
        return
    noted, number = len(notes.rows), 0
    with tempfile.TemporaryDirectory(prefix="analystkit-") as folder:
        try:
            for file, path in _unpacked(found, Path(folder), notes, valid):
                number += 1
                yield from members(Found(path, file, named=False), notes, valid, depth=depth + 1)
                path.unlink()
        except _FAILS as error:
            rest = f" after {number} files; the rest is skipped" if number else "; skipped"
            notes.add(found.file, f"cannot be unpacked ({_said(error)}){rest}")
    if not number and len(notes.rows) == noted:
        notes.add(found.file, "holds no files that are read")


def check_office(path: Path) -> None:
    """Raise `NotTextError` where a workbook or document, which is a zip, would flood memory."""
    with path.open("rb") as file:
        _check_directory(file)
        with zipfile.ZipFile(file) as archive:
            for info in archive.infolist():
                if info.file_size > _RATIO_FROM and (
                    info.file_size > _MEMBER_SIZE or info.file_size > _RATIO * info.compress_size
                ):
                    size = f"{info.file_size / 2**20:,.0f} MB"
                    raise NotTextError(f"unpacks to {size} in {info.filename}; skipped")


def _is_archive(name: PurePath) -> bool:
    return name.suffix.lower() in ARCHIVES


def _said(error: BaseException) -> str:
    lines = str(error).splitlines() or [type(error).__name__]
    return readable(lines[0][:200])


def _unpacked(
    found: Found, folder: Path, notes: Notes, valid: list[str]
) -> Iterator[tuple[str, Path]]:
    """The name and the place on disk of each file of the archive that is read."""
    total, names = 0, []
    with suppress(*_FAILS):  # what is broken is said where it is read
        names = [entry.name for entry in _entries(found)]
    beside = beside_pages(names)
    with closing(_entries(found)) as entries:
        for number, entry in enumerate(entries, 1):
            if number > _MEMBERS:
                raise TooLargeError(f"it holds more than {_MEMBERS:,} files")
            name = PurePosixPath(entry.name.replace("\\", "/"))
            file = readable(f"{found.file}/{name}" if entry.name else found.file)
            kind = PurePath(name if entry.name else found.path.stem)
            if why := _leads_out(name):
                notes.add(file, f"{why}; skipped")
            elif passed_over(name) or any(str(parent) in beside for parent in name.parents):
                continue
            elif entry.refused:
                notes.add(file, f"{entry.refused}; skipped")
            elif kind.suffix.lower() not in valid and not _is_archive(kind):
                notes.add(file, unread(kind, valid))
            else:
                # Names of the archive never reach the disk, but for their endings.
                endings = [end.lower() for end in kind.suffixes[-2:]]
                path = folder / f"{number}{''.join(e for e in endings if e in (*valid, *ARCHIVES))}"
                try:
                    total += _copy(entry, path, _ALL - total)
                except _FAILS as error:
                    path.unlink(missing_ok=True)
                    notes.add(file, f"cannot be unpacked ({_said(error)}); skipped")
                else:
                    yield file, path


def _leads_out(name: PurePosixPath) -> str | None:
    if name.is_absolute() or ".." in name.parts or (name.parts[:1] and name.parts[0][1:] == ":"):
        return "has a name that leads out of the archive"
    return None


def _copy(entry: _Entry, path: Path, left: int) -> int:
    """Write the entry to `path`, at most so many bytes; how many they were."""
    source = entry.open()
    if source is None:
        raise OSError("no file")
    size = 0
    with closing(source), path.open("wb") as target:
        while chunk := source.read(_CHUNK):
            size += len(chunk)
            _check_size(size, entry.packed(), left)
            target.write(chunk)
    return size


def _check_size(size: int, packed: int, left: int) -> None:
    if size > min(_MEMBER_SIZE, left):
        raise TooLargeError(f"it unpacks to more than {min(_MEMBER_SIZE, left) / 2**20:,.0f} MB")
    _check_ratio(size, packed)


def _check_ratio(size: int, packed: int) -> None:
    if size > _RATIO_FROM and size > _RATIO * packed:
        raise TooLargeError(f"it unpacks to more than {_RATIO} times its size")


def _entries(found: Found) -> Generator[_Entry, None, None]:
    name = found.path
    suffix = name.suffix.lower()
    with found.path.open("rb") as file:
        if suffix == ".zip":
            yield from _in_zip(file)
        elif suffix == ".tar":
            yield from _in_tar(file, file.tell)
        else:
            plain = _PACKED[_SHORT.get(suffix, suffix)](file)
            stream = io.BufferedReader(_Bounded(plain, file))
            tar = suffix in _SHORT or name.stem.lower().endswith(".tar")
            if tar or stream.peek(512)[257:262] == b"ustar":
                yield from _in_tar(stream, file.tell)
            else:
                yield _Entry("", None, lambda: stream, file.tell)


class _Bounded(io.RawIOBase):
    """A stream as it is unpacked, which fails where it becomes too large for what was read."""

    def __init__(self, plain: IO[bytes], packed: IO[bytes]) -> None:
        self.plain, self.packed, self.size = plain, packed, 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        data = self.plain.read(len(buffer))
        self.size += len(data)
        _check_ratio(self.size, self.packed.tell())
        buffer[: len(data)] = data
        return len(data)


def _in_zip(file: IO[bytes]) -> Iterator[_Entry]:
    _check_directory(file)
    with zipfile.ZipFile(file) as archive:
        for info in archive.infolist():
            mode = info.external_attr >> 16
            refused = None
            if info.is_dir():
                continue
            if info.flag_bits & 1:
                refused = "is encrypted: unpack it with its password and load the files"
            elif mode and stat.S_ISLNK(mode):
                refused = "is a link"
            elif stat.S_IFMT(mode) not in (0, stat.S_IFREG):
                refused = "is no file but a device or the like"
            yield _Entry(
                info.filename,
                refused,
                lambda info=info: archive.open(info),  # type: ignore[misc]
                lambda info=info: info.compress_size,  # type: ignore[misc]
            )


def _check_directory(file: IO[bytes]) -> None:
    """Refuse a zip whose list of files would itself fill the memory."""
    file.seek(0, io.SEEK_END)
    file.seek(max(0, file.tell() - 70_000))
    tail = file.read()
    file.seek(0)
    size = 0
    if (at := tail.rfind(b"PK\x05\x06")) >= 0 and len(tail) >= at + 16:
        size = struct.unpack_from("<L", tail, at + 12)[0]
    if size == 0xFFFFFFFF and (at := tail.rfind(b"PK\x06\x06")) >= 0 and len(tail) >= at + 48:
        size = struct.unpack_from("<Q", tail, at + 40)[0]
    if size > _DIRECTORY:
        raise TooLargeError(f"its list of files takes {size / 2**20:,.0f} MB")


class _TarInfo(tarfile.TarInfo):
    """An entry's header; a long one is refused before it is read into memory."""

    def _proc_member(self, archive: Any) -> Any:
        if self.type not in tarfile.REGULAR_TYPES and self.size > _HEADER:
            raise TooLargeError(f"a header in it takes {self.size / 2**20:,.0f} MB")
        return super()._proc_member(archive)  # type: ignore[misc]


def _in_tar(stream: Any, packed: Callable[[], int]) -> Iterator[_Entry]:
    with tarfile.open(fileobj=stream, mode="r|", tarinfo=_TarInfo) as archive:
        while (info := archive.next()) is not None:
            archive.members.clear()  # type: ignore[attr-defined] # else it keeps every one
            if info.isdir():
                continue
            refused = None
            if info.issym() or info.islnk():
                refused = "is a link"
            elif info.issparse():
                refused = "is a sparse file"
            elif not info.isreg():
                refused = "is no file but a device, a pipe or the like"
            elif info.size > _MEMBER_SIZE:
                refused = f"is larger than {_MEMBER_SIZE / 2**20:,.0f} MB"
            yield _Entry(
                info.name,
                refused,
                lambda info=info: archive.extractfile(info),  # type: ignore[misc]
                packed,
            )
