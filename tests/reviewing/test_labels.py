"""Decisions on disk: none that was confirmed is lost, none is made of a torn line."""

import json
import os
import subprocess
import sys
import warnings
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analystkit.reviewing import LabelFile, OvertakenError, decided, read_labels

# Children write as fast as they can, say each decision that was confirmed, and are killed.
KILLS = """
import os, random, signal, sys, time
from analystkit.reviewing import LabelFile
path, times = sys.argv[1], int(sys.argv[2])
draw = random.Random(11)
for turn in range(times):
    ear, mouth = os.pipe()
    if not (child := os.fork()):
        os.close(ear)
        file = LabelFile(path, "Ana W.")
        number = 0
        while True:
            row = file.write(quote_id=f"k{turn}#{number}", article_id=f"k{turn}", field="speaker",
                             value="Layth al-Samawi", words="“The bridge is open.” " * 400)
            os.write(mouth, (row["id"] + "\\n").encode())
            number += 1
    os.close(mouth)
    time.sleep(draw.uniform(0, 0.03))
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    with open(ear) as heard:
        for line in heard.read().split("\\n")[:-1]:
            print(line)
"""
WRITER = """
import sys
from analystkit.reviewing import LabelFile
path, reviewer, name, times = sys.argv[1:5]
file = LabelFile(path, reviewer)
for number in range(int(times)):
    file.write(quote_id=f"{name}#{number}", article_id=name, field="kind", value="direct")
"""


def ran(script: str, *words: object) -> str:
    done = subprocess.run(
        [sys.executable, "-c", script, *map(str, words)],
        capture_output=True, text=True, check=False, cwd=Path(__file__).parents[2],
    )  # fmt: skip
    assert not done.returncode, done.stderr
    return done.stdout


def quietly(path: Path) -> pd.DataFrame:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return read_labels(path)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "labels.jsonl"


def write(path: Path, reviewer: str = "Ana W.", **what: object) -> dict:
    given = {"quote_id": "a#0", "article_id": "a", "field": "accept", "value": True, **what}
    return LabelFile(path, reviewer).write(**given)  # type: ignore[arg-type]


@pytest.mark.skipif(os.name == "nt", reason="forks and kills")
def test_a_hundred_kills_lose_no_confirmed_decision(path):
    confirmed = ran(KILLS, path, 100).split()
    labels = quietly(path)
    assert len(confirmed) > 10  # the fewer, the busier the machine
    assert set(confirmed) <= set(labels["id"])
    # at most the one decision that was under way when each was killed was not confirmed
    assert len(labels) - len(confirmed) <= 100
    assert len(labels.attrs["problems"]) <= 100
    assert (labels["words"].str.len() == len("“The bridge is open.” " * 400)).all()


@pytest.mark.parametrize("reviewers", [("Ana", "Björn"), ("Ana", "Ana")])
def test_two_at_once_lose_none_of_a_thousand_decisions_each(path, reviewers):
    words = [
        [sys.executable, "-c", WRITER, str(path), reviewer, f"w{i}", "1000"]
        for i, reviewer in enumerate(reviewers)
    ]
    both = [subprocess.Popen(one, cwd=Path(__file__).parents[2]) for one in words]
    assert [one.wait() for one in both] == [0, 0]
    labels = read_labels(path)
    assert len(labels) == 2000
    assert labels.groupby("article_id")["quote_id"].nunique().to_dict() == {"w0": 1000, "w1": 1000}
    assert set(labels["file"]) == {f"labels.{name.casefold()}.jsonl" for name in reviewers}


def test_a_line_torn_anywhere_costs_that_line_only_and_is_said(path):
    first = write(path, quote_id="a#0", words="“Ça suffit”, a dit Žofie")
    write(path, quote_id="a#1", words="“Ça suffit”, a dit Žofie")
    file = LabelFile(path, "Ana W.").file
    whole = file.read_bytes()
    begin = whole.index(b"\n") + 1
    for end in range(begin + 1, len(whole) - 1):
        file.write_bytes(whole[:end])
        with pytest.warns(UserWarning, match=r"labels\.ana-w\.jsonl, line 2: not a whole"):
            assert list(read_labels(path)["id"]) == [first["id"]]
        third = write(path, quote_id="a#2")
        labels = quietly(path)
        assert list(labels["id"]) == [first["id"], third["id"]]
        assert labels.attrs["problems"].to_dict("records") == [
            {
                "file": "labels.ana-w.jsonl",
                "row": 2,
                "problem": "not a whole decision, perhaps cut off while it was written",
            }
        ]


def test_a_whole_last_line_without_its_end_counts_and_the_next_is_not_glued_to_it(path):
    first = write(path)
    file = LabelFile(path, "Ana W.").file
    file.write_bytes(file.read_bytes()[:-1])
    assert list(read_labels(path)["id"]) == [first["id"]]
    second = write(path, quote_id="a#1")
    assert list(read_labels(path)["id"]) == [first["id"], second["id"]]


def test_each_reviewer_has_a_file_and_the_shared_name_reads_them_all(path):
    write(path, "Ana W.")
    write(path, "نزار")
    path.write_text(LabelFile(path, "Ana W.").file.read_text("utf-8").replace("a#0", "a#1"))
    (path.parent / "labels.xlsx").write_text("not ours")
    (path.parent / "labels2.jsonl").write_text("not ours")
    labels = read_labels(path)
    assert set(labels["file"]) == {"labels.ana-w.jsonl", "labels.نزار.jsonl", "labels.jsonl"}
    assert list(labels["reviewer"]) == ["Ana W.", "Ana W.", "نزار"]


def test_a_name_with_signs_of_file_patterns_is_read_back(tmp_path):
    path = tmp_path / "labels [draft] *.jsonl"
    write(path)
    assert len(read_labels(path)) == 1


def test_no_file_yet_is_no_decision(path):
    labels = read_labels(path)
    assert labels.empty and not decided(labels, "Ana W.")
    assert list(labels.columns)[:4] == ["id", "quote_id", "article_id", "field"]


def test_the_last_decision_of_a_reviewer_on_a_field_counts_each_pass_for_itself(path):
    write(path, field="speaker", value="Dana Whitfield")
    write(path, field="speaker", value="Harlan Pruitt")
    write(path, field="speaker", value="Shirin Vahedi", pass_=2)
    write(path, "Björn", field="speaker", value="Abu Tamim")
    write(path, field="camp", value=None)
    labels = read_labels(path)
    assert labels[["reviewer", "field", "pass", "value"]].to_numpy().tolist() == [
        ["Ana W.", "speaker", 1, "Harlan Pruitt"],
        ["Ana W.", "speaker", 2, "Shirin Vahedi"],
        ["Björn", "speaker", 1, "Abu Tamim"],
        ["Ana W.", "camp", 1, None],
    ]


def test_a_quote_is_right_or_none_or_skipped_whichever_was_said_last(path):
    for field in ("accept", "skip", "not_a_quote"):
        last = write(path, field=field)
    write(path, field="accept", pass_=2)
    assert read_labels(path)[["field", "pass"]].to_numpy().tolist() == [
        ["not_a_quote", 1],
        ["accept", 2],
    ]
    write(path, field="undo", value=last["id"])
    assert list(read_labels(path)["field"]) == ["skip", "accept"]


def test_undo_takes_back_what_the_same_reviewer_decided_and_brings_back_what_stood_before(path):
    write(path, field="kind", value="mixed")
    second = write(path, field="kind", value="direct")
    write(path, "Björn", field="undo", value=second["id"])
    assert read_labels(path)["value"].tolist() == ["direct"]
    undo = write(path, field="undo", value=second["id"])
    assert read_labels(path)["value"].tolist() == ["mixed"]
    write(path, field="undo", value=undo["id"])
    assert read_labels(path)["value"].tolist() == ["direct"]


def test_decided_are_the_quotes_a_reviewer_is_done_with_in_a_pass(path):
    write(path, quote_id="a#0")
    write(path, quote_id="a#1", field="skip")
    write(path, quote_id="a#2", field="note", value="ask the desk")
    write(path, quote_id="a#3", field="speaker", value="Dana Whitfield")
    write(path, quote_id="a", field="missed", value={"spans": [[3, 9]]})
    write(path, quote_id="a#4", pass_=2)
    write(path, "Björn", quote_id="a#5")
    labels = read_labels(path)
    assert decided(labels, "Ana W.") == {"a#0", "a#1"}
    assert decided(labels, "Ana W.", pass_=2) == {"a#4"}


def test_a_missed_quote_gets_an_id_of_its_article_and_is_never_replaced_by_the_next(path):
    rows = [write(path, field="missed", value={"spans": [(3, 9)]}) for _ in range(2)]
    labels = read_labels(path)
    assert list(labels["quote_id"]) == [f"a+{row['id']}" for row in rows]


def test_numbers_of_numpy_and_missing_values_of_pandas_are_written(path):
    write(
        path, field="spans", value=[(np.int64(3), np.int64(9))], before={"camp": pd.NA},
        probability=np.float64(0.25), spans=[(np.int64(1), 4)], design="random",
    )  # fmt: skip
    row = read_labels(path).iloc[0]
    assert (row["value"], row["before"], row["spans"]) == ([[3, 9]], {"camp": None}, [[1, 4]])
    assert row["probability"] == 0.25


@pytest.mark.parametrize(
    ("what", "message"),
    [
        (
            {"field": "speker", "value": "x"},
            r"field 'speker' is not one of: .*did you mean 'speaker'",
        ),
        ({"field": "stance:", "value": "for"}, "field 'stance:' is not one of"),
        (
            {"field": "kind", "value": "Direct"},
            "kind 'Direct' is not one of: direct, mixed, indirect",
        ),
        (
            {"field": "stance:the raid", "value": "pro"},
            "stance:the raid 'pro' is not one of: against",
        ),
        ({"field": "spans", "value": [[9, 3]]}, "start and end, with start < end"),
        ({"field": "cue", "value": [3]}, "start and end"),
        ({"field": "missed", "value": {"cue": [1, 2]}}, "not a mapping with spans"),
        ({"probability": 1.5}, "probability 1.5 is not above 0"),
        ({"probability": "half"}, "probability 'half'"),
    ],
)
def test_a_decision_that_is_none_is_refused_and_nothing_is_written(path, what, message):
    with pytest.raises(ValueError, match=message):
        write(path, **what)
    assert read_labels(path).empty


def test_a_reviewer_without_a_name_is_refused(path):
    with pytest.raises(ValueError, match="at least one letter or digit"):
        LabelFile(path, " … ")


@given(st.lists(st.one_of(st.text(), st.binary().map(repr), st.integers(), st.none()), max_size=5))
def test_whatever_else_stands_in_the_file_is_said_and_the_decisions_are_read(tmp_path_factory, odd):
    path = tmp_path_factory.mktemp("odd") / "labels.jsonl"
    write(path)
    file = LabelFile(path, "Ana W.").file
    junk = [json.dumps(one).encode() for one in odd] + [b"\xff\xfe", b'{"id": 3}']
    file.write_bytes(b"\n".join([*junk, file.read_bytes()]))
    labels = quietly(path)
    assert len(labels) == 1
    assert len(labels.attrs["problems"]) == len(junk)


@given(st.text(max_size=80))
def test_any_words_come_back_as_they_were(tmp_path_factory, words):
    path = tmp_path_factory.mktemp("words") / "labels.jsonl"
    write(path, words=words, field="speaker", value=words)
    row = read_labels(path).iloc[0]
    assert (row["words"], row["value"]) == (words, words)


def test_a_writer_that_holds_the_file_is_refused_once_another_has_written(path):
    first, second = LabelFile(path, "Ana W."), LabelFile(path, "Ana W.")
    first.hold()
    second.hold()
    given = {"quote_id": "a#0", "article_id": "a", "value": True}
    first.write(field="accept", **given)
    first.write(field="camp", **{**given, "value": "Iran"})
    with pytest.raises(OvertakenError, match=r"labels\.ana-w\.jsonl"):
        second.write(field="not_a_quote", **given)
    assert list(read_labels(path)["field"]) == ["accept", "camp"]
    second.hold()
    second.write(field="not_a_quote", **given)
    assert list(read_labels(path)["field"]) == ["camp", "not_a_quote"]
