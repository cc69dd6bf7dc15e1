import math
import os
import random
from collections.abc import Callable, Iterator
from pathlib import Path

import matplotlib
import numpy as np
import pandas as pd
import pytest
from hypothesis import settings
from samples import coverage

import analystkit as ak
from analystkit.keeping import VARIABLE

# The suite shares small machines with other work, where a deadline per example only makes noise.
settings.register_profile("steady", deadline=None, derandomize="CI" in os.environ)
settings.load_profile("steady")


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Keep a file's tests in one process where there are several, and those with a browser too."""
    for item in items:
        browser = Path(__file__).parent / "browser" in item.path.parents
        item.add_marker(pytest.mark.xdist_group("browser" if browser else item.path.as_posix()))


@pytest.fixture
def figure(request: pytest.FixtureRequest) -> Callable[..., None]:
    """Check a measured figure against the stated one, and print it at the end of the run.

    A share (`stated`, counted on `of` cases) may fall short by its standard error: what is
    within it is luck, what is beyond it a fault.  An error has a bound (`most`).
    """

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
        line = f"{name}: {measured:{digits}} ({known})"
        request.node.user_properties.append(("figure", line))
        assert measured <= most or measured >= stated - error, line

    return check


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    ended = [r for how in ("passed", "failed") for r in terminalreporter.getreports(how)]
    properties = [pair for r in ended if r.when == "call" for pair in r.user_properties]
    if lines := [line for name, line in properties if name == "figure"]:
        terminalreporter.section("measured figures")
        for line in lines:
            terminalreporter.line(line)


@pytest.fixture(scope="session")
def kept(tmp_path_factory: pytest.TempPathFactory) -> tuple[str, str]:
    """The variable that keeps answers for the whole run, where reading is not what is tested."""
    return VARIABLE, str(tmp_path_factory.mktemp("kept"))


@pytest.fixture(scope="session")
def second() -> tuple[pd.DataFrame, pd.DataFrame]:
    """The articles and quotes of the second set of coverage, shared: leave them as they are."""
    articles = ak.load_articles(Path(__file__).parents[1] / "data" / "second" / "coverage")
    return articles, ak.extract_quotes(articles)


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
