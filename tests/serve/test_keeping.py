from functools import partial

import pandas as pd
import pytest

from analystkit.serve.keeping import FOLDER, kept


@pytest.fixture
def made(tmp_path, monkeypatch):
    monkeypatch.setenv(FOLDER, str(tmp_path))
    return []


def count(made: list[int], quotes: pd.DataFrame) -> pd.DataFrame:
    made.append(1)
    return quotes


def test_a_table_is_made_again_only_when_what_it_is_made_of_changes(
    made, quotes, articles, tmp_path
):
    registry = tmp_path / "actors.toml"
    registry.write_text("[[actor]]")
    make = partial(count, made, quotes)
    first = kept(make, articles, registry)
    second = kept(make, articles.copy(), str(registry))
    assert len(made) == 1
    pd.testing.assert_frame_equal(first, second)
    registry.write_text("[[actor]]\n")
    kept(make, articles, registry)
    kept(make, articles.assign(text="No."), registry)
    assert len(made) == 3


def test_another_step_on_the_same_tables_is_another_table(made, quotes, articles):
    kept(partial(count, made, quotes), articles)
    other = kept(partial(pd.DataFrame, {"a": [1]}), articles)
    assert list(other) == ["a"]


def test_nothing_is_kept_where_no_server_runs(made, quotes, monkeypatch):
    monkeypatch.delenv(FOLDER)
    kept(partial(count, made, quotes), quotes)
    kept(partial(count, made, quotes), quotes)
    assert len(made) == 2
