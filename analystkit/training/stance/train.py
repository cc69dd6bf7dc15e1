"""Re-make the stance model's weights from NewsMTSC and DSE.

``python -m analystkit.training.stance.train CORPORA --out RUN`` writes ``RUN/stance.pt`` and
prints its figures; CORPORA holds ``newsmtsc/train.jsonl`` and ``dse/{train,valid}.txt``.
"""

import argparse
import math
import random
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional

from analystkit.stance.network import load_tokenizer
from analystkit.training.fine_tuning import Batch, common_options, fine_tune, minilm
from analystkit.training.stance.calibrate import held_out, report
from analystkit.training.stance.data import Encoded, Labelled, batches, read_sources
from analystkit.training.stance.export import as_shipped, round_frozen
from analystkit.training.stance.network import StanceNetwork, asker, new_network, start_from
from analystkit.training.stance.teacher import taught, unlabelled
from analystkit.training.stance.templates import sentences

BATCH = 32
WRITTEN, SHARE = 4000, 0.06  # sentences of our own, and how many an epoch beside the others


def loss_of(network: StanceNetwork, batch: Batch) -> Tensor:
    """Cross-entropy of each row's own form."""
    mention, directed = network.training_logits(batch)
    held, aim = batch["holder"] > 0, batch["aim"]
    total = mention.new_zeros((), dtype=torch.float32)
    for rows, logits in ((~held, mention), (held, directed)):
        if rows.any():
            total = total + functional.cross_entropy(
                logits[rows].float(),
                aim[rows, : logits.shape[1]],
                label_smoothing=0.05,
                reduction="sum",
            )
    return total / len(aim)


def train(args: argparse.Namespace) -> StanceNetwork:
    """Fine-tune, and print the held-out figures."""
    torch.manual_seed(1)
    rng = random.Random(args.order)
    tokenizer, special = load_tokenizer(minilm())
    sources = read_sources(args.corpora)
    network = new_network(tokenizer, args.encoder, frozen=args.frozen, layers=args.layers)
    if args.start is not None:
        start_from(network, args.start, args.layers)
    if args.rounded:
        round_frozen(network)

    def ready(rows: list[Labelled]) -> list[Encoded]:
        return [Encoded.of(r, tokenizer) for r in rows]

    whole, pairs = ready(sources.newsmtsc), ready(sources.dse)
    written = ready(sentences(WRITTEN, seed=7))
    if args.taught is not None:
        answers = dict(np.load(args.taught))
        more = ready(unlabelled(args.corpora, sources, count=len(answers["unlabelled"])))
        pairs = taught(pairs, answers["dse"], args.teacher_share, of="dse")
        whole = taught(whole, answers["newsmtsc"], args.teacher_share, of="newsmtsc")
        whole += taught(more, answers["unlabelled"], 1.0, of="unlabelled")
    print(f"{len(whole)} mentions and unlabelled, {len(pairs)} pairs, {len(written)} written")

    def epoch(rng: random.Random = rng) -> Iterator[Batch]:
        """One pass: pairs turned round at random, some neutral ones left out, mentions hidden."""
        chosen = list(whole)
        for pair in pairs:
            if pair.label != 0 or rng.random() < args.neutral:
                chosen.append(pair.swapped() if rng.random() < 0.5 else pair)
        share = min(1.0, SHARE * len(chosen) / len(written))
        chosen += rng.sample(written, int(share * len(written)))
        out = []
        for row in chosen:
            hide = rng.random() < args.hide
            other = rng.random() < args.hide if args.apart else hide
            out.append((row.marked(special, hide=(hide, other)), row.aim))
        return batches(out, size=BATCH, rng=rng)

    rows = sum(len(batch["ids"]) for batch in epoch(random.Random(0)))
    steps = math.ceil(rows / BATCH * args.epochs)

    def learn(batch: Batch, step: int) -> Tensor:
        with as_shipped(network, on=step >= steps * (1 - args.rounded)):
            with torch.autocast("cpu", dtype=torch.bfloat16):
                loss = loss_of(network, batch)
            loss.backward()
        return loss

    fine_tune(network, args, steps=steps, epoch=epoch, learn=learn)
    with as_shipped(network, on=args.rounded > 0):
        report(held_out(asker(network), tokenizer, sources))
    return network


def main(argv: list[str] | None = None) -> None:
    """Train and write ``stance.pt``; ``models/stance.md`` has the shipped recipe's options."""
    parser = common_options(__doc__, "corpora", order=1, epochs=3, lr=1.5e-4, head_lr=5e-4)
    parser.add_argument("--encoder", type=Path, default=minilm(), help="default: all-MiniLM-L6-v2")
    parser.add_argument("--frozen", type=int, default=0, help="first layers that do not learn")
    parser.add_argument("--layers", type=int, nargs="+", help="the encoder's layers to keep")
    parser.add_argument("--start", type=Path, help="stance.pt of the teacher, to start from")
    parser.add_argument("--rounded", type=float, default=0.0, help="last share learnt in four bits")
    parser.add_argument("--hide", type=float, default=0.5, help="share of mentions hidden")
    parser.add_argument("--apart", action="store_true", help="hide the two independently")
    parser.add_argument("--neutral", type=float, default=1.0, help="neutral pairs kept an epoch")
    parser.add_argument("--taught", type=Path, help="a teacher's answers, from stance.teacher")
    parser.add_argument("--teacher-share", type=float, default=0.5, help="beside the labels")
    args = parser.parse_args(argv)
    if args.start is not None and args.layers is None:
        parser.error("--start needs --layers: those of the run that the new network keeps")
    torch.set_num_threads(args.threads)
    network = train(args)
    args.out.mkdir(parents=True, exist_ok=True)
    torch.save(network.state_dict(), args.out / "stance.pt")


if __name__ == "__main__":
    main()
