"""Weights in four bits: rounded as they are shipped, and already so while they learn.

Sources: Jacob et al., "Quantization and training of neural networks for efficient
integer-arithmetic-only inference", CVPR 2018; the gradient passes the rounding as in Bengio,
Léonard and Courville, "Estimating or propagating gradients through stochastic neurons", 2013.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import torch
from torch import Tensor, nn

from analystkit.training.stance_model import StanceNetwork

BLOCK = 128


def rounded(weight: Tensor) -> Tensor:
    """The nearest values of four bits: -8 to 7 times a scale, one for each block of a row.

    The value of largest size becomes -8, as onnxruntime's quantiser has it, so that what is
    rounded here it takes over as it is; scales keep half a float's precision.
    """
    blocks = weight.reshape(-1, BLOCK)
    largest = blocks.gather(1, blocks.abs().argmax(dim=1, keepdim=True))
    scale = (largest / -8).half().float()
    steps = (blocks / scale).nan_to_num().round().clamp(-8, 7)
    return (steps * scale).reshape(weight.shape)


def four_bit(network: StanceNetwork) -> list[nn.Parameter]:
    """The weights that are shipped in four bits: all but biases, norms and the last layers."""
    embeddings, layers = network.encoder.embeddings, network.encoder.encoder.layer
    inner = [m.weight for m in layers.modules() if isinstance(m, nn.Linear)]
    return [embeddings.word_embeddings.weight, network.marks, network.mixed.weight, *inner]


def round_frozen(network: StanceNetwork) -> None:
    """Round for good what does not learn, so that the rest learns to live with it."""
    with torch.no_grad():
        for weight in four_bit(network):
            if not weight.requires_grad:
                weight.copy_(rounded(weight))


@contextmanager
def as_shipped(network: StanceNetwork, *, on: bool = True) -> Iterator[None]:
    """Within, the learning weights are rounded; their gradients go to the unrounded ones."""
    kept = [(w, w.data) for w in four_bit(network) if on and w.requires_grad]
    for weight, exact in kept:
        weight.data = rounded(exact)
    try:
        yield
    finally:
        for weight, exact in kept:
            weight.data = exact
