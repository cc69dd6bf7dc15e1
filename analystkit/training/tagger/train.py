"""Train the attribution tagger on a PolNeAR folder.

``python -m analystkit.training.tagger.train POLNEAR/train --start START --out RUN`` goes on from
START, a run's weights or the folder of a shipped tagger, and writes ``RUN/tagger.pt``.
"""

import argparse
import math
import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import torch
from tokenizers import Tokenizer
from torch import Tensor
from torch.nn import functional
from torch.nn.utils.rnn import pad_sequence

from analystkit.models.loading import open_network, open_tokenizer, special_pieces
from analystkit.training.fine_tuning import Batch, common_options, fine_tune, minilm, padded
from analystkit.training.tagger.corpus import Annotated, Example, examples, read_articles, respoil
from analystkit.training.tagger.export import NETWORK, load
from analystkit.training.tagger.network import Tagger, pointer_scores


def collate(rows: list[Example]) -> Batch:
    """Padded arrays of a batch; pointer targets as (row, from, to) triples."""
    batch = padded([row.window.ids for row in rows])
    tags = torch.full_like(batch["ids"], -100)
    words = torch.zeros_like(batch["ids"], dtype=torch.bool)
    words[:, 0] = True
    cue, source = [], []
    for n, row in enumerate(rows):
        tags[n, row.window.at] = torch.tensor(row.tags)
        words[n, row.window.at] = True
        cue += [(n, a, b) for a, b in row.to_cue.items()]
        source += [(n, a, b) for a, b in row.to_source.items()]
    return batch | {
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


def loss_of(model: Tagger, batch: Batch) -> Tensor:
    """Cross-entropy of the tags plus half of the pointers'; or how far a teacher's answers are."""
    tags, links = model(batch["ids"], batch["mask"])
    tags, links, words = tags.float(), links.float(), batch["words"]
    if "taught_tags" in batch:
        aim = batch["taught_tags"][words].softmax(-1)
        apart = functional.mse_loss(links[words], batch["taught_links"][words])
        return functional.cross_entropy(tags[words], aim) + apart
    loss = functional.cross_entropy(tags.flatten(0, 1), batch["tags"].flatten(), ignore_index=-100)
    for offset, name in ((0, "cue"), (2, "source")):
        loss = loss + 0.5 * pointer_loss(links, offset, words, batch[name])
    return loss


def answers(session: Any, batch: Batch) -> Batch:
    """A shipped tagger's answers to a batch, each window read alone."""
    asked = {given.name for given in session.get_inputs()}
    out = []
    for ids, mask in zip(batch["ids"], batch["mask"], strict=True):
        given = {"ids": ids[mask > 0][None].numpy(), "mask": mask[mask > 0][None].numpy()}
        found = session.run(["tags", "links"], {name: given[name] for name in asked})
        out.append([torch.tensor(one[0]) for one in found])
    tags, links = (pad_sequence(list(some), batch_first=True) for some in zip(*out, strict=True))
    return {"taught_tags": tags, "taught_links": links}


def epoch_batches(
    articles: list[Annotated], args: argparse.Namespace, tokenizer: Tokenizer, rng: random.Random
) -> Iterator[Batch]:
    """One pass over the articles; window cuts and what is spoiled change from epoch to epoch."""
    rows: list[Example] = []
    special = special_pieces(tokenizer)
    for article in articles:
        if rng.random() < args.spoil:
            article = respoil(article, tokenizer, rng)
        first = rng.randint(args.size // 3, args.size)
        rows += examples(article, special=special, size=args.size, first_size=first)
    rng.shuffle(rows)
    for start in range(0, len(rows), args.batch):
        yield collate(rows[start : start + args.batch])


def train(args: argparse.Namespace) -> Tagger:
    """Fine-tune the encoder with its heads."""
    torch.manual_seed(1)
    rng = random.Random(args.order)
    tokenizer = open_tokenizer(minilm() / "tokenizer.json")
    hidden = tokenizer.token_to_id("[MASK]")
    assert hidden is not None
    articles = read_articles(args.corpus, tokenizer)
    model = load(args.start)
    model.encoder.embeddings.word_embeddings.weight.requires_grad_(False)
    teacher = open_network(args.taught / NETWORK, threads=args.threads) if args.taught else None
    per_epoch = sum(1 for _ in epoch_batches(articles, args, tokenizer, random.Random(0)))

    def learn(batch: Batch) -> Tensor:
        # some pieces are hidden, so that names alone do not carry the decision
        hide = (torch.rand(batch["ids"].shape) < args.mask) & (batch["tags"] >= 0)
        batch["ids"] = batch["ids"].masked_fill(hide, hidden)
        if teacher is not None:
            batch |= answers(teacher, batch)
        with torch.autocast("cpu", dtype=torch.bfloat16):
            loss = loss_of(model, batch)
        loss.backward()
        return loss

    return fine_tune(
        model,
        args,
        steps=math.ceil(per_epoch * args.epochs),
        epoch=lambda: epoch_batches(articles, args, tokenizer, rng),
        learn=learn,
    )


def main(argv: list[str] | None = None) -> None:
    """Train and write ``tagger.pt``."""
    parser = common_options(__doc__, order=6, lr=4e-5, head_lr=1e-4)
    parser.add_argument("corpus", type=Path, help="a PolNeAR folder")
    parser.add_argument("--epochs", type=float, default=1.2)
    parser.add_argument("--size", type=int, default=128, help="most pieces read together")
    parser.add_argument("--batch", type=int, default=8)
    parser.add_argument("--mask", type=float, default=0.05, help="share of pieces hidden")
    parser.add_argument("--spoil", type=float, default=0.5, help="share of articles spoiled")
    parser.add_argument("--start", type=Path, required=True, help="a tagger.pt, or a folder")
    parser.add_argument("--taught", type=Path, help="a tagger's folder: its answers are learnt")
    args = parser.parse_args(argv)
    torch.set_num_threads(args.threads)
    model = train(args)
    args.out.mkdir(parents=True, exist_ok=True)
    torch.save(model.state_dict(), args.out / "tagger.pt")


if __name__ == "__main__":
    main()
