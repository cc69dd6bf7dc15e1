"""Turn trained weights into the shipped int8 ONNX stance network.

``python -m analystkit.training.stance_export RUN1/stance.pt RUN2/stance.pt --out FOLDER``
averages the runs' weights (they must have started from the same ones) and quantises.
"""

from __future__ import annotations

import argparse
import tempfile
from collections.abc import Sequence
from pathlib import Path

import torch

from analystkit.training.attribution import load_encoder, minilm
from analystkit.training.export import average
from analystkit.training.stance_model import StanceNetwork


def load_network(runs: Sequence[Path]) -> StanceNetwork:
    """The mean of the runs, its marks among the word embeddings."""
    network = StanceNetwork(load_encoder(minilm()))
    network.load_state_dict(average(runs))
    network.fold()
    return network.eval()


def export(runs: Sequence[Path], folder: Path) -> Path:
    """Write ``stance.onnx`` (int8, quantised per channel); the tokenizer is the tagger's."""
    from onnxruntime.quantization import QuantType, quantize_dynamic

    network = load_network(runs)
    folder.mkdir(parents=True, exist_ok=True)
    question = (torch.full((2, 16), 1000), torch.tensor([4, 6]), torch.tensor([0, 2]))
    with tempfile.TemporaryDirectory() as work:
        full = Path(work) / "full.onnx"
        torch.onnx.export(
            network,
            question,
            str(full),
            input_names=["ids", "target", "holder"],
            output_names=["classes"],
            dynamic_axes={
                "ids": {0: "batch", 1: "pieces"},
                **{name: {0: "batch"} for name in ("target", "holder", "classes")},
            },
            opset_version=17,
            dynamo=False,
        )
        out = folder / "stance.onnx"
        quantize_dynamic(full, out, weight_type=QuantType.QInt8, per_channel=True)
    return out


def main(argv: list[str] | None = None) -> None:
    """Export and print the size."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("runs", type=Path, nargs="+", help="stance.pt of each run")
    parser.add_argument("--out", type=Path, required=True)
    args = parser.parse_args(argv)
    out = export(args.runs, args.out)
    print(f"{out}: {out.stat().st_size / 1e6:.1f} MB")


if __name__ == "__main__":
    main()
