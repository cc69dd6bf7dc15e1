import csv

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analystkit.articles import load_articles
from analystkit.articles.formats.tables import read_csv
from analystkit.articles.reading import Options

STORY = "HARBOUR TOWN — “No,” she said;\r\nthe union, at least, agreed.\n\nTalks &amp; more."


def rows_of(table):
    return [
        (number, some.row(place))
        for some in table.columns
        for place, number in enumerate(some.numbers)
    ]


def read(tmp_path, content, name="t.csv", **options):
    path = tmp_path / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    notes = []
    table = read_csv(
        path, Options(**options), lambda problem, row=None: notes.append((row, problem))
    )
    return table._replace(rows=rows_of(table)), notes


@pytest.mark.parametrize("sep", [",", ";", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_separators_and_encodings_are_told_apart(tmp_path, sep, encoding):
    rows = pd.DataFrame({"headline": ["A; b, c", "D"], "body": [STORY, "Crews return."]})
    rows.to_csv(tmp_path / "t.csv", sep=sep, encoding=encoding, index=False, lineterminator="\r\n")
    articles = load_articles(tmp_path / "t.csv")
    assert articles["text"].tolist() == [STORY, "Crews return."]
    assert articles["title"].tolist() == ["A; b, c", "D"]
    assert articles["article_id"].tolist() == ["t#2", "t#3"]


def test_excels_separator_line(tmp_path):
    table, _ = read(tmp_path, "sep=;\r\ntext;title\r\na;b\r\n")
    assert table.names == ["text", "title"]


def test_fields_of_any_length(tmp_path):
    before = csv.field_size_limit()
    long = "x" * 1_000_000
    table, notes = read(tmp_path, f'text,title\n"{long}",a\n')
    assert list(table.rows) == [(2, {"text": long, "title": "a"})]
    assert csv.field_size_limit() == before
    assert notes == []


def test_rows_that_do_not_fit_the_header_are_kept_and_noted(tmp_path):
    table, notes = read(tmp_path, "title,text,desk\na,b\n\nc,d,e,f\n")
    assert list(table.rows) == [
        (2, {"title": "a", "text": "b", "desk": ""}),
        (4, {"title": "c", "text": "d", "desk": "e"}),
    ]
    assert notes == [
        (2, "2 fields where the header has 3"),
        (4, "4 fields where the header has 3; left out: 'f'"),
    ]


def test_a_quote_mark_never_closed_is_suspected(tmp_path):
    _, notes = read(tmp_path, 'title,text,desk\na,"b\nc,d,e\nf,g,h\n')
    assert "never closed?" in notes[0][1]


@pytest.mark.parametrize("content", ["", "\n\n", "\ufeff"])
def test_nothing_in_it(tmp_path, content):
    table, notes = read(tmp_path, content)
    assert (table.names, list(table.rows), notes) == ([], [], [])


cells = st.text(st.characters(codec="utf-8", exclude_characters="\0", exclude_categories=["Cs"]))


@given(st.lists(st.tuples(cells, cells), min_size=1))
def test_what_the_csv_module_writes_is_read_back(tmp_path_factory, rows):
    path = tmp_path_factory.mktemp("csv") / "t.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, quoting=csv.QUOTE_ALL).writerows([("text", "title"), *rows])
    found = [
        (row["text"], row["title"])
        for _, row in rows_of(read_csv(path, Options(encoding="utf-8"), print))
    ]
    assert found == [row for row in rows if any(row)]
