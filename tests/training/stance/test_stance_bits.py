import numpy as np
import pytest

pytest.importorskip("onnx_ir", reason="training needs the extra [train]")
pytest.importorskip("torch", reason="training needs the extra [train]")
import torch
import transformers
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from analystkit.stance.marks import Marked
from analystkit.stance.network import ask, load_session, load_tokenizer
from analystkit.training.stance.data import CLASSES, collate
from analystkit.training.stance.export import (
    BLOCK,
    as_shipped,
    export,
    read_back,
    round_frozen,
    rounded,
)
from analystkit.training.stance.network import LOW, StanceNetwork, _last, asker

IDS = (101, 2632, 7327, 3000, 102)
MARKED = [
    Marked(IDS, order=(0, ~0, 1, ~1, 2, ~2, 3, ~3, 4), target=5, holder=1),
    Marked(IDS, order=(0, 1, 2, ~2, 3, ~3, 4), target=3, holder=0),
]


def small_network() -> StanceNetwork:
    torch.manual_seed(0)
    config = transformers.MPNetConfig(
        vocab_size=load_tokenizer()[0].get_vocab_size(),
        hidden_size=BLOCK,
        num_hidden_layers=LOW + 2,
        num_attention_heads=4,
        intermediate_size=2 * BLOCK,
    )
    return StanceNetwork(transformers.MPNetModel(config)).eval()


numbers = st.floats(-4, 4, width=32)


@given(arrays(np.float32, (3, 2 * BLOCK), elements=numbers))
def test_rounding_moves_no_value_far_and_what_is_rounded_stays(values):
    weight = torch.tensor(values)
    once = rounded(weight)
    assert torch.equal(rounded(once), once)
    scale = weight.reshape(-1, BLOCK).abs().amax(dim=1, keepdim=True) / 8
    # the far end of a block, opposite to its largest value, is cut at 7 of 8 steps
    assert ((once - weight).reshape(-1, BLOCK).abs() <= 1.01 * scale + 1e-6).all()
    assert len(once.reshape(-1, BLOCK)[0].unique()) <= 16


def test_learning_moves_the_exact_weights_by_the_rounded_ones_gradient():
    network = small_network()
    network.encoder.embeddings.word_embeddings.requires_grad_(False)
    round_frozen(network)
    table = network.encoder.embeddings.word_embeddings.weight
    assert torch.equal(table, rounded(table))
    before = network.mixed.weight.clone()
    with as_shipped(network):
        assert torch.equal(network.mixed.weight, rounded(before))
        network.mixed.weight.sum().backward()
    assert torch.equal(network.mixed.weight, before)
    assert (network.mixed.weight.grad == 1).all()


def test_the_shipped_network_answers_as_the_rounded_one(tmp_path):
    network = small_network()
    export(network, tmp_path)
    with as_shipped(network):
        round_frozen(network)
        expected = asker(network)(MARKED)
    found = ask(MARKED, folder=tmp_path)
    said = expected > -1e3
    np.testing.assert_allclose(found[said], expected[said], atol=0.02)
    load_session.cache_clear()


def test_the_last_layer_is_worked_out_where_it_is_read():
    network = small_network()
    batch = collate([(marked, (0.0,) * CLASSES) for marked in MARKED])
    layers = network.encoder.encoder.layer
    with torch.no_grad():
        short = network.logits(batch)
        seen = {}
        whole = layers[-1].register_forward_hook(lambda *_: seen.setdefault("whole", True))
        network.logits(batch)
        whole.remove()
        states = torch.randn(1, 7, BLOCK)
        bias = network.encoder.encoder.compute_position_bias(states)
        (full,) = layers[-1](states, position_bias=bias)
        places = torch.tensor([[0, 3, 5]])
        few = _last(layers[-1], states, torch.tensor([[0]]), places, bias, None)
    assert short.shape == (2, 8) and not seen
    torch.testing.assert_close(few[0], full[0, places[0]], atol=1e-5, rtol=1e-4)


def test_a_question_is_answered_alike_alone_and_among_others():
    ask_torch = asker(small_network())
    alone = np.concatenate([ask_torch([marked]) for marked in MARKED])
    np.testing.assert_allclose(ask_torch(MARKED), alone, atol=1e-4)


def test_the_same_weights_make_the_same_files(tmp_path):
    one, other = (export(small_network(), tmp_path / name) for name in "ab")
    assert [path.read_bytes() for path in one] == [path.read_bytes() for path in other]


def test_a_shipped_network_is_read_back_as_it_was(tmp_path):
    network = small_network()
    with torch.no_grad():
        for weight in network.parameters():
            weight.add_(torch.randn_like(weight) / 10)  # equal ones are kept once
    round_frozen(network.requires_grad_(False))
    export(network, tmp_path)
    again = read_back(tmp_path)
    known = network.state_dict()
    left = {name for name in known if name not in again}
    assert all("word_embeddings" in name or "pooler" in name for name in left)
    for name, value in again.items():
        torch.testing.assert_close(value, known[name], msg=name)
