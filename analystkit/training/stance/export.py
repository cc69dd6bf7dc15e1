"""Turn trained weights into the shipped ONNX stance network, in whole numbers.

``python -m analystkit.training.stance.export RUN/stance.pt --encoder FOLDER --out FOLDER``; of
several runs the weights are averaged (they must have started alike).  `weights_of` is the way back;
a folder with a shipped network, in place of the runs, is exported anew.
"""

import gzip
import tempfile
from pathlib import Path

import torch
from torch import Tensor, nn

from analystkit.models.loading import write_network
from analystkit.stance.network import LOWER, UPPER, load_tokenizer
from analystkit.training.fine_tuning import command, minilm, to_onnx
from analystkit.training.integers import OPSET, in_whole_numbers, weights_in, words_in_bytes
from analystkit.training.stance.network import (
    BLOCK,
    WORD_STEPS,
    Lower,
    StanceNetwork,
    Upper,
    new_network,
)
from analystkit.training.tagger.export import average

# what a shipped network leaves out: never learnt, or not used
_ENCODERS = ("word_embeddings", "relative_attention_bias", "pooler")


def export(network: StanceNetwork, folder: Path) -> list[Path]:
    """Write both halves, in whole numbers (see `integers`); the tokenizer is the tagger's."""
    folder.mkdir(parents=True, exist_ok=True)
    width = network.marks.shape[1]
    order, places = torch.arange(16)[None], (torch.tensor([6]), torch.tensor([2]))
    lower = Lower(network, pieces=load_tokenizer()[0].get_vocab_size())
    ids = torch.full((1, 16), 1000)
    axes = {name: {0: "rows", 1: "pieces"} for name in ("ids", "states")}
    first = _written(lower, (ids,), folder / LOWER, axes)
    states = torch.zeros(1, 16, width)
    axes = {"states": {0: "rows", 1: "pieces"}, "order": {0: "rows", 1: "places"}}
    axes |= {name: {0: "rows"} for name in ("target", "holder", "classes")}
    second = _written(Upper(network), (states, order, *places), folder / UPPER, axes)
    return [first, second]


def _written(
    half: nn.Module, example: tuple[Tensor, ...], path: Path, axes: dict[str, dict[int, str]]
) -> Path:
    import onnx

    with tempfile.TemporaryDirectory() as work:
        full = Path(work) / "full.onnx"
        to_onnx(half.eval(), example, full, axes, opset=OPSET, fold=False)
        model = onnx.load(str(full))
    in_whole_numbers(model)
    if isinstance(half, Lower):
        words_in_bytes(model, "table.weight", block=BLOCK, steps=WORD_STEPS)
    write_network(model.SerializeToString(), path)
    return path


def weights_of(path: Path) -> dict[str, Tensor]:
    """A run's weights; or a shipped network's, by their names in `StanceNetwork`.

    Of a shipped one all but word vectors and positions' bias, which are the encoder's own.
    """
    import onnx

    if not path.is_dir():
        return dict(torch.load(path, weights_only=True))
    found: dict[str, Tensor] = {}
    for half in (LOWER, UPPER):
        shipped = gzip.decompress((path / half).read_bytes())
        found |= weights_in(onnx.load_from_string(shipped).graph)
    return found


def load_weights(network: StanceNetwork, weights: dict[str, Tensor]) -> None:
    """Give a network its weights; a `ValueError` names what is missing or another network's."""
    found = network.load_state_dict(weights, strict=False)
    missing = [name for name in found.missing_keys if not any(part in name for part in _ENCODERS)]
    if wrong := missing + found.unexpected_keys:
        raise ValueError(f"{wrong[0]} is missing or not of this network, and {len(wrong) - 1} more")


def main(argv: list[str] | None = None) -> None:
    """Export and print the size."""
    parser = command(__doc__)
    parser.add_argument("runs", type=Path, nargs="+", help="stance.pt of each, or a folder")
    parser.add_argument("--encoder", type=Path, required=True, help="the encoder's folder")
    parser.add_argument("--out", type=Path, required=True)
    args = parser.parse_args(argv)
    network = new_network(load_tokenizer(minilm())[0], args.encoder)
    load_weights(network, average(args.runs) if len(args.runs) > 1 else weights_of(args.runs[0]))
    for out in export(network.eval(), args.out):
        print(f"{out}: {out.stat().st_size / 1e6:.1f} MB")


if __name__ == "__main__":
    main()
