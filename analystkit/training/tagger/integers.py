"""A BERT layer in whole numbers, of windows; see `analystkit.training.integers`.

Queries, keys and values are numbers from 0 to 255, whose scale and zero a window's own least and
highest tell: one is read at a time.  In place of softmax's exponential stands (1 + t/16)^16.
"""

from typing import Any

import torch
from torch import Tensor

from analystkit.training.integers import (
    BYTE,
    MICROSOFT,
    TINY,
    Rows,
    linear,
    nearest,
    norm,
)

BEND = 3.13  # where the approximation of GELU becomes straight
LEAST = 27 / 256  # what `gelu` gives is nowhere below its negative
_POWER = 4  # squared so often, 1 + t/16 is the exponential of t, wrong by .017 at most


def layer(module: Any, states: Tensor, rows: int, mask: Tensor | None = None) -> Tensor:
    """A BERT layer's output for the states of so many windows, one below the other.

    `mask` tells what is no padding.
    """
    attention = module.attention.self
    size = attention.attention_head_size

    def heads(x: Tensor) -> Tensor:
        x = x.reshape(rows, -1, x.shape[1] // size, size).transpose(1, 2)
        return x if mask is None else x * mask[:, None, :, None]

    read = Rows(states)
    q, k, v = (
        heads(linear(one, read)) for one in (attention.query, attention.key, attention.value)
    )
    scores = _pair(q / (size**0.5 * 2**_POWER), k.transpose(2, 3))
    if mask is not None:
        scores = scores + (mask[:, None, None, :] - 1.0) * 1e9
    shares = (scores - (scores.amax(-1, keepdim=True) - 1.0)).relu()
    for _ in range(_POWER):
        shares = shares * shares
    found = _mixed(shares, v).transpose(1, 2).reshape(-1, states.shape[1])
    found = linear(module.attention.output.dense, Rows(found))
    between = norm(module.attention.output.LayerNorm, found + states)
    inner = gelu(linear(module.intermediate.dense, Rows(between), of=1 / BEND))
    outer = linear(module.output.dense, Rows(inner, least=LEAST, unit=BEND / 2))
    return norm(module.output.LayerNorm, outer + between)


def gelu(x: Tensor) -> Tensor:
    """Of x counted in `BEND`: GELU counted in half of it; wrong by .006 at most.

    For erf(|x| / sqrt 2) stands 1 - (1 - |x|)^3.
    """
    near = x.clamp(-1, 1)
    far = near.abs()
    return x * (1 + near * ((far - 3) * far + 3))


def _bytes(x: Tensor) -> tuple[Tensor, Tensor]:
    """Each window in whole numbers, less its zero, and their scale."""
    with torch.no_grad():
        low, high = x.flatten(1).amin(1).clamp_max(0.0), x.flatten(1).amax(1).clamp_min(0.0)
        scale = ((high - low) / BYTE).clamp_min(TINY)
        zero = (-low / scale).round()
    across = (-1, *(1,) * (x.ndim - 1))
    scale, zero = scale.reshape(across), zero.reshape(across)
    steps = x / scale
    whole = (steps.detach().round() + zero).clamp(0, BYTE) - zero
    return steps + (whole - steps).detach(), scale


def _pair(a: Tensor, b: Tensor) -> Tensor:
    """The product of what differs with every window."""
    if torch.onnx.is_in_onnx_export():
        return _Pair.apply(a, b)
    (a, a_scale), (b, b_scale) = _bytes(a), _bytes(b)
    return (a @ b) * (a_scale * b_scale)


def _mixed(shares: Tensor, v: Tensor) -> Tensor:
    """The mean of `v`, by shares of which the highest of each row is 1."""
    if torch.onnx.is_in_onnx_export():
        return _Mixed.apply(shares, v)
    parts = nearest(shares * BYTE)
    v, scale = _bytes(v)
    return (parts @ v) * scale / parts.sum(-1, keepdim=True)


class _Pair(torch.autograd.Function):
    """In an exported graph, `_pair`."""

    @staticmethod
    def forward(ctx: Any, a: Tensor, b: Tensor) -> Tensor:
        return a @ b

    @staticmethod
    def symbolic(g: Any, a: Any, b: Any) -> Any:
        whole, scale, zero = g.op("DynamicQuantizeLinear", a, outputs=3)
        other, other_scale, other_zero = g.op("DynamicQuantizeLinear", b, outputs=3)
        return g.op(
            f"{MICROSOFT}::MatMulIntegerToFloat",
            *(whole, other, scale, other_scale, zero, other_zero),
        )


class _Mixed(torch.autograd.Function):
    """In an exported graph, `_mixed`."""

    @staticmethod
    def forward(ctx: Any, shares: Tensor, v: Tensor) -> Tensor:
        return shares @ v

    @staticmethod
    def symbolic(g: Any, shares: Any, v: Any) -> Any:
        step, one = (g.op("Constant", value_t=torch.tensor(x)) for x in (1 / BYTE, 1.0))
        nothing = g.op("Constant", value_t=torch.tensor(0, dtype=torch.uint8))
        parts = g.op("QuantizeLinear", shares, step, nothing)
        whole, scale, zero = g.op("DynamicQuantizeLinear", v, outputs=3)
        found = g.op(f"{MICROSOFT}::MatMulIntegerToFloat", parts, whole, one, scale, nothing, zero)
        # of whole numbers, so that the order of adding does not show
        counted = g.op("DequantizeLinear", parts, one, nothing)
        last = g.op("Constant", value_t=torch.tensor([-1]))
        every = g.op("ReduceSum", counted, last, keepdims_i=1)
        return g.op("Div", found, every)
