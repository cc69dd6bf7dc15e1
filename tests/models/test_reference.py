"""The shipped networks give the same answers on whatever processor runs them.

``python tests/models/test_reference.py`` writes the reference outputs anew, when the networks
change: by onnxruntime without its optimisations, so with other kernels than those in use.
"""

import platform
from pathlib import Path

import numpy as np
import pytest

from analystkit.actors import load_actors
from analystkit.articles import load_articles
from analystkit.evaluation.stances import annotated_quotes
from analystkit.models.loading import MODELS, load_tokenizer, open_network, special_pieces
from analystkit.quotes.tagging import tagger
from analystkit.quotes.tagging.windows import pack, split_words
from analystkit.stance import network
from analystkit.stance.score import questions_of
from analystkit.stance.toward import as_marked
from analystkit.targets import load_targets, quote_targets

DATA = Path(__file__).parents[2] / "data"
REFERENCE = Path(__file__).with_name("reference.npz")
# of a logit: every sum is one of whole numbers, but for those of the stance network's last layer
TOLERANCE = {"tagger": 0.0, "stance": 2e-6}
QUESTIONS = 200


def windows():
    """Three articles' windows as the tagger reads them."""
    tokenizer = load_tokenizer()
    special = special_pieces(tokenizer)
    for text in load_articles(DATA / "coverage")["text"].head(3):
        yield from pack(split_words(text, tokenizer), text, special=special)


def tagged(session=None):
    """The tags' logits and a few numbers of every pointer vector."""
    session = session or tagger.load_session()
    outs = []
    for window in windows():
        ids = np.array([window.ids], np.int64)
        tags, links = session.run(["tags", "links"], {"ids": ids})
        outs.append(np.concatenate([tags[0], links[0, :, ::64]], axis=1))
    return np.concatenate(outs)


def asked():
    """The five logits of questions about the sample coverage."""
    articles, quotes = annotated_quotes(DATA / "gold" / "quotes.jsonl")
    targets = load_targets(DATA / "targets.toml", actors=load_actors(DATA / "actors.toml"))
    questions = questions_of(quote_targets(quotes, articles, targets), quotes, articles)
    return np.concatenate([network.ask([as_marked(q)]) for q in questions[:QUESTIONS]])


OUTPUTS = {"tagger": tagged, "stance": asked}


@pytest.mark.parametrize("name", OUTPUTS)
def test_the_answers_are_those_of_other_processors(name, figure):
    with np.load(REFERENCE) as known:
        reference = known[name]
    found = OUTPUTS[name]()
    assert found.shape == reference.shape
    furthest = float(np.abs(found - reference).max())
    changed = int((found.argmax(axis=1) != reference.argmax(axis=1)).sum())
    assert furthest <= TOLERANCE[name], (
        f"on this machine ({platform.machine()}, {platform.processor() or 'unknown processor'}) "
        f"the {name} network's outputs are up to {furthest:.2g} from the reference, {changed} of "
        f"{len(reference)} rows have another best answer: quotations, stances and figures here "
        "may differ from those stated"
    )
    figure(f"{name} network, furthest from its reference", furthest, most=TOLERANCE[name])


@pytest.mark.parametrize("threads", [1, 2])
def test_the_answers_are_those_of_any_number_of_threads(threads):
    path = MODELS / "tagger.onnx.gz"
    few = tagged(open_network(path, threads=threads))
    with np.load(REFERENCE) as known:
        assert np.abs(few - known["tagger"]).max() <= TOLERANCE["tagger"]


def write_reference():
    import gzip

    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.graph_optimization_level = onnxruntime.GraphOptimizationLevel.ORT_DISABLE_ALL

    def plain(path: Path, *, threads: int | None) -> onnxruntime.InferenceSession:
        return onnxruntime.InferenceSession(gzip.decompress(path.read_bytes()), options)

    tagger.open_network = network.open_network = plain
    outs = {name: output().astype(np.float32) for name, output in OUTPUTS.items()}
    np.savez_compressed(REFERENCE, **outs)


if __name__ == "__main__":
    write_reference()
