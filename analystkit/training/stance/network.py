"""The stance network in torch: an encoder, its marks, and one head for each form."""

import re
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
import torch
from tokenizers import Tokenizer
from torch import Tensor, nn
from torch.nn import functional

from analystkit.models.loading import open_tokenizer
from analystkit.stance.marks import MARKS, Marked
from analystkit.training.fine_tuning import Batch, load_encoder
from analystkit.training.stance.data import CLASSES, collate

FIRST_MARK = 2
# the words whose vectors the marks start from: open, close of holder, of target; each hidden
STARTS = ("person", "said", "name", "about", "someone", "something")
HIDDEN = 384
_LAYER = re.compile(r"(encoder\.encoder\.layer\.)(\d+)(\..+)")


class StanceNetwork(nn.Module):
    """Who is for or against a target, or without a holder the sentence's own sentiment."""

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
        self.table: nn.Embedding | None = None

    def words(self, ids: Tensor) -> Tensor:
        """The encoder's frozen vectors of pieces."""
        own = ids if self.renumber is None else self.renumber[ids]
        return self.encoder.embeddings.word_embeddings(own)

    def fold(self, pieces: int) -> None:
        """Make one table of the pieces' and the marks' vectors, for the shipped form."""
        with torch.no_grad():
            table = self.words(torch.arange(pieces)).clone()
            table[FIRST_MARK : FIRST_MARK + len(MARKS)] = self.marks
        self.table = nn.Embedding.from_pretrained(table)

    def embedded(self, ids: Tensor) -> Tensor:
        """Frozen vectors of the words, learnt vectors of the marks."""
        place = ids - FIRST_MARK
        is_mark = (place >= 0) & (place < len(MARKS))
        learnt = self.marks[place.clamp(0, len(MARKS) - 1)]
        return torch.where(is_mark[..., None], learnt, self.words(ids))

    def logits(
        self, inputs: dict[str, Tensor], target: Tensor, holder: Tensor
    ) -> tuple[Tensor, Tensor]:
        """Three logits of the mention form and five of the directed one."""
        states = self.encoder(**inputs).last_hidden_state
        rows = torch.arange(states.shape[0])
        held = torch.where((holder > 0)[:, None], states[rows, holder], self.nobody.to(states))
        read = torch.cat([states[:, 0], held, states[rows, target]], dim=1)
        # a batch of one row each: only products of three dimensions are put in four bits
        mixed = functional.gelu(self.mixed(read[:, None])[:, 0])
        return self.mention(mixed), self.directed(mixed)

    def training_logits(self, batch: Batch) -> tuple[Tensor, Tensor]:
        """As `logits`, from piece numbers, with the marks' vectors learning."""
        inputs = {"inputs_embeds": self.embedded(batch["ids"]), "attention_mask": batch["mask"]}
        return self.logits(inputs, batch["target"], batch["holder"])

    def forward(self, ids: Tensor, target: Tensor, holder: Tensor) -> Tensor:
        """Five logits of questions of one length, for use after `fold`."""
        assert self.table is not None
        inputs = {"inputs_embeds": self.table(ids), "attention_mask": torch.ones_like(ids)}
        mention, directed = self.logits(inputs, target, holder)
        return torch.where((holder > 0)[:, None], directed, as_five(mention))


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


def new_network(
    tokenizer: Tokenizer, folder: Path, *, frozen: int = 0, layers: Sequence[int] | None = None
) -> StanceNetwork:
    """An encoder, or some of its layers, with new heads; embeddings and first layers frozen."""
    encoder = load_encoder(folder)
    if layers is not None:
        every = encoder.encoder.layer
        encoder.encoder.layer = nn.ModuleList([every[n] for n in layers])
    network = StanceNetwork(encoder, renumber=translation(tokenizer, folder))
    numbers = [tokenizer.token_to_id(word) for word in STARTS]
    with torch.no_grad():
        network.marks.copy_(network.words(torch.tensor(numbers)))
    encoder.embeddings.word_embeddings.requires_grad_(False)
    if frozen:
        still = [encoder.embeddings, *encoder.encoder.layer[:frozen]]
        for module in [*still, getattr(encoder.encoder, "relative_attention_bias", still[0])]:
            module.requires_grad_(False)
    for module in encoder.modules():
        if isinstance(module, nn.Dropout):
            module.p = 0.0
    return network


def start_from(network: StanceNetwork, run: Path, layers: Sequence[int]) -> None:
    """Take over a run's weights; of its layers, those that the network keeps."""
    place = {old: new for new, old in enumerate(layers)}
    state = {}
    for key, value in torch.load(run, map_location="cpu", weights_only=True).items():
        found = _LAYER.match(key)
        if found is None:
            state[key] = value
        elif int(found[2]) in place:
            state[f"{found[1]}{place[int(found[2])]}{found[3]}"] = value
    network.load_state_dict(state)


def asker(network: StanceNetwork) -> Callable[[Sequence[Marked]], np.ndarray]:
    """Five logits of each question, in batches of like length."""

    def ask(marked: Sequence[Marked]) -> np.ndarray:
        out = np.zeros((len(marked), 5))
        order = sorted(range(len(marked)), key=lambda n: len(marked[n].ids))
        for start in range(0, len(order), 64):
            chosen = order[start : start + 64]
            batch = collate([(marked[n], (0.0,) * CLASSES) for n in chosen])
            with torch.no_grad():
                mention, directed = network.training_logits(batch)
            held = (batch["holder"] > 0)[:, None]
            out[chosen] = torch.where(held, directed, as_five(mention)).float().numpy()
        return out

    return ask
