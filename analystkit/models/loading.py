"""The trained networks' files: ONNX, kept gzipped, run by onnxruntime; and their tokenizer."""

from __future__ import annotations

import gzip
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tokenizers import Tokenizer

MODELS = Path(__file__).parent
QUOTA = Path("/sys/fs/cgroup/cpu.max")


class ModelError(RuntimeError):
    """A model's files are missing or damaged."""


@lru_cache(maxsize=1)
def load_tokenizer(folder: Path = MODELS) -> Tokenizer:
    """The tagger's tokenizer."""
    path = folder / "tokenizer.json"
    with mending(path):
        return open_tokenizer(path)


def open_tokenizer(path: Path) -> Tokenizer:
    """A tokenizer's file, without padding or truncation."""
    from tokenizers import Tokenizer

    tokenizer = Tokenizer.from_file(str(path))
    tokenizer.no_padding()
    tokenizer.no_truncation()
    return tokenizer


def special_pieces(tokenizer: Tokenizer) -> tuple[int, int]:
    """The numbers of the opening piece and the separator."""
    opening, separator = tokenizer.token_to_id("[CLS]"), tokenizer.token_to_id("[SEP]")
    if opening is None or separator is None:
        raise ModelError("the tokenizer lacks [CLS] or [SEP]: it is not the tagger's")
    return opening, separator


def cores() -> int:
    """How many cores this process may use: its own, by its quota and by OMP_NUM_THREADS."""
    own = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    limits = [own or 1]
    if (told := os.environ.get("OMP_NUM_THREADS", "")).isdigit():  # a cluster's worker has 1
        limits.append(int(told))
    with suppress(OSError, ValueError):  # a container's share; there is "max" where it has none
        quota, period = map(int, QUOTA.read_text("ascii").split())
        limits.append(-(-quota // period))
    return max(1, min(limits))


@contextmanager
def mending(path: Path, model: str = "attribution") -> Iterator[None]:
    """Let any failure inside be a `ModelError` that says how to mend the model's file."""
    try:
        yield
    except Exception as error:
        raise ModelError(damaged(path, error, model)) from error


def damaged(path: Path, error: Exception, model: str = "attribution") -> str:
    """What is wrong with a file of a model, and how to mend it."""
    state = "is damaged" if path.exists() else "is missing"
    return (
        f"the {model} model's file {path} {state} ({type(error).__name__}); "
        "in a clone bring it back with: git checkout -- analystkit/models"
    )


def write_network(model: bytes, path: Path) -> None:
    """Write a network; the same weights make the same bytes."""
    path.write_bytes(gzip.compress(model, 9, mtime=0))


def open_network(path: Path, *, threads: int) -> Any:
    """The onnxruntime session of a network's file, on so many cores; see `mending`."""
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    options.log_severity_level = 3
    return onnxruntime.InferenceSession(
        gzip.decompress(path.read_bytes()),
        sess_options=options,
        providers=["CPUExecutionProvider"],
    )
