"""Turn trained weights into the shipped int8 ONNX tagger.

``python -m analystkit.training.export RUN1/tagger.pt RUN2/tagger.pt --out FOLDER``
averages the runs' weights (they must have started from the same ones) and quantises.
"""

from __future__ import annotations

import argparse
import shutil
import tempfile
from collections.abc import Sequence
from pathlib import Path

import torch

from analystkit.training.attribution import load_encoder, minilm
from analystkit.training.model import Tagger
from analystkit.weights import write_network


def average(runs: Sequence[Path]) -> dict[str, torch.Tensor]:
    """The mean of the runs' weights.

    Source: Wortsman et al., "Model soups: averaging weights of multiple fine-tuned models
    improves accuracy without increasing inference time", ICML 2022.
    """
    states = [torch.load(run, weights_only=True) for run in runs]
    return {
        key: torch.stack([s[key] for s in states]).mean(dim=0)
        if first.is_floating_point()
        else first
        for key, first in states[0].items()
    }


def export(runs: Sequence[Path], folder: Path) -> Path:
    """Write ``tagger.onnx.gz`` (int8, quantised per channel) and ``tokenizer.json``."""
    from onnxruntime.quantization import QuantType, quantize_dynamic

    model = Tagger(load_encoder(minilm()))
    model.load_state_dict(average(runs))
    model.eval()
    folder.mkdir(parents=True, exist_ok=True)
    ids = torch.ones(2, 16, dtype=torch.long)
    axes = {0: "batch", 1: "pieces"}
    with tempfile.TemporaryDirectory() as work:
        full = Path(work) / "full.onnx"
        torch.onnx.export(
            model,
            (ids, torch.ones_like(ids)),
            str(full),
            input_names=["ids", "mask"],
            output_names=["tags", "links"],
            dynamic_axes={name: axes for name in ("ids", "mask", "tags", "links")},
            opset_version=17,
            dynamo=False,
        )
        small = Path(work) / "int8.onnx"
        quantize_dynamic(full, small, weight_type=QuantType.QInt8, per_channel=True)
        out = folder / "tagger.onnx.gz"
        write_network(small.read_bytes(), out)
    shutil.copy(minilm() / "tokenizer.json", folder / "tokenizer.json")
    return out


def main(argv: list[str] | None = None) -> None:
    """Export and print the size."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("runs", type=Path, nargs="+", help="tagger.pt of each run")
    parser.add_argument("--out", type=Path, required=True)
    args = parser.parse_args(argv)
    out = export(args.runs, args.out)
    print(f"{out}: {out.stat().st_size / 1e6:.1f} MB")


if __name__ == "__main__":
    main()
