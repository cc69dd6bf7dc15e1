import pytest

pytest.importorskip("torch", reason="training needs the extra [train]")
import torch
import transformers
from torch import nn
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


def test_a_layer_answers_as_the_encoders_own_does(module, states):
    one = module.encoder.layer[0]
    (exact,) = one(states, position_bias=near(module))
    found = integers.layer(one, states, near(module))
    assert (found - exact).abs().max() < 0.1  # of numbers whose spread is 1
    assert (found - exact).abs().mean() < 0.02


def test_where_few_are_asked_the_answer_is_that_of_all_to_the_bit(module, states):
    one, places = module.encoder.layer[0], torch.tensor([0, 3, 5])
    every = integers.layer(one, states, near(module))
    few = integers.layer(one, states, near(module)[:, :, places], asked=states[:, places])
    assert torch.equal(few, every[:, places])


def test_padding_and_neighbours_change_no_bit(module, states):
    one = module.encoder.layer[0]
    alone = integers.layer(one, states[:1, :6], near(module)[:, :, :6, :6])
    mask = (torch.arange(PIECES) < torch.tensor([[6], [9]])).float()
    among = integers.layer(one, states * mask[:, :, None], near(module), mask=mask)
    assert torch.equal(among[:1, :6], alone)


def test_the_order_of_a_sum_does_not_show(states):
    torch.manual_seed(2)
    linear, rows = nn.Linear(WIDTH, 64), states.flatten(0, 1)
    order = torch.randperm(WIDTH)
    mixed = nn.Linear(WIDTH, 64)
    mixed.weight.data, mixed.bias.data = linear.weight.data[:, order], linear.bias.data
    with torch.no_grad():
        assert torch.equal(integers.linear(linear, rows), integers.linear(mixed, rows[:, order]))


def test_two_products_fit_into_sixteen_bits():
    assert 2 * 255 * integers.WEIGHT_STEPS < 2**15
    weight = torch.randn(5, WIDTH) * 100
    steps = (weight / integers.columns(weight)[:, None]).round()
    assert steps.abs().amax(1).tolist() == [integers.WEIGHT_STEPS] * 5


def test_gradients_pass_the_rounding(states):
    linear = nn.Linear(WIDTH, 64)
    rows = states.flatten(0, 1).requires_grad_()
    integers.linear(linear, rows).sum().backward()
    found = rows.grad, linear.weight.grad
    rows.grad = linear.weight.grad = None
    linear(rows).sum().backward()
    for mine, exact in zip(found, (rows.grad, linear.weight.grad), strict=True):
        assert (mine - exact).abs().max() < 0.03 * exact.abs().max()


def test_gelu_is_near_the_real_one():
    x = torch.linspace(-8, 8, 4001)
    bend = integers._BEND
    found = integers._gelu(x / bend) * bend / 2
    assert (found - functional.gelu(x)).abs().max() < 0.0062
    assert (found * 2 / bend).min() >= -integers._LEAST - 1e-6


def test_a_norm_is_layer_normalisation(states):
    norm = nn.LayerNorm(WIDTH)
    norm.weight.data.normal_()
    torch.testing.assert_close(integers.norm(norm, states), norm(states))
