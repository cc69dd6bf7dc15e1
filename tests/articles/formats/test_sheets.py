import datetime as dt

import openpyxl
import pandas as pd
import pytest

from analystkit.articles import load_articles

pytestmark = pytest.mark.filterwarnings("ignore:not all was read")


def workbook(path, **sheets):
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    book.save(path)
    return path


def test_the_first_sheet_with_a_text_column_below_any_title_lines(tmp_path):
    path = workbook(
        tmp_path / "export.xlsx",
        About=[["Exported by", "the archive"]],
        Results=[
            ["Search: ferry strike"],
            [],
            ["Headline", "Body", "Date", "id"],
            ["Strike ends", "Crews return.", dt.datetime(2021, 6, 28, 9, 30), 17],
            [None, None, None, None],
            ["No text", None, None, 18],
            ["Epoch", "Talks go on.", 44375, 19.0],
        ],
    )
    articles = load_articles(tmp_path)
    assert articles["article_id"].tolist() == ["17", "19"]
    assert articles["text"].tolist() == ["Crews return.", "Talks go on."]
    assert articles["published"].tolist() == [
        pd.Timestamp("2021-06-28 09:30", tz="UTC"),
        pd.Timestamp("2021-06-28", tz="UTC"),
    ]
    problems = articles.attrs["problems"]
    assert problems.to_numpy().tolist() == [[path.name, 6, "no text; skipped"]]


def test_every_sheet_with_articles_is_read(tmp_path):
    header = ["Headline", "Full text"]
    workbook(
        tmp_path / "months.xlsx",
        Cover=[["Ferry strike, June and July"]],
        June=[header, ["Strike begins", "Crews walk out."], ["Day 2", None]],
        July=[["2 hits"], header, ["Strike ends", "Crews return."], ["Epoch", "Talks go on."]],
        Codebook=[["variable", "content"], ["x1", "the day"]],
    )
    articles = load_articles(tmp_path)
    assert articles["article_id"].tolist() == ["June#2", "July#3", "July#4"]
    assert articles["sheet"].tolist() == ["June", "July", "July"]
    assert set(articles["file"]) == {"months.xlsx"}
    codebook, june = articles.attrs["problems"].to_dict("records")
    assert codebook["file"] == "months.xlsx"
    assert codebook["problem"].startswith("sheet 'Codebook': its text column is 'content'")
    assert june == {"file": "months.xlsx/June", "row": 3, "problem": "no text; skipped"}


def test_excels_way_to_write_carriage_returns_is_undone(tmp_path):
    workbook(tmp_path / "a.xlsx", s=[["text"], ["One._x000D_\nTwo _x005F_x000D_ three."]])
    assert load_articles(tmp_path / "a.xlsx")["text"].tolist() == ["One.\r\nTwo _x000D_ three."]


def test_a_workbook_without_rows_or_text(tmp_path):
    workbook(tmp_path / "a.xlsx", s=[])
    workbook(tmp_path / "b.xlsx", s=[["headline", "summary"], ["x", "y"]])
    (tmp_path / "c.xlsx").write_bytes(b"PK\x03\x04 cut short")
    problems = load_articles(tmp_path).attrs["problems"].set_index("file")["problem"]
    assert problems["a.xlsx"] == "holds no articles"
    assert "the columns are: headline, summary; skipped" in problems["b.xlsx"]
    assert problems["c.xlsx"].startswith("cannot be read")


def test_formulas_without_values_are_told_what_to_do(tmp_path):
    workbook(tmp_path / "a.xlsx", s=[["text", "n"], ["One.", "=1+1"], ['="Two" & "."', "=2"]])
    workbook(tmp_path / "b.xlsx", s=[['="te" & "xt"'], ['="Three."']])
    articles = load_articles(tmp_path)
    assert articles["text"].tolist() == ["One."]
    problems = articles.attrs["problems"]
    said = problems.groupby("file")["problem"].agg(" | ".join)
    assert "1 cells hold formulas without their values (the first is s!A3)" in said["a.xlsx"]
    assert "open the file in Excel or LibreOffice and save it there" in said["a.xlsx"]
    assert "2 cells hold formulas" in said["b.xlsx"]
