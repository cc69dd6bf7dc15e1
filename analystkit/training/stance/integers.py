"""An MPNet layer in whole numbers, of several passages; see `analystkit.training.integers`."""

from typing import Any

from torch import Tensor

from analystkit.training.integers import (
    BEND,
    BYTE,
    LEAST,
    STEPS,
    TINY,
    Rows,
    gelu,
    linear,
    nearest,
    norm,
)


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

    read = Rows(states.flatten(0, 1))
    asking = read if asked is None else Rows(asked.flatten(0, 1))
    q, q_scale = _steps(heads(linear(attention.q, asking)))
    k, k_scale = _steps(heads(linear(attention.k, read)))
    v = heads(linear(attention.v, read))
    if mask is not None:
        v, near = v * mask[:, None, :, None], near + (mask[:, None, None, :] - 1.0) * 1e9
    _, v_scale = _steps(v.flatten(2))  # one a passage and head: its rows are added up
    v_scale = v_scale[..., None]
    v = nearest(v / v_scale)
    scores = (q @ k.transpose(2, 3)) * (q_scale / size**0.5) * k_scale.transpose(2, 3) + near
    shares = (scores - scores.amax(-1, keepdim=True)).double().exp().float()
    shares = nearest(shares * BYTE)
    found = (shares @ v) * (v_scale / shares.sum(-1, keepdim=True))
    found = linear(attention.o, Rows(found.transpose(1, 2).reshape(-1, width)))
    read = norm(module.attention.LayerNorm, found + asking.x)
    inner = gelu(linear(module.intermediate.dense, Rows(read), of=1 / BEND))
    outer = linear(module.output.dense, Rows(inner, least=LEAST, unit=BEND / 2))
    return norm(module.output.LayerNorm, outer + read).reshape(rows, -1, width)


def _steps(x: Tensor) -> tuple[Tensor, Tensor]:
    """Whole numbers, and the scale of each row."""
    scale = x.detach().abs().amax(-1, keepdim=True).clamp_min(TINY) / STEPS
    return nearest(x / scale), scale
