import json

import pandas as pd
import pytest

from analystkit import tables
from analystkit.evaluation import main, predictions
from analystkit.evaluation.gold import GoldAttribution, GoldError, read_attributions, read_gold
from analystkit.evaluation.scoring import score_quotes

TEXT = "“We stay,” Ana Weiss said. The mayor said that nobody had asked her."


def gold_rows():
    return [
        {
            "doc": "a",
            "content": [[1, 9]],
            "source": [[11, 20]],
            "speaker": "Ana Weiss",
            "camp": None,
        },
        {
            "doc": "a",
            "content": [[42, 67]],
            "source": [[27, 36]],
            "speaker": "the mayor",
            "camp": "Town",
        },
    ]


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "a.txt").write_text(TEXT, encoding="utf-8", newline="")
    lines = "\n".join(map(json.dumps, gold_rows()))
    (tmp_path / "gold.jsonl").write_text(lines + "\n\n", encoding="utf-8")
    return tmp_path


def quotes(*rows):
    base = {"article_id": "a", "kind": "direct", "quote": "x"}
    return tables.as_quotes(base | {"quote_id": f"a#{i}"} | row for i, row in enumerate(rows))


def test_figures_of_a_known_case(folder):
    articles, gold = read_gold(folder / "gold.jsonl")
    found = quotes(
        {"spans": [(1, 9)], "source_start": 15, "source_end": 20, "speaker": "Ana Weiss"},
        {"spans": [(37, 51)], "source_start": 27, "source_end": 36},
        {"spans": [(42, 67)], "speaker": "Mayor", "camp": "Town"},
    )
    scores = score_quotes(found, articles, gold=gold)
    assert scores.loc["detected", ["right", "gold", "predicted"]].tolist() == [2, 2, 3]
    assert scores.loc["attributed", "right"] == 1
    assert scores.loc["exact source", "right"] == 0
    assert scores.loc["named", "right"] == 2
    assert scores.loc["camp", "right"] == 2
    assert scores.loc["attributed", "precision"] == pytest.approx(1 / 3)
    assert scores.attrs["by_kind"].loc["direct", "attributed"] == 1


def test_perfect_and_empty_predictions(folder):
    articles, gold = read_gold(folder / "gold.jsonl")
    perfect = quotes(
        *(
            dict(zip(("source_start", "source_end"), r["source"][0], strict=True))
            | {"spans": r["content"], "speaker": r["speaker"], "camp": r["camp"]}
            for r in gold_rows()
        )
    )
    assert (score_quotes(perfect, articles, gold=gold)["f1"] == 1).all()
    assert (score_quotes(tables.empty_quotes(), articles, gold=gold)["f1"] == 0).all()


def test_a_line_that_cannot_be_read_is_named(folder):
    path = folder / "gold.jsonl"
    good = path.read_text(encoding="utf-8")
    path.write_text(good + '{"doc": "a", "content": [3]}', encoding="utf-8")
    with pytest.raises(GoldError, match=r"gold\.jsonl, line 4"):
        read_gold(path)


@pytest.mark.parametrize("name", ["nothing-here", ""])
def test_a_path_without_annotation_is_named(tmp_path, name):
    with pytest.raises(GoldError, match="annotation"):
        read_gold(tmp_path / name)


def test_brat_folders_are_read_with_the_annotators_tag(tmp_path):
    for part in ("text", "attributions"):
        (tmp_path / part).mkdir()
    (tmp_path / "text" / "a.txt").write_text(TEXT, encoding="utf-8", newline="")
    (tmp_path / "attributions" / "a_jk.ann").write_text(
        "T1\tSource 11 20\tAna Weiss\nT2\tContent 1 4;5 9\tWe … stay,\n"
        "E1\tAttribution:T9 Source:T1 Content:T2\nE2\tAttribution:T9 Source:T1\n", encoding="utf-8",
    )  # fmt: skip
    articles, gold = read_gold(tmp_path)
    assert articles["article_id"].tolist() == ["a"]
    assert gold["content"].tolist() == [[(1, 4), (5, 9)]]
    assert "speaker" not in gold


def test_the_command_writes_predictions_and_prints_scores(folder, capsys):
    out = folder / "predictions.jsonl"
    assert main(["attribution", str(folder / "gold.jsonl"), "--out", str(out)]) == 0
    assert "attributed" in capsys.readouterr().out
    rows = [json.loads(line) for line in out.read_text(encoding="utf-8").splitlines()]
    assert {r["doc"] for r in rows} == {"a"}
    assert all(0 <= s < e <= len(TEXT) for r in rows for s, e in r["content"])


def test_the_command_names_what_is_missing(folder, capsys):
    assert main(["attribution", str(folder / "nowhere")]) == 2
    assert "nowhere: no such file or folder" in capsys.readouterr().err


def test_annotated_kinds_are_kept_and_recalls_go_by_them(tmp_path):
    (tmp_path / "a.txt").write_text("‘We stay,’ Ana Weiss said.", encoding="utf-8", newline="")
    row = {"doc": "a", "kind": "direct", "content": [[1, 9]], "source": [[11, 20]]}
    (tmp_path / "gold.jsonl").write_text(json.dumps(row), encoding="utf-8")
    articles, gold = read_gold(tmp_path / "gold.jsonl")
    scores = score_quotes(tables.empty_quotes(), articles, gold=gold)
    assert scores.attrs["by_kind"].index.tolist() == ["direct"]


def test_annotation_of_other_articles_is_refused(folder):
    articles, gold = read_gold(folder / "gold.jsonl")
    with pytest.raises(GoldError, match="the annotation has 'a', the articles 'b'"):
        score_quotes(tables.empty_quotes(), articles.assign(article_id="b"), gold=gold)


def test_a_missing_text_and_a_broken_brat_file_are_named(folder):
    (folder / "a.txt").unlink()
    with pytest.raises(GoldError, match=r"a\.txt: the annotated text cannot be read"):
        read_gold(folder / "gold.jsonl")
    for part in ("text", "attributions"):
        (folder / part).mkdir()
    (folder / "text" / "b.txt").write_text("x", encoding="utf-8")
    (folder / "attributions" / "b.ann").write_text("T1\tSource\n", encoding="utf-8")
    with pytest.raises(GoldError, match=r"b\.ann: no brat"):
        read_gold(folder)


def test_predictions_hold_plain_values():
    row = {"spans": [(1, 4)], "speaker": pd.NA, "confidence": 0.5}
    (row,) = predictions(quotes(row))
    assert row["speaker"] is None
    assert json.loads(json.dumps(row))["content"] == [[1, 4]]


def test_the_former_name_of_the_room_gives_the_same_functions():
    from analystkit import benchmark, evaluation

    assert all(getattr(benchmark, n) is getattr(evaluation, n) for n in evaluation.__all__)


def test_brat_attributions_are_read_with_their_roles():
    brat = "T1\tSource 6 9\tshe\nT2\tContent 1 4\tNo,\nE1\tAttribution:T3 Source:T1 Content:T2"
    assert list(read_attributions(brat)) == [GoldAttribution([(6, 9)], [], [(1, 4)])]
