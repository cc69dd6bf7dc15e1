import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

import analystkit as ak
from analystkit.articles import split_front_matter
from analystkit.articles.formats.text import parse_front_matter, parse_head

names = st.sampled_from(["title", "outlet", "published", "author", "desk", "article_id"])
values = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), min_size=1)
bodies = st.text(st.characters(codec="utf-8", exclude_categories=["Cs"])).filter(
    lambda text: text[:1].strip() and not text.startswith("---")
)


@given(st.dictionaries(names, values, min_size=1), bodies, st.sampled_from(["\n", "\r\n"]))
def test_what_yaml_writes_is_read_back_and_the_body_is_untouched(fields, body, end):
    block = yaml.safe_dump(fields, allow_unicode=True, width=10_000, default_style='"')
    raw = "---\n" + block + "---\n\n"
    raw = raw.replace("\n", end) + body
    found, start = split_front_matter(raw)
    assert found == fields
    assert raw[start:] == body


@given(st.text())
def test_any_text_gives_fields_and_an_offset_within(raw):
    fields, start = split_front_matter(raw)
    assert 0 <= start <= len(raw)
    assert isinstance(fields, dict)


@given(bodies)
def test_text_without_front_matter_starts_at_0(body):
    assert parse_front_matter(body) == ({}, 0, None)


@pytest.mark.parametrize(
    ("line", "title"),
    [
        ("title: Iraq: a statement", "Iraq: a statement"),
        ('title: "Unacceptable" strikes, says envoy', '"Unacceptable" strikes, says envoy'),
        ("title: *Bold* headline", "*Bold* headline"),
        ("title: @ministry answers", "@ministry answers"),
        ("title: [Analysis] What now?", "[Analysis] What now?"),
        ("title: no", "no"),
        ("title: 2021-06-28", "2021-06-28"),
        ("title: 007", "007"),
        ("title: >\n  Two\n  lines", "Two lines\n"),
    ],
)
def test_headlines_come_out_as_written(line, title):
    fields, start = split_front_matter(f"---\n{line}\noutlet: The Harbour Wire\n---\nBody")
    assert fields == {"title": title, "outlet": "The Harbour Wire"}
    assert start == len(f"---\n{line}\noutlet: The Harbour Wire\n---\n")


@pytest.mark.parametrize(
    ("raw", "problem"),
    [
        ("---\ntitle: Never closed\n\nBody", "no --- line closes it"),
        ("---\nA paragraph between two rules.\n---\nBody", "are not fields"),
        ("---\n- a\n- b\n---\nBody", "are not fields"),
        ("---\na: &x [1]\nb:\n  - *x\n---\nBody", "are not fields"),
        ("---\n" + "[" * 5_000 + "\n---\nBody", "are not fields"),
    ],
)
def test_what_cannot_be_read_stays_text_and_is_said(raw, problem):
    fields, start, said = parse_front_matter(raw)
    assert (fields, start) == ({}, 0)
    assert problem in said


def test_a_headline_that_is_no_yaml_spoils_only_itself():
    raw = (
        "---\ntitle: Iraq: a statement\ntags: [a, b]\nauthor:\n  - Ana Brook\n  - Li Wei\n---\nBody"
    )
    assert split_front_matter(raw)[0] == {
        "title": "Iraq: a statement",
        "tags": ["a", "b"],
        "author": ["Ana Brook", "Li Wei"],
    }


def test_tags_build_nothing():
    raw = "---\ntitle: !!python/object/apply:os.getcwd []\n---\nBody"
    fields, _ = split_front_matter(raw)
    assert fields in ({"title": []}, {"title": "!!python/object/apply:os.getcwd []"})


def test_an_empty_block_is_front_matter():
    assert parse_front_matter("---\n---\nBody") == ({}, 8, None)


def test_a_head_of_plain_lines_gives_the_columns(tmp_path):
    head = "Headline: Quay: a strike\nOutlet: Quay Post\nDate: 28 June 2021\r\nBy-line:\n"
    body = "The dockers said: no deal.\n\nNobody called."
    (tmp_path / "a.txt").write_bytes((head.replace("By-line", "Byline") + "\n\n" + body).encode())
    articles = ak.load_articles(tmp_path)
    [row] = articles.to_dict("records")
    assert (row["title"], row["outlet"], row["text"]) == ("Quay: a strike", "Quay Post", body)
    assert row["published"].isoformat() == "2021-06-28T00:00:00+00:00"
    assert articles.attrs["problems"].empty


@pytest.mark.parametrize(
    "raw",
    [
        "Source: a dockers' leader\n\nThe strike goes on.",  # one line may be the text's own
        "Source: Quay Post\nHALE: Do you regret it?\n\nNo.",  # a name that no column has
        "Date: 28 June\nOutlet: Quay Post\nThe strike goes on.",  # no empty line
        "Date: 28 June\nOutlet: Quay Post",
        "Outlet: Quay Post\nNewspaper: Larn Post\n\nThe strike goes on.",  # which of the two?
        "",
    ],
)
def test_lines_that_may_be_the_text_are_the_text(raw):
    assert parse_head(raw) == ({}, 0)


@given(st.text(st.sampled_from("Date: Outlet\n\r28a-"), max_size=80))
def test_a_head_ends_where_the_body_starts(raw):
    fields, start = parse_head(raw)
    assert bool(fields) == bool(start) and 0 <= start <= len(raw)
    assert not start or not raw[start:].startswith("\n")
