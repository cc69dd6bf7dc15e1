"""What could not be read, or only with a doubt: one row each."""

from __future__ import annotations

from collections.abc import Mapping

from analystkit.tables import SideTable

Row = int | None


class Notes:
    """Collects problems while files are read."""

    def __init__(self) -> None:
        self.rows: list[tuple[str | None, Row, str]] = []

    def add(self, file: str | None, problem: str, *, row: Row = None) -> None:
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
