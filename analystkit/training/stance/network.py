"""The stance network in torch: an encoder in two halves, marks between, a head for each form."""

from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
import torch
from tokenizers import Tokenizer
from torch import Tensor, nn
from torch.nn import functional
from torch.nn.utils.rnn import pad_sequence

from analystkit.models.loading import open_tokenizer
from analystkit.stance.marks import MARKS, SIZE, Marked
from analystkit.training.fine_tuning import Batch, load_encoder
from analystkit.training.integers import Rows, linear, norm, rounded_words
from analystkit.training.stance.data import CLASSES, Row, collate
from analystkit.training.stance.integers import POWER, layer

HIDDEN = 384
INNER = (1664, 1664, 1664, 1664, 1664, 1920, 3072)  # numbers inside each layer
LOW = 5  # layers that read the passage alone
BLOCK, WORD_STEPS = 128, 7  # so many numbers of a word vector share a scale of so many steps
LAYERS = (0, 1, 2, 3, 4, 6, 9)  # those of the encoder that are kept
_FIRST = 2  # MPNet's number of the first place


class StanceNetwork(nn.Module):
    """Who is for or against a target, or without a holder the passage's own sentiment."""

    def __init__(self, encoder: nn.Module, *, renumber: Tensor | None = None) -> None:
        """`renumber` holds the encoder's own number of each piece, where it has others."""
        super().__init__()
        self.encoder = encoder
        self.register_buffer("renumber", renumber, persistent=False)
        width = encoder.config.hidden_size
        self.marks = nn.Parameter(torch.zeros(len(MARKS), width))
        self.nobody = nn.Parameter(torch.zeros(width))
        self.mixed = nn.Linear(3 * width, HIDDEN)
        self.mention = nn.Linear(HIDDEN, 3)
        self.directed = nn.Linear(HIDDEN, CLASSES)
        self.known: dict[tuple[int, ...], Tensor] = {}
        with torch.no_grad():
            words = encoder.embeddings.word_embeddings.weight
            words.copy_(rounded_words(words, block=BLOCK, steps=WORD_STEPS))
            near = encoder.encoder.compute_position_bias(torch.zeros(1, SIZE + 1, width))[0]
        # the bias of a place toward others, from -SIZE to SIZE places apart
        self.apart = torch.cat([near[:, :, 0].flip(1), near[:, 0, 1:]], dim=1) / 2**POWER

    def words(self, ids: Tensor) -> Tensor:
        """The encoder's frozen vectors of pieces."""
        own = ids if self.renumber is None else self.renumber[ids]
        return self.encoder.embeddings.word_embeddings(own)

    def lower(self, vectors: Tensor, mask: Tensor | None = None) -> Tensor:
        """The states of passages, from the vectors of their pieces."""
        embeddings, layers = self.encoder.embeddings, self.encoder.encoder.layer
        places = embeddings.position_embeddings.weight[_FIRST : _FIRST + vectors.shape[1]]
        states = norm(embeddings.LayerNorm, vectors + places)
        return self._through(layers[:LOW], states, mask)

    def upper(
        self, states: Tensor, target: Tensor, holder: Tensor, mask: Tensor | None = None
    ) -> Tensor:
        """Eight logits, three of the mention form and five of the pair, from states with marks.

        Of the last layer only what the heads read is worked out.
        """
        *most, last = self.encoder.encoder.layer[LOW:]
        states = self._through(most, states, mask)
        places = torch.stack([torch.zeros_like(target), holder, target], dim=1)
        asked = states.gather(1, places[:, :, None].expand(-1, -1, states.shape[2]))
        near = self._near(places, states.shape[1])
        read = layer(last, states, near, asked=asked, mask=mask)
        held = torch.where((holder > 0)[:, None], read[:, 1], self.nobody)
        mixed = linear(self.mixed, Rows(torch.cat([read[:, 0], held, read[:, 2]], 1)))
        mixed = functional.gelu(mixed)
        return torch.cat([self.mention(mixed), self.directed(mixed)], dim=1)

    def _through(self, layers: Sequence[nn.Module], states: Tensor, mask: Tensor | None) -> Tensor:
        length = states.shape[1]
        near = self._near(torch.arange(length)[None], length)
        for one in layers:
            states = layer(one, states, near, mask=mask)
        return states

    def _near(self, places: Tensor, length: int) -> Tensor:
        """The bias of places toward all others: rows, heads, places, length."""
        apart = torch.arange(length) - places[:, :, None]
        return self.apart[:, apart + SIZE].transpose(0, 1)

    def passages(self, every: Sequence[tuple[int, ...]]) -> list[Tensor]:
        """The states of passages, kept where the lower half does not learn."""
        learns = any(p.requires_grad for p in self.encoder.encoder.layer[:LOW].parameters())
        known = {} if learns else self.known
        new = sorted(set(every) - known.keys(), key=len)
        for start in range(0, len(new), 16):
            some = new[start : start + 16]
            ids = pad_sequence([torch.tensor(one) for one in some], batch_first=True)
            mask = pad_sequence([torch.ones(len(one)) for one in some], batch_first=True)
            with torch.set_grad_enabled(learns and torch.is_grad_enabled()):
                states = self.lower(self.words(ids), mask)
            for one, state in zip(some, states, strict=True):
                known[one] = state[: len(one)] if learns else state[: len(one)].half().clone()
        return [known[ids] for ids in every]

    def logits(self, batch: Batch, states: Sequence[Tensor] | None = None) -> Tensor:
        """As `upper`, of the questions that `collate` puts together and their passages' states."""
        read = self.passages([asked.ids for asked in batch["asked"]]) if states is None else states
        rows = [
            torch.cat([one.float(), self.marks.flip(0)])[order]  # ~mark counts from the end
            for one, order in zip(read, batch["order"], strict=True)
        ]
        mask = pad_sequence([torch.ones(len(row)) for row in rows], batch_first=True)
        padded = pad_sequence(rows, batch_first=True)
        return self.upper(padded, batch["target"], batch["holder"], mask)


class Half(nn.Module):
    """A half of the network in its shipped form: what is read together is of one length."""

    def __init__(self, network: StanceNetwork) -> None:
        super().__init__()
        self.network = network


class Lower(Half):
    """From piece numbers to states."""

    def __init__(self, network: StanceNetwork, *, pieces: int) -> None:
        """`pieces` is the size of the tokenizer's vocabulary."""
        super().__init__(network)
        with torch.no_grad():
            self.table = nn.Embedding.from_pretrained(network.words(torch.arange(pieces)).clone())

    def forward(self, ids: Tensor) -> Tensor:
        """States of a passage."""
        return self.network.lower(self.table(ids))


class Upper(Half):
    """From a passage's states, and the order with marks, to the pair's five logits."""

    def forward(self, states: Tensor, order: Tensor, target: Tensor, holder: Tensor) -> Tensor:
        """Five logits of each question; see `as_five`."""
        marks = self.network.marks.expand(states.shape[0], -1, -1)
        vectors = torch.cat([states, marks], dim=1)
        place = torch.where(order < 0, states.shape[1] - 1 - order, order)
        ordered = vectors.gather(1, place[:, :, None].expand(-1, -1, vectors.shape[2]))
        eight = self.network.upper(ordered, target, holder)
        return torch.where((holder > 0)[:, None], eight[:, 3:], as_five(eight[:, :3]))


def translation(tokenizer: Tokenizer, folder: Path) -> Tensor | None:
    """The other encoder's number of each of the tokenizer's pieces; None if the same."""
    other = open_tokenizer(folder / "tokenizer.json")
    if other.get_vocab() == tokenizer.get_vocab():
        return None
    renamed = {"[CLS]": "<s>", "[SEP]": "</s>", "[PAD]": "<pad>", "[MASK]": "<mask>"}
    unknown = other.token_to_id("[UNK]")
    table = torch.full((tokenizer.get_vocab_size(),), unknown, dtype=torch.long)
    for piece, number in tokenizer.get_vocab().items():
        found = other.token_to_id(renamed.get(piece, piece))
        table[number] = unknown if found is None else found
    return table


def as_five(mention: Tensor) -> Tensor:
    """Logits of against, neutral, for in the order of the pair's five classes."""
    nothing = torch.full_like(mention[:, :1], -1e4)
    against, neutral, favour = mention[:, :1], mention[:, 1:2], mention[:, 2:]
    return torch.cat([neutral, favour, nothing, against, nothing], dim=1)


def new_network(tokenizer: Tokenizer, folder: Path, *, low: int = 0) -> StanceNetwork:
    """Some layers of an encoder, with new marks and heads; the upper half and `low` more learn."""
    encoder = load_encoder(folder)
    encoder.encoder.layer = nn.ModuleList([encoder.encoder.layer[n] for n in LAYERS])
    width = encoder.config.hidden_size
    for one, inner in zip(encoder.encoder.layer, INNER, strict=True):
        one.intermediate.dense, one.output.dense = nn.Linear(width, inner), nn.Linear(inner, width)
        for part in (one.attention.attn.k, one.attention.attn.v):
            part.bias = None  # the one changes no share, the other stands in `o`'s
    network = StanceNetwork(encoder, renumber=translation(tokenizer, folder))
    encoder.requires_grad_(False)
    encoder.encoder.layer[LOW - low :].requires_grad_(True)
    for module in encoder.modules():
        if isinstance(module, nn.Dropout):
            module.p = 0.0
    return network


def asker(network: StanceNetwork) -> Callable[[Sequence[Marked]], np.ndarray]:
    """Five logits of each question, in batches of like length."""

    def ask(marked: Sequence[Marked]) -> np.ndarray:
        out = np.zeros((len(marked), CLASSES))
        by_length = sorted(range(len(marked)), key=lambda n: len(marked[n].order))
        for start in range(0, len(by_length), 64):
            chosen = by_length[start : start + 64]
            batch = collate([Row(marked[n]) for n in chosen])
            with torch.no_grad():
                eight = network.logits(batch)
            held = (batch["holder"] > 0)[:, None]
            out[chosen] = torch.where(held, eight[:, 3:], as_five(eight[:, :3])).numpy()
        return out

    return ask
