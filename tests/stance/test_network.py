import json
import shutil
from functools import partial
from pathlib import Path

import numpy as np
import pytest

from analystkit.models.loading import MODELS, ModelError
from analystkit.stance.network import (
    LOWER,
    UPPER,
    calibrated,
    load_calibration,
    load_session,
    load_tokenizer,
    log_probabilities,
)

GOOD = {"mention": 0.8, "directed": 1.2, "unclear_below": 0.5}


def test_what_the_target_thinks_of_the_holder_is_neutral():
    likely = np.array([-9.0, -9.0, 9.0, -9.0, -9.0])
    p = np.exp(log_probabilities(likely))
    assert p[1] == pytest.approx(1.0, abs=1e-6)
    assert np.exp(log_probabilities(np.array([0.0, 0, 0, 9, 0])))[0] > 0.99
    assert np.exp(log_probabilities(np.array([0.0, 9, 0, 0, 0])))[2] > 0.99


def test_a_temperature_moves_the_confidence_and_not_the_answer():
    scores = log_probabilities(np.random.default_rng(0).normal(size=(40, 5)) * 20)
    plain, warm = calibrated(scores, 1.0), calibrated(scores, 0.5)
    assert np.allclose(plain.sum(axis=1), 1) and np.allclose(warm.sum(axis=1), 1)
    assert (plain.argmax(axis=1) == warm.argmax(axis=1)).all()
    assert (warm.max(axis=1) <= plain.max(axis=1) + 1e-12).all()


HALVES = [partial(load_session, half) for half in (LOWER, UPPER)]


@pytest.mark.parametrize("load", [*HALVES, load_tokenizer, load_calibration])
def test_a_missing_file_is_named(tmp_path: Path, load):
    with pytest.raises(ModelError, match=r"stance model's file .* is missing .* git checkout"):
        load(tmp_path)


@pytest.mark.parametrize(
    ("load", "name"),
    [
        *zip(HALVES, (LOWER, UPPER), strict=True),
        (load_tokenizer, "tokenizer.json"),
    ],
)
def test_a_damaged_file_is_named(tmp_path: Path, load, name: str):
    (tmp_path / name).write_bytes(b"\x08\x07 not a model" * 50)
    with pytest.raises(ModelError, match=f"{name} is damaged"):
        load(tmp_path)


@pytest.mark.parametrize("half", [LOWER, UPPER])
def test_another_models_network_is_refused(tmp_path: Path, half: str):
    shutil.copy(MODELS / "tagger.onnx.gz", tmp_path / half)
    with pytest.raises(ModelError, match="another model's"):
        load_session(half, tmp_path)


def test_a_good_calibration_is_read(tmp_path: Path):
    (tmp_path / "stance_calibration.json").write_text(json.dumps(GOOD))
    forms, unclear = load_calibration(tmp_path)
    assert forms == {"mention": 0.8, "directed": 1.2}
    assert unclear == 0.5


@pytest.mark.parametrize(
    "content",
    [
        "",
        "[]",
        "{}",
        json.dumps(GOOD | {"unclear_below": None}),
        json.dumps({k: v for k, v in GOOD.items() if k != "mention"}),
        json.dumps(GOOD | {"directed": float("nan")}),
        json.dumps(GOOD | {"directed": 0}),
    ],
)
def test_a_damaged_calibration_is_named(tmp_path: Path, content: str):
    (tmp_path / "stance_calibration.json").write_text(content)
    with pytest.raises(ModelError, match=r"stance_calibration\.json is damaged"):
        load_calibration(tmp_path)
