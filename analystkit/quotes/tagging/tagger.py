"""The trained tagger: which words are source, cue and content, and who links to whom.

A transformer run by onnxruntime, loaded on first use; its card is ``analystkit/models/tagger.md``.
"""

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np

from analystkit.models.loading import (
    MODELS,
    load_tokenizer,
    mending,
    open_network,
    special_pieces,
)
from analystkit.quotes.tagging.tags import TAGS, Floats, log_softmax
from analystkit.quotes.tagging.windows import Window, Words, pack, split_words

LINKS = 256


@dataclass(frozen=True)
class Tagged:
    """What the tagger says of one text."""

    words: Words
    windows: list[Window]
    scores: Floats  # words x tags, log-probabilities
    links: Floats  # words x 256, pointer vectors
    openings: Floats  # those of each window's opening piece, which stands for "none"


@lru_cache(maxsize=2)
def load_session(folder: Path = MODELS) -> Any:
    """The tagger's onnxruntime session, on one core: articles are spread over cores."""
    path = folder / "tagger.onnx.gz"
    with mending(path):
        return open_network(path, threads=1)


def tag(text: str) -> Tagged:
    """Run the tagger over `text`."""
    tokenizer, session = load_tokenizer(), load_session()
    words = split_words(text, tokenizer)
    windows = pack(words, text, special=special_pieces(tokenizer))
    scores = [np.zeros((0, len(TAGS)), np.float32)]
    links = [np.zeros((0, LINKS), np.float32)]
    openings = [np.zeros((0, LINKS), np.float32)]
    for window in windows:  # one by one, so that no neighbour shows in a last digit
        ids = np.array([window.ids], np.int64)
        tags, vectors = session.run(["tags", "links"], {"ids": ids})
        scores.append(log_softmax(tags[0, window.at]))
        links.append(vectors[0, window.at])
        openings.append(vectors[0, :1])
    return Tagged(words, windows, *map(np.concatenate, (scores, links, openings)))
