"""The tagger in torch: an encoder, tag scores, and two pointers that link."""

import torch
from torch import Tensor, nn

from analystkit.quotes.tagging.tags import TAGS
from analystkit.training.integers import Rows, linear, norm
from analystkit.training.tagger.integers import layer

POINTER = 64


class Tagger(nn.Module):
    """Scores each piece's tag; links contents to cues and both to sources."""

    def __init__(self, encoder: nn.Module) -> None:
        super().__init__()
        self.encoder = encoder
        width = encoder.config.hidden_size
        self.tags = nn.Linear(width, len(TAGS))
        # side by side: from content to cue (query, key), then to source (query, key)
        self.links = nn.Linear(width, 4 * POINTER)

    def forward(self, ids: Tensor, mask: Tensor | None = None) -> tuple[Tensor, Tensor]:
        """Tag logits (batch, pieces, tags) and pointer vectors (batch, pieces, 256).

        `mask` tells what is no padding; without one, nothing is.
        """
        known = self.encoder.embeddings
        places = known.position_embeddings.weight[: ids.shape[1]]
        kind = known.token_type_embeddings.weight[0]
        vectors = known.word_embeddings(ids) + places + kind
        states = norm(known.LayerNorm, vectors.flatten(0, 1))
        padding = None if mask is None else mask.float()
        rows = 1 if torch.onnx.is_in_onnx_export() else len(ids)
        for one in self.encoder.encoder.layer:
            states = layer(one, states, rows, padding)
        read = Rows(states)
        tags, links = linear(self.tags, read), linear(self.links, read)
        return tags.unflatten(0, (rows, -1)), links.unflatten(0, (rows, -1))


def pointer_scores(links: Tensor, offset: int) -> Tensor:
    """Scores of every place pointing at every other: (batch, from, to)."""
    query = links[..., offset * POINTER : (offset + 1) * POINTER]
    key = links[..., (offset + 1) * POINTER : (offset + 2) * POINTER]
    return query @ key.transpose(1, 2) / POINTER**0.5
