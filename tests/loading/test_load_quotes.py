"""Quotes come back as they were exported, and data sets come in as quotes with articles."""

import bz2
import gzip
import json
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

import analystkit as ak
from analystkit import tables
from analystkit.export import export
from analystkit.loading import load_quotes

ROOT = Path(__file__).parents[2]
KINDS = [".csv", ".xlsx", ".jsonl", ".parquet"]
GDELT = {
    "date": "2021-06-28T09:31:00Z", "url": "https://www.harbour-post.example/ferries/12",
    "title": "Ferries stay in port", "lang": "ENGLISH",
    "quotes": [
        {"pre": "The mayor, Dana Whitfield, said:", "quote": "We will not wait for ever.",
         "post": ", and left the hall"},
        {"pre": "A deckhand shouted “", "quote": "Nobody asked us", "post": "” from the quay."},
    ],
}  # fmt: skip
BANK_ARTICLE = {
    "articleID": "2019-05-04-000117", "articleLength": 400, "date": "2019-05-04 07:15:00",
    "phase": "E", "title": "Pumps fail again", "url": "http://tidewatch.example/pumps",
    "names": [{"name": "Amir Hassan", "ids": ["Q11", "Q12"], "offsets": [[3, 5]]}],
    "quotations": [
        {"quoteID": "2019-05-04-000032", "quotation": "two of the pumps failed in the night",
         "quotationOffset": 100, "leftContext": "Hassan told the council that",
         "rightContext": ". It was the third time", "numOccurrences": 4,
         "localTopSpeaker": "Amir Hassan",
         "localProbas": [["Amir Hassan", "0.83"], ["None", "0.17"]],
         "globalTopSpeaker": "Lena Orsk", "globalProbas": [["Lena Orsk", "0.6"]]},
        {"quoteID": "2019-05-04-000033", "quotation": "we were lucky", "quotationOffset": 120,
         "leftContext": "", "rightContext": "", "numOccurrences": 1, "localTopSpeaker": "None",
         "localProbas": [["None", "0.9"]], "globalTopSpeaker": "None", "globalProbas": []},
    ],
}  # fmt: skip
BANK_QUOTE = {
    "quoteID": "2020-01-16-000088", "quotation": "There is no money left for the schools.",
    "speaker": "Mary Stone", "qids": ["Q901", "Q902"], "date": "2020-01-16 10:00:00",
    "numOccurrences": 2, "probas": [["Mary Stone", "0.7012"], ["None", "0.2988"]],
    "urls": ["http://www.first.example/a", "http://second.example/b"], "phase": "E",
}  # fmt: skip


def lines(path, *objects, packed=open):
    with packed(path, "wb") as file:
        for entry in objects:
            file.write(entry if isinstance(entry, bytes) else json.dumps(entry).encode() + b"\n")
    return path


def problems(quotes):
    return [
        tuple(row) for row in quotes.attrs["problems"][["row", "problem"]].itertuples(index=False)
    ]


def stand_in_their_text(quotes):
    articles = tables.check_articles(quotes.attrs["articles"])
    texts = dict(zip(articles["article_id"], articles["text"], strict=True))
    tables.check_quotes(quotes)
    for row in quotes.itertuples():
        assert row.quote == " … ".join(texts[row.article_id][s:e] for s, e in row.spans)


@pytest.fixture(scope="module")
def sample():
    articles = ak.load_articles(ROOT / "data" / "coverage")
    actors = ak.load_actors(ROOT / "data" / "actors.toml")
    quotes = ak.score_sentiment(ak.extract_quotes(articles.head(3), actors=actors))
    return quotes, articles


@pytest.mark.parametrize("kind", KINDS)
def test_what_export_wrote_comes_back_equal(sample, kind, tmp_path):
    quotes, articles = sample
    found = load_quotes(export(quotes, tmp_path / f"q{kind}"))
    assert found.attrs["problems"].empty and "articles" not in found.attrs
    pd.testing.assert_frame_equal(found, quotes, check_exact=True)
    wide = load_quotes(export(quotes, tmp_path / f"w{kind}", articles=articles))
    known = articles.set_index("article_id").loc[wide["article_id"]]
    for name in ("title", "outlet", "published", "url"):
        assert wide[name].dtype == articles[name].dtype
        assert wide[name].fillna(
            "-" if name != "published" else pd.Timestamp(0, tz="UTC")
        ).tolist() == (
            known[name].fillna("-" if name != "published" else pd.Timestamp(0, tz="UTC")).tolist()
        )


WORDS = st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=12).filter(
    lambda text: not set(text) & {"\ufffe", "\uffff"}
)


@settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=25, deadline=None
)
@given(
    WORDS,
    WORDS,
    st.floats(0, 1),
    st.integers(0, 10**6),
    st.floats(-1e300, 1e300),
)
@example("'=1", "''-a", 0.1, 0, 1.0)
@example("007", "_x000D_", 1e-7, 1, -0.0)
@example("line one\nline two", "a\rb\r\nc", 0.5, 1, 1e300)
@example("NA", "None", 1.0, 1, 2.0)
def test_whatever_the_cells_hold_comes_back(tmp_path, quote, speaker, share, offset, score):
    row = {
        "quote_id": "a#0", "article_id": speaker, "kind": "mixed", "quote": quote,
        "spans": [(offset, offset + 1), (offset + 2, offset + 9)], "speaker": speaker,
        "position": share, "cue_start": offset,
    }  # fmt: skip
    table = tables.as_quotes([row, {**row, "quote_id": "a#1", "speaker": None}])
    table = table.assign(
        score=pd.array([score, None], dtype="Float64"), mine="x" + table["speaker"]
    )
    for kind in KINDS:
        found = load_quotes(export(table, tmp_path / f"q{kind}"))
        if kind == ".xlsx":  # where 2.0 is 2, and numbers have Excel's digits
            found["score"] = found["score"].astype("Float64")
        exact = {"rtol": 1e-14} if kind == ".xlsx" else {"check_exact": True}
        pd.testing.assert_frame_equal(found, table, **exact)


def test_gdelts_quotations_stand_in_marks_between_their_context(tmp_path):
    quotes = load_quotes(lines(tmp_path / "20210628093100.gqg.json.gz", GDELT, packed=gzip.open))
    assert problems(quotes) == []
    stand_in_their_text(quotes)
    (article,) = quotes.attrs["articles"].to_dict("records")
    assert article["text"] == (
        "The mayor, Dana Whitfield, said: “We will not wait for ever.”, and left the hall\n\n"
        "A deckhand shouted “Nobody asked us” from the quay."
    )
    assert article["outlet"] == "harbour-post.example"
    assert article["published"] == pd.Timestamp("2021-06-28T09:31:00Z")
    assert article["article_id"] == "20210628093100.gqg#1"
    assert quotes["speaker"].isna().all() and quotes["position"].isna().all()
    assert (quotes["kind"] == "direct").all()


def test_quotebanks_articles_have_speakers_in_their_context(tmp_path):
    path = lines(tmp_path / "quotebank-2019.json.bz2", BANK_ARTICLE, packed=bz2.open)
    quotes = load_quotes(path)
    assert problems(quotes) == []
    stand_in_their_text(quotes)
    one, other = quotes.to_dict("records")
    assert one["quote_id"] == "2019-05-04-000117#0"
    assert (one["speaker"], one["speaker_type"], one["confidence"]) == (
        "Amir Hassan",
        "person",
        0.83,
    )
    assert (one["position"], one["occurrences"]) == (0.25, 4)
    assert one["quotebank_id"] == "2019-05-04-000032"
    assert pd.isna(other["speaker"]) and pd.isna(other["confidence"])


def test_quotebanks_quotations_stand_where_they_stood_first(tmp_path):
    quotes = load_quotes(lines(tmp_path / "quotes-2020.json.bz2", BANK_QUOTE, packed=bz2.open))
    stand_in_their_text(quotes)
    (row,) = quotes.to_dict("records")
    assert (row["speaker"], row["confidence"], row["qids"]) == ("Mary Stone", 0.7012, "Q901; Q902")
    assert row["urls"] == "http://www.first.example/a http://second.example/b"
    (article,) = quotes.attrs["articles"].to_dict("records")
    assert (article["outlet"], article["url"]) == ("first.example", "http://www.first.example/a")


def test_what_is_wrong_is_said_and_the_rest_read(tmp_path):
    path = lines(
        tmp_path / "a.json", b"{not json}\n", GDELT, b"[1]\n", {"headline": "x"}, b"\n",
        {**GDELT, "date": "one day", "mood": 3, "quotes": [{"quote": " "}, 7, {"quote": "No"}]},
        BANK_ARTICLE, {**BANK_QUOTE, "quotation": None}, BANK_ARTICLE, b"\xff\n",
    )  # fmt: skip
    with pytest.warns(UserWarning, match="not all was read"):
        quotes = load_quotes(path)
    stand_in_their_text(quotes)
    assert len(quotes) == 5
    said = problems(quotes)
    assert [row for row, _ in said][:-1] == [1, 3, 4, 6, 6, 6, 8, 9, 10]
    for part in ("not JSON", "not an object", "its fields: headline", "without words", "no object",
                 "left empty", "read before", "not read: mood"):  # fmt: skip
        assert any(part in problem for _, problem in said), part


@pytest.mark.parametrize("kind", KINDS)
def test_a_bad_row_of_an_export_is_said_and_the_rest_read(sample, kind, tmp_path):
    quotes, _ = sample
    broken = quotes.astype({"kind": object}).copy()
    broken.loc[3, "kind"] = "shouted"
    broken.loc[5, "quote_id"] = broken["quote_id"][4]
    with pytest.warns(UserWarning, match="not all was read"):
        found = load_quotes(export(broken, tmp_path / f"q{kind}"))
    assert found["quote_id"].tolist() == quotes["quote_id"].drop([3, 5]).tolist()
    first = 2 if kind in (".csv", ".xlsx") else 1
    told = {row: problem for row, problem in problems(found)}
    assert "'shouted' is not one of" in told[3 + first]
    assert "stands more than once" in told[5 + first]


def test_a_packed_file_that_ends_early_keeps_what_was_read(tmp_path):
    path = lines(tmp_path / "a.json.gz", *[{**GDELT, "title": str(i) * 99} for i in range(900)],
                 packed=gzip.open)  # fmt: skip
    path.write_bytes(path.read_bytes()[:-40])
    with pytest.warns(UserWarning):
        quotes = load_quotes(path)
    assert 0 < len(quotes) <= 1800
    assert any("breaks off" in problem for _, problem in problems(quotes))


def test_files_of_one_name_keep_their_articles_apart(tmp_path):
    for folder in ("june", "july"):
        (tmp_path / folder).mkdir()
        lines(tmp_path / folder / "1.json", GDELT)
    quotes = load_quotes(tmp_path)
    assert len(quotes) == 4 and problems(quotes) == []
    stand_in_their_text(quotes)


def test_a_folder_of_all_kinds(sample, tmp_path):
    quotes, _ = sample
    lines(tmp_path / "1.gqg.json", GDELT)
    lines(tmp_path / "2.json.bz2", BANK_QUOTE, packed=bz2.open)
    export(quotes, tmp_path / "3.csv")
    (tmp_path / "4.parquet").write_bytes(b"PAR1 no")
    with pytest.warns(UserWarning, match=r"4\.parquet"):
        found = load_quotes(tmp_path)
    assert len(found) == len(quotes) + 3
    assert len(found.attrs["articles"]) == 2
    tables.check_quotes(found)


def test_only_what_is_kept_is_taken(tmp_path):
    path = lines(tmp_path / "1.gqg.json", GDELT, BANK_ARTICLE)
    found = load_quotes(path, keep=lambda row: row.get("speaker") == "Amir Hassan")
    assert found["quote"].tolist() == ["two of the pumps failed in the night"]
    stand_in_their_text(found)
    assert load_quotes(path, keep=lambda row: row["outlet"] == "nowhere").empty


def test_files_that_hold_no_quotes(tmp_path):
    path = export(pd.DataFrame({"quote_id": ["a"], "words": ["b"]}), tmp_path / "q.csv")
    with pytest.raises(tables.TableError, match=r"q\.csv: quotes: column 'article_id' is missing"):
        load_quotes(path)
    with pytest.raises(ValueError, match=r"'\.xls' files are not read"):
        load_quotes(lines(tmp_path / "q.xls"))
    with pytest.raises(FileNotFoundError):
        load_quotes(tmp_path / "none.csv")


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner, max_size=3)
    ),
    max_leaves=6,
)


@settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60, deadline=None
)
@pytest.mark.filterwarnings("ignore:not all was read")
@given(st.sampled_from([GDELT, BANK_ARTICLE, BANK_QUOTE]), st.data())
def test_any_value_anywhere_is_read_or_said(tmp_path, entry, data):
    entry = json.loads(json.dumps(entry))
    inside = next(
        (v[0] for v in entry.values() if isinstance(v, list) and isinstance(v[0], dict)), entry
    )
    where = data.draw(st.sampled_from([entry, inside]))
    where[data.draw(st.sampled_from(sorted(where)))] = data.draw(JSON)
    quotes = load_quotes(lines(tmp_path / "a.json", entry, GDELT))
    assert "Nobody asked us" in quotes["quote"].tolist()
    stand_in_their_text(quotes)
    assert not any("cannot be read" in problem for _, problem in problems(quotes))


def test_data_sets_go_through_the_steps(tmp_path):
    quotes = load_quotes(lines(tmp_path / "a.json", GDELT, BANK_ARTICLE, BANK_QUOTE))
    articles = quotes.attrs["articles"]
    targets = ak.load_targets(ROOT / "data" / "targets.toml",
                              actors=ak.load_actors(ROOT / "data" / "actors.toml"))  # fmt: skip
    ak.quote_targets(quotes, articles, targets)
    ak.score_stance(quotes, articles, targets)
    scored = ak.score_sentiment(quotes)
    assert scored.attrs["articles"] is articles  # not copied with every step
    assert ak.charts.voices(quotes, by="speaker") is not None
    assert ak.explore(quotes, articles) is not None
    assert ak.read_article(articles.iloc[0], quotes) is not None
