import warnings

import numpy as np
import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from analystkit.articles import load_articles
from analystkit.articles.convert import is_missing
from analystkit.tables import ARTICLES, TableError, check_articles

pytestmark = pytest.mark.filterwarnings("ignore:not all was read")

STORY = "HARBOUR TOWN — “No,” she said.\r\n\r\n  The talks, José Brook added, go on.\n\n"


def write(folder, **files):
    for name, content in files.items():
        path = folder / name.replace("__", "/").replace("_", ".")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())


def test_a_folder_of_text_files(tmp_path):
    write(
        tmp_path,
        b_txt=STORY,
        a_md="---\nheadline: Iraq: a statement\nsource: The Wire\ndesk: World\ntags: [a, b]\n"
        f"date: June 28, 2021 9:30 PM GMT+3\n---\n\n{STORY}",
        sub__c_txt=b"\xef\xbb\xbfcaf\xc3\xa9",
    )
    articles = load_articles(tmp_path)
    assert articles["article_id"].tolist() == ["a", "b", "c"]
    assert articles["file"].tolist() == ["a.md", "b.txt", "sub/c.txt"]
    assert articles["text"].tolist() == [STORY.rstrip(), STORY, "café"]
    first = articles.iloc[0]
    assert first["title"] == "Iraq: a statement"
    assert first["outlet"] == "The Wire"
    assert first["published"] == pd.Timestamp("2021-06-28 18:30", tz="UTC")
    assert (first["desk"], first["tags"]) == ("World", ["a", "b"])
    assert articles["desk"].tolist()[1:] == [pd.NA, pd.NA]
    assert list(articles.columns)[: len(ARTICLES)] == list(ARTICLES)


def test_what_comes_out_meets_the_contract_and_is_the_same_twice(tmp_path):
    write(tmp_path, b_txt=STORY, a_csv="text,date\nOne.,28/06/2021\nTwo.,03/07/2021\n")
    articles = load_articles(tmp_path)
    pd.testing.assert_frame_equal(check_articles(articles), articles)
    pd.testing.assert_frame_equal(load_articles(str(tmp_path)), articles)
    assert articles["published"].dt.day.tolist()[:2] == [28, 3]


def test_one_bad_file_stops_nothing_and_all_that_failed_is_listed(tmp_path):
    write(
        tmp_path,
        a_txt=STORY,
        b_txt=b"\x89PNG\r\n\0\0",
        c_txt="",
        d_txt="---\ntitle: x\n---\n  \n",
        e_pdf="%PDF",
        f_csv="headline,summary\nx,y\n",
        g_jsonl="nonsense\n",
        h_xlsx="no workbook",
        i_parquet="no parquet",
        j_html="",
        k_txt="---\npublished: soon\n---\nStill an article.",
    )
    with pytest.warns(UserWarning, match=r"articles.attrs\['problems'\]"):
        articles = load_articles(tmp_path)
    assert articles["article_id"].tolist() == ["a", "k"]
    assert articles["published"].isna().all()
    problems = articles.attrs["problems"]
    assert sorted(problems["file"].unique()) == [
        *("b.txt", "c.txt", "d.txt", "e.pdf", "f.csv", "g.jsonl", "h.xlsx", "i.parquet"),
        *("j.html", "k.txt"),
    ]
    said = problems.set_index("file")["problem"]
    assert "published 'soon': not a date; left empty" in said["k.txt"]
    assert "the columns are: headline, summary" in said["f.csv"]


def test_problems_are_always_there_and_typed(tmp_path):
    write(tmp_path, a_txt=STORY, t_csv="text,title\n,empty\n")
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        good = load_articles(tmp_path / "a.txt").attrs["problems"]
    bad = load_articles(tmp_path).attrs["problems"]
    assert len(good) == 0
    assert bad.to_numpy().tolist() == [["t.csv", 2, "no text; skipped"]]
    for problems in (good, bad):
        types = problems.dtypes.astype(str).to_dict()
        assert types == {"file": "string", "row": "Int64", "problem": "string"}


def test_tables_with_problems_can_be_joined(tmp_path):
    write(tmp_path, a_txt=STORY, b_txt="")
    articles = load_articles(tmp_path)
    other = load_articles([{"article_id": "z", "text": "x", "date": "soon"}])
    assert len(pd.concat([articles, other])) == 2
    assert len(pd.concat([articles, articles]).attrs["problems"]) == 1
    assert len(articles.merge(other, on="article_id", how="outer")) == 2


def test_a_mapping_is_an_error_for_one_source_and_a_problem_among_many(tmp_path):
    write(tmp_path, a_csv="body,head\nOne.,x\n", b_csv="content,head\nTwo.,y\n")
    mapping = {"text": "body", "title": "head"}
    assert load_articles(tmp_path / "a.csv", columns=mapping)["title"].tolist() == ["x"]
    with pytest.raises(TableError, match=r"b.csv: no column 'body' \(for 'text'\).*content, head"):
        load_articles(tmp_path / "b.csv", columns=mapping)
    articles = load_articles(tmp_path, columns=mapping)
    assert articles["text"].tolist() == ["One."]
    assert articles.attrs["problems"]["file"].tolist() == ["b.csv"]
    with pytest.raises(TableError, match="did you mean 'title'"):
        load_articles(tmp_path, columns={"titel": "head"})


def test_a_mapping_holds_for_front_matter_where_the_field_is_there(tmp_path):
    write(tmp_path, a_txt="---\ndesk: World\n---\nOne.", b_txt="Two.")
    articles = load_articles(tmp_path, columns={"outlet": "desk", "text": "body"})
    assert articles["outlet"].tolist() == ["World", pd.NA]
    assert articles["text"].tolist() == ["One.", "Two."]


def test_encoding_is_known_or_refused(tmp_path):
    write(tmp_path, a_txt="Başbakan".encode("cp1254"))
    assert load_articles(tmp_path, encoding="cp1254")["text"].tolist() == ["Başbakan"]
    with pytest.raises(ValueError, match=r"'utf8x' is not known \(did you mean 'utf-8'"):
        load_articles(tmp_path, encoding="utf8x")


def test_day_first_settles_what_no_other_date_does(tmp_path):
    write(tmp_path, a_csv="text,date\nOne.,03/07/2021\n")
    unsettled = load_articles(tmp_path)
    assert unsettled["published"].isna().all()
    assert "say day_first=True or False" in unsettled.attrs["problems"]["problem"][0]
    assert load_articles(tmp_path, day_first=True)["published"].dt.month.tolist() == [7]


def test_a_dataframe_keeps_its_further_columns_types_and_is_not_changed():
    table = pd.DataFrame(
        {
            "Headline": ["A", "B", "C"],
            "body": ["One.", np.nan, "Three."],
            "date": pd.to_datetime(["2021-06-28 09:30"] * 3),
            "words": pd.array([1, 2, None], dtype="Int64"),
            "desk": pd.Categorical(["x", "y", "x"]),
        },
        index=[7, 8, 9],
    )
    before = table.copy(deep=True)
    articles = load_articles(table)
    pd.testing.assert_frame_equal(table, before)
    assert articles["article_id"].tolist() == ["row#1", "row#3"]
    assert articles["words"].tolist() == [1, pd.NA]
    assert articles["words"].dtype == "Int64"
    assert articles["desk"].tolist() == ["x", "x"]
    assert articles["desk"].dtype == table["desk"].dtype
    assert articles["published"][0] == pd.Timestamp("2021-06-28 09:30", tz="UTC")
    assert articles.attrs["problems"].to_numpy().tolist() == [[pd.NA, 2, "no text; skipped"]]


def test_an_articles_table_comes_back_as_it_was(tmp_path):
    write(tmp_path, a_txt=f"---\ntitle: T\npublished: 2021-06-28\n---\n{STORY}", b_txt=STORY)
    articles = load_articles(tmp_path)
    pd.testing.assert_frame_equal(load_articles(articles), articles)
    pd.testing.assert_frame_equal(load_articles(articles.to_dict("records")), articles)


def test_dicts_and_empty_sources():
    articles = load_articles([{"id": "x", "text": "One."}, {"body": "Two.", "words": 2}])
    assert articles["article_id"].tolist() == ["x", "row#2"]
    assert articles["text"].tolist() == ["One.", "Two."]
    for empty in ([], pd.DataFrame(), pd.DataFrame({"text": []})):
        articles = load_articles(empty)
        assert articles.shape == (0, len(ARTICLES))
        assert articles.attrs["problems"].shape[0] == 0


@pytest.mark.parametrize(
    ("source", "error", "said"),
    [
        ({"text": "One."}, TypeError, "not a dict; put it into a list"),
        (None, TypeError, "not a NoneType"),
        (b"a.txt", TypeError, "not a bytes"),
        (["a.txt", 7], TypeError, "in the list stands '7'"),
        ([{"headline": "only"}], TableError, "the list: no column with the text"),
        (pd.DataFrame({"headline": ["x"]}), TableError, "the DataFrame: no column with the text"),
        (pd.DataFrame([["a", "b"]], columns=["text", "text"]), TableError, "two columns 'text'"),
        ("https://wire.example/a", ValueError, "saved files only"),
        ("no-such-folder", FileNotFoundError, "no-such-folder"),
    ],
)
def test_sources_that_cannot_be_meant(source, error, said):
    with pytest.raises(error, match=said):
        load_articles(source)


def test_a_progress_bar_only_on_request_or_for_long_work(tmp_path, capfd):
    write(tmp_path, a_txt=STORY)
    load_articles(tmp_path)
    assert capfd.readouterr().err == ""
    load_articles(tmp_path, progress=True)
    assert "Reading articles" in capfd.readouterr().err


@settings(max_examples=200, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.binary(max_size=300))
def test_any_bytes_are_one_article_or_a_problem(tmp_path, raw):
    path = tmp_path / "a.txt"
    path.write_bytes(raw)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        articles = load_articles(path)
    assert len(articles) == 1 or (len(articles) == 0 and len(articles.attrs["problems"]) == 1)


@settings(max_examples=100, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), min_size=1))
def test_plain_text_is_not_touched(tmp_path, text):
    path = tmp_path / "a.txt"
    path.write_bytes(b"\xef\xbb\xbf" + text.encode())
    found = load_articles(path)["text"].tolist()
    assert found == [text] or not text.strip() or is_missing(text)


values = st.one_of(
    st.none(), st.text(max_size=8), st.integers(), st.floats(), st.booleans(), st.dates(),
    st.lists(st.text(max_size=3), max_size=2), st.dictionaries(st.just("name"), st.integers()),
)  # fmt: skip
keys = st.sampled_from([*ARTICLES, "body", "source", "date", "words", "tags"])


@given(st.lists(st.dictionaries(keys, values, max_size=6), min_size=1, max_size=4))
def test_any_rows_meet_the_contract_or_lack_text(rows):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            articles = load_articles(rows)
        except TableError as error:
            assert "text" in str(error)
        else:
            check_articles(articles)
            assert len(articles) <= len(rows)


def test_a_language_that_no_file_gives_is_told_where_it_is_sure():
    texts = [
        "The company and the union declined to say more about the terms of the agreement that "
        "they have reached, but two officials said that pay would rise from July.",
        "Reederei und Gewerkschaft wollten sich zu den Bedingungen nicht äußern, doch zwei Beamte "
        "sagten, dass der Lohn im Juli steigen werde und die Nachtboote wieder fahren.",
        "Crews return.",
    ]
    assert load_articles([{"text": t} for t in texts])["language"].tolist() == ["en", "de", pd.NA]
    given = load_articles([{"text": t, "language": "en-GB"} for t in texts])
    assert given["language"].tolist() == ["en-GB"] * 3
