"""A file is replaced whole or not at all, by however many writers, and stays what it was."""

import multiprocessing
import os
import signal
import threading

import pandas as pd
import pytest

import analystkit as ak
from analystkit.tables import empty_articles, empty_quotes
from analystkit.tables.files import replacing

TABLE = pd.DataFrame({"quote_id": ["a#0", "a#1"], "quote": ["No.", "Yes."]})
KINDS = ["csv", "xlsx", "jsonl", "parquet"]


def only(path):
    return [each.name for each in path.parent.iterdir()] == [path.name]


@pytest.mark.parametrize("kind", KINDS)
def test_a_link_stays_a_link_and_a_file_keeps_its_mode(tmp_path, kind):
    (tmp_path / "real").mkdir()
    real, link = tmp_path / "real" / f"quotes.{kind}", tmp_path / f"link.{kind}"
    real.write_text("old")
    real.chmod(0o600)
    link.symlink_to(real)
    assert ak.export(TABLE, link) == link
    assert link.is_symlink() and real.read_bytes() != b"old"
    assert real.stat().st_mode & 0o777 == 0o600
    assert only(real)


def test_a_new_file_has_the_mode_that_new_files_have(tmp_path):
    (tmp_path / "plain.csv").touch()
    ak.export(TABLE, tmp_path / "quotes.csv")
    modes = {path.stat().st_mode for path in tmp_path.iterdir()}
    assert len(modes) == 1


def test_a_report_keeps_link_and_mode_too(tmp_path):
    real, link = tmp_path / "memo.html", tmp_path / "link.html"
    real.touch()
    real.chmod(0o640)
    link.symlink_to(real)
    ak.report(empty_quotes(), empty_articles(), path=link)
    assert link.is_symlink() and real.stat().st_mode & 0o777 == 0o640 and real.stat().st_size


def test_a_failure_leaves_what_was_there_and_nothing_else(tmp_path):
    path = tmp_path / "quotes.csv"
    path.write_text("old")
    with pytest.raises(RuntimeError), replacing(path) as part:
        part.write_text("half")
        raise RuntimeError
    assert path.read_text() == "old" and only(path)


def test_writers_to_one_path_do_not_disturb_each_other(tmp_path):
    path = tmp_path / "quotes.csv"
    together, failed = threading.Barrier(8), []

    def write(n):
        try:
            together.wait()
            ak.export(pd.DataFrame({"n": [n] * 500}), path)
        except Exception as error:
            failed.append(error)

    writers = [threading.Thread(target=write, args=(n,)) for n in range(8)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    assert not failed
    written = pd.read_csv(path)
    assert len(written) == 500 and len(set(written["n"])) == 1
    assert only(path)


def killed_halfway(path):
    with replacing(path) as part:
        part.write_text("half")
        os.kill(os.getpid(), signal.SIGKILL)


@pytest.mark.skipif(os.name == "nt", reason="processes are not asked for there")
def test_what_a_killed_writer_left_is_removed_by_the_next_and_a_living_ones_is_not(tmp_path):
    path = tmp_path / "quotes.csv"
    path.write_text("old")
    other = multiprocessing.Process(target=killed_halfway, args=(path,))
    other.start()
    other.join()
    assert path.read_text() == "old" and not only(path)
    with replacing(path) as living:
        ak.export(TABLE, path)
        assert living.exists()
        living.write_text("new")
    assert path.read_text() == "new" and only(path)
