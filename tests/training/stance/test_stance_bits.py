import numpy as np
import pytest

pytest.importorskip("torch", reason="training needs the extra [train]")
import torch
import transformers

from analystkit.stance.marks import Marked
from analystkit.stance.network import LOWER, UPPER, ask, load_session, load_tokenizer
from analystkit.training.integers import rounded_words
from analystkit.training.stance.data import Row, collate
from analystkit.training.stance.export import _ENCODERS, export, load_weights, weights_of
from analystkit.training.stance.network import (
    BLOCK,
    LOW,
    WORD_STEPS,
    Lower,
    StanceNetwork,
    Upper,
    asker,
)
from analystkit.training.stance.teacher import probabilities
from analystkit.training.stance.train import loss_of, states_apart

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


def test_word_vectors_are_those_that_are_shipped():
    table = small_network().encoder.embeddings.word_embeddings.weight
    torch.testing.assert_close(rounded_words(table, block=BLOCK, steps=WORD_STEPS), table)


def test_the_shipped_network_answers_as_the_one_that_learns_but_for_the_last_digits(tmp_path):
    network = small_network()
    export(network, tmp_path)
    with torch.no_grad():
        lower = Lower(network, pieces=load_tokenizer()[0].get_vocab_size())
        states = lower(torch.tensor([IDS]))
        expected = [
            Upper(network)(states, *(torch.tensor([of]) for of in (m.order, m.target, m.holder)))
            for m in MARKED
        ]
    found = ask(MARKED, folder=tmp_path)
    np.testing.assert_allclose(found, torch.cat(expected), atol=1e-5)
    load_session.cache_clear()


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
    export(network, tmp_path)
    load_weights(network, weights_of(tmp_path))
    assert [path.read_bytes() for path in export(network, tmp_path / "anew")] == [
        (tmp_path / half).read_bytes() for half in (LOWER, UPPER)
    ]
    again = weights_of(tmp_path)
    known = network.state_dict()
    left = {name for name in known if name not in again}
    assert all(any(part in name for part in _ENCODERS) for name in left)
    for name, value in again.items():
        assert torch.equal(value, known[name]), name


def test_a_network_is_not_apart_from_its_shipped_form(tmp_path):
    network = small_network()
    export(network, tmp_path)
    batch = collate([Row(marked, share=0.0) for marked in MARKED])
    p = probabilities(ask(MARKED, folder=tmp_path), MARKED).astype(float)
    least = -(p * np.log(p.clip(1e-30))).sum() / len(p)
    with torch.no_grad():
        assert states_apart(network, batch, tmp_path) < 1e-6
        assert loss_of(network, batch, tmp_path).item() == pytest.approx(least, abs=1e-5)
        network.marks[:, 0] += 1
        assert loss_of(network, batch, tmp_path) > least + 1e-4
    load_session.cache_clear()


@pytest.mark.parametrize("change", [lambda w: w.pop("marks"), lambda w: w.update(other=w["marks"])])
def test_weights_of_another_network_are_refused(change):
    weights = small_network().state_dict()
    change(weights)
    with pytest.raises(ValueError, match="is missing or not of this network, and 0 more"):
        load_weights(small_network(), weights)
