"""Whatever stands under whatever name: articles and problems come back, never an exception."""

import io
import json
import tarfile
import zipfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from analystkit.articles import load_articles
from analystkit.articles.collect import READERS
from analystkit.articles.unpack import ARCHIVES
from analystkit.tables import ARTICLES, TableError, check_articles

pytestmark = pytest.mark.filterwarnings("ignore")
SAMPLES = [path for path in (Path(__file__).parents[1] / "data").rglob("*") if path.is_file()]
steady = settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
endings = st.sampled_from([*READERS, *ARCHIVES])


def read(folder, name, raw):
    """Load the file from its folder, then by its name: nothing but the errors documented."""
    path = folder / name
    path.write_bytes(raw)
    try:
        articles = load_articles(folder)
        check_articles(articles)
        assert len(articles) or len(articles.attrs["problems"])
        try:
            alone = load_articles(path)
        except TableError as error:
            assert "column" in str(error)
        else:
            assert len(alone) == len(articles)
    finally:
        path.unlink()
    return articles


starts = st.sampled_from(
    [
        *(
            b"",
            b"%PDF-1.4\n",
            b"PK\x03\x04",
            b"\x1f\x8b\x08\x00",
            b"BZh9",
            b"\xfd7zXZ\x00",
            b"PAR1",
        ),
        *(b"TY  - NEWS\nAB  - ", b"<rss><channel><item><title>", b"<feed><entry>", b"<?xml "),
        *(b"From: a@b.example\nSubject: x\nContent-Type: multipart/mixed; boundary=x\n\n--x\n",),
        *(b"text,title\n", b'{"text": "', b"[{", b"\xff\xfe", b"\xef\xbb\xbf", b"---\ntitle: x\n"),
        *(b"<html><body><p>", b"<!DOCTYPE a [<!ENTITY b '"),
    ]
)


@steady
@given(endings, starts, st.binary(max_size=300))
def test_any_bytes_under_any_ending(tmp_path, ending, start, raw):
    read(tmp_path, f"a{ending}", start + raw)


@steady
@given(st.sampled_from(SAMPLES), endings, st.data())
def test_samples_with_a_piece_gone_and_another_put_in(tmp_path, sample, ending, data):
    raw = sample.read_bytes()[:60_000]
    start = data.draw(st.integers(0, len(raw)))
    gone = data.draw(st.integers(0, 40))
    put = data.draw(st.binary(max_size=20))
    name = data.draw(st.sampled_from([f"a{ending}", f"a{sample.suffix}"]))
    read(tmp_path, name, raw[:start] + put + raw[start + gone :])


@steady
@given(st.text("ab<>/&;!-[]\"'= \n", max_size=120), st.sampled_from([".rss", ".xml", ".html"]))
def test_any_markup(tmp_path, text, ending):
    body = f"<rss version='2.0'><channel><item><description>{text}</description></item></channel>"
    read(tmp_path, f"a{ending}", body.encode())


values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=6),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner),
    max_leaves=6,
)
names = st.sampled_from(
    [*ARTICLES, "container-title", "issued", "abstract", "note", "author", "bodies", "body_text",
     "body_xhtml", "headlines", "infosource", "uri", "byline", "maintext", "source_url", "source",
     "source-hostname", "source_domain", "articles", "items", "date", "x"]
)  # fmt: skip
file_names = st.text("ab./\\: \n\u202e\xe9\U0001f600", min_size=1, max_size=9).flatmap(
    lambda name: st.sampled_from([name, f"{name}.txt", f"{name}.csv", f"{name}.gz"])
)
objects = st.dictionaries(names, values, max_size=7)


@steady
@given(objects | st.lists(objects, max_size=4), st.sampled_from([".json", ".jsonl"]))
def test_any_objects_in_the_shapes_that_are_known(tmp_path, content, ending):
    read(tmp_path, f"a{ending}", json.dumps(content).encode())


@steady
@given(st.dictionaries(file_names, st.binary(max_size=20), max_size=4))
def test_any_names_in_an_archive(tmp_path, files):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, raw in files.items():
            archive.writestr(name, raw)
    read(tmp_path, "a.zip", out.getvalue())
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w:gz") as archive:
        for name, raw in files.items():
            info = tarfile.TarInfo(name)
            info.size = len(raw)
            archive.addfile(info, io.BytesIO(raw))
    read(tmp_path, "a.tgz", out.getvalue())


def test_entities_do_not_grow(tmp_path):
    levels = "".join(f"<!ENTITY e{n} '{f'&e{n - 1};' * 10}'>" for n in range(1, 12))
    head = f"<?xml version='1.0'?><!DOCTYPE rss [<!ENTITY e0 'ha'>{levels}]>"
    item = (
        "<rss version='2.0'><channel><item><description>&e11;</description></item></channel></rss>"
    )
    articles = read(tmp_path, "a.rss", (head + item).encode())
    assert articles["text"].str.len().sum() < 1_000
    stolen = "<?xml version='1.0'?><!DOCTYPE rss [<!ENTITY e SYSTEM 'file:///etc/passwd'>]>"
    articles = read(tmp_path, "b.xml", (stolen + item.replace("e11", "e")).encode())
    assert not articles["text"].str.contains("root").any()


def test_an_object_nested_too_deeply_is_a_row_and_the_others_are_read(tmp_path):
    deep = '{"text": "x", "a": ' + "[" * 100_000 + "]" * 100_000 + "}"
    near = '{"text": "Two.", "author": ' + "[" * 400 + "]" * 400 + "}"
    raw = f'{{"text": "One."}}\n{deep}\n{near}\n'
    articles = read(tmp_path, "a.jsonl", raw.encode())
    assert articles["text"].tolist() == ["One.", "Two."]
    assert articles.attrs["problems"]["row"].tolist() == [2]


def test_dates_that_cannot_be_and_rows_that_do_not_fit(tmp_path):
    rows = "text,date,n\nOne.,2021-02-30,1\nTwo.,0000-00-00,2\nThree.,99 Juny 2021,3\nFour.\n"
    articles = read(tmp_path, "a.csv", f"{rows}Five.,2021-06-28,5,more,and more\n".encode())
    assert articles["text"].tolist() == ["One.", "Two.", "Three.", "Four.", "Five."]
    assert articles["published"].notna().tolist() == [False] * 4 + [True]
    assert sorted(articles.attrs["problems"]["row"]) == [2, 3, 4, 5, 6]


def test_a_nul_in_one_row_of_many_loses_none(tmp_path):
    rows = [f"Crews return, {n}.\n" for n in range(2_001)]
    rows[1_000] = "Crews \0return.\n"
    raw = "text\n" + "".join(f'"{row.strip()}"\n' for row in rows)
    articles = read(tmp_path, "a.csv", raw.encode())
    assert len(articles) == 2_001
    assert articles["text"][1_000] == "Crews \ufffdreturn."
    assert "NUL bytes, the first in line 1002" in articles.attrs["problems"]["problem"][0]
