"""Which decisions have reviewers taken, and how does none of them get lost?

A file of JSON Lines a reviewer, only ever added to: every decision is on the disk before `write`
returns, and what stood there before is never touched.
"""

import glob
import json
import os
import re
import unicodedata
import warnings
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import uuid4

import pandas as pd

from analystkit import tables

FIELDS = (
    "accept", "not_a_quote", "speaker", "camp", "kind", "spans", "cue", "source", "stance:<target>",
    "missed", "skip", "note", "undo",
)  # fmt: skip
COLUMNS = (
    "id", "quote_id", "article_id", "field", "value", "before", "spans", "words", "reviewer", "at",
    "probability", "design", "pass", "value_words", "file", "line",
)  # fmt: skip
_NEEDED = ("id", "quote_id", "field", "reviewer", "at")
CLOSING = ("accept", "not_a_quote", "skip")  # with one of these a reviewer is done with a quote


class OvertakenError(ValueError):
    """The file has grown since its writer last read it."""


class LabelFile:
    """The file a reviewer's decisions are added to, beside those of the others.

    Parameters
    ----------
    path : path
        The name that all reviewers' files share, such as ``labels.jsonl``; Ana's is then
        ``labels.ana.jsonl``.  Several notebooks and reviewers may write at the same time.
    reviewer : str
        Who decides; a name with at least one letter or digit.

    Raises
    ------
    ValueError
        When the reviewer's name has neither letter nor digit.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     file = LabelFile(Path(folder) / "labels.jsonl", "Ana W.")
    ...     _ = file.write(quote_id="a#0", article_id="a", field="kind", value="mixed")
    ...     print(file.file.name, read_labels(Path(folder) / "labels.jsonl")["value"].tolist())
    labels.ana-w.jsonl ['mixed']
    """

    def __init__(self, path: str | os.PathLike[str], reviewer: str) -> None:
        base = Path(path).expanduser().absolute()
        self.reviewer = str(reviewer).strip()
        self.file = base.with_name(f"{base.stem}.{_file_name(self.reviewer)}{base.suffix}")
        self._known: int | None = None  # bytes there were, where others' must be read first

    def hold(self) -> None:
        """From now on a `write` is refused where another has written since the last one, or this.

        To be called before the decisions are read, by whom hangs on them what is written next.
        """
        self._known = self.file.stat().st_size if self.file.exists() else 0

    def write(
        self,
        *,
        quote_id: str,
        article_id: str,
        field: str,
        value: Any,
        before: Any = None,
        spans: Sequence[tuple[int, int]] | None = None,
        words: str | None = None,
        probability: float | None = None,
        design: str | None = None,
        pass_: int = 1,
        value_words: Sequence[str] | None = None,
    ) -> dict[str, Any]:
        """Add a decision; it is on the disk when this returns.

        Parameters
        ----------
        quote_id, article_id : str
            What was decided about.  A missed quote is given the id of its article; its own is
            made here and stands in what is returned.
        field : str
            ``accept``, ``not_a_quote``, ``speaker``, ``camp``, ``kind``, ``spans``, ``cue``,
            ``source``, ``stance:<target>``, ``missed``, ``skip``, ``note`` or ``undo``.
        value
            The answer: text, offsets, or None where there is none; for ``missed`` a mapping of
            ``spans, cue, source, speaker, camp, kind``; for ``undo`` the id of a decision.
        before
            What the machine had; for ``accept`` a mapping of the fields that were shown.
        spans, words
            Where the quote stands and how it reads, by which it is found again.
        probability, design
            The chance with which the quote was drawn and how, as the estimates need them.
        pass_ : int
            2 for a second, blind reading.
        value_words : list of str, optional
            The words at the offsets of `value`, by which they are found again when the article
            is published with other words before them.

        Returns
        -------
        dict
            The decision as it was written, with its ``id``.

        Raises
        ------
        ValueError
            When field, value or probability is none that a decision can have, and, after `hold`,
            as `OvertakenError` when others have written; nothing is.
        OSError
            When the file cannot be written; it is then as it was.
        """
        _check(field, value, probability)
        name = uuid4().hex[:12]
        row = {
            "id": name,
            "quote_id": f"{article_id}+{name}" if field == "missed" else quote_id,
            "article_id": article_id,
            "field": field,
            "value": value,
            "before": before,
            "spans": list(spans) if spans is not None else None,
            "words": words,
            "reviewer": self.reviewer,
            "at": datetime.now(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z"),
            "probability": probability,
            "design": design,
            "pass": pass_,
            "value_words": value_words,
        }
        row = _plain(row)
        line = tables.readable(json.dumps(row, ensure_ascii=False)).encode()
        try:
            size = _append(self.file, line, self._known)
        except OSError as error:
            why = error.strerror or error
            raise type(error)(f"The decision is not kept: {self.file}: {why}") from error
        if self._known is not None:
            self._known = size
        return row


def read_labels(path: str | os.PathLike[str]) -> pd.DataFrame:
    """The decisions of all reviewers, as they stand now.

    Parameters
    ----------
    path : path
        The name that the reviewers' files share: ``labels.jsonl`` reads ``labels.*.jsonl`` and
        a ``labels.jsonl`` too.

    Returns
    -------
    DataFrame
        One row a decision, the oldest first: ``id, quote_id, article_id, field, value, before,
        spans, words, reviewer, at, probability, design, pass, value_words, file, line``.  Those
        undone are gone, and of a reviewer's decisions on one field of a quote the last counts,
        as it does of right, no quote and skipped, each pass for itself.  No file yet: no row.
        ``attrs["problems"]`` lists the lines that are no decision (a last one torn by a crash
        among them), each with a warning too.
    """
    rows, problems = read_rows(path)
    table = pd.DataFrame(in_force(rows), columns=list(COLUMNS), dtype=object)
    for column in ("id", "quote_id", "article_id", "field", "words", "reviewer", "design", "file"):
        table[column] = table[column].astype("string")
    table["at"] = pd.to_datetime(table["at"], utc=True, format="ISO8601")
    table["probability"] = table["probability"].astype("Float64")
    table[["pass", "line"]] = table[["pass", "line"]].astype("Int64")
    table.attrs["problems"] = tables.SideTable(problems, columns=["file", "row", "problem"])
    return table


def read_rows(path: str | os.PathLike[str]) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """All that reviewers have written, the oldest first, and the lines that are no decision."""
    rows, problems = [], []
    for file in label_files(path):
        latest = ""  # a clock set back does not change the order of a file
        for number, line in enumerate(file.read_bytes().split(b"\n"), 1):
            if not line.strip():
                continue
            try:
                row = _decision(line)
            except ValueError as error:
                problems.append({"file": file.name, "row": number, "problem": str(error)})
                warnings.warn(f"{file}, line {number}: {error}; left out", stacklevel=3)
                continue
            latest = max(latest, row["at"])
            rows.append((latest, {**row, "file": file.name, "line": number}))
    return [row for _, row in sorted(rows, key=lambda pair: pair[0])], problems


def in_force(rows: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """What counts of what was written, in order: nothing undone, nothing replaced."""
    taken_back = _undone(rows)
    decisions = (row for row in rows if row["field"] != "undo")
    left = [row for row in decisions if (row["reviewer"], row["id"]) not in taken_back]
    last = {_slot(row): row for row in left}
    return [row for row in left if last[_slot(row)] is row]


def decided(labels: pd.DataFrame, reviewer: str, pass_: int = 1) -> set[str]:
    """The quotes a reviewer is done with in this pass: accepted, none, or skipped."""
    own = labels[(labels["reviewer"] == reviewer.strip()) & (labels["pass"] == pass_)]
    return set(own.loc[own["field"].isin(CLOSING), "quote_id"])


def label_files(path: str | os.PathLike[str]) -> list[Path]:
    """The files there are under the name that the reviewers' files share."""
    base = Path(path).expanduser().absolute()
    others = base.parent.glob(f"{glob.escape(base.stem)}.*{glob.escape(base.suffix)}")
    return sorted({file for file in [base, *others] if file.is_file()})


def _undone(rows: Sequence[Mapping[str, Any]]) -> set[tuple[str, str]]:
    """Reviewer and id of what was undone, by the same reviewer; an undo can be undone too."""
    undone: set[tuple[str, str]] = set()
    for row in reversed(rows):
        if row["field"] == "undo" and (row["reviewer"], row["id"]) not in undone:
            undone.add((row["reviewer"], row["value"]))
    return undone


def _slot(row: Mapping[str, Any]) -> tuple[Any, ...]:
    """What a later decision of the same reviewer replaces; notes and missed quotes add up."""
    own = row["id"] if row["field"] == "note" else None
    field = "closed" if row["field"] in CLOSING else row["field"]
    return row["reviewer"], row["quote_id"], field, row["pass"], own


def _decision(line: bytes) -> dict[str, Any]:
    """The decision of a line, or a `ValueError` that says why it is none."""
    try:
        row = json.loads(line)
    except ValueError:
        raise ValueError("not a whole decision, perhaps cut off while it was written") from None
    if not isinstance(row, dict):
        raise ValueError(f"{type(row).__name__} where a decision was expected")
    if lacking := [key for key in _NEEDED if not isinstance(row.get(key), str)]:
        raise ValueError(f"no text in {', '.join(map(repr, lacking))}")
    row = {**dict.fromkeys(COLUMNS), **row}
    row["pass"] = 1 if row["pass"] is None else row["pass"]
    if not isinstance(row["pass"], int):
        raise ValueError(f"pass {row['pass']!r} is not a whole number")
    _check(row["field"], row["value"], row["probability"])
    datetime.fromisoformat(row["at"])
    return {key: row[key] for key in COLUMNS}


def _check(field: str, value: Any, probability: Any) -> None:
    target = field.partition(":")[2]
    if field not in FIELDS[:8] + FIELDS[9:] and not (field.startswith("stance:") and target):
        valid = ", ".join(FIELDS)
        raise ValueError(f"field {field!r} is not one of: {valid}{tables.hint(field, FIELDS)}")
    if not (probability is None or pd.isna(probability)):
        number = isinstance(probability, (int, float)) or hasattr(probability, "__float__")
        if not number or not 0 < float(probability) <= 1:
            raise ValueError(f"probability {probability!r} is not above 0 and at most 1")
    valid_values = tables.KINDS if field == "kind" else tables.STANCES if target else ()
    if valid_values and value not in valid_values:
        near = tables.hint(value, valid_values)
        raise ValueError(f"{field} {value!r} is not one of: {', '.join(valid_values)}{near}")
    if field in ("speaker", "camp") and not (isinstance(value, str) or pd.isna(value)):
        raise ValueError(f"{field} {value!r} is not a name")
    if field in ("cue", "source") and value is not None:
        _offsets(field, [value])
    if field == "spans":
        _offsets(field, value)
    if field == "missed":
        _check_missed(value)
    if field == "undo" and not isinstance(value, str):
        raise ValueError(f"undo {value!r} is not the id of a decision")


def _check_missed(value: Any) -> None:
    if not isinstance(value, Mapping) or "spans" not in value:
        raise ValueError(f"missed {value!r} is not a mapping with spans")
    for key in ("spans", "cue", "source", "speaker", "camp", "kind"):
        given = value.get(key)
        if not (given is None or (not isinstance(given, (list, tuple)) and pd.isna(given))):
            _check(key, given, None)
    _offsets("missed", value["spans"])


def _offsets(field: str, value: Any) -> None:
    try:
        good = bool(len(value)) and all(0 <= start < end for start, end in value)
    except (TypeError, ValueError):
        good = False
    if not good:
        raise ValueError(f"{field} {value!r}: offsets are start and end, with start < end")


def _plain(value: Any) -> Any:
    """The value as JSON has it: numbers of numpy as Python's, missing ones as None."""
    if isinstance(value, Mapping):
        return {str(key): _plain(one) for key, one in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain(one) for one in value]
    if value is None or pd.isna(value):
        return None
    if isinstance(value, pd.Timestamp):
        return value.isoformat()
    return value.item() if hasattr(value, "item") else value


def _file_name(reviewer: str) -> str:
    """A reviewer's name as part of a file name."""
    name = unicodedata.normalize("NFC", reviewer).casefold()
    if not (name := re.sub(r"[\W_]+", "-", name).strip("-")[:60]):
        raise ValueError(f"reviewer {reviewer!r}: a name with at least one letter or digit, please")
    return name


def _append(file: Path, line: bytes, known: int | None) -> int:
    """Add a line and wait until it is on the disk; gives the length of the file."""
    file.parent.mkdir(parents=True, exist_ok=True)
    new = not file.exists()
    flags = os.O_RDWR | os.O_APPEND | os.O_CREAT | getattr(os, "O_BINARY", 0)
    number = os.open(file, flags, 0o644)
    try:
        with _locked(number):
            size = os.lseek(number, 0, os.SEEK_END)
            if known not in (None, size):
                raise OvertakenError(f"{file} was written to by another desk")
            if size and (os.lseek(number, size - 1, os.SEEK_SET), os.read(number, 1))[1] != b"\n":
                line = b"\n" + line  # what a crash has torn stays a line of its own
            left = memoryview(line + b"\n")
            try:
                while left:
                    left = left[os.write(number, left) :]
                os.fsync(number)
            except OSError:  # of a line that is not kept no piece is left on a full disk
                with suppress(OSError):
                    os.ftruncate(number, size)
                raise
            size = os.lseek(number, 0, os.SEEK_END)
    finally:
        os.close(number)
    if new and os.name == "posix":  # a new name is on the disk when its folder is
        folder = os.open(file.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)
    return size


@contextmanager
def _locked(number: int) -> Iterator[None]:
    """Alone with an open file, whichever process asks."""
    if os.name == "nt":  # pragma: no cover
        import msvcrt

        far = 1 << 30  # Windows locks bytes, and one beyond the end hinders no reader
        os.lseek(number, far, os.SEEK_SET)
        msvcrt.locking(number, msvcrt.LK_LOCK, 1)  # type: ignore[attr-defined]
        try:
            yield
        finally:
            os.lseek(number, far, os.SEEK_SET)
            msvcrt.locking(number, msvcrt.LK_UNLCK, 1)  # type: ignore[attr-defined]
    else:
        import fcntl

        fcntl.flock(number, fcntl.LOCK_EX)
        try:
            yield
        finally:
            fcntl.flock(number, fcntl.LOCK_UN)
