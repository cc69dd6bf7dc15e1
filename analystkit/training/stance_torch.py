"""Stance networks in torch: made from an encoder, and asked."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
import torch
from tokenizers import Tokenizer
from torch import nn

from analystkit.stance.marks import Marked
from analystkit.training.attribution import load_encoder, load_tokenizer, translation
from analystkit.training.stance_data import CLASSES, collate
from analystkit.training.stance_model import STARTS, StanceNetwork, as_five

_LAYER = re.compile(r"(encoder\.encoder\.layer\.)(\d+)(\..+)")


def plain_tokenizer(folder: Path) -> Tokenizer:
    """The encoder's tokenizer, reading "[MASK]" and the like as text."""
    tokenizer = load_tokenizer(folder)
    tokenizer.encode_special_tokens = True
    return tokenizer


def new_network(
    tokenizer: Tokenizer,
    folder: Path,
    *,
    dropout: float = 0.0,
    attention: float = 0.0,
    frozen: int = 0,
    layers: Sequence[int] | None = None,
) -> StanceNetwork:
    """The pretrained encoder of a folder with new heads, its embeddings and first layers frozen.

    With `layers` it keeps only those, counted from 0.
    """
    encoder = load_encoder(folder)
    if layers is not None:
        every = encoder.encoder.layer
        encoder.encoder.layer = nn.ModuleList([every[n] for n in layers])
    network = StanceNetwork(encoder, dropout=dropout, renumber=translation(tokenizer, folder))
    numbers = [tokenizer.token_to_id(word) for word in STARTS]
    network.start_marks([n for n in numbers if n is not None])
    encoder.embeddings.word_embeddings.requires_grad_(False)
    if frozen:
        still = [encoder.embeddings, *encoder.encoder.layer[:frozen]]
        for module in [*still, getattr(encoder.encoder, "relative_attention_bias", still[0])]:
            module.requires_grad_(False)
    for module in encoder.modules():
        for part in module.children():
            if isinstance(part, nn.Dropout):
                part.p = attention if type(module).__name__.endswith("SelfAttention") else dropout
    return network


def start_from(network: StanceNetwork, run: Path, layers: Sequence[int]) -> None:
    """Take over a run's weights; of its layers, those that the network keeps."""
    place = {old: new for new, old in enumerate(layers)}
    state = {}
    for key, value in torch.load(run, map_location="cpu", weights_only=True).items():
        found = _LAYER.match(key)
        if found is None:
            state[key] = value
        elif int(found[2]) in place:
            state[f"{found[1]}{place[int(found[2])]}{found[3]}"] = value
    network.load_state_dict(state)


def asker(network: StanceNetwork) -> Callable[[Sequence[Marked]], np.ndarray]:
    """Five logits of each question, in batches of like length."""

    def ask(marked: Sequence[Marked]) -> np.ndarray:
        out = np.zeros((len(marked), 5))
        order = sorted(range(len(marked)), key=lambda n: len(marked[n].ids))
        for start in range(0, len(order), 64):
            chosen = order[start : start + 64]
            batch = collate([(marked[n], (0.0,) * CLASSES) for n in chosen])
            with torch.no_grad():
                mention, directed = network.training_logits(
                    batch["ids"], batch["mask"], batch["target"], batch["holder"]
                )
            held = (batch["holder"] > 0)[:, None]
            out[chosen] = torch.where(held, directed, as_five(mention)).float().numpy()
        return out

    return ask
