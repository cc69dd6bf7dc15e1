"""An MPNet layer in whole numbers, of several passages; see `analystkit.training.integers`.

Queries, keys and values are counted in fixed parts of one.  None was above 10 and 5, so no sum
comes near 2^24, up to which floats hold every whole number.  In place of softmax's exponential
stands (1 + t/16)^16, and in place of GELU x times a ramp.
"""

from typing import Any

import torch
from torch import Tensor

from analystkit.training.integers import BYTE, Rows, linear, nearest, norm

FINE, COARSE = 64, 32  # parts of one that values, and queries and keys, are counted in
POWER = 4  # squared so often, 1 + t/16 is the exponential of t, wrong by .017 at most
STEEP = 0.285  # of the ramp
LEAST = 1 / 16  # what `ramped` gives is nowhere below its negative


def layer(
    module: Any,
    states: Tensor,
    near: Tensor,
    *,
    asked: Tensor | None = None,
    mask: Tensor | None = None,
) -> Tensor:
    """An MPNet layer's output, at the states `asked` only if those are given.

    `near` is a sixteenth of the bias of positions, `mask` tells what is no padding.
    """
    rows, width = states.shape[0], states.shape[2]
    attention = module.attention.attn
    size = attention.attention_head_size

    def heads(x: Tensor) -> Tensor:
        return nearest(x.reshape(rows, -1, width // size, size).transpose(1, 2))

    read = Rows(states.flatten(0, 1))
    asking = read if asked is None else Rows(asked.flatten(0, 1))
    q = heads(linear(attention.q, asking, of=COARSE))
    k = heads(linear(attention.k, read, of=COARSE))
    v = heads(linear(attention.v, read, of=FINE))
    if mask is not None:
        v, near = v * mask[:, None, :, None], near + (mask[:, None, None, :] - 1.0) * 1e9
    scores = (q @ k.transpose(2, 3)) * (1 / (COARSE**2 * size**0.5 * 2**POWER)) + near
    shares = (scores - (scores.amax(-1, keepdim=True) - 1.0)).relu()
    for _ in range(POWER):
        shares = shares * shares
    shares = nearest(shares * BYTE)
    found = (shares @ v) * (1 / shares.sum(-1, keepdim=True))
    found = Rows(found.transpose(1, 2).reshape(-1, width), unit=1 / FINE)
    read = norm(module.attention.LayerNorm, linear(attention.o, found) + asking.x)
    inner = ramped(linear(module.intermediate.dense, Rows(read), of=STEEP))
    outer = linear(module.output.dense, Rows(inner, least=LEAST, unit=1 / STEEP))
    return norm(module.output.LayerNorm, outer + read).reshape(rows, -1, width)


def ramped(x: Tensor) -> Tensor:
    """Of x counted in `1 / STEEP`: nearly GELU, counted so too."""
    return x * (_Ramp.apply(x) if torch.onnx.is_in_onnx_export() else (x + 0.5).clamp(0, 1))


class _Ramp(torch.autograd.Function):
    """In an exported graph, from 0 at -1/2 to 1 at 1/2, in one operator."""

    @staticmethod
    def forward(ctx: Any, x: Tensor) -> Tensor:
        return (x + 0.5).clamp(0, 1)

    @staticmethod
    def symbolic(g: Any, x: Any) -> Any:
        return g.op("HardSigmoid", x, alpha_f=1.0, beta_f=0.5)
