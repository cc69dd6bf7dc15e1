"""Re-make the stance model's weights from NewsMTSC and DSE.

``python -m analystkit.training.stance.train CORPORA --out RUN`` writes ``RUN/stance.pt`` and
prints its figures; CORPORA holds ``newsmtsc/train.jsonl`` and ``dse/{train,valid}.txt``.
`analystkit.training.stance.export` makes the ONNX file.
"""

from __future__ import annotations

import argparse
import json
import math
import random
from collections.abc import Iterator
from pathlib import Path

import torch
from torch import Tensor
from torch.nn import functional

from analystkit.stance.marks import Special
from analystkit.training.fine_tuning import Batch, common_options, fine_tune
from analystkit.training.stance.calibrate import figures, predict
from analystkit.training.stance.data import Encoded, Labelled, Row, batches, read_sources, some
from analystkit.training.stance.export import as_shipped, round_frozen
from analystkit.training.stance.network import (
    StanceNetwork,
    asker,
    new_network,
    plain_tokenizer,
    start_from,
)
from analystkit.training.stance.teacher import Answers, unlabelled
from analystkit.training.stance.templates import sentences
from analystkit.training.tagger.train import minilm


def epoch_rows(
    mentions: list[Encoded],
    pairs: list[Encoded],
    written: list[Encoded],
    further: list[Encoded],
    args: argparse.Namespace,
    special: Special,
    rng: random.Random,
) -> list[Row]:
    """One pass: pairs turned round at random, some neutral ones left out, mentions hidden."""
    chosen = mentions + further
    for pair in pairs:
        if pair.label == 0 and rng.random() >= args.neutral:
            continue
        chosen += (
            [pair, pair.swapped()]
            if args.both
            else [pair.swapped() if rng.random() < 0.5 else pair]
        )
    share = min(1.0, args.templates * len(chosen) / max(1, len(written)))
    chosen += rng.sample(written, int(share * len(written)))
    out = []
    for row in chosen:
        hide = rng.random() < args.hide
        other = rng.random() < args.hide if args.apart else hide
        out.append((row.marked(special, hide=(hide, other), size=args.size), row.aim))
    return out


def loss_of(network: StanceNetwork, batch: Batch, *, smoothing: float, weights: Tensor) -> Tensor:
    """Cross-entropy of each row's own form."""
    mention, directed = network.training_logits(
        batch["ids"], batch["mask"], batch["target"], batch["holder"]
    )
    held, aim = batch["holder"] > 0, batch["aim"]
    total = mention.new_zeros((), dtype=torch.float32)
    for rows, logits, weight in (
        (~held, mention, weights[:3]),
        (held, directed, weights[3:]),
    ):
        if rows.any():
            total = total + functional.cross_entropy(
                logits[rows].float(),
                aim[rows, : len(weight)],
                weight=weight,
                label_smoothing=smoothing,
                reduction="sum",
            )
    return total / len(aim)


def train(args: argparse.Namespace) -> StanceNetwork:
    """Fine-tune; the weights are a running average where asked."""
    torch.manual_seed(args.seed)
    rng = random.Random(args.order)
    tokenizer = plain_tokenizer(minilm())
    special = Special.of(tokenizer)
    sources = read_sources(args.corpora)
    network = new_network(
        tokenizer,
        args.encoder or minilm(),
        dropout=args.dropout,
        attention=args.attention_dropout,
        frozen=args.frozen,
        layers=args.layers,
    )
    if args.start is not None:
        start_from(network, args.start, args.layers)
    if args.rounded:
        round_frozen(network)

    def ready(rows: list[Labelled]) -> list[Encoded]:
        return [Encoded.of(r, tokenizer) for r in some(rows, args.first)]

    mentions, pairs = ready(sources.newsmtsc), ready(sources.dse)
    written = ready(sentences(args.written, seed=7)) if args.templates else []
    further: list[Encoded] = []
    if args.taught is not None:
        answers = Answers.load(args.taught)
        rows = unlabelled(args.corpora, sources, count=len(answers.unlabelled))
        mentions = answers.teach(mentions, "newsmtsc", args.teacher_share)
        pairs = answers.teach(pairs, "dse", args.teacher_share)
        further = answers.teach(ready(rows), "unlabelled", 1.0)
    sizes = {"mentions": mentions, "pairs": pairs, "written": written, "unlabelled": further}
    print(", ".join(f"{len(part)} {name}" for name, part in sizes.items()), flush=True)

    a_pass = len(epoch_rows(mentions, pairs, written, further, args, special, random.Random(0)))
    steps = math.ceil(a_pass / args.batch * args.epochs)
    weights = torch.ones(8)
    weights[[0, 2]] = args.mention_weight
    weights[4:] = args.pair_weight

    def epoch() -> Iterator[Batch]:
        rows = epoch_rows(mentions, pairs, written, further, args, special, rng)
        return batches(rows, size=args.batch, rng=rng)

    def learn(batch: Batch, step: int) -> Tensor:
        with as_shipped(network, on=step >= steps * (1 - args.rounded)):
            with torch.autocast("cpu", dtype=torch.bfloat16, enabled=not args.exact):
                loss = loss_of(network, batch, smoothing=args.smoothing, weights=weights)
            loss.backward()
        return loss

    return fine_tune(network, args, steps=steps, epoch=epoch, learn=learn)


def parser() -> argparse.ArgumentParser:
    """The options; ``models/stance.md`` has the shipped recipe's."""
    out = common_options(
        __doc__,
        order=1,
        epochs=3,
        size=128,
        batch=32,
        lr=1.5e-4,
        head_lr=5e-4,
        dropout=0.0,
        attention_dropout=0.0,
        smoothing=0.05,
    )
    on_off = argparse.BooleanOptionalAction
    out.add_argument("corpora", type=Path)
    out.add_argument("--frozen", type=int, default=0, help="first layers that do not learn")
    out.add_argument("--layers", type=int, nargs="+", help="the encoder's layers to keep")
    out.add_argument("--start", type=Path, help="stance.pt of the teacher, to start from")
    out.add_argument("--rounded", type=float, default=0.0, help="last share learnt in four bits")
    out.add_argument("--hide", type=float, default=0.5, help="share of mentions hidden")
    out.add_argument("--apart", action=on_off, default=False, help="hide the two independently")
    out.add_argument("--both", action=on_off, default=False, help="each pair both ways round")
    out.add_argument("--neutral", type=float, default=1.0, help="neutral pairs kept an epoch")
    out.add_argument("--mention-weight", type=float, default=1.0, help="of against and for")
    out.add_argument("--pair-weight", type=float, default=1.0, help="of the four polar classes")
    out.add_argument("--taught", type=Path, help="a teacher's answers, from stance.teacher")
    out.add_argument("--teacher-share", type=float, default=0.5, help="beside the labels")
    out.add_argument("--templates", type=float, default=0.06, help="ours, beside the corpora's")
    out.add_argument("--written", type=int, default=4000, help="sentences of ours to draw from")
    out.add_argument("--first", type=int, help="rows of each source, for a trial")
    return out


def main(argv: list[str] | None = None) -> None:
    """Train, write ``stance.pt`` and print the held-out figures."""
    options = parser()
    args = options.parse_args(argv)
    if args.taught is not None and args.first is not None:
        options.error("--taught needs every row: leave --first out")
    if args.start is not None and args.layers is None:
        options.error("--start needs --layers: those of the run that the new network keeps")
    torch.set_num_threads(args.threads)
    network = train(args)
    args.out.mkdir(parents=True, exist_ok=True)
    torch.save(network.state_dict(), args.out / "stance.pt")
    sources = read_sources(args.corpora)
    with as_shipped(network, on=args.rounded > 0):
        found = predict(asker(network), plain_tokenizer(minilm()), sources, first=args.first)
    found.save(args.out / "held.npz")
    print(json.dumps(figures(found), indent=1))


if __name__ == "__main__":
    main()
