"""Turn trained weights into the shipped ONNX stance network, in four bits.

``python -m analystkit.training.stance.export RUN/stance.pt --encoder FOLDER --layers 0 1 2 …
--out FOLDER``; of several runs the weights are averaged (they must have started alike).

Weights are rounded already while they learn (Jacob et al., "Quantization and training of neural
networks", CVPR 2018); the gradient passes the rounding (Bengio et al., arXiv 1308.3432).
"""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import torch
from torch import Tensor, nn

from analystkit.models.loading import write_network
from analystkit.stance.network import load_tokenizer
from analystkit.training.fine_tuning import command, minilm, to_onnx
from analystkit.training.stance.network import StanceNetwork, new_network
from analystkit.training.tagger.export import average

BLOCK = 128


def export(network: StanceNetwork, folder: Path) -> Path:
    """Write ``stance.onnx.gz``, its weights in four bits; the tokenizer is the tagger's."""
    import onnx
    from onnxruntime.quantization import matmul_nbits_quantizer as nbits

    folder.mkdir(parents=True, exist_ok=True)
    question = (torch.full((2, 16), 1000), torch.tensor([4, 6]), torch.tensor([0, 2]))
    with tempfile.TemporaryDirectory() as work, as_shipped(network):
        network.fold(load_tokenizer()[0].get_vocab_size())
        full = Path(work) / "full.onnx"
        axes = {name: {0: "batch"} for name in ("ids", "target", "holder", "classes")}
        to_onnx(network, question, full, axes | {"ids": {0: "batch", 1: "pieces"}})
        model = onnx.load(str(full))
    table = next(n.name for n in model.graph.node if n.op_type == "Gather" and "ids" in n.input)
    config = nbits.DefaultWeightOnlyQuantConfig(
        block_size=BLOCK,
        is_symmetric=True,
        accuracy_level=1,  # inputs stay floats: in eight bits answers depend on the processor
        op_types_to_quantize=("MatMul", "Gather"),
    )
    others = [n.name for n in model.graph.node if n.op_type == "Gather" and n.name != table]
    quantiser = nbits.MatMulNBitsQuantizer(model, nodes_to_exclude=others, algo_config=config)
    quantiser.process()
    out = folder / "stance.onnx.gz"
    write_network(quantiser.model.model.SerializeToString(), out)
    return out


def main(argv: list[str] | None = None) -> None:
    """Export and print the size."""
    parser = command(__doc__)
    parser.add_argument("runs", type=Path, nargs="+", help="stance.pt of each run")
    parser.add_argument("--encoder", type=Path, required=True, help="the encoder's folder")
    parser.add_argument("--layers", type=int, nargs="+", help="the encoder's layers it kept")
    parser.add_argument("--out", type=Path, required=True)
    args = parser.parse_args(argv)
    network = new_network(load_tokenizer(minilm())[0], args.encoder, layers=args.layers)
    network.requires_grad_(True)  # all of it counts as learnt: `as_shipped` rounds what learns
    network.load_state_dict(average(args.runs))
    out = export(network.eval(), args.out)
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
    """The weights that are shipped in four bits: all but biases, norms and the last layers."""
    embeddings, layers = network.encoder.embeddings, network.encoder.encoder.layer
    inner = [m.weight for m in layers.modules() if isinstance(m, nn.Linear)]
    return [embeddings.word_embeddings.weight, network.marks, network.mixed.weight, *inner]


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
