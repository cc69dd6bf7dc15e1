"""Where the results lie: a folder a step, a file a partition, and a manifest of what made them."""

from __future__ import annotations

import io
import json
import os
import re
import uuid
from collections.abc import Mapping
from contextlib import suppress
from typing import Any

import pandas as pd

from analystkit.cluster.source import opened_at
from analystkit.export import as_arrow

MANIFEST = "manifest.json"
PROBLEMS = ("partition", "file", "row", "step", "article_id", "quote_id", "problem")
_TYPES = {name: "string" for name in PROBLEMS} | {"partition": "Int64", "row": "Int64"}
_UNDER_WAY = ".writing"
_NUMBER = re.compile(r"part-(\d+)(?:-\w+)?\.parquet")


class NotWrittenError(OSError):
    """What a partition gave cannot be written: the disk is full, or not ours to write to."""


class Store:
    """The data set of the results at an address, local or not."""

    def __init__(self, address: str | os.PathLike[str]) -> None:
        self.system, self.root = opened_at(address)
        here = "file" in self.system.protocol  # where workers may stand in another folder
        self.address = self.root if here else os.fspath(address)

    def __reduce__(self) -> tuple[Any, ...]:
        return Store, (self.address,)

    def path(self, step: str, number: int | None, of: str = "") -> str:
        """Where a step's table of a partition lies, or of all; problems have one for each `of`."""
        part = "all" if number is None else f"{number:06}"
        return f"{self.root}/{step}/part-{part}{'-' * bool(of)}{of}.parquet"

    def done(self, step: str) -> set[int]:
        """The partitions of which a step is finished."""
        self.system.invalidate_cache()
        try:
            names = self.system.ls(f"{self.root}/{step}", detail=False)
        except FileNotFoundError:
            return set()
        return {int(found[1]) for name in names if (found := _NUMBER.search(name))}

    def has(self, step: str, number: int) -> bool:
        """Whether a step of a partition is finished."""
        return bool(self.system.exists(self.path(step, number)))

    def write(self, step: str, number: int | None, table: pd.DataFrame, of: str = "") -> None:
        """A table put in place whole."""
        import pyarrow.parquet as pq

        buffer = io.BytesIO()
        pq.write_table(as_arrow(table), buffer, compression="zstd")
        self._put(self.path(step, number, of), buffer.getvalue())

    def read(self, step: str, number: int, columns: list[str] | None = None) -> pd.DataFrame:
        """The table that a step gave of a partition."""
        with self.system.open(self.path(step, number), "rb") as file:
            return pd.read_parquet(file, columns=columns)

    def columns(self, step: str, number: int) -> list[str]:
        """The columns that it has."""
        import pyarrow.parquet as pq

        with self.system.open(self.path(step, number), "rb") as file:
            return list(pq.read_schema(file).names)

    def note(self, number: int | None, of: str, problems: pd.DataFrame) -> None:
        """Keep what went wrong with a step, in place of what was kept of it before."""
        path = self.path("problems", number, of)
        if len(problems):
            table = problems.reindex(columns=list(PROBLEMS)).assign(step=of)
            if number is not None:
                table["partition"] = number
            self.write("problems", number, table.astype(_TYPES), of)
        elif self.system.exists(path):
            self.system.rm_file(path)

    def problems(self) -> pd.DataFrame:
        """All that went wrong."""
        self.system.invalidate_cache()
        tables = [pd.DataFrame(columns=list(PROBLEMS)).astype(_TYPES)]
        with suppress(FileNotFoundError):
            for path in sorted(self.system.ls(f"{self.root}/problems", detail=False)):
                with self.system.open(path, "rb") as file:
                    tables.append(pd.read_parquet(file).astype(_TYPES))
        return pd.concat(tables, ignore_index=True)

    def manifest(self) -> dict[str, Any] | None:
        """What the results are made of and by; None where there are none."""
        try:
            return json.loads(self.system.cat_file(f"{self.root}/{MANIFEST}"))
        except FileNotFoundError:
            return None

    def write_manifest(self, manifest: Mapping[str, Any]) -> None:
        """Keep what the results are made of and by."""
        self._put(f"{self.root}/{MANIFEST}", json.dumps(manifest, indent=1).encode())

    def tidy(self) -> None:
        """Remove what killed processes left half written."""
        with suppress(OSError):
            self.system.rm(f"{self.root}/{_UNDER_WAY}", recursive=True)

    def _put(self, path: str, content: bytes) -> None:
        # under another name first: who finds the file finds all of it
        part = f"{self.root}/{_UNDER_WAY}/{uuid.uuid4().hex}"
        try:
            self.system.makedirs(f"{self.root}/{_UNDER_WAY}", exist_ok=True)
            self.system.makedirs(path.rsplit("/", 1)[0], exist_ok=True)
            with self.system.open(part, "wb") as file:
                file.write(content)
                if "file" in self.system.protocol:
                    file.flush()
                    os.fsync(file.fileno())
            self.system.mv(part, path)
        except OSError as error:
            with suppress(OSError):
                self.system.rm_file(part)
            raise NotWrittenError(
                f"{self.address}: {error.strerror or error}; what is finished stays: make room or "
                "put right what is wrong there, and call ak.cluster.run again"
            ) from error
