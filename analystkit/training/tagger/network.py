"""The tagger in torch: an encoder, tag scores, and two pointers that link."""

from torch import Tensor, nn

from analystkit.quotes.tagging.tags import TAGS

POINTER = 64


class Tagger(nn.Module):
    """Scores each piece's tag; links contents to cues and both to sources."""

    def __init__(self, encoder: nn.Module) -> None:
        super().__init__()
        self.encoder = encoder
        width = encoder.config.hidden_size
        self.dropout = nn.Dropout(0.1)
        self.tags = nn.Linear(width, len(TAGS))
        # side by side: from content to cue (query, key), then to source (query, key)
        self.links = nn.Linear(width, 4 * POINTER)

    def forward(self, ids: Tensor, mask: Tensor) -> tuple[Tensor, Tensor]:
        """Tag logits (batch, pieces, tags) and pointer vectors (batch, pieces, 256)."""
        states = self.encoder(input_ids=ids, attention_mask=mask).last_hidden_state
        states = self.dropout(states)
        return self.tags(states), self.links(states)


def pointer_scores(links: Tensor, offset: int) -> Tensor:
    """Scores of every place pointing at every other: (batch, from, to)."""
    query = links[..., offset * POINTER : (offset + 1) * POINTER]
    key = links[..., (offset + 1) * POINTER : (offset + 2) * POINTER]
    return query @ key.transpose(1, 2) / POINTER**0.5
