"""Turn trained weights into the shipped int8 ONNX tagger.

python -m analystkit.training.export OUT/tagger.pt analystkit/models
"""

from __future__ import annotations

import argparse
import shutil
import tempfile
from pathlib import Path

import torch

from analystkit.training.attribution import load_encoder, minilm
from analystkit.training.model import Tagger


def export(weights: Path, folder: Path) -> Path:
    """Write ``tagger.onnx`` (int8, quantised per channel) and ``tokenizer.json``."""
    from onnxruntime.quantization import QuantType, quantize_dynamic

    model = Tagger(load_encoder(minilm()))
    model.load_state_dict(torch.load(weights, weights_only=True))
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
        out = folder / "tagger.onnx"
        quantize_dynamic(full, out, weight_type=QuantType.QInt8, per_channel=True)
    shutil.copy(minilm() / "tokenizer.json", folder / "tokenizer.json")
    return out


def main(argv: list[str] | None = None) -> None:
    """Export and print the size."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("weights", type=Path)
    parser.add_argument("folder", type=Path)
    args = parser.parse_args(argv)
    out = export(args.weights, args.folder)
    print(f"{out}: {out.stat().st_size / 1e6:.1f} MB")


if __name__ == "__main__":
    main()
