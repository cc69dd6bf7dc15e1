"""Corrected shares: nearer to the truth than the machine's, with intervals that hold it."""

import numpy as np
import pandas as pd
import pytest
from benchmarks.coverage_of_estimates import simulate
from samples import coverage

from analystkit.reviewing import estimate, plan_review
from analystkit.reviewing.inference import WAYS

ARTICLES, TRUE = coverage(articles=80, each=5)
# The machine takes every second quote of Iran for one of the Iraqi government.
_IRAN = TRUE["camp"].eq("Iran").fillna(False)
MACHINE = TRUE.assign(
    camp=TRUE["camp"].mask(_IRAN & (np.arange(len(TRUE)) % 2 == 0), "Iraqi government")
)


def reviewed(
    n: int, design: str = "random", who: str = "Ana", seed: int = 1, right: bool = True
) -> pd.DataFrame:
    """Labels of a reviewer who is always right, or of one who corrects nothing."""
    draw, rows = np.random.default_rng(seed), []
    order = draw.permutation(len(MACHINE))
    if design.startswith("stratified"):
        camp = MACHINE["camp"].fillna("").iloc[order]
        turn = camp.groupby(camp).cumcount().to_numpy()
        order = order[np.lexsort((camp.to_numpy(str), turn))]
    for i in order[:n]:
        row, truth = MACHINE.iloc[i], TRUE["camp"].iloc[i]
        said = {
            "quote_id": row["quote_id"], "article_id": row["article_id"], "words": row["quote"],
            "spans": row["spans"], "reviewer": who, "design": design,
            "probability": n / len(MACHINE),
        }  # fmt: skip
        shown = {k: None if pd.isna(row[k]) else row[k] for k in ("speaker", "camp", "kind")}
        if right and str(truth) != str(row["camp"]):
            rows.append({**said, "field": "camp", "value": truth})
            del shown["camp"]
        rows.append({**said, "field": "accept", "value": True, "before": shown})
    return pd.DataFrame(rows)


def of(table: pd.DataFrame, group: str, way: str) -> pd.Series:
    return table[(table.iloc[:, 0] == group) & (table["way"] == way)].iloc[0]


@pytest.mark.parametrize("design", ["random", "stratified by camp", "stratified by camp, outlet"])
def test_the_corrected_share_is_right_where_the_machines_is_not(design):
    table = estimate(MACHINE, reviewed(150, design), articles=ARTICLES, differences=True)
    truth = TRUE["camp"].value_counts(normalize=True)
    for camp in ("Iran", "Iraqi government"):
        naive = of(table, camp, "naive")
        assert abs(naive["estimate"] - truth[camp]) > 0.05
        for way in ("ppi", "dsl", "labels only"):
            row = of(table, camp, way)
            assert row["low"] < truth[camp] < row["high"]
            assert row["low"] <= row["estimate"] <= row["high"]
        for way in ("ppi", "dsl"):
            row, alone = of(table, camp, way), of(table, camp, "labels only")
            wide, alone = row["high"] - row["low"], alone["high"] - alone["low"]
            # strata of the machine's camps are its answers already
            assert wide < alone if design == "random" else wide < 1.1 * alone
    pairs = table.dropna(subset="minus")
    assert len(pairs) == len(WAYS) * 10 and table.attrs["labels"] == 150


def test_the_naive_share_is_that_of_the_chart():
    from analystkit.charts import voice_shares

    table = estimate(MACHINE, reviewed(60))
    shares = voice_shares(MACHINE).dropna(subset="camp").set_index("camp")["share"]
    naive = table[table["way"] == "naive"].set_index("camp")["estimate"]
    assert naive.to_dict() == pytest.approx(shares.to_dict())


def test_all_labels_and_a_perfect_machine_leave_nothing_to_correct():
    table = estimate(MACHINE, reviewed(len(MACHINE)), groups=["Iran"])
    truth = TRUE["camp"].eq("Iran").sum() / TRUE["camp"].notna().sum()
    assert of(table, "Iran", "ppi")["estimate"] == pytest.approx(truth)
    assert of(table, "Iran", "labels only")["estimate"] == pytest.approx(truth)


def test_what_is_no_quote_counts_for_nobody():
    labels = reviewed(200)
    accepts = labels["field"] == "accept"
    gone = labels["quote_id"].map(TRUE.set_index("quote_id")["camp"]).eq("Iran").fillna(False)
    labels = labels[accepts].assign(field=np.where(gone[accepts], "not_a_quote", "accept"))
    table = estimate(MACHINE.assign(camp=TRUE["camp"]), labels, groups=["Iran"])
    assert of(table, "Iran", "labels only")["estimate"] == 0
    assert of(table, "Iran", "ppi")["estimate"] < 0.05


def test_labels_without_a_known_chance_are_refused_or_left_out_and_counted():
    unsure = reviewed(40).assign(design="unsure", probability=None)
    with pytest.raises(
        ValueError, match=r"40 drawn with no known probability \(unsure\).*at random"
    ):
        estimate(MACHINE, unsure)
    both = pd.concat([reviewed(60), unsure.assign(reviewer="Björn")])
    known = set(reviewed(60)["quote_id"])
    extra = set(unsure["quote_id"]) - known
    table = estimate(MACHINE, both)
    assert table.attrs["labels"] == 60
    assert sum(table.attrs["left_out"].values()) == len(extra)


def test_two_reviewers_who_differ_count_half_each_and_are_told():
    first = reviewed(100)
    second = reviewed(100, who="Björn", right=False)
    table = estimate(MACHINE, pd.concat([first, second]), groups=["Iran"])
    alone = of(estimate(MACHINE, first, groups=["Iran"]), "Iran", "labels only")["estimate"]
    assert table.attrs["conflicts"] == (first["field"] == "camp").sum() > 0
    assert of(table, "Iran", "labels only")["estimate"] > 0
    assert of(table, "Iran", "labels only")["estimate"] == pytest.approx(alone, abs=0.1)


def test_an_unknown_figure_group_or_column_is_named():
    labels = reviewed(30)
    with pytest.raises(ValueError, match=r"of='shares' is not one of.*did you mean 'share'"):
        estimate(MACHINE, labels, of="shares")
    with pytest.raises(ValueError, match=r"group 'Irn' is not a camp.*did you mean 'Iran'"):
        estimate(MACHINE, labels, groups=["Irn"])
    with pytest.raises(ValueError, match=r"needs the stance table"):
        estimate(MACHINE, labels, of="stance")
    with pytest.raises(ValueError, match=r"no 'outlet' in the quotes; give the articles"):
        estimate(MACHINE, reviewed(40, "stratified by outlet"))


def test_more_labels_are_asked_for_where_a_narrower_interval_is():
    labels = reviewed(80)
    wide, narrow = (plan_review(MACHINE, labels, width=w).set_index("camp") for w in (0.08, 0.05))
    assert (
        narrow["needed"].dropna() >= wide["needed"].reindex(narrow["needed"].dropna().index)
    ).all()
    assert (wide["more"].dropna() >= 0).all() and (wide["least"] <= wide["now"]).all()
    never = plan_review(MACHINE, labels, width=0.001)
    assert never["needed"].isna().all()
    with pytest.raises(ValueError, match="width=0"):
        plan_review(MACHINE, labels, width=0)


@pytest.mark.parametrize("design", ["random", "stratified"])
def test_intervals_hold_the_truth_and_are_narrower_than_those_of_labels_alone(design):
    # The full figures: python -m tests.benchmarks.coverage_of_estimates.  Of 60 intervals that
    # hold the truth in 95 of 100 cases, fewer than 48 do so less than once in 50,000 times.
    table = simulate(runs=60, errors=0.08, design=design, sizes=(100,), articles=100)
    for way in ("labels only", "ppi", "dsl"):
        own = table[table["way"] == way]
        assert own["coverage"].min() >= 0.8 and own["coverage"].mean() >= 0.92
    widths = {way: part["width"].to_numpy() for way, part in table.groupby("way")}
    most = 1 if design == "random" else 1.05  # strata of the machine's camps are its answers
    assert (widths["ppi"] < most * widths["labels only"]).all()
    assert (widths["dsl"] < most * widths["labels only"]).all()
    naive = table[table["way"] == "naive"].set_index("figure")
    assert naive.loc["stance, Council", "coverage"] < 0.5
