import json

import pytest

from analystkit.articles import load_articles

pytestmark = pytest.mark.filterwarnings("ignore:not all was read")


def load(tmp_path, content, name="a.jsonl", **options):
    path = tmp_path / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    articles = load_articles(path, **options)
    return articles, articles.attrs["problems"]


def test_lines_that_cannot_be_read_are_named_and_the_others_kept(tmp_path):
    articles, problems = load(
        tmp_path,
        '{"body": "One.", "source": {"id": null, "name": "The Wire"}, "date": 1624872600}\n'
        "\n"
        '{"body": "cut\n'
        "[1]\n"
        '{"text": "Two.", "words": 2}\r\n'
        '{"headline": "only"}\n',
    )
    assert articles["text"].tolist() == ["One.", "Two."]
    assert articles["article_id"].tolist() == ["a#1", "a#5"]
    assert articles["outlet"].tolist()[0] == "The Wire"
    assert str(articles["published"][0]) == "2021-06-28 09:30:00+00:00"
    assert problems["row"].tolist()[:2] == [3, 4]
    assert problems["problem"].str.contains("not JSON").tolist() == [True, False, False]
    assert "1 entries without text; they have: headline" in problems["problem"][2]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-le", "cp1252"])
def test_lines_in_other_encodings(tmp_path, encoding):
    line = json.dumps({"text": "Café “closed” — he said", "title": "Zoë"}, ensure_ascii=False)
    articles, problems = load(tmp_path, f"{line}\n{line}\n".encode(encoding))
    assert articles["text"].tolist() == ["Café “closed” — he said"] * 2
    assert len(problems) == 0


@pytest.mark.parametrize(
    "content",
    [
        [{"text": "One."}, {"text": "Two."}],
        {"status": "ok", "articles": [{"content": "One."}, {"content": "Two."}]},
        {"found": [{"body": "One."}, {"body": "Two."}], "tags": ["x"]},
        {"a#1": {"text": "One."}, "a#2": {"text": "Two."}},
    ],
)
def test_the_shapes_json_comes_in(tmp_path, content):
    articles, problems = load(tmp_path, json.dumps(content), "a.json")
    assert articles["article_id"].tolist() == ["a#1", "a#2"]
    assert articles["text"].tolist() == ["One.", "Two."]
    assert len(problems) == 0


def test_a_single_article_and_json_lines_under_the_wrong_name(tmp_path):
    assert load(tmp_path, '{"text": "One.", "authors": [{"name": "A"}]}', "a.json")[0].shape[0] == 1
    assert load(tmp_path, '{"text": "One."}\n{"text": "Two."}\n', "b.json")[0].shape[0] == 2


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        ("[" * 100_000, "nested too deeply"),
        ('{"text": "cut', "is not JSON"),
        ("42", "but a number"),
        ("", "holds no articles"),
        ("[]", "holds no articles"),
        ('["a", null]', "not an object but a string"),
        (b"\x00\x01\x02\x03", "binary"),
    ],
)
def test_what_is_no_list_of_articles_is_said(tmp_path, content, problem):
    articles, problems = load(tmp_path, content, "a.json")
    assert len(articles) == 0
    assert problem in problems["problem"][0]


def test_half_characters_are_replaced_and_noted(tmp_path):
    articles, problems = load(tmp_path, '{"text": "a\\ud800b"}')
    assert articles["text"].tolist() == ["a\ufffdb"]
    assert "halves of characters" in problems["problem"][0]
