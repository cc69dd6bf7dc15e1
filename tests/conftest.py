import math
import os
import random
from collections.abc import Callable, Iterator

import matplotlib
import numpy as np
import pandas as pd
import pytest
from hypothesis import settings
from samples import coverage

# The suite shares small machines with other work, where a deadline per example only makes noise.
settings.register_profile("steady", deadline=None, derandomize="CI" in os.environ)
settings.load_profile("steady")


_FIGURES = pytest.StashKey[list[str]]()


@pytest.fixture(scope="session")
def figure(pytestconfig: pytest.Config) -> Callable[..., None]:
    """Check a measured figure against the stated one, and print it at the end of the run.

    A share (`stated`, counted on `of` cases) may fall short by its standard error: what is
    within it is luck, what is beyond it a fault.  An error has a bound (`most`).
    """
    lines = pytestconfig.stash.setdefault(_FIGURES, [])

    def check(
        name: str,
        measured: float,
        *,
        stated: float = math.nan,
        of: int = 1,
        most: float = math.nan,
    ) -> None:
        error = math.sqrt(stated * (1 - stated) / of)
        known = (
            f"at most {most:.3f}" if math.isnan(stated) else f"stated {stated:.3f} ± {error:.3f}"
        )
        digits = ".3f" if measured >= 0.001 else ".1e"
        lines.append(f"{name}: {measured:{digits}} ({known})")
        assert measured <= most or measured >= stated - error, lines[-1]

    return check


def pytest_terminal_summary(
    terminalreporter: pytest.TerminalReporter, config: pytest.Config
) -> None:
    if lines := config.stash.get(_FIGURES, []):
        terminalreporter.section("measured figures")
        for line in lines:
            terminalreporter.line(line)


@pytest.fixture(autouse=True, scope="session")
def _no_window() -> None:
    matplotlib.use("Agg")


@pytest.fixture(autouse=True)
def _same_seeds_and_no_figures_left() -> Iterator[None]:
    random.seed(0)
    np.random.seed(0)
    yield
    import matplotlib.pyplot as plt

    plt.close("all")


@pytest.fixture
def articles() -> pd.DataFrame:
    return coverage()[0]


@pytest.fixture
def quotes() -> pd.DataFrame:
    return coverage()[1]
