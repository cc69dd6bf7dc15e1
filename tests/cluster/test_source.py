"""A data set in partitions gives what `load_articles` gives of its files."""

import gzip
import json
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

import analystkit as ak
from analystkit.articles.reading import Options
from analystkit.cluster import source as parted

pytest.importorskip("distributed")
ROWS = [
    {
        "headline": f"Ferry {n}",
        "body": f"The crew “struck”, again.\n\nDay {n}.",
        "date": "2021-06-28",
    }
    for n in range(23)
]


def whole(source, size):
    """The articles of all partitions, and how many there are."""
    system, _ = parted.opened_at(source)
    parts = parted.plan(system, parted.find(source)[0], size)
    tables = [parted.read(part, system, Options()) for part in parts]
    problems = [table.attrs["problems"] for table in tables]
    filled = [table for table in tables if len(table)]
    return (
        pd.concat(filled, ignore_index=True),
        pd.concat(problems, ignore_index=True),
        len(parts),
    )


def written(folder: Path, kind: str) -> Path:
    path = folder / f"ferries{kind}"
    frame = pd.DataFrame(ROWS)
    if kind == ".parquet":
        frame.to_parquet(path, row_group_size=5)
    elif kind == ".csv":
        frame.to_csv(path, index=False)
    elif kind == ".tsv":
        frame.to_csv(path, index=False, sep="\t", encoding="utf-8-sig")
    else:
        lines = "".join(json.dumps(row, ensure_ascii=False) + "\n\n" for row in ROWS).encode()
        path.write_bytes(gzip.compress(lines) if kind.endswith(".gz") else lines)
    return path


@pytest.mark.parametrize("kind", [".parquet", ".csv", ".tsv", ".jsonl", ".jsonl.gz"])
@pytest.mark.parametrize("size", [1, 700, 2**20])
def test_partitions_of_any_size_give_the_rows_and_ids_of_the_whole_file(tmp_path, kind, size):
    path = written(tmp_path, kind)
    articles, problems, parts = whole(path, size)
    expected = ak.load_articles(path)
    assert parts == (1 if size == 2**20 else parts)
    assert parts > 1 or size == 2**20
    pd.testing.assert_frame_equal(articles, expected, check_dtype=False)
    assert problems.empty


def test_what_is_wrong_is_said_with_the_row_of_the_whole_file(tmp_path):
    path = tmp_path / "news.jsonl"
    good = json.dumps({"text": "The ferry sails again on Monday, the port says."})
    path.write_text("\n".join([good, good, "{broken", good, '{"text": ""}', good]))
    _, problems, parts = whole(path, 40)
    assert parts == 4
    expected = ak.load_articles(path).attrs["problems"]
    pd.testing.assert_frame_equal(
        problems[["row", "problem"]], pd.DataFrame(expected)[["row", "problem"]]
    )


def test_files_of_one_name_in_a_folder_have_ids_by_their_path_and_its_keys_as_columns(tmp_path):
    for outlet in ("Gulf Lens", "Tigris Daily"):
        folder = tmp_path / f"outlet={outlet}"
        folder.mkdir()
        written(folder, ".parquet")
    (tmp_path / "_SUCCESS").touch()
    (tmp_path / "notes.txt").write_text("beside")
    articles, _, _ = whole(tmp_path, 2**20)
    assert articles["article_id"].is_unique
    assert articles["article_id"][0] == "outlet=Gulf Lens/ferries.parquet#1"
    assert articles["outlet"].value_counts().to_dict() == {"Gulf Lens": 23, "Tigris Daily": 23}
    assert parted.find(tmp_path)[1] == ["notes.txt"]


def test_an_empty_and_a_damaged_file_are_partitions_that_say_so(tmp_path):
    (tmp_path / "a.csv").touch()
    (tmp_path / "b.parquet").write_bytes(b"PAR1 but not really")
    system, _ = parted.opened_at(tmp_path)
    empty, damaged = parted.plan(system, parted.find(tmp_path)[0], 100)
    problems = parted.read(empty, system, Options()).attrs["problems"]
    assert problems["problem"].tolist() == ["holds no articles"]
    with pytest.raises(Exception, match="Parquet"):
        parted.read(damaged, system, Options())


def test_a_source_that_is_not_there_or_holds_nothing_to_read(tmp_path):
    with pytest.raises(FileNotFoundError, match="no file, folder or pattern"):
        parted.find(tmp_path / "no")
    (tmp_path / "a.docx").touch()
    with pytest.raises(ValueError, match=r"none of the files that are read: \.parquet"):
        parted.find(tmp_path)


cells = st.text(st.sampled_from('ab,;"\n\r \té'), max_size=8)


@given(st.lists(st.tuples(cells, cells), min_size=1, max_size=12), st.integers(1, 60))
def test_any_csv_is_parted_between_its_records(tmp_path_factory, rows, size):
    path = tmp_path_factory.mktemp("csv") / "any.csv"
    texts = [{"text": f"a{one}", "title": other} for one, other in rows]
    pd.DataFrame(texts).to_csv(path, index=False)
    articles, _, _ = whole(path, size)
    expected = ak.load_articles(path)
    assert articles["text"].tolist() == expected["text"].tolist()
    assert articles["article_id"].tolist() == expected["article_id"].tolist()
