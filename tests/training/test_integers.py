import pytest

pytest.importorskip("torch", reason="training needs the extra [train]")
import torch
from torch import nn

from analystkit.training import integers

WIDTH = 128


@pytest.fixture
def rows():
    torch.manual_seed(1)
    return torch.randn(18, WIDTH)


def of(module, x):
    return integers.linear(module, integers.Rows(x))


def test_the_order_of_a_sum_does_not_show(rows):
    torch.manual_seed(2)
    linear = nn.Linear(WIDTH, 64)
    order = torch.randperm(WIDTH)
    mixed = nn.Linear(WIDTH, 64)
    mixed.weight.data, mixed.bias.data = linear.weight.data[:, order], linear.bias.data
    with torch.no_grad():
        assert torch.equal(of(linear, rows), of(mixed, rows[:, order]))


def test_gradients_pass_the_rounding(rows):
    linear = nn.Linear(WIDTH, 64)
    rows.requires_grad_()
    of(linear, rows).sum().backward()
    found = rows.grad, linear.weight.grad
    rows.grad = linear.weight.grad = None
    linear(rows).sum().backward()
    for mine, exact in zip(found, (rows.grad, linear.weight.grad), strict=True):
        assert (mine - exact).abs().max() < 0.03 * exact.abs().max()


def test_two_products_fit_into_sixteen_bits():
    assert 2 * 255 * integers.WEIGHT_STEPS < 2**15
    weight = torch.randn(5, WIDTH) * 100
    steps = (weight / integers.columns(weight)[:, None]).round()
    assert steps.abs().amax(1).tolist() == [integers.WEIGHT_STEPS] * 5


def test_a_norm_is_layer_normalisation():
    states = torch.randn(2, 9, WIDTH)
    norm = nn.LayerNorm(WIDTH)
    norm.weight.data.normal_()
    torch.testing.assert_close(integers.norm(norm, states), norm(states))


@pytest.mark.parametrize(("block", "steps"), [(None, integers.STEPS), (WIDTH // 4, 7)])
def test_vectors_of_pieces_lose_under_half_a_step_and_once_only(block, steps):
    torch.manual_seed(0)
    vectors = torch.randn(20, WIDTH) * torch.logspace(-3, 3, 20)[:, None]
    found = integers.rounded_words(vectors, block=block, steps=steps)
    blocks = (vectors.reshape(-1, block or WIDTH), (found - vectors).reshape(-1, block or WIDTH))
    most, lost = (part.abs().amax(1) for part in blocks)
    assert (lost <= most / steps / 2 * 1.001).all()
    again = integers.rounded_words(found, block=block, steps=steps)
    torch.testing.assert_close(again, found)
