"""Train the stance model to answer as the shipped one does, and others with it.

``python -m analystkit.training.stance.train CORPORA SENTENCES --start START --teacher FOLDER
--out RUN`` goes on from START, a run's weights or a shipped network's folder, writes
``RUN/stance.pt`` and prints its figures; FOLDER is ``analystkit/models``, CORPORA holds
``newsmtsc/train.jsonl``, ``dse/{train,valid}.txt`` and ``polnear/``, SENTENCES is
``data/stance_sentences``.

After Hinton, Vinyals and Dean, "Distilling the knowledge in a neural network", 2015; what the
lower half makes of a passage is kept to as well (Jiao et al., "TinyBERT", Findings of EMNLP 2020).
"""

import argparse
import random
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional

from analystkit.stance.network import LOWER, OUTPUTS, States, ask, load_session, load_tokenizer
from analystkit.training.fine_tuning import common_options, fine_tune, minilm
from analystkit.training.stance.calibrate import held_out, report
from analystkit.training.stance.data import Batch, Encoded, Labelled, Row, batches, read_sources
from analystkit.training.stance.export import load_weights, weights_of
from analystkit.training.stance.network import LOW, StanceNetwork, asker, new_network
from analystkit.training.stance.teacher import mean_answers, probabilities, taught, unlabelled
from analystkit.training.stance.written import is_held, read_written

BATCH = 32
Loss = Callable[[StanceNetwork, Batch, Path], Tensor]


def loss_of(network: StanceNetwork, batch: Batch, teacher: Path) -> Tensor:
    """Cross-entropy of each row's own form, and how far the passages' states are from a teacher's.

    The aims are the rows' own as far as they count, and the teacher's answers.
    """
    states: States = {}
    asked = batch["asked"]
    answers = probabilities(ask(asked, known=states, threads=2, folder=teacher), asked)
    share = batch["share"][:, None]
    aim = share * batch["aim"] + (1 - share) * torch.tensor(answers)
    read = network.passages([one.ids for one in asked])
    eight = network.logits(batch, read).float()
    alone = batch["holder"] == 0
    total = eight.new_zeros(())
    for rows, logits in ((alone, eight[:, :3]), (~alone, eight[:, 3:])):
        if rows.any():
            aims = aim[rows, : logits.shape[1]]
            total = total + functional.cross_entropy(logits[rows], aims, reduction="sum")
    own = {one.ids: state for one, state in zip(asked, read, strict=True)}
    return total / len(aim) + _apart(own, states)


def states_apart(network: StanceNetwork, batch: Batch, teacher: Path) -> Tensor:
    """How far the states of a batch's passages are from a teacher's."""
    passages = sorted({one.ids for one in batch["asked"]})
    session = load_session(LOWER, teacher)

    def states(ids: tuple[int, ...]) -> Any:
        return session.run([OUTPUTS[LOWER]], {"ids": np.array([ids], np.int64)})[0][0]

    with ThreadPoolExecutor(2) as pool:
        theirs = dict(zip(passages, pool.map(states, passages), strict=True))
    return _apart(dict(zip(passages, network.passages(passages), strict=True)), theirs)


def _apart(own: dict[tuple[int, ...], Tensor], states: States) -> Tensor:
    """The mean square of the difference, in parts of the teacher's."""
    ours = torch.cat(list(own.values())).float()
    theirs = torch.cat([torch.from_numpy(states[ids]) for ids in own])
    return functional.mse_loss(ours, theirs) / theirs.square().mean()


def train(args: argparse.Namespace) -> StanceNetwork:
    """Fine-tune, and print the held-out figures."""
    torch.manual_seed(1)
    rng = random.Random(args.order)
    tokenizer, special = load_tokenizer(minilm())
    sources = read_sources(args.corpora)
    network = new_network(tokenizer, args.encoder, low=args.low)
    load_weights(network, weights_of(args.start))

    def ready(rows: Iterable[Labelled]) -> list[Encoded]:
        return [Encoded.of(r, tokenizer) for r in rows]

    written = (r for r in read_written(args.sentences) if not is_held(r))
    labelled = ready([*sources.newsmtsc, *sources.dse, *written])
    more: list[Encoded] = []
    if args.taught:
        answers = mean_answers(args.taught)
        asked = unlabelled(args.corpora, sources, count=args.unlabelled)
        more = taught(ready(asked), answers)
    print(f"{len(labelled)} labelled questions, {len(more)} unlabelled")

    def epoch(rng: random.Random = rng) -> Iterator[Batch]:
        """All of them; pairs turned round at random, mentions hidden."""
        out = []
        for rows, share in ((labelled, args.labels), (more, 1.0)):
            for row in rows:
                turned = row.swapped() if row.holder is not None and rng.random() < 0.5 else row
                hide = (rng.random() < args.hide, rng.random() < args.hide)
                out.append(Row(turned.marked(special, hide=hide), turned.aim, share))
        return batches(out, size=BATCH, rng=rng)

    def passages() -> Iterator[Batch]:
        """Each passage once."""
        each = {(asked := row.marked(special)).ids: Row(asked) for row in (*labelled, *more)}
        return batches(list(each.values()), size=BATCH, rng=rng)

    def learn(loss_of: Loss, batch: Batch) -> Tensor:
        with torch.autocast("cpu", torch.bfloat16, enabled=args.bf16):
            loss = loss_of(network, batch, args.teacher)
        loss.backward()
        return loss

    first = argparse.Namespace(**vars(args) | {"lr": args.states_lr})
    alone, both = partial(learn, states_apart), partial(learn, loss_of)
    fine_tune(network, first, steps=args.states, epoch=passages, learn=alone)
    fine_tune(network, args, steps=args.steps, epoch=epoch, learn=both)
    report(held_out(asker(network), tokenizer, sources))
    return network


def main(argv: list[str] | None = None) -> None:
    """Train and write ``stance.pt``; ``models/stance.md`` has the shipped recipe's options."""
    own = {"order": 1, "lr": 5e-5, "head_lr": 1e-4, "ema": 0.98}
    parser = common_options(__doc__, "corpora", "sentences", **own)
    parser.add_argument("--encoder", type=Path, required=True, help="folder of all-mpnet-base-v2")
    parser.add_argument(
        "--start", type=Path, required=True, help="what to go on from: a folder, or stance.pt"
    )
    parser.add_argument("--teacher", type=Path, required=True, help="a shipped network's folder")
    parser.add_argument(
        "--taught", type=Path, nargs="*", help="networks' answers, from stance.teacher: their mean"
    )
    parser.add_argument("--unlabelled", type=int, default=28000, help="questions of those answers")
    parser.add_argument("--states", type=int, default=1000, help="steps for passages' states alone")
    parser.add_argument("--states-lr", type=float, default=4e-4)
    parser.add_argument("--steps", type=int, default=900, help="steps for answers and states")
    parser.add_argument("--labels", type=float, default=0.0, help="weight beside the teacher's")
    parser.add_argument("--hide", type=float, default=0.25, help="share of mentions hidden")
    parser.add_argument("--low", type=int, default=LOW, choices=range(LOW + 1),
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
