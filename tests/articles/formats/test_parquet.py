import pandas as pd
import pytest

from analystkit.articles import load_articles

pytestmark = pytest.mark.filterwarnings("ignore:not all was read")


def test_rows_types_and_further_columns(tmp_path):
    table = pd.DataFrame(
        {
            "body": ["One.\r\n", None, "Three."],
            "date": pd.to_datetime(["2021-06-28 12:30+03:00"] * 3),
            "words": pd.array([1, 2, None], dtype="Int64"),
            "tags": [["a", "b"], [], None],
        },
        index=[5, 6, 7],
    )
    table.to_parquet(tmp_path / "t.parquet")
    articles = load_articles(tmp_path / "t.parquet")
    assert articles["article_id"].tolist() == ["t#1", "t#3"]
    assert articles["text"].tolist() == ["One.\r\n", "Three."]
    assert str(articles["published"][0]) == "2021-06-28 09:30:00+00:00"
    assert articles["words"].tolist() == [1, pd.NA]
    assert articles["tags"][0] == ["a", "b"]
    assert [c for c in articles.columns if c.startswith("__")] == []


def test_a_broken_file_is_noted(tmp_path):
    (tmp_path / "t.parquet").write_bytes(b"PAR1 and nothing more")
    articles = load_articles(tmp_path / "t.parquet")
    assert len(articles) == 0
    assert articles.attrs["problems"]["problem"][0].startswith("cannot be read")
