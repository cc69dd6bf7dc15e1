import os

import pytest

from analystkit.models import loading


@pytest.fixture
def machine(monkeypatch, tmp_path):
    """A process with eight cores, a quota and what the environment says."""

    def make(quota: str | None, told: str | None) -> int:
        monkeypatch.setattr(os, "sched_getaffinity", lambda _: set(range(8)), raising=False)
        monkeypatch.setattr(loading, "QUOTA", tmp_path / "cpu.max")
        if quota is not None:
            loading.QUOTA.write_text(quota)
        monkeypatch.delenv("OMP_NUM_THREADS", raising=False)
        if told is not None:
            monkeypatch.setenv("OMP_NUM_THREADS", told)
        return loading.cores()

    return make


@pytest.mark.parametrize(
    ("quota", "told", "cores"),
    [
        (None, None, 8),
        ("max 100000\n", None, 8),
        ("200000 100000\n", None, 2),
        ("150000 100000\n", None, 2),
        ("50000 100000\n", None, 1),
        ("200000 100000\n", "1", 1),
        (None, "3", 3),
        (None, "0", 1),
        (None, "many", 8),
        ("", "", 8),
    ],
)
def test_no_more_cores_are_used_than_the_process_has(machine, quota, told, cores):
    assert machine(quota, told) == cores
