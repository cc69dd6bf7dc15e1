import pytest

pytest.importorskip("torch", reason="training needs the extra [train]")
import numpy as np
import torch
import transformers
from torch.nn import functional

from analystkit.models.loading import open_network
from analystkit.quotes.tagging.tags import TAGS
from analystkit.training.tagger import export, integers
from analystkit.training.tagger.network import Tagger

WIDTH, PIECES = 96, 14


@pytest.fixture
def bert():
    torch.manual_seed(0)
    config = transformers.BertConfig(
        vocab_size=50,
        hidden_size=WIDTH,
        num_hidden_layers=2,
        num_attention_heads=3,
        intermediate_size=2 * WIDTH,
        max_position_embeddings=32,
    )
    bert = transformers.BertModel(config).eval().requires_grad_(False)
    for weight in bert.parameters():
        weight.add_(torch.randn_like(weight) / 50)  # equal ones are exported once
    return bert


@pytest.fixture
def states():
    torch.manual_seed(1)
    return torch.randn(2, PIECES, WIDTH)


def test_gelu_is_near_the_real_one():
    x = torch.linspace(-8, 8, 4001)
    found = integers.gelu(x / integers.BEND) * integers.BEND / 2
    assert (found - functional.gelu(x)).abs().max() < 0.0062
    assert (found * 2 / integers.BEND).min() >= -integers.LEAST - 1e-6


def layer(module, states, mask=None):
    found = integers.layer(module, states.flatten(0, 1), len(states), mask)
    return found.unflatten(0, states.shape[:2])


def test_a_layer_answers_as_the_encoders_own_does(bert, states):
    one = bert.encoder.layer[0]
    exact = one(states)
    exact = exact[0] if isinstance(exact, tuple) else exact
    found = layer(one, states)
    assert (found - exact).abs().max() < 0.15  # of numbers whose spread is 1
    assert (found - exact).abs().mean() < 0.02


def test_padding_and_neighbours_change_no_bit(bert, states):
    one = bert.encoder.layer[0]
    alone = layer(one, states[:1, :6])
    mask = (torch.arange(PIECES) < torch.tensor([[6], [14]])).float()
    assert torch.equal(layer(one, states, mask)[:1, :6], alone)


def test_gradients_pass_the_rounding(bert, states):
    one = bert.encoder.layer[0].requires_grad_(True)
    asked = torch.randn_like(states)

    def gradients(layer):
        one.zero_grad()
        (layer(states) * asked).sum().backward()
        return [p.grad.clone() for name, p in one.named_parameters() if "key.bias" not in name]

    def exactly(x):
        out = one(x)
        return out[0] if isinstance(out, tuple) else out

    for mine, exact in zip(gradients(lambda x: layer(one, x)), gradients(exactly), strict=True):
        assert torch.cosine_similarity(mine.flatten(), exact.flatten(), dim=0) > 0.95


def test_what_is_shipped_is_the_network_and_is_told_back(bert, tmp_path, monkeypatch):
    (tmp_path / "tokenizer.json").write_text("{}")
    monkeypatch.setattr(export, "minilm", lambda: tmp_path)
    monkeypatch.setattr(export, "load_encoder", lambda _: bert)
    torch.save(Tagger(bert).state_dict(), tmp_path / "tagger.pt")
    network = export.load(tmp_path / "tagger.pt")
    path = export.export(network, tmp_path / "shipped")
    session = open_network(path, threads=1)
    ids = torch.randint(0, 50, (1, PIECES), generator=torch.Generator().manual_seed(3))
    tags, links = session.run(["tags", "links"], {"ids": ids.numpy()})
    assert tags.shape == (1, PIECES, len(TAGS)) and links.shape == (1, PIECES, 256)
    with torch.no_grad():
        exact = network(ids)
    for mine, other in zip((tags, links), exact, strict=True):
        # one rounded otherwise, for the last digit of a float that torch adds up, shows in all
        assert np.abs(mine - other.numpy()).mean() < 0.02
    again = export.export(export.load(tmp_path / "shipped"), tmp_path / "again")
    assert again.read_bytes() == path.read_bytes()


def test_weights_of_another_network_are_refused(bert, tmp_path, monkeypatch):
    monkeypatch.setattr(export, "load_encoder", lambda _: bert)
    weights = Tagger(bert).state_dict()
    del weights["tags.bias"]
    torch.save(weights, tmp_path / "tagger.pt")
    with pytest.raises(ValueError, match=r"tags.bias is missing or not the tagger's, and 0 more"):
        export.load(tmp_path / "tagger.pt")
