"""How often do the intervals of `ak.estimate` hold the truth, and how wide are they?

Invented coverage with a known truth and a machine that errs, some ways more than others, is drawn
anew for every run; a sample of it is "reviewed", and each way to estimate gives its interval.

    python -m tests.benchmarks.coverage_of_estimates --runs 2000
"""

import argparse
from collections import defaultdict
from collections.abc import Sequence

import numpy as np
import pandas as pd

from analystkit.reviewing.drawing import weights_of
from analystkit.reviewing.inference import WAYS, Figure, Sample, difference, estimate_ratio

CAMPS = ("Council", "Treasury", "Unions")
_SHARES = np.array([0.5, 0.3, 0.2])
_DIRECT = np.array([0.6, 0.4, 0.5])
_LEAN = np.array([-0.5, 0.4, 0.0])
ERRORS = {"good": 0.08, "bad": 0.25}  # how often the machine errs in a camp
SIZES = (50, 100, 300)
ASKED = (("share", 0), ("share", 2), ("direct", 0), ("stance", 0))
APART = (("direct", 0, 1),)


def world(draw: np.random.Generator, articles: int, errors: float) -> dict[str, np.ndarray]:
    """Quotes of so many articles, as they are and as the machine has them."""
    article = np.repeat(np.arange(articles), 1 + draw.poisson(3, articles))
    n = len(article)
    shares = draw.dirichlet(_SHARES * 5, articles)[article].cumsum(axis=1)  # articles differ
    camp = (draw.random(n)[:, None] > shares[:, :2]).sum(axis=1)
    camp[draw.random(n) < 0.1] = -1  # of no camp
    quote = draw.random(n) > errors / 3
    style = draw.normal(0, 0.1, articles)[article]
    direct = draw.random(n) < np.clip(_DIRECT[camp] + style, 0, 1)
    lean = _LEAN[camp]
    side = np.searchsorted([0.0, 0.4], draw.random(n) - (0.3 - 0.25 * lean), side="right") - 1
    # What is hard for the machine differs from quote to quote, and its confidence tells of it.
    hard = np.clip(draw.beta(1, 3, n) * 4 * errors, 0, 0.95)
    wrong = draw.random(n) < hard
    mistaken = draw.choice([-1, 0, 0, 1, 2], n)  # the first camp gets more than its part
    taken_direct = np.where(direct, 1.3, 0.4)
    turned = draw.random(n) < np.clip(hard * taken_direct, 0, 1)
    off = draw.random(n) < np.clip(2 * hard, 0, 0.9)
    kinder = np.clip(side + draw.integers(-1, 3, n), -1, 1)
    return {
        "article": article, "camp": camp, "quote": quote, "direct": direct, "side": side,
        "machine_camp": np.where(wrong, mistaken, camp), "machine_direct": direct ^ turned,
        "score": np.where(off, kinder, side) * draw.uniform(0.7, 1, n),
        "confidence": np.clip(1 - hard + draw.normal(0, 0.03, n), 0, 1),
    }  # fmt: skip


def figure(drawn: dict[str, np.ndarray], at: np.ndarray, of: str, camp: int) -> Figure:
    """Part and whole of a figure: the machine's of all, people's of those at these places."""
    own, machine = (drawn["camp"] == camp) & drawn["quote"], drawn["machine_camp"] == camp
    wholes = [machine, own]
    if of == "share":
        parts = wholes
        wholes = [drawn["machine_camp"] >= 0, (drawn["camp"] >= 0) & drawn["quote"]]
    elif of == "direct":
        parts = [machine & drawn["machine_direct"], own & drawn["direct"]]
    else:
        parts = [machine * drawn["score"], own * drawn["side"]]
    numbers = [np.asarray(one, dtype=float) for one in (parts[0], wholes[0], parts[1], wholes[1])]
    bounds = (-1.0, 1.0) if of == "stance" else (0.0, 1.0)
    return Figure(numbers[0], numbers[1], numbers[2][at], numbers[3][at], bounds)


def truth(errors: float) -> dict[tuple[str, int], float]:
    """The figures of the world that the coverage is drawn from."""
    drawn = world(np.random.default_rng(1), 200_000, errors)
    everything = np.arange(len(drawn["article"]))
    found = {}
    for of in ("share", "direct", "stance"):
        for camp in (0, 1, 2):
            one = figure(drawn, everything, of, camp)
            found[of, camp] = float(one.true_part.sum() / one.true_whole.sum())
    return found


def sampled(draw: np.random.Generator, drawn: dict[str, np.ndarray], n: int, design: str) -> Sample:
    """A sample at random, or as many of each camp of the machine."""
    size = len(drawn["article"])
    if design == "random":
        at = draw.choice(size, n, replace=False)
        draws = [("random", n / size)] * n
    else:
        order = draw.permutation(size)
        camp = drawn["machine_camp"][order]
        turn = pd.Series(camp).groupby(camp).cumcount().to_numpy()
        at = order[np.lexsort((camp, turn))][:n]
        draws = [("stratified by camp", 0.1)] * n
    table = pd.DataFrame({"camp": drawn["machine_camp"]})
    weight, stratum, strata = weights_of(table, at, draws)
    return Sample(drawn["article"], at, weight, stratum, strata, drawn["confidence"])


def simulate(
    *, runs: int, errors: float, design: str, sizes: Sequence[int] = SIZES, articles: int = 150,
    seed: int = 0,
) -> pd.DataFrame:  # fmt: skip
    """One row a size, figure and way: the share of intervals that held the truth, their width."""
    true, draw = truth(errors), np.random.default_rng(seed)
    held: dict[tuple[int, str, str], list[tuple[bool, float, float]]] = defaultdict(list)
    for _ in range(runs):
        drawn = world(draw, articles, errors)
        for n in sizes:
            sample = sampled(draw, drawn, n, design)
            found = {}
            wanted = dict.fromkeys([*ASKED, *((of, c) for of, *both in APART for c in both)])
            for of, camp in wanted:
                one = figure(drawn, sample.labelled, of, camp)
                for way in WAYS:
                    found[of, camp, way] = estimate_ratio(one, sample, way)
            asked = [(f"{of}, {CAMPS[c]}", way, found[of, c, way], true[of, c])
                     for of, c in ASKED for way in WAYS]  # fmt: skip
            asked += [
                (f"{of}, {CAMPS[a]} − {CAMPS[b]}", way,
                 difference(found[of, a, way], found[of, b, way]), true[of, a] - true[of, b])
                for of, a, b in APART for way in WAYS
            ]  # fmt: skip
            for name, way, one, value in asked:
                if not np.isnan(one.value):
                    inside = one.low <= value <= one.high
                    held[n, name, way].append((inside, one.high - one.low, one.value - value))
    rows = []
    for (n, name, way), all_ in held.items():
        inside, wide, off = np.array(all_, dtype=float).T
        rows.append((n, name, way, len(all_), inside.mean(), wide.mean(), off.mean()))
    columns = ["labels", "figure", "way", "runs", "coverage", "width", "bias"]
    return pd.DataFrame(rows, columns=columns)


def shown(table: pd.DataFrame) -> str:
    """Coverage in per cent, and the mean width, of each way."""
    figures = zip(table["coverage"], table["width"], strict=True)
    words = table.assign(words=[f"{100 * c:.1f} ({w:.3f})" for c, w in figures])
    wide = words.set_index(["labels", "figure", "way"])["words"].unstack("way")  # noqa: PD010
    return wide[list(WAYS)].to_string()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=2000)
    parser.add_argument("--machine", choices=list(ERRORS), nargs="*", default=list(ERRORS))
    parser.add_argument("--design", choices=["random", "stratified"], nargs="*",
                        default=["random", "stratified"])  # fmt: skip
    asked = parser.parse_args()
    for machine in asked.machine:
        for design in asked.design:
            table = simulate(runs=asked.runs, errors=ERRORS[machine], design=design)
            mended = table[table["way"].isin(["labels only", "ppi", "dsl"])]
            print(f"\n{machine} machine, {design} sample, {asked.runs:,} runs: "
                  "coverage in per cent (mean width)")  # fmt: skip
            print(shown(table))
            by_size = mended.groupby(["labels", "way"])["coverage"]
            print(by_size.agg(["min", "mean", "max"]).round(3).to_string(), flush=True)


if __name__ == "__main__":
    main()
