"""Turn trained weights into the shipped ONNX tagger, in whole numbers.

``python -m analystkit.training.tagger.export RUN1/tagger.pt RUN2/tagger.pt --out FOLDER``
averages the runs' weights (they must have started from the same ones) and rounds them; a folder
with a shipped tagger, in place of the runs, is exported anew.
"""

import gzip
import shutil
import tempfile
from collections.abc import Sequence
from pathlib import Path

import torch
from torch import Tensor, nn

from analystkit.models.loading import write_network
from analystkit.training.fine_tuning import command, load_encoder, minilm, to_onnx
from analystkit.training.integers import (
    OPSET,
    in_whole_numbers,
    rounded_words,
    weights_in,
    words_in_bytes,
)
from analystkit.training.tagger.network import Tagger

NETWORK = "tagger.onnx.gz"


def average(runs: Sequence[Path]) -> dict[str, Tensor]:
    """The mean of the runs' weights (Wortsman et al., "Model soups", ICML 2022)."""
    states = [torch.load(run, weights_only=True) for run in runs]
    floats = [key for key, value in states[0].items() if value.is_floating_point()]
    return states[0] | {key: torch.stack([s[key] for s in states]).mean(dim=0) for key in floats}


def weights_of(path: Path) -> dict[str, Tensor]:
    """A run's weights, or those of the shipped tagger in a folder."""
    import onnx

    if not path.is_dir():
        return dict(torch.load(path, weights_only=True))
    shipped = gzip.decompress((path / NETWORK).read_bytes())
    return weights_in(onnx.load_from_string(shipped).graph)


class _Shipped(nn.Module):
    """The tagger as it is shipped: it reads one window, without padding."""

    def __init__(self, network: Tagger) -> None:
        super().__init__()
        self.network = network

    def forward(self, ids: Tensor) -> tuple[Tensor, Tensor]:
        return self.network(ids)


def export(network: Tagger, folder: Path) -> Path:
    """Write ``tagger.onnx.gz``, in whole numbers, and ``tokenizer.json``."""
    import onnx

    folder.mkdir(parents=True, exist_ok=True)
    axes = {name: {1: "pieces"} for name in ("ids", "tags", "links")}
    ids = torch.ones(1, 16, dtype=torch.long)
    with tempfile.TemporaryDirectory() as work:
        full = Path(work) / "full.onnx"
        to_onnx(_Shipped(network).eval(), (ids,), full, axes, opset=OPSET, fold=False)
        model = onnx.load(str(full))
    in_whole_numbers(model)
    words_in_bytes(model, "network.encoder.embeddings.word_embeddings.weight")
    out = folder / NETWORK
    write_network(model.SerializeToString(), out)
    shutil.copy(minilm() / "tokenizer.json", folder / "tokenizer.json")
    return out


def load(path: Path) -> Tagger:
    """The tagger with a run's weights, or with those of the shipped one in a folder.

    A `ValueError` names what is missing or another network's.
    """
    network = Tagger(load_encoder(minilm()))
    found = network.load_state_dict(weights_of(path), strict=False)
    missing = [name for name in found.missing_keys if "pooler" not in name]  # never used
    if wrong := missing + found.unexpected_keys:
        raise ValueError(
            f"{path}: {wrong[0]} is missing or not the tagger's, and {len(wrong) - 1} more"
        )
    words = network.encoder.embeddings.word_embeddings.weight
    words.data = rounded_words(words.data)
    return network


def main(argv: list[str] | None = None) -> None:
    """Export and print the size."""
    parser = command(__doc__)
    parser.add_argument("runs", type=Path, nargs="+", help="tagger.pt of each run, or a folder")
    parser.add_argument("--out", type=Path, required=True)
    args = parser.parse_args(argv)
    network = load(args.runs[0])
    if len(args.runs) > 1:
        network.load_state_dict(average(args.runs))
    out = export(network, args.out)
    print(f"{out}: {out.stat().st_size / 1e6:.1f} MB")


if __name__ == "__main__":
    main()
