import pandas as pd
import pytest

from analystkit.serve.keeping import FOLDER, kept

MADE: list[str] = []


@pytest.fixture(autouse=True)
def _kept(tmp_path, monkeypatch):
    (tmp_path / "kept").mkdir()
    monkeypatch.setenv(FOLDER, str(tmp_path / "kept"))
    MADE.clear()


def labelled(table: pd.DataFrame, registry: object = None, *, label: str = "a") -> pd.DataFrame:
    MADE.append(label)
    return table.assign(label=label)


def other(table: pd.DataFrame) -> pd.DataFrame:
    return table.assign(other=1)


def test_a_step_is_done_again_only_when_what_it_is_made_of_changes(quotes, tmp_path):
    file = tmp_path / "actors.toml"
    file.write_text("[[actor]]")
    first = kept(labelled, quotes, object(), files=[file])
    again = kept(labelled, quotes.copy(), object(), files=[str(file)])
    assert len(MADE) == 1
    pd.testing.assert_frame_equal(first, again)
    file.write_text("[[actor]]\n")
    kept(labelled, quotes, object(), files=[file])
    kept(labelled, quotes.assign(quote="No."), object(), files=[file])
    assert len(MADE) == 3


def test_another_step_or_another_option_is_another_table(quotes):
    assert kept(labelled, quotes)["label"].iloc[0] == "a"
    assert kept(labelled, quotes, label="b")["label"].iloc[0] == "b"
    assert "other" in kept(other, quotes)


def test_a_step_without_a_name_is_refused(quotes):
    with pytest.raises(TypeError, match="no name to keep its table by"):
        kept(lambda table: table, quotes)


def test_nothing_is_kept_where_no_server_runs(quotes, monkeypatch):
    monkeypatch.delenv(FOLDER)
    kept(labelled, quotes)
    kept(labelled, quotes)
    assert len(MADE) == 2
