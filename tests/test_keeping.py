"""What `ak.cache` keeps is what would be found, and nothing else is looked up for it."""

import multiprocessing
import os
import sqlite3

import pandas as pd
import pytest

import analystkit as ak
from analystkit import keeping
from analystkit.quotes import extract, workers
from analystkit.stance import score
from analystkit.targets import Target, Targets

TEXTS = {
    "ferry": "“We will not sail,” said Ines Valo, who leads the crews. She called the offer "
    "a joke.",
    "port": "The port authority denied that it had broken the strike. “Nobody was hired,” said "
    "its director, Tomas Reik.",
    "silent": "The quay was empty on Monday.",
}
ARTICLES = pd.DataFrame({"article_id": list(TEXTS), "text": list(TEXTS.values())})
TARGETS = Targets([Target("strike", "The strike", ("strike",)), Target("offer", "O", ("offer",))])


@pytest.fixture(autouse=True)
def file(tmp_path, monkeypatch):
    monkeypatch.delenv(keeping.VARIABLE, raising=False)
    yield ak.cache(tmp_path / "kept")
    ak.cache(None)


@pytest.fixture
def asked(monkeypatch):
    """The articles and the questions that are really read."""
    seen: list[str] = []
    made, of_quotations = extract.read_articles, score.of_quotations

    def read(articles, *further):
        seen.extend(name for name, _, _ in articles)
        return made(articles, *further)

    def answer(questions):
        seen.extend(question.text for question in questions)
        return of_quotations(questions)

    monkeypatch.setattr(extract, "read_articles", read)
    monkeypatch.setattr(score, "of_quotations", answer)
    return seen


def test_what_is_kept_is_what_was_found(asked, file):
    ak.cache(None)
    plain = ak.extract_quotes(ARTICLES)
    stance = ak.score_stance(plain, ARTICLES, TARGETS)
    assert len(plain) >= 4
    assert len(stance) >= 2
    ak.cache(file.parent)
    for _ in range(2):
        asked.clear()
        again = ak.extract_quotes(ARTICLES)
        pd.testing.assert_frame_equal(again, plain)
        pd.testing.assert_frame_equal(ak.score_stance(again, ARTICLES, TARGETS), stance)
    assert asked == []


def test_only_what_is_new_or_changed_is_read(asked):
    ak.extract_quotes(ARTICLES)
    changed = ARTICLES.copy()
    changed.loc[1, "text"] += " He apologised."
    more = pd.concat([changed, pd.DataFrame({"article_id": ["late"], "text": ["“No,” he said."]})])
    asked.clear()
    quotes = ak.extract_quotes(more)
    assert asked == ["port", "late"]
    ak.cache(None)
    pd.testing.assert_frame_equal(quotes, ak.extract_quotes(more))


def test_an_author_and_the_registry_are_not_forgotten(asked, tmp_path):
    (tmp_path / "actors.toml").write_text(
        'camps = ["Crews"]\n[[actor]]\nname = "Ines Valo"\ncamp = "Crews"\ntype = "person"\n'
    )
    ak.extract_quotes(ARTICLES)
    quotes = ak.extract_quotes(ARTICLES, actors=tmp_path / "actors.toml")
    assert "Crews" in set(quotes["camp"].dropna())
    asked.clear()
    ak.extract_quotes(ARTICLES.assign(author="Mara Lind"))
    assert asked == list(TEXTS)


def test_other_weights_or_code_are_asked_anew(asked, monkeypatch):
    ak.extract_quotes(ARTICLES)
    asked.clear()
    monkeypatch.setattr(keeping, "digest", lambda room: f"{room} as it is today")
    ak.extract_quotes(ARTICLES)
    assert asked == list(TEXTS)


def test_an_article_that_fails_is_not_kept(asked, monkeypatch):
    real = workers.article_rows
    monkeypatch.setattr(workers, "article_rows", lambda name, *a, **k: 1 / 0)
    with pytest.warns(UserWarning, match="3 of 3 articles could not be read"):
        ak.extract_quotes(ARTICLES)
    monkeypatch.setattr(workers, "article_rows", real)
    assert len(ak.extract_quotes(ARTICLES)) >= 4


def _write(folder, start):
    os.environ[keeping.VARIABLE] = str(folder)
    kept = keeping.kept("numbers", rooms=["text"])
    for n in range(start, start + 200):
        kept.keep({kept.key(n): n})


def test_two_processes_at_once_lose_nothing(tmp_path):
    context = multiprocessing.get_context("spawn")
    both = [context.Process(target=_write, args=(tmp_path / "kept", at)) for at in (0, 200)]
    for process in both:
        process.start()
    for process in both:
        process.join()
    kept = keeping.kept("numbers", rooms=["text"])
    found = kept.find(kept.key(n) for n in range(400))
    assert sorted(found.values()) == list(range(400))


def test_nothing_is_kept_unless_asked_for(file):
    ak.cache(None)
    ak.extract_quotes(ARTICLES)
    with sqlite3.connect(file) as base:
        assert base.execute("SELECT count(*) FROM answers").fetchone() == (0,)


def test_a_folder_that_cannot_be_is_named(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(ValueError, match=r"nothing can be kept in '.*file'"):
        ak.cache(tmp_path / "file")
    (tmp_path / "kept" / keeping.FILE).write_bytes(b"no database" * 100)
    with pytest.raises(ValueError, match="not a database"):
        ak.cache(tmp_path / "kept")
