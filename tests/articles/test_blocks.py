"""Many values at once come out as they do one by one."""

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from analystkit.articles import blocks, load_articles
from analystkit.articles.formats import tables
from analystkit.articles.formats.tables import read_csv
from analystkit.articles.reading import Options

pytestmark = pytest.mark.filterwarnings("ignore:not all was read")
cells = st.none() | st.sampled_from(
    ["", " ", "nan", " N/A\n", "\u2003", "\x1c", "\ufeff", "Null", " A ", "2021-06-28", "soon"]
)
rows = st.fixed_dictionaries(
    {name: cells for name in ("text", "title", "published", "author", "desk")},
    optional={"words": st.integers() | cells, "tags": st.lists(st.text(max_size=2))},
)


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(rows, max_size=12))
def test_arrow_and_python_clean_alike(monkeypatch, some):
    source = [{"text": "One.", "published": "2021-06-28"}, *some]
    with monkeypatch.context() as patch:
        patch.setattr(blocks, "_MANY", 10**9)
        patch.setattr(blocks, "as_strings", lambda values, many=0: None)
        slow = load_articles(source)
    with monkeypatch.context() as patch:
        patch.setattr(blocks, "_MANY", 0)
        patch.setattr(blocks, "SIZE", 5)
        fast = load_articles(source)
    pd.testing.assert_frame_equal(fast, slow)
    assert fast.attrs["problems"].equals(slow.attrs["problems"])


def read(path):
    notes = []
    table = read_csv(path, Options(), lambda problem, row=None: notes.append((row, problem)))
    found = [
        (number, some.row(place))
        for some in table.columns
        for place, number in enumerate(some.numbers)
    ]
    return table.names, [row for row in found if any(row[1].values())], notes


heads = st.sampled_from(["text,title\n", "text,title\r\n", '"text",title\n', "text\n", "a;text\n"])


@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
@given(heads, st.text(st.sampled_from('ab",;\n\r \té'), max_size=60), st.integers(0, 40))
def test_arrow_and_the_csv_module_read_alike(tmp_path, monkeypatch, head, body, before):
    path = tmp_path / "t.csv"
    path.write_bytes((head + "x,y\n" * before + body).encode())
    with monkeypatch.context() as patch:
        patch.setattr(tables, "_BLOCK", 64)
        by_arrow = read(path)
        patch.setattr(
            tables,
            "_regular",
            lambda path, names, mark, lines, note: tables._delimited(names, lines, note),
        )
        assert by_arrow == read(path)


def test_columns_of_every_kind_stay_what_they_are():
    source = pd.DataFrame(
        {
            "text": [f"Crews return, {n}." for n in range(12_000)],
            "n": range(12_000),
            "tags": [[n] for n in range(12_000)],
            "desk": ["World", None, ""] * 4_000,
        }
    )
    articles = load_articles(source)
    assert articles["n"].dtype == source["n"].dtype
    assert articles["tags"].tolist() == source["tags"].tolist()
    assert articles["article_id"].tolist()[-1] == "row#12000"
    records = load_articles(source.to_dict("records"))
    assert records["n"].dtype == "Int64"
    assert records["desk"].tolist()[:3] == ["World", pd.NA, pd.NA]
    assert records["tags"].tolist() == source["tags"].tolist()
