"""Turn trained weights into the shipped ONNX tagger, its weights kept in eight bits.

``python -m analystkit.training.tagger.export RUN1/tagger.pt RUN2/tagger.pt --out FOLDER``
averages the runs' weights (they must have started from the same ones) and rounds them.
"""

import shutil
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import torch

from analystkit.models.loading import write_network
from analystkit.training.fine_tuning import command, load_encoder, minilm, to_onnx
from analystkit.training.tagger.network import Tagger


def average(runs: Sequence[Path]) -> dict[str, torch.Tensor]:
    """The mean of the runs' weights (Wortsman et al., "Model soups", ICML 2022)."""
    states = [torch.load(run, weights_only=True) for run in runs]
    floats = [key for key, value in states[0].items() if value.is_floating_point()]
    return states[0] | {key: torch.stack([s[key] for s in states]).mean(dim=0) for key in floats}


def export(runs: Sequence[Path], folder: Path) -> Path:
    """Write ``tagger.onnx.gz`` (weights in eight bits, per channel) and ``tokenizer.json``."""
    import onnx
    from onnxruntime.quantization import quantize_dynamic

    model = Tagger(load_encoder(minilm()))
    model.load_state_dict(average(runs))
    model.eval()
    folder.mkdir(parents=True, exist_ok=True)
    ids = torch.ones(2, 16, dtype=torch.long)
    with tempfile.TemporaryDirectory() as work:
        full = Path(work) / "full.onnx"
        axes = {name: {0: "batch", 1: "pieces"} for name in ("ids", "mask", "tags", "links")}
        to_onnx(model, (ids, torch.ones_like(ids)), full, axes)
        embedded = Path(work) / "embedded.onnx"
        quantize_dynamic(full, embedded, op_types_to_quantize=["Gather"])
        network = onnx.load(str(embedded))
        keep_in_eight_bits(network)
        out = folder / "tagger.onnx.gz"
        write_network(network.SerializeToString(), out)
    shutil.copy(minilm() / "tokenizer.json", folder / "tokenizer.json")
    return out


def keep_in_eight_bits(network: Any) -> None:
    """Round the weights that inputs are multiplied by to eight bits and a scale a column."""
    # Multiplied as floats: eight bits would round every input too, by a last digit that differs
    # between processors. ``DequantizeLinear`` would be leave to, so a product stands for it.
    from onnx import TensorProto, helper, numpy_helper

    graph = network.graph
    weights = {i.name: i for i in graph.initializer if len(i.dims) == 2}
    nodes = []
    for node in graph.node:
        if node.op_type == "MatMul" and node.input[1] in weights:
            name = node.input[1]
            exact = numpy_helper.to_array(weights[name])
            scale = np.maximum(np.abs(exact).max(axis=0) / 127, 1e-12).astype(np.float32)
            steps = np.round(exact / scale).astype(np.int8)
            weights[name].CopyFrom(numpy_helper.from_array(steps, name))
            graph.initializer.append(numpy_helper.from_array(scale, f"{name}_scale"))
            nodes += [
                helper.make_node("Cast", [name], [f"{name}_steps"], to=TensorProto.FLOAT),
                helper.make_node("Mul", [f"{name}_steps", f"{name}_scale"], [f"{name}_float"]),
            ]
            node.input[1] = f"{name}_float"
        nodes.append(node)
    del graph.node[:]
    graph.node.extend(nodes)


def main(argv: list[str] | None = None) -> None:
    """Export and print the size."""
    parser = command(__doc__)
    parser.add_argument("runs", type=Path, nargs="+", help="tagger.pt of each run")
    parser.add_argument("--out", type=Path, required=True)
    args = parser.parse_args(argv)
    out = export(args.runs, args.out)
    print(f"{out}: {out.stat().st_size / 1e6:.1f} MB")


if __name__ == "__main__":
    main()
