import gc
import multiprocessing
import os
import signal
import weakref

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analystkit import tables
from analystkit.models.loading import ModelError, load_tokenizer
from analystkit.quotes import extract_quotes, workers
from analystkit.quotes.tagging.tagger import load_session

LEAD = "A convoy was struck near the border on Sunday night, and six people died.\n\n"


def quotes_of(*texts, **options):
    articles = pd.DataFrame({"article_id": [f"a{i}" for i in range(len(texts))], "text": texts})
    return extract_quotes(articles, **options)


def check_invariants(quotes, articles):
    articles = tables.check_articles(articles)
    texts = dict(zip(articles["article_id"], articles["text"], strict=True))
    tables.check_quotes(quotes)
    for row in quotes.itertuples():
        text = texts[row.article_id]
        at = 0
        for start, end in row.spans:
            assert at <= start < end <= len(text)
            at = end
        assert row.quote == " … ".join(text[start:end] for start, end in row.spans)
        for name in ("cue", "source"):
            start, end = getattr(row, f"{name}_start"), getattr(row, f"{name}_end")
            if not pd.isna(start):
                assert text[start:end] == getattr(row, name) != ""
    for _, group in quotes.groupby("article_id", sort=False):
        assert [s[0][0] for s in group["spans"]] == sorted(s[0][0] for s in group["spans"])
        numbers = [int(q.rsplit("#", 1)[1]) for q in group["quote_id"]]
        assert numbers == sorted(set(numbers))


def test_direct_mixed_and_indirect():
    quotes = quotes_of(
        LEAD + "“We will not forget this night,” Mayor Dana Whitfield said. She called the strike "
        "“a disgrace” and said that the town would ask for an inquiry."
    )
    assert quotes["kind"].tolist()[0] == "direct"
    assert {"mixed", "indirect"} & set(quotes["kind"])
    assert set(quotes["speaker"]) == {"Dana Whitfield"}
    assert quotes["quote"][0] == "We will not forget this night,"


def test_an_interrupted_quotation_is_one():
    quotes = quotes_of(
        LEAD + "“We will not forget this night,” Mayor Dana Whitfield said. “Nor will those who "
        "come after us.”"
    )
    direct = quotes[quotes["kind"] == "direct"]
    assert direct["quote"].tolist() == [
        "We will not forget this night, … Nor will those who come after us."
    ]


def test_a_quotation_over_three_paragraphs_is_one():
    quotes = quotes_of(
        LEAD + "Mayor Dana Whitfield told reporters: “We came at night and found the road closed."
        "\n\n“We left at dawn with the wounded in two cars.\n\n“Nobody has told us why.”\n\n"
        "The ministry did not comment."
    )
    long = quotes[quotes["quote"].str.contains("Nobody has told us why")]
    assert long["spans"].map(len).tolist() == [3]
    assert long["speaker"].tolist() == ["Dana Whitfield"]


def test_a_scare_quoted_headline_is_nobodys_quotation():
    quotes = quotes_of("Freedonia slams ‘unacceptable’ raid on border town\n\n" + LEAD)
    assert quotes["quote"].tolist() == []


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "\n\r\n\t",
        "“",
        "“”",
        "''''''''",
        "\x00\x01\ufeff",
        "\ud800 lone surrogate, she said",
        "said said said said",
        "🙂" * 500,
        "“We said so once more " * 300,
        "a" * 50_000,
        "<script>alert(1)</script> “Stop,” said <b>Ana Weiss</b>.",
    ],
)
def test_any_text_gives_rows_and_no_error(text):
    articles = pd.DataFrame({"article_id": ["a"], "text": pd.Series([text], dtype=object)})
    quotes = extract_quotes(articles)
    assert len(quotes.attrs["problems"]) == 0
    check_invariants(quotes, articles)


ENGLISH_ONLY = "only English is read, so translate it first"
PIECES = st.lists(
    st.sampled_from(
        ["“", "”", '"', "''", "‘", "’", "'", "«", "»", "\n\n", "\u00a0", " ", "said ", "the mayor ",
         "Dana Whitfield ", "We will not go. ", "according to ", "it was over, ", "\r\n", "— "]
    ),
    max_size=40,
).map("".join)  # fmt: skip


@settings(max_examples=40)
@given(st.lists(PIECES | st.text(max_size=200), min_size=1, max_size=4))
def test_offsets_hold_on_any_text_with_any_marks(texts):
    articles = pd.DataFrame({"article_id": [f"a{i}" for i in range(len(texts))], "text": texts})
    quotes = extract_quotes(articles)
    assert quotes.attrs["problems"]["problem"].str.endswith(ENGLISH_ONLY).all()
    check_invariants(quotes, articles)


def test_what_is_not_in_english_is_left_out_and_said():
    texts = [
        "قال رئيس الوزراء «لن نقبل بهذا» في بيان",
        "“Stay home,” the mayor said on Monday.",
        "Die Reederei und die Gewerkschaft wollten sich nicht äußern. „Wir kehren zurück“, sagte "
        "die Senatorin, die den Ausschuss leitet, am Montag vor den Mitgliedern in der Hafenstadt.",
        "„Nein“, sagte sie.",
    ]
    articles = pd.DataFrame({"article_id": list("abcd"), "text": texts})
    articles["language"] = pd.Series([pd.NA, "de", "en", "de"], dtype="string")
    with pytest.warns(UserWarning, match="3 of 4 articles could not be read, the first 'a'"):
        quotes = extract_quotes(articles)
    assert set(quotes["article_id"]) <= {"b"}
    problems = quotes.attrs["problems"].set_index("article_id")["problem"]
    assert problems["c"] == problems["d"] == f"it is in German; {ENGLISH_ONLY}"
    assert problems["a"].endswith(ENGLISH_ONLY)


def test_no_articles_give_the_empty_table():
    quotes = extract_quotes(tables.empty_articles())
    assert quotes.dtypes.equals(tables.empty_quotes().dtypes)
    assert len(quotes) == 0


def test_an_article_without_text_is_reported_and_the_rest_is_read():
    articles = pd.DataFrame(
        {"article_id": ["a", "b"], "text": [None, "“Stay home,” the mayor said on Monday."]}
    )
    with pytest.warns(UserWarning, match="1 of 2 articles could not be read, the first 'a'"):
        quotes = extract_quotes(articles)
    assert quotes["article_id"].tolist() == ["b"]
    assert quotes.attrs["problems"].to_dict("records") == [
        {"article_id": "a", "problem": "it has no text"}
    ]


def test_one_article_that_fails_does_not_stop_the_others(monkeypatch):
    real = workers.find_quotations

    def broken(text, **options):
        if "kaputt" in text:
            raise RuntimeError("cannot read this")
        return real(text, **options)

    monkeypatch.setattr(workers, "find_quotations", broken)
    with pytest.warns(UserWarning, match="1 of 3 articles could not be read, the first 'a1'"):
        quotes = quotes_of("“Stay,” he said.", "kaputt", "“Go,” the mayor said on Monday.")
    assert quotes["article_id"].tolist() == ["a0", "a2"]
    assert quotes.attrs["problems"]["problem"].tolist() == ["RuntimeError: cannot read this"]


def test_less_sure_quotations_are_left_out_and_ids_stay():
    text = LEAD + "“We lost two cars,” the mayor said. Some fear that the road was mined, it seems."
    everything = quotes_of(text, min_confidence=0)
    sure = everything[everything["confidence"] >= 0.8]
    pd.testing.assert_frame_equal(quotes_of(text, min_confidence=0.8), sure.reset_index(drop=True))
    with pytest.raises(ValueError, match="between 0 and 1, not 80"):
        quotes_of(text, min_confidence=80)


def test_neighbours_do_not_change_an_article():
    text = LEAD + "“We lost two cars,” the mayor said. He thinks that the road was mined."
    among = quotes_of(text, *(f"{LEAD * n}The mayor said “no” {n} times." for n in range(9)))
    pd.testing.assert_frame_equal(among[among["article_id"] == "a0"], quotes_of(text))


def test_processes_give_the_same_rows():
    texts = [LEAD + f"“We lost {n} cars,” the mayor, Dana Whitfield, said." for n in range(40)]
    pd.testing.assert_frame_equal(quotes_of(*texts), quotes_of(*texts, n_jobs=2))


def test_the_input_is_left_alone_and_rows_are_stable():
    articles = pd.DataFrame({"article_id": ["a"], "text": ["“Stay,” the mayor said."]})
    before = articles.copy(deep=True)
    first = extract_quotes(articles)
    pd.testing.assert_frame_equal(articles, before)
    pd.testing.assert_frame_equal(first, extract_quotes(articles))


def test_repeated_ids_are_refused():
    with pytest.raises(tables.TableError, match="'a' stands more than once"):
        extract_quotes(pd.DataFrame({"article_id": ["a", "a"], "text": ["x", "y"]}))


def test_a_model_that_is_not_installed_is_named_with_the_remedy():
    with pytest.raises(ValueError, match=r"'en_core_web_xyz' is not installed.*spacy download"):
        quotes_of("“Stay,” he said.", model="en_core_web_xyz")


def test_a_damaged_confidence_file_stops_with_the_remedy(tmp_path):
    from analystkit.quotes import confidence

    with pytest.raises(ModelError, match=r"confidence\.json is missing .*git checkout"):
        confidence._fitted(tmp_path / "confidence.json")


def test_the_registry_may_be_given_as_a_file(tmp_path):
    path = tmp_path / "actors.toml"
    path.write_text(
        'camps = ["Town"]\n[[actor]]\nname = "Dana Whitfield"\ntype = "person"\ncamp = "Town"\n',
        encoding="utf-8",
    )
    quotes = quotes_of("“We will not forget,” Dana Whitfield said on Monday.", actors=path)
    assert quotes["camp"].tolist() == ["Town"]


@pytest.mark.parametrize("n_jobs", [0, -2, 1.5, "two"])
def test_a_wrong_number_of_processes_is_named(n_jobs):
    with pytest.raises(ValueError, match="n_jobs must be a whole number from 1"):
        quotes_of("“Stay,” he said.", n_jobs=n_jobs)


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"actors": {"a": 1}}, "actors must be what ak.load_actors.* not dict"),
        ({"actors": ["Dana Whitfield"]}, "the path of its TOML file, not list"),
        ({"model": None}, "model must be the name of .* not NoneType"),
    ],
)
def test_arguments_are_checked_before_anything_is_read(options, message):
    class Untouched(pd.DataFrame):
        def __getitem__(self, key):
            raise AssertionError("an article was read")

    articles = Untouched({"article_id": ["a"], "text": ["“Stay home,” the mayor said."]})
    with pytest.raises(TypeError, match=message):
        extract_quotes(articles, **options)


forked = pytest.mark.skipif(
    multiprocessing.get_start_method() != "fork", reason="a spawned process would not be patched"
)
SAID = "“We saw {} boats on Monday and nobody warned us,” the mayor, Dana Whitfield, said."


def killing(monkeypatch, dies):
    """Have the process that comes to a text be killed where `dies` says so."""
    real, here = workers.find_quotations, os.getpid()

    def find(text, **options):
        if dies(text):
            assert os.getpid() != here
            os.kill(os.getpid(), signal.SIGKILL)
        return real(text, **options)

    monkeypatch.setattr(workers, "find_quotations", find)


@forked
def test_what_a_killed_process_had_not_read_is_read_again(monkeypatch, tmp_path):
    texts = [SAID.format(n) for n in range(30)]
    alone = quotes_of(*texts)

    def once(text):
        if " 13 " not in text or (tmp_path / "died").exists():
            return False
        (tmp_path / "died").touch()
        return True

    killing(monkeypatch, once)
    quotes = quotes_of(*texts, n_jobs=2)
    assert (tmp_path / "died").exists()
    pd.testing.assert_frame_equal(quotes, alone)
    assert quotes.attrs["problems"].empty


@forked
def test_an_article_that_kills_whoever_reads_it_is_named_and_the_rest_kept(monkeypatch):
    texts = [SAID.format(n) for n in range(30)]
    alone = quotes_of(*texts)
    killing(monkeypatch, lambda text: " 13 " in text)
    with pytest.warns(UserWarning, match="1 of 30 articles could not be read, the first 'a13'"):
        quotes = quotes_of(*texts, n_jobs=2)
    rest = alone[alone["article_id"] != "a13"].reset_index(drop=True)
    pd.testing.assert_frame_equal(quotes, rest)
    assert quotes.attrs["problems"]["problem"].str.contains("was killed").tolist() == [True]


TALE = [
    SAID.format(1), "قال رئيس الوزراء «لن نقبل بهذا» في بيان", "Nothing was said.", None,
    SAID.format(2) + " He believes that the harbour was mined.", "“Go home,” he said.",
    *(SAID.format(n) for n in range(3, 9)),
]  # fmt: skip
TOWN = """camps = ["Town"]
[[actor]]
name = "Dana Whitfield"
type = "person"
camp = "Town"
"""


def numbered(texts):
    return pd.DataFrame({"article_id": [f"a{i}" for i in range(len(texts))], "text": texts})


def cut(articles, size):
    for at in range(0, len(articles), size):
        yield articles.iloc[at : at + size]


@pytest.mark.filterwarnings("ignore:.* could not be read")
@pytest.mark.parametrize("n_jobs", [1, 2])
@pytest.mark.parametrize("size", [1, 5])
def test_tables_one_after_another_give_the_rows_and_problems_of_one_table(n_jobs, size, tmp_path):
    articles, actors = numbered(TALE), tmp_path / "actors.toml"
    actors.write_text(TOWN, encoding="utf-8")
    whole = extract_quotes(articles, actors=actors, min_confidence=0.5)
    parts = [*extract_quotes(cut(articles, size), actors=actors, min_confidence=0.5, n_jobs=n_jobs)]
    assert len(parts) == -(-len(articles) // size)
    assert all(part.dtypes.equals(whole.dtypes) for part in parts)
    pd.testing.assert_frame_equal(pd.concat(parts, ignore_index=True), whole)
    problems = pd.concat([part.attrs["problems"] for part in parts])
    told, known = (p.to_numpy().tolist() for p in (problems, whole.attrs["problems"]))
    assert sorted(told) == sorted(known)
    assert len(problems) == 2


def test_what_pandas_and_pyarrow_read_in_parts_goes_straight_in(tmp_path):
    import pyarrow as pa

    articles = numbered([SAID.format(n) for n in range(5)])
    articles.to_csv(tmp_path / "articles.csv", index=False)
    whole = extract_quotes(articles)
    batches = pa.Table.from_pandas(articles).to_batches(max_chunksize=2)
    with pd.read_csv(tmp_path / "articles.csv", chunksize=2) as chunks:
        for several in (chunks, iter(batches)):
            parts = [*extract_quotes(several)]
            assert len(parts) == 3
            pd.testing.assert_frame_equal(pd.concat(parts, ignore_index=True), whole)


@pytest.mark.parametrize("n_jobs", [1, 2])
def test_no_table_is_held_once_its_quotes_are_made(n_jobs):
    made, asked = [], 0

    def coming():
        nonlocal asked
        for n in range(5):
            gc.collect()
            assert not any(table() is not None for table in made), "one that is done is still held"
            asked += 1
            articles = numbered([SAID.format(n), SAID.format(n + 1)])
            articles["article_id"] += f"-{n}"
            made.append(weakref.ref(articles))
            yield articles
            del articles

    several = extract_quotes(coming(), n_jobs=n_jobs)
    for n in range(5):
        assert asked == n, "a table is read before it is asked for"
        quotes = next(several)
        assert len(quotes) >= 2
        made.append(weakref.ref(quotes))
        del quotes
    assert next(several, None) is None


def test_the_same_processes_read_table_after_table(monkeypatch):
    started = []

    class Pool(workers.ProcessPoolExecutor):
        def __init__(self, **options):
            started.append(options)
            super().__init__(**options)

    monkeypatch.setattr(workers, "ProcessPoolExecutor", Pool)
    articles = numbered([SAID.format(n) for n in range(9)])
    several = extract_quotes(cut(articles, 3), n_jobs=2)
    assert not started
    assert sum(len(quotes) for quotes in several) >= 9
    assert started == [{"max_workers": 2}]
    assert not multiprocessing.active_children()


def test_the_processes_end_with_an_iterator_that_is_left():
    articles = numbered([SAID.format(n) for n in range(9)])
    several = extract_quotes(cut(articles, 3), n_jobs=2)
    next(several)
    assert multiprocessing.active_children()
    several.close()
    assert not multiprocessing.active_children()


def test_a_table_that_is_wrong_is_reported_and_the_others_are_read():
    good = numbered([SAID.format(n) for n in range(3)])
    wrong = [
        good.rename(columns={"text": "body"}),
        good.assign(article_id="twin"),
        "a0.txt",
        pd.DataFrame({"body": []}),
        pd.concat([good, good["text"]], axis=1),
    ]
    whole = extract_quotes(good)
    first, *parts, last = extract_quotes_of([good.iloc[:2], *wrong, good.iloc[2:]])
    pd.testing.assert_frame_equal(pd.concat([first, last], ignore_index=True), whole)
    assert [len(part) for part in parts] == [0, 0, 0, 0, 0]
    assert all(part.dtypes.equals(whole.dtypes) for part in parts)
    told = [part.attrs["problems"] for part in parts]
    assert [table["article_id"].fillna("").tolist() for table in told] == [
        ["a0", "a1", "a2"], ["twin"] * 3, [""], [""], ["a0", "a1", "a2"]
    ]  # fmt: skip
    said = [table["problem"].unique() for table in told]
    assert [len(each) for each in said] == [1, 1, 1, 1, 1]
    assert said[0][0].startswith("table 2: articles: column 'text' is missing")
    assert "'twin' stands more than once" in said[1][0]
    assert "column 'text' is there twice" in said[4][0]
    assert said[2][0] == "table 4: articles: expected a pandas DataFrame, not str"


def extract_quotes_of(several):
    with pytest.warns(UserWarning, match="could not be read") as told:
        parts = [*extract_quotes(iter(several))]
    assert {warning.filename for warning in told} == {__file__}
    return parts


def test_an_article_id_that_came_before_is_reported_and_no_quote_id_comes_twice():
    good = numbered([SAID.format(n) for n in range(3)])
    first, second = extract_quotes_of([good.iloc[:2], good.iloc[1:]])
    assert set(first["article_id"]) == {"a0", "a1"}
    assert set(second["article_id"]) == {"a2"}
    assert second.attrs["problems"].to_numpy().tolist() == [
        ["a1", "its article_id stands in an earlier table too"]
    ]


def test_what_stops_the_reading_of_tables_comes_through_after_those_before_it():
    def broken():
        yield numbered([SAID.format(1)])
        raise OSError("the disk is gone")

    several = extract_quotes(broken())
    assert len(next(several)) >= 1
    with pytest.raises(OSError, match="the disk is gone"):
        next(several)


def test_arguments_are_checked_before_the_first_table_is_asked_for():
    with pytest.raises(ValueError, match="between 0 and 1"):
        extract_quotes((numbered(["x"]) for _ in "ab"), min_confidence=80)


@forked
def test_a_killed_process_costs_one_article_of_one_table(monkeypatch):
    articles = numbered([SAID.format(n) for n in range(9)])
    whole = extract_quotes(articles)
    killing(monkeypatch, lambda text: " 4 " in text)
    with pytest.warns(UserWarning, match="1 of 3 articles could not be read, the first 'a4'"):
        parts = [*extract_quotes(cut(articles, 3), n_jobs=2)]
    rest = whole[whole["article_id"] != "a4"].reset_index(drop=True)
    pd.testing.assert_frame_equal(pd.concat(parts, ignore_index=True), rest)


@pytest.mark.parametrize("load", [load_session, load_tokenizer])
def test_missing_and_damaged_weights_say_how_to_mend_it(load, tmp_path):
    with pytest.raises(ModelError, match=r"is missing .*git checkout"):
        load(tmp_path)
    (tmp_path / "tagger.onnx.gz").write_bytes(b"not a model")
    (tmp_path / "tokenizer.json").write_text("{", encoding="utf-8")
    load.cache_clear()
    with pytest.raises(ModelError, match=r"is damaged .*git checkout"):
        load(tmp_path)
