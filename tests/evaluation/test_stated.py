import json
import re
from pathlib import Path

import pytest

from analystkit.evaluation import bench, stated
from analystkit.evaluation.command import main

ROOT = Path(__file__).parents[2]
PARTS = stated.read_parts()
FIGURES = stated.by_name(PARTS)


@pytest.mark.parametrize("path", stated.documents(ROOT), ids=lambda path: path.name)
def test_documents_state_what_was_measured(path):
    """Where this fails: ``python -m analystkit.evaluation bench --write-readme``."""
    text = path.read_text(encoding="utf-8")
    assert text.splitlines() == stated.restated(text, FIGURES).splitlines()


def test_every_share_that_the_readme_states_is_a_measured_one():
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    _, trust = readme.split("## How far to trust it")
    trust, _ = trust.split("## The sample coverage")
    assert len(stated.names_in(trust)) > 30
    assert re.findall(r"(?<![\w.])\d*\.\d+(?![\d.]|<!--)", trust) == []


def test_figures_are_of_the_networks_that_are_shipped():
    """Where this fails, measure again: ``make bench``."""
    for name, part in PARTS.items():
        for file, fingerprint in part.get("networks", {}).items():
            assert bench.fingerprint(file) == fingerprint, f"{name}: {file} is another by now"
            assert set(part["networks"]) == set(bench.PARTS[name].networks)


def test_a_part_says_how_it_is_measured_again():
    assert set(PARTS) - {"fitted", "survey"} <= set(bench.PARTS)
    for name in set(PARTS) & set(bench.PARTS):
        assert PARTS[name]["command"] == bench.PARTS[name].command


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("| .5<!--a.share--> |", "| .7 |"), (".500<!--a.share-->", ".655"),
        ("0.50<!--a.share-->", "0.65"), ("5 %<!--a.share-->", "65 %"),
        ("1<!--a.pairs--> pairs", "1,418 pairs"), ("9<!--a.share-->", "1"),
        ("1,000<!--a.pairs-->", "1,418"), ("of 24 articles", "of 24 articles"),
    ],
)  # fmt: skip
def test_a_number_keeps_its_form(before, after):
    written = stated.restated(before, {"a.share": 0.6549, "a.pairs": 1418})
    assert re.sub("<!--.*?-->", "", written) == after
    assert stated.names_in(written) == stated.names_in(before)


@pytest.mark.parametrize(
    ("text", "said"), [("7<!--a.shere-->", "a.share"), ("it is <!--a.share-->", "no number")]
)
def test_a_mark_that_cannot_be_filled_is_named(text, said):
    with pytest.raises(ValueError, match=said):
        stated.restated(text, {"a.share": 0.6549})


@pytest.fixture
def checkout(tmp_path, monkeypatch):
    """A folder with a README, and measurements that take no time."""
    (tmp_path / "README.md").write_text("It is .50<!--dev.f1-->.\n", encoding="utf-8")
    monkeypatch.setattr(stated, "FIGURES", tmp_path / "figures.json")
    stated.write_parts({"dev": {"figures": {"f1": 0.5}}, "survey": {"figures": {"kept": 0.1}}})
    quick = bench.Part("a corpus", "a command", lambda _: {"f1": 0.77046}, ("tagger.onnx.gz",))
    absent = bench.Part("another", "a command", lambda _: {"f1": 0.1}, (), ("nowhere",))
    monkeypatch.setattr(bench, "PARTS", {"dev": quick, "corpora": absent})
    return tmp_path


def test_what_is_measured_is_kept_and_written(checkout):
    said = []
    bench.bench(bench.Place(checkout, checkout), say=said.append)
    kept = json.loads((checkout / "figures.json").read_text(encoding="utf-8"))
    assert kept["dev"]["figures"] == {"f1": 0.7705}
    assert kept["dev"]["machine"]["cores"] and "onnxruntime" in kept["dev"]["versions"]
    assert kept["survey"]["figures"] == {"kept": 0.1}
    assert "corpora" not in kept and any("nowhere" in line for line in said)
    assert (checkout / "README.md").read_text("utf-8") == "It is .77<!--dev.f1-->.\n"


def test_writing_alone_measures_nothing(checkout, monkeypatch, capsys):
    stated.write_parts({"dev": {"figures": {"f1": 0.25}}})
    monkeypatch.chdir(checkout)
    assert main(["bench", "--write-readme"]) == 0
    assert "README.md" in capsys.readouterr().out
    assert (checkout / "README.md").read_text("utf-8") == "It is .25<!--dev.f1-->.\n"


def test_a_part_that_is_not_known_is_named(checkout):
    with pytest.raises(ValueError, match=r"'dve'.*dev, corpora"):
        bench.bench(bench.Place(checkout, checkout), only=["dve"])
