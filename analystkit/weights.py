"""The trained networks' files: ONNX, kept gzipped, run by onnxruntime."""

from __future__ import annotations

import gzip
from pathlib import Path
from typing import Any


def write_network(model: bytes, path: Path) -> None:
    """Write a network; the same weights make the same bytes."""
    path.write_bytes(gzip.compress(model, 9, mtime=0))


def open_network(path: Path, *, threads: int) -> Any:
    """The onnxruntime session of a network's file, on so many cores.

    Raises
    ------
    Exception
        Of several kinds, when the file is missing or damaged; callers say what to do.
    """
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    options.log_severity_level = 3
    return onnxruntime.InferenceSession(
        gzip.decompress(path.read_bytes()),
        sess_options=options,
        providers=["CPUExecutionProvider"],
    )
