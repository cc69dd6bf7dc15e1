import os
import random
from collections.abc import Iterator

import matplotlib
import numpy as np
import pandas as pd
import pytest
from hypothesis import settings
from samples import coverage

# The suite shares small machines with other work, where a deadline per example only makes noise.
settings.register_profile("steady", deadline=None, derandomize="CI" in os.environ)
settings.load_profile("steady")


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
