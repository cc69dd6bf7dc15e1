"""Turn trained weights into the shipped ONNX stance network, in four bits.

``python -m analystkit.training.stance.export RUN/stance.pt --encoder FOLDER --out FOLDER``; of
several runs the weights are averaged (they must have started alike).  `read_back` is the way back;
a folder with a shipped network, in place of the runs, is exported anew.

Weights are rounded already while they learn (Jacob et al., "Quantization and training of neural
networks", CVPR 2018); the gradient passes the rounding (Bengio et al., arXiv 1308.3432).
"""

import gzip
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np
import numpy.typing as npt
import torch
from torch import Tensor, nn

from analystkit.models.loading import write_network
from analystkit.stance.network import LOWER, UPPER, load_tokenizer
from analystkit.training.fine_tuning import command, minilm, to_onnx
from analystkit.training.stance.network import Lower, StanceNetwork, Upper, new_network
from analystkit.training.tagger.export import average

BLOCK = 128


def export(network: StanceNetwork, folder: Path) -> list[Path]:
    """Write both halves, their weights in four bits; the tokenizer is the tagger's."""
    folder.mkdir(parents=True, exist_ok=True)
    width = network.marks.shape[1]
    order, places = torch.arange(16)[None], (torch.tensor([6]), torch.tensor([2]))
    with as_shipped(network):
        lower = Lower(network, pieces=load_tokenizer()[0].get_vocab_size())
        ids = torch.full((1, 16), 1000)
        axes = {name: {0: "rows", 1: "pieces"} for name in ("ids", "states")}
        first = _written(lower, (ids,), folder / LOWER, axes, ["MatMul", "Gather"])
        states = torch.zeros(1, 16, width)
        axes = {"states": {0: "rows", 1: "pieces"}, "order": {0: "rows", 1: "places"}}
        axes |= {name: {0: "rows"} for name in ("target", "holder", "classes")}
        second = _written(
            Upper(network), (states, order, *places), folder / UPPER, axes, ["MatMul"]
        )
    return [first, second]


def _written(
    half: nn.Module,
    example: tuple[Tensor, ...],
    path: Path,
    axes: dict[str, dict[int, str]],
    kinds: list[str],
) -> Path:
    import onnx
    from onnxruntime.quantization import matmul_nbits_quantizer as nbits

    with tempfile.TemporaryDirectory() as work:
        full = Path(work) / "full.onnx"
        to_onnx(half.eval(), example, full, axes)
        model = onnx.load(str(full))
    config = nbits.DefaultWeightOnlyQuantConfig(
        block_size=BLOCK,
        is_symmetric=True,
        accuracy_level=1,  # inputs stay floats: in eight bits answers depend on the processor
        op_types_to_quantize=tuple(kinds),
    )
    gathers = [n for n in model.graph.node if n.op_type == "Gather"]
    others = [n.name for n in gathers if "ids" not in n.input]
    quantiser = nbits.MatMulNBitsQuantizer(model, nodes_to_exclude=others, algo_config=config)
    quantiser.process()
    write_network(quantiser.model.model.SerializeToString(), path)
    return path


def read_back(folder: Path) -> dict[str, Tensor]:
    """The weights of a shipped network by their names in `StanceNetwork`, for training to go on.

    All but the word vectors, which are the encoder's own, rounded.
    """
    import onnx
    from onnx import numpy_helper

    found: dict[str, Tensor] = {}
    for half in (LOWER, UPPER):
        graph = onnx.load_from_string(gzip.decompress((folder / half).read_bytes())).graph
        values = {i.name: numpy_helper.to_array(i) for i in graph.initializer}
        for name, value in values.items():
            if name.startswith("network."):
                found[name.removeprefix("network.")] = torch.tensor(value)
        follows = {name: node for node in graph.node for name in node.input}
        for node in graph.node:
            if node.op_type == "MatMulNBits":  # named by the bias that is added next
                bias = next(n for n in follows[node.output[0]].input if n in values)
                weight = _unpacked(values[node.input[1]], values[node.input[2]])
                found[bias.removeprefix("network.").removesuffix("bias") + "weight"] = weight
    return found


def _unpacked(bytes_: npt.NDArray[np.uint8], scales: npt.NDArray[np.float32]) -> Tensor:
    """The values of four bits, two a byte, the lower first."""
    rows = len(bytes_)
    steps = np.stack([bytes_ & 15, bytes_ >> 4], axis=-1).reshape(rows, -1, BLOCK) - 8.0
    return torch.tensor(steps * scales.reshape(rows, -1, 1)).float().reshape(rows, -1)


def main(argv: list[str] | None = None) -> None:
    """Export and print the size."""
    parser = command(__doc__)
    parser.add_argument("runs", type=Path, nargs="+", help="stance.pt of each, or a folder")
    parser.add_argument("--encoder", type=Path, required=True, help="the encoder's folder")
    parser.add_argument("--out", type=Path, required=True)
    args = parser.parse_args(argv)
    network = new_network(load_tokenizer(minilm())[0], args.encoder)
    shipped = args.runs[0].is_dir()
    weights = read_back(args.runs[0]) if shipped else average(args.runs)
    network.load_state_dict(weights, strict=not shipped)
    network.requires_grad_(True)  # all of it counts as learnt: `as_shipped` rounds what learns
    for out in export(network.eval(), args.out):
        print(f"{out}: {out.stat().st_size / 1e6:.1f} MB")


def rounded(weight: Tensor) -> Tensor:
    """The nearest values of four bits: -8 to 7 times a scale, one for each block of a row."""
    blocks = weight.reshape(-1, BLOCK)
    largest = blocks.gather(1, blocks.abs().argmax(dim=1, keepdim=True))
    # onnxruntime's quantiser has it so too, and takes over as it is what is rounded here
    scale = (largest / -8).half().float()
    steps = (blocks / scale).nan_to_num().round().clamp(-8, 7)
    return (steps * scale).reshape(weight.shape)


def four_bit(network: StanceNetwork) -> list[nn.Parameter]:
    """The weights shipped in four bits: all but biases, norms, marks and the last layers."""
    embeddings, layers = network.encoder.embeddings, network.encoder.encoder.layer
    inner = [m.weight for m in layers.modules() if isinstance(m, nn.Linear)]
    return [embeddings.word_embeddings.weight, network.mixed.weight, *inner]


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


if __name__ == "__main__":
    main()
