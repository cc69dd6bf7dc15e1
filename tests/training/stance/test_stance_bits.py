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
from analystkit.training.stance.export import (
    BLOCK,
    as_shipped,
    export,
    four_bit,
    round_frozen,
    rounded,
)
from analystkit.training.stance.network import StanceNetwork, start_from

MARKED = [
    Marked(ids=(101, 4, 2632, 5, 7327, 2, 3000, 3, 102), target=5, holder=1),
    Marked(ids=(101, 2632, 2, 3000, 3, 102), target=2, holder=0),
]


def small_network(layers: int = 2) -> StanceNetwork:
    torch.manual_seed(0)
    config = transformers.BertConfig(
        vocab_size=load_tokenizer()[0].get_vocab_size(),
        hidden_size=BLOCK,
        num_hidden_layers=layers,
        num_attention_heads=4,
        intermediate_size=2 * BLOCK,
    )
    return StanceNetwork(transformers.BertModel(config)).eval()


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
    with torch.no_grad(), as_shipped(network):
        for marked in MARKED:
            places = (torch.tensor([marked.target]), torch.tensor([marked.holder]))
            expected = network(torch.tensor([marked.ids]), *places)[0].numpy()
            found = ask(marked, tmp_path)
            said = expected > -1e3
            np.testing.assert_allclose(found[said], expected[said], atol=0.02)
    load_session.cache_clear()


def test_the_same_weights_make_the_same_file(tmp_path):
    one, other = (export(small_network(), tmp_path / name).read_bytes() for name in "ab")
    assert one == other


def test_a_shallower_network_starts_from_the_layers_it_keeps(tmp_path):
    deep, shallow = small_network(4), small_network(2)
    with torch.no_grad():
        for number, layer in enumerate(deep.encoder.encoder.layer):
            layer.output.dense.bias.fill_(number)
    torch.save(deep.state_dict(), tmp_path / "stance.pt")
    start_from(shallow, tmp_path / "stance.pt", [1, 3])
    found = [layer.output.dense.bias[0].item() for layer in shallow.encoder.encoder.layer]
    assert found == [1, 3]
    assert torch.equal(shallow.mixed.weight, deep.mixed.weight)
    assert len(four_bit(shallow)) < len(four_bit(deep))
