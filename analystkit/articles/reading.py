"""What the readers of all formats share: what they are told, give and note."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from analystkit.tables import SideTable

Row = tuple[int | None, Mapping[str, Any]]
Note = Callable[..., None]  # a problem of the file being read, and its row= where it has one


class Columns(NamedTuple):
    """Some rows of a table as columns, lists or Arrow's: their numbers, the names, the values."""

    numbers: Sequence[int | None]
    names: Sequence[Any]
    columns: Sequence[Sequence[Any]]

    def row(self, place: int) -> dict[Any, Any]:
        """One row of them."""
        cells = [column[place] for column in self.columns]
        cells = [cell.as_py() if hasattr(cell, "as_py") else cell for cell in cells]
        return dict(zip(self.names, cells, strict=True))


class Rows(NamedTuple):
    """A file's columns, None where only the rows tell them, and its numbered rows.

    Long tables come as `columns`, a few thousand rows at a time, with `rows` empty.
    """

    names: list[Any] | None
    rows: Iterable[Row] = ()
    loose: bool = False  # whether a column that the caller names may be missing
    part: str = ""  # the sheet's name, if of several
    columns: Iterable[Columns] = ()


@dataclass(frozen=True)
class Options:
    """How to read: the column mapping, the encoding, and whether 03/07 is the third of July."""

    columns: Mapping[str, str] = field(default_factory=dict)
    encoding: str | None = None
    day_first: bool | None = None


class Notes:
    """Collects problems while files are read."""

    def __init__(self) -> None:
        self.rows: list[tuple[str | None, int | None, str]] = []

    def add(self, file: str | None, problem: str, *, row: int | None = None) -> None:
        """Note a problem of `file`, or of one of its rows."""
        self.rows.append((file, row, problem))

    def first(self) -> str:
        """The first problem in one line."""
        file, row, problem = self.rows[0]
        where = [file] if file is not None else []
        where += [f"row {row}"] if row is not None else []
        return f"{', '.join(where)}: {problem}" if where else problem

    def table(self) -> SideTable:
        """All problems, in the order they were met."""
        table = SideTable(self.rows, columns=["file", "row", "problem"])
        types: Mapping[str, str] = {"file": "string", "row": "Int64", "problem": "string"}
        return SideTable(table.astype(types))
