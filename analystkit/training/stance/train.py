"""Train the stance model on NewsMTSC, DSE and sentences of our own.

``python -m analystkit.training.stance.train CORPORA SENTENCES --start FOLDER --out RUN`` goes on
from the network in FOLDER (``analystkit/models``), writes ``RUN/stance.pt`` and prints its figures;
CORPORA holds ``newsmtsc/train.jsonl`` and ``dse/{train,valid}.txt``, SENTENCES is
``data/stance_sentences``.
"""

import argparse
import math
import random
from collections.abc import Iterator
from pathlib import Path

import torch
from torch import Tensor
from torch.nn import functional

from analystkit.stance.network import load_tokenizer
from analystkit.training.fine_tuning import common_options, fine_tune, minilm
from analystkit.training.stance.calibrate import held_out, report
from analystkit.training.stance.data import Batch, Encoded, Labelled, batches, read_sources
from analystkit.training.stance.export import load_weights, weights_of
from analystkit.training.stance.network import LOW, StanceNetwork, asker, new_network
from analystkit.training.stance.teacher import mean_answers, taught, unlabelled
from analystkit.training.stance.written import is_held, read_written

BATCH = 32


def loss_of(network: StanceNetwork, batch: Batch) -> Tensor:
    """Cross-entropy of each row's own form."""
    eight = network.logits(batch).float()
    held, aim = batch["holder"] > 0, batch["aim"]
    total = eight.new_zeros(())
    for rows, logits in ((~held, eight[:, :3]), (held, eight[:, 3:])):
        if rows.any():
            total = total + functional.cross_entropy(
                logits[rows],
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
    network = new_network(tokenizer, args.encoder, low=args.low)
    load_weights(network, weights_of(args.start))

    def ready(rows: list[Labelled]) -> list[Encoded]:
        return [Encoded.of(r, tokenizer) for r in rows]

    mentions, pairs = ready(sources.newsmtsc), ready(sources.dse)
    written = ready([r for r in read_written(args.sentences) if not is_held(r)])
    more: list[Encoded] = []
    if args.taught:
        answers = mean_answers(args.taught)
        asked = unlabelled(args.corpora, sources, count=len(answers))
        more = taught(ready(asked), answers)
    print(
        f"{len(mentions)} mentions, {len(more)} unlabelled, {len(pairs)} pairs, {len(written)} own"
    )

    def epoch(rng: random.Random = rng) -> Iterator[Batch]:
        """Some of each; pairs turned round at random, mentions hidden."""
        chosen = [
            *rng.sample(mentions, min(args.mentions, len(mentions))),
            *rng.sample(more, min(args.unlabelled, len(more))),
            *(pair for pair in pairs if pair.label != 0 or rng.random() < args.neutral),
            *(args.own * written),
        ]
        out = []
        for row in chosen:
            turned = row.swapped() if row.holder is not None and rng.random() < 0.5 else row
            hide = (rng.random() < args.hide, rng.random() < args.hide)
            out.append((turned.marked(special, hide=hide), turned.aim))
        return batches(out, size=BATCH, rng=rng)

    rows = sum(len(batch["ids"]) for batch in epoch(random.Random(0)))
    steps = math.ceil(rows / BATCH * args.epochs)

    def learn(batch: Batch) -> Tensor:
        with torch.autocast("cpu", torch.bfloat16, enabled=args.bf16):
            loss = loss_of(network, batch)
        loss.backward()
        return loss

    fine_tune(network, args, steps=steps, epoch=epoch, learn=learn)
    report(held_out(asker(network), tokenizer, sources))
    return network


def main(argv: list[str] | None = None) -> None:
    """Train and write ``stance.pt``; ``models/stance.md`` has the shipped recipe's options."""
    parser = common_options(
        __doc__, "corpora", "sentences", order=1, epochs=1.6, lr=1e-4, head_lr=3e-4
    )
    parser.add_argument("--encoder", type=Path, required=True, help="folder of all-mpnet-base-v2")
    parser.add_argument(
        "--start", type=Path, required=True, help="what to go on from: a folder, or stance.pt"
    )
    parser.add_argument(
        "--taught", type=Path, nargs="*", help="networks' answers, from stance.teacher: their mean"
    )
    parser.add_argument("--mentions", type=int, default=4500, help="of NewsMTSC an epoch")
    parser.add_argument("--unlabelled", type=int, default=2500, help="an epoch")
    parser.add_argument("--neutral", type=float, default=0.35, help="neutral pairs kept an epoch")
    parser.add_argument("--own", type=int, default=1, help="times our sentences an epoch")
    parser.add_argument("--hide", type=float, default=0.25, help="share of mentions hidden")
    parser.add_argument("--low", type=int, default=0, choices=range(LOW + 1),
        help="layers of the lower half that learn",
    )  # fmt: skip
    parser.add_argument("--bf16", action="store_true", help="multiply in 16 bits: twice as fast")
    args = parser.parse_args(argv)
    torch.set_num_threads(args.threads)
    network = train(args)
    args.out.mkdir(parents=True, exist_ok=True)
    torch.save(network.state_dict(), args.out / "stance.pt")


if __name__ == "__main__":
    main()
