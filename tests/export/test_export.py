import csv
import datetime as dt

import numpy as np
import openpyxl
import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from analystkit.export import export
from analystkit.tables import TableError, as_articles, as_quotes, check_quotes, empty_quotes

KINDS = [".csv", ".xlsx", ".jsonl", ".parquet"]


@pytest.fixture
def quotes():
    return as_quotes(
        [
            {
                "quote_id": "a#1", "article_id": "a", "kind": "direct",
                "quote": "We will … answer", "spans": [(0, 7), (20, 26)],
                "cue": "said", "cue_start": 9, "cue_end": 13,
                "speaker": "Dana Whitfield", "speaker_type": "person", "camp": "US Congress",
                "paragraph": 0, "position": 0.25, "confidence": 0.5,
            },
            {
                "quote_id": "a#2", "article_id": "a", "kind": "indirect",
                "quote": '=HYPERLINK("http://x.example","go")', "spans": [(40, 75)],
                "speaker": "José “Pepe” Brook\r\nof the union",
            },
        ]
    )  # fmt: skip


@pytest.fixture
def articles():
    published = "2021-06-28T12:30:00+03:00"
    return as_articles(
        [{"article_id": "a", "text": "…", "outlet": "The Wire", "published": published}]
    )


def read_csv(path):
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def read_xlsx(path):
    sheet = openpyxl.load_workbook(path).active
    header, *rows = sheet.iter_rows(values_only=True)
    return sheet, [dict(zip(header, row, strict=True)) for row in rows]


def test_json_lines_give_the_table_back(quotes, tmp_path):
    path = export(quotes, tmp_path / "quotes.jsonl")
    found = check_quotes(pd.read_json(path, lines=True, dtype=False, convert_dates=False))
    pd.testing.assert_frame_equal(found, quotes)


def test_parquet_gives_the_table_back(quotes, tmp_path):
    path = export(quotes, tmp_path / "quotes.parquet")
    pd.testing.assert_frame_equal(check_quotes(pd.read_parquet(path)), quotes)


@pytest.mark.parametrize("kind", KINDS)
def test_empty_tables(kind, tmp_path):
    assert export(empty_quotes(), tmp_path / f"quotes{kind}").exists()
    assert export(pd.DataFrame(), tmp_path / f"nothing{kind}").exists()
    if kind == ".parquet":
        found = check_quotes(pd.read_parquet(tmp_path / "quotes.parquet"))
        pd.testing.assert_frame_equal(found, empty_quotes())


def test_csv_is_for_people_and_runs_nothing(quotes, articles, tmp_path):
    path = export(quotes, tmp_path / "quotes.csv", articles=articles)
    assert path.read_bytes().startswith(b"\xef\xbb\xbf")
    first, second = read_csv(path)
    assert first["spans"] == "0:7; 20:26"
    assert first["confidence"] == "0.5"
    assert first["published"] == "2021-06-28T09:30:00Z"
    assert first["outlet"] == "The Wire"
    assert second["quote"] == '\'=HYPERLINK("http://x.example","go")'
    assert second["speaker"] == "José “Pepe” Brook\r\nof the union"
    assert second["cue"] == ""


def test_excel_holds_text_as_text_and_times_without_a_zone(quotes, articles, tmp_path):
    sheet, (first, second) = read_xlsx(export(quotes, tmp_path / "q.xlsx", articles=articles))
    assert sheet.freeze_panes == "A2"
    assert first["published"] == dt.datetime(2021, 6, 28, 9, 30)
    assert (first["cue_start"], first["confidence"], first["spans"]) == (9, 0.5, "0:7; 20:26")
    assert second["quote"] == '=HYPERLINK("http://x.example","go")'
    assert second["cue"] is None
    cell = next(cell for cell in sheet[3] if cell.value == second["quote"])
    assert cell.data_type == "s" and cell.quotePrefix


dangerous = st.builds(
    lambda lead, mark, rest: lead + mark + rest,
    st.sampled_from(["", " ", "\t", "\n", "\x00", "\x07 "]),
    st.sampled_from("=+-@＝＋－＠"),
    st.text(max_size=5),
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.one_of(dangerous, st.text()))
def test_no_text_is_a_formula_whatever_it_holds(tmp_path, text):
    table = pd.DataFrame({"quote": pd.Series([text], dtype=object), "n": [-1]})
    (row,) = read_csv(export(table, tmp_path / "t.csv"))
    assert not row["quote"].lstrip("\t\r\n ").startswith(tuple("=+-@＝＋－＠"))
    assert row["n"] == "-1"
    sheet, _ = read_xlsx(export(table, tmp_path / "t.xlsx"))
    assert all(cell.data_type in ("s", "inlineStr", "n") for cell in sheet[2])


def test_excels_limits(tmp_path):
    table = pd.DataFrame(
        {
            "text": ["x" * 40_000, "bell\x07 and _x000D_"],
            "when": pd.to_datetime(["1899-06-28", "2021-06-28"]),
            "big": [10**17, 1],
            "share": [float("inf"), 0.5],
        }
    )
    _, (first, second) = read_xlsx(export(table, tmp_path / "t.xlsx"))
    assert len(first["text"]) == 32_767
    assert (first["when"], first["big"], first["share"]) == (
        "1899-06-28T00:00:00",
        str(10**17),
        None,
    )
    assert second["text"] == "bell and _x005F_x000D_"  # what Excel shows as _x000D_


@pytest.mark.parametrize("kind", KINDS)
def test_odd_columns_are_written(kind, tmp_path):
    table = pd.DataFrame(
        {
            1: [1, "b", None],
            "mixed": [{"a": np.int64(1)}, [1.5], pd.NaT],
            "=name": pd.Categorical(["x", None, "x"]),
            "half": pd.Series(["a\ud800", "b", "c"], dtype=object),
        },
        index=["p", "q", "p"],
    )
    table.attrs["problems"] = pd.DataFrame()
    assert export(table, tmp_path / f"t{kind}").stat().st_size > 0
    assert table.index.tolist() == ["p", "q", "p"] and "problems" in table.attrs


def test_folders_are_made_and_a_failure_leaves_the_old_file(quotes, tmp_path, monkeypatch):
    path = export(quotes, tmp_path / "new" / "quotes.parquet")
    before = path.read_bytes()

    def fail(*args, **kwargs):
        raise OSError("disk full")

    monkeypatch.setattr("pyarrow.parquet.write_table", fail)
    with pytest.raises(OSError, match="disk full"):
        export(quotes, str(path))
    assert path.read_bytes() == before
    assert [file.name for file in path.parent.iterdir()] == ["quotes.parquet"]


def test_articles_fill_in_what_the_table_has_not(quotes, articles, tmp_path):
    path = export(quotes.assign(outlet="Mine"), tmp_path / "q.jsonl", articles=articles)
    found = pd.read_json(path, lines=True)
    assert found["outlet"].tolist() == ["Mine", "Mine"]
    assert found["published"].notna().all()


@pytest.mark.parametrize(
    ("name", "said"),
    [("q.xls", "'.xls' files (did you mean '.xlsx'?)"), ("q", "without an extension")],
)
def test_other_extensions_are_named_with_the_valid_ones(quotes, tmp_path, name, said):
    with pytest.raises(
        ValueError, match=r"the extensions are: \.csv, \.xlsx, \.jsonl, \.parquet"
    ) as error:
        export(quotes, tmp_path / name)
    assert said in str(error.value)


def test_tables_that_cannot_be_written(quotes, articles, tmp_path):
    with pytest.raises(TableError, match="not list"):
        export([1], tmp_path / "q.csv")
    with pytest.raises(TableError, match="two columns are named '1'"):
        export(pd.DataFrame([[1, 2]], columns=[1, "1"]), tmp_path / "q.csv")
    with pytest.raises(TableError, match="'article_id' is missing"):
        export(quotes.drop(columns="article_id"), tmp_path / "q.csv", articles=articles)
