import json
import shutil
from pathlib import Path

import numpy as np
import pytest

from analystkit.quotes.tagger import MODELS, ModelError
from analystkit.stance.network import (
    Calibration,
    calibrated,
    decide,
    load_calibration,
    load_session,
    load_tokenizer,
    log_probabilities,
)

PLAIN = Calibration(1.0, 0.0, 0.0, 0.0, 0.0)
FORM = {"scale": 0.8, "against": 0.1, "for": -0.2, "lean_against": 0.3, "lean_for": 0.5}
GOOD = {"mention": FORM, "directed": FORM, "unclear_below": 0.5}


def test_what_the_target_thinks_of_the_holder_is_neutral():
    likely = np.array([-9.0, -9.0, 9.0, -9.0, -9.0])
    p = np.exp(log_probabilities(likely))
    assert p[1] == pytest.approx(1.0, abs=1e-6)
    assert np.exp(log_probabilities(np.array([0.0, 0, 0, 9, 0])))[0] > 0.99
    assert np.exp(log_probabilities(np.array([0.0, 9, 0, 0, 0])))[2] > 0.99


def test_calibrated_probabilities_sum_to_one_and_leans_do_not_move_them():
    scores = log_probabilities(np.random.default_rng(0).normal(size=(40, 5)) * 20)
    bent = Calibration(0.7, 0.2, -0.3, 1.0, 2.0)
    p = calibrated(scores, bent)
    assert np.allclose(p.sum(axis=1), 1)
    assert np.array_equal(p, calibrated(scores, Calibration(0.7, 0.2, -0.3, 0.0, 0.0)))
    assert (decide(p, bent) != decide(p, PLAIN)).any()


def test_a_lean_can_only_turn_the_answer_its_own_way():
    p = calibrated(log_probabilities(np.random.default_rng(1).normal(size=(200, 5))), PLAIN)
    plain, leaning = decide(p, PLAIN), decide(p, Calibration(1.0, 0.0, 0.0, 0.0, 1.0))
    assert set(leaning[plain != leaning]) == {2}


@pytest.mark.parametrize("load", [load_session, load_tokenizer, load_calibration])
def test_a_missing_file_is_named(tmp_path: Path, load):
    with pytest.raises(ModelError, match=r"stance model's file .* is missing .* git checkout"):
        load(tmp_path)


@pytest.mark.parametrize(
    ("load", "name"), [(load_session, "stance.onnx"), (load_tokenizer, "tokenizer.json")]
)
def test_a_damaged_file_is_named(tmp_path: Path, load, name: str):
    (tmp_path / name).write_bytes(b"\x08\x07 not a model" * 50)
    with pytest.raises(ModelError, match=f"{name} is damaged"):
        load(tmp_path)


def test_another_models_network_is_refused(tmp_path: Path):
    shutil.copy(MODELS / "tagger.onnx", tmp_path / "stance.onnx")
    with pytest.raises(ModelError, match="another model's"):
        load_session(tmp_path)


def test_a_good_calibration_is_read(tmp_path: Path):
    (tmp_path / "stance_calibration.json").write_text(json.dumps(GOOD))
    forms, unclear = load_calibration(tmp_path)
    assert forms["directed"] == Calibration(0.8, 0.1, -0.2, 0.3, 0.5)
    assert unclear == 0.5


@pytest.mark.parametrize(
    "content",
    [
        "",
        "[]",
        "{}",
        json.dumps(GOOD | {"unclear_below": None}),
        json.dumps(GOOD | {"mention": {k: v for k, v in FORM.items() if k != "for"}}),
        json.dumps(GOOD | {"directed": FORM | {"scale": float("nan")}}),
    ],
)
def test_a_damaged_calibration_is_named(tmp_path: Path, content: str):
    (tmp_path / "stance_calibration.json").write_text(content)
    with pytest.raises(ModelError, match=r"stance_calibration\.json is damaged"):
        load_calibration(tmp_path)
