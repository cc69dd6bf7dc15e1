from argparse import Namespace

import pytest

pytest.importorskip("torch", reason="training needs the extra [train]")
import torch
from torch import nn

from analystkit.training.fine_tuning import common_options, fine_tune


def test_the_loop_takes_the_steps_asked_for_over_as_many_epochs_as_it_needs():
    torch.manual_seed(0)
    network = nn.ModuleDict({"encoder": nn.Linear(2, 2), "head": nn.Linear(2, 1)})
    before = network["head"].weight.detach().clone()
    batch, seen = {"x": torch.ones(4, 2)}, []

    def learn(batch):
        seen.append(batch)
        loss = (network["head"](network["encoder"](batch["x"])) - 1).pow(2).mean()
        loss.backward()
        return loss

    args = Namespace(lr=0.1, head_lr=0.1, order=1, ema=0.9)
    assert fine_tune(network, args, steps=7, epoch=lambda: [batch] * 3, learn=learn) is network
    assert len(seen) == 7
    assert not network.training and not torch.equal(network["head"].weight, before)


def test_a_network_has_its_own_defaults_and_they_can_be_overruled():
    parser = common_options(None, lr=1e-4, head_lr=1e-3, order=4)
    args = parser.parse_args(["--out", "run", "--lr", "0.5"])
    assert (args.lr, args.head_lr, args.order, args.ema) == (0.5, 1e-3, 4, 0.995)
