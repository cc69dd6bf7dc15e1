import pytest

pytest.importorskip("torch", reason="training needs the extra [train]")
import torch
import transformers
from torch.nn import functional

from analystkit.training.stance import integers

WIDTH, PIECES = 128, 9


@pytest.fixture(scope="module")
def module():
    torch.manual_seed(0)
    config = transformers.MPNetConfig(
        hidden_size=WIDTH, num_hidden_layers=1, num_attention_heads=4, intermediate_size=2 * WIDTH
    )
    return transformers.MPNetModel(config).eval().requires_grad_(False)


@pytest.fixture
def states():
    torch.manual_seed(1)
    return torch.randn(2, PIECES, WIDTH)


def near(module):
    return module.encoder.compute_position_bias(torch.zeros(1, PIECES, WIDTH))


def sixteenth(module):
    return near(module) / 2**integers.POWER


def test_a_layer_answers_as_the_encoders_own_does(module, states):
    one = module.encoder.layer[0]
    (exact,) = one(states, position_bias=near(module))
    found = integers.layer(one, states, sixteenth(module))
    assert (found - exact).abs().max() < 0.1  # of numbers whose spread is 1
    assert (found - exact).abs().mean() < 0.02


def test_where_few_are_asked_the_answer_is_that_of_all_to_the_bit(module, states):
    one, places = module.encoder.layer[0], torch.tensor([0, 3, 5])
    every = integers.layer(one, states, sixteenth(module))
    few = integers.layer(one, states, sixteenth(module)[:, :, places], asked=states[:, places])
    assert torch.equal(few, every[:, places])


def test_the_ramp_is_near_gelu_and_never_below_its_least():
    x = torch.linspace(-8, 8, 4001)
    found = integers.ramped(x * integers.STEEP)
    assert (found / integers.STEEP - functional.gelu(x)).abs().max() < 0.07
    assert found.min() >= -integers.LEAST


def test_padding_and_neighbours_change_no_bit(module, states):
    one = module.encoder.layer[0]
    alone = integers.layer(one, states[:1, :6], sixteenth(module)[:, :, :6, :6])
    mask = (torch.arange(PIECES) < torch.tensor([[6], [9]])).float()
    among = integers.layer(one, states * mask[:, :, None], sixteenth(module), mask=mask)
    assert torch.equal(among[:1, :6], alone)
