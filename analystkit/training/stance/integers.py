"""An encoder's layers in whole numbers: the same answer to the bit on every processor, and quicker.

What is multiplied are whole numbers: inputs from -127 to 127 with a scale for each row, weights
from -64 to 64 with one for each column.  Their sums are exact, so their order, which differs
between processors, does not show.  All else is done number by number, as IEEE 754 fixes it, or in
double precision, whose last digits nothing after them can see.  Weights stay within 64 because
processors without VNNI add two products in sixteen bits.

After Jacob et al., "Quantization and training of neural networks for efficient
integer-arithmetic-only inference", CVPR 2018, and Kim et al., "I-BERT: integer-only BERT
quantization", ICML 2021.  Gradients pass the rounding (Bengio et al., arXiv 1308.3432).
"""

from typing import Any

import torch
from torch import Tensor

STEPS, WEIGHT_STEPS, SHARES = 127, 64, 255
PRODUCT = "analystkit::Product"
_TINY = 1e-12
_BEND = 3.13  # where the approximation of GELU becomes straight
_LEAST = 27 / 256  # what `_gelu` gives is nowhere below its negative


def layer(
    module: Any,
    states: Tensor,
    near: Tensor,
    *,
    asked: Tensor | None = None,
    mask: Tensor | None = None,
) -> Tensor:
    """An MPNet layer's output, at the states `asked` only if those are given.

    `near` is the bias of positions, `mask` tells what is no padding.
    """
    rows, width = states.shape[0], states.shape[2]
    attention = module.attention.attn
    size = attention.attention_head_size

    def heads(x: Tensor) -> Tensor:
        return x.reshape(rows, -1, width // size, size).transpose(1, 2)

    read = _Rows(states.flatten(0, 1))
    asking = read if asked is None else _Rows(asked.flatten(0, 1))
    q, q_scale = _steps(heads(_linear(attention.q, asking)))
    k, k_scale = _steps(heads(_linear(attention.k, read)))
    v = heads(_linear(attention.v, read))
    if mask is not None:
        v, near = v * mask[:, None, :, None], near + (mask[:, None, None, :] - 1.0) * 1e9
    _, v_scale = _steps(v.flatten(2))  # one a passage and head: its rows are added up
    v_scale = v_scale[..., None]
    v = _nearest(v / v_scale)
    scores = (q @ k.transpose(2, 3)) * (q_scale / size**0.5) * k_scale.transpose(2, 3) + near
    shares = (scores - scores.amax(-1, keepdim=True)).double().exp().float()
    shares = _nearest(shares * SHARES)
    found = (shares @ v) * (v_scale / shares.sum(-1, keepdim=True))
    found = _linear(attention.o, _Rows(found.transpose(1, 2).reshape(-1, width)))
    read = norm(module.attention.LayerNorm, found + asking.x)
    inner = _gelu(_linear(module.intermediate.dense, _Rows(read), of=1 / _BEND))
    outer = _linear(module.output.dense, _Rows(inner, least=_LEAST, unit=_BEND / 2))
    return norm(module.output.LayerNorm, outer + read).reshape(rows, -1, width)


def linear(module: Any, x: Tensor) -> Tensor:
    """A linear layer of some rows."""
    return _linear(module, _Rows(x))


def norm(module: Any, x: Tensor) -> Tensor:
    """Layer normalisation; the sums are taken in double precision."""
    exact = x.double()
    mean = exact.mean(-1, keepdim=True)
    spread = (exact * exact).mean(-1, keepdim=True) - mean * mean
    scale = 1 / (spread + module.eps).sqrt()
    return (x - mean.float()) * scale.float() * module.weight + module.bias


class _Rows:
    """Rows in whole numbers; of those that are nowhere below `-least`, the highest tells the scale.

    `unit` is what a one in `x` stands for.
    """

    def __init__(self, x: Tensor, *, least: float | None = None, unit: float = 1.0) -> None:
        with torch.no_grad():
            largest = x.abs().amax(-1) if least is None else x.amax(-1)
            scale = largest.clamp_min(least or _TINY) / STEPS
        exported = torch.onnx.is_in_onnx_export()
        self.x = x
        self.whole = _Steps.apply(x, scale) if exported else _nearest(x / scale[:, None])
        self.unit = (scale * unit)[:, None]


def _linear(module: Any, rows: _Rows, *, of: float = 1.0) -> Tensor:
    """A linear layer's output, counted in units of `1 / of`."""
    weight = module.weight
    if torch.onnx.is_in_onnx_export():
        product = _Product.apply(rows.whole, weight)
    else:
        column = columns(weight)
        product = (rows.whole @ _nearest(weight / column[:, None]).T) * column
    return product * (rows.unit * of) + module.bias * of


def columns(weight: Tensor) -> Tensor:
    """The scale of each column of a product, a row of the weight."""
    return weight.detach().abs().amax(1).clamp_min(_TINY) / WEIGHT_STEPS


class _Steps(torch.autograd.Function):
    """In an exported graph, rows in whole numbers around 128, so that none is below 0."""

    @staticmethod
    def forward(ctx: Any, x: Tensor, scale: Tensor) -> Tensor:
        return (x / scale[:, None]).round()

    @staticmethod
    def symbolic(g: Any, x: Any, scale: Any) -> Any:
        middle = g.op("Constant", value_t=torch.tensor(128, dtype=torch.uint8))
        middle = g.op("Expand", middle, g.op("Shape", scale))
        return g.op("QuantizeLinear", x, scale, middle, axis_i=0)


class _Product(torch.autograd.Function):
    """In an exported graph, their product with a weight; the export makes it a whole one."""

    @staticmethod
    def forward(ctx: Any, whole: Tensor, weight: Tensor) -> Tensor:
        return whole @ weight.T

    @staticmethod
    def symbolic(g: Any, whole: Any, weight: Any) -> Any:
        found = g.op(PRODUCT, whole, weight)
        found.setType(weight.type().with_sizes([None, weight.type().sizes()[0]]))
        return found


def _steps(x: Tensor) -> tuple[Tensor, Tensor]:
    """Whole numbers, and the scale of each row."""
    scale = x.detach().abs().amax(-1, keepdim=True).clamp_min(_TINY) / STEPS
    return _nearest(x / scale), scale


def _nearest(x: Tensor) -> Tensor:
    return x.round() if not x.requires_grad else x + (x.round() - x).detach()


def _gelu(x: Tensor) -> Tensor:
    """Of x counted in `_BEND`: GELU counted in half of it; wrong by .006 at most.

    For erf(|x| / sqrt 2) stands 1 - (1 - |x|)^3.
    """
    near = x.clamp(-1, 1)
    far = near.abs()
    return x * (1 + near * ((far - 3) * far + 3))
